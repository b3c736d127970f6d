//! Cases and what comes of them (R10).

use serde::{Deserialize, Serialize};

use super::{AccountId, Body, CaseId, ItemId, Measure, Reference, Why};

/// A case is opened; its record's author is who asked for it. An item that waits in the twilight is named and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCase {
    /// The case's id.
    pub case: CaseId,
    /// The item that it is about.
    pub item: ItemId,
    /// The item's author.
    pub account: AccountId,
}

impl Body for OpenCase {
    fn references(&self) -> Vec<Reference> {
        vec![self.case.0, self.item.0]
    }
}

/// A moderation vote with its argument; the record's kind says which measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModerationVote {
    /// The case.
    pub case: CaseId,
    /// Why the voter wants it; `None` where that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
}

impl Body for ModerationVote {
    fn references(&self) -> Vec<Reference> {
        vec![self.case.0]
    }

    fn withheld(references: &[Reference]) -> Option<Self> {
        references.first().map(|case| Self {
            case: CaseId(*case),
            argument: None,
        })
    }

    fn is_withheld(&self) -> bool {
        self.argument.is_none()
    }
}

/// A moderation vote is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmoderate {
    /// The case.
    pub case: CaseId,
    /// Which vote.
    pub measure: Measure,
}

impl Body for Unmoderate {
    fn references(&self) -> Vec<Reference> {
        vec![self.case.0]
    }
}

/// The case's item is hidden and its author muted; a later vote lengthens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// The case.
    pub case: CaseId,
    /// Who is muted.
    pub account: AccountId,
    /// Until when, in milliseconds since 1970.
    pub until_ms: i64,
    /// Which strike this is, from 1.
    pub strike: u32,
    /// The numbers.
    pub why: Why,
}

impl Body for Silence {
    fn references(&self) -> Vec<Reference> {
        vec![self.case.0]
    }
}

/// The case's account is excluded from the community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclude {
    /// The case.
    pub case: CaseId,
    /// Who is excluded.
    pub account: AccountId,
    /// The numbers.
    pub why: Why,
}

impl Body for Exclude {
    fn references(&self) -> Vec<Reference> {
        vec![self.case.0]
    }
}

/// The case's time is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseCase {
    /// The case.
    pub case: CaseId,
}

impl Body for CloseCase {
    fn references(&self) -> Vec<Reference> {
        vec![self.case.0]
    }
}
