use serde_json::{Value, json};

use super::{look::Sent, story::Story};
use crate::{
    effect::{Created, Effect, Planned, SendEvent, SendFile},
    file::File,
    ids::{EventId, RoomId, UserId},
    journal::{Done, EffectResult, Outcome, source},
};

impl Story {
    /// The next effect with this tag is refused for good, with this code.
    pub fn refuse_next(&mut self, tag: &str, code: &str) {
        self.refusals.push((tag.to_owned(), code.to_owned()));
    }

    /// Carries out what was planned, and what is planned on that, until nothing is left.
    pub(super) fn carry_out(&mut self) {
        while let Some(planned) = self.queue.pop_front() {
            let refused = self
                .refusals
                .iter()
                .position(|(tag, _)| *tag == planned.tag);
            if let Some(index) = refused {
                let (_, code) = self.refusals.remove(index);
                let message = "the story says so".to_owned();
                self.outcome(&planned, EffectResult::Refused { code, message });
            } else if let Some(done) = self.act(&planned) {
                self.outcome(&planned, EffectResult::Done(done));
            }
        }
    }

    fn outcome(&mut self, planned: &Planned, result: EffectResult) {
        let outcome = Outcome {
            key: planned.key.clone(),
            bot: planned.bot.clone(),
            scope: planned.scope.as_str().to_owned(),
            tag: planned.tag.clone(),
            result,
        };
        self.take(
            source::OUTBOX,
            &planned.key,
            None,
            json!(outcome).to_string().into_bytes(),
        );
    }

    /// Does it; `None` where the outcome comes as a row of its own, or later.
    fn act(&mut self, planned: &Planned) -> Option<Done> {
        let bot = self.selves.bot.clone();
        match &planned.effect {
            Effect::Send(send) => Some(self.act_send(planned, send, None)),
            Effect::SendFile(send) => Some(self.act_send_file(planned, send)),
            Effect::Redact { room, event_id, .. } => {
                let content = json!({ "redacts": event_id });
                let id = self.own_event(room, &bot, "m.room.redaction", content, None);
                Some(Done {
                    event_id: Some(id.as_str().to_owned()),
                    data: None,
                })
            }
            Effect::SetState {
                room,
                kind,
                state_key,
                content,
            } => {
                let id = self.own_event(room, &bot, kind, content.clone(), Some(state_key));
                Some(Done {
                    event_id: Some(id.as_str().to_owned()),
                    data: None,
                })
            }
            Effect::Join { room, .. } => Some(self.membership(room, &bot, &bot, "join")),
            Effect::Leave { room, .. } => Some(self.membership(room, &bot, &bot, "leave")),
            Effect::Invite { room, user } => Some(self.membership(room, &bot, user, "invite")),
            Effect::Remove { room, user, .. } => Some(self.membership(room, &bot, user, "leave")),
            Effect::CreateRoom { request } => Some(self.create_room(request)),
            Effect::Puppet {
                user,
                room: Some(room),
                ..
            } => Some(self.membership(room, user, user, "join")),
            Effect::Puppet { room: None, .. } => Some(Done::default()),
            Effect::Survey { room } => Some(Done {
                event_id: None,
                data: serde_json::to_value(self.homeserver.survey(room)).ok(),
            }),
            Effect::View(act) => Some(Done {
                event_id: None,
                data: Some(self.viewed(act)),
            }),
            Effect::Decrypt { event, .. } => {
                self.decrypt(planned, event);
                None
            }
        }
    }

    fn create_room(&mut self, request: &Value) -> Done {
        let bot = self.selves.bot.clone();
        let name = request["name"].as_str().unwrap_or_default();
        let event = self.homeserver.event_id();
        let room = RoomId::new(format!("!made-{}", event.as_str().trim_start_matches('$')));
        self.homeserver.create(&room, false);
        self.made.push((room.clone(), request.clone()));
        self.homeserver.set_joined(&room, &bot, true);
        let state = [
            ("m.room.create", "", request["creation_content"].clone()),
            (
                "m.room.member",
                bot.as_str(),
                json!({ "membership": "join" }),
            ),
            (
                "m.room.power_levels",
                "",
                request["power_level_content_override"].clone(),
            ),
            ("m.room.name", "", json!({ "name": name })),
        ];
        for (kind, state_key, content) in state {
            self.own_event(&room, &bot, kind, content, Some(state_key));
        }
        for state in request["initial_state"].as_array().into_iter().flatten() {
            let text = |key: &str| state[key].as_str().unwrap_or_default().to_owned();
            let content = state["content"].clone();
            self.own_event(
                &room,
                &bot,
                &text("type"),
                content,
                Some(&text("state_key")),
            );
        }
        for user in request["invite"].as_array().into_iter().flatten() {
            let user = UserId::new(user.as_str().unwrap_or_default());
            self.membership(&room, &bot, &user, "invite");
        }
        Done {
            event_id: None,
            data: serde_json::to_value(Created { room_id: room }).ok(),
        }
    }

