//! A poll as the bot remembers it while it is open.

use secta_bot_kit::{EventId, Lang, RoomId, Seq, UserId};
use serde::{Deserialize, Serialize};

use crate::count::{Quorum, Terms};

/// An open poll. The answers to it are values of their own ([`crate::memory`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Poll {
    /// The journal row that asked for it: its number.
    pub n: Seq,
    /// The message that asked for it.
    pub ask: EventId,
    /// The poll's own event, once the homeserver has taken it.
    pub event: Option<EventId>,
    /// The thread that it stands in.
    pub thread: Option<EventId>,
    /// Who asked.
    pub asker: UserId,
    /// The language of its result.
    pub lang: Lang,
    /// Whether the room was encrypted when it was asked.
    pub encrypted: bool,
    /// How many people were in the room when it was asked.
    pub people: u32,
    /// What is asked.
    #[serde(flatten)]
    pub asked: Asked,
    /// How it ends, once it does.
    pub end: Option<End>,
}

/// What a poll asks, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The question.
    pub question: String,
    /// The options, 2 to 20.
    pub options: Vec<String>,
    /// How many of them a voter may choose.
    pub choices: usize,
    /// Whether the tally is shown at the end only.
    pub hidden: bool,
    /// How many must vote for the result to hold.
    pub quorum: Option<Quorum>,
    /// When it ends by itself, in milliseconds since 1970.
    pub deadline_ms: i64,
}

/// The end of a poll that waits for the last answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// The last moment at which a counted answer may have been sent.
    pub cutoff_ms: i64,
    /// By how much the end was noticed late, in milliseconds.
    pub late_ms: i64,
    /// Whether the room knows of the end already.
    pub told: bool,
    /// When the result is due, once answers that were under way have had their time.
    pub settle_ms: Option<i64>,
}

/// A poll that has ended, remembered for a while to say where its result is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    /// Its number.
    pub n: Seq,
    /// The message that asked for it.
    pub ask: EventId,
    /// Its own event.
    pub event: EventId,
    /// The thread that it stood in.
    pub thread: Option<EventId>,
    /// The message with its result, once the homeserver has taken it.
    pub result: Option<EventId>,
}

impl Poll {
    /// What is needed to count it, with answers sent until `end_ms`.
    pub fn terms(&self, end_ms: i64) -> Terms {
        Terms {
            options: self.asked.options.len(),
            choices: self.asked.choices,
            end_ms,
        }
    }

    /// Whether a message that answers `event`, or stands in the thread `event`, is about this poll.
    pub fn is_at(&self, event: &EventId) -> bool {
        self.ask == *event || self.event.as_ref() == Some(event)
    }

    /// Whether a message in this thread is in the poll's thread.
    pub fn is_in_thread(&self, thread: &EventId) -> bool {
        self.thread.as_ref() == Some(thread) || self.is_at(thread)
    }
}

/// A link to an event that opens in any client.
pub fn link(room: &RoomId, event: &EventId) -> String {
    format!(
        "https://matrix.to/#/{}/{}",
        encoded(room.as_str()),
        encoded(event.as_str())
    )
}

fn encoded(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!$:._~-=".contains(&byte);
    id.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
