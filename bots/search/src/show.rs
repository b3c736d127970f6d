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
    pub fn content(&self, request: &Request, found: &Found) -> Map<String, Value> {
        let quoted: Vec<EventId> = found.hits.iter().map(|hit| hit.doc.event.clone()).collect();
        let mut content = said(&self.answer(request, found));
        if !quoted.is_empty() {
            content.insert(ABOUT_FIELD.to_owned(), json!(find::about(&quoted)));
        }
        content
    }

    /// The part of an event's content that says a phrase.
    pub fn phrase(&self, request: &Request, id: &str, args: &Args) -> Map<String, Value> {
        said(&self.words.text(request.lang, id, args))
    }

    fn answer(&self, request: &Request, found: &Found) -> Text {
        let say = |id: &str, args: Args| self.words.text(request.lang, id, &args);
        if found.hits.is_empty() {
            let id = if request.given > 0 {
                "search-no-more"
            } else {
                "search-none"
            };
            let none = say(id, args!["text" => tidy(&request.text, NAME_MAX)]);
            let hint =
                (!request.private && request.given == 0).then(|| say("search-only-here", args![]));
            return Text::lines([none].into_iter().chain(hint));
        }
        let mut parts = Vec::new();
        match &found.reading {
            Reading::Asked => {}
            Reading::Layout(words) => {
                parts.push(say(
                    "search-layout",
                    args!["words" => tidy(words, NAME_MAX)],
                ));
            }
            Reading::Typos => parts.push(say("search-typos", args![])),
        }
        for (index, hit) in found.hits.iter().enumerate() {
            parts.push(self.hit(request, request.given + index + 1, hit));
        }
        if found.more {
            parts.push(say("search-more", args![]));
        } else if !request.private && request.given == 0 {
            parts.push(say("search-only-here", args![]));
        }
        Text::paragraphs(parts)
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
