use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{
    effect::Survey,
    ids::{EventId, RoomId, UserId},
};

/// A homeserver that does what it is asked at once.
#[derive(Debug, Default)]
pub(super) struct Homeserver {
    rooms: BTreeMap<RoomId, Room>,
    events: u64,
    /// The plain texts of encrypted events.
    pub(super) secrets: BTreeMap<EventId, Value>,
    /// Users whose keys have not reached the bot.
    pub(super) keyless: BTreeSet<UserId>,
    /// What a survey finds in every room: power levels and creators.
    pub(super) power: (Option<Value>, Vec<UserId>),
}

#[derive(Debug, Default)]
struct Room {
    joined: BTreeSet<UserId>,
    encrypted: bool,
}

impl Homeserver {
    pub(super) fn event_id(&mut self) -> EventId {
        self.events += 1;
        EventId::new(format!("$event{}", self.events))
    }

    pub(super) fn create(&mut self, room: &RoomId, encrypted: bool) {
        self.rooms.entry(room.clone()).or_default().encrypted |= encrypted;
    }

    pub(super) fn set_joined(&mut self, room: &RoomId, user: &UserId, joined: bool) {
        let room = self.rooms.entry(room.clone()).or_default();
        if joined {
            room.joined.insert(user.clone());
        } else {
            room.joined.remove(user);
        }
    }

    pub(super) fn is_encrypted(&self, room: &RoomId) -> bool {
        self.rooms.get(room).is_some_and(|room| room.encrypted)
    }

    pub(super) fn survey(&self, room: &RoomId) -> Survey {
        let (joined, encrypted) = self
            .rooms
            .get(room)
            .map(|room| (room.joined.iter().cloned().collect(), room.encrypted))
            .unwrap_or_default();
        Survey {
            encrypted,
            joined,
            version: Some("12".to_owned()),
            power_levels: self.power.0.clone(),
            creators: self.power.1.clone(),
            ..Survey::default()
        }
    }

    pub(super) fn rooms_of(&self, user: &UserId) -> Vec<RoomId> {
        self.rooms
            .iter()
            .filter(|(_, room)| room.joined.contains(user))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// An event as the homeserver delivers it.
    pub(super) fn event(
        &mut self,
        at_ms: i64,
        room: &RoomId,
        sender: &UserId,
        kind: &str,
        content: Value,
    ) -> Value {
        json!({
            "event_id": self.event_id(), "room_id": room, "sender": sender, "type": kind,
            "origin_server_ts": at_ms, "content": content,
        })
    }
}
