//! What waits to be written, run together in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use secta_bot_kit::NewRow;

use crate::{
    Batch, Completion, Step, StoreError, Timer,
    sql::{db::Conn, journal, outbox, snapshot, step, timers},
    wakes::Rings,
};

/// Something to write.
#[derive(Debug)]
pub enum Op {
    Append(Batch),
    /// Consumers, and what decides.
    Enrol(Vec<String>, String),
    Commit(Box<Step>),
    MarkSending(Vec<String>),
    PutOff(PutOff),
    Hurry {
        lane_prefix: String,
        now_ms: i64,
    },
    Complete(Completion),
    Fire(Vec<(Timer, NewRow)>),
    Forget {
        before_ms: i64,
    },
    DropRows {
        before_ms: i64,
    },
}

/// An effect to be put off.
#[derive(Debug)]
pub struct PutOff {
    pub key: String,
    pub next_ms: i64,
    pub in_doubt: bool,
    pub reason: String,
}

/// A count, or why it was not done.
pub type Answer = Result<u64, StoreError>;

/// Why one of a group could not be written.
pub enum Failure {
    /// It wrote nothing: the others go on.
    Refused(StoreError),
    /// The transaction is spoilt.
    Broken(StoreError),
}

impl<E: Into<StoreError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

/// What a group did.
pub struct Written {
    /// To each who asked.
    pub answers: Vec<Answer>,
    /// The bells of this process.
    pub here: Rings,
    /// The bells of the others.
    pub elsewhere: Rings,
}

impl Op {
    /// How much work it is, in rows.
    pub fn weight(&self) -> usize {
        match self {
            Self::Append(batch) => batch.rows.len() + batch.confirmed.len(),
            Self::Commit(step) => {
                let decided = step.effects.len() + step.values.len() + step.facts.len();
                decided + step.contexts.len()
            }
            Self::MarkSending(keys) => keys.len(),
            Self::Fire(rows) => rows.len(),
            Self::Enrol(..)
            | Self::PutOff(_)
            | Self::Hurry { .. }
            | Self::Complete(_)
            | Self::Forget { .. }
            | Self::DropRows { .. } => 1,
        }
    }

    /// Whether it must be on the disk before it is answered. What is decided follows from rows that are: the log is
    /// written in order, so whatever of it a failing power takes away is decided once more, before anything acts on it.
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::Commit(_) | Self::PutOff(_) | Self::Hurry { .. } => false,
            // What comes from outside, and when a timer fired, would not come again as it was.
            Self::Append(_) | Self::Complete(_) | Self::Fire(_) => true,
            Self::Enrol(..)
            | Self::MarkSending(_)
            | Self::Forget { .. }
            | Self::DropRows { .. } => true,
        }
    }

    fn completions(&self) -> &[Completion] {
        match self {
            Self::Append(batch) => &batch.confirmed,
            Self::Complete(completion) => std::slice::from_ref(completion),
            Self::Enrol(..)
            | Self::Commit(_)
            | Self::MarkSending(_)
            | Self::PutOff(_)
            | Self::Hurry { .. }
            | Self::Fire(_)
            | Self::Forget { .. }
            | Self::DropRows { .. } => &[],
        }
    }

    fn appends(&self) -> bool {
        matches!(self, Self::Append(_) | Self::Complete(_) | Self::Fire(_))
    }
}

/// Runs a group within the transaction that is open.
pub async fn run(conn: &mut Conn, ops: &[&Op]) -> Result<Written, StoreError> {
    let mut group = Group {
        conn,
        answers: ops.iter().map(|_| Ok(0)).collect(),
        lanes: BTreeSet::new(),
        rings: Rings::default(),
        moved: false,
    };
    group.run(ops).await?;
    let Group {
        answers,
        rings,
        moved,
        ..
    } = group;
    let elsewhere = Rings {
        journal: rings.journal || moved,
        ..rings
    };
    Ok(Written {
        answers,
        here: rings,
        elsewhere,
    })
}

struct Group<'c> {
    conn: &'c mut Conn,
    answers: Vec<Answer>,
    /// Lanes whose heads may have changed.
    lanes: BTreeSet<String>,
    rings: Rings,
    moved: bool,
}

