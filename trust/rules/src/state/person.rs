//! One account.

use secta_record::act::{ItemId, Rank};
use serde::{Deserialize, Serialize};

use super::AccountNo;

/// What is derived of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    /// Whether a public record names it.
    pub public: bool,
    pub rank: Rank,
    pub rose: Option<Rise>,
    /// Who invited it, and when (R7).
    pub invited: Option<(AccountNo, i64)>,
    pub excluded: bool,
    pub muted_until_ms: i64,
    pub strikes: u32,
    pub invitations: u32,
    /// The support index (R9).
    pub index: i64,
    /// The last public act that counts for R1.
    pub last_ms: Option<i64>,
    pub joined_ms: Option<i64>,
    /// Whether it has described itself, be the words withheld or not.
    pub described: bool,
    /// Whether it stands in the queue of those who are active.
    pub(super) queued: bool,
    /// The electorates that it belongs to, active or not.
    pub(super) belongs: u8,
}

/// How an account came to its rank, the last time that it rose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rise {
    pub time_ms: i64,
    pub by: RiseBy,
}

/// What made an account rise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RiseBy {
    Item(ItemId),
    Invitation(AccountNo),
}
