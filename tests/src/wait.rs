//! Waiting for conditions, with a deadline: nothing here sleeps and hopes.

use std::time::{Duration, Instant};

/// How long a homeserver, the node or a database may take to be ready, on a machine that is busy compiling.
pub const START: Duration = Duration::from_secs(90);

/// How long anything may take that happens within a second where nothing is wrong.
pub const SOON: Duration = Duration::from_secs(30);

const POLL: Duration = Duration::from_millis(30);

/// Asks again and again until there is an answer.
///
/// # Panics
///
/// When there is none before the deadline: `what` tells what was waited for.
pub async fn until<T>(
    what: &str,
    deadline: Duration,
    mut ask: impl AsyncFnMut() -> Option<T>,
) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(
            started.elapsed() < deadline,
            "waited {} s for: {what}",
            deadline.as_secs()
        );
        tokio::time::sleep(POLL).await;
    }
}

/// Waits until a URL answers with success.
pub async fn until_ok(what: &str, url: &str, deadline: Duration) {
    let client = crate::homeserver::http();
    until(what, deadline, async || {
        let answer = client
            .get(url)
            .timeout(Duration::from_secs(5))
            .send()
            .await
            .ok()?;
        answer.status().is_success().then_some(())
    })
    .await;
}
