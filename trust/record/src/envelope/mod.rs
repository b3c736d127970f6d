//! The envelope: what a node signs.

mod check;
mod fields;
mod json;

use serde_json::{Map, Value};

use crate::{
    ids::{BodyHash, RecordId, Reference},
    keys::{PublicKey, Signature},
};

pub use check::EnvelopeError;
pub(crate) use json::without_node;

/// The version of the format.
pub const VERSION: u64 = 1;

/// The longest envelope in canonical bytes.
pub const MAX_ENVELOPE_BYTES: usize = 16 * 1024;

/// The most references of one record.
pub const MAX_REFERENCES: usize = 64;

/// The log of everything that the rules of a community know.
pub const COMMUNITY_LOG: &str = "community";

/// What a node signs: who did what when, and where it stands in the node's log.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// The community, named by its founding record; `None` in the founding record alone.
    pub community: Option<RecordId>,
    /// The node's log that the record stands in, `[a-z_]{1,32}`.
    pub log: String,
    /// The kind of act, `[a-z_]{1,32}`.
    pub kind: String,
    /// When the act was done, in milliseconds since 1970; not when it was recorded.
    pub time_ms: u64,
    /// The Matrix id of who acted.
    pub author: String,
    /// The key that the author registered, if any.
    pub author_key: Option<PublicKey>,
    /// The author's signature of the [statement](crate::author), if the author signed it.
    pub author_signature: Option<Signature>,
    /// The node that recorded the act.
    pub node: PublicKey,
    /// The place in the log, from 0.
    pub seq: u64,
    /// The record before it in the log; `None` in the first.
    pub previous: Option<RecordId>,
    /// What the act is about, in an order that the kind gives a meaning; none stands twice.
    pub references: Vec<Reference>,
    /// The body's hash.
    pub body: BodyHash,
    /// Where the act can be seen.
    pub evidence: Option<Evidence>,
    /// Fields that this version does not know; they are signed like the others.
    pub extra: Map<String, Value>,
}

/// The Matrix event that an act was.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The room's id.
    pub room: String,
    /// The event's id.
    pub event_id: String,
    /// The server that the event came from.
    pub origin: String,
    /// Fields that this version does not know.
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests;
