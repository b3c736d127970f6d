//! The driver takes the journal in order, hands each row to the front desk and the bots, and commits what they
//! decide together with their progress (invariant 2).

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use secta_bot_kit::{
    Effect, Input, Planned, Row, Scope, Seq, State, TimerChange, What,
    community::Communities,
    input::Fired,
    journal::source,
    lane::{DESK, Decision, Lane},
    read::Malformed,
};
use secta_store::{Move, Parked, Step, StoreError, StoredEffect, StoredValue};
use tokio::time::{Instant, sleep_until};

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

/// Where the consumers stand. Rows on which nothing was decided are handled again after a crash, and nothing is
/// decided again: such progress waits for the next commit that has something to write.
#[derive(Clone, Debug)]
struct Place {
    written: BTreeMap<String, Seq>,
    handled: BTreeMap<String, Seq>,
}

impl Place {
    fn at(positions: BTreeMap<String, Seq>) -> Self {
        Self {
            written: positions.clone(),
            handled: positions,
        }
    }

    /// Everyone has handled the rows up to `last`.
    fn handle(&mut self, last: Seq) {
        for position in self.handled.values_mut() {
            *position = last.max(*position);
        }
    }

    fn unwritten(&self) -> Seq {
        let behind = |(name, seq): (&String, &Seq)| self.handled[name] - seq;
        self.written.iter().map(behind).max().unwrap_or(0)
    }

    /// From what is written to what shall be.
    fn moves(&self, handled: &BTreeMap<String, Seq>) -> Vec<Move> {
        let moved = |(consumer, from): (&String, &Seq)| Move {
            consumer: consumer.clone(),
            from: *from,
            to: handled.get(consumer).copied().unwrap_or(*from),
        };
        let moves = self.written.iter().map(moved);
        moves.filter(|moved| moved.from < moved.to).collect()
    }
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

    /// A process without the front desk takes only rows on which the desk has said its word.
    async fn keep_behind_desk(&self, rows: &mut Vec<Row>) -> Result<(), StoreError> {
        let desk = self
            .parts
            .store
            .positions(&[DESK])
            .await?
            .get(DESK)
            .copied()
            .unwrap_or(0);
        rows.retain(|row| row.seq <= desk);
        // The desk's word may have been written between the two looks: read the rows again, they are few.
        if let (Some(first), Some(last)) = (
            rows.first().map(|row| row.seq),
            rows.last().map(|row| row.seq),
        ) {
            *rows = self
                .parts
                .store
                .read(
                    first - 1,
                    usize::try_from(last - first + 1).unwrap_or(BATCH),
                )
                .await?;
        }
        Ok(())
    }

    fn read(&self, mut row: Row) -> (Row, Result<Input, Malformed>) {
        if row.new.sealed && !row.erased {
            match self.parts.sealer.open(&row.new.body) {
                Ok(body) => row.new.body = body,
                Err(error) => return (row, Err(Malformed::new(error.to_string()))),
            }
        }
        let input = self.lane.read(&row);
        (row, input)
    }

    async fn load_likely(
        &mut self,
        inputs: &[(Row, Result<Input, Malformed>)],
    ) -> Result<(), StepError> {
        let likely = inputs
            .iter()
            .filter_map(|(_, input)| input.as_ref().ok())
            .flat_map(|input| self.lane.scopes(input, &self.state))
            .filter(|(bot, scope)| !self.state.is_loaded(bot, scope));
        let likely = likely.collect();
        self.load(likely).await
    }