    fn act_send_file(&mut self, planned: &Planned, send: &SendFile) -> Done {
        let mut event = send.event.clone();
        let address = format!("mxc://{}/{}", self.selves.server, planned.key);
        if event.encrypted {
            event.content["file"] = json!({ "url": address });
        } else {
            event.content["url"] = json!(address);
        }
        event.compose = send.compose.clone();
        self.act_send(planned, &event, Some(send.file.clone()))
    }

    fn act_send(&mut self, planned: &Planned, send: &SendEvent, file: Option<File>) -> Done {
        let mut content = send.content.clone();
        if let Value::Object(fields) = &mut content {
            fields.extend(self.composed(send.compose.as_ref()));
        }
        let sender = send
            .sender
            .clone()
            .unwrap_or_else(|| self.selves.bot.clone());
        let mut event = self.homeserver.event(
            send.sent_ms.unwrap_or(self.now_ms),
            &send.room,
            &sender,
            &send.kind,
            content.clone(),
        );
        event["unsigned"] = json!({});
        let id = self.take_event(&event);
        self.sent.push(Sent {
            id: id.clone(),
            bot: planned.bot.clone(),
            tag: planned.tag.clone(),
            room: send.room.clone(),
            sender,
            sent_ms: send.sent_ms,
            kind: send.kind.clone(),
            content,
            encrypted: send.encrypted,
            file,
        });
        Done {
            event_id: Some(id.as_str().to_owned()),
            data: None,
        }
    }

    fn own_event(
        &mut self,
        room: &RoomId,
        sender: &UserId,
        kind: &str,
        content: Value,
        state_key: Option<&str>,
    ) -> EventId {
        let mut event = self
            .homeserver
            .event(self.now_ms, room, sender, kind, content);
        if let Some(state_key) = state_key {
            event["state_key"] = Value::from(state_key);
        }
        self.take_event(&event)
    }

    pub(super) fn take_event(&mut self, event: &Value) -> EventId {
        let text = |key: &str| {
            event
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let id = text("event_id");
        self.take(
            source::MATRIX,
            &id,
            Some(text("room_id")),
            event.to_string().into_bytes(),
        );
        EventId::new(id)
    }

    fn membership(
        &mut self,
        room: &RoomId,
        sender: &UserId,
        user: &UserId,
        membership: &str,
    ) -> Done {
        self.homeserver.set_joined(room, user, membership == "join");
        self.own_event(
            room,
            sender,
            "m.room.member",
            json!({ "membership": membership }),
            Some(user.as_str()),
        );
        Done::default()
    }

    fn decrypt(&mut self, planned: &Planned, event: &Value) {
        let text = |key: &str| event.get(key).and_then(Value::as_str).unwrap_or_default();
        let id = EventId::new(text("event_id"));
        let keyless = self
            .homeserver
            .keyless
            .contains(&UserId::new(text("sender")));
        match self.homeserver.secrets.get(&id).filter(|_| !keyless) {
            Some(plain) => {
                let (room, body) = (text("room_id").to_owned(), plain.to_string().into_bytes());
                self.take(source::DECRYPTED, id.as_str(), Some(room), body);
            }
            None => self.waiting_for_keys.push(planned.clone()),
        }
    }

    /// A user's keys reach the bot: what waited for them is decrypted.
    pub fn keys_arrive(&mut self, user: &str) {
        let user = self.user(user);
        self.homeserver.keyless.remove(&user);
        self.queue
            .extend(std::mem::take(&mut self.waiting_for_keys));
        self.carry_out();
    }
}
