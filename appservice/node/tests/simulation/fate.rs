//! Fate decides when the process dies.

use std::{
    future::pending,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use rand::{Rng, SeedableRng, rngs::SmallRng};
use tokio::sync::Notify;

/// The process's fate.
pub struct Fate {
    dice: Mutex<SmallRng>,
    probability: f64,
    crashes: AtomicU64,
    /// Rung when the process dies.
    pub struck: Notify,
}

impl Fate {
    /// A fate of this seed: some are kind, some are not.
    pub fn new(seed: u64) -> Arc<Self> {
        let mut dice = SmallRng::seed_from_u64(seed ^ 0xfa7e);
        let probability = [0.0, 0.002, 0.01, 0.03][dice.random_range(0..4)];
        Arc::new(Self {
            dice: Mutex::new(dice),
            probability,
            crashes: AtomicU64::new(0),
            struck: Notify::new(),
        })
    }

    /// Nothing happens any more.
    pub fn kind() -> Self {
        Self {
            dice: Mutex::new(SmallRng::seed_from_u64(0)),
            probability: 0.0,
            crashes: AtomicU64::new(0),
            struck: Notify::new(),
        }
    }

    /// A point at which the process may die: then this never returns, and the world drops the process.
    pub async fn point(&self) {
        let dies = self
            .dice
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .random_bool(self.probability);
        if dies {
            self.crashes.fetch_add(1, Ordering::Relaxed);
            self.struck.notify_one();
            pending::<()>().await;
        }
    }

    /// How often it died.
    pub fn crashes(&self) -> u64 {
        self.crashes.load(Ordering::Relaxed)
    }
}
