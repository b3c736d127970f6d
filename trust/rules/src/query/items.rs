//! Items with their tallies and numbers (R14).

use secta_record::act::{AccountId, CaseId, ItemId, Opinion, Rank, Why};
use serde::{Deserialize, Serialize};

use crate::{
    acts::{
        count::{self, Counted},
        grant,
    },
    fact::Draft,
    state::{Candidate, Decided, Item, ItemNo, State, Tally},
};

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemStatus {
    /// In the twilight.
    Waiting {
        /// Until when, in milliseconds since 1970 (R6).
        until_ms: i64,
    },
    /// For everyone.
    Published {
        /// Since when, in milliseconds since 1970.
        since_ms: i64,
    },
    /// Hidden by a case (R10).
    Hidden,
    /// Taken back by its author (R15).
    Withdrawn,
}

/// What the rules know of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemView {
    /// Its id.
    pub item: ItemId,
    /// Its author.
    pub author: AccountId,
    /// When it was written, in milliseconds since 1970.
    pub time_ms: i64,
    /// The post of its thread; `None` for a post.
    pub root: Option<ItemId>,
    /// Where it stands.
    pub status: ItemStatus,
    /// How many are of which opinion.
    pub tally: Tally,
    /// When it was changed after publication, in milliseconds since 1970.
    pub edited_ms: Option<i64>,
    /// The decision to publish it, for what has waited.
    pub published: Option<Decided>,
    /// The decision by which its author rose.
    pub promoted: Option<Decided>,
    /// The decision by which its author got an invitation.
    pub granted: Option<Decided>,
    /// Its last case.
    pub case: Option<CaseId>,
    /// The numbers as they are now for what it may bring next: publication, a rank, an invitation.
    pub next: Option<Why>,
}

/// An opinion that stands on an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteView {
    /// Whose.
    pub voter: AccountId,
    /// Which.
    pub opinion: Opinion,
    /// Since when this voter has one, in milliseconds since 1970.
    pub since_ms: i64,
    /// Whether a decision has counted it, so that it stays (R8).
    pub locked: bool,
}

impl State {
    /// Everything that the rules know of an item, public or waiting.
    pub fn item(&self, item: &ItemId, now_ms: i64) -> Option<ItemView> {
        let at_ms = self.now(now_ms);
        if let Some(candidate) = self.twilight.get(item) {
            return Some(self.candidate_view(*item, candidate, at_ms));
        }
        let (number, known) = self.public.items.find(item)?;
        Some(self.item_view(*item, number, known, at_ms))
    }

    /// How many are of which opinion on an item, public or waiting.
    pub fn tally(&self, item: &ItemId) -> Option<Tally> {
        if let Some(candidate) = self.twilight.get(item) {
            return Some(candidate.tally);
        }
        self.public.items.find(item).map(|(_, item)| item.tally)
    }

    /// Who is of which opinion on a public item, in the order of their names.
    pub fn votes(&self, item: &ItemId) -> Vec<VoteView> {
        let Some(number) = self.public.items.number(item) else {
            return Vec::new();
        };
        let voters = self.public.items.voters(number);
        let mut votes: Vec<VoteView> = voters
            .map(|(voter, given)| VoteView {
                voter: self.public.name(voter),
                opinion: given.opinion,
                since_ms: given.since_ms,
                locked: given.locked,
            })
            .collect();
        votes.sort_by(|a, b| a.voter.cmp(&b.voter));
        votes
    }

    /// The opinion of an account on an item, public or waiting.
    pub fn opinion(&self, item: &ItemId, voter: &AccountId) -> Option<Opinion> {
        let voter = self.public.people.number(voter)?;
        if let Some(candidate) = self.twilight.get(item) {
            return candidate.votes.get(&voter).map(|leaning| leaning.opinion);
        }
        let number = self.public.items.number(item)?;
        self.public
            .items
            .given(number, voter)
            .map(|given| given.opinion)
    }

    /// Everything that waits, in the order of its ids.
    pub fn waiting(&self) -> Vec<ItemId> {
        self.twilight.all().map(|(item, _)| *item).collect()
    }

    /// What waits of an account, in the order of its ids.
    pub fn waiting_of(&self, account: &AccountId) -> Vec<ItemId> {
        let number = self.public.people.number(account);
        let items = number
            .into_iter()
            .flat_map(|number| self.twilight.of(number));
        items.copied().collect()
    }

    /// What a waiting item is.
    pub fn draft(&self, item: &ItemId) -> Option<&Draft> {
        self.twilight.get(item).map(|candidate| &candidate.draft)
    }

    fn candidate_view(&self, item: ItemId, candidate: &Candidate, at_ms: i64) -> ItemView {
        let counted = Counted {
            author: candidate.author,
            tally: candidate.tally,
            acting: None,
            at_ms,
        };
        let (root, next) = match &candidate.draft {
            Draft::Post { .. } => (None, count::post(&self.public, &counted)),
            Draft::Comment { root, .. } => (Some(*root), count::comment(&self.public, &counted)),
        };
        let twilight_ms = self.public.in_force().twilight_ms;
        let until_ms = candidate.time_ms.saturating_add(twilight_ms);
        ItemView {
            item,
            author: candidate.author_id.clone(),
            time_ms: candidate.time_ms,
            root,
            status: ItemStatus::Waiting { until_ms },
            tally: candidate.tally,
            edited_ms: None,
            published: None,
            promoted: None,
            granted: None,
            case: self.public.disputes.by_item.get(&item).copied(),
            next: Some(next),
        }
    }

    fn item_view(&self, id: ItemId, number: ItemNo, item: &Item, at_ms: i64) -> ItemView {
        let decisions = self.public.items.decisions(number);
        ItemView {
            item: id,
            author: self.public.name(item.author),
            time_ms: item.time_ms,
            root: item.root.and_then(|root| self.public.items.id(root)),
            status: status(item),
            tally: item.tally,
            edited_ms: item.edited_ms,
            published: decisions.and_then(|it| it.published),
            promoted: decisions.and_then(|it| it.promoted),
            granted: decisions.and_then(|it| it.granted),
            case: self.public.disputes.by_item.get(&id).copied(),
            next: self.next_of(item, at_ms),
        }
    }

    fn next_of(&self, item: &Item, at_ms: i64) -> Option<Why> {
        let counted = Counted {
            author: item.author,
            tally: item.tally,
            acting: None,
            at_ms,
        };
        if item.root.is_none() {
            let possible = grant::is_possible(&self.public, item);
            return possible.then(|| count::invitation(&self.public, &counted));
        }
        let ghost = self.public.rank(item.author) == Rank::Ghost;
        ghost.then(|| count::useful(&self.public, &counted))
    }
}

fn status(item: &Item) -> ItemStatus {
    if item.withdrawn {
        return ItemStatus::Withdrawn;
    }
    if item.hidden {
        return ItemStatus::Hidden;
    }
    let since_ms = item.published_ms.unwrap_or(item.time_ms);
    ItemStatus::Published { since_ms }
}
