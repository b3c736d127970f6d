use serde_json::{Value, json};

use super::story::Story;
use crate::ids::{EventId, RoomId, UserId};

impl Story {
    /// A user by name: `alice` is `@alice:home`.
    pub fn user(&self, name: &str) -> UserId {
        if name.starts_with('@') {
            UserId::new(name)
        } else {
            UserId::new(format!("@{name}:{}", self.selves.server))
        }
    }

    /// Rooms that the bot comes into from now on have these power levels and were made by these people.
    pub fn rooms_have(&mut self, levels: Value, creators: &[&str]) {
        let creators = creators.iter().map(|name| self.user(name)).collect();
        self.homeserver.power = (Some(levels), creators);
    }

    /// A room with these people, into which the first has invited the bot.
    pub fn room(&mut self, name: &str, people: &[&str]) -> RoomId {
        self.furnish(name, people, false, false)
    }

    /// A room like that, encrypted.
    pub fn encrypted_room(&mut self, name: &str, people: &[&str]) -> RoomId {
        self.furnish(name, people, true, false)
    }

    /// A direct chat with the bot, encrypted as Element opens it. Its greeting has been seen.
    pub fn direct(&mut self, person: &str) -> RoomId {
        let room = self.furnish(
            &format!("direct-{}", person.trim_start_matches('@')),
            &[person],
            true,
            true,
        );
        self.seen = self.sent.len();
        room
    }

    fn furnish(&mut self, name: &str, people: &[&str], encrypted: bool, direct: bool) -> RoomId {
        let room = RoomId::new(format!("!{}", name.replace(':', "-")));
        self.homeserver.create(&room, encrypted);
        for person in people {
            let user = self.user(person);
            self.homeserver.set_joined(&room, &user, true);
        }
        if let Some(first) = people.first() {
            self.invites(&room, first, direct);
        }
        room
    }

    /// A user invites the bot.
    pub fn invites(&mut self, room: &RoomId, who: &str, direct: bool) {
        let bot = self.selves.bot.clone();
        let content = json!({ "membership": "invite", "is_direct": direct });
        self.state_event(room, who, "m.room.member", bot.as_str(), content);
    }

    /// A user joins.
    pub fn joins(&mut self, room: &RoomId, who: &str) {
        self.comes_or_goes(room, who, "join");
    }

    /// A user leaves.
    pub fn leaves(&mut self, room: &RoomId, who: &str) {
        self.comes_or_goes(room, who, "leave");
    }

    /// A user knocks.
    pub fn knocks(&mut self, room: &RoomId, who: &str) {
        self.comes_or_goes(room, who, "knock");
    }

    /// A user joins under a name and with a picture.
    pub fn joins_as(&mut self, room: &RoomId, who: &str, name: &str, avatar: &str) {
        let user = self.user(who);
        self.homeserver.set_joined(room, &user, true);
        let content = json!({ "membership": "join", "displayname": name, "avatar_url": avatar });
        self.state_event(room, who, "m.room.member", user.as_str(), content);
    }

    /// A user sends an image with a caption.
    pub fn shows(&mut self, room: &RoomId, who: &str, caption: &str) -> EventId {
        let content = json!({
            "msgtype": "m.image", "body": caption, "filename": "tree.png", "url": "mxc://home/tree",
            "info": { "mimetype": "image/png", "size": 1024, "w": 10, "h": 20 },
        });
        self.sends(room, who, "m.room.message", content)
    }

    fn comes_or_goes(&mut self, room: &RoomId, who: &str, membership: &str) {
        let user = self.user(who);
        self.homeserver
            .set_joined(room, &user, membership == "join");
        self.state_event(
            room,
            who,
            "m.room.member",
            user.as_str(),
            json!({ "membership": membership }),
        );
    }

    /// A user sets a state event.
    pub fn state_event(
        &mut self,
        room: &RoomId,
        who: &str,
        kind: &str,
        state_key: &str,
        content: Value,
    ) -> EventId {
        let sender = self.user(who);
        let mut event = self
            .homeserver
            .event(self.now_ms, room, &sender, kind, content);
        event["state_key"] = Value::from(state_key);
        let id = self.take_event(&event);
        self.carry_out();
        id
    }

    /// A user sends any event; in an encrypted room it comes as ciphertext.
    pub fn sends(&mut self, room: &RoomId, who: &str, kind: &str, content: Value) -> EventId {
        self.sends_at(self.now_ms, room, who, kind, content)
    }

