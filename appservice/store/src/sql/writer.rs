//! The one task that writes. It takes what waits, runs it in one transaction, and answers after the commit.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::{
    StoreError, Wakes,
    sql::{
        db::{Bulk, Conn, Pool, Value},
        group::{self, Answer, Op, Written},
        listen,
    },
    wakes::Rings,
};

/// How many may wait before askers wait for their turn to ask.
pub const QUEUE: usize = 1024;

/// How much goes into one transaction: requests, and rows.
const REQUESTS: usize = 512;
const ROWS: usize = 4096;

/// How often a transaction is tried that PostgreSQL broke off for the sake of another one.
const TRIES: usize = 5;

const NOTIFY: Bulk = Bulk {
    text: "SELECT pg_notify(v.column1, v.column2) FROM (VALUES {rows}) AS v",
    columns: 2,
};

/// Something to write, and who waits for it.
pub struct Request {
    pub op: Op,
    pub answer: oneshot::Sender<Answer>,
}

/// The task's belongings.
pub struct Writer {
    pub pool: Pool,
    pub requests: mpsc::Receiver<Request>,
    pub wakes: Arc<Wakes>,
    pub conn: Option<Conn>,
}

impl Writer {
    /// Writes until nobody can ask any more and all who asked are answered.
    pub async fn run(mut self) {
        while let Some(first) = self.requests.recv().await {
            let requests = self.gather(first);
            self.write(requests).await;
        }
    }

    fn gather(&mut self, first: Request) -> Vec<Request> {
        let mut weight = first.op.weight();
        let mut requests = vec![first];
        while requests.len() < REQUESTS && weight < ROWS {
            let Ok(request) = self.requests.try_recv() else {
                break;
            };
            weight += request.op.weight();
            requests.push(request);
        }
        requests
    }

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
