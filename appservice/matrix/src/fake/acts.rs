//! What users and the service do to rooms.

use secta_bot_kit::{EventId, RoomId, UserId, effect::Survey};
use serde_json::{Value, json};

use super::{
    Fake,
    world::{Draft, Room},
};

impl Fake {
    /// Writes a membership.
    pub(super) fn member(
        &self,
        room: &RoomId,
        by: &UserId,
        user: &UserId,
        membership: &str,
    ) -> EventId {
        self.state(
            room,
            by,
            "m.room.member",
            user.as_str(),
            json!({ "membership": membership }),
        )
    }

    /// Writes a state event.
    pub(super) fn state(
        &self,
        room: &RoomId,
        by: &UserId,
        kind: &str,
        state_key: &str,
        content: Value,
    ) -> EventId {
        let draft = Draft {
            sender: by.clone(),
            kind: kind.to_owned(),
            state_key: Some(state_key.to_owned()),
            content,
        };
        let id = self
            .world()
            .write(room, draft, self.now_ms(), &self.settings.namespace);
        self.queued.notify_one();
        id
    }

    /// Writes a redaction and takes the content of its target away.
    pub(super) fn redact(
        &self,
        room: &RoomId,
        by: &UserId,
        target: &EventId,
        reason: Option<&str>,
    ) -> EventId {
        let mut content = json!({ "redacts": target.as_str() });
        if let Some(reason) = reason {
            content["reason"] = json!(reason);
        }
        let draft = Draft {
            sender: by.clone(),
            kind: "m.room.redaction".to_owned(),
            state_key: None,
            content,
        };
        let mut world = self.world();
        let id = world.write(room, draft, self.now_ms(), &self.settings.namespace);
        world.redact(room, target.as_str());
        drop(world);
        self.queued.notify_one();
        id
    }
}

/// What a survey of a room finds.
pub(super) fn survey(room: &Room) -> Survey {
    let whole = |kind: &str| {
        let event = room.state.get(&(kind.to_owned(), String::new()))?;
        event.get("content").cloned()
    };
    let content = |kind: &str, field: &str| whole(kind)?.get(field)?.as_str().map(str::to_owned);
    Survey {
        encrypted: room.is_encrypted(),
        joined: room.joined().cloned().collect(),
        name: content("m.room.name", "name"),
        version: content("m.room.create", "room_version"),
        power_levels: whole("m.room.power_levels"),
        creators: Vec::new(),
        replaced_by: content("m.room.tombstone", "replacement_room").map(RoomId::new),
        history_visibility: content("m.room.history_visibility", "history_visibility"),
        alias: content("m.room.canonical_alias", "alias"),
    }
}