    fn sends_at(
        &mut self,
        sent_ms: i64,
        room: &RoomId,
        who: &str,
        kind: &str,
        content: Value,
    ) -> EventId {
        let sender = self.user(who);
        let mut event = self.homeserver.event(sent_ms, room, &sender, kind, content);
        if self.homeserver.is_encrypted(room) && kind != "m.room.redaction" && kind != "m.reaction"
        {
            let id = EventId::new(event["event_id"].as_str().unwrap_or_default());
            let mut sealed = json!({
                "algorithm": "m.megolm.v1.aes-sha2", "session_id": format!("session-{sender}"), "ciphertext": "…",
            });
            if let Some(relates) = event["content"].get("m.relates_to") {
                sealed["m.relates_to"] = relates.clone();
            }
            self.homeserver.secrets.insert(id, event.clone());
            event["type"] = Value::from("m.room.encrypted");
            event["content"] = sealed;
        }
        let id = self.take_event(&event);
        self.carry_out();
        id
    }

    /// A user writes a text.
    pub fn says(&mut self, room: &RoomId, who: &str, text: &str) -> EventId {
        self.sends(
            room,
            who,
            "m.room.message",
            json!({ "msgtype": "m.text", "body": text }),
        )
    }

    /// A text comes that a user wrote a while ago.
    pub fn said_before(&mut self, room: &RoomId, who: &str, text: &str, ago_ms: i64) -> EventId {
        let content = json!({ "msgtype": "m.text", "body": text });
        self.sends_at(self.now_ms - ago_ms, room, who, "m.room.message", content)
    }

    /// A user writes a text in a thread.
    pub fn says_in_thread(
        &mut self,
        room: &RoomId,
        who: &str,
        root: &EventId,
        text: &str,
    ) -> EventId {
        let relates = json!({
            "rel_type": "m.thread", "event_id": root, "is_falling_back": true,
            "m.in_reply_to": { "event_id": root },
        });
        let content = json!({ "msgtype": "m.text", "body": text, "m.relates_to": relates });
        self.sends(room, who, "m.room.message", content)
    }

    /// A user answers a message.
    pub fn replies(&mut self, room: &RoomId, who: &str, to: &EventId, text: &str) -> EventId {
        let relates = json!({ "m.in_reply_to": { "event_id": to } });
        self.sends(
            room,
            who,
            "m.room.message",
            json!({ "msgtype": "m.text", "body": text, "m.relates_to": relates }),
        )
    }

    /// A user edits their message.
    pub fn edits(&mut self, room: &RoomId, who: &str, message: &EventId, text: &str) -> EventId {
        let content = json!({
            "msgtype": "m.text", "body": format!("* {text}"),
            "m.new_content": { "msgtype": "m.text", "body": text },
            "m.relates_to": { "rel_type": "m.replace", "event_id": message },
        });
        self.sends(room, who, "m.room.message", content)
    }

    /// A user reacts to an event.
    pub fn reacts(&mut self, room: &RoomId, who: &str, to: &EventId, key: &str) -> EventId {
        let relates = json!({ "rel_type": "m.annotation", "event_id": to, "key": key });
        self.sends(room, who, "m.reaction", json!({ "m.relates_to": relates }))
    }

    /// A user redacts an event.
    pub fn redacts(&mut self, room: &RoomId, who: &str, target: &EventId) -> EventId {
        self.sends(room, who, "m.room.redaction", json!({ "redacts": target }))
    }

    /// A user answers a poll, as Element does.
    pub fn votes(&mut self, room: &RoomId, who: &str, poll: &EventId, answers: &[&str]) -> EventId {
        let content = json!({
            "org.matrix.msc3381.poll.response": { "answers": answers },
            "m.relates_to": { "rel_type": "m.reference", "event_id": poll },
        });
        self.sends(room, who, "org.matrix.msc3381.poll.response", content)
    }

    /// A user ends a poll, as Element does.
    pub fn ends_poll(&mut self, room: &RoomId, who: &str, poll: &EventId) -> EventId {
        let content = json!({
            "org.matrix.msc3381.poll.end": {}, "body": "Ended",
            "m.relates_to": { "rel_type": "m.reference", "event_id": poll },
        });
        self.sends(room, who, "org.matrix.msc3381.poll.end", content)
    }

    /// A user's keys do not reach the bot until [`Story::keys_arrive`].
    pub fn keys_missing(&mut self, who: &str) {
        let user = self.user(who);
        self.homeserver.keyless.insert(user);
    }
}
