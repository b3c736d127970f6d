//! The fake as the executors' [`Homeserver`].

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use secta_bot_kit::{
    Effect, EventId, RoomId, SendEvent, SendFile, UserId,
    effect::{Created, KEY_FIELD},
    journal::Done,
};
use serde_json::{Value, json};
use tokio::{sync::Notify, time::sleep};

use super::{
    Fake,
    acts::survey,
    weather::Manner,
    world::{Draft, Moment},
};
use crate::{CallError, Homeserver};

/// What becomes of a call.
enum Fate {
    Down,
    Limited(u64),
    Failing,
    /// Carried out; the homeserver dies before it answers.
    DiesAfter,
    AnswerLost,
    Fine,
}

#[async_trait]
impl Homeserver for Fake {
    async fn perform(&self, key: &str, effect: &Effect) -> Result<Done, CallError> {
        self.call(|| self.act(key, effect)).await
    }

    async fn find(
        &self,
        key: &str,
        effect: &Effect,
        since_ms: i64,
    ) -> Result<Option<Done>, CallError> {
        match effect {
            Effect::Send(send) => self.call(|| Ok(self.look_for(key, send, since_ms))).await,
            Effect::SendFile(send) => {
                self.call(|| Ok(self.look_for(key, &send.event, since_ms)))
                    .await
            }
            Effect::CreateRoom { .. } => self.call(|| Ok(self.look_for_room(key))).await,
            Effect::Redact { .. }
            | Effect::SetState { .. }
            | Effect::Join { .. }
            | Effect::Leave { .. }
            | Effect::Invite { .. }
            | Effect::Remove { .. }
            | Effect::Puppet { .. }
            | Effect::Survey { .. }
            | Effect::View(_)
            | Effect::Decrypt { .. } => Ok(None),
        }
    }

    async fn ping(&self) -> Result<u64, CallError> {
        self.call(|| Ok(())).await?;
        if self.settings.manner == Manner::Synapse {
            self.flush.notify_one();
        }
        Ok(0)
    }

    fn keys_arrived(&self) -> Arc<Notify> {
        self.keys.clone()
    }
}

impl Fake {
    async fn call<T>(&self, act: impl FnOnce() -> Result<T, CallError>) -> Result<T, CallError> {
        let lost = || CallError::Unreachable("the answer is lost".to_owned());
        self.delay().await;
        let result = match self.fate() {
            Fate::Down => return Err(CallError::Unreachable("connection refused".to_owned())),
            Fate::Limited(retry_after_ms) => Err(CallError::Limited { retry_after_ms }),
            Fate::Failing => Err(CallError::Unreachable("500".to_owned())),
            Fate::DiesAfter => act().and_then(|_| {
                self.begin_outage();
                Err(lost())
            }),
            Fate::AnswerLost => act().and_then(|_| Err(lost())),
            Fate::Fine => act(),
        };
        self.delay().await;
        result
    }

    async fn delay(&self) {
        let weather = self.weather();
        let millis = self.world().dice.pick(&weather.delay_ms);
        if millis > 0 {
            sleep(Duration::from_millis(millis)).await;
        }
    }

    fn fate(&self) -> Fate {
        let weather = self.weather();
        let now_ms = self.now_ms();
        let mut world = self.world();
        world.calls += 1;
        if now_ms < world.down_until_ms {
            return Fate::Down;
        }
        if world.dice.roll(weather.outage) {
            if world.dice.roll(0.5) {
                return Fate::DiesAfter;
            }
            drop(world);
            self.begin_outage();
            return Fate::Down;
        }
        if world.dice.roll(weather.limited) {
            return Fate::Limited(world.dice.pick(&weather.retry_after_ms));
        }
        if world.dice.roll(weather.failing) {
            return Fate::Failing;
        }
        if world.dice.roll(weather.answer_lost) {
            return Fate::AnswerLost;
        }
        Fate::Fine
    }

    fn begin_outage(&self) {
        let weather = self.weather();
        let (millis, forget) = {
            let mut world = self.world();
            (
                world.dice.pick(&weather.outage_ms),
                world.dice.roll(weather.forgetful),
            )
        };
        self.go_down(Duration::from_millis(millis), forget);
    }

