//! What the bot remembers, by scope.
//!
//! - `room/{room}`: `room`, what it knows of the room; `asked/{user}`, what somebody asked last, for `!ещё`; `history`,
//!   the message in which the reading of the past is told.
//! - `user/{user}`: `in/{room}`, when somebody was in a room.
//! - `world`: `in/{room}`, the rooms in which there is something that everybody may read.
//! - `quote/{event}`: `answers`, the bot's answers in which a message is quoted.

use secta_bot_kit::{Ctx, EventId, Look, RoomId, Scope, UserId};
use secta_record::RecordId;
use serde::{Deserialize, Serialize};

use crate::{ask::Ask, index::Class, rights::Span};

/// How many stays of somebody in a room are remembered.
const STAYS: usize = 8;

/// A room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Room {
    /// The row of the bot's own join; 0 while it is not in.
    pub epoch: i64,
    /// The classes of its messages, each from a place of its order on.
    pub visibility: Vec<(i64, Class)>,
    /// From which row on its members have it indexed, where they have decided on it; 0 for not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indexed: Option<i64>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its main address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The community that it belongs to, and as which of its rooms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hall: Option<Hall>,
    /// Whether it is encrypted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub encrypted: bool,
    /// Whether it is known who is in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub surveyed: bool,
}

/// A room of a community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hall {
    /// The community.
    pub community: RecordId,
    /// Which of its rooms: `stream`, `twilight` …, `porch`.
    pub role: String,
}

impl Room {
    /// The class of a message at a place of the room's order.
    pub fn class_at(&self, order: i64) -> Class {
        let before = self
            .visibility
            .iter()
            .rev()
            .find(|(from, _)| *from <= order);
        // Before anything is known of it, nobody reads it.
        before.map_or(Class::Joined, |(_, class)| *class)
    }

    /// The class of what is said now.
    pub fn class(&self) -> Class {
        self.class_at(i64::MAX)
    }

    /// Whether the message at a place of the room's order is to be indexed: one of this stay of the bot, or of the past
    /// that is read anew for it.
    pub fn indexes(&self, order: i64, encrypted: bool) -> bool {
        let stayed = self.epoch > 0 && (order < 0 || order > self.epoch);
        stayed
            && match self.indexed {
                Some(0) => false,
                Some(from) => order >= from,
                None => !encrypted && !self.encrypted,
            }
    }

    /// Whether what was said before the bot came is to be read.
    pub fn wants_past(&self) -> bool {
        self.indexed.is_none() && !self.encrypted
    }

    /// Whether everything of it is to be taken out.
    pub fn is_out(&self) -> bool {
        self.epoch == 0 || self.indexed == Some(0)
    }
}

/// Somebody in a room, as of one stay of the bot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Presence {
    /// The bot's stay.
    pub epoch: i64,
    /// The row of an invitation that has not been answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited: Option<i64>,
    /// The stays, the last one open while they are in.
    pub stays: Vec<Stay>,
}

/// A stay in a room, in rows of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// When the invitation came, or else when they came.
    pub invited: i64,
    /// When they came.
    pub joined: i64,
    /// When they went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<i64>,
}

impl Presence {
    /// Whether they are in.
    pub fn is_in(&self) -> bool {
        self.stays.last().is_some_and(|stay| stay.left.is_none())
    }

    /// They come.
    pub fn join(&mut self, row: i64) {
        if self.is_in() {
            return;
        }
        let invited = self.invited.take().unwrap_or(row);
        if self.stays.len() >= STAYS {
            self.stays.remove(0);
        }
        self.stays.push(Stay {
            invited,
            joined: row,
            left: None,
        });
    }

    /// They go.
    pub fn leave(&mut self, row: i64) {
        self.invited = None;
        if let Some(stay) = self.stays.last_mut().filter(|stay| stay.left.is_none()) {
            stay.left = Some(row);
        }
    }

