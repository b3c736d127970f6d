//! The acts in rooms, in the clear; each does nothing where its aim is reached.

use std::sync::Arc;

use futures_util::try_join;
use matrix_sdk::Room;
use secta_bot_kit::{EventId, RoomId, SendEvent, UserId, effect::Survey, journal::Done};
use serde_json::{Map, Value, json};

use super::{Live, crypto::Crypto, http::Call};
use crate::{CallError, marked};

/// Synapse's answer when somebody has removed the device that a user of the service acts with.
const UNKNOWN_DEVICE: &str = "M_UNKNOWN_DEVICE";

impl Live {
    /// Sends an event: encrypted where the room is, or was when it was decided. Reactions are never encrypted, as
    /// no client encrypts or expects them so.
    pub(super) async fn send(&self, key: &str, send: &SendEvent) -> Result<Done, CallError> {
        let wire_key = self.wire_key(key);
        let content = marked(&send.content, &wire_key)?;
        if self.is_encrypted(send).await? {
            let (crypto, room) = self.to_encrypt(send).await?;
            return crypto.send(&room, (&send.kind, content), &wire_key).await;
        }
        self.send_clear(&wire_key, send, content).await
    }

    /// Whether an event is to be encrypted.
    pub(super) async fn is_encrypted(&self, send: &SendEvent) -> Result<bool, CallError> {
        let crypto = self.ready().await?.crypto;
        let encrypted =
            send.encrypted || crypto.is_some_and(|crypto| crypto.knows_encrypted(&send.room));
        Ok(encrypted && send.kind != "m.reaction")
    }

    /// The device, and the room with everybody whom an event is to be encrypted for.
    pub(super) async fn to_encrypt(
        &self,
        send: &SendEvent,
    ) -> Result<(Arc<Crypto>, Room), CallError> {
        let crypto = self.crypto().await?;
        if send
            .sender
            .as_ref()
            .is_some_and(|sender| *sender != self.bot)
        {
            let message = "a puppet has no keys to encrypt with".to_owned();
            return Err(CallError::Refused {
                code: "SECTA_PUPPET_ENCRYPTED".to_owned(),
                message,
            });
        }
        // Asked of the homeserver: the device's own sync may be behind.
        let joined = self.joined(&send.room).await?;
        let room = crypto.prepared(&send.room, &joined).await?;
        Ok((crypto, room))
    }

    pub(super) async fn send_clear(
        &self,
        wire_key: &str,
        send: &SendEvent,
        content: Value,
    ) -> Result<Done, CallError> {
        let user = send.sender.as_ref().unwrap_or(&self.bot);
        let path = [
            "v3",
            "rooms",
            send.room.as_str(),
            "send",
            &send.kind,
            wire_key,
        ];
        let device_id = self.device_of(user).await?;
        let sent_ms = send.sent_ms.map(|ms| ms.to_string());
        let call = || {
            let call = Call::put(&path, content.clone())
                .by(user)
                .with("device_id", &device_id);
            match &sent_ms {
                Some(ms) => call.with("ts", ms),
                None => call,
            }
        };
        let answer = match self.http.call(call()).await {
            Err(CallError::Refused { code, .. }) if code == UNKNOWN_DEVICE => {
                self.replace_device(user).await?;
                self.http.call(call()).await
            }
            answer => answer,
        };
        answer.map(done)
    }

    /// Redacts an event.
    pub(super) async fn redact(
        &self,
        key: &str,
        room: &RoomId,
        event_id: &EventId,
        reason: Option<&str>,
    ) -> Result<Done, CallError> {
        let wire_key = self.wire_key(key);
        let path = [
            "v3",
            "rooms",
            room.as_str(),
            "redact",
            event_id.as_str(),
            &wire_key,
        ];
        let device_id = self.device_of(&self.bot).await?;
        let call = Call::put(&path, with_reason(reason))
            .by(&self.bot)
            .with("device_id", &device_id);
        match self.http.call(call).await {
            Err(CallError::Refused { code, .. }) if code == UNKNOWN_DEVICE => {
                self.replace_device(&self.bot).await?;
                Err(CallError::NotYet("a new device".to_owned()))
            }
            answer => answer.map(done),
        }
    }

    /// Sets a state event, where it differs.
    pub(super) async fn set_state(
        &self,
        room: &RoomId,
        kind: &str,
        state_key: &str,
        content: &Value,
    ) -> Result<Done, CallError> {
        if self.state(room, kind, state_key).await?.as_ref() == Some(content) {
            return Ok(Done::default());
        }
        let path = ["v3", "rooms", room.as_str(), "state", kind, state_key];
        self.http
            .call(Call::put(&path, content.clone()).by(&self.bot))
            .await
            .map(done)
    }

    /// A user of the service joins a room.
    pub(super) async fn join(
        &self,
        user: &UserId,
        room: &RoomId,
        via: &[String],
    ) -> Result<Done, CallError> {
        let path = ["v3", "join", room.as_str()];
        let mut call = Call::post(&path, json!({})).by(user);
        for server in via {
            // The parameter's name since version 1.12 of the specification, and before.
            call = call.with("via", server).with("server_name", server);
        }
        self.http.call(call).await.map(|_| Done::default())
    }

