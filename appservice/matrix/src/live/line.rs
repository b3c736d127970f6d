//! Whether the homeserver has been heard lately.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// The line to the homeserver: broken when a call finds nobody, whole again with the next answer.
#[derive(Debug, Default)]
pub struct Line {
    broken: AtomicBool,
    back: Notify,
}

impl Line {
    /// Waits until the homeserver answers again after it was silent.
    pub async fn is_back(&self) {
        self.back.notified().await;
    }

    pub(super) fn broke(&self) {
        self.broken.store(true, Ordering::Relaxed);
    }

    pub(super) fn answered(&self) {
        if self.broken.swap(false, Ordering::Relaxed) {
            self.back.notify_one();
        }
    }
}
