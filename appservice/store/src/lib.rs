//! The journal, the outbox, the timers, what bots remember and the facts of communities.
//!
//! [`Store`] is the contract; [`open`] gives it over SQLite or PostgreSQL by URL, [`memory`] keeps it in memory
//! for replay and simulation. All three pass one test suite.
//!
//! Every method that writes returns after the commit is on disk, or leaves nothing behind.

use std::{collections::BTreeMap, pin::Pin, sync::Arc};

use async_trait::async_trait;
use secta_bot_kit::{NewRow, Row, Scope, Seq, TimerChange, journal::EffectResult};

pub use crate::{
    facts::{StoredFact, StoredKept, StoredRecord},
    wakes::Wakes,
};

pub mod accounts;
mod facts;
pub mod memory;
mod outcome;
pub mod pages;
pub mod replica;
pub mod spaces;
mod sql;
mod wakes;

/// The contract.
#[async_trait]
pub trait Store: Send + Sync {
    /// The database's own tag, 8 hexadecimal digits made when it was created: it keeps the transaction ids of a
    /// database made anew apart from those of the old one.
    fn tag(&self) -> &str;

    /// Woken whenever rows, effects or timers may be waiting: by this process's commits, and on PostgreSQL by
    /// those of others (LISTEN/NOTIFY).
    fn wakes(&self) -> &Wakes;

    /// Appends rows and confirms effects whose echo came back, in one transaction: confirmations first. Rows that
    /// the journal has already are dropped. Returns how many rows were new.
    async fn append(&self, batch: Batch) -> Result<usize, StoreError>;

    /// Reads at most `limit` rows after `after`, in order, of which the whole journal up to the last one is
    /// committed.
    async fn read(&self, after: Seq, limit: usize) -> Result<Vec<Row>, StoreError>;

    /// One row by its source and external id.
    async fn row(&self, source: &str, external_id: &str) -> Result<Option<Row>, StoreError>;

    /// Makes the consumers that are not there yet. The first ever begin at the first row; one that comes later
    /// begins at the end, behind a snapshot: what happened before it came is not its business. `by` names what
    /// decides, the program with its settings: another than the last time begins behind a snapshot too, for it need
    /// not come to the decisions of the one before.
    async fn enrol(&self, consumers: &[&str], by: &str) -> Result<(), StoreError>;

    /// How far these consumers are; one that was never enrolled is at `0`.
    async fn positions(&self, consumers: &[&str]) -> Result<BTreeMap<String, Seq>, StoreError>;

    /// The values of scopes, in order of address.
    async fn scopes(&self, wanted: &[(&str, Scope)]) -> Result<Vec<StoredValue>, StoreError>;

    /// The facts of all communities after a place, in order of community and place: at most `limit`. The first
    /// page is after `None`, the next one after the last fact of the page before.
    async fn facts(
        &self,
        after: Option<(&str, i64)>,
        limit: usize,
    ) -> Result<Vec<StoredFact>, StoreError>;

    /// The facts of one community after a place (`-1`: from the first), in order: at most `limit`.
    async fn facts_of(
        &self,
        community: &str,
        after_place: i64,
        limit: usize,
    ) -> Result<Vec<StoredFact>, StoreError>;

