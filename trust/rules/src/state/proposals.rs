//! Proposals: supertags and policies (R12).

use std::collections::BTreeMap;

use secta_record::act::{ProposalId, Supertag, Why};
use serde::{Deserialize, Serialize};

use super::{AccountNo, pairs};
use crate::policy::Policy;

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proposal {
    pub by: AccountNo,
    pub opened_ms: i64,
    pub due_ms: i64,
    /// The version of the policy that it was opened under.
    pub policy: u32,
    pub matter: Matter,
    #[serde(with = "pairs")]
    pub votes: BTreeMap<AccountNo, i64>,
    pub outcome: Option<Outcome>,
}

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// A supertag; `None` where its words are withheld.
    Supertag(Option<Supertag>),
    /// Another policy.
    Policy(Box<Policy>),
}

/// How a proposal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// Whether it was accepted.
    pub accepted: bool,
    /// The numbers.
    pub why: Why,
}

impl Proposal {
    pub fn count(&self) -> u32 {
        u32::try_from(self.votes.len()).unwrap_or(u32::MAX)
    }
}

/// All proposals, and the supertags by all their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proposals {
    pub all: BTreeMap<ProposalId, Proposal>,
    /// Folded names and synonyms of supertags that are accepted or open.
    pub names: BTreeMap<String, ProposalId>,
}

impl Proposals {
    /// The accepted supertag that a folded name or synonym belongs to.
    pub fn supertag(&self, folded: &str) -> Option<&Supertag> {
        let proposal = self.all.get(self.names.get(folded)?)?;
        let accepted = proposal.outcome.is_some_and(|outcome| outcome.accepted);
        match &proposal.matter {
            Matter::Supertag(Some(supertag)) if accepted => Some(supertag),
            Matter::Supertag(_) | Matter::Policy(_) => None,
        }
    }
}
