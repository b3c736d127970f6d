//! What reads.

use std::collections::{BTreeMap, BTreeSet};

use secta_bot_kit::{Row, Scope, Seq};

use crate::{
    Figures, Parked, Snapshot, StoredFact, StoredKept, StoredValue, Timer, Views, Waiting,
    memory::data::{Data, Item},
    outcome::status,
};

impl Data {
    pub fn read(&self, after: Seq, limit: usize) -> Vec<Row> {
        let after = usize::try_from(after - self.base).unwrap_or(0);
        self.journal
            .iter()
            .skip(after)
            .take(limit)
            .cloned()
            .collect()
    }

    pub fn row(&self, source: &str, external_id: &str) -> Option<Row> {
        let index = *self
            .by_id
            .get(&(source.to_owned(), external_id.to_owned()))?;
        self.journal.get(index).cloned()
    }

    pub fn positions(&self, consumers: &[&str]) -> BTreeMap<String, Seq> {
        let position = |name: &str| self.consumers.get(name).copied().unwrap_or(0);
        consumers
            .iter()
            .map(|name| ((*name).to_owned(), position(name)))
            .collect()
    }

    pub fn scopes(&self, wanted: &[(&str, Scope)]) -> Vec<StoredValue> {
        let wanted: BTreeSet<&(&str, Scope)> = wanted.iter().collect();
        wanted
            .into_iter()
            .flat_map(|(bot, scope)| self.scope_values(bot, scope))
            .map(stored)
            .collect()
    }

    fn heads_of_lanes(&self, busy: &[String]) -> impl Iterator<Item = (&(i64, String), &Item)> {
        let busy: BTreeSet<String> = busy.iter().cloned().collect();
        self.lanes
            .iter()
            .filter(move |(lane, _)| !busy.contains(*lane))
            .filter_map(|(_, waiting)| waiting.first())
            .filter_map(|place| Some((place, self.outbox.get(&place.1)?)))
    }

    pub fn heads(&self, now_ms: i64, busy: &[String], limit: usize) -> Vec<Waiting> {
        let mut due: Vec<_> = self
            .heads_of_lanes(busy)
            .filter(|(_, item)| item.next_ms <= now_ms)
            .collect();
        due.sort_by_key(|(place, _)| *place);
        due.into_iter()
            .take(limit)
            .map(|(_, item)| waiting(item))
            .collect()
    }

    pub fn next_effect_ms(&self, busy: &[String]) -> Option<i64> {
        self.heads_of_lanes(busy)
            .map(|(_, item)| item.next_ms)
            .min()
    }

    fn waiting_timers(&self) -> impl Iterator<Item = &Timer> {
        self.timers
            .values()
            .filter(|(_, fired)| !fired)
            .map(|(timer, _)| timer)
    }

    pub fn due_timers(&self, now_ms: i64, limit: usize) -> Vec<Timer> {
        let mut due: Vec<&Timer> = self
            .waiting_timers()
            .filter(|timer| timer.due_ms <= now_ms)
            .collect();
        due.sort_by_key(|timer| (timer.due_ms, &timer.bot, &timer.name));
        due.into_iter().take(limit).cloned().collect()
    }

    pub fn next_timer_ms(&self) -> Option<i64> {
        self.waiting_timers().map(|timer| timer.due_ms).min()
    }

    pub fn parked(&self, limit: usize) -> Vec<Parked> {
        let mut parked: Vec<&Parked> = self.parked.values().collect();
        parked.sort_by_key(|parked| (-parked.seq, &parked.consumer));
        parked.into_iter().take(limit).cloned().collect()
    }

    pub fn views(&self) -> Views {
        let floor = self.snapshot.floor();
        let since = |item: &&Item| item.order >= (floor + 1) << 16;
        let mut effects: Vec<&Item> = self.outbox.values().filter(since).collect();
        effects.sort_by_key(|item| (item.order, &item.effect.key));
        let named = |item: &Item| {
            (
                item.effect.key.clone(),
                item.effect.lane.clone(),
                item.effect.digest.clone(),
            )
        };
        Views {
            positions: self.consumers.clone(),
            snapshot: self.snapshot.clone(),
            values: self.values(),
            effects: effects.into_iter().map(named).collect(),
            timers: self.timers(),
            parked: self
                .parked
                .keys()
                .filter(|(seq, _)| *seq > floor)
                .cloned()
                .collect(),
            records: self.facts.records(&self.snapshot.heads).collect(),
            quiet: self.facts.quiet().filter_map(quiet).collect(),
        }
    }

    /// What a snapshot that is taken now holds.
    pub fn snapshot_now(&self) -> Snapshot {
        Snapshot {
            positions: self.consumers.clone(),
            values: self.values(),
            timers: self.timers(),
            heads: self.facts.heads().clone(),
            quiet: self.facts.quiet().cloned().collect(),
        }
    }

    fn values(&self) -> Vec<StoredValue> {
        self.state.iter().map(stored).collect()
    }

    fn timers(&self) -> Vec<Timer> {
        let timers = self.timers.values();
        timers.map(|(timer, _)| timer.clone()).collect()
    }

    pub fn figures(&self) -> Figures {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let waiting = || self.outbox.values().filter(|item| item.waits());
        Figures {
            head: self.head(),
            positions: self.consumers.clone(),
            outbox_depth: count(waiting().count()),
            outbox_oldest_ms: waiting().map(|item| item.planned_ms).min(),
            refused: count(
                self.outbox
                    .values()
                    .filter(|item| item.status == status::REFUSED)
                    .count(),
            ),
            parked: count(self.parked.len()),
            timers: count(self.waiting_timers().count()),
        }
    }
}

fn stored(
    ((bot, scope, key), (value, sealed)): (&(String, Scope, String), &(Vec<u8>, bool)),
) -> StoredValue {
    StoredValue {
        bot: bot.clone(),
        scope: scope.clone(),
        key: key.clone(),
        value: value.clone(),
        sealed: *sealed,
    }
}

fn quiet(fact: &StoredFact) -> Option<(String, i64, Vec<u8>)> {
    match &fact.kept {
        StoredKept::Quiet { value } => Some((fact.community.clone(), fact.place, value.clone())),
        StoredKept::Record(_) => None,
    }
}

fn waiting(item: &Item) -> Waiting {
    Waiting {
        effect: item.effect.clone(),
        in_doubt: item.status == status::SENDING,
        attempts: item.attempts,
        planned_ms: item.planned_ms,
    }
}
