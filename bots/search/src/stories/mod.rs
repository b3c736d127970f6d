//! Given rooms with people, when somebody searches, then they are shown what they may read.

mod asking;
mod founder;
mod rights;
mod switching;
mod tags;
mod wiki;

use std::sync::Arc;

use jiff::tz::TimeZone;
use secta_bot_kit::{
    Bot, Lang, Look, RoomId, Row, Scope, State, What,
    effect::Compose,
    input::Event,
    journal::source,
    read,
    testkit::{Story, load_nothing, selves},
    words::Words,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    NAME, Search, Settings,
    compose::{self, Composer},
    find::Request,
    follow,
    index::Index,
    memory,
    text::{Lemmas, lemmas::Dictionaries},
};

/// The bot of the stories.
pub fn bot() -> Search {
    Search::new(Settings {
        selves: selves(),
        zone: TimeZone::UTC,
        lang: Lang::Ru,
    })
}

fn story() -> Story {
    Story::of([Arc::new(bot()) as Arc<dyn Bot>]).composing(Arc::new(composed))
}

/// What a user asks, and what is answered.
fn ask(story: &mut Story, room: &RoomId, who: &str, text: &str) -> String {
    story.sent();
    story.says(room, who, text);
    story.answer()
}

/// Sets a room's history visibility.
fn readable_by(story: &mut Story, room: &RoomId, visibility: &str) {
    let content = json!({ "history_visibility": visibility });
    story.state_event(room, "anna", "m.room.history_visibility", "", content);
}

/// An answer from an index of all that was said until now.
fn composed(compose: &Compose, state: &mut State, rows: &[Row]) -> Map<String, Value> {
    let request = Request::deserialize(&compose.ask).expect("a request");
    loop {
        let mut missing = compose::scopes(&request, state);
        missing.retain(|scope| !state.is_loaded(NAME, scope));
        if missing.is_empty() {
            break;
        }
        load_nothing(
            state,
            missing.into_iter().map(|scope| (NAME, scope)).collect(),
        );
    }
    let lemmas: Arc<dyn Lemmas> = Arc::new(Dictionaries::bundled(|error| panic!("{error}")));
    let pages = wiki::found(&request, &lemmas);
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::open(folder.path(), lemmas).expect("an index");
    fill(&index, state, rows);
    let words = Words::new(&[Arc::new(bot()) as Arc<dyn Bot>]);
    let composer = Composer {
        index: Some(&index),
        pages: &pages,
        words: &words,
        zone: &TimeZone::UTC,
        server: "home",
    };
    composer.content(&request, state).expect("it is searched")
}

fn fill(index: &Index, state: &State, rows: &[Row]) {
    let mut writer = index.writer(1).expect("a writer");
    for row in rows {
        let Some(event) = event(row) else { continue };
        let scope = Scope::room(&event.room);
        let room = if state.is_loaded(NAME, &scope) {
            memory::look_at(&Look::new(NAME, state), &event.room)
        } else {
            memory::Room::default()
        };
        if room.is_out() {
            writer.remove_room(&event.room);
        }
        if let Some(change) = follow::change(&event, row.seq, &room) {
            let at = match &change {
                follow::Change::Put(doc) | follow::Change::Edit { doc } => doc.event.clone(),
                follow::Change::Remove(_, event) => event.clone(),
            };
            let old = writer.get(&event.room, &at).expect("it is read");
            if let Some(old) = &old {
                writer.remove(old).expect("it is removed");
            }
            if let Some(doc) = follow::merged(old, change) {
                writer.add(doc).expect("it is added");
            }
        }
    }
    writer.commit("tag", 1).expect("it is committed");
}

fn event(row: &Row) -> Option<Event> {
    if !matches!(row.new.source.as_str(), source::MATRIX | source::DECRYPTED) {
        return None;
    }
    match read::read(row, &selves()).ok()?.what {
        What::Event(event) => Some(event),
        _ => None,
    }
}
