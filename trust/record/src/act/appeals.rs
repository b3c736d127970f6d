//! Appeals (R11).

use serde::{Deserialize, Serialize};

use super::{AppealId, Body, Reference, Why};

/// The record's author, muted or excluded, appeals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// The appeal's id.
    pub appeal: AppealId,
    /// What they say; `None` where that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Body for Appeal {
    fn references(&self) -> Vec<Reference> {
        vec![self.appeal.0]
    }

    fn withheld(references: &[Reference]) -> Option<Self> {
        references.first().map(|appeal| Self {
            appeal: AppealId(*appeal),
            text: None,
        })
    }

    fn is_withheld(&self) -> bool {
        self.text.is_none()
    }
}

/// A vote on an appeal; the last one given holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealVote {
    /// The appeal.
    pub appeal: AppealId,
    /// Whether the voter is for the appellant.
    pub in_favour: bool,
}

impl Body for AppealVote {
    fn references(&self) -> Vec<Reference> {
        vec![self.appeal.0]
    }
}

/// A vote on an appeal is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealUnvote {
    /// The appeal.
    pub appeal: AppealId,
}

impl Body for AppealUnvote {
    fn references(&self) -> Vec<Reference> {
        vec![self.appeal.0]
    }
}

/// The appeal's time is over, and this is what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecideAppeal {
    /// The appeal.
    pub appeal: AppealId,
    /// Whether it is upheld.
    pub upheld: bool,
    /// How many votes were against the appellant.
    pub against: u32,
    /// The numbers; the votes are those for the appellant.
    pub why: Why,
}

impl Body for DecideAppeal {
    fn references(&self) -> Vec<Reference> {
        vec![self.appeal.0]
    }
}
