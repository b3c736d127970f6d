//! The chronicle: messages that members vote into it (R16).

use serde::{Deserialize, Serialize};

use super::{AccountId, Body, Content, ItemId, ProposalId, Reference};

/// A message is proposed for the chronicle.
///
/// What it says is not here: it may have been said among members alone, and is nobody else's business until it is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposeEntry {
    /// The proposal.
    pub proposal: ProposalId,
    /// Who wrote the message.
    pub author: AccountId,
    /// The post or comment that it is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
}

impl Body for ProposeEntry {
    fn references(&self) -> Vec<Reference> {
        let item = self.item.map(|item| item.0);
        [self.proposal.0].into_iter().chain(item).collect()
    }
}

/// A message is entered into the chronicle, after its proposal was accepted. The envelope of this record is the log's
/// leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enter {
    /// The proposal.
    pub proposal: ProposalId,
    /// What was said; `None` where that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
}

/// A message as it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who wrote it.
    pub author: AccountId,
    /// When, in milliseconds since 1970, as its server says.
    pub time_ms: i64,
    /// What it says.
    pub content: Content,
}

impl Body for Enter {
    fn references(&self) -> Vec<Reference> {
        vec![self.proposal.0]
    }

    fn withheld(references: &[Reference]) -> Option<Self> {
        references.first().map(|proposal| Self {
            proposal: ProposalId(*proposal),
            said: None,
        })
    }

    fn is_withheld(&self) -> bool {
        self.said.is_none()
    }
}

/// An author takes back what was entered or proposed of theirs (R15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawEntry {
    /// The proposal.
    pub proposal: ProposalId,
}

impl Body for WithdrawEntry {
    fn references(&self) -> Vec<Reference> {
        vec![self.proposal.0]
    }
}
