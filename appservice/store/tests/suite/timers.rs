//! Timers.

use secta_bot_kit::{NewRow, Scope, TimerChange};
use secta_store::{Step, Store, Timer};
use serde_json::json;

use crate::{
    making::{ids, moved, row},
    place::Place,
};

crate::on_every_store! {
    timers_are_set_moved_and_cancelled
    a_timer_fires_once_and_goes_when_it_was_handled
    a_timer_set_anew_between_firing_and_handling_stays
    a_timer_that_was_moved_or_cancelled_does_not_fire
}

pub fn set(name: &str, due_ms: i64) -> (String, TimerChange) {
    let scope = Scope::new("room/!r:x");
    let payload = json!({ "n": 1 });
    (
        "vote".to_owned(),
        TimerChange::Set {
            name: name.to_owned(),
            scope,
            due_ms,
            payload,
        },
    )
}

fn cancel(name: &str) -> (String, TimerChange) {
    (
        "vote".to_owned(),
        TimerChange::Cancel {
            name: name.to_owned(),
        },
    )
}

pub fn timer(name: &str, due_ms: i64) -> Timer {
    Timer {
        bot: "vote".to_owned(),
        name: name.to_owned(),
        scope: Scope::new("room/!r:x"),
        due_ms,
        payload: "{\"n\":1}".to_owned(),
    }
}

/// A timer with the row that it writes.
pub fn firing(name: &str, due_ms: i64) -> (Timer, NewRow) {
    let row = NewRow {
        source: "timer".to_owned(),
        ..row(&format!("vote/{name}@{due_ms}"))
    };
    (timer(name, due_ms), row)
}

async fn change(store: &dyn Store, from: i64, changes: Vec<(String, TimerChange)>) {
    let step = Step {
        timers: changes,
        ..moved("vote", from, from + 1)
    };
    store.commit(step).await.expect("committed");
}

async fn timers_are_set_moved_and_cancelled(place: Place) {
    let store = place.open().await;
    change(
        &*store,
        0,
        vec![
            set("b", 20),
            set("a", 20),
            set("c", 10),
            set("gone", 5),
            cancel("gone"),
        ],
    )
    .await;
    assert_eq!(
        store.due_timers(20, 9).await.expect("timers"),
        [timer("c", 10), timer("a", 20), timer("b", 20)]
    );
    assert_eq!(
        store.due_timers(20, 1).await.expect("timers"),
        [timer("c", 10)]
    );
    change(
        &*store,
        1,
        vec![set("c", 30), cancel("a"), cancel("nobody")],
    )
    .await;
    assert_eq!(
        store.due_timers(29, 9).await.expect("timers"),
        [timer("b", 20)]
    );
    assert_eq!(store.next_timer_ms().await.expect("a time"), Some(20));
    assert_eq!(
        store.views().await.expect("views").timers,
        [timer("b", 20), timer("c", 30)]
    );
    assert_eq!(store.figures().await.expect("figures").timers, 2);
}

async fn a_timer_fires_once_and_goes_when_it_was_handled(place: Place) {
    let store = place.open().await;
    change(&*store, 0, vec![set("a", 10), set("b", 20)]).await;
    store
        .fire(vec![firing("a", 10), firing("a", 10)])
        .await
        .expect("fired");
    store.fire(vec![firing("a", 10)]).await.expect("nothing");
    assert_eq!(ids(&*store).await, ["vote/a@10"]);
    assert_eq!(
        store.due_timers(99, 9).await.expect("timers"),
        [timer("b", 20)]
    );
    assert_eq!(store.next_timer_ms().await.expect("a time"), Some(20));
    assert_eq!(
        store.views().await.expect("views").timers.len(),
        2,
        "it has not been handled"
    );
    let fired = vec![
        ("vote".to_owned(), "a".to_owned(), 10),
        ("vote".to_owned(), "b".to_owned(), 20),
    ];
    store
        .commit(Step {
            fired,
            ..moved("vote", 1, 2)
        })
        .await
        .expect("committed");
    assert!(
        store.views().await.expect("views").timers.is_empty(),
        "in a replay nothing fires"
    );
}

async fn a_timer_set_anew_between_firing_and_handling_stays(place: Place) {
    let store = place.open().await;
    change(&*store, 0, vec![set("moved", 10), set("within", 10)]).await;
    store
        .fire(vec![firing("moved", 10), firing("within", 10)])
        .await
        .expect("fired");
    change(&*store, 1, vec![set("moved", 50)]).await;
    let fired = ["moved", "within"].map(|name| ("vote".to_owned(), name.to_owned(), 10));
    let step = Step {
        fired: fired.into(),
        timers: vec![set("within", 60)],
        ..moved("vote", 2, 3)
    };
    store.commit(step).await.expect("committed");
    let left = [timer("moved", 50), timer("within", 60)];
    assert_eq!(store.views().await.expect("views").timers, left);
    assert_eq!(
        store.due_timers(50, 9).await.expect("timers"),
        [timer("moved", 50)]
    );
}

async fn a_timer_that_was_moved_or_cancelled_does_not_fire(place: Place) {
    let store = place.open().await;
    change(&*store, 0, vec![set("moved", 10), set("gone", 10)]).await;
    change(&*store, 1, vec![set("moved", 20), cancel("gone")]).await;
    store
        .fire(vec![firing("moved", 10), firing("gone", 10)])
        .await
        .expect("nothing");
    assert_eq!(ids(&*store).await, [""; 0]);
    assert_eq!(
        store.due_timers(20, 9).await.expect("timers"),
        [timer("moved", 20)]
    );
}
