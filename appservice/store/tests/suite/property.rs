//! Whatever is asked in whatever order, every store answers the same.

use std::fmt::Debug;

use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use secta_bot_kit::{NewRow, Scope, TimerChange};
use secta_store::{
    Batch, Completion, Parked, Step, Store, StoreError, StoredFact, StoredKept, memory::Memory,
};

use crate::{
    making::{all_facts, done, effect, item, moved, quiet, record, refused, row, value},
    place::Place,
    timers::{firing, set},
};

#[derive(Clone, Debug)]
enum Act {
    Append {
        rows: Vec<u8>,
        sealed: bool,
        confirmed: Vec<u8>,
    },
    Commit(Work),
    Enact(Enactment),
    MarkSending(Vec<u8>),
    PutOff {
        key: u8,
        next_ms: i64,
        in_doubt: bool,
    },
    Hurry(u8),
    Complete {
        key: u8,
        refused: bool,
        row: bool,
    },
    Fire(Vec<(u8, i64)>),
    Forget(i64),
}

#[derive(Clone, Debug)]
struct Work {
    from: i64,
    contexts: Vec<i64>,
    values: Vec<(u8, u8, bool)>,
    effects: Vec<(i64, u8, u8)>,
    timers: Vec<(u8, Option<i64>)>,
    fired: Vec<(u8, i64)>,
    erased: Vec<u8>,
    parked: Vec<i64>,
}

/// What a step does to the facts of communities.
#[derive(Clone, Debug)]
struct Enactment {
    facts: Vec<NewFact>,
    settled: Vec<(u8, u8)>,
    withheld: Vec<(u8, u8)>,
    erases: bool,
}

#[derive(Clone, Debug)]
struct NewFact {
    community: u8,
    /// From the place where it belongs.
    off: i64,
    item: Option<u8>,
    /// The record's id; a quiet fact has none.
    id: Option<u8>,
}

fn enactment() -> impl Strategy<Value = Enactment> {
    let off = prop_oneof![14 => Just(0_i64), 1 => Just(-1), 1 => Just(1)];
    let id = proptest::option::of(any::<u8>());
    let fact = (0..2_u8, off, proptest::option::weighted(0.8, 0..2_u8), id).prop_map(
        |(community, off, item, id)| NewFact {
            community,
            off,
            item,
            id,
        },
    );
    let items = vec((0..2_u8, 0..2_u8), 0..2);
    let erases = prop::bool::weighted(0.3);
    (vec(fact, 0..5), items.clone(), items, erases).prop_map(
        |(facts, settled, withheld, erases)| Enactment {
            facts,
            settled,
            withheld,
            erases,
        },
    )
}

fn work() -> impl Strategy<Value = Work> {
    let some = 0..4;
    (
        0..4_i64,
        vec(0..9_i64, some.clone()),
        vec((0..3_u8, 0..3_u8, any::<bool>()), some.clone()),
        vec((0..4_i64, 0..12_u8, 0..3_u8), some.clone()),
        vec((0..3_u8, proptest::option::of(0..4_i64)), some.clone()),
        vec((0..3_u8, 0..4_i64), some.clone()),
        vec(0..9_u8, 0..2),
        vec(0..9_i64, 0..2),
    )
        .prop_map(
            |(from, contexts, values, effects, timers, fired, erased, parked)| Work {
                from,
                contexts,
                values,
                effects,
                timers,
                fired,
                erased,
                parked,
            },
        )
}

fn act() -> impl Strategy<Value = Act> {
    let keys = vec(0..12_u8, 0..3);
    prop_oneof![
        2 => (vec(0..20_u8, 0..6), any::<bool>(), keys.clone())
            .prop_map(|(rows, sealed, confirmed)| Act::Append { rows, sealed, confirmed }),
        5 => work().prop_map(Act::Commit),
        8 => enactment().prop_map(Act::Enact),
        1 => keys.prop_map(Act::MarkSending),
        2 => (0..12_u8, 0..6_i64, any::<bool>())
            .prop_map(|(key, next_ms, in_doubt)| Act::PutOff { key, next_ms, in_doubt }),
        1 => (0..3_u8).prop_map(Act::Hurry),
        2 => (0..12_u8, any::<bool>(), any::<bool>())
            .prop_map(|(key, refused, row)| Act::Complete { key, refused, row }),
        2 => vec((0..3_u8, 0..4_i64), 0..3).prop_map(Act::Fire),
        1 => (0..3_000_i64).prop_map(Act::Forget),
    ]
}

