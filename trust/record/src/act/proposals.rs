//! Supertags and changes of the policy (R12).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Body, ProposalId, Reference, Why};

/// A supertag: a main subject of posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supertag {
    /// Its name.
    pub name: String,
    /// What belongs under it.
    pub definition: String,
    /// Other names for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
}

/// A supertag is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposeSupertag {
    /// The proposal's id.
    pub proposal: ProposalId,
    /// The supertag; `None` where that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supertag: Option<Supertag>,
}

impl Body for ProposeSupertag {
    fn references(&self) -> Vec<Reference> {
        vec![self.proposal.0]
    }

    fn withheld(references: &[Reference]) -> Option<Self> {
        references.first().map(|proposal| Self {
            proposal: ProposalId(*proposal),
            supertag: None,
        })
    }

    fn is_withheld(&self) -> bool {
        self.supertag.is_none()
    }
}

/// Another policy is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposePolicy {
    /// The proposal's id.
    pub proposal: ProposalId,
    /// The whole policy; what is left out has the default.
    pub policy: Value,
}

impl Body for ProposePolicy {
    fn references(&self) -> Vec<Reference> {
        vec![self.proposal.0]
    }
}

/// A vote for a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalVote {
    /// The proposal.
    pub proposal: ProposalId,
}

impl Body for ProposalVote {
    fn references(&self) -> Vec<Reference> {
        vec![self.proposal.0]
    }
}

/// A vote for a proposal is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalUnvote {
    /// The proposal.
    pub proposal: ProposalId,
}

impl Body for ProposalUnvote {
    fn references(&self) -> Vec<Reference> {
        vec![self.proposal.0]
    }
}

/// A proposal is accepted; a policy is in force from here on, under the next version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptProposal {
    /// The proposal.
    pub proposal: ProposalId,
    /// The numbers.
    pub why: Why,
}

impl Body for AcceptProposal {
    fn references(&self) -> Vec<Reference> {
        vec![self.proposal.0]
    }
}

/// A proposal's time is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LapseProposal {
    /// The proposal.
    pub proposal: ProposalId,
    /// The numbers.
    pub why: Why,
}

impl Body for LapseProposal {
    fn references(&self) -> Vec<Reference> {
        vec![self.proposal.0]
    }
}
