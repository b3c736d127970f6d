//! The journal, the consumers and what bots remember.

use std::{future::Future, task::Poll, time::Duration};

use secta_bot_kit::Scope;
use secta_store::{Batch, Move, Parked, Step, StoreError};
use tokio::task::JoinSet;

use crate::{
    making::{batch, done, effect, ids, item, moved, queue, quiet, record, refused, row, value},
    place::Place,
};

/// How long a write may take before the test fails: far more than it ever takes.
const LONG: Duration = Duration::from_secs(30);

crate::on_every_store! {
    numbers_have_no_gaps_and_duplicates_are_dropped
    many_appenders_leave_no_gap
    who_asks_and_does_not_look_stops_nobody
    confirmations_come_before_the_rows
    a_step_that_conflicts_writes_nothing_and_hurts_nobody
    contexts_and_values_come_back
    a_value_is_replaced_and_taken_away
    erased_rows_keep_what_is_left
    private_rows_are_forgotten_after_their_time
    views_are_in_order
    a_consumer_that_comes_later_begins_at_the_end
    what_another_program_decides_is_replayed_from_its_start
    what_is_parked_comes_back_newest_first
    figures_count_everything
    reopening_keeps_all
    a_closed_store_says_so
    texts_may_hold_anything
}

async fn numbers_have_no_gaps_and_duplicates_are_dropped(place: Place) {
    let store = place.open().await;
    assert_eq!(
        store
            .append(batch(&["a", "b", "a"]))
            .await
            .expect("appended"),
        2
    );
    assert_eq!(
        store
            .append(batch(&["b", "c", "a", "d"]))
            .await
            .expect("appended"),
        2
    );
    assert_eq!(store.append(batch(&["a"])).await.expect("appended"), 0);
    assert_eq!(store.append(batch(&["e"])).await.expect("appended"), 1);
    assert_eq!(ids(&*store).await, ["a", "b", "c", "d", "e"]);
    let some = store.read(2, 2).await.expect("rows");
    assert_eq!(some.iter().map(|row| row.seq).collect::<Vec<_>>(), [3, 4]);
    let other = Batch {
        rows: vec![secta_bot_kit::NewRow {
            source: "mail".to_owned(),
            ..row("a")
        }],
        confirmed: vec![],
    };
    assert_eq!(
        store.append(other).await.expect("appended"),
        1,
        "another source has ids of its own"
    );
    assert_eq!(
        store
            .row("mail", "a")
            .await
            .expect("a row")
            .expect("it is there")
            .seq,
        6
    );
    assert_eq!(store.row("mail", "b").await.expect("no row"), None);
}

async fn many_appenders_leave_no_gap(place: Place) {
    let store = place.open().await;
    let mut tasks = JoinSet::new();
    for task in 0..50 {
        let store = store.clone();
        tasks.spawn(async move {
            let mut new = 0;
            for turn in 0..10 {
                let own = format!("{task}/{turn}");
                let shared = format!("shared/{turn}");
                new += store
                    .append(batch(&[&own, &shared]))
                    .await
                    .expect("appended");
            }
            new
        });
    }
    let new: usize = tasks.join_all().await.into_iter().sum();
    assert_eq!(new, 510);
    assert_eq!(ids(&*store).await.len(), 510);
}

/// As one of several futures of a task that waits for something else.
async fn who_asks_and_does_not_look_stops_nobody(place: Place) {
    let store = place.open().await;
    let mut asked = Vec::new();
    for id in ["a", "b"] {
        let rows = batch(&[id]);
        let mut asking = Box::pin(store.append(rows));
        std::future::poll_fn(|cx| Poll::Ready(asking.as_mut().poll(cx).is_ready())).await;
        asked.push(asking);
    }
    let third = tokio::time::timeout(LONG, store.append(batch(&["c"]))).await;
    assert_eq!(third.expect("it is written").expect("appended"), 1);
    drop(asked);
    assert_eq!(ids(&*store).await, ["a", "b", "c"]);
}

async fn confirmations_come_before_the_rows(place: Place) {
    let store = place.open().await;
    queue(
        &*store,
        "vote",
        &[(1, "k1", "room/!r:x"), (2, "k2", "room/!r:x")],
    )
    .await;
    let echo = Batch {
        rows: vec![row("$echo")],
        confirmed: vec![done("k1"), done("unknown"), done("k1")],
    };
    assert_eq!(store.append(echo.clone()).await.expect("appended"), 1);
    assert_eq!(store.append(echo).await.expect("appended"), 0);
    assert_eq!(ids(&*store).await, ["k1", "$echo"]);
    assert_eq!(crate::making::heads(&*store, 0, &[]).await, ["k2"]);
}