fn key(key: u8) -> String {
    format!("k{key}")
}

fn step(work: &Work) -> Step {
    let timer = |(name, due): &(u8, Option<i64>)| match due {
        Some(due_ms) => set(&key(*name), *due_ms),
        None => ("vote".to_owned(), TimerChange::Cancel { name: key(*name) }),
    };
    let parked = |seq: &i64| Parked {
        seq: *seq,
        consumer: "vote".to_owned(),
        reason: "why".to_owned(),
        at_ms: work.from,
    };
    Step {
        contexts: work
            .contexts
            .iter()
            .map(|seq| (*seq, format!("context of {}", work.from)))
            .collect(),
        values: work
            .values
            .iter()
            .map(|(scope, name, there)| {
                value(&key(*scope), &key(*name), if *there { "there" } else { "" })
            })
            .collect(),
        effects: work
            .effects
            .iter()
            .map(|(seq, name, lane)| (*seq, effect(&key(*name), &format!("lane{lane}"))))
            .collect(),
        timers: work.timers.iter().map(timer).collect(),
        fired: work
            .fired
            .iter()
            .map(|(name, due_ms)| ("vote".to_owned(), key(*name), *due_ms))
            .collect(),
        erased: work
            .erased
            .iter()
            .map(|id| ("matrix".to_owned(), key(*id), b"left".to_vec()))
            .collect(),
        parked: work.parked.iter().map(parked).collect(),
        ..moved("vote", work.from, work.from + 1)
    }
}

async fn enact(store: &dyn Store, work: &Enactment) -> Result<(), StoreError> {
    let mut heads = store.fact_heads().await?;
    let mut facts = Vec::new();
    for new in &work.facts {
        let community = key(new.community);
        let head = heads.entry(community.clone()).or_insert(0);
        let item = new.item.map(key);
        facts.push(fact(&community, *head + new.off, item.as_deref(), new.id));
        *head += 1 + new.off.max(0);
    }
    let nobody = ("matrix".to_owned(), "nobody".to_owned(), Vec::new());
    let step = Step {
        facts,
        settled: items(&work.settled),
        withheld: items(&work.withheld),
        erased: work.erases.then_some(nobody).into_iter().collect(),
        ..Step::default()
    };
    store.commit(step).await
}

fn items(items: &[(u8, u8)]) -> Vec<(String, String)> {
    let items = items.iter();
    items
        .map(|(community, name)| item(&key(*community), &key(*name)))
        .collect()
}

fn fact(community: &str, place: i64, item: Option<&str>, id: Option<u8>) -> StoredFact {
    let Some(id) = id else {
        return quiet(community, place, item);
    };
    let mut fact = record(community, place, item);
    if let StoredKept::Record(record) = &mut fact.kept {
        record.id = key(id);
    }
    fact
}

