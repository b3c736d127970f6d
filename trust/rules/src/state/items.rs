//! The public items, without their words, and who thinks what of them.

use std::collections::{BTreeMap, BTreeSet};

use secta_record::act::{ItemId, Opinion, Why};
use serde::{Deserialize, Serialize};

use super::{AccountNo, ItemNo, Names, lookup::Lookup, pairs};

/// A public item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub author: AccountNo,
    pub time_ms: i64,
    /// The post of the thread, for a comment.
    pub root: Option<ItemNo>,
    /// When it was published; `None` while the decision is to come.
    pub published_ms: Option<i64>,
    pub hidden: bool,
    pub withdrawn: bool,
    pub edited_ms: Option<i64>,
    /// Whether it has brought its author what it can: a rank or an invitation.
    pub spent: bool,
    pub tally: Tally,
    pub tags: Box<[u32]>,
}

/// How many are of which opinion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Support it.
    pub support: u32,
    /// Find it useful.
    pub useful: u32,
    /// Oppose it.
    pub oppose: u32,
}

impl Tally {
    /// Support and useful: what counts for R4.
    pub fn positive(&self) -> u32 {
        self.support.saturating_add(self.useful)
    }

    /// Support + useful − oppose: what counts for R5.
    pub fn index(&self) -> i64 {
        i64::from(self.positive()) - i64::from(self.oppose)
    }

    pub(crate) fn add(&mut self, opinion: Opinion) {
        let count = self.of(opinion);
        *count = count.saturating_add(1);
    }

    pub(crate) fn remove(&mut self, opinion: Opinion) {
        let count = self.of(opinion);
        *count = count.saturating_sub(1);
    }

    /// The tally after a change of one voter's opinion.
    pub(crate) fn after(mut self, before: Option<Opinion>, now: Option<Opinion>) -> Self {
        if let Some(opinion) = before {
            self.remove(opinion);
        }
        if let Some(opinion) = now {
            self.add(opinion);
        }
        self
    }

    fn of(&mut self, opinion: Opinion) -> &mut u32 {
        match opinion {
            Opinion::Support => &mut self.support,
            Opinion::Useful => &mut self.useful,
            Opinion::Oppose => &mut self.oppose,
        }
    }
}

/// An opinion that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Given {
    pub since_ms: i64,
    pub opinion: Opinion,
    /// Whether a decision has counted it.
    pub locked: bool,
    /// Whether a decision has counted it as this very opinion, and not just as a positive one.
    pub exact: bool,
}

impl Given {
    /// Whether the opinion may be exchanged for another one without undoing a decision (R8).
    pub fn may_become(&self, opinion: Opinion) -> bool {
        let still_positive = self.opinion.is_positive() && opinion.is_positive();
        !self.locked || (still_positive && !self.exact)
    }
}

/// A decision that an item brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// The numbers.
    pub why: Why,
}

/// The decisions of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Decisions {
    pub published: Option<Decided>,
    pub promoted: Option<Decided>,
    pub granted: Option<Decided>,
}

/// How many of an author's items a voter supports and opposes.
#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    support: u32,
    oppose: u32,
}

/// All public items.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub(crate) struct Items {
    names: Names<ItemId>,
    items: Vec<Item>,
    #[serde(with = "pairs")]
    given: BTreeMap<(ItemNo, AccountNo), Given>,
    #[serde(with = "pairs")]
    decisions: BTreeMap<ItemNo, Decisions>,
    tags: Names<Box<str>>,
    #[serde(skip)]
    feed: BTreeSet<(u32, i64, ItemNo)>,
    #[serde(skip)]
    pairs: Lookup<(AccountNo, AccountNo), Pair>,
}

/// What is stored of [`Items`]; the rest is made anew.
#[derive(Deserialize)]
struct Stored {
    names: Names<ItemId>,
    items: Vec<Item>,
    #[serde(with = "pairs")]
    given: BTreeMap<(ItemNo, AccountNo), Given>,
    #[serde(with = "pairs")]
    decisions: BTreeMap<ItemNo, Decisions>,
    tags: Names<Box<str>>,
}

impl From<Stored> for Items {
    fn from(stored: Stored) -> Self {
        let mut items = Self {
            names: stored.names,
            items: stored.items,
            given: stored.given,
            decisions: stored.decisions,
            tags: stored.tags,
            feed: BTreeSet::new(),
            pairs: Lookup::default(),
        };
        for (number, item) in (0..).zip(&items.items) {
            for tag in &item.tags {
                let Some(published_ms) = item.published_ms else {
                    continue;
                };
                items.feed.insert((*tag, published_ms, number));
            }
        }
        for (&(number, voter), given) in &items.given {
            let item = items.items.get(at(number));
            if let Some(item) = item.filter(|item| item.published_ms.is_some()) {
                let pair = items.pairs.entry((item.author, voter));
                step(pair, Some(given.opinion), true);
            }
        }
        items
    }
}

impl Items {
    pub fn number(&self, id: &ItemId) -> Option<ItemNo> {
        self.names.number(id)
    }

    pub fn id(&self, number: ItemNo) -> Option<ItemId> {
        self.names.name(number).copied()
    }

    pub fn get(&self, number: ItemNo) -> Option<&Item> {
        self.items.get(at(number))
    }

    pub fn find(&self, id: &ItemId) -> Option<(ItemNo, &Item)> {
        let number = self.number(id)?;
        Some((number, self.get(number)?))
    }

    pub fn all(&self) -> impl Iterator<Item = (ItemNo, &ItemId, &Item)> {
        let pairs = self.names.all().zip(&self.items);
        pairs.map(|((number, id), item)| (number, id, item))
    }

