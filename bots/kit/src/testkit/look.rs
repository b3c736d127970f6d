use serde_json::Value;

use super::story::Story;
use crate::{
    effect::Effect,
    file::File,
    ids::{EventId, RoomId, UserId},
    journal::Seq,
};

/// An event that a bot has sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// Its id.
    pub id: EventId,
    /// The bot that planned it.
    pub bot: String,
    /// The bot's own word for it.
    pub tag: String,
    /// The room.
    pub room: RoomId,
    /// Who sent it: the bot or a puppet.
    pub sender: UserId,
    /// The time that was written into it, in milliseconds since 1970, where that is not the moment of sending.
    pub sent_ms: Option<i64>,
    /// Its type.
    pub kind: String,
    /// Its content.
    pub content: Value,
    /// Whether it was planned as one that never leaves in the clear.
    pub encrypted: bool,
    /// The file that was uploaded for it.
    pub file: Option<File>,
}

impl Sent {
    /// The plain text.
    pub fn text(&self) -> &str {
        self.content
            .get("body")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The HTML.
    pub fn html(&self) -> &str {
        self.content
            .get("formatted_body")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The event that it answers.
    pub fn answers(&self) -> Option<&str> {
        self.content
            .get("m.relates_to")?
            .get("m.in_reply_to")?
            .get("event_id")?
            .as_str()
    }

    /// The thread that it stands in.
    pub fn thread(&self) -> Option<&str> {
        let relates = self.content.get("m.relates_to")?;
        let threaded = relates.get("rel_type").and_then(Value::as_str) == Some("m.thread");
        relates.get("event_id").filter(|_| threaded)?.as_str()
    }
}

impl Story {
    /// What was sent since the last look.
    pub fn sent(&mut self) -> Vec<Sent> {
        let new = self.sent[self.seen..].to_vec();
        self.seen = self.sent.len();
        new
    }

    /// The plain texts of the messages sent since the last look.
    pub fn answers(&mut self) -> Vec<String> {
        let sent = self.sent();
        sent.iter()
            .filter(|sent| sent.kind == "m.room.message")
            .map(|sent| sent.text().to_owned())
            .collect()
    }

    /// The plain text of the one message sent since the last look.
    ///
    /// # Panics
    ///
    /// When there was none, or more than one.
    pub fn answer(&mut self) -> String {
        let answers = self.answers();
        assert_eq!(answers.len(), 1, "one answer, not {answers:#?}");
        answers.into_iter().next().unwrap_or_default()
    }

    /// Nothing was sent since the last look.
    ///
    /// # Panics
    ///
    /// When something was.
    pub fn silence(&mut self) {
        let sent = self.sent();
        assert!(sent.is_empty(), "silence, not {sent:#?}");
    }

    /// Everything that was ever planned, in order.
    pub fn effects(&self) -> Vec<&Effect> {
        self.decisions
            .iter()
            .flat_map(|decision| &decision.effects)
            .map(|planned| &planned.effect)
            .collect()
    }

    /// The rooms that were made: each with what was asked for.
    pub fn made(&self) -> &[(RoomId, Value)] {
        &self.made
    }

    /// Whether a user is joined to a room.
    pub fn is_in(&self, room: &RoomId, who: &str) -> bool {
        self.homeserver.rooms_of(&self.user(who)).contains(room)
    }

    /// The events whose bodies were to be erased.
    pub fn erased(&self) -> Vec<&str> {
        self.decisions
            .iter()
            .flat_map(|decision| &decision.erase)
            .map(String::as_str)
            .collect()
    }

    /// The effects whose outcomes were to be erased.
    pub fn forgotten(&self) -> Vec<&str> {
        self.decisions
            .iter()
            .flat_map(|decision| &decision.forget)
            .map(String::as_str)
            .collect()
    }

    /// The forms of the site that were to be erased.
    pub fn forgotten_forms(&self) -> Vec<&str> {
        self.decisions
            .iter()
            .flat_map(|decision| &decision.forms)
            .map(String::as_str)
            .collect()
    }

    /// What was parked: row and reason.
    pub fn parked(&self) -> &[(Seq, String)] {
        &self.parked
    }
}