async fn perform(store: &dyn Store, act: &Act) -> Result<u64, StoreError> {
    match act {
        Act::Append {
            rows,
            sealed,
            confirmed,
        } => {
            let rows = rows
                .iter()
                .map(|id| NewRow {
                    sealed: *sealed,
                    ..row(&key(*id))
                })
                .collect();
            let confirmed = confirmed.iter().map(|name| done(&key(*name))).collect();
            return store
                .append(Batch { rows, confirmed })
                .await
                .map(|new| new as u64);
        }
        Act::Commit(work) => store.commit(step(work)).await?,
        Act::Enact(work) => enact(store, work).await?,
        Act::MarkSending(keys) => {
            store
                .mark_sending(&keys.iter().map(|name| key(*name)).collect::<Vec<_>>())
                .await?
        }
        Act::PutOff {
            key: name,
            next_ms,
            in_doubt,
        } => {
            store
                .put_off(&key(*name), *next_ms, *in_doubt, "later")
                .await?;
        }
        Act::Hurry(lane) => store.hurry(&format!("lane{lane}"), 1).await?,
        Act::Complete {
            key: name,
            refused: is_refused,
            row: with_row,
        } => {
            let completion = if *is_refused {
                refused(&key(*name))
            } else {
                done(&key(*name))
            };
            let row = with_row.then(|| row(&key(*name)));
            store.complete(Completion { row, ..completion }).await?;
        }
        Act::Fire(timers) => {
            let rows = timers
                .iter()
                .map(|(name, due_ms)| firing(&key(*name), *due_ms))
                .collect();
            store.fire(rows).await?;
        }
        Act::Forget(before_ms) => return store.forget_private(*before_ms).await,
    }
    Ok(0)
}

async fn looks(store: &dyn Store) -> impl Debug + PartialEq {
    let scopes = [("vote", Scope::new("k0")), ("vote", Scope::new("k2"))];
    let busy = ["lane1".to_owned()];
    (
        (
            store.read(0, 1_000).await.expect("rows"),
            store.views().await.expect("views"),
            store.figures().await.expect("figures"),
        ),
        (
            store.heads(3, &[], 2).await.expect("heads"),
            store.heads(9, &busy, 9).await.expect("heads"),
            store.next_effect_ms(&busy).await.expect("a time"),
        ),
        (
            store.due_timers(2, 9).await.expect("timers"),
            store.next_timer_ms().await.expect("a time"),
        ),
        (
            store.parked(3).await.expect("parked"),
            store.scopes(&scopes).await.expect("values"),
        ),
        (
            all_facts(store).await,
            store.facts(Some(("k0", 2)), 3).await.expect("facts"),
            store.facts_of("k1", 0, 2).await.expect("facts"),
            store.fact_heads().await.expect("heads"),
        ),
    )
}

/// A store that begins at the other's snapshot, with the facts of that moment.
async fn resumes(store: &dyn Store) -> Result<(), TestCaseError> {
    let snapshot = store.views().await.expect("views").snapshot;
    let before = |fact: &StoredFact| {
        let head = snapshot.heads.get(&fact.community);
        fact.record().is_some() && head.is_some_and(|head| fact.place < *head)
    };
    let mut facts = all_facts(store).await;
    facts.retain(before);
    facts.extend(snapshot.quiet.clone());
    let again = Memory::resumed(store.tag(), &snapshot, facts);
    let views = again.views().await.expect("views");
    prop_assert_eq!(&views.snapshot, &snapshot);
    prop_assert!(views.records.is_empty());
    prop_assert_eq!(views.quiet.len(), snapshot.quiet.len());
    prop_assert_eq!(again.fact_heads().await.expect("heads"), snapshot.heads);
    Ok(())
}

fn answers_the_same(cases: u32, place: fn() -> Place) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let ran = runner.run(&vec(act(), 1..25), |acts| {
        runtime.block_on(async {
            let (memory, place) = (Place::memory(), place());
            let (one, two) = (memory.open().await, place.open().await);
            for act in &acts {
                let answers = (perform(&*one, act).await, perform(&*two, act).await);
                prop_assert_eq!(
                    format!("{:?}", answers.0),
                    format!("{:?}", answers.1),
                    "{:?}",
                    act
                );
                prop_assert_eq!(looks(&*one).await, looks(&*two).await, "after {:?}", act);
            }
            resumes(&*two).await?;
            two.close().await;
            Ok(())
        })
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}

#[test]
fn sqlite_answers_as_memory_does() {
    answers_the_same(48, Place::sqlite);
}

#[test]
fn postgres_answers_as_memory_does() {
    answers_the_same(12, Place::postgres);
}