async fn a_step_that_conflicts_writes_nothing_and_hurts_nobody(place: Place) {
    let store = place.open().await;
    store.commit(moved("desk", 0, 3)).await.expect("moved");
    let mut wrong = moved("vote", 0, 3);
    wrong.moves.push(Move {
        consumer: "desk".to_owned(),
        from: 0,
        to: 3,
    });
    wrong.values = vec![value("s", "k", "1")];
    wrong.effects = vec![(1, effect("k", "lane"))];
    let (conflict, appended, right) = tokio::join!(
        store.commit(wrong),
        store.append(batch(&["a"])),
        store.commit(moved("search", 0, 7))
    );
    assert!(matches!(conflict, Err(StoreError::Conflict(consumer)) if consumer == "desk"));
    assert_eq!(appended.expect("appended"), 1);
    right.expect("the other step is written");
    let positions = store
        .positions(&["desk", "vote", "search"])
        .await
        .expect("positions");
    let expected =
        [("desk", 3), ("search", 7), ("vote", 0)].map(|(name, seq)| (name.to_owned(), seq));
    assert_eq!(positions, expected.into());
    let views = store.views().await.expect("views");
    assert!(views.values.is_empty() && views.effects.is_empty());
}

async fn contexts_and_values_come_back(place: Place) {
    let store = place.open().await;
    store.append(batch(&["a", "b"])).await.expect("appended");
    let mut step = moved("vote", 0, 2);
    step.contexts = vec![(2, "{\"run\":true}".to_owned())];
    step.values = vec![
        value("s2", "b", "3"),
        value("s1", "z", "1"),
        value("s2", "a", "2"),
        value("s3", "a", "9"),
    ];
    store.commit(step).await.expect("committed");
    let rows = store.read(0, 10).await.expect("rows");
    assert_eq!(rows[0].context, None);
    assert_eq!(rows[1].context.as_deref(), Some("{\"run\":true}"));
    let wanted = [
        ("vote", Scope::new("s2")),
        ("vote", Scope::new("s1")),
        ("desk", Scope::new("s3")),
    ];
    let found = store.scopes(&wanted).await.expect("values");
    assert_eq!(
        found,
        [
            value("s1", "z", "1"),
            value("s2", "a", "2"),
            value("s2", "b", "3")
        ]
    );
}

async fn a_value_is_replaced_and_taken_away(place: Place) {
    let store = place.open().await;
    let sealed = secta_store::StoredValue {
        sealed: true,
        ..value("s", "sealed", "")
    };
    let first = vec![value("s", "a", "1"), value("s", "b", "1"), sealed.clone()];
    store
        .commit(Step {
            values: first,
            ..moved("vote", 0, 1)
        })
        .await
        .expect("committed");
    let then = vec![
        value("s", "a", ""),
        value("s", "b", "2"),
        value("s", "never", ""),
    ];
    store
        .commit(Step {
            values: then,
            ..moved("vote", 1, 2)
        })
        .await
        .expect("committed");
    let found = store
        .scopes(&[("vote", Scope::new("s"))])
        .await
        .expect("values");
    assert_eq!(found, [value("s", "b", "2"), sealed]);
}

async fn erased_rows_keep_what_is_left(place: Place) {
    let store = place.open().await;
    store.append(batch(&["a", "b"])).await.expect("appended");
    let mut step = moved("desk", 0, 2);
    step.erased = vec![
        ("matrix".to_owned(), "a".to_owned(), b"{}".to_vec()),
        ("matrix".to_owned(), "nobody".to_owned(), Vec::new()),
    ];
    store.commit(step).await.expect("committed");
    let rows = store.read(0, 10).await.expect("rows");
    assert_eq!(
        (rows[0].erased, rows[0].new.body.as_slice()),
        (true, b"{}".as_slice())
    );
    assert!(!rows[1].erased);
    assert_eq!(
        store.append(batch(&["a"])).await.expect("appended"),
        0,
        "it does not come back"
    );
}

