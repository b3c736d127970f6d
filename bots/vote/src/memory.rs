//! What the bot remembers of a room, and how a poll is forgotten.
//!
//! - `poll/{n}`: the open polls.
//! - `vote/{n}/{voter}/{event}`: the answers, one value each; `at/{event}`: where the answer of an event stands.
//! - `early/{event}`, `early-end/{poll}`: answers and ends that came while a poll's own event was not known yet.
//! - `doomed/{n}`: polls that were called off before their event was known.
//! - `gone/{event}`: events redacted in an encrypted room: their texts may come only now.
//! - `ended/{n}`: where the results of the last polls are.

use secta_bot_kit::{
    Ctx, Effect, EventId, RoomId, Scope, SendEvent, Seq,
    words::{Answering, Text, notice},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    count::Answer,
    poll::{Ended, Poll},
};

/// The most answers of one voter that are kept, for redactions to fall back to.
pub const ANSWERS_MAX: usize = 50;
/// The most answers that wait for a poll's event, and the most redacted events that are remembered.
pub const WAITING_MAX: usize = 1000;

/// An answer or an end that came before its poll's event was known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Early {
    /// The poll's event.
    pub poll: EventId,
    /// The answer.
    pub answer: Answer,
}

/// A room as the bot has it before it.
pub struct Memory<'c, 'a> {
    /// The hands.
    pub ctx: &'c mut Ctx<'a>,
    /// The room.
    pub room: RoomId,
    scope: Scope,
}

impl<'c, 'a> Memory<'c, 'a> {
    /// Of a room.
    pub fn new(ctx: &'c mut Ctx<'a>, room: RoomId) -> Self {
        let scope = Scope::room(&room);
        Self { ctx, room, scope }
    }

    /// The scope of the room.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The open polls, oldest first.
    pub fn polls(&self) -> Vec<Poll> {
        self.values("poll/")
    }

    /// The poll of this number.
    pub fn poll(&self, n: Seq) -> Option<Poll> {
        self.ctx.get(&self.scope, &poll_key(n))
    }

    /// The poll that has this event.
    pub fn poll_of(&self, event: &EventId) -> Option<Poll> {
        self.polls()
            .into_iter()
            .find(|poll| poll.event.as_ref() == Some(event))
    }

    /// Whether some poll's event is not known yet.
    pub fn awaits_event(&self) -> bool {
        self.polls().iter().any(|poll| poll.event.is_none())
    }

    /// How many people are in the room; where that is not known, how many were when the poll was asked.
    pub fn people(&self, poll: &Poll) -> u32 {
        let here = self.ctx.place().map_or(0, |place| place.people);
        if here > 0 { here } else { poll.people }
    }

    /// Remembers a poll.
    pub fn keep(&mut self, poll: &Poll) {
        self.put(&poll_key(poll.n), poll);
    }

    /// All answers to a poll.
    pub fn answers(&self, n: Seq) -> Vec<Answer> {
        self.values(&format!("vote/{n}/"))
    }

    /// Remembers an answer; of too many of one voter the first sent is forgotten. One that is there stays.
    pub fn keep_answer(&mut self, n: Seq, event: &EventId, answer: &Answer) {
        let prefix = format!("vote/{n}/{}/", answer.voter);
        let key = format!("{prefix}{event}");
        if self.get::<String>(&at_key(event)).is_some() {
            return;
        }
        self.put(&key, answer);
        self.put(&at_key(event), &key);
        let kept: Vec<(String, Answer)> = self.ctx.range(&self.scope, &prefix);
        if kept.len() > ANSWERS_MAX
            && let Some((oldest, _)) = kept.iter().min_by_key(|(_, kept)| (kept.sent_ms, kept.seq))
        {
            let event = EventId::new(&oldest[prefix.len()..]);
            self.forget_answer(&event);
        }
    }