impl Group<'_> {
    async fn run(&mut self, ops: &[&Op]) -> Result<(), StoreError> {
        // Two processes that lock the journal's head and other rows in different orders would wait for each other.
        if self.conn.is_postgres() && ops.iter().any(|op| op.appends()) {
            journal::hold(self.conn).await?;
        }
        self.steps(ops).await?;
        self.outbox(ops).await?;
        self.journal(ops).await?;
        outbox::refresh(self.conn, &self.lanes).await?;
        Ok(())
    }

    async fn steps(&mut self, ops: &[&Op]) -> Result<(), StoreError> {
        for (index, op) in ops.iter().enumerate() {
            if let Op::Enrol(consumers, by) = op {
                step::enrol(self.conn, consumers, by).await?;
            }
            let Op::Commit(step) = op else { continue };
            match step::commit(self.conn, step, &mut self.lanes).await {
                Ok(()) => {
                    self.moved |= !step.moves.is_empty();
                    self.rings.outbox |= !step.effects.is_empty();
                    self.rings.facts |= !step.facts.is_empty();
                    self.rings.timers |= !(step.timers.is_empty() && step.fired.is_empty());
                }
                Err(Failure::Refused(error)) => self.answers[index] = Err(error),
                Err(Failure::Broken(error)) => return Err(error),
            }
        }
        Ok(())
    }

    async fn outbox(&mut self, ops: &[&Op]) -> Result<(), StoreError> {
        let mut sending = BTreeSet::new();
        let mut put_off = BTreeMap::new();
        for (index, op) in ops.iter().enumerate() {
            match op {
                Op::MarkSending(keys) => sending.extend(keys.iter().map(String::as_str)),
                Op::PutOff(asked) => {
                    put_off.insert(asked.key.as_str(), asked);
                }
                Op::Forget { before_ms } => {
                    self.answers[index] = Ok(snapshot::forget(self.conn, *before_ms).await?);
                }
                Op::DropRows { before_ms } => {
                    self.answers[index] = Ok(snapshot::drop_rows(self.conn, *before_ms).await?);
                }
                Op::Hurry { .. }
                | Op::Append(_)
                | Op::Enrol(..)
                | Op::Commit(_)
                | Op::Complete(_)
                | Op::Fire(_) => {}
            }
        }
        outbox::mark_sending(self.conn, &sending).await?;
        outbox::put_off(self.conn, &put_off, &mut self.lanes).await?;
        self.rings.outbox |= !put_off.is_empty();
        for op in ops {
            if let Op::Hurry {
                lane_prefix,
                now_ms,
            } = op
            {
                outbox::hurry(self.conn, lane_prefix, *now_ms).await?;
                self.rings.outbox = true;
            }
        }
        Ok(())
    }

    /// Ends effects, fires timers, and appends what comes of it with everything else, in the order of asking.
    async fn journal(&mut self, ops: &[&Op]) -> Result<(), StoreError> {
        let completions: Vec<&Completion> = ops.iter().flat_map(|op| op.completions()).collect();
        let mut ended = outbox::end(self.conn, &completions, &mut self.lanes).await?;
        self.rings.outbox |= !ended.is_empty();
        let timers: Vec<&Timer> = ops
            .iter()
            .flat_map(|op| fires(op))
            .map(|(timer, _)| timer)
            .collect();
        let fired = timers::fire(self.conn, &timers).await?;

        let mut outcomes: Vec<(usize, NewRow)> = Vec::new();
        for (index, op) in ops.iter().enumerate() {
            let rows = op
                .completions()
                .iter()
                .filter_map(|completion| ended.remove(&completion.key));
            outcomes.extend(rows.map(|row| (index, row)));
        }
        let mut outcomes = outcomes.iter().peekable();
        let mut rows: Vec<&NewRow> = Vec::new();
        let mut owners: Vec<Option<usize>> = Vec::new();
        for (index, op) in ops.iter().enumerate() {
            while let Some((_, row)) = outcomes.next_if(|(of, _)| *of == index) {
                rows.push(row);
                owners.push(None);
            }
            if let Op::Append(batch) = op {
                rows.extend(&batch.rows);
                owners.resize(rows.len(), Some(index));
            }
            let due = fires(op)
                .iter()
                .filter(|(timer, _)| fired.contains(&timers::id(timer)));
            rows.extend(due.map(|(_, row)| row));
            owners.resize(rows.len(), None);
        }
        self.append(&rows, &owners).await
    }

    async fn append(
        &mut self,
        rows: &[&NewRow],
        owners: &[Option<usize>],
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let new = journal::append(self.conn, rows).await?;
        for (new, owner) in new.iter().zip(owners) {
            if let (true, Some(Ok(count))) = (new, owner.map(|index| &mut self.answers[index])) {
                *count += 1;
            }
        }
        self.rings.journal |= new.contains(&true);
        Ok(())
    }
}

fn fires(op: &Op) -> &[(Timer, NewRow)] {
    match op {
        Op::Fire(rows) => rows,
        Op::Append(_)
        | Op::Enrol(..)
        | Op::Commit(_)
        | Op::MarkSending(_)
        | Op::PutOff(_)
        | Op::Hurry { .. }
        | Op::Complete(_)
        | Op::Forget { .. }
        | Op::DropRows { .. } => &[],
    }
}
