//! Making rooms. The call has no transaction id: the room itself carries the key, in the event that made it.

use secta_bot_kit::{
    RoomId, UserId,
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

    /// Looks through the bot's rooms for one that was made under the key. What a dying homeserver left undone is done:
    /// the topic and the invitations come last. A room that has no name yet is not worth mending: it does not count.
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
            if ours && self.is_named(&room, request).await? {
                self.finish(&room, request).await?;
                return Ok(Some(done(room)));
            }
        }
        Ok(None)
    }

    async fn is_named(&self, room: &RoomId, request: &Value) -> Result<bool, CallError> {
        let name = self.state(room, "m.room.name", "").await?;
        Ok(name.is_some_and(|name| name.get("name") == request.get("name")))
    }

    /// Sets the topic and invites whom the request names, where that has not been done. Whoever has left since is not
    /// invited again.
    async fn finish(&self, room: &RoomId, request: &Value) -> Result<(), CallError> {
        if let Some(topic) = request.get("topic")
            && self.state(room, "m.room.topic", "").await?.is_none()
        {
            let content = json!({ "topic": topic });
            self.set_state(room, "m.room.topic", "", &content).await?;
        }
        let invited = request.get("invite").and_then(Value::as_array);
        for user in invited.into_iter().flatten().filter_map(Value::as_str) {
            let user = UserId::new(user);
            if self.membership(room, &user).await?.is_none() {
                self.invite_unasked(room, &user).await?;
            }
        }
        Ok(())
    }
}

fn done(room_id: RoomId) -> Done {
    Done {
        event_id: None,
        data: serde_json::to_value(Created { room_id }).ok(),
    }
}
