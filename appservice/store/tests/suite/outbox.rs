//! Lanes, and how effects end.

use secta_bot_kit::journal::{EffectResult, Outcome, source};
use secta_store::Completion;

use crate::{
    making::{batch, done, effect, heads, ids, moved, queue, refused, row},
    place::Place,
};

crate::on_every_store! {
    lanes_keep_their_order_and_busy_ones_are_left_out
    an_effect_of_an_older_row_goes_first
    an_effect_put_off_holds_its_lane_until_its_time
    lanes_can_be_hurried
    what_was_under_way_is_in_doubt_after_reopening
    an_outcome_enters_the_journal_once
    a_decrypted_row_takes_the_place_of_the_outcome
    an_effect_planned_twice_is_one
    bells_ring
}

async fn lanes_keep_their_order_and_busy_ones_are_left_out(place: Place) {
    let store = place.open().await;
    queue(
        &*store,
        "vote",
        &[
            (1, "a1", "a"),
            (1, "b1", "b"),
            (2, "a2", "a"),
            (3, "c1", "c"),
            (3, "a3", "a"),
        ],
    )
    .await;
    assert_eq!(heads(&*store, 0, &[]).await, ["a1", "b1", "c1"]);
    assert_eq!(heads(&*store, 0, &["a"]).await, ["b1", "c1"]);
    assert_eq!(heads(&*store, 0, &["a", "b", "c", "d", "e"]).await, [""; 0]);
    assert_eq!(store.heads(0, &[], 1).await.expect("heads").len(), 1);
    store.complete(done("a1")).await.expect("done");
    store.complete(refused("c1")).await.expect("refused");
    assert_eq!(heads(&*store, 0, &[]).await, ["b1", "a2"]);
    store
        .complete(done("a3"))
        .await
        .expect("an echo may come before its turn");
    store.complete(done("a2")).await.expect("done");
    assert_eq!(heads(&*store, 0, &[]).await, ["b1"]);
    let head = store.heads(0, &[], 9).await.expect("heads").remove(0);
    assert_eq!(
        (head.effect, head.attempts, head.planned_ms, head.in_doubt),
        (effect("b1", "b"), 0, 5_000, false)
    );
}

async fn an_effect_of_an_older_row_goes_first(place: Place) {
    let store = place.open().await;
    queue(&*store, "desk", &[(7, "7.desk.0", "a")]).await;
    queue(
        &*store,
        "vote",
        &[(5, "5.vote.0", "a"), (7, "7.vote.0", "a")],
    )
    .await;
    for key in ["5.vote.0", "7.desk.0", "7.vote.0"] {
        assert_eq!(heads(&*store, 0, &[]).await, [key]);
        store.complete(done(key)).await.expect("done");
    }
    assert!(heads(&*store, 0, &[]).await.is_empty());
}

async fn an_effect_put_off_holds_its_lane_until_its_time(place: Place) {
    let store = place.open().await;
    queue(
        &*store,
        "vote",
        &[(1, "a1", "a"), (2, "a2", "a"), (3, "b1", "b")],
    )
    .await;
    store
        .put_off("a1", 700, false, "limited")
        .await
        .expect("put off");
    store
        .put_off("a1", 800, false, "limited")
        .await
        .expect("put off");
    store
        .put_off("unknown", 800, false, "limited")
        .await
        .expect("nothing");
    assert_eq!(heads(&*store, 799, &[]).await, ["b1"]);
    assert_eq!(
        store
            .next_effect_ms(&["b".to_owned()])
            .await
            .expect("a time"),
        Some(800)
    );
    assert_eq!(
        store
            .next_effect_ms(&["a".to_owned(), "b".to_owned()])
            .await
            .expect("no time"),
        None
    );
    assert_eq!(heads(&*store, 800, &[]).await, ["a1", "b1"]);
    assert_eq!(
        store.heads(800, &[], 1).await.expect("heads")[0].attempts,
        2
    );
}

async fn lanes_can_be_hurried(place: Place) {
    let store = place.open().await;
    queue(
        &*store,
        "vote",
        &[
            (1, "d1", "decrypt/!r/1"),
            (2, "d2", "decrypt/!r/2"),
            (3, "r1", "room/!r"),
        ],
    )
    .await;
    for key in ["d1", "d2", "r1"] {
        store
            .put_off(key, 9_000, false, "no keys")
            .await
            .expect("put off");
    }
    store.hurry("decrypt/", 50).await.expect("hurried");
    assert_eq!(heads(&*store, 50, &[]).await, ["d1", "d2"]);
    assert_eq!(heads(&*store, 49, &[]).await, [""; 0]);
}

