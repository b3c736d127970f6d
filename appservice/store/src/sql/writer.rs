//! Whoever asks to write, and finds nobody writing, writes for all who wait: one transaction, answered after the
//! commit. A commit to SQLite takes less time than handing it to another thread and being woken by its answer, so it
//! runs where it is asked for; the homeserver waits for every one of them.
//!
//! Nobody waits for a turn: who writes goes on for those who came meanwhile, in a task of its own. A turn that is
//! handed to somebody who does not look (one of several futures of a task that waits for something else) would stop
//! everyone.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{
    runtime::Handle,
    sync::{Notify, oneshot},
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
    place: Arc<Place>,
    /// That of the connections: who asks may run on another one, which ends before.
    runtime: Handle,
}

struct Place {
    queue: Mutex<Queue>,
    /// Rings when the writer is back.
    back: Notify,
}

struct Queue {
    /// Empty while the writer is here.
    waiting: VecDeque<Request>,
    /// Not here while something is written.
    writer: Option<Writer>,
    closed: bool,
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
    written: Arc<Notify>,
}

/// The writer, taken from its place with something to write.
struct Turn {
    place: Arc<Place>,
    /// There until the turn ends.
    writer: Option<Writer>,
    requests: Vec<Request>,
}

impl Desk {
    /// `written` rings after each commit.
    pub fn new(pool: Pool, wakes: Arc<Wakes>, written: Arc<Notify>) -> Self {
        let queue = Queue {
            waiting: VecDeque::new(),
            writer: Some(Writer {
                pool,
                wakes,
                conn: None,
                written,
            }),
            closed: false,
        };
        let place = Place {
            queue: Mutex::new(queue),
            back: Notify::new(),
        };
        Self {
            place: Arc::new(place),
            runtime: Handle::current(),
        }
    }

    /// Answers once it is written. What is asked for by somebody who goes before the answer may be written all the
    /// same.
    pub async fn write(&self, op: Op) -> Answer {
        let (answer, answered) = oneshot::channel();
        if let Some(turn) = self.ask(Request { op, answer })? {
            self.lead(turn).await;
        }
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Takes nothing more, and returns when all that waits is written.
    pub async fn close(&self) {
        while !self.place.shut() {
            self.place.back.notified().await;
        }
    }

    /// Whoever finds the writer at its place takes it.
    fn ask(&self, request: Request) -> Result<Option<Turn>, StoreError> {
        let mut queue = self.place.queue();
        if queue.closed {
            return Err(StoreError::Closed);
        }
        queue.waiting.push_back(request);
        Ok(queue.writer.take().map(|writer| Turn {
            place: Arc::clone(&self.place),
            writer: Some(writer),
            requests: gather(&mut queue.waiting),
        }))
    }

    /// SQLite never waits for anything but the disk, and so is never left half-way; PostgreSQL is spoken to by a
    /// task, which goes on when the asker is gone.
    async fn lead(&self, mut turn: Turn) {
        if turn.is_postgres() {
            self.runtime.spawn(turn.write_all());
        } else {
            turn.write().await;
            if turn.goes_on() {
                self.runtime.spawn(turn.write_all());
            }
        }
    }
}

impl Place {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes nothing more; tells whether all is written. An idle connection goes back to the pool, which is closed
    /// next.
    fn shut(&self) -> bool {
        let mut queue = self.queue();
        queue.closed = true;
        let idle = queue.writer.as_mut().map(|writer| writer.conn = None);
        idle.is_some()
    }
}

impl Turn {
    fn is_postgres(&self) -> bool {
        let writer = self.writer.as_ref();
        writer.is_some_and(|writer| matches!(writer.pool, Pool::Postgres(_)))
    }

    async fn write_all(mut self) {
        loop {
            self.write().await;
            if !self.goes_on() {
                return;
            }
        }
    }

    async fn write(&mut self) {
        if let Some(writer) = &mut self.writer {
            writer.write(std::mem::take(&mut self.requests)).await;
        }
    }

    /// Takes what was asked for meanwhile; where nothing was, the writer goes back to its place.
    fn goes_on(&mut self) -> bool {
        let mut queue = self.place.queue();
        self.requests = gather(&mut queue.waiting);
        if self.requests.is_empty() {
            queue.writer = self.writer.take();
            self.place.back.notify_one();
        }
        !self.requests.is_empty()
    }
}

impl Drop for Turn {
    /// A turn that did not come to its end fails those who wait, and the next one who asks is served again.
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            let mut queue = self.place.queue();
            queue.waiting.clear();
            queue.writer = Some(writer);
            self.place.back.notify_one();
        }
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
                self.written.notify_one();
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
    conn.begin(ops.iter().any(|op| op.is_lasting())).await?;
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
