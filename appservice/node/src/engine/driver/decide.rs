//! What a driver decides: the bots' turns on each row, made into a step of the store.

use std::{collections::BTreeMap, sync::Arc};

use secta_bot_kit::{
    Effect, Input, Planned, Row, Seq, TimerChange, What, input::Fired, journal::source,
    lane::Decision, read::Malformed, web,
};
use secta_store::{Parked, Step, StoredEffect, StoredValue};

use super::{Driver, StepError, facts};
use crate::seal::SealError;

impl Driver {
    pub(super) async fn decide(
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
        for key in decision.forget {
            self.wipe((source::OUTBOX, &key), |_| true, step).await?;
        }
        for form in decision.forms {
            self.wipe((web::SOURCE, &form), |_| true, step).await?;
        }
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
            let here = |row: &Row| row.new.room.as_deref() == room;
            self.wipe((source, event_id), here, step).await?;
        }
        Ok(())
    }

    /// Plans the erasure of a row: the hash of what it said is left.
    async fn wipe(
        &self,
        (source, external_id): (&str, &str),
        wanted: impl Fn(&Row) -> bool,
        step: &mut Step,
    ) -> Result<(), StepError> {
        let found = self.parts.store.row(source, external_id).await?;
        let Some(row) = found.filter(|row| !row.erased && wanted(row)) else {
            return Ok(());
        };
        let open = if row.new.sealed {
            self.parts.sealer.open(&row.new.body)?
        } else {
            row.new.body
        };
        let digest = blake3::hash(&open).to_hex().to_string();
        let left = serde_json::json!({ "erased": digest });
        let left = left.to_string().into_bytes();
        step.erased
            .push((source.to_owned(), external_id.to_owned(), left));
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