    /// The records of one community that follow one of them (`None`: from the first), in order: at most `limit`. `None`
    /// when `after` is no record of the community.
    async fn records_of(
        &self,
        community: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Option<Vec<StoredRecord>>, StoreError>;

    /// The same of one kind of records alone; `after` may be a record of any kind.
    async fn records_of_kind(
        &self,
        community: &str,
        kind: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Option<Vec<StoredRecord>>, StoreError>;

    /// One record of a community.
    async fn record(&self, community: &str, id: &str) -> Result<Option<StoredRecord>, StoreError>;

    /// The next place of every community that has, or had, facts. It may be further than the one after its last
    /// fact: the places of facts that were settled are not given again.
    async fn fact_heads(&self) -> Result<BTreeMap<String, i64>, StoreError>;

    /// The quiet facts of a community that are about items and have places before one, in order: what waited then
    /// and still waits.
    async fn waiting(
        &self,
        community: &str,
        before_place: i64,
    ) -> Result<Vec<StoredFact>, StoreError>;

    /// Commits a step of the driver.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] when another process has moved one of the consumers, or has written a fact at one
    /// of the places: nothing is written, the driver reads again. [`StoreError::Corrupt`] when one of the records is
    /// there already, at another place: nothing is written.
    async fn commit(&self, step: Step) -> Result<(), StoreError>;

    /// The head of every lane that has work at `now_ms` and is not in `busy`, in order of age: at most `limit`.
    /// A lane whose head is not due yet gives nothing.
    async fn heads(
        &self,
        now_ms: i64,
        busy: &[String],
        limit: usize,
    ) -> Result<Vec<Waiting>, StoreError>;

    /// When the next effect that waits for its time is due, of lanes not in `busy`.
    async fn next_effect_ms(&self, busy: &[String]) -> Result<Option<i64>, StoreError>;

    /// Marks effects as under way: after a crash they are looked for before they are sent again.
    async fn mark_sending(&self, keys: &[String]) -> Result<(), StoreError>;

    /// Puts an effect off until `next_ms`, with the reason. `in_doubt` tells whether it may have been carried out:
    /// then it stays marked as under way.
    async fn put_off(
        &self,
        key: &str,
        next_ms: i64,
        in_doubt: bool,
        reason: &str,
    ) -> Result<(), StoreError>;

    /// Lets every effect of a lane whose name starts with `prefix` be tried at once.
    async fn hurry(&self, lane_prefix: &str, now_ms: i64) -> Result<(), StoreError>;

    /// Completes an effect: writes its outcome into the journal, marks it and drops its payload (its digest
    /// stays), in one transaction. Doing it twice does nothing.
    async fn complete(&self, completion: Completion) -> Result<(), StoreError>;

    /// The timers that are due at `now_ms` and have not been written into the journal: at most `limit`, in order
    /// of due time and name.
    async fn due_timers(&self, now_ms: i64, limit: usize) -> Result<Vec<Timer>, StoreError>;

    /// When the next timer is due that has not been written into the journal.
    async fn next_timer_ms(&self) -> Result<Option<i64>, StoreError>;

    /// Writes timers into the journal: the rows are appended and the timers marked as fired, in one transaction.
    /// The driver takes them away when it handles the rows.
    async fn fire(&self, rows: Vec<(Timer, NewRow)>) -> Result<(), StoreError>;

    /// The inputs that were parked, newest first.
    async fn parked(&self, limit: usize) -> Result<Vec<Parked>, StoreError>;

    /// Everything that replay must reproduce, in order.
    async fn views(&self) -> Result<Views, StoreError>;

    /// Figures for the metrics.
    async fn figures(&self) -> Result<Figures, StoreError>;

    /// Erases the sealed bodies of handled rows taken before `before_ms`, behind a snapshot; returns how many.
    async fn forget_private(&self, before_ms: i64) -> Result<u64, StoreError>;

    /// Drops handled rows taken before `before_ms` and the effects that ended, behind a snapshot; returns how many
    /// rows.
    async fn drop_rows(&self, before_ms: i64) -> Result<u64, StoreError>;

    /// Closes it: what was asked before is written.
    async fn close(&self);
}

/// What one intake writes.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The rows, in order.
    pub rows: Vec<NewRow>,
    /// Effects whose own events came back.
    pub confirmed: Vec<Completion>,
}

/// An effect that has come to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// Its key.
    pub key: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// How.
    pub result: EffectResult,
    /// Instead of the outcome, the row that enters the journal (a decrypted event).
    pub row: Option<NewRow>,
}

/// A value of a bot's memory, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredValue {
    /// The bot.
    pub bot: String,
    /// The scope.
    pub scope: Scope,
    /// The key.
    pub key: String,
    /// JSON, or sealed bytes.
    pub value: Vec<u8>,
    /// Whether it is sealed.
    pub sealed: bool,
}

/// An effect as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEffect {
    /// Key, bot, scope and tag; the effect itself is in `payload`.
    pub key: String,
    /// The bot that planned it.
    pub bot: String,
    /// The scope that its outcome is handed back with.
    pub scope: Scope,
    /// The bot's own word for it.
    pub tag: String,
    /// The lane.
    pub lane: String,
    /// The effect, JSON or sealed bytes.
    pub payload: Vec<u8>,
    /// Whether the payload is sealed.
    pub sealed: bool,
    /// BLAKE3 of the effect's JSON, hexadecimal: what stays when the payload goes.
    pub digest: String,
}

/// An effect at the head of its lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The effect.
    pub effect: StoredEffect,
    /// Whether it was under way when the process died or the answer was lost.
    pub in_doubt: bool,
    /// How often it was put off.
    pub attempts: u32,
    /// When it was planned, in milliseconds since 1970.
    pub planned_ms: i64,
}

/// A timer as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// The bot that set it.
    pub bot: String,
    /// Its name within the bot.
    pub name: String,
    /// The scope that it fires in.
    pub scope: Scope,
    /// When it is due, in milliseconds since 1970.
    pub due_ms: i64,
    /// JSON.
    pub payload: String,
}

/// One step of the driver: rows handled, with all that was decided on them.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// The consumers that move: from where, to where.
    pub moves: Vec<Move>,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The desk's word on rows.
    pub contexts: Vec<(Seq, String)>,
    /// Values that changed; an empty `value` with `sealed == false` takes it away.
    pub values: Vec<StoredValue>,
    /// Effects, in order.
    pub effects: Vec<(Seq, StoredEffect)>,
    /// Changes of timers by bot, in order.
    pub timers: Vec<(String, TimerChange)>,
    /// Timers whose rows were handled: `(bot, name, due_ms)`; one that was set for another time since stays.
    pub fired: Vec<(String, String, i64)>,
    /// Rows whose bodies are replaced: source, external id, what is left.
    pub erased: Vec<(String, String, Vec<u8>)>,
    /// Inputs that could not be handled.
    pub parked: Vec<Parked>,
    /// Facts of communities, in order.
    pub facts: Vec<StoredFact>,
    /// Items that wait no more, by community: their quiet facts go, also those of this step.
    pub settled: Vec<(String, String)>,
    /// Items whose words are taken back, by community: the bodies of their records go, also those of this step.
    pub withheld: Vec<(String, String)>,
}

