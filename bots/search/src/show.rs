//! An answer, from what was found.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use secta_bot_kit::{
    EventId, RoomId, args,
    effect::ABOUT_FIELD,
    ids::permalink,
    words::{Args, Text, Words, tidy},
};
use serde_json::{Map, Value, json};

use crate::{
    find::{self, Request},
    index::{Found, Hit, Kind, Reading, snippet::Piece},
    memory::Room,
    pages::{self, PageHit, Pages},
};

/// The most of a name that is shown, in characters.
const NAME_MAX: usize = 60;

/// What an answer is made with.
pub struct Shower<'a> {
    /// The phrases.
    pub words: &'a Words,
    /// The zone in which days and hours are told.
    pub zone: &'a TimeZone,
    /// The server that links go by.
    pub server: &'a str,
    /// The rooms.
    pub rooms: &'a BTreeMap<RoomId, Room>,
}

impl Shower<'_> {
    /// The part of an event's content that answers a request.
    pub fn content(&self, request: &Request, found: &Found, pages: &Pages) -> Map<String, Value> {
        let quoted: Vec<EventId> = found.hits.iter().map(|hit| hit.doc.event.clone()).collect();
        let mut content = said(&self.answer(request, found, pages));
        if !quoted.is_empty() {
            content.insert(ABOUT_FIELD.to_owned(), json!(find::about(&quoted)));
        }
        content
    }

    /// The part of an event's content that says a phrase.
    pub fn phrase(&self, request: &Request, id: &str, args: &Args) -> Map<String, Value> {
        said(&self.words.text(request.lang, id, args))
    }

    fn answer(&self, request: &Request, found: &Found, pages: &Pages) -> Text {
        let say = |id: &str| self.words.text(request.lang, id, &args![]);
        let alone = request.ask.is_of_pages();
        let shown = !pages.hits.is_empty() && pages::stand_beside(&pages.reading, found);
        let mut parts = Vec::new();
        if shown {
            parts.extend(self.reading(request, &pages.reading));
            parts.push(self.pages(request, pages));
        }
        if !found.hits.is_empty() {
            parts.extend(shown.then(|| say("search-messages")));
            if !shown || pages.reading != found.reading {
                parts.extend(self.reading(request, &found.reading));
            }
            parts.extend(self.hits(request, found));
        }
        let here = !request.private && request.given == 0 && !alone;
        let here = here.then(|| say("search-only-here"));
        if parts.is_empty() {
            return Text::lines([self.none(request)].into_iter().chain(here));
        }
        if found.more {
            parts.push(say("search-more"));
        } else {
            parts.extend(here);
        }
        Text::paragraphs(parts)
    }

    fn none(&self, request: &Request) -> Text {
        let id = if request.given > 0 {
            "search-no-more"
        } else {
            "search-none"
        };
        let args = args!["text" => tidy(&request.text, NAME_MAX)];
        self.words.text(request.lang, id, &args)
    }

    /// What the question was read as, where that is not what was asked.
    fn reading(&self, request: &Request, reading: &Reading) -> Option<Text> {
        let say = |id: &str, args: Args| Some(self.words.text(request.lang, id, &args));
        match reading {
            Reading::Asked => None,
            Reading::Layout(words) => say("search-layout", args!["words" => tidy(words, NAME_MAX)]),
            Reading::Typos => say("search-typos", args![]),
        }
    }

    fn hits(&self, request: &Request, found: &Found) -> Vec<Text> {
        let hits = (request.given + 1..).zip(&found.hits);
        hits.map(|(number, hit)| self.hit(request, number, hit))
            .collect()
    }

    /// Pages of the wiki, counted apart from messages.
    fn pages(&self, request: &Request, pages: &Pages) -> Text {
        let say = |id: &str| self.words.text(request.lang, id, &args![]);
        let mut parts = vec![say("search-pages")];
        for (number, page) in (request.given + 1..).zip(&pages.hits) {
            parts.push(self.page(request, number, page));
        }
        if pages.total > request.given + pages.hits.len() {
            parts.push(match request.ask.is_of_pages() {
                true => say("search-more"),
                false => say("search-more-pages"),
            });
        }
        Text::paragraphs(parts)
    }

    fn page(&self, request: &Request, number: usize, page: &PageHit) -> Text {
        let id = match page.link {
            Some(_) => "search-page",
            None => "search-page-unlinked",
        };
        let args = args![
            "n" => number,
            "title" => page.title.as_str(),
            "link" => page.link.as_deref().unwrap_or_default(),
        ];
        Text::lines([
            self.words.text(request.lang, id, &args),
            snippet(&page.snippet),
        ])
    }

    fn hit(&self, request: &Request, number: usize, hit: &Hit) -> Text {
        let doc = &hit.doc;
        let what = match (&doc.file, doc.kind) {
            (Some(_), _) => "search-hit-file",
            (None, Kind::Post) => "search-hit-post",
            (None, Kind::Comment) => "search-hit-comment",
            (None, Kind::Message) => "search-hit-message",
        };
        let room = self
            .rooms
            .get(&doc.room)
            .and_then(|room| room.name.as_deref());
        let unnamed = || {
            self.words
                .text(request.lang, "search-unnamed", &args![])
                .plain
        };
        let room = room.map_or_else(unnamed, |name| tidy(name, NAME_MAX));
        let file = doc.file.as_ref().map(|file| tidy(&file.name, NAME_MAX));
        let head = args![
            "n" => number,
            "who" => tidy(doc.author.as_str(), NAME_MAX),
            "when" => self.when(doc.sent_ms),
            "room" => room,
            "file" => file.unwrap_or_default(),
            "link" => permalink(&doc.room, Some(&doc.event), self.server),
        ];
        Text::lines([
            self.words.text(request.lang, what, &head),
            snippet(&hit.snippet),
        ])
    }

    fn when(&self, sent_ms: i64) -> String {
        let at = Timestamp::from_millisecond(sent_ms).unwrap_or_default();
        at.to_zoned(self.zone.clone())
            .strftime("%d.%m.%Y %H:%M")
            .to_string()
    }
}

fn said(text: &Text) -> Map<String, Value> {
    let mut content = Map::new();
    content.insert("body".to_owned(), json!(text.plain));
    content.insert("formatted_body".to_owned(), json!(text.html));
    content
}

/// What was asked for is bold.
fn snippet(pieces: &[Piece]) -> Text {
    let mut all = Text::default();
    for (text, asked) in pieces {
        let line: String = text
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        let piece = Text::verbatim(&line);
        all.plain.push_str(&piece.plain);
        if *asked {
            all.html
                .push_str(&format!("<strong>{}</strong>", piece.html));
        } else {
            all.html.push_str(&piece.html);
        }
    }
    all
}
