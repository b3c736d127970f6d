//! What both implementations decide alike: the row that a completion writes, the order of effects, a timer's row.

use std::collections::BTreeMap;

use secta_bot_kit::{
    NewRow, Seq, TimerChange,
    journal::{EffectResult, Outcome, source},
};

use crate::{Completion, StoreError, StoredEffect, Timer};

/// How many effects of one row keep an order of their own.
const EFFECTS_PER_ROW: i64 = 1 << 16;

/// What an outcome takes over from the effect that ended.
pub struct Ended {
    pub bot: String,
    pub scope: String,
    pub tag: String,
    pub lane: String,
}

/// The stages of an effect, as they are stored.
pub mod status {
    pub const QUEUED: i64 = 0;
    pub const SENDING: i64 = 1;
    pub const DONE: i64 = 2;
    pub const REFUSED: i64 = 3;
}

/// The row that enters the journal when an effect has ended.
pub fn row(completion: &Completion, ended: Ended) -> Result<NewRow, StoreError> {
    if let Some(row) = &completion.row {
        return Ok(row.clone());
    }
    let room = ended.lane.strip_prefix("room/").map(str::to_owned);
    let outcome = Outcome {
        key: completion.key.clone(),
        bot: ended.bot,
        scope: ended.scope,
        tag: ended.tag,
        result: completion.result.clone(),
    };
    let body = serde_json::to_vec(&outcome)
        .map_err(|error| StoreError::Corrupt(format!("outcome of {}: {error}", outcome.key)))?;
    Ok(NewRow {
        source: source::OUTBOX.to_owned(),
        external_id: outcome.key,
        room,
        at_ms: completion.at_ms,
        body,
        sealed: false,
    })
}

/// How an effect ended, as it is stored: status, event and reason.
pub fn end(result: &EffectResult) -> (i64, Option<&str>, Option<String>) {
    match result {
        EffectResult::Done(done) => (status::DONE, done.event_id.as_deref(), None),
        EffectResult::Refused { code, message } => {
            (status::REFUSED, None, Some(format!("{code}: {message}")))
        }
    }
}

/// The index of each effect among those of its row, and its place in the order of its lane.
pub fn order(effects: &[(Seq, StoredEffect)]) -> Vec<(i64, i64)> {
    let mut counts = BTreeMap::new();
    effects
        .iter()
        .map(|(seq, _)| {
            let count = counts.entry(*seq).or_insert(0);
            let index = *count;
            *count += 1;
            (
                index,
                seq.saturating_mul(EFFECTS_PER_ROW) + index.min(EFFECTS_PER_ROW - 1),
            )
        })
        .collect()
}

/// What becomes of each timer that was changed: the last word on it holds.
pub fn timers(changes: &[(String, TimerChange)]) -> BTreeMap<(&str, &str), Option<Timer>> {
    changes
        .iter()
        .map(|(bot, change)| match change {
            TimerChange::Set {
                name,
                scope,
                due_ms,
                payload,
            } => {
                let timer = Timer {
                    bot: bot.clone(),
                    name: name.clone(),
                    scope: scope.clone(),
                    due_ms: *due_ms,
                    payload: payload.to_string(),
                };
                ((bot.as_str(), name.as_str()), Some(timer))
            }
            TimerChange::Cancel { name } => ((bot.as_str(), name.as_str()), None),
        })
        .collect()
}
