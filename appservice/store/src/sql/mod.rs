//! The store over SQLite and PostgreSQL: one writes at a time, and readers beside it.

mod checkpoint;
mod connect;
mod db;
mod facts;
mod group;
mod journal;
mod listen;
mod nul;
mod outbox;
mod read;
mod snapshot;
pub(crate) mod sqlite;
mod step;
mod timers;
mod writer;

use std::{
    collections::BTreeMap,
    fs::File,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use secta_bot_kit::{NewRow, Row, Scope, Seq};
use tokio::{sync::Notify, task::JoinHandle};

use crate::{
    Batch, Completion, Figures, Parked, Step, Store, StoreError, StoredFact, StoredRecord,
    StoredValue, Timer, Views, Waiting, Wakes,
    sql::{
        connect::Opened,
        db::{Conn, Pool},
        group::{Op, PutOff},
        writer::Desk,
    },
};

/// A store over a database.
struct SqlStore {
    tag: String,
    wakes: Arc<Wakes>,
    readers: Pool,
    writing: Pool,
    desk: Desk,
    /// What runs beside: a listener to PostgreSQL's bells, or what empties SQLite's log.
    beside: Mutex<Option<JoinHandle<()>>>,
    /// Lets nobody else run what this process runs over SQLite.
    lock: Mutex<Option<File>>,
}

/// See [`crate::open_as`].
pub async fn open(url: &str, parts: &[&str]) -> Result<Arc<dyn Store>, StoreError> {
    let Opened {
        writer: writing,
        readers,
        tag,
        lock,
    } = connect::open(url, parts).await?;
    let wakes = Arc::new(Wakes::default());
    let written = Arc::new(Notify::new());
    let beside = match (&writing, &readers) {
        (Pool::Sqlite(pool), _) => {
            tokio::spawn(checkpoint::run(pool.clone(), Arc::clone(&written)))
        }
        (_, Pool::Postgres(pool)) => tokio::spawn(listen::run(pool.clone(), Arc::clone(&wakes))),
        (Pool::Postgres(_), Pool::Sqlite(_)) => return Err(StoreError::Url(url.to_owned())),
    };
    Ok(Arc::new(SqlStore {
        tag,
        desk: Desk::new(writing.clone(), Arc::clone(&wakes), written),
        wakes,
        readers,
        writing,
        beside: Mutex::new(Some(beside)),
        lock: Mutex::new(lock),
    }))
}

/// See [`crate::open_to_read`].
pub async fn open_to_read(url: &str) -> Result<Arc<dyn Store>, StoreError> {
    let (readers, tag) = connect::open_to_read(url).await?;
    let wakes = Arc::new(Wakes::default());
    let desk = Desk::new(readers.clone(), Arc::clone(&wakes), Arc::default());
    desk.close().await;
    Ok(Arc::new(SqlStore {
        tag,
        desk,
        wakes,
        writing: readers.clone(),
        readers,
        beside: Mutex::new(None),
        lock: Mutex::new(None),
    }))
}

impl SqlStore {
    async fn write(&self, op: Op) -> Result<u64, StoreError> {
        self.desk.write(op).await
    }

    async fn reader(&self) -> Result<Conn, StoreError> {
        self.readers.acquire().await
    }
}

impl Drop for SqlStore {
    fn drop(&mut self) {
        if let Some(beside) = lock(&self.beside).take() {
            beside.abort();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Store for SqlStore {
    fn tag(&self) -> &str {
        &self.tag
    }

    fn wakes(&self) -> &Wakes {
        &self.wakes
    }

    async fn append(&self, batch: Batch) -> Result<usize, StoreError> {
        let new = self.write(Op::Append(batch)).await?;
        Ok(usize::try_from(new).unwrap_or(usize::MAX))
    }

    async fn read(&self, after: Seq, limit: usize) -> Result<Vec<Row>, StoreError> {
        read::rows(&mut self.reader().await?, after, limit).await
    }

    async fn row(&self, source: &str, external_id: &str) -> Result<Option<Row>, StoreError> {
        read::by_id(&mut self.reader().await?, source, external_id).await
    }

    async fn enrol(&self, consumers: &[&str], by: &str) -> Result<(), StoreError> {
        let names = consumers.iter().map(|name| (*name).to_owned()).collect();
        let by = by.to_owned();
        self.write(Op::Enrol(names, by)).await.map(drop)
    }

    async fn positions(&self, consumers: &[&str]) -> Result<BTreeMap<String, Seq>, StoreError> {
        read::positions(&mut self.reader().await?, consumers).await
    }

    async fn scopes(&self, wanted: &[(&str, Scope)]) -> Result<Vec<StoredValue>, StoreError> {
        read::scopes(&mut self.reader().await?, wanted).await
    }

    async fn facts(
        &self,
        after: Option<(&str, i64)>,
        limit: usize,
    ) -> Result<Vec<StoredFact>, StoreError> {
        facts::all(&mut self.reader().await?, after, limit).await
    }

    async fn facts_of(
        &self,
        community: &str,
        after_place: i64,
        limit: usize,
    ) -> Result<Vec<StoredFact>, StoreError> {
        facts::of(&mut self.reader().await?, community, after_place, limit).await
    }

    async fn records_of(
        &self,
        community: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Option<Vec<StoredRecord>>, StoreError> {
        facts::records(&mut self.reader().await?, community, after, limit).await
    }

    async fn records_of_kind(
        &self,
        community: &str,
        kind: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Option<Vec<StoredRecord>>, StoreError> {
        let conn = &mut self.reader().await?;
        facts::records_of_kind(conn, (community, kind), after, limit).await
    }

    async fn record(&self, community: &str, id: &str) -> Result<Option<StoredRecord>, StoreError> {
        facts::one(&mut self.reader().await?, community, id).await
    }

    async fn fact_heads(&self) -> Result<BTreeMap<String, i64>, StoreError> {
        facts::heads(&mut self.reader().await?).await
    }

    async fn waiting(
        &self,
        community: &str,
        before_place: i64,
    ) -> Result<Vec<StoredFact>, StoreError> {
        facts::waiting(&mut self.reader().await?, community, before_place).await
    }

    async fn commit(&self, step: Step) -> Result<(), StoreError> {
        self.write(Op::Commit(Box::new(step))).await.map(drop)
    }

    async fn heads(
        &self,
        now_ms: i64,
        busy: &[String],
        limit: usize,
    ) -> Result<Vec<Waiting>, StoreError> {
        read::heads(&mut self.reader().await?, now_ms, busy, limit).await
    }

    async fn next_effect_ms(&self, busy: &[String]) -> Result<Option<i64>, StoreError> {
        read::next_effect_ms(&mut self.reader().await?, busy).await
    }

    async fn mark_sending(&self, keys: &[String]) -> Result<(), StoreError> {
        self.write(Op::MarkSending(keys.to_vec())).await.map(drop)
    }

    async fn put_off(
        &self,
        key: &str,
        next_ms: i64,
        in_doubt: bool,
        reason: &str,
    ) -> Result<(), StoreError> {
        let op = PutOff {
            key: key.to_owned(),
            next_ms,
            in_doubt,
            reason: reason.to_owned(),
        };
        self.write(Op::PutOff(op)).await.map(drop)
    }

    async fn hurry(&self, lane_prefix: &str, now_ms: i64) -> Result<(), StoreError> {
        let op = Op::Hurry {
            lane_prefix: lane_prefix.to_owned(),
            now_ms,
        };
        self.write(op).await.map(drop)
    }

    async fn complete(&self, completion: Completion) -> Result<(), StoreError> {
        self.write(Op::Complete(completion)).await.map(drop)
    }

    async fn due_timers(&self, now_ms: i64, limit: usize) -> Result<Vec<Timer>, StoreError> {
        read::due_timers(&mut self.reader().await?, now_ms, limit).await
    }

    async fn next_timer_ms(&self) -> Result<Option<i64>, StoreError> {
        read::next_timer_ms(&mut self.reader().await?).await
    }

    async fn fire(&self, rows: Vec<(Timer, NewRow)>) -> Result<(), StoreError> {
        self.write(Op::Fire(rows)).await.map(drop)
    }

    async fn parked(&self, limit: usize) -> Result<Vec<Parked>, StoreError> {
        read::parked(&mut self.reader().await?, limit).await
    }

    async fn views(&self) -> Result<Views, StoreError> {
        read::views(&mut self.reader().await?).await
    }

    async fn figures(&self) -> Result<Figures, StoreError> {
        read::figures(&mut self.reader().await?).await
    }

    async fn forget_private(&self, before_ms: i64) -> Result<u64, StoreError> {
        self.write(Op::Forget { before_ms }).await
    }

    async fn drop_rows(&self, before_ms: i64) -> Result<u64, StoreError> {
        self.write(Op::DropRows { before_ms }).await
    }

    async fn close(&self) {
        self.desk.close().await;
        let beside = lock(&self.beside).take();
        if let Some(beside) = beside {
            beside.abort();
            let _ = beside.await;
        }
        self.readers.close().await;
        self.writing.close().await;
        lock(&self.lock).take();
    }
}
