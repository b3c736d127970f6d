//! Timers that are due become rows of the journal; those that fell due while the process was down come first, in
//! order, marked late.

use secta_bot_kit::{NewRow, input::Fired, journal::source};
use secta_store::{StoreError, Timer};

use super::{Parts, rest};

/// How many timers fire in one transaction.
const BATCH: usize = 200;

/// How far behind its time a timer counts as late.
const LATE_AFTER_MS: i64 = 5_000;

/// Fires timers for ever.
pub async fn run(parts: Parts) {
    loop {
        match fire_due(&parts).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => {
                tracing::error!(%error, "timers cannot be fired");
                rest::after_failure().await;
                continue;
            }
        }
        let next = parts.store.next_timer_ms().await.unwrap_or_default();
        rest::until(&parts.store.wakes().timers, next, parts.clock.now_ms()).await;
    }
}

/// Fires those that are due now, at most a batch of them, and returns how many.
///
/// # Errors
///
/// When the store fails.
pub(crate) async fn fire_due(parts: &Parts) -> Result<usize, StoreError> {
    let now_ms = parts.clock.now_ms();
    let due = parts.store.due_timers(now_ms, BATCH).await?;
    let count = due.len();
    if count > 0 {
        let rows = due
            .into_iter()
            .map(|timer| with_row(timer, now_ms))
            .collect::<Result<_, _>>()?;
        parts.store.fire(rows).await?;
    }
    Ok(count)
}

fn with_row(timer: Timer, now_ms: i64) -> Result<(Timer, NewRow), StoreError> {
    let corrupt =
        |error: serde_json::Error| StoreError::Corrupt(format!("timer {}: {error}", timer.name));
    let fired = Fired {
        bot: timer.bot.clone(),
        name: timer.name.clone(),
        scope: timer.scope.clone(),
        due_ms: timer.due_ms,
        late: now_ms.saturating_sub(timer.due_ms) > LATE_AFTER_MS,
        payload: serde_json::from_str(&timer.payload).map_err(corrupt)?,
    };
    let row = NewRow {
        source: source::TIMER.to_owned(),
        external_id: format!("{}/{}@{}", timer.bot, timer.name, timer.due_ms),
        room: timer.scope.as_room().map(|room| room.to_string()),
        at_ms: now_ms,
        body: serde_json::to_vec(&fired).map_err(corrupt)?,
        sealed: false,
    };
    Ok((timer, row))
}
