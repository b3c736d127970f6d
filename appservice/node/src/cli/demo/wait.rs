//! Waiting for a condition, within a bound.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// Looks every tenth of a second until it holds; `false` when it does not within so many seconds.
pub(super) async fn until<F: Future<Output = bool>>(
    seconds: u64,
    mut holds: impl FnMut() -> F,
) -> bool {
    let end = Instant::now() + Duration::from_secs(seconds);
    loop {
        if holds().await {
            return true;
        }
        if Instant::now() >= end {
            return false;
        }
        sleep(Duration::from_millis(100)).await;
    }
}
