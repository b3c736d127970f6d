//! What writes.

use secta_bot_kit::{NewRow, Row, Seq};

use crate::{
    Batch, Completion, Snapshot, Step, StoreError, StoredFact, StoredValue, Timer,
    facts::Gone,
    memory::{
        data::{Data, Item},
        facts::Facts,
    },
    outcome::{self, Ended, status},
    wakes::Rings,
};

impl Data {
    pub fn append(&mut self, batch: Batch, rings: &mut Rings) -> Result<usize, StoreError> {
        for completion in batch.confirmed {
            self.complete(completion, rings)?;
        }
        let new = batch
            .rows
            .into_iter()
            .filter_map(|row| self.push(row).then_some(()))
            .count();
        rings.journal |= new > 0;
        Ok(new)
    }

    pub fn enrol(&mut self, consumers: &[&str], by: &str) {
        let first = self.consumers.is_empty();
        let start = if first { 0 } else { self.head() };
        let before = self.consumers.len();
        for name in consumers {
            self.consumers.entry((*name).to_owned()).or_insert(start);
        }
        let another = self.decided_by.replace(by.to_owned());
        if !first && (self.consumers.len() > before || another.as_deref() != Some(by)) {
            self.take_snapshot();
        }
    }

    pub fn commit(&mut self, mut step: Step, rings: &mut Rings) -> Result<(), StoreError> {
        for moved in &step.moves {
            if self.consumers.get(&moved.consumer).copied().unwrap_or(0) != moved.from {
                return Err(StoreError::Conflict(moved.consumer.clone()));
            }
        }
        self.facts.check(&step.facts)?;
        rings.outbox |= !step.effects.is_empty();
        rings.facts |= !step.facts.is_empty();
        rings.timers |= !(step.timers.is_empty() && step.fired.is_empty());
        let erases = self.enact(&mut step) || !step.erased.is_empty();
        self.move_and_note(&step);
        for value in step.values {
            self.remember(value);
        }
        for (index, (_, order)) in outcome::order(&step.effects).into_iter().enumerate() {
            let effect = step.effects[index].1.clone();
            let item = Item {
                effect,
                order,
                status: status::QUEUED,
                attempts: 0,
                next_ms: 0,
                planned_ms: step.at_ms,
            };
            self.queue(item);
        }
        for (bot, name, due_ms) in step.fired {
            let key = (bot, name);
            if self
                .timers
                .get(&key)
                .is_some_and(|(timer, _)| timer.due_ms == due_ms)
            {
                self.timers.remove(&key);
            }
        }
        for ((bot, name), timer) in outcome::timers(&step.timers) {
            let key = (bot.to_owned(), name.to_owned());
            match timer {
                Some(timer) => self.timers.insert(key, (timer, false)),
                None => self.timers.remove(&key),
            };
        }
        if erases {
            self.take_snapshot();
        }
        Ok(())
    }

    fn move_and_note(&mut self, step: &Step) {
        for moved in &step.moves {
            self.consumers.insert(moved.consumer.clone(), moved.to);
        }
        for (seq, context) in &step.contexts {
            if let Some(row) = self
                .index(*seq)
                .and_then(|index| self.journal.get_mut(index))
            {
                row.context = Some(context.clone());
            }
        }
        for (source, external_id, left) in &step.erased {
            if let Some(row) = self.row_mut(source, external_id) {
                row.new.body.clone_from(left);
                row.new.sealed = false;
                row.erased = true;
            }
        }
        for parked in &step.parked {
            self.parked
                .entry((parked.seq, parked.consumer.clone()))
                .or_insert_with(|| parked.clone());
        }
    }

    fn remember(&mut self, value: StoredValue) {
        let address = (value.bot, value.scope, value.key);
        if value.value.is_empty() && !value.sealed {
            self.state.remove(&address);
        } else {
            self.state.insert(address, (value.value, value.sealed));
        }
    }

    fn queue(&mut self, item: Item) {
        let key = item.effect.key.clone();
        if !self.outbox.contains_key(&key) {
            self.lanes
                .entry(item.effect.lane.clone())
                .or_default()
                .insert((item.order, key.clone()));
            self.outbox.insert(key, item);
        }
    }

    pub fn mark_sending(&mut self, keys: &[String]) {
        for key in keys {
            if let Some(item) = self.waiting_mut(key) {
                item.status = status::SENDING;
            }
        }
    }

    pub fn put_off(&mut self, key: &str, next_ms: i64, in_doubt: bool, _reason: &str) {
        if let Some(item) = self.waiting_mut(key) {
            item.status = if in_doubt {
                status::SENDING
            } else {
                status::QUEUED
            };
            item.next_ms = next_ms;
            item.attempts += 1;
        }
    }

