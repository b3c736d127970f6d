//! Whoever asks to write, and finds nobody writing, writes for all who wait: one transaction, answered after the
//! commit. A commit to SQLite takes less time than handing it to another thread and being woken by its answer, so it
//! runs where it is asked for; the homeserver waits for every one of them.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{
    runtime::Handle,
    sync::{OwnedMutexGuard, oneshot},
};

use crate::{
    StoreError, Wakes,
    sql::{
        db::{Bulk, Conn, Pool, Value},
        group::{self, Answer, Op, Written},
        listen,
    },
    wakes::Rings,
};

/// How much goes into one transaction: requests, and rows.
const REQUESTS: usize = 512;
const ROWS: usize = 4096;

/// How often a transaction is tried that PostgreSQL broke off for the sake of another one.
const TRIES: usize = 5;

const NOTIFY: Bulk = Bulk {
    text: "SELECT pg_notify(v.column1, v.column2) FROM (VALUES {rows}) AS v",
    columns: 2,
};

/// Where writing is asked for.
pub struct Desk {
    /// None once it is closed.
    waiting: Mutex<Option<VecDeque<Request>>>,
    writer: Arc<tokio::sync::Mutex<Writer>>,
    /// That of the connections: who asks may run on another one, which ends before.
    runtime: Handle,
}

/// Something to write, and who waits for it.
struct Request {
    op: Op,
    answer: oneshot::Sender<Answer>,
}

/// What writes.
struct Writer {
    pool: Pool,
    wakes: Arc<Wakes>,
    conn: Option<Conn>,
}

impl Desk {
    pub fn new(pool: Pool, wakes: Arc<Wakes>) -> Self {
        let writer = Writer {
            pool,
            wakes,
            conn: None,
        };
        Self {
            waiting: Mutex::new(Some(VecDeque::new())),
            writer: Arc::new(tokio::sync::Mutex::new(writer)),
            runtime: Handle::current(),
        }
    }

    /// Answers once it is written. What is asked for by somebody who goes before the answer may be written all the
    /// same.
    pub async fn write(&self, op: Op) -> Answer {
        let (answer, mut answered) = oneshot::channel();
        let request = Request { op, answer };
        self.waiting()
            .as_mut()
            .ok_or(StoreError::Closed)?
            .push_back(request);
        loop {
            let turn = Arc::clone(&self.writer).lock_owned();
            tokio::select! {
                biased;
                answer = &mut answered => return answer.map_err(|_| StoreError::Closed)?,
                writer = turn => {
                    let requests = self.waiting().as_mut().map(gather);
                    self.lead(writer, requests.unwrap_or_default()).await;
                }
            }
        }
    }

    /// Writes what waits, and takes nothing more.
    pub async fn close(&self) {
        let mut left = self.waiting().take().unwrap_or_default();
        let mut writer = self.writer.lock().await;
        while !left.is_empty() {
            writer.write(gather(&mut left)).await;
        }
        // An idle connection goes back to the pool, which is closed next.
        writer.conn = None;
    }

    /// SQLite never waits for anything but the disk, and so is never left half-way; PostgreSQL is spoken to by a
    /// task, which goes on when the asker is gone.
    async fn lead(&self, mut writer: OwnedMutexGuard<Writer>, requests: Vec<Request>) {
        if matches!(writer.pool, Pool::Sqlite(_)) {
            return writer.write(requests).await;
        }
        let writing = async move { writer.write(requests).await };
        if let Err(error) = self.runtime.spawn(writing).await {
            tracing::error!(%error, "the writer died");
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Option<VecDeque<Request>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes what goes into one transaction.
fn gather(waiting: &mut VecDeque<Request>) -> Vec<Request> {
    let mut weight = 0;
    let mut requests = Vec::new();
    while requests.len() < REQUESTS && weight < ROWS {
        let Some(request) = waiting.pop_front() else {
            break;
        };
        weight += request.op.weight();
        requests.push(request);
    }
    requests
}

impl Writer {
    async fn write(&mut self, requests: Vec<Request>) {
        let ops: Vec<&Op> = requests.iter().map(|request| &request.op).collect();
        let answers = match self.transaction(&ops).await {
            Ok(answers) => answers,
            Err(error) if ops.len() == 1 => vec![Err(error)],
            Err(error) => {
                tracing::debug!(%error, requests = ops.len(), "a shared transaction failed: one by one");
                self.one_by_one(&ops).await
            }
        };
        for (request, answer) in requests.into_iter().zip(answers) {
            // Who asked may have gone: it is written all the same.
            let _ = request.answer.send(answer);
        }
    }

    async fn one_by_one(&mut self, ops: &[&Op]) -> Vec<Answer> {
        let mut answers = Vec::with_capacity(ops.len());
        for op in ops {
            let answer = self.transaction(std::slice::from_ref(op)).await;
            answers.push(answer.and_then(|mut one| one.pop().unwrap_or(Err(StoreError::Closed))));
        }
        answers
    }

    async fn transaction(&mut self, ops: &[&Op]) -> Result<Vec<Answer>, StoreError> {
        for _ in 1..TRIES {
            match self.try_transaction(ops).await {
                Err(StoreError::Postgres(error)) if is_contention(&error) => {}
                result => return result,
            }
        }
        self.try_transaction(ops).await
    }

    async fn try_transaction(&mut self, ops: &[&Op]) -> Result<Vec<Answer>, StoreError> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => self.pool.acquire().await?,
        };
        match committed(&mut conn, ops).await {
            Ok(written) => {
                self.conn = Some(conn);
                self.wakes.ring(written.here);
                Ok(written.answers)
            }
            Err(error) => {
                self.keep_if_sound(conn).await;
                Err(error)
            }
        }
    }

    /// Keeps a connection whose transaction could be taken back; any other one is closed.
    async fn keep_if_sound(&mut self, mut conn: Conn) {
        if conn.run("ROLLBACK", &[]).await.is_ok() {
            self.conn = Some(conn);
        } else {
            conn.close().await;
        }
    }
}

async fn committed(conn: &mut Conn, ops: &[&Op]) -> Result<Written, StoreError> {
    let begin = if conn.is_postgres() {
        "BEGIN"
    } else {
        "BEGIN IMMEDIATE"
    };
    conn.run(begin, &[]).await?;
    let written = group::run(conn, ops).await?;
    if conn.is_postgres() {
        notify(conn, written.elsewhere).await?;
    }
    conn.run("COMMIT", &[]).await?;
    Ok(written)
}

async fn notify(conn: &mut Conn, rings: Rings) -> Result<(), StoreError> {
    let values: Vec<Value<'_>> = listen::payloads(rings)
        .flat_map(|payload| [Value::Text(listen::CHANNEL), Value::Text(payload)])
        .collect();
    conn.query_bulk(&NOTIFY, &values).await?;
    Ok(())
}

/// Deadlocks and the like: the same transaction may well succeed a moment later.
fn is_contention(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("40P01" | "40001"))
}