    /// Adds an item that is not known yet.
    pub fn add(&mut self, id: &ItemId, item: Item) -> ItemNo {
        let number = self.names.intern(id);
        if self.items.len() == at(number) {
            self.items.push(item);
        }
        self.list(number);
        number
    }

    pub fn change(&mut self, number: ItemNo, change: impl FnOnce(&mut Item)) {
        if let Some(item) = self.items.get_mut(at(number)) {
            change(item);
        }
    }

    pub fn tag(&mut self, tag: &str) -> u32 {
        self.tags.intern(&tag.into())
    }

    pub fn tag_number(&self, tag: &str) -> Option<u32> {
        self.tags.number(tag)
    }

    pub fn tag_name(&self, tag: u32) -> Option<&str> {
        self.tags.name(tag).map(|name| &**name)
    }

    /// The posts under a tag with the time of publication, the newest first.
    pub fn under(&self, tag: u32) -> impl Iterator<Item = (i64, ItemNo)> {
        let posts = self
            .feed
            .range((tag, i64::MIN, 0)..=(tag, i64::MAX, ItemNo::MAX));
        posts.rev().map(|&(_, time_ms, number)| (time_ms, number))
    }

    pub fn decisions(&self, number: ItemNo) -> Option<&Decisions> {
        self.decisions.get(&number)
    }

    pub fn decided(&mut self, number: ItemNo) -> &mut Decisions {
        self.decisions.entry(number).or_default()
    }

    pub fn given(&self, number: ItemNo, voter: AccountNo) -> Option<&Given> {
        self.given.get(&(number, voter))
    }

    /// The opinions of an item.
    pub fn voters(&self, number: ItemNo) -> impl Iterator<Item = (AccountNo, &Given)> {
        let range = (number, 0)..=(number, AccountNo::MAX);
        self.given
            .range(range)
            .map(|((_, voter), given)| (*voter, given))
    }

    /// Sets or takes away a voter's opinion; says by how much the author's index changes (R9).
    pub fn opine(&mut self, number: ItemNo, voter: AccountNo, now: Option<(i64, Opinion)>) -> i64 {
        let before = match now {
            Some((time_ms, opinion)) => self.give(number, voter, time_ms, opinion),
            None => self
                .given
                .remove(&(number, voter))
                .map(|given| given.opinion),
        };
        let now = now.map(|(_, opinion)| opinion);
        let Some(item) = self.items.get_mut(at(number)) else {
            return 0;
        };
        item.tally = item.tally.after(before, now);
        if item.published_ms.is_none() {
            return 0;
        }
        let pair = self.pairs.entry((item.author, voter));
        step(pair, before, false) + step(pair, now, true)
    }

    fn give(
        &mut self,
        number: ItemNo,
        voter: AccountNo,
        time_ms: i64,
        opinion: Opinion,
    ) -> Option<Opinion> {
        let fresh = Given {
            since_ms: time_ms,
            opinion,
            locked: false,
            exact: false,
        };
        let mut before = None;
        let entry = self.given.entry((number, voter));
        entry
            .and_modify(|given| {
                before = Some(given.opinion);
                given.opinion = opinion;
            })
            .or_insert(fresh);
        before
    }

    /// Publishes an item with the opinions that stand on it; says by how much its author's index changes.
    pub fn publish(&mut self, number: ItemNo, time_ms: i64) -> i64 {
        let Some(item) = self.items.get_mut(at(number)) else {
            return 0;
        };
        item.published_ms = Some(time_ms);
        let author = item.author;
        let mut change = 0;
        for ((_, voter), given) in self.given.range((number, 0)..=(number, AccountNo::MAX)) {
            let pair = self.pairs.entry((author, *voter));
            change += step(pair, Some(given.opinion), true);
        }
        self.list(number);
        change
    }

    fn list(&mut self, number: ItemNo) {
        let Some(item) = self.items.get(at(number)) else {
            return;
        };
        if let Some(published_ms) = item.published_ms {
            let entries = item.tags.iter().map(|tag| (*tag, published_ms, number));
            self.feed.extend(entries);
        }
    }

    /// Withdraws an item: its tally stays, its tags go with its words (R15).
    pub fn withdraw(&mut self, number: ItemNo) {
        let Some(item) = self.items.get_mut(at(number)) else {
            return;
        };
        item.withdrawn = true;
        let published_ms = item.published_ms.unwrap_or_default();
        for tag in std::mem::take(&mut item.tags) {
            self.feed.remove(&(tag, published_ms, number));
        }
    }

    /// Locks the opinions that a decision has counted (R8).
    pub fn lock(&mut self, number: ItemNo, counted: impl Fn(Opinion) -> bool) {
        let opinions = self.given.range_mut((number, 0)..=(number, AccountNo::MAX));
        for (_, given) in opinions {
            given.locked |= counted(given.opinion);
        }
    }

    /// Locks the opinions that a decision has counted as this very one.
    pub fn lock_exactly(&mut self, number: ItemNo, opinion: Opinion) {
        let opinions = self.given.range_mut((number, 0)..=(number, AccountNo::MAX));
        for (_, given) in opinions.filter(|(_, given)| given.opinion == opinion) {
            (given.locked, given.exact) = (true, true);
        }
    }
}

/// Adds or takes away an opinion of one voter on one author; says by how much the author's index changes.
fn step(pair: &mut Pair, opinion: Option<Opinion>, add: bool) -> i64 {
    let (count, sign) = match opinion {
        Some(Opinion::Support) => (&mut pair.support, 1),
        Some(Opinion::Oppose) => (&mut pair.oppose, -1),
        Some(Opinion::Useful) | None => return 0,
    };
    let before = i64::from(*count > 0);
    *count = if add {
        count.saturating_add(1)
    } else {
        count.saturating_sub(1)
    };
    sign * (i64::from(*count > 0) - before)
}

fn at(number: ItemNo) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
