//! The bells of a store.

use tokio::sync::{Notify, watch};

/// The bells of a store, each for one waiter: [`Notify`] keeps one permit, so that no ring between a look and a
/// wait is lost. [`Wakes::rows`] and [`Wakes::facts`] are for any number of
/// them.
#[derive(Debug, Default)]
pub struct Wakes {
    /// Rows were appended, or on PostgreSQL another process's consumer moved.
    pub journal: Notify,
    /// Effects were queued, put off, hurried or ended.
    pub outbox: Notify,
    /// Timers were changed.
    pub timers: Notify,
    /// Counts how often the journal's bell has rung, for views that follow it.
    pub rows: watch::Sender<u64>,
    /// Counts the commits that wrote facts, for views that follow the records; any number may wait.
    pub facts: watch::Sender<u64>,
}

impl Wakes {
    pub(crate) fn ring(&self, rings: Rings) {
        if rings.journal {
            self.journal.notify_one();
            self.rows
                .send_modify(|rings| *rings = rings.wrapping_add(1));
        }
        if rings.facts {
            self.facts
                .send_modify(|rings| *rings = rings.wrapping_add(1));
        }
        if rings.outbox {
            self.outbox.notify_one();
        }
        if rings.timers {
            self.timers.notify_one();
        }
    }
}

/// The bells that a commit rings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rings {
    pub journal: bool,
    pub outbox: bool,
    pub timers: bool,
    pub facts: bool,
}

impl Rings {
    /// All of them.
    pub const ALL: Self = Self {
        journal: true,
        outbox: true,
        timers: true,
        facts: true,
    };
}
