//! Why a decision was made: what anyone needs to recompute it (R13, R14).

use serde::{Deserialize, Serialize};

/// A rule of the community, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// The magic number.
    R1,
    /// The founder.
    R2,
    /// Posts.
    R3,
    /// Becoming trusted.
    R4,
    /// Comments.
    R5,
    /// 48 hours.
    R6,
    /// Invitations.
    R7,
    /// Votes.
    R8,
    /// The support index.
    R9,
    /// Cases.
    R10,
    /// Appeals.
    R11,
    /// Supertags.
    R12,
    /// The record.
    R13,
    /// Why.
    R14,
    /// Withdrawal.
    R15,
    /// The chronicle.
    R16,
    /// The wiki.
    R17,
}

/// The numbers of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The rule that decided.
    pub rule: Rule,
    /// How many others may cast the vote and were active (R1).
    pub x: u32,
    /// The magic number of that x.
    pub magic: u32,
    /// How many votes were needed.
    pub threshold: u32,
    /// How many were given.
    pub votes: u32,
    /// The version of the policy that it was judged by.
    pub policy: u32,
}
