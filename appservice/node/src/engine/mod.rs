//! The engine: driver, executors and timers over a [`Store`] and a [`Homeserver`].
//!
//! Each is a loop that waits for a bell or a time, takes one step and starts over; all that they know is in the
//! store, so that any of them may be dropped at any await and begun anew. They spawn nothing and know no clock but
//! the one they are given: a simulation runs the three on one thread, on virtual time.
//!
//! To add a destination beside Matrix: give it effects of its own in the kit, a lane prefix, and an executor loop
//! like [`executors`].

pub mod driver;
pub mod executors;
pub mod facts;
pub mod folds;
mod rest;
pub mod timers;
pub mod views;

use std::sync::Arc;

use secta_bot_kit::lane::Lane;
use secta_matrix::Homeserver;
use secta_store::Store;
use tokio::sync::watch;

use crate::{clock::Clock, metrics::Metrics, seal::Sealer};

/// What the loops share.
#[derive(Clone)]
pub struct Parts {
    /// Journal, outbox, timers, memory.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Seals what comes from encrypted rooms.
    pub sealer: Sealer,
    /// Figures.
    pub metrics: Arc<Metrics>,
    /// Whether the front desk's word is written beside each row, for the bots of other processes.
    pub keep_contexts: bool,
    /// Where communities are begun from at the start.
    pub folds: Option<folds::Folds>,
    /// The views outside SQL.
    pub views: views::Views,
}

/// Runs all three loops on the calling task, until it is dropped.
pub async fn run_together(
    parts: Parts,
    lane: impl Into<Arc<Lane>>,
    homeserver: Arc<dyn Homeserver>,
    seed: u64,
) {
    let driver = driver::Driver::new(parts.clone(), lane);
    let executors = executors::Executors::new(parts.clone(), homeserver, seed);
    let (_never, stop) = watch::channel(false);
    tokio::join!(driver.run(), executors.run(stop), timers::run(parts));
}