async fn what_was_under_way_is_in_doubt_after_reopening(place: Place) {
    let store = place.open().await;
    queue(
        &*store,
        "vote",
        &[
            (1, "a1", "a"),
            (1, "b1", "b"),
            (1, "c1", "c"),
            (1, "d1", "d"),
        ],
    )
    .await;
    let sending = ["a1", "b1", "c1", "unknown"].map(str::to_owned);
    store.mark_sending(&sending).await.expect("marked");
    store
        .put_off("b1", 0, false, "refused for now")
        .await
        .expect("put off");
    store
        .put_off("c1", 0, true, "the answer was lost")
        .await
        .expect("put off");
    store.close().await;
    let store = place.open().await;
    let found = store.heads(0, &[], 9).await.expect("heads");
    let doubts: Vec<_> = found
        .iter()
        .map(|head| (head.effect.key.as_str(), head.in_doubt))
        .collect();
    assert_eq!(
        doubts,
        [("a1", true), ("b1", false), ("c1", true), ("d1", false)]
    );
    store.complete(done("a1")).await.expect("done");
    store.mark_sending(&sending).await.expect("marked");
    assert_eq!(heads(&*store, 0, &[]).await, ["b1", "c1", "d1"]);
}

async fn an_outcome_enters_the_journal_once(place: Place) {
    let store = place.open().await;
    queue(
        &*store,
        "vote",
        &[(1, "k1", "room/!r:x"), (1, "k2", "user/@u:x")],
    )
    .await;
    store.complete(done("nobody")).await.expect("nothing");
    store.complete(done("k1")).await.expect("done");
    store.complete(refused("k1")).await.expect("nothing");
    store.complete(refused("k2")).await.expect("refused");
    let rows = store.read(0, 10).await.expect("rows");
    assert_eq!(ids(&*store).await, ["k1", "k2"]);
    assert_eq!(rows[0].new.source, source::OUTBOX);
    assert_eq!(rows[0].new.room.as_deref(), Some("!r:x"));
    assert_eq!(
        (rows[0].new.at_ms, rows[1].new.room.as_deref()),
        (9_000, None)
    );
    let outcome: Outcome = serde_json::from_slice(&rows[0].new.body).expect("an outcome");
    assert_eq!(
        (
            outcome.bot.as_str(),
            outcome.scope.as_str(),
            outcome.tag.as_str()
        ),
        ("vote", "room/!r:x", "answer")
    );
    assert_eq!(outcome.result, done("k1").result);
    let outcome: Outcome = serde_json::from_slice(&rows[1].new.body).expect("an outcome");
    assert!(matches!(outcome.result, EffectResult::Refused { .. }));
}

async fn a_decrypted_row_takes_the_place_of_the_outcome(place: Place) {
    let store = place.open().await;
    queue(
        &*store,
        "desk",
        &[(1, "k1", "decrypt/!r:x/s"), (2, "k2", "decrypt/!r:x/s")],
    )
    .await;
    let decrypted = secta_bot_kit::NewRow {
        source: source::DECRYPTED.to_owned(),
        sealed: true,
        ..row("$e")
    };
    for key in ["k1", "k2"] {
        let completion = Completion {
            row: Some(decrypted.clone()),
            ..done(key)
        };
        store.complete(completion).await.expect("done");
    }
    let rows = store.read(0, 10).await.expect("rows");
    assert_eq!(
        rows.into_iter().map(|row| row.new).collect::<Vec<_>>(),
        [decrypted]
    );
    assert!(heads(&*store, 0, &[]).await.is_empty());
}

async fn an_effect_planned_twice_is_one(place: Place) {
    let store = place.open().await;
    queue(&*store, "one", &[(5, "k", "a")]).await;
    queue(&*store, "two", &[(1, "k", "b"), (2, "l", "b")]).await;
    assert_eq!(heads(&*store, 0, &[]).await, ["l", "k"]);
    store.complete(done("k")).await.expect("done");
    queue(&*store, "three", &[(1, "k", "c")]).await;
    assert_eq!(heads(&*store, 0, &[]).await, ["l"]);
}

async fn bells_ring(place: Place) {
    let store = place.open().await;
    store.append(batch(&["a"])).await.expect("appended");
    store.wakes().journal.notified().await;
    let mut step = moved("vote", 0, 1);
    step.effects = vec![(1, effect("k", "lane"))];
    step.timers = vec![crate::timers::set("t", 5)];
    store.commit(step).await.expect("committed");
    store.wakes().outbox.notified().await;
    store.wakes().timers.notified().await;
    store
        .put_off("k", 5, false, "later")
        .await
        .expect("put off");
    store.wakes().outbox.notified().await;
    store.complete(done("k")).await.expect("done");
    store.wakes().journal.notified().await;
    let mut facts = store.wakes().facts.subscribe();
    let mut step = moved("vote", 1, 2);
    store.commit(step.clone()).await.expect("committed");
    step.moves[0] = moved("vote", 2, 3).moves.remove(0);
    step.facts = vec![crate::making::record("a", 0, None)];
    // A database that other processes write to rings once in vain: when it begins to listen.
    let listens = matches!(place, Place::Postgres(_));
    assert!(
        listens || !facts.has_changed().expect("open"),
        "no fact was written"
    );
    facts.mark_unchanged();
    store.commit(step).await.expect("committed");
    facts.changed().await.expect("open");
}
