//! Waiting: for a bell, for a time, and after a failure.

use std::time::Duration;

use tokio::sync::Notify;

/// The longest wait without a look at the clock: a wall clock that jumps forward is noticed within it.
const LONGEST: Duration = Duration::from_secs(20);

/// How long a loop rests after the store has failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Waits for the bell or until `due_ms`, whichever is first, and never longer than a while.
pub async fn until(bell: &Notify, due_ms: Option<i64>, now_ms: i64) {
    let wait = due_ms.map_or(LONGEST, |due| {
        Duration::from_millis(u64::try_from(due.saturating_sub(now_ms)).unwrap_or(0)).min(LONGEST)
    });
    // A condition met by the bell or by the time is the same to the caller: it looks again.
    let _ = tokio::time::timeout(wait, bell.notified()).await;
}

/// Rests after a failure of the store.
pub async fn after_failure() {
    tokio::time::sleep(AFTER_FAILURE).await;
}
