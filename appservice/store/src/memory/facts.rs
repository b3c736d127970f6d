//! The facts of communities, as maps.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Snapshot, StoreError, StoredFact, StoredKept,
    facts::{self, Gone, ItemOf},
};

#[derive(Debug, Default)]
pub struct Facts {
    all: BTreeMap<(String, i64), StoredFact>,
    /// The places of an item's facts, by community and item.
    items: BTreeMap<(String, String), BTreeSet<i64>>,
    /// The ids of the records.
    ids: BTreeSet<String>,
    /// The next place of every community.
    heads: BTreeMap<String, i64>,
}

impl Facts {
    /// Those that a store begins with.
    pub fn resumed(snapshot: &Snapshot, facts: Vec<StoredFact>) -> Self {
        let mut resumed = Self {
            heads: snapshot.heads.clone(),
            ..Self::default()
        };
        for fact in facts {
            resumed.insert(fact);
        }
        resumed
    }

    /// The next place of every community.
    pub fn heads(&self) -> &BTreeMap<String, i64> {
        &self.heads
    }

    /// Looks whether facts can be written.
    pub fn check(&self, new: &[StoredFact]) -> Result<(), StoreError> {
        facts::next(new, &self.heads)?;
        facts::unknown(new, |id| self.ids.contains(id))
    }

    /// Writes facts that were checked, and takes away what goes.
    pub fn write(&mut self, new: Vec<StoredFact>, gone: &Gone<'_>) {
        for item in &gone.settled {
            self.settle(*item);
        }
        for item in &gone.withheld {
            self.withhold(*item);
        }
        for mut fact in new {
            let next = fact.place.saturating_add(1);
            self.heads.insert(fact.community.clone(), next);
            let (settled, withheld) = (gone.settles(&fact), gone.withholds(&fact));
            match &mut fact.kept {
                StoredKept::Quiet { .. } if settled => continue,
                StoredKept::Record(record) if withheld => record.body = None,
                StoredKept::Quiet { .. } | StoredKept::Record(_) => {}
            }
            self.insert(fact);
        }
    }

    fn insert(&mut self, fact: StoredFact) {
        if let Some((community, item)) = fact.item_of() {
            let places = self.items.entry((community.to_owned(), item.to_owned()));
            places.or_default().insert(fact.place);
        }
        let id = fact.record().map(|record| record.id.clone());
        self.ids.extend(id);
        self.all.insert((fact.community.clone(), fact.place), fact);
    }

    fn settle(&mut self, (community, item): ItemOf<'_>) {
        let Some(places) = self.items.get_mut(&address((community, item))) else {
            return;
        };
        places.retain(|place| {
            let at = (community.to_owned(), *place);
            let stays = self.all.get(&at).is_some_and(|fact| !is_quiet(fact));
            if !stays {
                self.all.remove(&at);
            }
            stays
        });
    }

    fn withhold(&mut self, item: ItemOf<'_>) {
        for place in self.items.get(&address(item)).into_iter().flatten() {
            let fact = self.all.get_mut(&(item.0.to_owned(), *place));
            if let Some(StoredKept::Record(record)) = fact.map(|fact| &mut fact.kept) {
                record.body = None;
            }
        }
    }

    /// The facts after a place, in order of community and place.
    pub fn after(&self, after: Option<(&str, i64)>) -> impl Iterator<Item = &StoredFact> {
        let after = after.map(|(community, place)| (community.to_owned(), place));
        let from = after.clone().unwrap_or_default();
        let found = self.all.range(from..);
        found
            .filter(move |(place, _)| Some(*place) != after.as_ref())
            .map(|(_, fact)| fact)
    }

    /// The quiet facts.
    pub fn quiet(&self) -> impl Iterator<Item = &StoredFact> {
        self.all.values().filter(|fact| is_quiet(fact))
    }

    /// The records from some places on: community, place and id.
    pub fn records(
        &self,
        from: &BTreeMap<String, i64>,
    ) -> impl Iterator<Item = (String, i64, String)> {
        let young = |fact: &&StoredFact| {
            fact.place >= from.get(&fact.community).copied().unwrap_or_default()
        };
        let named = |fact: &StoredFact| {
            let id = fact.record()?.id.clone();
            Some((fact.community.clone(), fact.place, id))
        };
        self.all.values().filter(young).filter_map(named)
    }
}

fn address((community, item): ItemOf<'_>) -> (String, String) {
    (community.to_owned(), item.to_owned())
}

fn is_quiet(fact: &StoredFact) -> bool {
    fact.record().is_none()
}