async fn private_rows_are_forgotten_after_their_time(place: Place) {
    let store = place.open().await;
    let at = |id: &str, at_ms, sealed| secta_bot_kit::NewRow {
        at_ms,
        sealed,
        ..row(id)
    };
    let rows = vec![
        at("old", 10, true),
        at("open", 10, false),
        at("young", 20, true),
    ];
    store
        .append(Batch {
            rows,
            confirmed: vec![],
        })
        .await
        .expect("appended");
    assert_eq!(store.forget_private(20).await.expect("none is handled"), 0);
    store.commit(moved("desk", 0, 3)).await.expect("handled");
    assert_eq!(store.forget_private(20).await.expect("forgotten"), 1);
    assert_eq!(store.forget_private(20).await.expect("forgotten"), 0);
    let rows = store.read(0, 10).await.expect("rows");
    assert_eq!(
        rows.iter().map(|row| row.erased).collect::<Vec<_>>(),
        [true, false, false]
    );
    assert!(rows[0].new.body.is_empty());
    assert!(rows[2].new.sealed && !rows[2].new.body.is_empty());
}

async fn a_consumer_that_comes_later_begins_at_the_end(place: Place) {
    let store = place.open().await;
    store.append(batch(&["a", "b"])).await.expect("appended");
    store.enrol(&["desk", "vote"], "1").await.expect("enrolled");
    store.commit(moved("desk", 0, 1)).await.expect("written");
    store.enrol(&["desk", "mood"], "1").await.expect("enrolled");
    store.append(batch(&["c"])).await.expect("appended");
    store
        .enrol(&["mood", "vote"], "1")
        .await
        .expect("nothing new");
    let views = store.views().await.expect("views");
    let places = [("desk", 1), ("mood", 2), ("vote", 0)];
    let places = places.map(|(name, seq)| (name.to_owned(), seq)).into();
    assert_eq!(views.positions, places);
    assert_eq!(views.snapshot.positions, places, "replay starts there");
}

async fn what_another_program_decides_is_replayed_from_its_start(place: Place) {
    let store = place.open().await;
    let begins = async |by: &str| {
        store.enrol(&["vote"], by).await.expect("enrolled");
        let views = store.views().await.expect("views");
        views.snapshot.positions.get("vote").copied().unwrap_or(0)
    };
    store.append(batch(&["a", "b"])).await.expect("appended");
    assert_eq!(begins("1").await, 0);
    let mut step = moved("vote", 0, 1);
    step.values = vec![value("vote", "k", "1")];
    store.commit(step).await.expect("written");
    assert_eq!(begins("1").await, 0, "nothing has changed");
    assert_eq!(begins("2").await, 1);
    let views = store.views().await.expect("views");
    assert_eq!(views.snapshot.values, views.values);
    store.commit(moved("vote", 1, 2)).await.expect("written");
    assert_eq!(begins("2").await, 1);
    assert_eq!(begins("1").await, 2);
}

async fn views_are_in_order(place: Place) {
    let store = place.open().await;
    queue(&*store, "one", &[(2, "z", "l1"), (2, "a", "l2")]).await;
    queue(&*store, "two", &[(1, "m", "l1")]).await;
    let mut step = moved("three", 0, 1);
    step.values = vec![
        value("b", "é", "1"),
        value("b", "Z", "1"),
        value("b", "a", "1"),
        value("B", "x", "1"),
    ];
    store.commit(step).await.expect("committed");
    store.complete(done("z")).await.expect("completed");
    let views = store.views().await.expect("views");
    let keys: Vec<&str> = views
        .effects
        .iter()
        .map(|(key, _, _)| key.as_str())
        .collect();
    assert_eq!(keys, ["m", "z", "a"]);
    assert_eq!(
        views.effects[1],
        ("z".to_owned(), "l1".to_owned(), "digest of z".to_owned())
    );
    let keys: Vec<&str> = views
        .values
        .iter()
        .map(|value| value.key.as_str())
        .collect();
    assert_eq!(keys, ["x", "Z", "a", "é"]);
}

async fn what_is_parked_comes_back_newest_first(place: Place) {
    let store = place.open().await;
    let parked = |seq, consumer: &str| Parked {
        seq,
        consumer: consumer.to_owned(),
        reason: "broken".to_owned(),
        at_ms: 3,
    };
    let mut step = moved("vote", 0, 9);
    step.parked = vec![parked(4, "vote"), parked(9, "vote"), parked(9, "desk")];
    store.commit(step).await.expect("committed");
    assert_eq!(
        store.parked(2).await.expect("parked"),
        [parked(9, "desk"), parked(9, "vote")]
    );
    let places = store.views().await.expect("views").parked;
    assert_eq!(
        places,
        [
            (4, "vote".to_owned()),
            (9, "desk".to_owned()),
            (9, "vote".to_owned())
        ]
    );
}