    pub fn hurry(&mut self, lane_prefix: &str, now_ms: i64) {
        let hurried = self
            .outbox
            .values_mut()
            .filter(|item| item.waits() && item.effect.lane.starts_with(lane_prefix));
        for item in hurried {
            item.next_ms = item.next_ms.min(now_ms);
        }
    }

    pub fn complete(
        &mut self,
        completion: Completion,
        rings: &mut Rings,
    ) -> Result<(), StoreError> {
        let Some(item) = self.waiting_mut(&completion.key) else {
            return Ok(());
        };
        let ended = Ended {
            bot: item.effect.bot.clone(),
            scope: item.effect.scope.as_str().to_owned(),
            tag: item.effect.tag.clone(),
            lane: item.effect.lane.clone(),
        };
        let lane = ended.lane.clone();
        let row = outcome::row(&completion, ended)?;
        item.status = outcome::end(&completion.result).0;
        item.effect.payload = Vec::new();
        item.effect.sealed = false;
        let place = (item.order, completion.key);
        if let Some(waiting) = self.lanes.get_mut(&lane) {
            waiting.remove(&place);
            if waiting.is_empty() {
                self.lanes.remove(&lane);
            }
        }
        rings.outbox = true;
        rings.journal |= self.push(row);
        Ok(())
    }

    pub fn fire(&mut self, rows: Vec<(Timer, NewRow)>, rings: &mut Rings) {
        for (timer, row) in rows {
            let due = self.timers.get_mut(&(timer.bot, timer.name));
            if let Some((_, fired)) =
                due.filter(|(stored, fired)| !fired && stored.due_ms == timer.due_ms)
            {
                *fired = true;
                rings.journal |= self.push(row);
            }
        }
    }

    pub fn forget_private(&mut self, before_ms: i64) -> u64 {
        let handled = self.handled();
        let old =
            |row: &&mut Row| row.new.sealed && row.new.at_ms < before_ms && row.seq <= handled;
        let mut count = 0;
        for row in self.journal.iter_mut().filter(old) {
            row.new.body = Vec::new();
            row.new.sealed = false;
            row.erased = true;
            count += 1;
        }
        if count > 0 {
            self.take_snapshot();
        }
        count
    }

    pub fn drop_rows(&mut self, before_ms: i64) -> u64 {
        let handled = self.handled();
        let old = |row: &&Row| row.new.at_ms < before_ms && row.seq <= handled;
        let count = self.journal.iter().take_while(old).count();
        if count == 0 {
            return 0;
        }
        for row in self.journal.drain(..count) {
            self.by_id.remove(&(row.new.source, row.new.external_id));
            self.base = row.seq;
        }
        for index in self.by_id.values_mut() {
            *index -= count;
        }
        let first = (self.base + 1) << 16;
        self.outbox
            .retain(|_, item| item.waits() || item.order >= first);
        self.take_snapshot();
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// The last row that every consumer has handled.
    fn handled(&self) -> Seq {
        self.consumers.values().copied().min().unwrap_or(0)
    }

    fn take_snapshot(&mut self) {
        self.snapshot = self.snapshot_now();
    }

    /// Writes the facts of a step, and takes away what goes; tells whether the snapshot holds something of it.
    fn enact(&mut self, step: &mut Step) -> bool {
        let facts = std::mem::take(&mut step.facts);
        let gone = Gone::of(step);
        self.facts.write(facts, &gone);
        let mut kept = self.snapshot.quiet.iter();
        kept.any(|fact| gone.settles(fact) || gone.withholds(fact))
    }

    /// Begins where a snapshot was taken.
    pub fn resume(&mut self, snapshot: &Snapshot, facts: Vec<StoredFact>) {
        self.base = snapshot.floor();
        self.consumers.clone_from(&snapshot.positions);
        for value in &snapshot.values {
            self.remember(value.clone());
        }
        for timer in &snapshot.timers {
            let key = (timer.bot.clone(), timer.name.clone());
            self.timers.insert(key, (timer.clone(), false));
        }
        self.facts = Facts::resumed(snapshot, facts);
        self.snapshot = snapshot.clone();
    }

    /// Takes rows as they stand in another journal; the first must follow the last that is here.
    pub fn replay(&mut self, rows: Vec<Row>) {
        for row in rows {
            let id = (row.new.source.clone(), row.new.external_id.clone());
            self.by_id.insert(id, self.journal.len());
            self.journal.push(Row {
                context: None,
                ..row
            });
        }
    }
}
