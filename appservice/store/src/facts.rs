//! Facts of communities, as they are stored: the store knows nothing of their meaning. Ids are lower-case
//! hexadecimal text.
//!
//! A community's facts have places, in order; a place is given once, even when its fact is gone.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Step, StoreError};

/// A fact of a community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFact {
    /// The community.
    pub community: String,
    /// Its place among the community's facts, from 0.
    pub place: i64,
    /// The item whose words or votes it holds: they go when the item goes.
    pub item: Option<String>,
    /// What is kept of it.
    pub kept: StoredKept,
}

/// What is kept of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredKept {
    /// A record: it stays.
    Record(StoredRecord),
    /// A technical fact: it goes when its item is settled.
    Quiet {
        /// JSON.
        value: Vec<u8>,
    },
}

/// A public record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// Its id: no other record has it.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its envelope's canonical text.
    pub envelope: String,
    /// The node's signature.
    pub signature: String,
    /// Its body's canonical text, unless it is withheld.
    pub body: Option<String>,
}

/// A community and an item of it.
pub(crate) type ItemOf<'a> = (&'a str, &'a str);

impl StoredFact {
    /// The record that it became, where it is public.
    pub fn record(&self) -> Option<&StoredRecord> {
        match &self.kept {
            StoredKept::Record(record) => Some(record),
            StoredKept::Quiet { .. } => None,
        }
    }

    pub(crate) fn item_of(&self) -> Option<ItemOf<'_>> {
        let item = self.item.as_deref()?;
        Some((&self.community, item))
    }
}

/// The items that a step makes go: what it writes of them itself is not written at all.
pub(crate) struct Gone<'a> {
    pub settled: BTreeSet<ItemOf<'a>>,
    pub withheld: BTreeSet<ItemOf<'a>>,
}

impl<'a> Gone<'a> {
    pub fn of(step: &'a Step) -> Self {
        let set = |items: &'a [(String, String)]| {
            let items = items.iter();
            items.map(|(community, item)| (community.as_str(), item.as_str()))
        };
        Self {
            settled: set(&step.settled).collect(),
            withheld: set(&step.withheld).collect(),
        }
    }

    /// All of them, whichever way they go.
    pub fn items(&self) -> impl Iterator<Item = ItemOf<'a>> {
        self.settled.union(&self.withheld).copied()
    }

    /// Whether a quiet fact goes.
    pub fn settles(&self, fact: &StoredFact) -> bool {
        fact.item_of()
            .is_some_and(|item| self.settled.contains(&item))
    }

    /// Whether a record's body goes.
    pub fn withholds(&self, fact: &StoredFact) -> bool {
        fact.item_of()
            .is_some_and(|item| self.withheld.contains(&item))
    }
}

/// The next place of each community once these facts are written, where `heads` are the next places before; a
/// community that is not there is new.
///
/// # Errors
///
/// [`StoreError::Conflict`] when a place is taken already, or was.
pub(crate) fn next<'a>(
    facts: &'a [StoredFact],
    heads: &BTreeMap<String, i64>,
) -> Result<BTreeMap<&'a str, i64>, StoreError> {
    let mut next: BTreeMap<&str, i64> = BTreeMap::new();
    for fact in facts {
        let head = heads.get(&fact.community).copied().unwrap_or(0);
        let place = next.entry(&fact.community).or_insert(head);
        if fact.place < *place {
            return Err(StoreError::Conflict(fact.community.clone()));
        }
        *place = fact.place.saturating_add(1);
    }
    Ok(next)
}

/// Looks that no record is written that is `known` or stands in the list twice.
///
/// # Errors
///
/// [`StoreError::Corrupt`] when one is.
pub(crate) fn unknown(
    facts: &[StoredFact],
    known: impl Fn(&str) -> bool,
) -> Result<(), StoreError> {
    let mut seen = BTreeSet::new();
    let ids = facts.iter().filter_map(StoredFact::record);
    for StoredRecord { id, .. } in ids {
        if known(id) || !seen.insert(id) {
            let reason = format!("record {id}, which was to be written");
            return Err(StoreError::Corrupt(reason));
        }
    }
    Ok(())
}