    /// Forgets an answer; returns whether there was one.
    pub fn forget_answer(&mut self, event: &EventId) -> bool {
        let early = format!("early/{event}");
        if self.get::<Early>(&early).is_some() {
            self.delete(&early);
            return true;
        }
        let Some(key) = self.get::<String>(&at_key(event)) else {
            return false;
        };
        self.delete(&key);
        self.delete(&at_key(event));
        true
    }

    /// Forgets a poll with all answers; the last one takes everything with it that only open polls need.
    pub fn forget(&mut self, poll: &Poll) {
        self.ctx.cancel_timer(&timer(poll.n));
        self.delete(&poll_key(poll.n));
        let votes: Vec<(String, Answer)> =
            self.ctx.range(&self.scope, &format!("vote/{}/", poll.n));
        for (key, answer) in votes {
            let at = format!("vote/{}/{}/", poll.n, answer.voter).len();
            self.delete(&at_key(&EventId::new(&key[at..])));
            self.delete(&key);
        }
        self.tidy();
    }

    /// Forgets what no open poll needs any more.
    pub fn tidy(&mut self) {
        let polls = self.polls();
        if !polls.iter().any(|poll| poll.event.is_none()) {
            self.delete_all("early/");
            self.delete_all("early-end/");
        }
        if polls.is_empty() {
            self.delete_all("gone/");
        }
    }

    /// The polls that ended of late, oldest first.
    pub fn ended(&self) -> Vec<Ended> {
        self.values("ended/")
    }

    /// A value of the room.
    pub fn get<T: serde::de::DeserializeOwned>(&self, key: &str) -> Option<T> {
        self.ctx.get(&self.scope, key)
    }

    /// All values whose keys begin so.
    pub fn values<T: serde::de::DeserializeOwned>(&self, prefix: &str) -> Vec<T> {
        self.ctx
            .range(&self.scope, prefix)
            .into_iter()
            .map(|(_, value)| value)
            .collect()
    }

    /// How many values' keys begin so.
    pub fn count(&self, prefix: &str) -> usize {
        self.values::<Value>(prefix).len()
    }

    /// Remembers a value of the room.
    pub fn put<T: Serialize>(&mut self, key: &str, value: &T) {
        self.ctx.put(&self.scope, key, value);
    }

    /// Forgets a value of the room.
    pub fn delete(&mut self, key: &str) {
        self.ctx.delete(&self.scope, key);
    }

    fn delete_all(&mut self, prefix: &str) {
        for (key, _) in self.ctx.range::<Value>(&self.scope, prefix) {
            self.delete(&key);
        }
    }

    /// Sends an event of a poll.
    pub fn send(&mut self, poll: &Poll, tag: &str, kind: &str, content: Value) {
        let here = self.ctx.place().is_some_and(|place| place.encrypted);
        let send = SendEvent {
            room: self.room.clone(),
            sender: None,
            sent_ms: None,
            kind: kind.to_owned(),
            content,
            encrypted: here || poll.encrypted,
            compose: None,
        };
        self.ctx.plan(
            &self.scope,
            &format!("{tag}/{}", poll.n),
            Effect::Send(send),
        );
    }

    /// Says something of a poll.
    pub fn tell(&mut self, poll: &Poll, tag: &str, text: &Text, answering: &Answering) {
        self.send(poll, tag, "m.room.message", notice(text, answering));
    }

    /// Redacts the event of a poll.
    pub fn redact(&mut self, n: Seq, event: EventId) {
        let redact = Effect::Redact {
            room: self.room.clone(),
            event_id: event,
            reason: None,
        };
        self.ctx.plan(&self.scope, &format!("redact/{n}"), redact);
    }

    /// Sets the timer of a poll.
    pub fn wake(&mut self, n: Seq, due_ms: i64) {
        self.ctx
            .set_timer(&timer(n), &self.scope, due_ms, Value::Null);
    }
}

fn poll_key(n: Seq) -> String {
    format!("poll/{n:012}")
}

fn at_key(event: &EventId) -> String {
    format!("at/{event}")
}

/// The name of a poll's timer.
pub fn timer(n: Seq) -> String {
    format!("poll/{n}")
}
