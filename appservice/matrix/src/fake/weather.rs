//! What goes wrong, and how often.

use std::ops::RangeInclusive;

use rand::{Rng, rngs::SmallRng};

/// Which homeserver's way of delivering transactions the fake follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// A transaction keeps its events; in catch-up every event is a transaction of its own; a ping delivers at
    /// once.
    Synapse,
    /// A transaction that failed comes again under its id with the events that came since; a ping does nothing.
    Dendrite,
}

/// Probabilities (0 to 1) and durations of everything that can go wrong.
#[derive(Clone, Debug)]
pub struct Weather {
    /// How long a call takes on its way there, and again on its way back.
    pub delay_ms: RangeInclusive<u64>,
    /// A call is answered with 429.
    pub limited: f64,
    /// How long a 429 asks to wait.
    pub retry_after_ms: RangeInclusive<u64>,
    /// A call is answered with 500, and nothing is done.
    pub failing: f64,
    /// A call is carried out and its answer lost.
    pub answer_lost: f64,
    /// A send into an encrypted room is told to wait for the sync of the room.
    pub unsynced: f64,
    /// The homeserver goes down at a call, before or after it has carried it out.
    pub outage: f64,
    /// How long it stays down.
    pub outage_ms: RangeInclusive<u64>,
    /// It forgets its transaction ids when it comes back.
    pub forgetful: f64,
    /// A transaction does not reach the service.
    pub delivery_lost: f64,
    /// The service's answer to a transaction is lost: the transaction comes again.
    pub delivery_answer_lost: f64,
    /// Two copies of a transaction reach the service at the same time.
    pub delivery_doubled: f64,
    /// The homeserver loses patience with the service: the transaction comes again while the first copy is still
    /// being handled.
    pub impatient: f64,
    /// The key of a megolm session comes late.
    pub key_late: f64,
    /// How late.
    pub key_late_ms: RangeInclusive<u64>,
}

impl Weather {
    /// Nothing goes wrong and nothing takes time.
    pub fn fair() -> Self {
        Self {
            delay_ms: 0..=0,
            limited: 0.0,
            retry_after_ms: 0..=0,
            failing: 0.0,
            answer_lost: 0.0,
            unsynced: 0.0,
            outage: 0.0,
            outage_ms: 0..=0,
            forgetful: 0.0,
            delivery_lost: 0.0,
            delivery_answer_lost: 0.0,
            delivery_doubled: 0.0,
            impatient: 0.0,
            key_late: 0.0,
            key_late_ms: 0..=0,
        }
    }

    /// Everything goes wrong now and then.
    pub fn foul() -> Self {
        Self {
            delay_ms: 0..=200,
            limited: 0.05,
            retry_after_ms: 100..=5_000,
            failing: 0.05,
            answer_lost: 0.08,
            unsynced: 0.05,
            outage: 0.01,
            outage_ms: 100..=60_000,
            forgetful: 0.5,
            delivery_lost: 0.08,
            delivery_answer_lost: 0.08,
            delivery_doubled: 0.05,
            impatient: 0.03,
            key_late: 0.3,
            key_late_ms: 10..=30_000,
        }
    }
}

/// The dice of a simulation: one seed, one sequence.
#[derive(Debug)]
pub(super) struct Dice(pub(super) SmallRng);

impl Dice {
    pub(super) fn roll(&mut self, probability: f64) -> bool {
        self.0.random_bool(probability.clamp(0.0, 1.0))
    }

    pub(super) fn pick(&mut self, range: &RangeInclusive<u64>) -> u64 {
        if range.is_empty() {
            return *range.start();
        }
        self.0.random_range(range.clone())
    }
}
