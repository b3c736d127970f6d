//! What the index answers to a request, from what the bot remembers at that moment.

use jiff::tz::TimeZone;
use secta_bot_kit::{
    Scope, State, args,
    words::{Words, tidy},
};
use serde_json::{Map, Value};

use crate::{
    ask::Synonyms,
    find::{PAGE, Request},
    index::{Found, Index, IndexError, search::Page},
    pages::Pages,
    reader::{self, Reader},
    show::Shower,
};

/// What it is composed with.
pub struct Composer<'a> {
    /// The index, unless it is being made.
    pub index: Option<&'a Index>,
    /// The pages that [`crate::pages::wanted`] asks for.
    pub pages: &'a Pages,
    /// The phrases.
    pub words: &'a Words,
    /// The zone in which days and hours are told.
    pub zone: &'a TimeZone,
    /// The server that links go by.
    pub server: &'a str,
}

/// The scopes that a request takes; they may lead to others.
pub fn scopes(request: &Request, state: &State) -> Vec<Scope> {
    let mut scopes = reader::scopes(Some(&request.by), state);
    scopes.push(Scope::room(&request.room));
    scopes
}

impl Composer<'_> {
    /// The part of an event's content that answers a request; its scopes are loaded.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn content(
        &self,
        request: &Request,
        state: &State,
    ) -> Result<Map<String, Value>, IndexError> {
        let mut reader = Reader::of(Some(&request.by), state);
        if !request.private {
            reader.among_others(request);
        }
        let shower = Shower {
            words: self.words,
            zone: self.zone,
            server: self.server,
            rooms: &reader.rooms,
        };
        if request.ask.is_of_pages() {
            return Ok(shower.content(request, &Found::default(), self.pages));
        }
        let Some(index) = self.index else {
            return Ok(shower.phrase(request, "search-away", &args![]));
        };
        let mut ask = request.ask.clone();
        for name in std::mem::take(&mut ask.rooms) {
            let rooms = reader.named(&name);
            if rooms.is_empty() {
                let args = args!["value" => tidy(&name, 40)];
                return Ok(shower.phrase(request, "search-no-room", &args));
            }
            ask.rooms
                .extend(rooms.iter().map(|room| room.as_str().to_owned()));
        }
        ask.synonyms = synonyms(request, &reader);
        let page = Page {
            skip: request.given,
            take: PAGE,
            now_ms: request.at_ms,
        };
        // What was said since the question was asked would push what was shown onto the next page.
        if request.given > 0 {
            let until = request.at_ms;
            ask.before_ms = Some(ask.before_ms.map_or(until, |before| before.min(until)));
        }
        let found = index.search(&ask, &reader.readable, page)?;
        Ok(shower.content(request, &found, self.pages))
    }
}

/// What will do for the tags in the rooms of communities where they are names of supertags.
fn synonyms(request: &Request, reader: &Reader) -> Vec<Synonyms> {
    let named = request.supertags.iter().map(|named| Synonyms {
        tag: named.tag.clone(),
        names: named.names.clone(),
        rooms: reader.rooms_of(&named.community),
    });
    named
        .filter(|synonyms| !synonyms.rooms.is_empty())
        .collect()
}
