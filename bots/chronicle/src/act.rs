//! What the view is asked, and what comes of it. Whoever keeps the logs reads and answers these.

use secta_bot_kit::{EventId, Lang, RoomId, UserId, Written};
use secta_record::RecordId;
use serde::{Deserialize, Serialize};

/// What it is to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    /// Reads a message of a room as it is now, and keeps a copy of its file.
    Gather {
        /// The room.
        room: RoomId,
        /// The message.
        event: EventId,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "snake_case")]
pub enum Came {
    /// The message.
    Gathered(Box<Gathered>),
    /// It cannot be had.
    Not(Why),
}

/// A message as it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gathered {
    /// Who wrote it; of what a puppet says, the person.
    pub author: UserId,
    /// The name that they go by.
    pub name: String,
    /// When, in milliseconds since 1970, as its server says.
    pub time_ms: i64,
    /// What the service itself says that it is about, where it has sent it.
    pub about: Option<String>,
    /// What it says; its file is the copy that was kept.
    pub written: Written,
    /// The BLAKE3 of the file, hexadecimal; `None` without a file, or where it was not kept.
    pub blake3: Option<String>,
}

/// Why a message cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// There is no such message, or it was removed.
    Gone,
    /// It has no words and no file.
    Empty,
    /// Its text is longer than an entry can be.
    TooLong,
}

/// Which proof is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Of which community's log.
    pub community: RecordId,
    /// The record of the entry.
    pub record: RecordId,
    /// The entry's number.
    pub number: u64,
    /// The language to answer in.
    pub lang: Lang,
}
