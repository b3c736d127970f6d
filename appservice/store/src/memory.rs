//! A store in memory, for replay and for simulation: no task, no thread, no chance.
//!
//! Every change happens inside one synchronous section, so that a future dropped midway leaves all or nothing.
//! [`Memory::handle`] gives another handle to the same data, as another process would have it (or the same one
//! after a crash); each handle has bells of its own, and a commit through any of them rings all.

mod change;
mod data;
mod facts;
mod look;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use secta_bot_kit::{NewRow, Row, Scope, Seq};

use crate::{
    Batch, Completion, Figures, Parked, Snapshot, Step, Store, StoreError, StoredFact,
    StoredRecord, StoredValue, Timer, Views, Waiting, Wakes, memory::data::Data, wakes::Rings,
};

/// A handle to a store in memory.
#[derive(Debug)]
pub struct Memory {
    shared: Arc<Shared>,
    wakes: Arc<Wakes>,
    closed: AtomicBool,
}

#[derive(Debug)]
struct Shared {
    tag: String,
    data: Mutex<Data>,
    bells: Mutex<Vec<Weak<Wakes>>>,
}

impl Memory {
    /// An empty store with this tag.
    pub fn new(tag: impl Into<String>) -> Self {
        let shared = Shared {
            tag: tag.into(),
            data: Mutex::default(),
            bells: Mutex::default(),
        };
        Self::over(Arc::new(shared))
    }

    /// A store that begins where a snapshot was taken, with the facts of that moment: the records before the
    /// snapshot's heads, and its quiet facts.
    pub fn resumed(tag: impl Into<String>, snapshot: &Snapshot, facts: Vec<StoredFact>) -> Self {
        let memory = Self::new(tag);
        lock(&memory.shared.data).resume(snapshot, facts);
        memory
    }

    /// Takes rows of another journal as they stand, for replay; the first must follow the last that is here.
    pub fn replay(&self, rows: Vec<Row>) {
        lock(&self.shared.data).replay(rows);
    }

    /// Another handle to the same data, open whether this one is or not.
    #[must_use]
    pub fn handle(&self) -> Self {
        Self::over(Arc::clone(&self.shared))
    }

    fn over(shared: Arc<Shared>) -> Self {
        let wakes = Arc::new(Wakes::default());
        let mut bells = lock(&shared.bells);
        bells.retain(|bell| bell.strong_count() > 0);
        bells.push(Arc::downgrade(&wakes));
        drop(bells);
        Self {
            shared,
            wakes,
            closed: AtomicBool::new(false),
        }
    }

    fn look(&self) -> Result<MutexGuard<'_, Data>, StoreError> {
        if self.closed.load(Ordering::SeqCst) {
            return Err(StoreError::Closed);
        }
        Ok(lock(&self.shared.data))
    }

    fn change<T>(
        &self,
        act: impl FnOnce(&mut Data, &mut Rings) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut rings = Rings::default();
        let result = act(&mut *self.look()?, &mut rings)?;
        for bell in lock(&self.shared.bells).iter().filter_map(Weak::upgrade) {
            bell.ring(rings);
        }
        Ok(result)
    }
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        self.handle()
    }
}

