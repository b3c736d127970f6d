//! Making rooms. The call has no transaction id: the room itself carries the key, in the event that made it.

use secta_bot_kit::{
    RoomId,
    effect::{Created, KEY_FIELD},
    journal::Done,
};
use serde_json::{Value, json};

use super::{Live, http::Call};
use crate::{CallError, marked};

impl Live {
    /// Makes a room.
    pub(super) async fn create_room(&self, key: &str, request: &Value) -> Result<Done, CallError> {
        let wire_key = self.wire_key(key);
        let plain = request.get("creation_content").cloned();
        let creation = marked(&plain.unwrap_or_else(|| json!({})), &wire_key)?;
        let mut body = request.clone();
        body["creation_content"] = creation;
        let call = Call::post(&["v3", "createRoom"], body).by(&self.bot);
        let answer = self.http.call(call).await?;
        let made = answer.get("room_id").and_then(Value::as_str);
        made.map(|room| done(RoomId::new(room)))
            .ok_or_else(|| CallError::Unreachable("no id of the new room".to_owned()))
    }

    /// Looks through the bot's rooms for one that was made under the key. One that a dying homeserver left half made
    /// has no name yet: it does not count.
    pub(super) async fn look_for_room(
        &self,
        key: &str,
        request: &Value,
    ) -> Result<Option<Done>, CallError> {
        let wire_key = self.wire_key(key);
        let call = Call::get(&["v3", "joined_rooms"]).by(&self.bot);
        let answer = self.http.call(call).await?;
        let rooms = answer.get("joined_rooms").and_then(Value::as_array);
        for room in rooms.into_iter().flatten().filter_map(Value::as_str) {
            let room = RoomId::new(room);
            let made = self.state(&room, "m.room.create", "").await?;
            let ours = made.is_some_and(|made| made.get(KEY_FIELD) == Some(&json!(wire_key)));
            if ours && self.is_whole(&room, request).await? {
                return Ok(Some(done(room)));
            }
        }
        Ok(None)
    }

    async fn is_whole(&self, room: &RoomId, request: &Value) -> Result<bool, CallError> {
        let name = self.state(room, "m.room.name", "").await?;
        Ok(name.is_some_and(|name| name.get("name") == request.get("name")))
    }
}

fn done(room_id: RoomId) -> Done {
    Done {
        event_id: None,
        data: serde_json::to_value(Created { room_id }).ok(),
    }
}