async fn figures_count_everything(place: Place) {
    let store = place.open().await;
    assert_eq!(
        store.figures().await.expect("figures"),
        secta_store::Figures::default()
    );
    store.append(batch(&["a", "b"])).await.expect("appended");
    queue(
        &*store,
        "vote",
        &[(1, "k1", "l"), (1, "k2", "l"), (2, "k3", "l")],
    )
    .await;
    store.complete(refused("k1")).await.expect("refused");
    store.complete(done("k2")).await.expect("done");
    let figures = store.figures().await.expect("figures");
    assert_eq!(
        (figures.head, figures.outbox_depth, figures.refused),
        (4, 1, 1)
    );
    assert_eq!(figures.outbox_oldest_ms, Some(5_000));
    assert_eq!(figures.positions, [("vote".to_owned(), 1)].into());
}

async fn reopening_keeps_all(place: Place) {
    let store = place.open().await;
    store.append(batch(&["a", "b"])).await.expect("appended");
    let mut step = moved("vote", 0, 1);
    step.values = vec![value("s", "k", "1")];
    step.effects = vec![(1, effect("k", "lane"))];
    step.facts = vec![record("c", 0, None), quiet("c", 1, None)];
    store.commit(step).await.expect("committed");
    let before = (
        store.views().await.expect("views"),
        store.figures().await.expect("figures"),
    );
    let tag = store.tag().to_owned();
    assert!(tag.len() == 8 && tag.chars().all(|digit| digit.is_ascii_hexdigit()));
    store.close().await;
    drop(store);
    let store = place.open().await;
    assert_eq!(
        (
            store.views().await.expect("views"),
            store.figures().await.expect("figures")
        ),
        before
    );
    assert_eq!(store.tag(), tag);
    store.append(batch(&["b", "c"])).await.expect("appended");
    assert_eq!(ids(&*store).await, ["a", "b", "c"]);
}

async fn a_closed_store_says_so(place: Place) {
    let store = place.open().await;
    let appending = store.append(batch(&["a"]));
    let (appended, ()) = tokio::join!(appending, store.close());
    appended.expect("what was asked before is written");
    assert!(matches!(
        store.append(batch(&["b"])).await,
        Err(StoreError::Closed)
    ));
    assert!(matches!(store.read(0, 1).await, Err(StoreError::Closed)));
    store.close().await;
    assert_eq!(ids(&*place.open().await).await, ["a"]);
}

async fn texts_may_hold_anything(place: Place) {
    let store = place.open().await;
    let hostile = [
        "nul \0 nul",
        "\0",
        "\u{10fffe}0",
        "\u{202e}rtl",
        "'; DROP TABLE journal; --",
        "𝔵 ё é",
    ];
    assert_eq!(
        store.append(batch(&hostile)).await.expect("appended"),
        hostile.len()
    );
    assert_eq!(store.append(batch(&hostile)).await.expect("appended"), 0);
    assert_eq!(ids(&*store).await, hostile);
    let mut step = moved("vote", 0, 1);
    step.values = hostile.iter().map(|text| value(text, text, text)).collect();
    step.effects = hostile.iter().map(|text| (1, effect(text, text))).collect();
    let facts = |text: &&str| [record(text, 0, Some(text)), quiet(text, 1, Some(text))];
    step.facts = hostile.iter().flat_map(facts).collect();
    store.commit(step).await.expect("committed");
    for text in hostile {
        assert!(store.row("matrix", text).await.expect("a row").is_some());
        let found = store
            .scopes(&[("vote", Scope::new(text))])
            .await
            .expect("values");
        assert_eq!(found, [value(text, text, text)]);
        let found = store.facts_of(text, -1, 9).await.expect("facts");
        assert_eq!(found, facts(&text));
        store.complete(refused(text)).await.expect("refused");
    }
    assert!(crate::making::heads(&*store, 0, &[]).await.is_empty());
    let settled = hostile.iter().map(|text| item(text, text)).collect();
    let step = Step {
        settled,
        ..moved("vote", 1, 2)
    };
    store.commit(step).await.expect("settled");
    assert!(store.views().await.expect("views").quiet.is_empty());
}
