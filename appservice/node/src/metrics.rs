//! Figures for Prometheus.

use std::{sync::atomic::AtomicU64, time::Instant};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use secta_bot_kit::journal::Done;
use secta_matrix::CallError;
use secta_store::Figures;

/// The figures that the loops write.
pub struct Metrics {
    registry: Registry,
    intake_events: Counter,
    intake_refused: Family<Kind, Counter>,
    inputs: Counter,
    parked: Counter,
    handling: Family<Consumer, Histogram>,
    calls: Family<Kind, Counter>,
    head: Gauge,
    lag: Family<Consumer, Gauge>,
    outbox_depth: Gauge,
    outbox_age: Gauge<f64, AtomicU64>,
    outbox_refused: Gauge,
    timers: Gauge,
    chronicle_logs_wrong: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Consumer {
    consumer: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: String,
}

fn handling_histogram() -> Histogram {
    Histogram::new([1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0])
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("secta"),
            intake_events: Counter::default(),
            intake_refused: Family::default(),
            inputs: Counter::default(),
            parked: Counter::default(),
            handling: Family::new_with_constructor(handling_histogram),
            calls: Family::default(),
            head: Gauge::default(),
            lag: Family::default(),
            outbox_depth: Gauge::default(),
            outbox_age: Gauge::default(),
            outbox_refused: Gauge::default(),
            timers: Gauge::default(),
            chronicle_logs_wrong: Gauge::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let r = &mut self.registry;
        r.register(
            "intake_events",
            "Events accepted from the homeserver, new ones",
            self.intake_events.clone(),
        );
        r.register(
            "intake_refused",
            "Requests that the intake refused",
            self.intake_refused.clone(),
        );
        r.register(
            "inputs",
            "Journal rows handled by this process",
            self.inputs.clone(),
        );
        r.register(
            "inputs_parked",
            "Inputs that could not be handled",
            self.parked.clone(),
        );
        r.register(
            "handling_seconds",
            "Time that a bot takes for an input",
            self.handling.clone(),
        );
        r.register(
            "homeserver_calls",
            "Calls to the homeserver by how they ended",
            self.calls.clone(),
        );
        r.register(
            "journal_head",
            "The last row of the journal",
            self.head.clone(),
        );
        r.register(
            "journal_lag",
            "Rows that a consumer has not handled",
            self.lag.clone(),
        );
        r.register(
            "outbox_depth",
            "Effects that wait",
            self.outbox_depth.clone(),
        );
        r.register(
            "outbox_oldest_seconds",
            "Age of the oldest effect that waits",
            self.outbox_age.clone(),
        );
        r.register(
            "outbox_refused",
            "Effects that were refused for good",
            self.outbox_refused.clone(),
        );
        r.register("timers", "Timers that wait", self.timers.clone());
        r.register(
            "chronicle_logs_wrong",
            "Logs of the chronicle that cannot be kept",
            self.chronicle_logs_wrong.clone(),
        );
    }

    /// The intake took new events.
    pub fn took(&self, events: usize) {
        self.intake_events.inc_by(events as u64);
    }

    /// The intake refused a request.
    pub fn refused(&self, kind: &str) {
        self.intake_refused
            .get_or_create(&Kind {
                kind: kind.to_owned(),
            })
            .inc();
    }

    /// The driver handled rows.
    pub fn handled(&self, rows: usize) {
        self.inputs.inc_by(rows as u64);
    }

    /// An input was parked.
    pub fn parked(&self) {
        self.parked.inc();
    }

    /// Times a consumer's handling.
    pub fn time(&self, consumer: &str, handle: &mut dyn FnMut()) {
        let start = Instant::now();
        handle();
        let seconds = start.elapsed().as_secs_f64();
        self.handling
            .get_or_create(&Consumer {
                consumer: consumer.to_owned(),
            })
            .observe(seconds);
    }

    /// A call to the homeserver ended.
    pub fn call(&self, answer: &Result<Done, CallError>) {
        let kind = match answer {
            Ok(_) => "done",
            Err(CallError::Unreachable(_)) => "unreachable",
            Err(CallError::Limited { .. }) => "limited",
            Err(CallError::NotYet(_)) => "not_yet",
            Err(CallError::Refused { .. }) => "refused",
        };
        self.calls
            .get_or_create(&Kind {
                kind: kind.to_owned(),
            })
            .inc();
    }

    /// So many logs of the chronicle cannot be kept now.
    pub fn logs_wrong(&self, logs: usize) {
        self.chronicle_logs_wrong
            .set(i64::try_from(logs).unwrap_or(i64::MAX));
    }

    /// The text that Prometheus reads, with the store's figures at `now_ms`.
    pub fn text(&self, figures: &Figures, now_ms: i64) -> String {
        self.head.set(figures.head);
        for (consumer, position) in &figures.positions {
            let lag = figures.head.saturating_sub(*position);
            self.lag
                .get_or_create(&Consumer {
                    consumer: consumer.clone(),
                })
                .set(lag);
        }
        self.outbox_depth
            .set(i64::try_from(figures.outbox_depth).unwrap_or(i64::MAX));
        let age_ms = figures
            .outbox_oldest_ms
            .map_or(0, |oldest| now_ms.saturating_sub(oldest).max(0));
        self.outbox_age.set(age_ms as f64 / 1000.0);
        self.outbox_refused
            .set(i64::try_from(figures.refused).unwrap_or(i64::MAX));
        self.timers
            .set(i64::try_from(figures.timers).unwrap_or(i64::MAX));
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
