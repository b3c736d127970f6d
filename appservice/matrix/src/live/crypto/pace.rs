//! How closely the device's sync follows the homeserver.
//!
//! A sync that waits is woken by all that is said in the bot's rooms, and Synapse then looks through all of it: that
//! made each answer of the bot's a third slower. So where the transactions tell everything but keys, and the tether
//! shows that the homeserver is there, the sync rests while nothing is encrypted.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    select,
    sync::{Notify, watch},
    time::{Instant, sleep, timeout},
};

use crate::CallError;

/// How long a sync waits for what comes.
const LONG_POLL: Duration = Duration::from_secs(30);

/// The same while it is not known yet whether it may rest.
const SHORT_POLL: Duration = Duration::from_secs(1);

/// How long the sync follows after something was decrypted or encrypted.
const AWAKE: Duration = Duration::from_secs(5 * 60);

/// How often a sync that rests looks nevertheless: whether the session is still there, whether keys were used up.
const REST: Duration = Duration::from_secs(30);

/// How long is waited for a sync that rested.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the sync and those who need what it tells say to each other.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Whether the sync follows: what it tells is known at once.
    follows: watch::Sender<bool>,
    wants: Mutex<Wants>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Wants {
    /// The sync may rest: nothing else is told by it alone. Not known at first.
    may_rest: Option<bool>,
    /// Until then it is needed.
    needed: Option<Instant>,
}

impl Pace {
    /// Whether the sync may rest from now on.
    pub(super) fn may_rest(&self, may_rest: bool) {
        let before = self.wants().may_rest.replace(may_rest);
        if before != Some(may_rest) {
            self.changed.notify_one();
        }
    }

    /// Has the sync follow for the next minutes, and waits until it does. Returns whether it rested before.
    ///
    /// # Errors
    ///
    /// `NotYet` when the homeserver does not answer the sync.
    pub(super) async fn follow(&self) -> Result<bool, CallError> {
        self.wants().needed = Some(Instant::now() + AWAKE);
        let mut follows = self.follows.subscribe();
        if *follows.borrow_and_update() {
            return Ok(false);
        }
        self.changed.notify_one();
        match timeout(PATIENCE, follows.wait_for(|follows| *follows)).await {
            Ok(Ok(_)) => Ok(true),
            Ok(Err(_)) | Err(_) => Err(CallError::NotYet("the sync of the device".to_owned())),
        }
    }

    /// How long the next sync waits for what comes.
    pub(super) fn wait(&self) -> Duration {
        match (*self.follows.borrow(), self.wants().may_rest) {
            (true, Some(_)) => LONG_POLL,
            (true, None) => SHORT_POLL,
            (false, _) => Duration::ZERO,
        }
    }

    /// Between two syncs: `answered` tells whether the last one was. Rests, where the sync may.
    pub(super) async fn between(&self, answered: bool) {
        let is_needed = self.is_needed();
        self.follows.send_replace(answered && is_needed);
        if answered && !is_needed {
            select! {
                () = self.changed.notified() => {}
                () = sleep(REST) => {}
            }
        }
    }

    fn is_needed(&self) -> bool {
        let wants = self.wants();
        wants.may_rest != Some(true) || wants.needed.is_some_and(|until| until > Instant::now())
    }

    fn wants(&self) -> std::sync::MutexGuard<'_, Wants> {
        self.wants.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// A sync that answers at once where it does not wait, and counts how often it was made.
    fn sync(pace: &Arc<Pace>) -> watch::Receiver<usize> {
        let (counting, count) = watch::channel(0);
        let pace = Arc::clone(pace);
        tokio::spawn(async move {
            loop {
                sleep(pace.wait()).await;
                counting.send_modify(|count| *count += 1);
                pace.between(true).await;
            }
        });
        count
    }

    fn follows(pace: &Pace) -> bool {
        !pace.wait().is_zero()
    }

    #[tokio::test(start_paused = true)]
    async fn the_sync_follows_until_it_may_rest_and_whenever_it_is_needed() {
        let pace = Arc::new(Pace::default());
        let mut count = sync(&pace);
        count.wait_for(|count| *count == 1).await.unwrap();
        assert!(follows(&pace));
        assert_eq!(pace.follow().await.ok(), Some(false));

        pace.may_rest(true);
        sleep(AWAKE + LONG_POLL).await;
        assert!(!follows(&pace));
        assert_eq!(pace.follow().await.ok(), Some(true));
        sleep(AWAKE / 2).await;
        assert!(follows(&pace));
        sleep(AWAKE / 2 + LONG_POLL).await;
        assert!(!follows(&pace));

        pace.may_rest(false);
        sleep(Duration::from_secs(1)).await;
        assert!(follows(&pace));
    }

    #[tokio::test(start_paused = true)]
    async fn a_sync_that_rests_still_looks_now_and_then() {
        let pace = Arc::new(Pace::default());
        pace.may_rest(true);
        let count = sync(&pace);
        sleep(REST * 10 + REST / 2).await;
        let looked = *count.borrow();
        assert!((10..=12).contains(&looked), "{looked}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_needs_a_sync_that_is_not_answered_is_told_so() {
        let pace = Pace::default();
        assert!(matches!(pace.follow().await, Err(CallError::NotYet(_))));
    }
}
