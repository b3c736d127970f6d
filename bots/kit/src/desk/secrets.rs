use serde_json::{Value, json};

use super::visit::Visit;
use crate::{
    effect::Effect,
    ids::{EventId, UserId},
    input::{Content, Event, Fired},
    state::Scope,
    words::Args,
};

/// Where the sessions are remembered about which the room was told.
const TOLD: &str = "untold";
/// How many are.
const TOLD_MAX: usize = 20;

impl Visit<'_, '_> {
    /// An encrypted event: it is decrypted when its key is here, and answered when that takes too long.
    pub(super) fn ciphertext(&mut self, event: &Event, session: &str, whole: &Value) {
        let scope = Scope::room(&event.room);
        let effect = Effect::Decrypt {
            room: event.room.clone(),
            session: session.to_owned(),
            event: whole.clone(),
        };
        self.ctx.plan(&scope, "decrypt", effect);
        let payload = json!({ "event": event.id, "thread": event.thread, "sender": event.sender, "session": session });
        let due_ms = self
            .input
            .at_ms
            .saturating_add(self.desk.policy.undecryptable_after_ms);
        self.ctx
            .set_timer(&timer(&event.id), &scope, due_ms, payload);
    }

    /// An event of which the text is here now.
    pub(super) fn decrypted(&mut self, event: &Event) {
        if event.encrypted {
            self.ctx.cancel_timer(&timer(&event.id));
        }
    }

    /// An event could not be decrypted in time: its sender is told, once for each session outside direct chats.
    pub(super) fn undecryptable(&mut self, fired: &Fired) {
        let (Some(room), Some(sender)) = (self.input.room(), asker(fired)) else {
            return;
        };
        let text = |key: &str| fired.payload.get(key).and_then(Value::as_str);
        let (Some(id), true) = (text("event"), self.room.entered()) else {
            return;
        };
        let scope = Scope::room(&room);
        let session = text("session").unwrap_or_default().to_owned();
        let mut told: Vec<String> = self.ctx.get(&scope, TOLD).unwrap_or_default();
        let direct = self.ctx.place().is_some_and(|place| place.direct);
        if told.contains(&session) && !direct {
            return;
        }
        if !told.contains(&session) {
            told.push(session);
            let from = told.len().saturating_sub(TOLD_MAX);
            self.ctx.put(&scope, TOLD, &told[from..].to_vec());
        }
        let event = Event {
            id: EventId::new(id),
            room,
            sender,
            sent_ms: fired.due_ms,
            own: false,
            about: None,
            author: None,
            encrypted: true,
            thread: text("thread").map(EventId::new),
            reply_to: None,
            content: Content::Other {
                kind: "m.room.encrypted".to_owned(),
            },
        };
        self.speak(&event, None);
        let text = self.ctx.say("desk-undecryptable", Args::new());
        self.ctx.reply(&event, &text);
    }
}

/// The name of the timer that waits for an event's key.
pub(super) fn timer(event: &EventId) -> String {
    format!("utd/{event}")
}

/// Who sent the event that a timer waits for.
pub(super) fn asker(fired: &Fired) -> Option<UserId> {
    fired
        .payload
        .get("sender")
        .and_then(Value::as_str)
        .map(UserId::new)
}
