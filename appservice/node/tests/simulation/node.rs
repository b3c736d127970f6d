//! The world of one seed: a disk, a homeserver, a clock, and a process that is born again each time it dies.

use std::{
    sync::{
        Arc, LazyLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use rand::{Rng, SeedableRng, rngs::SmallRng};
use secta::{
    clock::Clock,
    engine::{self, Parts},
    intake::Intake,
    metrics::Metrics,
    seal::Sealer,
};
use secta_bot_kit::{UserId, lane::Lane, read::Selves};
use secta_matrix::{
    Homeserver,
    fake::{Fake, Manner, Settings, Weather},
};
use secta_store::{Store, memory::Memory};
use serde_json::Value;

use crate::{fate::Fate, fragile::Fragile};

/// When the virtual clock starts: 2026-11-20 12:00 UTC.
const START_MS: i64 = 1_795_262_400_000;

/// An hour.
const HOUR_MS: i64 = 3_600_000;

/// The store's tag.
const TAG: &str = "51d0feed";

/// How long the calm may take at the most before something hangs.
const PATIENCE: Duration = Duration::from_secs(30 * 24 * 3_600);

/// The node's clock: the homeserver's, and a difference that jumps.
pub struct JumpyClock {
    fake: Arc<Fake>,
    off_ms: AtomicI64,
}

impl Clock for JumpyClock {
    fn now_ms(&self) -> i64 {
        self.fake.now_ms() + self.off_ms.load(Ordering::Relaxed)
    }
}

impl JumpyClock {
    /// The clock is this far off from now on.
    pub fn jump(&self, off_ms: i64) {
        self.off_ms.store(off_ms, Ordering::Relaxed);
    }
}

/// The world of one seed.
pub struct World {
    pub seed: u64,
    pub disk: Arc<Memory>,
    pub fake: Arc<Fake>,
    pub clock: Arc<JumpyClock>,
    pub sealer: Sealer,
}

/// The service's own users.
pub fn selves() -> Selves {
    Selves {
        bot: UserId::new("@_secta_bot:sim"),
        prefix: "_secta_".to_owned(),
        server: "sim".to_owned(),
    }
}

/// The lane of the whole node. It remembers nothing: all lives share it, and its phrases are read once.
pub fn lane() -> Arc<Lane> {
    static LANE: LazyLock<Arc<Lane>> = LazyLock::new(|| {
        let setup = secta::bots::Setup::new(selves());
        Arc::new(secta::bots::lane(&setup, |_| true))
    });
    Arc::clone(&LANE)
}

impl World {
    /// A world of this seed.
    pub fn new(seed: u64) -> Self {
        let mut dice = SmallRng::seed_from_u64(seed ^ 0x0707);
        let fake = Fake::new(Settings {
            seed,
            weather: if dice.random_bool(0.2) {
                Weather::fair()
            } else {
                Weather::foul()
            },
            manner: if dice.random_bool(0.5) {
                Manner::Synapse
            } else {
                Manner::Dendrite
            },
            bot: selves().bot,
            namespace: "@_secta_".to_owned(),
            tag: TAG.to_owned(),
            starts_at_ms: START_MS,
        });
        let clock = Arc::new(JumpyClock {
            fake: Arc::clone(&fake),
            off_ms: AtomicI64::new(0),
        });
        Self {
            seed,
            disk: Arc::new(Memory::new(TAG)),
            fake,
            clock,
            sealer: Sealer::new(&[7; 32]),
        }
    }

    /// Plays a script while the process dies and is born again.
    pub async fn storm(&self, fate: &Arc<Fate>, script: impl Future<Output = ()>) {
        let mut script = std::pin::pin!(script);
        let mut lives = 0;
        loop {
            lives += 1;
            tokio::select! {
                biased;
                () = fate.struck.notified() => {}
                () = self.live(Arc::clone(fate), lives) => unreachable!("the process runs until it is dropped"),
                () = &mut script => return,
            }
        }
    }

    /// Lets the process run in fair weather until nothing is left to do.
    pub async fn calm(&self) {
        self.fake.set_weather(Weather::fair());
        self.clock.jump(0);
        tokio::select! {
            biased;
            () = self.live(Arc::new(Fate::kind()), 0) => unreachable!("the process runs until it is dropped"),
            quiet = tokio::time::timeout(PATIENCE, self.quiet()) => quiet.expect("the node comes to rest"),
        }
    }

    /// What stands in every room.
    pub fn timelines(&self) -> Vec<Vec<Value>> {
        self.fake
            .rooms()
            .iter()
            .map(|room| self.fake.timeline(room))
            .collect()
    }

    async fn live(&self, fate: Arc<Fate>, life: u64) {
        let disk: Arc<dyn Store> = Arc::clone(&self.disk) as Arc<dyn Store>;
        let homeserver: Arc<dyn Homeserver> = Arc::clone(&self.fake) as Arc<dyn Homeserver>;
        let store: Arc<dyn Store> = Arc::new(Fragile {
            inner: disk,
            fate: Arc::clone(&fate),
        });
        let homeserver: Arc<dyn Homeserver> = Arc::new(Fragile {
            inner: homeserver,
            fate,
        });
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let metrics = Arc::new(Metrics::default());
        let intake = Intake {
            store: Arc::clone(&store),
            clock: Arc::clone(&clock),
            selves: selves(),
            hs_token: String::new(),
            body_limit: 0,
            metrics: Arc::clone(&metrics),
            late: tokio::sync::Notify::new(),
        };
        let intake = &intake;
        let deliver = |_, events: Vec<Value>| async move {
            let texts: Vec<String> = events.iter().map(Value::to_string).collect();
            intake
                .accept(texts.iter().map(String::as_str))
                .await
                .is_ok()
        };
        let parts = Parts {
            store,
            clock,
            sealer: self.sealer.clone(),
            metrics,
            keep_contexts: false,
            folds: None,
            views: engine::views::Views::default(),
        };
        tokio::join!(
            self.fake.pump(deliver),
            engine::run_together(parts, lane(), homeserver, self.seed ^ life),
        );
    }

    /// Waits until everything is delivered, handled and carried out, and no timer is due for hours.
    async fn quiet(&self) {
        loop {
            tokio::time::sleep(Duration::from_secs(10)).await;
            let figures = self.disk.figures().await.expect("figures");
            let next_timer = self.disk.next_timer_ms().await.expect("timers");
            let idle = next_timer.is_none_or(|due_ms| due_ms > self.clock.now_ms() + 3 * HOUR_MS);
            let handled = figures
                .positions
                .values()
                .all(|position| *position == figures.head);
            if idle && handled && self.fake.is_delivered() && figures.outbox_depth == 0 {
                return;
            }
        }
    }
}
