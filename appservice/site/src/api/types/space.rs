//! Private spaces of the wiki: what a node knows of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The spaces that an account has founded or written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PrivateSpaces {
    /// The spaces, the oldest first.
    pub spaces: Vec<PrivateSpace>,
}

/// A space: neither its name nor what is written there is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PrivateSpace {
    /// Its id.
    pub id: String,
    /// When it was founded.
    pub made_ms: i64,
    /// How many entries it has.
    pub entries: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

/// An entry for a space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpaceEntry {
    /// The entry, signed and sealed, in base64: at most 2 MiB.
    pub entry: String,
}

/// Where an entry stands: it is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpacePosition {
    /// The space.
    pub space: String,
    /// Its place in the space's order, from 0 on.
    pub position: u64,
}

/// Entries of a space, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpaceEntries {
    /// The entries, in base64.
    pub entries: Vec<String>,
    /// The place behind the last of them: where none came, there are no more.
    pub next: u64,
}
