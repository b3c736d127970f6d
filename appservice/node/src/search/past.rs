//! Reads what was said in a room before the bot came, backwards and page by page, from the homeserver into the index.
//! How far it is stands in the index beside the messages, so that it goes on there after a death.

use std::{collections::BTreeMap, sync::Arc};

use secta_bot_kit::{
    NewRow, RoomId, Row, What,
    input::{Content, Event},
    journal::source,
    read,
};
use secta_bot_search::{
    filed::{self, Filed},
    follow::{self, Change},
    history::Progress,
    index::Class,
    memory::Room,
};
use secta_matrix::live::Page;
use secta_store::Batch;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    SearchError,
    follower::{Follower, room_of},
};

/// Where the past lies in a room's order: below every row.
const BEFORE: i64 = -(1 << 60);

/// How often it is told in the room how far it is, in messages.
const TOLD_EVERY: u64 = 1_000;

/// A past that is shorter is read without a word.
const WORTH_TELLING: u64 = 100;

/// The rooms whose past is to be read.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// Whether it is to be read from the start, though it was read once.
    waiting: BTreeMap<RoomId, bool>,
}

/// How far a room's past is read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    /// Where the next page begins.
    from: Option<String>,
    /// The class of what stands there.
    class: Option<Class>,
    /// How many messages were read.
    read: u64,
    done: bool,
    /// Tells one reading from another.
    run: u64,
}

impl Past {
    /// The bot is in a room.
    pub fn enter(&mut self, room: &RoomId, again: bool) {
        *self.waiting.entry(room.clone()).or_default() |= again;
    }

    /// The bot has left a room.
    pub fn leave(&mut self, room: &RoomId) {
        self.waiting.remove(room);
    }

    /// How many rooms wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }
}

fn note_name(room: &RoomId) -> String {
    format!("past {room}")
}

impl Follower {
    /// The next page to read: its room, and where it begins. Rooms that are read already are passed over; those of
    /// which it is not known yet who may read them wait.
    pub async fn next_page(&mut self) -> Result<Option<(RoomId, Option<String>)>, SearchError> {
        for (room, again) in self.past.waiting.clone() {
            if again {
                let place = Place {
                    run: u64::try_from(self.position()).unwrap_or_default(),
                    ..Place::default()
                };
                self.note_place(&room, &place)?;
                self.past.waiting.insert(room.clone(), false);
            }
            let place = self.place(&room)?;
            let rooms = self.rooms([&room].into_iter()).await?;
            let known = room_of(&rooms, &room);
            if place.done || !known.wants_past() {
                self.past.leave(&room);
            } else if known.epoch > 0 && !known.visibility.is_empty() {
                return Ok(Some((room, place.from)));
            }
        }
        Ok(None)
    }

    /// Takes a page.
    pub async fn take_page(&mut self, room: &RoomId, page: Page) -> Result<(), SearchError> {
        let rooms = self.rooms([room].into_iter()).await?;
        let known = room_of(&rooms, room);
        let mut place = self.place(room)?;
        let told_before = place.read / TOLD_EVERY;
        let mut class = place.class.unwrap_or_else(|| known.class_at(BEFORE));
        for event in &page.events {
            let Some(event_read) = self.read_event(room, event) else {
                continue;
            };
            if let Content::State { kind, .. } = &event_read.content
                && kind == "m.room.history_visibility"
            {
                class = before(event);
            }
            place.read += u64::from(matches!(event_read.content, Content::Message(_)));
            self.take_old(&event_read, class, &known).await?;
        }
        place.class = Some(class);
        place.done = page.next.is_none() || page.events.is_empty();
        place.from = page.next;
        self.note_place(room, &place)?;
        let worth =
            place.read > WORTH_TELLING && (place.done || place.read / TOLD_EVERY > told_before);
        if worth {
            self.tell(room, &place).await?;
        }
        if place.done {
            self.past.leave(room);
        }
        Ok(())
    }

    async fn take_old(
        &mut self,
        event: &Event,
        class: Class,
        room: &Room,
    ) -> Result<(), SearchError> {
        let order = BEFORE.saturating_add(event.sent_ms);
        let Some(change) = follow::change(event, order, room) else {
            return Ok(());
        };
        match change {
            Change::Put(mut doc) => {
                doc.class = class;
                let known = self.writer.get(&doc.room, &doc.event)?;
                // What came by the journal is there already; its change may have been read first.
                if known.is_none_or(|known| known.order < 0 && known.room == doc.room) {
                    self.apply(Change::Put(doc)).await?;
                }
            }
            Change::Edit { mut doc } => {
                doc.class = class;
                self.apply(Change::Edit { doc }).await?;
            }
            // What was redacted comes without its words.
            Change::Remove(..) => {}
        }
        Ok(())
    }

    fn read_event(&self, room: &RoomId, event: &Value) -> Option<Event> {
        let sent_ms = event["origin_server_ts"].as_i64()?;
        let mut event = event.clone();
        // Pages of a room need not say which.
        event["room_id"] = Value::from(room.as_str());
        let new = NewRow {
            source: source::MATRIX.to_owned(),
            external_id: event["event_id"].as_str()?.to_owned(),
            room: Some(room.to_string()),
            at_ms: sent_ms,
            body: event.to_string().into_bytes(),
            sealed: false,
        };
        let row = Row {
            seq: 0,
            new,
            context: None,
            erased: false,
        };
        match read::read(&row, &self.source().selves).ok()?.what {
            What::Event(event) => Some(event),
            _ => None,
        }
    }

    fn place(&self, room: &RoomId) -> Result<Place, SearchError> {
        let note = self.writer.note(&note_name(room))?;
        Ok(note
            .and_then(|note| serde_json::from_slice(&note).ok())
            .unwrap_or_default())
    }

    fn note_place(&mut self, room: &RoomId, place: &Place) -> Result<(), SearchError> {
        let note = serde_json::to_vec(place)?;
        self.writer.set_note(&note_name(room), note)?;
        self.waits();
        Ok(())
    }

    async fn tell(&self, room: &RoomId, place: &Place) -> Result<(), SearchError> {
        let progress = Progress {
            room: room.clone(),
            read: place.read,
            done: place.done,
        };
        let filed = Filed::Progress(progress);
        self.file(&filed, &place.run.to_string()).await
    }

    /// Tells the bot of rooms that it is in, where it does not know of them.
    pub async fn enter_all(&mut self, rooms: &[RoomId]) -> Result<(), SearchError> {
        let known = self.rooms(rooms.iter()).await?;
        for room in rooms {
            if room_of(&known, room).epoch == 0 {
                let filed = Filed::Enter { room: room.clone() };
                self.file(&filed, &self.position().to_string()).await?;
            }
            self.past.enter(room, false);
        }
        Ok(())
    }

    async fn file(&self, filed: &Filed, run: &str) -> Result<(), SearchError> {
        let row = NewRow {
            source: filed::SOURCE.to_owned(),
            external_id: filed.id(run),
            room: None,
            at_ms: self.source().clock.now_ms(),
            body: serde_json::to_vec(filed)?,
            sealed: false,
        };
        let batch = Batch {
            rows: vec![row],
            ..Batch::default()
        };
        Arc::clone(&self.source().store).append(batch).await?;
        Ok(())
    }
}

/// The class of what stands before a change of the visibility: the narrowest where the event does not say.
fn before(event: &Value) -> Class {
    let previous = &event["unsigned"]["prev_content"]["history_visibility"];
    Class::of_visibility(Some(previous.as_str().unwrap_or_default()))
}
