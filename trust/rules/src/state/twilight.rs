//! What is technical: items that wait, votes that wait for their argument, mutes to be lifted.

use std::collections::{BTreeMap, BTreeSet};

use secta_record::act::{AccountId, CaseId, ItemId, Measure, Opinion};
use serde::{Deserialize, Serialize};

use super::{AccountNo, Tally, pairs};
use crate::fact::Draft;

/// An item that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Candidate {
    pub author: AccountNo,
    pub author_id: AccountId,
    pub time_ms: i64,
    pub draft: Draft,
    #[serde(with = "pairs")]
    pub votes: BTreeMap<AccountNo, Leaning>,
    pub tally: Tally,
}

/// An opinion of an item that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Leaning {
    pub voter: AccountId,
    pub since_ms: i64,
    pub opinion: Opinion,
}

/// The technical part of a state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Twilight {
    pub clock_ms: i64,
    candidates: BTreeMap<ItemId, Candidate>,
    by_time: BTreeSet<(i64, ItemId)>,
    #[serde(with = "pairs")]
    by_author: BTreeMap<AccountNo, BTreeSet<ItemId>>,
    pub intents: BTreeSet<(CaseId, AccountNo, Measure)>,
    #[serde(with = "pairs")]
    muted: BTreeMap<AccountNo, i64>,
    mutes: BTreeSet<(i64, AccountNo)>,
}

impl Twilight {
    pub fn get(&self, item: &ItemId) -> Option<&Candidate> {
        self.candidates.get(item)
    }

    pub fn all(&self) -> impl Iterator<Item = (&ItemId, &Candidate)> {
        self.candidates.iter()
    }

    pub fn of(&self, author: AccountNo) -> impl Iterator<Item = &ItemId> {
        self.by_author.get(&author).into_iter().flatten()
    }

    pub fn oldest(&self) -> Option<(i64, ItemId)> {
        self.by_time.first().copied()
    }

    pub fn add(&mut self, item: ItemId, candidate: Candidate) {
        self.by_time.insert((candidate.time_ms, item));
        self.by_author
            .entry(candidate.author)
            .or_default()
            .insert(item);
        self.candidates.insert(item, candidate);
    }

    /// Nothing waits any more.
    pub fn clear(&mut self) {
        self.candidates.clear();
        self.by_time.clear();
        self.by_author.clear();
    }

    pub fn remove(&mut self, item: &ItemId) {
        let Some(candidate) = self.candidates.remove(item) else {
            return;
        };
        self.by_time.remove(&(candidate.time_ms, *item));
        if let Some(items) = self.by_author.get_mut(&candidate.author) {
            items.remove(item);
            if items.is_empty() {
                self.by_author.remove(&candidate.author);
            }
        }
    }

    /// Replaces what waits; the votes on it are void.
    pub fn edit(&mut self, item: &ItemId, draft: Draft) {
        if let Some(candidate) = self.candidates.get_mut(item) {
            candidate.draft = draft;
            candidate.votes.clear();
            candidate.tally = Tally::default();
        }
    }

    pub fn vote(&mut self, item: &ItemId, voter: AccountNo, leaning: Leaning) {
        let Some(candidate) = self.candidates.get_mut(item) else {
            return;
        };
        let before = candidate.votes.get(&voter);
        let since_ms = before.map_or(leaning.since_ms, |before| before.since_ms);
        let (before, now) = (before.map(|before| before.opinion), leaning.opinion);
        candidate.tally = candidate.tally.after(before, Some(now));
        candidate.votes.insert(
            voter,
            Leaning {
                since_ms,
                ..leaning
            },
        );
    }

    pub fn unvote(&mut self, item: &ItemId, voter: AccountNo) {
        if let Some(candidate) = self.candidates.get_mut(item)
            && let Some(before) = candidate.votes.remove(&voter)
        {
            candidate.tally.remove(before.opinion);
        }
    }

    /// Notes when a mute ends; `None` where there is none any more.
    pub fn mute(&mut self, account: AccountNo, until_ms: Option<i64>) {
        if let Some(before_ms) = self.muted.remove(&account) {
            self.mutes.remove(&(before_ms, account));
        }
        if let Some(until_ms) = until_ms {
            self.muted.insert(account, until_ms);
            self.mutes.insert((until_ms, account));
        }
    }

    pub fn next_unmute(&self) -> Option<(i64, AccountNo)> {
        self.mutes.first().copied()
    }

    pub fn mutes(&self) -> impl Iterator<Item = (i64, AccountNo)> {
        self.mutes.iter().copied()
    }

    pub fn forget_intents(&mut self, case: &CaseId) {
        self.intents.retain(|(of, _, _)| of != case);
    }

    pub fn intents(&self, case: &CaseId, voter: AccountNo) -> impl Iterator<Item = Measure> {
        let measures = [Measure::Silence, Measure::Exclude].into_iter();
        let key = move |measure: &Measure| (*case, voter, *measure);
        measures
            .filter(move |measure| self.intents.contains(&key(measure)))
            .collect::<Vec<_>>()
            .into_iter()
    }
}