    fn act(&self, key: &str, effect: &Effect) -> Result<Done, CallError> {
        let bot = &self.settings.bot;
        match effect {
            Effect::Send(send) => self.send(key, send),
            Effect::SendFile(send) => self.send(key, &self.uploaded(send)),
            Effect::Redact {
                room,
                event_id,
                reason,
            } => self.once(key, bot, room, || {
                self.redact(room, bot, event_id, reason.as_deref())
            }),
            Effect::SetState {
                room,
                kind,
                state_key,
                content,
            } => {
                self.must_be_in(room, bot)?;
                if self.current(room, kind, state_key).as_ref() == Some(content) {
                    return Ok(Done::default());
                }
                Ok(done(self.state(
                    room,
                    bot,
                    kind,
                    state_key,
                    content.clone(),
                )))
            }
            Effect::Join { room, via: _ } => self.enter(room, bot),
            Effect::Leave { room, reason: _ } => {
                if matches!(self.membership(room, bot).as_str(), "join" | "invite") {
                    self.member(room, bot, bot, "leave");
                }
                Ok(Done::default())
            }
            Effect::Invite { room, user } => self.invite(room, user),
            Effect::Remove { room, user, .. } => {
                self.must_be_in(room, bot)?;
                if self.membership(room, user) != "leave" {
                    self.member(room, bot, user, "leave");
                }
                Ok(Done::default())
            }
            Effect::CreateRoom { request } => self.create_room(key, request),
            Effect::Puppet {
                user,
                display_name,
                avatar_url,
                room,
            } => {
                let profile = json!({ "displayname": display_name, "avatar_url": avatar_url });
                self.world().users.insert(user.clone(), profile);
                let Some(room) = room else {
                    return Ok(Done::default());
                };
                self.invite(room, user)?;
                self.enter(room, user)
            }
            Effect::Survey { room } => {
                self.must_be_in(room, bot)?;
                let found = self.world().rooms.get(room).map(survey).unwrap_or_default();
                Ok(Done {
                    event_id: None,
                    data: serde_json::to_value(found).ok(),
                })
            }
            Effect::View(_) => Err(crate::no_homeserver()),
            Effect::Decrypt { event, .. } => self.decrypt(event),
        }
    }

    /// Uploads a file, encrypted where its room is: the event with its address.
    fn uploaded(&self, send: &SendFile) -> SendEvent {
        let mut event = send.event.clone();
        let encrypted = self.is_encrypted(&event);
        let mut world = self.world();
        let url = format!("mxc://sim/{}", world.next_id());
        let bytes = send.file.bytes();
        if encrypted {
            event.content["file"] = json!({ "v": "v2", "url": url });
            world.media.insert(url, bytes.iter().map(|b| !b).collect());
        } else {
            event.content["url"] = json!(url);
            world.media.insert(url, bytes.to_vec());
        }
        event
    }

    fn is_encrypted(&self, send: &SendEvent) -> bool {
        send.encrypted || self.current(&send.room, "m.room.encryption", "").is_some()
    }

    fn send(&self, key: &str, send: &SendEvent) -> Result<Done, CallError> {
        let sender = send.sender.as_ref().unwrap_or(&self.settings.bot);
        let weather = self.weather();
        self.must_be_in(&send.room, sender)?;
        let encrypted = self.is_encrypted(send);
        if encrypted && self.world().dice.roll(weather.unsynced) {
            return Err(CallError::NotYet("the sync of the room".to_owned()));
        }
        let content = crate::marked(&send.content, &self.wire_key(key))?;
        let draft = Draft {
            sender: sender.clone(),
            kind: send.kind.clone(),
            state_key: None,
            content,
        };
        let now_ms = self.now_ms();
        let namespace = self.settings.namespace.as_str();
        self.once(key, sender, &send.room, || {
            let at = Moment {
                now_ms,
                key_at_ms: now_ms,
                namespace,
                force: encrypted,
            };
            let id = self.world().say(&send.room, draft, at);
            self.queued.notify_one();
            id
        })
    }

    fn create_room(&self, key: &str, request: &Value) -> Result<Done, CallError> {
        let bot = &self.settings.bot;
        let plain = request.get("creation_content").cloned();
        let creation = crate::marked(&plain.unwrap_or_else(|| json!({})), &self.wire_key(key))?;
        let room = RoomId::new(format!("!room{}", self.world().next_id()));
        self.state(&room, bot, "m.room.create", "", creation);
        self.member(&room, bot, bot, "join");
        let levels = &request["power_level_content_override"];
        self.state(&room, bot, "m.room.power_levels", "", levels.clone());
        self.state(
            &room,
            bot,
            "m.room.name",
            "",
            json!({ "name": request["name"] }),
        );
        for user in request["invite"].as_array().into_iter().flatten() {
            self.invite(&room, &UserId::new(user.as_str().unwrap_or_default()))?;
        }
        Ok(created(room))
    }

