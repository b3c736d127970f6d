//! Whatever is asked in whatever order, every store answers the same.

use std::fmt::Debug;

use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use secta_bot_kit::{NewRow, Scope, TimerChange};
use secta_store::{Batch, Completion, Parked, Step, Store, StoreError};

use crate::{
    making::{done, effect, moved, refused, row, value},
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
    )
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
