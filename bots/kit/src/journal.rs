//! The journal row: everything that comes from outside, written once.

use serde::{Deserialize, Serialize};

/// A row's place in the journal: 1, 2, 3 … without gaps, in the order of commits.
pub type Seq = i64;

/// The sources that the node itself knows. Connectors of other networks add their own names.
pub mod source {
    /// An event that the homeserver delivered; the external id is the event id.
    pub const MATRIX: &str = "matrix";
    /// The text of an encrypted event; the external id is the event id, the body is sealed.
    pub const DECRYPTED: &str = "decrypted";
    /// A timer that fired; the external id is `bot/name@due_ms`.
    pub const TIMER: &str = "timer";
    /// What came of an effect; the external id is the effect's key.
    pub const OUTBOX: &str = "outbox";
}

/// A row on its way into the journal. `(source, external_id)` is unique: a second one is dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    /// Where it came from, see [`source`].
    pub source: String,
    /// The id that makes it unique there.
    pub external_id: String,
    /// The Matrix room that it belongs to, if any.
    pub room: Option<String>,
    /// When the node took it, in milliseconds since 1970.
    pub at_ms: i64,
    /// The body: JSON, or sealed bytes.
    pub body: Vec<u8>,
    /// Whether the body is sealed with the node's key (invariant 9).
    pub sealed: bool,
}

/// A row as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place.
    pub seq: Seq,
    /// What was written.
    pub new: NewRow,
    /// What the front desk said of it ([`crate::input::Place`] and the rest), JSON, once it has been there.
    pub context: Option<String>,
    /// Whether its body was erased (invariant 10).
    pub erased: bool,
}

/// What came of an effect: the body of a row whose source is [`source::OUTBOX`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The effect's key.
    pub key: String,
    /// The bot that planned it.
    pub bot: String,
    /// The scope that the bot gave to it.
    pub scope: String,
    /// The bot's own word for it.
    pub tag: String,
    /// Done or refused.
    pub result: EffectResult,
}

/// How an effect ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectResult {
    /// It was carried out.
    Done(Done),
    /// It never will be.
    Refused {
        /// The Matrix error code, or one of the node's (`SECTA_…`).
        code: String,
        /// What the other side said.
        message: String,
    },
}

/// What the other side gave back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// The event that it became, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// Anything else: a survey of a room, a decrypted event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<serde_json::Value>,
}
