//! Cases and appeals (R10, R11).

use std::collections::{BTreeMap, BTreeSet};

use secta_record::act::{AppealId, CaseId, ItemId, Measure, Why};
use serde::{Deserialize, Serialize};

use super::{AccountNo, Decided, pairs};

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Case {
    pub item: ItemId,
    pub account: AccountNo,
    pub opened_by: AccountNo,
    pub opened_ms: i64,
    pub due_ms: i64,
    /// The version of the policy that it was opened under.
    pub policy: u32,
    #[serde(with = "pairs")]
    pub votes: BTreeMap<(Measure, AccountNo), Moderated>,
    pub silenced: Option<Silenced>,
    pub excluded: Option<Decided>,
    pub closed_ms: Option<i64>,
    /// Whether an appeal has undone it.
    pub overturned: bool,
}

/// A moderation vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Moderated {
    pub since_ms: i64,
    pub locked: bool,
}

/// A mute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Silenced {
    pub since_ms: i64,
    pub until_ms: i64,
    pub strike: u32,
    pub why: Why,
}

impl Case {
    pub fn count(&self, measure: Measure) -> u32 {
        let votes = self.votes.keys().filter(|(wanted, _)| *wanted == measure);
        u32::try_from(votes.count()).unwrap_or(u32::MAX)
    }

    pub fn is_open(&self) -> bool {
        self.closed_ms.is_none()
    }

    pub fn lock(&mut self, measure: Measure) {
        let votes = self
            .votes
            .iter_mut()
            .filter(|((wanted, _), _)| *wanted == measure);
        votes.for_each(|(_, vote)| vote.locked = true);
    }
}

/// An appeal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Appealed {
    pub account: AccountNo,
    pub opened_ms: i64,
    pub due_ms: i64,
    /// The version of the policy that it was opened under.
    pub policy: u32,
    /// The cases that bound the account when it was opened.
    pub cases: Vec<CaseId>,
    #[serde(with = "pairs")]
    pub votes: BTreeMap<AccountNo, AppealGiven>,
    pub verdict: Option<Verdict>,
}

/// A vote on an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AppealGiven {
    pub since_ms: i64,
    pub in_favour: bool,
}

/// How an appeal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// Whether it was upheld.
    pub upheld: bool,
    /// How many were against the appellant.
    pub against: u32,
    /// The numbers.
    pub why: Why,
}

impl Appealed {
    /// How many are for the appellant, and how many against.
    pub fn count(&self) -> (u32, u32) {
        let votes = self.votes.values();
        votes.fold((0, 0), |(pro, contra), vote| match vote.in_favour {
            true => (pro + 1, contra),
            false => (pro, contra + 1),
        })
    }
}

/// What an account has had to do with cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct File {
    /// The cases that silenced or excluded it.
    pub cases: BTreeSet<CaseId>,
    pub open_appeal: Option<AppealId>,
    pub refused_ms: Option<i64>,
}

/// All cases and appeals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Disputes {
    pub cases: BTreeMap<CaseId, Case>,
    /// The last case of every item that had one.
    pub by_item: BTreeMap<ItemId, CaseId>,
    pub appeals: BTreeMap<AppealId, Appealed>,
    #[serde(with = "pairs")]
    pub files: BTreeMap<AccountNo, File>,
}

impl Disputes {
    pub fn open_case_of(&self, item: &ItemId) -> Option<(CaseId, &Case)> {
        let id = self.by_item.get(item)?;
        let case = self.cases.get(id)?;
        case.is_open().then_some((*id, case))
    }

    /// What the cases of an account that no appeal has undone come to: the end of its mute, its strikes, and whether
    /// it is excluded.
    pub fn standing(&self, account: AccountNo) -> (i64, u32, bool) {
        let cases = self.files.get(&account).map(|file| &file.cases);
        let cases = cases
            .into_iter()
            .flatten()
            .filter_map(|id| self.cases.get(id));
        let mut standing = (i64::MIN, 0_u32, false);
        for case in cases.filter(|case| !case.overturned) {
            if let Some(silenced) = &case.silenced {
                standing.0 = standing.0.max(silenced.until_ms);
                standing.1 = standing.1.saturating_add(1);
            }
            standing.2 |= case.excluded.is_some();
        }
        standing
    }

    /// The cases that bind an account at a time.
    pub fn binding(&self, account: AccountNo, at_ms: i64) -> Vec<CaseId> {
        let file = self.files.get(&account);
        let ids = file.into_iter().flat_map(|file| &file.cases).copied();
        ids.filter(|id| self.cases.get(id).is_some_and(|case| binds(case, at_ms)))
            .collect()
    }
}

fn binds(case: &Case, at_ms: i64) -> bool {
    let muted = case
        .silenced
        .as_ref()
        .is_some_and(|silenced| at_ms < silenced.until_ms);
    !case.overturned && (muted || case.excluded.is_some())
}
