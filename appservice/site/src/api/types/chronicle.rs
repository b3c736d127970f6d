//! The chronicle.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Account, Words};

/// An entry of the chronicle (R16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChronicleEntry {
    /// Its number, from 1.
    pub number: u64,
    /// The record that entered it.
    pub record: String,
    /// Who wrote the message.
    pub author: Account,
    /// When it was written, in milliseconds since 1970.
    pub written_ms: i64,
    /// When it was entered, in milliseconds since 1970.
    pub entered_ms: i64,
    /// Whether it is withheld where the reader comes from.
    pub withheld: bool,
    /// What it says, unless it was taken back or is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// The post or comment that it is, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Where its proof is.
    pub proof: String,
}

/// A page of the chronicle, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Chronicle {
    /// The entries.
    pub entries: Vec<ChronicleEntry>,
    /// What to give as `before` for the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}
