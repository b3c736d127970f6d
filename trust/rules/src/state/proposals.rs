//! Proposals: supertags and policies (R12), entries of the chronicle (R16).

use std::collections::BTreeMap;

use secta_record::act::{AccountId, ItemId, ProposalId, Supertag, Why};
use serde::{Deserialize, Serialize};

use super::{AccountNo, pairs};
use crate::policy::Policy;

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proposal {
    pub by: AccountNo,
    /// Who neither votes on it nor is counted.
    pub candidate: AccountNo,
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
    /// A message for the chronicle.
    Entry(Entry),
}

/// A message that is proposed for the chronicle, or stands there (R16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Who wrote it.
    pub author: AccountId,
    /// The post or comment that it is, where it is one.
    pub item: Option<ItemId>,
    /// Which entry of the chronicle it is, from 1; `None` before it is entered.
    pub number: Option<u64>,
    /// Whether its author has taken it back.
    pub withdrawn: bool,
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
    /// How many entries the chronicle has.
    pub entries: u64,
}

impl Proposals {
    /// The accepted supertag that a folded name or synonym belongs to.
    pub fn supertag(&self, folded: &str) -> Option<&Supertag> {
        let proposal = self.all.get(self.names.get(folded)?)?;
        let accepted = proposal.outcome.is_some_and(|outcome| outcome.accepted);
        match &proposal.matter {
            Matter::Supertag(Some(supertag)) if accepted => Some(supertag),
            Matter::Supertag(_) | Matter::Policy(_) | Matter::Entry(_) => None,
        }
    }
}
