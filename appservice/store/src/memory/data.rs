//! The tables, as maps.

use std::collections::{BTreeMap, BTreeSet};

use secta_bot_kit::{NewRow, Row, Scope, Seq, state::Address};

use crate::{Parked, Snapshot, StoredEffect, Timer, memory::facts::Facts, outcome::status};

#[derive(Debug, Default)]
pub struct Data {
    /// The last row that is not here any more.
    pub base: Seq,
    pub journal: Vec<Row>,
    pub by_id: BTreeMap<(String, String), usize>,
    pub consumers: BTreeMap<String, Seq>,
    pub state: BTreeMap<Address, (Vec<u8>, bool)>,
    pub outbox: BTreeMap<String, Item>,
    /// What waits, by lane and in order.
    pub lanes: BTreeMap<String, BTreeSet<(i64, String)>>,
    pub timers: BTreeMap<(String, String), (Timer, bool)>,
    pub parked: BTreeMap<(Seq, String), Parked>,
    pub facts: Facts,
    pub snapshot: Snapshot,
    /// What decides.
    pub decided_by: Option<String>,
}

/// A row of the outbox.
#[derive(Debug)]
pub struct Item {
    pub effect: StoredEffect,
    pub order: i64,
    pub status: i64,
    pub attempts: u32,
    pub next_ms: i64,
    pub planned_ms: i64,
}

impl Item {
    pub fn waits(&self) -> bool {
        self.status < status::DONE
    }
}

impl Data {
    /// Appends a row; whether it was new.
    pub fn push(&mut self, new: NewRow) -> bool {
        let id = (new.source.clone(), new.external_id.clone());
        if self.by_id.contains_key(&id) {
            return false;
        }
        self.by_id.insert(id, self.journal.len());
        let seq = self.head() + 1;
        self.journal.push(Row {
            seq,
            new,
            context: None,
            erased: false,
        });
        true
    }

    pub fn head(&self) -> Seq {
        self.base + Seq::try_from(self.journal.len()).unwrap_or(Seq::MAX)
    }

    pub fn row_mut(&mut self, source: &str, external_id: &str) -> Option<&mut Row> {
        let index = *self
            .by_id
            .get(&(source.to_owned(), external_id.to_owned()))?;
        self.journal.get_mut(index)
    }

    /// The place of a row in the list.
    pub fn index(&self, seq: Seq) -> Option<usize> {
        usize::try_from(seq - self.base).ok()?.checked_sub(1)
    }

    /// An effect that has not ended.
    pub fn waiting_mut(&mut self, key: &str) -> Option<&mut Item> {
        self.outbox.get_mut(key).filter(|item| item.waits())
    }

    pub fn scope_values<'a>(
        &'a self,
        bot: &'a str,
        scope: &'a Scope,
    ) -> impl Iterator<Item = (&'a Address, &'a (Vec<u8>, bool))> {
        self.state
            .range((bot.to_owned(), scope.clone(), String::new())..)
            .take_while(move |((b, s, _), _)| b == bot && s == scope)
    }
}