    fn look_for_room(&self, key: &str) -> Option<Done> {
        let wire_key = self.wire_key(key);
        let ours = |room: &RoomId| {
            let made = self.current(room, "m.room.create", "");
            made.is_some_and(|made| made.get(KEY_FIELD) == Some(&json!(wire_key)))
        };
        self.rooms().into_iter().find(ours).map(created)
    }

    /// Does something under a transaction id, unless it was done already.
    fn once(
        &self,
        key: &str,
        user: &UserId,
        room: &RoomId,
        act: impl FnOnce() -> EventId,
    ) -> Result<Done, CallError> {
        self.must_be_in(room, user)?;
        let transaction = (user.clone(), self.wire_key(key));
        let known = self.world().transactions.get(&transaction).cloned();
        if let Some(event_id) = known {
            return Ok(Done {
                event_id: Some(event_id),
                data: None,
            });
        }
        let id = act();
        self.world()
            .transactions
            .insert(transaction, id.as_str().to_owned());
        Ok(done(id))
    }

    fn look_for(&self, key: &str, send: &SendEvent, since_ms: i64) -> Option<Done> {
        let wire_key = self.wire_key(key);
        let from_ms = since_ms.saturating_sub(crate::FIND_SLACK_MS);
        let ours = |event: &&Value| {
            event["content"].get(KEY_FIELD).and_then(Value::as_str) == Some(&wire_key)
                && event["origin_server_ts"]
                    .as_i64()
                    .is_some_and(|at_ms| at_ms >= from_ms)
        };
        let timeline = self.timeline(&send.room);
        let event = timeline.iter().find(ours)?;
        Some(Done {
            event_id: event["event_id"].as_str().map(str::to_owned),
            data: None,
        })
    }

    fn decrypt(&self, event: &Value) -> Result<Done, CallError> {
        let now_ms = self.now_ms();
        let id = event
            .get("event_id")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let world = self.world();
        match world.secrets.get(id) {
            Some(secret) if secret.key_at_ms > now_ms => Err(CallError::NotYet("keys".to_owned())),
            Some(secret) => Ok(Done {
                event_id: Some(id.to_owned()),
                data: Some(secret.event.clone()),
            }),
            None => Err(refused(
                "SECTA_UNDECRYPTABLE",
                "this is no ciphertext of ours",
            )),
        }
    }

    fn invite(&self, room: &RoomId, user: &UserId) -> Result<Done, CallError> {
        self.must_be_in(room, &self.settings.bot)?;
        if !matches!(self.membership(room, user).as_str(), "join" | "invite") {
            self.member(room, &self.settings.bot, user, "invite");
        }
        Ok(Done::default())
    }

    fn enter(&self, room: &RoomId, user: &UserId) -> Result<Done, CallError> {
        let public = self.world().rooms.get(room).is_some_and(|room| room.public);
        match self.membership(room, user).as_str() {
            "join" => Ok(Done::default()),
            "invite" => Ok(done(self.member(room, user, user, "join"))),
            "leave" if public => Ok(done(self.member(room, user, user, "join"))),
            _ => Err(refused("M_FORBIDDEN", "you are not invited to this room")),
        }
    }

    fn must_be_in(&self, room: &RoomId, user: &UserId) -> Result<(), CallError> {
        match self.membership(room, user).as_str() {
            "join" => Ok(()),
            _ => Err(refused("M_FORBIDDEN", "not in the room")),
        }
    }

    fn membership(&self, room: &RoomId, user: &UserId) -> String {
        self.world().rooms.get(room).map_or_else(
            || "leave".to_owned(),
            |room| room.membership(user).to_owned(),
        )
    }

    fn current(&self, room: &RoomId, kind: &str, state_key: &str) -> Option<Value> {
        let world = self.world();
        let event = world
            .rooms
            .get(room)?
            .state
            .get(&(kind.to_owned(), state_key.to_owned()))?;
        event.get("content").cloned()
    }

    fn wire_key(&self, key: &str) -> String {
        crate::wire_key(&self.settings.tag, key)
    }
}

fn created(room_id: RoomId) -> Done {
    Done {
        event_id: None,
        data: serde_json::to_value(Created { room_id }).ok(),
    }
}

fn done(id: EventId) -> Done {
    Done {
        event_id: Some(id.as_str().to_owned()),
        data: None,
    }
}

fn refused(code: &str, message: &str) -> CallError {
    CallError::Refused {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}
