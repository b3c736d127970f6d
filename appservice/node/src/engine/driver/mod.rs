//! The driver takes the journal in order, hands each row to the front desk and the bots, and commits what they
//! decide together with their progress (invariant 2).

mod decide;
mod load;
mod place;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use secta_bot_kit::{
    Input, Row, Seq, State,
    community::Communities,
    lane::{DESK, Lane},
    read::Malformed,
};
use secta_store::{Step, StoreError};
use tokio::time::{Instant, sleep_until};

use self::place::Place;
use super::{
    Parts,
    facts::{self, FactError},
    rest,
};
use crate::seal::SealError;

/// How many rows share a transaction at the most.
const BATCH: usize = 512;

/// How many values are kept in memory before the cache is let go.
const CACHE: usize = 50_000;

/// A look at the journal costs more than a row: those that come one by one are taken together after this time. Whoever
/// comes after a silence is taken at once.
const GATHER: Duration = Duration::from_millis(2);

/// After so long without new rows, progress that decided nothing is written.
const QUIET: Duration = Duration::from_millis(200);

/// After so many rows it is written in any case.
const UNWRITTEN: Seq = 10_000;

/// The driver of one lane.
pub struct Driver {
    parts: Parts,
    lane: Arc<Lane>,
    place: Option<Place>,
    state: State,
    /// Decided while the batch before it was written.
    ahead: Option<Batch>,
}

/// Rows that were decided on and are not written yet.
struct Batch {
    count: usize,
    step: Step,
    /// Where the consumers stand once it is written.
    handled: BTreeMap<String, Seq>,
}

/// Why a step failed: it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A value cannot be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The communities cannot be read.
    #[error(transparent)]
    Facts(#[from] FactError),
    /// A value is not what was written.
    #[error("a stored value is not JSON: {0}")]
    Value(#[from] serde_json::Error),
}

impl Driver {
    /// A driver at the place where the store says that the lane is.
    pub fn new(parts: Parts, lane: impl Into<Arc<Lane>>) -> Self {
        Self {
            parts,
            lane: lane.into(),
            place: None,
            state: State::default(),
            ahead: None,
        }
    }

    /// Takes steps for ever.
    pub async fn run(mut self) {
        loop {
            let began = Instant::now();
            match self.step().await {
                Ok(0) => self.wait().await,
                Ok(BATCH..) => {}
                Ok(_) => sleep_until(began + GATHER).await,
                Err(StepError::Store(StoreError::Conflict(consumer))) => {
                    tracing::debug!(consumer, "another process was faster");
                    self.forget();
                }
                Err(error) => {
                    tracing::error!(%error, "the driver cannot take a step");
                    self.forget();
                    rest::after_failure().await;
                }
            }
        }
    }

    /// Waits for rows; when none come for a while, what was handled is written.
    async fn wait(&mut self) {
        let store = Arc::clone(&self.parts.store);
        let bell = &store.wakes().journal;
        if self
            .place
            .as_ref()
            .is_none_or(|place| place.unwritten() == 0)
        {
            return rest::until(bell, None, 0).await;
        }
        if tokio::time::timeout(QUIET, bell.notified()).await.is_err()
            && let Err(error) = self.flush().await
        {
            tracing::debug!(%error, "the driver's place cannot be written");
            self.forget();
        }
    }

    /// Writes how far the driver is.
    ///
    /// # Errors
    ///
    /// As [`Self::step`].
    pub async fn flush(&mut self) -> Result<(), StepError> {
        let handled = self.place().await?.handled.clone();
        let step = Step {
            at_ms: self.parts.clock.now_ms(),
            ..Step::default()
        };
        self.write(step, handled, false).await
    }

    /// Handles the next rows, at most a batch of them, and returns how many. While a full batch is written, the next
    /// one is decided on.
    ///
    /// # Errors
    ///
    /// When the store fails or another process has moved a consumer: then nothing has happened, but the cache must
    /// be let go with [`Self::forget`].
    pub async fn step(&mut self) -> Result<usize, StepError> {
        let ahead = match self.ahead.take() {
            Some(ahead) => Some(ahead),
            None => self.decide_next().await?,
        };
        let Some(Batch {
            count,
            step,
            handled,
        }) = ahead
        else {
            return Ok(0);
        };
        if decides(&step) || self.place().await?.unwritten() >= UNWRITTEN {
            self.write(step, handled, count == BATCH).await?;
        }
        self.parts.metrics.handled(count);
        Ok(count)
    }

    async fn decide_next(&mut self) -> Result<Option<Batch>, StepError> {
        let positions = self.place().await?.handled.clone();
        let Some(from) = positions.values().copied().min() else {
            return Ok(None);
        };
        let mut rows = self.parts.store.read(from, BATCH).await?;
        if !positions.contains_key(DESK) {
            self.keep_behind_desk(&mut rows).await?;
        }
        let Some(last) = rows.last().map(|row| row.seq) else {
            return Ok(None);
        };
        let count = rows.len();
        let inputs: Vec<(Row, Result<Input, Malformed>)> =
            rows.into_iter().map(|row| self.read(row)).collect();
        self.load_likely(&inputs).await?;
        let step = self.decide(inputs, &positions).await?;
        let place = self.place().await?;
        place.handle(last);
        let handled = place.handled.clone();
        Ok(Some(Batch {
            count,
            step,
            handled,
        }))
    }

    /// Writes a step; `more` tells that there is a backlog, so that the next batch is decided on meanwhile.
    async fn write(
        &mut self,
        mut step: Step,
        handled: BTreeMap<String, Seq>,
        more: bool,
    ) -> Result<(), StepError> {
        step.moves = self.place().await?.moves(&handled);
        let store = Arc::clone(&self.parts.store);
        let full = self.state.len() > CACHE;
        if more && !full {
            let (written, ahead) = tokio::join!(store.commit(step), self.decide_next());
            written?;
            self.ahead = ahead?;
        } else {
            store.commit(step).await?;
        }
        self.place().await?.written = handled;
        if full {
            self.state.let_go();
        }
        Ok(())
    }

    /// Lets go of what was read before: after an error it may not be true any more.
    pub fn forget(&mut self) {
        self.place = None;
        self.ahead = None;
        self.state = State::default();
    }

    async fn place(&mut self) -> Result<&mut Place, StepError> {
        let place = match self.place.take() {
            Some(place) => place,
            None => self.begin().await?,
        };
        Ok(self.place.insert(place))
    }

    /// Reads where the consumers stand, and the communities.
    async fn begin(&mut self) -> Result<Place, StepError> {
        let store = Arc::clone(&self.parts.store);
        self.state = State::of(self.load_communities().await?);
        Ok(Place::at(store.positions(&self.lane.consumers()).await?))
    }

    async fn load_communities(&self) -> Result<Communities, FactError> {
        let parts = &self.parts;
        facts::load(parts.store.as_ref(), &parts.sealer, parts.folds.as_ref()).await
    }
}

/// Whether a step has anything to write beside the driver's place.
fn decides(step: &Step) -> bool {
    !(step.contexts.is_empty()
        && step.facts.is_empty()
        && step.values.is_empty()
        && step.effects.is_empty()
        && step.timers.is_empty()
        && step.fired.is_empty()
        && step.erased.is_empty()
        && step.parked.is_empty())
}