/// A consumer's step through the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The consumer.
    pub consumer: String,
    /// Where it must stand before.
    pub from: Seq,
    /// Where it stands after.
    pub to: Seq,
}

/// An input that a consumer could not handle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The row.
    pub seq: Seq,
    /// The consumer.
    pub consumer: String,
    /// Why.
    pub reason: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

/// Where replay starts: everything as it was when bodies were last erased, rows dropped, or quiet facts settled that
/// the snapshot before it held. Records are not in it: those before its heads are read where they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Every consumer's place.
    pub positions: BTreeMap<String, Seq>,
    /// What the bots remembered.
    pub values: Vec<StoredValue>,
    /// The timers that had not been handled.
    pub timers: Vec<Timer>,
    /// The next place of every community.
    pub heads: BTreeMap<String, i64>,
    /// The quiet facts of communities, in order of community and place.
    pub quiet: Vec<StoredFact>,
}

impl Snapshot {
    /// The last row that nobody needs again.
    pub fn floor(&self) -> Seq {
        self.positions.values().copied().min().unwrap_or(0)
    }
}

/// Everything that replay must reproduce, and where it starts; as of one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Views {
    /// Every consumer's place.
    pub positions: BTreeMap<String, Seq>,
    /// Where replay starts; empty where it starts at the first row.
    pub snapshot: Snapshot,
    /// What the bots remember.
    pub values: Vec<StoredValue>,
    /// Every effect planned on a row after the snapshot's floor: key, lane and digest.
    pub effects: Vec<(String, String, String)>,
    /// The timers that have not been handled.
    pub timers: Vec<Timer>,
    /// What was parked: row and consumer.
    pub parked: Vec<(Seq, String)>,
    /// The records from the snapshot's heads on: community, place and id.
    pub records: Vec<(String, i64, String)>,
    /// The quiet facts: community, place and value.
    pub quiet: Vec<(String, i64, Vec<u8>)>,
}

/// Figures for the metrics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The last row.
    pub head: Seq,
    /// Every consumer's place.
    pub positions: BTreeMap<String, Seq>,
    /// Effects that wait.
    pub outbox_depth: u64,
    /// When the oldest of them was planned.
    pub outbox_oldest_ms: Option<i64>,
    /// Effects that were refused for good.
    pub refused: u64,
    /// Inputs that were parked.
    pub parked: u64,
    /// Timers that wait.
    pub timers: u64,
}

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has moved a consumer of this step, or written facts of a community of it.
    #[error("another process was faster: {0}")]
    Conflict(String),
    /// The URL is of neither kind.
    #[error("the database URL {0:?} starts with neither sqlite: nor postgres:")]
    Url(String),
    /// Another process runs this part of the node over the same database.
    #[error("another process runs {0:?} over this database")]
    Taken(String),
    /// The database is newer than this program.
    #[error("the database was written by a newer secta: {0}")]
    Newer(String),
    /// The database said no: disk full, connection lost …
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The same, of PostgreSQL.
    #[error("database: {0}")]
    Postgres(#[from] sqlx::Error),
    /// The database is older than this program.
    #[error(
        "the database was written by an older secta: start the node once, so that it brings it up to date"
    )]
    Older,
    /// The database's file cannot be made or opened.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// The operating system gives no thread or no random bytes.
    #[error("the system: {0}")]
    System(std::io::Error),
    /// The database holds what this program did not write.
    #[error("the database holds something unexpected: {0}")]
    Corrupt(String),
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
}

/// Opens a store: `sqlite:path/to/file`, `postgres://user@host/name`. Makes the SQLite file where it is missing,
/// and runs the migrations.
///
/// # Errors
///
/// When the database cannot be reached or was written by a newer program.
pub fn open(url: &str) -> BoxFuture<'_, Result<Arc<dyn Store>, StoreError>> {
    open_as(url, &[])
}

/// Opens a store as [`open`] does, for a process that runs some parts of the node: nobody else can open it for one of
/// them until this one has closed it or died. Over SQLite all parts run in one process.
///
/// # Errors
///
/// As for [`open`]; and [`StoreError::Taken`] when another process runs one of the parts, and goes on for ten seconds.
pub fn open_as<'a>(
    url: &'a str,
    parts: &'a [&'a str],
) -> BoxFuture<'a, Result<Arc<dyn Store>, StoreError>> {
    // Boxed, so that the databases' code is compiled here and not by whoever waits for it.
    Box::pin(sql::open(url, parts))
}

/// Opens a store that is there, while another process may write to it, for reading alone: nothing is made, migrated or
/// written, and every method that writes answers [`StoreError::Closed`].
///
/// # Errors
///
/// When the database cannot be reached or was written by another version of the program.
pub fn open_to_read(url: &str) -> BoxFuture<'_, Result<Arc<dyn Store>, StoreError>> {
    Box::pin(sql::open_to_read(url))
}

/// A future that was compiled where it was made.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
