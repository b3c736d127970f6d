//! A community on a node in miniature: a driver over a store in memory, and a homeserver that does everything at once.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use secta_bot_community::{
    Community, NAME, Settings,
    memory::{self, Hall, Member},
    request::{self, Begun, Request},
};
use secta_bot_kit::{
    Bot, Effect, Lang, RoomId, Row, Scope, UserId,
    desk::{Desk, DeskPolicy},
    effect::Created,
    journal::{Done, EffectResult},
    lane::Lane,
    read::Selves,
    when,
};
use secta_record::RecordId;
use secta_site::ports::{Accounts, Entrance};
use secta_store::{Batch, Completion, Store, memory::Memory};
use serde::de::DeserializeOwned;
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::super::{Parts, SiteAccounts};
use crate::{
    clock::Clock,
    engine::{self, driver::Driver, views::Views},
    metrics::Metrics,
    seal::Sealer,
};

pub(super) const BEGIN_MS: i64 = 1_780_315_200_000;
pub(super) const ORIGIN: &str = "https://polyana.example";

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub(super) struct Hand(AtomicI64);

impl Clock for Hand {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

pub(super) struct Town {
    pub(super) store: Arc<dyn Store>,
    pub(super) clock: Arc<Hand>,
    pub(super) accounts: SiteAccounts,
    pub(super) id: RecordId,
    sealer: Sealer,
    driver: Mutex<Driver>,
    events: AtomicU64,
    folder: TempDir,
}

fn selves() -> Selves {
    Selves {
        bot: UserId::new("@_secta_bot:home"),
        prefix: "_secta_".to_owned(),
        server: "home".to_owned(),
    }
}

impl Town {
    /// A community that anna has founded: she has a porch.
    pub(super) async fn founded() -> Self {
        let store: Arc<dyn Store> = Arc::new(Memory::new("tag"));
        let clock = Arc::new(Hand(AtomicI64::new(BEGIN_MS)));
        let sealer = Sealer::new(&[3; 32]);
        let folder = tempfile::tempdir().expect("a folder");
        let mut town = Self {
            accounts: accounts(&store, &clock, &sealer, folder.path()),
            driver: Mutex::new(driver(&store, &clock, &sealer).await),
            id: RecordId([0; 32]),
            events: AtomicU64::new(0),
            store,
            clock,
            sealer,
            folder,
        };
        let request = Request::new("@anna:home", "Поляна", Lang::Ru, &selves()).expect("fit");
        let mut batch = Batch::default();
        batch.rows.push(request.row("found", BEGIN_MS));
        town.store.append(batch).await.expect("filed");
        town.settle().await;
        let begun: Option<Begun> = town
            .remembers(request::scope("found"), request::BEGUN)
            .await;
        town.id = begun.and_then(Begun::community).expect("a community");
        let hall: Option<Hall> = town.remembers(memory::community(&town.id), "hall").await;
        assert!(hall.is_some_and(|hall| hall.ready));
        town
    }

    /// The process begins anew over the same files.
    pub(super) fn restart(&mut self) {
        self.accounts = accounts(&self.store, &self.clock, &self.sealer, self.folder.path());
    }

    pub(super) fn later(&self, by_ms: i64) {
        self.clock.0.fetch_add(by_ms, Ordering::Relaxed);
    }

    /// Everything that waits is decided on and carried out; what was planned, unsealed, with whether it was sealed.
    pub(super) async fn settle(&self) -> Vec<(Effect, bool)> {
        let mut driver = self.driver.lock().await;
        let mut all = Vec::new();
        loop {
            while driver.step().await.expect("a step") > 0 {}
            let now_ms = self.clock.now_ms();
            let heads = self.store.heads(now_ms, &[], 100).await.expect("heads");
            if heads.is_empty() {
                return all;
            }
            for head in heads {
                let sealed = head.effect.sealed;
                let json = if sealed {
                    self.sealer.open(&head.effect.payload).expect("it opens")
                } else {
                    head.effect.payload.clone()
                };
                let effect: Effect = serde_json::from_slice(&json).expect("an effect");
                let completion = Completion {
                    key: head.effect.key.clone(),
                    at_ms: now_ms,
                    result: EffectResult::Done(self.done(&effect)),
                    row: None,
                };
                self.store.complete(completion).await.expect("completed");
                all.push((effect, sealed));
            }
        }
    }

    fn done(&self, effect: &Effect) -> Done {
        let n = self.events.fetch_add(1, Ordering::Relaxed);
        match effect {
            Effect::CreateRoom { .. } => Done {
                event_id: None,
                data: serde_json::to_value(Created {
                    room_id: RoomId::new(format!("!room{n}")),
                })
                .ok(),
            },
            _ => Done {
                event_id: Some(format!("$event{n}")),
                data: None,
            },
        }
    }

    pub(super) async fn remembers<T: DeserializeOwned>(
        &self,
        scope: Scope,
        key: &str,
    ) -> Option<T> {
        let values = self.store.scopes(&[(NAME, scope)]).await.expect("values");
        let value = values.into_iter().find(|value| value.key == key)?;
        let json = if value.sealed {
            self.sealer.open(&value.value).expect("it opens")
        } else {
            value.value
        };
        serde_json::from_slice(&json).expect("its shape")
    }

    pub(super) async fn member(&self, who: &UserId) -> Member {
        let found = self.remembers(memory::member(&self.id, who), "member");
        found.await.unwrap_or_default()
    }

    pub(super) async fn rows(&self) -> Vec<Row> {
        self.store.read(0, 1000).await.expect("rows")
    }

    /// A code is asked for: the attempt, and the code where one was told.
    pub(super) async fn asks(&self, user: &str, peer: &str) -> (String, Option<String>) {
        let asked = self.accounts.ask_code(&self.id, user, Lang::Ru, peer);
        let Entrance::Begun(attempt) = asked.await.expect("asked") else {
            panic!("too often");
        };
        (attempt, code_in(&self.settle().await))
    }
}

/// The code that is told among effects.
fn code_in(effects: &[(Effect, bool)]) -> Option<String> {
    effects.iter().find_map(|(effect, _)| match effect {
        Effect::Send(send) => {
            let html = send.content["formatted_body"].as_str()?;
            let (_, after) = html.split_once("<strong>")?;
            Some(after.split_once("</strong>")?.0.to_owned())
        }
        _ => None,
    })
}

fn accounts(
    store: &Arc<dyn Store>,
    clock: &Arc<Hand>,
    sealer: &Sealer,
    data: &Path,
) -> SiteAccounts {
    let parts = Parts {
        store: Arc::clone(store),
        sealer: sealer.clone(),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        selves: selves(),
        data: data.to_owned(),
        base: ORIGIN.parse().expect("an address"),
    };
    SiteAccounts::open(parts).expect("accounts")
}

async fn driver(store: &Arc<dyn Store>, clock: &Arc<Hand>, sealer: &Sealer) -> Driver {
    let settings = Settings {
        selves: selves(),
        zone: when::zone("UTC").expect("a zone"),
    };
    let bots: [Arc<dyn Bot>; 1] = [Arc::new(Community::new(settings))];
    let desk = Desk::new(DeskPolicy::default(), selves());
    let lane = Lane::new(selves(), desk, &bots, |_| true);
    store
        .enrol(&lane.consumers(), "test")
        .await
        .expect("enrolled");
    let parts = engine::Parts {
        store: Arc::clone(store),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        sealer: sealer.clone(),
        metrics: Arc::new(Metrics::default()),
        keep_contexts: false,
        folds: None,
        views: Views::default(),
    };
    Driver::new(parts, lane)
}
