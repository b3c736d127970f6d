//! What the fake homeserver knows: rooms, users, transaction ids, keys.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use secta_bot_kit::{EventId, RoomId, UserId};
use serde_json::{Value, json};

use super::{pump::Waiting, weather::Dice};

/// A room of the fake homeserver.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub(super) public: bool,
    pub(super) events: Vec<Value>,
    pub(super) state: BTreeMap<(String, String), Value>,
    pub(super) members: BTreeMap<UserId, String>,
}

impl Room {
    pub(super) fn membership(&self, user: &UserId) -> &str {
        self.members.get(user).map_or("leave", String::as_str)
    }

    pub(super) fn joined(&self) -> impl Iterator<Item = &UserId> {
        self.members
            .iter()
            .filter(|(_, membership)| *membership == "join")
            .map(|(user, _)| user)
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.state
            .contains_key(&("m.room.encryption".to_owned(), String::new()))
    }
}

/// What an encrypted event says, and when its key arrives.
#[derive(Debug)]
pub(super) struct Secret {
    pub(super) event: Value,
    pub(super) key_at_ms: i64,
}

/// An event as somebody sends it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) sender: UserId,
    pub(super) kind: String,
    pub(super) state_key: Option<String>,
    pub(super) content: Value,
}

/// The whole state of the fake homeserver.
#[derive(Debug)]
pub(super) struct World {
    pub(super) dice: Dice,
    pub(super) rooms: BTreeMap<RoomId, Room>,
    pub(super) users: BTreeMap<UserId, Value>,
    pub(super) secrets: BTreeMap<String, Secret>,
    pub(super) keys_due: BTreeSet<i64>,
    /// What was uploaded, by its address.
    pub(super) media: BTreeMap<String, Vec<u8>>,
    pub(super) transactions: BTreeMap<(UserId, String), String>,
    pub(super) queue: VecDeque<Value>,
    pub(super) waiting: Waiting,
    pub(super) down_until_ms: i64,
    pub(super) calls: u64,
    next_id: u64,
}

impl World {
    pub(super) fn new(dice: Dice) -> Self {
        Self {
            dice,
            rooms: BTreeMap::new(),
            users: BTreeMap::new(),
            secrets: BTreeMap::new(),
            keys_due: BTreeSet::new(),
            media: BTreeMap::new(),
            transactions: BTreeMap::new(),
            queue: VecDeque::new(),
            waiting: Waiting::default(),
            down_until_ms: i64::MIN,
            calls: 0,
            next_id: 0,
        }
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Writes an event into a room, and into the service's queue where the service is to see it.
    pub(super) fn write(
        &mut self,
        room_id: &RoomId,
        draft: Draft,
        now_ms: i64,
        namespace: &str,
    ) -> EventId {
        let id = format!("${}", self.next_id());
        let mut event = json!({
            "event_id": id,
            "room_id": room_id.as_str(),
            "sender": draft.sender.as_str(),
            "origin_server_ts": now_ms,
            "type": draft.kind,
            "content": draft.content,
        });
        if let Some(state_key) = &draft.state_key {
            event["state_key"] = json!(state_key);
        }
        let room = self.rooms.entry(room_id.clone()).or_default();
        room.events.push(event.clone());
        let own = |user: &UserId| user.as_str().starts_with(namespace);
        let mut concerns = room.joined().any(own);
        if let Some(state_key) = draft.state_key {
            if draft.kind == "m.room.member" {
                let user = UserId::new(state_key.clone());
                let membership = draft
                    .content
                    .get("membership")
                    .and_then(Value::as_str)
                    .unwrap_or("leave");
                room.members.insert(user.clone(), membership.to_owned());
                concerns |= own(&user);
            }
            room.state.insert((draft.kind, state_key), event.clone());
        }
        if concerns {
            self.queue.push_back(event);
        }
        EventId::new(id)
    }

    /// Writes a message: as ciphertext where the room is encrypted (`force` for a sender who knows it is).
    pub(super) fn say(&mut self, room_id: &RoomId, draft: Draft, at: Moment<'_>) -> EventId {
        let encrypted = at.force || self.rooms.get(room_id).is_some_and(Room::is_encrypted);
        // Reactions and redactions are not encrypted.
        if !encrypted || matches!(draft.kind.as_str(), "m.reaction" | "m.room.redaction") {
            return self.write(room_id, draft, at.now_ms, at.namespace);
        }
        let mut content = json!({
            "algorithm": "m.megolm.v1.aes-sha2",
            "session_id": format!("session-of-{}", draft.sender),
            "ciphertext": format!("cipher{}", self.next_id),
        });
        if let Some(relation) = draft.content.get("m.relates_to") {
            content["m.relates_to"] = relation.clone();
        }
        let sealed = Draft {
            kind: "m.room.encrypted".to_owned(),
            content,
            ..draft.clone()
        };
        let id = self.write(room_id, sealed, at.now_ms, at.namespace);
        let event = json!({
            "event_id": id.as_str(),
            "room_id": room_id.as_str(),
            "sender": draft.sender.as_str(),
            "origin_server_ts": at.now_ms,
            "type": draft.kind,
            "content": draft.content,
        });
        if at.key_at_ms > at.now_ms {
            self.keys_due.insert(at.key_at_ms);
        }
        self.secrets.insert(
            id.as_str().to_owned(),
            Secret {
                event,
                key_at_ms: at.key_at_ms,
            },
        );
        id
    }

    /// Takes the content of an event away.
    pub(super) fn redact(&mut self, room_id: &RoomId, target: &str) {
        let Some(room) = self.rooms.get_mut(room_id) else {
            return;
        };
        let events = room.events.iter_mut().chain(room.state.values_mut());
        for event in events.filter(|event| event["event_id"] == target) {
            event["content"] = json!({});
        }
        self.secrets.remove(target);
    }
}

/// When and how a message is written.
pub(super) struct Moment<'a> {
    pub(super) now_ms: i64,
    pub(super) key_at_ms: i64,
    pub(super) namespace: &'a str,
    pub(super) force: bool,
}
