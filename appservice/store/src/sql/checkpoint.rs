//! What SQLite wrote to its log goes into its file beside the writing: whoever writes does not wait for it.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Notify, task::spawn_blocking, time::sleep};

use crate::{StoreError, sql::sqlite::SqlitePool};

/// How long is waited after a write for more of them.
const PAUSE: Duration = Duration::from_millis(250);

/// Runs until the pool is closed; `written` rings after each commit.
pub async fn run(pool: SqlitePool, written: Arc<Notify>) {
    loop {
        written.notified().await;
        sleep(PAUSE).await;
        let pool = pool.clone();
        match spawn_blocking(move || pool.checkpoint()).await {
            Ok(Err(StoreError::Closed)) | Err(_) => return,
            // The disk is full, say: the log keeps everything, and the next write rings again.
            Ok(Err(error)) => tracing::debug!(%error, "the log did not go into the file"),
            Ok(Ok(())) => {}
        }
    }
}