    /// The bot leaves a room or refuses an invitation; one that it is not in, it has left.
    pub(super) async fn leave(
        &self,
        room: &RoomId,
        reason: Option<&str>,
    ) -> Result<Done, CallError> {
        let path = ["v3", "rooms", room.as_str(), "leave"];
        match self
            .http
            .call(Call::post(&path, with_reason(reason)).by(&self.bot))
            .await
        {
            Ok(_) => Ok(Done::default()),
            // Leaving is never forbidden: the bot is not there. Synapse says M_FORBIDDEN, Dendrite M_UNKNOWN.
            Err(CallError::Refused { .. }) => Ok(Done::default()),
            Err(error) => Err(error),
        }
    }

    /// The bot invites a user who is neither in the room nor invited.
    pub(super) async fn invite(&self, room: &RoomId, user: &UserId) -> Result<Done, CallError> {
        match self.membership(room, user).await?.as_deref() {
            Some("join" | "invite") => Ok(Done::default()),
            Some(_) | None => self.invite_unasked(room, user).await,
        }
    }

    pub(super) async fn invite_unasked(
        &self,
        room: &RoomId,
        user: &UserId,
    ) -> Result<Done, CallError> {
        let path = ["v3", "rooms", room.as_str(), "invite"];
        let body = json!({ "user_id": user.as_str() });
        self.http
            .call(Call::post(&path, body).by(&self.bot))
            .await
            .map(|_| Done::default())
    }

    /// The bot removes a user who is in the room or invited to it.
    pub(super) async fn remove(
        &self,
        room: &RoomId,
        user: &UserId,
        reason: Option<&str>,
    ) -> Result<Done, CallError> {
        if !matches!(
            self.membership(room, user).await?.as_deref(),
            Some("join" | "invite" | "knock")
        ) {
            return Ok(Done::default());
        }
        let path = ["v3", "rooms", room.as_str(), "kick"];
        let mut body = with_reason(reason);
        body["user_id"] = json!(user.as_str());
        let answer = self.http.call(Call::post(&path, body).by(&self.bot)).await;
        answer.map(|_| Done::default())
    }

    /// Reads what the front desk needs of a room.
    pub(super) async fn survey(&self, room: &RoomId) -> Result<Done, CallError> {
        let (joined, encryption, name, alias, create, tombstone, levels, visibility, creators) = try_join!(
            self.joined(room),
            self.state(room, "m.room.encryption", ""),
            self.state(room, "m.room.name", ""),
            self.state(room, "m.room.canonical_alias", ""),
            self.state(room, "m.room.create", ""),
            self.state(room, "m.room.tombstone", ""),
            self.state(room, "m.room.power_levels", ""),
            self.state(room, "m.room.history_visibility", ""),
            self.creators(room),
        )?;
        let text =
            |content: Option<Value>, field: &str| content?.get(field)?.as_str().map(str::to_owned);
        let survey = Survey {
            encrypted: encryption.is_some(),
            joined,
            name: text(name, "name"),
            version: text(create, "room_version"),
            power_levels: levels,
            creators,
            replaced_by: text(tombstone, "replacement_room").map(RoomId::new),
            history_visibility: text(visibility, "history_visibility"),
            alias: text(alias, "alias"),
        };
        Ok(Done {
            event_id: None,
            data: serde_json::to_value(survey).ok(),
        })
    }

    /// Who made a room, where that gives power: from room version 12 on, whose rooms are named after the event
    /// that made them and have no server in their names.
    async fn creators(&self, room: &RoomId) -> Result<Vec<UserId>, CallError> {
        let Some(id) = room
            .as_str()
            .strip_prefix('!')
            .filter(|id| !id.contains(':'))
        else {
            return Ok(Vec::new());
        };
        let made = format!("${id}");
        let path = ["v3", "rooms", room.as_str(), "event", &made];
        let event = match self.http.call(Call::get(&path).by(&self.bot)).await {
            Ok(event) => event,
            Err(CallError::Refused { .. }) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let more = event.pointer("/content/additional_creators");
        let more = more.and_then(Value::as_array).into_iter().flatten();
        let all = event.get("sender").into_iter().chain(more);
        Ok(all.filter_map(Value::as_str).map(UserId::new).collect())
    }

    /// Who is joined, in order.
    pub(super) async fn joined(&self, room: &RoomId) -> Result<Vec<UserId>, CallError> {
        let path = ["v3", "rooms", room.as_str(), "joined_members"];
        let answer = self.http.call(Call::get(&path).by(&self.bot)).await?;
        let joined = answer.get("joined").and_then(Value::as_object);
        let mut users: Vec<UserId> = joined
            .into_iter()
            .flat_map(Map::keys)
            .map(UserId::new)
            .collect();
        users.sort();
        Ok(users)
    }

    /// A user's membership in a room that the bot is in.
    pub(super) async fn membership(
        &self,
        room: &RoomId,
        user: &UserId,
    ) -> Result<Option<String>, CallError> {
        let content = self.state(room, "m.room.member", user.as_str()).await?;
        Ok(content.and_then(|content| content.get("membership")?.as_str().map(str::to_owned)))
    }

    pub(super) async fn state(
        &self,
        room: &RoomId,
        kind: &str,
        state_key: &str,
    ) -> Result<Option<Value>, CallError> {
        let path = ["v3", "rooms", room.as_str(), "state", kind, state_key];
        self.http.look(Call::get(&path).by(&self.bot)).await
    }
}

fn with_reason(reason: Option<&str>) -> Value {
    reason.map_or_else(|| json!({}), |reason| json!({ "reason": reason }))
}

/// The outcome of a call that made an event.
fn done(answer: Value) -> Done {
    Done {
        event_id: answer
            .get("event_id")
            .and_then(Value::as_str)
            .map(str::to_owned),
        data: None,
    }
}