    /// The parts of the room's order in which they may read what is of a class.
    pub fn spans(&self, class: Class) -> Vec<Span> {
        if !self.is_in() {
            return Vec::new();
        }
        let until = |stay: &Stay| stay.left.unwrap_or(i64::MAX);
        match class {
            Class::WorldReadable | Class::Shared => vec![Span::ALL],
            Class::Invited => self
                .stays
                .iter()
                .map(|stay| Span::new(stay.invited, until(stay)))
                .collect(),
            Class::Joined => self
                .stays
                .iter()
                .map(|stay| Span::new(stay.joined, until(stay)))
                .collect(),
        }
    }
}

/// What somebody asked last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What.
    pub ask: Ask,
    /// As they wrote it.
    pub text: String,
    /// How many answers they were given.
    pub given: usize,
    /// When they asked, in milliseconds since 1970.
    pub at_ms: i64,
}

/// An answer of the bot in which messages are quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Its room.
    pub room: RoomId,
    /// Its event.
    pub event: EventId,
}

/// The scope of what everybody may read.
pub fn world() -> Scope {
    Scope::new("world")
}

/// The scope of a message that is quoted.
pub fn quote(event: &EventId) -> Scope {
    Scope::new(format!("quote/{event}"))
}

/// The key of a room in the scope of a user, and in that of the world.
pub fn in_room(room: &RoomId) -> String {
    format!("in/{room}")
}

/// What is remembered of a room.
pub fn room(ctx: &Ctx<'_>, room: &RoomId) -> Room {
    ctx.get(&Scope::room(room), "room").unwrap_or_default()
}

/// The same, where only a look is possible.
pub fn look_at(look: &Look<'_>, room: &RoomId) -> Room {
    look.get(&Scope::room(room), "room").unwrap_or_default()
}

/// Remembers a room, where it is another than before.
pub fn keep(ctx: &mut Ctx<'_>, id: &RoomId, new: &Room) {
    if room(ctx, id) != *new {
        ctx.put(&Scope::room(id), "room", new);
    }
}

/// Somebody in a room, as of this stay of the bot.
pub fn presence(ctx: &Ctx<'_>, id: &RoomId, epoch: i64, user: &UserId) -> Presence {
    let known: Option<Presence> = ctx.get(&Scope::user(user), &in_room(id));
    known
        .filter(|presence| presence.epoch == epoch)
        .unwrap_or_else(|| Presence {
            epoch,
            ..Presence::default()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stay_opens_what_its_class_says() {
        let mut presence = Presence::default();
        assert!(presence.spans(Class::Shared).is_empty());
        presence.invited = Some(3);
        presence.join(5);
        assert_eq!(presence.spans(Class::Shared), [Span::ALL]);
        assert_eq!(presence.spans(Class::Invited), [Span::new(3, i64::MAX)]);
        presence.leave(9);
        assert!(presence.spans(Class::Joined).is_empty());
        presence.join(20);
        assert_eq!(
            presence.spans(Class::Joined),
            [Span::new(5, 9), Span::new(20, i64::MAX)]
        );
    }

    #[test]
    fn an_encrypted_room_is_indexed_from_where_its_members_said_so() {
        let mut room = Room {
            epoch: 1,
            encrypted: true,
            ..Room::default()
        };
        assert!(!room.indexes(7, true));
        room.indexed = Some(5);
        assert!(room.indexes(7, true) && !room.indexes(4, true));
        room.indexed = Some(0);
        assert!(!room.indexes(7, true) && room.is_out());
        let open = Room {
            epoch: 1,
            ..Room::default()
        };
        assert!(open.indexes(7, false) && !open.indexes(7, true));
    }

    #[test]
    fn a_class_holds_from_its_place_on() {
        let room = Room {
            visibility: vec![(i64::MIN, Class::Shared), (7, Class::Joined)],
            ..Room::default()
        };
        assert_eq!(room.class_at(-5), Class::Shared);
        assert_eq!(room.class_at(7), Class::Joined);
        assert_eq!(Room::default().class_at(7), Class::Joined);
    }
}
