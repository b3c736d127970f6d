//! `secta replay --check`: the journal, replayed into an empty store, gives every view and every decision again
//! (invariant 4).

use std::{collections::BTreeMap, sync::Arc};

use secta_bot_kit::lane::Lane;
use secta_store::{
    Snapshot, Store, StoreError, StoredFact, StoredKept, StoredValue, Views, memory::Memory,
};

use crate::{
    bots::{self, Setup},
    clock::SystemClock,
    config::Config,
    engine::{
        Parts,
        driver::{Driver, StepError},
    },
    metrics::Metrics,
    seal::{SealError, Sealer},
};

/// How many rows are replayed at a time.
const BATCH: usize = 1_000;

/// How many differences are told.
const TOLD: usize = 20;

/// What a replay found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many rows were replayed.
    pub rows: usize,
    /// How many values, effects, timers and parked inputs were compared.
    pub compared: usize,
    /// What differs, in words without contents.
    pub differences: Vec<String>,
}

/// Replays a store's journal and compares.
///
/// # Errors
///
/// When the store cannot be read or holds what this node cannot open.
pub async fn compare(
    store: &dyn Store,
    lane: Arc<Lane>,
    sealer: &Sealer,
) -> Result<Report, StepError> {
    let live = store.views().await?;
    let kept = facts_before(store, &live.snapshot).await?;
    let again = Arc::new(Memory::resumed(store.tag(), &live.snapshot, kept));
    let parts = Parts {
        store: Arc::clone(&again) as Arc<dyn Store>,
        clock: Arc::new(SystemClock),
        sealer: sealer.clone(),
        metrics: Arc::new(Metrics::default()),
        keep_contexts: false,
        folds: None,
        views: crate::engine::views::Views::default(),
    };
    let mut driver = Driver::new(parts, lane);
    let mut report = Report::default();
    let until = live.positions.values().copied().max().unwrap_or(0);
    let mut after = live.snapshot.floor();
    loop {
        let mut rows = store.read(after, BATCH).await?;
        rows.retain(|row| row.seq <= until);
        let Some(last) = rows.last() else { break };
        after = last.seq;
        report.rows += rows.len();
        again.replay(rows);
        while driver.step().await? > 0 {}
    }
    let replayed = again.views().await?;
    report.compare("value", values(&live, sealer)?, values(&replayed, sealer)?);
    report.compare("effect", effects(&live), effects(&replayed));
    report.compare("timer", timers(&live), timers(&replayed));
    report.compare("record", records(&live), records(&replayed));
    report.compare("technical fact", quiet(&live), quiet(&replayed));
    report.compare("parked input", parked(&live), parked(&replayed));
    Ok(report)
}

/// What the communities were made of when the snapshot was taken.
async fn facts_before(
    store: &dyn Store,
    snapshot: &Snapshot,
) -> Result<Vec<StoredFact>, StoreError> {
    let mut before = snapshot.quiet.clone();
    for (community, head) in &snapshot.heads {
        let mut after = -1;
        loop {
            let facts = store.facts_of(community, after, BATCH).await?;
            let Some(last) = facts.last() else { break };
            after = last.place;
            let records = facts
                .into_iter()
                .filter(|fact| fact.place < *head && matches!(fact.kept, StoredKept::Record(_)));
            before.extend(records);
            if after >= *head {
                break;
            }
        }
    }
    before.sort_by(|a, b| (&a.community, a.place).cmp(&(&b.community, b.place)));
    Ok(before)
}

impl Report {
    fn compare(
        &mut self,
        what: &str,
        live: BTreeMap<String, String>,
        replayed: BTreeMap<String, String>,
    ) {
        self.compared += live.len().max(replayed.len());
        let mut found = Vec::new();
        for (name, value) in &live {
            match replayed.get(name) {
                None => found.push(format!("{what} {name}: replay does not make it")),
                Some(other) if other != value => {
                    found.push(format!("{what} {name}: replay makes another"))
                }
                Some(_) => {}
            }
        }
        for name in replayed.keys().filter(|name| !live.contains_key(*name)) {
            found.push(format!(
                "{what} {name}: replay makes it, the database has it not"
            ));
        }
        let room = TOLD.saturating_sub(self.differences.len());
        self.differences.extend(found.into_iter().take(room));
    }
}

fn values(views: &Views, sealer: &Sealer) -> Result<BTreeMap<String, String>, SealError> {
    views
        .values
        .iter()
        .map(
            |StoredValue {
                 bot,
                 scope,
                 key,
                 value,
                 sealed,
             }| {
                let open = if *sealed {
                    sealer.open(value)?
                } else {
                    value.clone()
                };
                Ok((
                    format!("{bot} {} {key}", scope.as_str()),
                    blake3::hash(&open).to_hex().to_string(),
                ))
            },
        )
        .collect()
}

fn effects(views: &Views) -> BTreeMap<String, String> {
    views
        .effects
        .iter()
        .map(|(key, lane, digest)| (key.clone(), format!("{lane} {digest}")))
        .collect()
}

fn timers(views: &Views) -> BTreeMap<String, String> {
    let word = |timer: &secta_store::Timer| {
        format!(
            "{} {} {}",
            timer.scope.as_str(),
            timer.due_ms,
            timer.payload
        )
    };
    views
        .timers
        .iter()
        .map(|timer| (format!("{}/{}", timer.bot, timer.name), word(timer)))
        .collect()
}

fn records(views: &Views) -> BTreeMap<String, String> {
    let all = views.records.iter();
    all.map(|(community, place, id)| (format!("{community}/{place}"), id.clone()))
        .collect()
}

fn quiet(views: &Views) -> BTreeMap<String, String> {
    let hash = |value: &[u8]| blake3::hash(value).to_hex().to_string();
    let all = views.quiet.iter();
    all.map(|(community, place, value)| (format!("{community}/{place}"), hash(value)))
        .collect()
}

fn parked(views: &Views) -> BTreeMap<String, String> {
    views
        .parked
        .iter()
        .map(|(seq, consumer)| (format!("{seq} {consumer}"), String::new()))
        .collect()
}

/// Compares the store of a configuration.
///
/// # Errors
///
/// When the database or the key cannot be opened, or holds what this node cannot open.
pub async fn check(config: Config) -> anyhow::Result<Report> {
    let sealer = Sealer::from_file(&config.key_file())?;
    let store = secta_store::open(config.database.url.expose()).await?;
    let lane = Arc::new(bots::lane(&Setup::from_config(&config), |_| true));
    let report = compare(store.as_ref(), lane, &sealer).await?;
    store.close().await;
    Ok(report)
}