/// A panic elsewhere leaves whole data behind: every section writes what it has decided.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Store for Memory {
    fn tag(&self) -> &str {
        &self.shared.tag
    }

    fn wakes(&self) -> &Wakes {
        &self.wakes
    }

    async fn append(&self, batch: Batch) -> Result<usize, StoreError> {
        self.change(|data, rings| data.append(batch, rings))
    }

    async fn read(&self, after: Seq, limit: usize) -> Result<Vec<Row>, StoreError> {
        Ok(self.look()?.read(after, limit))
    }

    async fn row(&self, source: &str, external_id: &str) -> Result<Option<Row>, StoreError> {
        Ok(self.look()?.row(source, external_id))
    }

    async fn enrol(&self, consumers: &[&str], by: &str) -> Result<(), StoreError> {
        self.change(|data, _| {
            data.enrol(consumers, by);
            Ok(())
        })
    }

    async fn positions(&self, consumers: &[&str]) -> Result<BTreeMap<String, Seq>, StoreError> {
        Ok(self.look()?.positions(consumers))
    }

    async fn scopes(&self, wanted: &[(&str, Scope)]) -> Result<Vec<StoredValue>, StoreError> {
        Ok(self.look()?.scopes(wanted))
    }

    async fn facts(
        &self,
        after: Option<(&str, i64)>,
        limit: usize,
    ) -> Result<Vec<StoredFact>, StoreError> {
        let data = self.look()?;
        Ok(data.facts.after(after).take(limit).cloned().collect())
    }

    async fn facts_of(
        &self,
        community: &str,
        after_place: i64,
        limit: usize,
    ) -> Result<Vec<StoredFact>, StoreError> {
        let data = self.look()?;
        let found = data.facts.after(Some((community, after_place)));
        let own = found.take_while(|fact| fact.community == community);
        Ok(own.take(limit).cloned().collect())
    }

    async fn waiting(
        &self,
        community: &str,
        before_place: i64,
    ) -> Result<Vec<StoredFact>, StoreError> {
        let data = self.look()?;
        let found = data.facts.after(Some((community, -1)));
        let before =
            found.take_while(|fact| fact.community == community && fact.place < before_place);
        let waits = |fact: &&StoredFact| fact.item.is_some() && fact.record().is_none();
        Ok(before.filter(waits).cloned().collect())
    }

    async fn records_of(
        &self,
        community: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Option<Vec<StoredRecord>>, StoreError> {
        let data = self.look()?;
        let found = data.facts.after(Some((community, -1)));
        let own = found.take_while(|fact| fact.community == community);
        let mut records = own.filter_map(StoredFact::record);
        if after.is_some_and(|id| !records.any(|record| record.id == id)) {
            return Ok(None);
        }
        Ok(Some(records.take(limit).cloned().collect()))
    }

    async fn records_of_kind(
        &self,
        community: &str,
        kind: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Option<Vec<StoredRecord>>, StoreError> {
        let found = self.records_of(community, after, usize::MAX).await?;
        Ok(found.map(|records| {
            let of_kind = records.into_iter().filter(|record| record.kind == kind);
            of_kind.take(limit).collect()
        }))
    }

    async fn record(&self, community: &str, id: &str) -> Result<Option<StoredRecord>, StoreError> {
        let data = self.look()?;
        let found = data.facts.after(Some((community, -1)));
        let own = found.take_while(|fact| fact.community == community);
        let mut records = own.filter_map(StoredFact::record);
        Ok(records.find(|record| record.id == id).cloned())
    }

    async fn fact_heads(&self) -> Result<BTreeMap<String, i64>, StoreError> {
        Ok(self.look()?.facts.heads().clone())
    }

    async fn commit(&self, step: Step) -> Result<(), StoreError> {
        self.change(|data, rings| data.commit(step, rings))
    }

    async fn heads(
        &self,
        now_ms: i64,
        busy: &[String],
        limit: usize,
    ) -> Result<Vec<Waiting>, StoreError> {
        Ok(self.look()?.heads(now_ms, busy, limit))
    }

    async fn next_effect_ms(&self, busy: &[String]) -> Result<Option<i64>, StoreError> {
        Ok(self.look()?.next_effect_ms(busy))
    }

    async fn mark_sending(&self, keys: &[String]) -> Result<(), StoreError> {
        self.change(|data, _| {
            data.mark_sending(keys);
            Ok(())
        })
    }

    async fn put_off(
        &self,
        key: &str,
        next_ms: i64,
        in_doubt: bool,
        reason: &str,
    ) -> Result<(), StoreError> {
        self.change(|data, rings| {
            data.put_off(key, next_ms, in_doubt, reason);
            rings.outbox = true;
            Ok(())
        })
    }

    async fn hurry(&self, lane_prefix: &str, now_ms: i64) -> Result<(), StoreError> {
        self.change(|data, rings| {
            data.hurry(lane_prefix, now_ms);
            rings.outbox = true;
            Ok(())
        })
    }

    async fn complete(&self, completion: Completion) -> Result<(), StoreError> {
        self.change(|data, rings| data.complete(completion, rings))
    }

    async fn due_timers(&self, now_ms: i64, limit: usize) -> Result<Vec<Timer>, StoreError> {
        Ok(self.look()?.due_timers(now_ms, limit))
    }

    async fn next_timer_ms(&self) -> Result<Option<i64>, StoreError> {
        Ok(self.look()?.next_timer_ms())
    }

    async fn fire(&self, rows: Vec<(Timer, NewRow)>) -> Result<(), StoreError> {
        self.change(|data, rings| {
            data.fire(rows, rings);
            Ok(())
        })
    }

    async fn parked(&self, limit: usize) -> Result<Vec<Parked>, StoreError> {
        Ok(self.look()?.parked(limit))
    }

    async fn views(&self) -> Result<Views, StoreError> {
        Ok(self.look()?.views())
    }

    async fn figures(&self) -> Result<Figures, StoreError> {
        Ok(self.look()?.figures())
    }

    async fn forget_private(&self, before_ms: i64) -> Result<u64, StoreError> {
        self.change(|data, _| Ok(data.forget_private(before_ms)))
    }

    async fn drop_rows(&self, before_ms: i64) -> Result<u64, StoreError> {
        self.change(|data, _| Ok(data.drop_rows(before_ms)))
    }

    async fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }
}