    async fn load(&mut self, mut wanted: Vec<(&'static str, Scope)>) -> Result<(), StepError> {
        wanted.sort();
        wanted.dedup();
        if wanted.is_empty() {
            return Ok(());
        }
        let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for value in self.parts.store.scopes(&wanted).await? {
            let json = if value.sealed {
                self.parts.sealer.open(&value.value)?
            } else {
                value.value
            };
            found
                .entry((value.bot, value.scope))
                .or_default()
                .push((value.key, serde_json::from_slice(&json)?));
        }
        for (bot, scope) in wanted {
            let values = found
                .remove(&(bot.to_owned(), scope.clone()))
                .unwrap_or_default();
            self.state.load(bot, &scope, values);
        }
        Ok(())
    }

    async fn decide(
        &mut self,
        inputs: Vec<(Row, Result<Input, Malformed>)>,
        positions: &BTreeMap<String, Seq>,
    ) -> Result<Step, StepError> {
        let at_ms = self.parts.clock.now_ms();
        let mut step = Step {
            at_ms,
            ..Step::default()
        };
        for (row, input) in inputs {
            match input {
                Ok(input) => {
                    let (input, decision) = self.turn(row.seq, input, positions).await?;
                    self.take(&row, &input, decision, &mut step).await?;
                }
                Err(error) => {
                    let consumer = positions.keys().next().cloned().unwrap_or_default();
                    let reporting = self.lane.reporting().into_iter();
                    let missing =
                        reporting.filter(|(bot, scope)| !self.state.is_loaded(bot, scope));
                    self.load(missing.collect()).await?;
                    let place = (row.seq, row.new.at_ms);
                    if let Some(planned) = self.lane.parked(place, &consumer, &mut self.state) {
                        step.effects.push((row.seq, self.pack(planned, false)?));
                    }
                    step.parked.push(Parked {
                        seq: row.seq,
                        consumer,
                        reason: error.to_string(),
                        at_ms,
                    });
                }
            }
        }
        for parked in &step.parked {
            tracing::warn!(
                seq = parked.seq,
                consumer = parked.consumer,
                reason = parked.reason,
                "an input is parked"
            );
            self.parts.metrics.parked();
        }
        for change in self.state.take_changes()? {
            let (bot, scope, key) = change.address;
            let sealed = change.private && change.json.is_some();
            let value = self.sealed_if(sealed, change.json.unwrap_or_default())?;
            step.values.push(StoredValue {
                bot,
                scope,
                key,
                value,
                sealed,
            });
        }
        Ok(step)
    }

    /// Leads an input through the consumers, loading what each of them needs.
    async fn turn(
        &mut self,
        seq: Seq,
        input: Input,
        positions: &BTreeMap<String, Seq>,
    ) -> Result<(Input, Decision), StepError> {
        let lane = Arc::clone(&self.lane);
        let metrics = Arc::clone(&self.parts.metrics);
        let done = |consumer: &str| positions.get(consumer).is_some_and(|at| *at >= seq);
        let mut turn = lane.turn(input, done);
        loop {
            let missing = turn.missing(&self.state);
            if !missing.is_empty() {
                self.load(missing).await?;
            } else if !turn.advance(&mut self.state, &|name, handle| metrics.time(name, handle)) {
                return Ok(turn.end(&mut self.state));
            }
        }
    }

    async fn take(
        &self,
        row: &Row,
        input: &Input,
        decision: Decision,
        step: &mut Step,
    ) -> Result<(), StepError> {
        let private = input.is_private();
        if let Some(context) = decision.context.filter(|_| self.parts.keep_contexts) {
            step.contexts.push((row.seq, context));
        }
        if let What::Timer(fired) = &input.what {
            handle_timer(fired, step);
        }
        for planned in decision.effects {
            // What a bot takes back is erased at once: not every homeserver tells of the redaction.
            if let Effect::Redact { room, event_id, .. } = &planned.effect {
                self.erase(event_id.as_str(), Some(room.as_str()), step)
                    .await?;
            }
            step.effects.push((row.seq, self.pack(planned, private)?));
        }
        step.timers.extend(decision.timers);
        facts::write(&decision.enacted, step)?;
        for target in decision.erase {
            self.erase(&target, row.new.room.as_deref(), step).await?;
        }
        step.parked.extend(
            decision
                .parked
                .into_iter()
                .map(|(consumer, reason)| Parked {
                    seq: row.seq,
                    consumer,
                    reason,
                    at_ms: step.at_ms,
                }),
        );
        Ok(())
    }

    fn pack(&self, planned: Planned, private: bool) -> Result<StoredEffect, StepError> {
        let json = serde_json::to_vec(&planned.effect)?;
        let sealed = private && !matches!(planned.effect, Effect::Decrypt { .. });
        Ok(StoredEffect {
            lane: planned.effect.lane(),
            digest: blake3::hash(&json).to_hex().to_string(),
            payload: self.sealed_if(sealed, json)?,
            sealed,
            key: planned.key,
            bot: planned.bot,
            scope: planned.scope,
            tag: planned.tag,
        })
    }

    fn sealed_if(&self, sealed: bool, json: Vec<u8>) -> Result<Vec<u8>, SealError> {
        if sealed {
            self.parts.sealer.seal(&json)
        } else {
            Ok(json)
        }
    }

    /// Plans the erasure of an event's rows (invariant 10). A redaction reaches into its own room alone.
    async fn erase(
        &self,
        event_id: &str,
        room: Option<&str>,
        step: &mut Step,
    ) -> Result<(), StepError> {
        for source in [source::MATRIX, source::DECRYPTED] {
            let found = self.parts.store.row(source, event_id).await?;
            let Some(row) = found.filter(|row| !row.erased && row.new.room.as_deref() == room)
            else {
                continue;
            };
            let open = if row.new.sealed {
                self.parts.sealer.open(&row.new.body)?
            } else {
                row.new.body
            };
            let digest = blake3::hash(&open).to_hex().to_string();
            let left = serde_json::json!({ "erased": digest })
                .to_string()
                .into_bytes();
            step.erased
                .push((source.to_owned(), event_id.to_owned(), left));
        }
        Ok(())
    }
}

/// A timer whose row was handled goes. In replay the row may stand in the same step as the setting of the timer.
fn handle_timer(fired: &Fired, step: &mut Step) {
    let named = |change: &TimerChange| match change {
        TimerChange::Set { name, .. } | TimerChange::Cancel { name } => *name == fired.name,
    };
    let last = step
        .timers
        .iter()
        .rev()
        .find(|(bot, change)| *bot == fired.bot && named(change));
    if matches!(last, Some((_, TimerChange::Set { due_ms, .. })) if *due_ms == fired.due_ms) {
        let cancel = TimerChange::Cancel {
            name: fired.name.clone(),
        };
        step.timers.push((fired.bot.clone(), cancel));
    }
    step.fired
        .push((fired.bot.clone(), fired.name.clone(), fired.due_ms));
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
