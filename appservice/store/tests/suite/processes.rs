//! Two processes over one PostgreSQL.

use std::{sync::Arc, time::Duration};

use secta_store::{Step, Store, StoreError};
use tokio::task::JoinSet;

use crate::{
    making::{all_facts, batch, done, effect, heads, ids, moved, queue, quiet, record},
    place::Place,
    timers::set,
};

/// How long a bell may take before the test fails: far more than it ever takes.
const LONG: Duration = Duration::from_secs(30);

async fn two() -> (Place, Arc<dyn Store>, Arc<dyn Store>) {
    let place = Place::postgres();
    let (one, two) = tokio::join!(place.open(), place.open());
    (place, one, two)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_appenders_in_two_processes_leave_no_gap_that_a_reader_could_see() {
    let (_place, one, two) = two().await;
    let mut tasks = JoinSet::new();
    for task in 0..100 {
        let store = if task % 2 == 0 {
            one.clone()
        } else {
            two.clone()
        };
        tasks.spawn(async move {
            let mut new = 0;
            for turn in 0..8 {
                let (own, shared) = (format!("{task}/{turn}"), format!("shared/{turn}"));
                new += store
                    .append(batch(&[&own, &shared]))
                    .await
                    .expect("appended");
            }
            new
        });
    }
    let reader = tokio::spawn(read_all(two.clone(), 808));
    let new: usize = tasks.join_all().await.into_iter().sum();
    assert_eq!(new, 808);
    tokio::time::timeout(LONG, reader)
        .await
        .expect("all rows come")
        .expect("without a gap");
    assert_eq!(ids(&*one).await.len(), 808);
}

async fn read_all(store: Arc<dyn Store>, until: i64) {
    let mut last = 0;
    while last < until {
        let rows = store.read(last, 37).await.expect("rows");
        for row in &rows {
            assert_eq!(row.seq, last + 1, "a row was skipped");
            last = row.seq;
        }
        if rows.is_empty() {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_that_work_on_the_same_lanes_lose_no_head() {
    let (place, one, two) = two().await;
    let mut tasks = JoinSet::new();
    for (name, store) in [("one", one.clone()), ("two", two.clone())] {
        tasks.spawn(async move {
            for turn in 0..60 {
                let mut step = moved(name, turn, turn + 1);
                let keys =
                    [0, 1, 2].map(|lane| (format!("{turn}.{name}.{lane}"), format!("lane{lane}")));
                step.effects = keys
                    .iter()
                    .map(|(key, lane)| (turn, effect(key, lane)))
                    .collect();
                store.commit(step).await.expect("committed");
                for head in heads(&*store, 0, &[]).await.into_iter().take(2) {
                    store
                        .put_off(&head, 0, false, "once more")
                        .await
                        .expect("put off");
                    store.complete(done(&head)).await.expect("done");
                }
            }
        });
    }
    tokio::time::timeout(LONG * 2, tasks.join_all())
        .await
        .expect("nobody waits for ever");
    loop {
        let left = heads(&*one, 0, &[]).await;
        for head in &left {
            two.complete(done(head)).await.expect("done");
        }
        if left.is_empty() {
            break;
        }
    }
    let figures = place.open().await.figures().await.expect("figures");
    assert_eq!((figures.outbox_depth, figures.head), (0, 360));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_that_make_the_same_step_one_conflicts() {
    let (_place, one, two) = two().await;
    for from in 0..50 {
        let (first, second) = tokio::join!(
            one.commit(moved("vote", from, from + 1)),
            two.commit(moved("vote", from, from + 1))
        );
        let conflicts = [first, second].into_iter().filter(|result| match result {
            Ok(()) => false,
            Err(StoreError::Conflict(_)) => true,
            Err(other) => panic!("{other}"),
        });
        assert_eq!(conflicts.count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_that_write_facts_at_the_same_place_one_conflicts() {
    let (_place, one, two) = two().await;
    let step = |consumer: &str, turn: i64| {
        // Every fifth turn finds a community that nobody knows yet.
        let community = format!("c{}", turn / 5);
        Step {
            facts: vec![quiet(&community, turn % 5, None)],
            ..moved(consumer, turn, turn + 1)
        }
    };
    for turn in 0..50 {
        let (first, second) = tokio::join!(
            one.commit(step("vote", turn)),
            two.commit(step("desk", turn))
        );
        for (result, consumer) in [(first, "vote"), (second, "desk")] {
            match result {
                Ok(()) => {}
                Err(StoreError::Conflict(community)) => {
                    assert_eq!(community, format!("c{}", turn / 5));
                    let again = one.commit(moved(consumer, turn, turn + 1)).await;
                    again.expect("its consumer was not moved");
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
    assert_eq!(all_facts(&*two).await.len(), 50);
}

async fn rings(bell: &tokio::sync::Notify) {
    tokio::time::timeout(LONG, bell.notified())
        .await
        .expect("the bell rings");
}

#[tokio::test]
async fn a_commit_wakes_the_other_process_and_does_so_again_after_the_connection_was_lost() {
    let (place, one, two) = two().await;
    let other = two.wakes();
    // Every bell rings once when listening begins.
    rings(&other.timers).await;
    rings(&other.outbox).await;
    rings(&other.journal).await;
    one.append(batch(&["a"])).await.expect("appended");
    rings(&other.journal).await;
    queue(&*one, "vote", &[(1, "k", "lane")]).await;
    rings(&other.outbox).await;
    one.commit(Step {
        timers: vec![set("t", 5)],
        ..moved("desk", 0, 1)
    })
    .await
    .expect("committed");
    rings(&other.timers).await;

    let mut facts = other.facts.subscribe();
    one.commit(Step {
        facts: vec![record("a", 0, None)],
        ..moved("desk", 1, 2)
    })
    .await
    .expect("committed");
    let heard = tokio::time::timeout(LONG, facts.changed()).await;
    heard.expect("the bell rings").expect("open");

    place_cuts(&place);
    rings(&other.timers).await;
    // The first attempt over a dead connection fails; the store opens another one.
    while one.append(batch(&["b"])).await.is_err() {}
    assert_eq!(ids(&*two).await, ["a", "b"]);
    one.commit(Step {
        timers: vec![set("t", 6)],
        ..moved("desk", 2, 3)
    })
    .await
    .expect("committed");
    rings(&other.timers).await;
}

fn place_cuts(place: &Place) {
    match place {
        Place::Postgres(database) => database.cut_connections(),
        Place::Memory(_) | Place::Sqlite(_) => unreachable!("these tests are about PostgreSQL"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_at_a_time_runs_a_part() {
    for place in [Place::sqlite(), Place::postgres()] {
        let url = place.url().expect("a URL");
        let first = secta_store::open_as(&url, &["gateway", "vote"]).await;
        let first = first.expect("it opens");
        let refused = secta_store::open_as(&url, &["vote"]).await.err();
        assert!(
            matches!(&refused, Some(StoreError::Taken(part)) if part == "vote"),
            "{refused:?}"
        );
        let place = url.clone();
        let next = tokio::spawn(async move { secta_store::open_as(&place, &["gateway"]).await });
        first.append(batch(&["a"])).await.expect("appended");
        first.close().await;
        let next = next.await.expect("it does not panic").expect("it opens");
        assert_eq!(ids(&*next).await, ["a"]);
        next.append(batch(&["b"])).await.expect("appended");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parts_of_one_node_run_beside_each_other_and_are_kept_over_a_lost_connection() {
    let place = Place::postgres();
    let url = place.url().expect("a URL");
    let gateway = secta_store::open_as(&url, &["gateway"]).await;
    let gateway = gateway.expect("it opens");
    let vote = secta_store::open_as(&url, &["vote"]).await;
    let vote = vote.expect("it opens");
    place_cuts(&place);
    while gateway.append(batch(&["a"])).await.is_err() {}
    while vote.append(batch(&["b"])).await.is_err() {}
    assert_eq!(ids(&*vote).await.len(), 2);
    for part in ["gateway", "vote"] {
        let refused = secta_store::open_as(&url, &[part]).await.err();
        assert!(matches!(refused, Some(StoreError::Taken(_))), "{refused:?}");
    }
}
