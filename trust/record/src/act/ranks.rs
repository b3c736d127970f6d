//! Publication, ranks and invitations (R2–R7).

use serde::{Deserialize, Serialize};

use super::{AccountId, Body, ItemId, Reference, Why};

/// An account's rank.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Seen by the trusted alone.
    #[default]
    Ghost,
    /// Comments and votes.
    Commenter,
    /// Posts, comments, votes, and moderates.
    Trusted,
}

/// Somebody who may count did something that is not public; its record's author and time are all that it says (R1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {}

impl Body for Presence {}

/// An item that waited is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publish {
    /// The item.
    pub item: ItemId,
    /// The numbers.
    pub why: Why,
}

impl Body for Publish {
    fn references(&self) -> Vec<Reference> {
        vec![self.item.0]
    }
}

/// An account's rank rises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promote {
    /// The account.
    pub account: AccountId,
    /// Its rank from now on.
    pub to: Rank,
    /// The item that brought it.
    pub item: ItemId,
    /// The numbers.
    pub why: Why,
}

impl Body for Promote {
    fn references(&self) -> Vec<Reference> {
        vec![self.item.0]
    }
}

/// A trusted author's post has reached the magic number: one invitation (R4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The author.
    pub account: AccountId,
    /// The post.
    pub item: ItemId,
    /// The numbers.
    pub why: Why,
}

impl Body for Grant {
    fn references(&self) -> Vec<Reference> {
        vec![self.item.0]
    }
}

/// The record's author gives an invitation away: the account becomes a commenter (R7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Who is invited.
    pub account: AccountId,
}

impl Body for Invite {}

/// The sign of joining, after the onboarding quest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// Who has joined.
    pub account: AccountId,
}

impl Body for Join {}
