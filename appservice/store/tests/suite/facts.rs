//! Facts of communities.

use secta_store::{Step, Store, StoreError, StoredFact, StoredKept, Views, memory::Memory};

use crate::{
    making::{all_facts, item, moved, quiet, record, without_body},
    place::Place,
};

crate::on_every_store! {
    facts_come_back_in_order_of_community_and_place
    facts_are_read_page_by_page
    what_waits_is_read_by_itself
    records_are_read_after_one_of_their_community
    records_of_one_kind_are_read_by_themselves
    one_record_is_read_by_its_id
    a_place_that_is_taken_is_a_conflict_and_nothing_is_written
    the_place_of_a_settled_fact_is_not_given_again
    a_record_is_written_once
    settled_facts_go_and_records_stay
    what_is_settled_in_its_own_step_is_never_there
    withheld_bodies_go_and_envelopes_stay
    a_snapshot_holds_heads_and_quiet_facts
    what_is_settled_leaves_the_snapshot_too
    what_the_snapshot_does_not_hold_takes_no_new_one
    a_store_resumed_at_a_snapshot_goes_on_like_the_other
}

async fn enact(store: &dyn Store, from: i64, facts: Vec<StoredFact>) {
    let step = Step {
        facts,
        ..moved("vote", from, from + 1)
    };
    store.commit(step).await.expect("committed");
}

async fn settle(store: &dyn Store, from: i64, settled: Vec<(String, String)>) {
    let step = Step {
        settled,
        ..moved("vote", from, from + 1)
    };
    store.commit(step).await.expect("committed");
}

/// Takes a snapshot, as erasing something does.
async fn erase(store: &dyn Store, from: i64) {
    let step = Step {
        erased: vec![("matrix".to_owned(), "nobody".to_owned(), Vec::new())],
        ..moved("vote", from, from + 1)
    };
    store.commit(step).await.expect("committed");
}

async fn views(store: &dyn Store) -> Views {
    store.views().await.expect("views")
}

fn three() -> Vec<StoredFact> {
    vec![
        record("b", 0, None),
        record("a", 0, None),
        quiet("a", 1, Some("i")),
        record("a", 2, Some("i")),
        quiet("b", 1, None),
    ]
}

async fn facts_come_back_in_order_of_community_and_place(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, three()).await;
    enact(&*store, 1, vec![record("a", 3, None)]).await;
    let expected = [
        record("a", 0, None),
        quiet("a", 1, Some("i")),
        record("a", 2, Some("i")),
        record("a", 3, None),
        record("b", 0, None),
        quiet("b", 1, None),
    ];
    assert_eq!(all_facts(&*store).await, expected);
    let heads = store.fact_heads().await.expect("heads");
    assert_eq!(heads, [("a".to_owned(), 4), ("b".to_owned(), 2)].into());
    let views = views(&*store).await;
    let ids: Vec<&str> = views.records.iter().map(|(_, _, id)| id.as_str()).collect();
    assert_eq!(ids, ["a/0", "a/2", "a/3", "b/0"]);
    assert_eq!(views.records[1], ("a".to_owned(), 2, "a/2".to_owned()));
    let values = [("a", 1, "value of a/1"), ("b", 1, "value of b/1")];
    let values =
        values.map(|(community, place, value)| (community.to_owned(), place, value.into()));
    assert_eq!(views.quiet, values);
}

async fn facts_are_read_page_by_page(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, three()).await;
    let all = all_facts(&*store).await;
    let mut read: Vec<StoredFact> = Vec::new();
    loop {
        let after = read
            .last()
            .map(|fact| (fact.community.as_str(), fact.place));
        let page = store.facts(after, 2).await.expect("facts");
        assert!(page.len() <= 2);
        if page.is_empty() {
            break;
        }
        read.extend(page);
    }
    assert_eq!(read, all);
    assert!(store.facts(None, 0).await.expect("none").is_empty());
    let between = store.facts(Some(("a", 7)), 9).await.expect("facts");
    assert_eq!(between, all[3..]);
    let of = async |place, limit| store.facts_of("a", place, limit).await.expect("facts");
    assert_eq!(of(-1, 9).await, all[..3]);
    assert_eq!(of(-1, 2).await, all[..2]);
    assert_eq!(of(1, 9).await, all[2..3]);
    assert!(store.facts_of("c", -1, 9).await.expect("none").is_empty());
}

async fn what_waits_is_read_by_itself(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, three()).await;
    let later = vec![quiet("a", 3, None), quiet("a", 4, Some("j"))];
    enact(&*store, 1, later).await;
    let waiting = async |before| store.waiting("a", before).await.expect("facts");
    assert_eq!(waiting(1).await, []);
    assert_eq!(waiting(2).await, [quiet("a", 1, Some("i"))]);
    assert_eq!(
        waiting(9).await,
        [quiet("a", 1, Some("i")), quiet("a", 4, Some("j"))]
    );
    settle(&*store, 2, vec![("a".to_owned(), "i".to_owned())]).await;
    assert_eq!(waiting(9).await, [quiet("a", 4, Some("j"))]);
    assert!(store.waiting("b", 9).await.expect("none").is_empty());
}

async fn records_are_read_after_one_of_their_community(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, three()).await;
    enact(&*store, 1, vec![record("a", 3, None)]).await;
    let of = async |community, after, limit| {
        let found = store.records_of(community, after, limit).await;
        found.expect("records").map(|records| {
            let ids = records.into_iter().map(|record| record.id);
            ids.collect::<Vec<_>>()
        })
    };
    let ids = |ids: &[&str]| Some(ids.iter().map(|id| (*id).to_owned()).collect());
    assert_eq!(of("a", None, 9).await, ids(&["a/0", "a/2", "a/3"]));
    assert_eq!(of("a", None, 2).await, ids(&["a/0", "a/2"]));
    assert_eq!(of("a", Some("a/0"), 1).await, ids(&["a/2"]));
    assert_eq!(of("a", Some("a/3"), 9).await, ids(&[]));
    assert_eq!(
        of("a", Some("a/1"), 9).await,
        None,
        "a quiet fact is no record"
    );
    assert_eq!(of("a", Some("b/0"), 9).await, None, "another community's");
    assert_eq!(of("c", None, 9).await, ids(&[]));
    let whole = store.records_of("b", None, 1).await.expect("records");
    let expected = record("b", 0, None).record().cloned();
    assert_eq!(whole.and_then(|mut records| records.pop()), expected);
}

fn entry(community: &str, place: i64) -> StoredFact {
    let mut fact = record(community, place, None);
    if let StoredKept::Record(record) = &mut fact.kept {
        record.kind = "enter".to_owned();
    }
    fact
}

async fn records_of_one_kind_are_read_by_themselves(place: Place) {
    let store = place.open().await;
    let facts = vec![
        record("a", 0, None),
        entry("a", 1),
        quiet("a", 2, None),
        record("a", 3, None),
        entry("a", 4),
        entry("b", 0),
        entry("a", 5),
    ];
    enact(&*store, 0, facts).await;
    let of = async |community, kind, after, limit| {
        let found = store.records_of_kind(community, kind, after, limit).await;
        found.expect("records").map(|records| {
            let ids = records.into_iter().map(|record| record.id);
            ids.collect::<Vec<_>>()
        })
    };
    let ids = |ids: &[&str]| Some(ids.iter().map(|id| (*id).to_owned()).collect());
    assert_eq!(of("a", "enter", None, 9).await, ids(&["a/1", "a/4", "a/5"]));
    assert_eq!(of("a", "enter", None, 2).await, ids(&["a/1", "a/4"]));
    assert_eq!(of("a", "enter", Some("a/1"), 1).await, ids(&["a/4"]));
    assert_eq!(
        of("a", "enter", Some("a/3"), 9).await,
        ids(&["a/4", "a/5"]),
        "after one of another kind"
    );
    assert_eq!(of("a", "enter", Some("a/5"), 9).await, ids(&[]));
    assert_eq!(of("a", "enter", Some("b/0"), 9).await, None);
    assert_eq!(of("a", "enter", Some("a/2"), 9).await, None);
    assert_eq!(of("a", "nothing", None, 9).await, ids(&[]));
    assert_eq!(of("c", "enter", None, 9).await, ids(&[]));
}

async fn one_record_is_read_by_its_id(place: Place) {
    let store = place.open().await;
    let facts = vec![record("a", 0, Some("i")), quiet("a", 1, None)];
    enact(&*store, 0, facts).await;
    let one = async |community, id| store.record(community, id).await.expect("read");
    let expected = record("a", 0, None).record().cloned();
    assert_eq!(one("a", "a/0").await, expected);
    for (community, id) in [("b", "a/0"), ("a", "a/1"), ("a", "a/9")] {
        assert_eq!(one(community, id).await, None, "{community} {id}");
    }
    let step = Step {
        withheld: vec![item("a", "i")],
        ..moved("vote", 1, 2)
    };
    store.commit(step).await.expect("committed");
    let withheld = without_body(record("a", 0, None)).record().cloned();
    assert_eq!(one("a", "a/0").await, withheld);
}

async fn a_place_that_is_taken_is_a_conflict_and_nothing_is_written(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, vec![record("a", 0, None), quiet("a", 1, None)]).await;
    let before = (all_facts(&*store).await, views(&*store).await);
    let step = |facts: Vec<StoredFact>, consumer| Step {
        facts,
        ..moved(consumer, 0, 1)
    };
    let taken = step(vec![record("b", 0, None), record("a", 1, None)], "desk");
    let twice = step(vec![quiet("c", 0, None), quiet("c", 0, None)], "desk");
    let (taken, twice, fits) = tokio::join!(
        store.commit(taken),
        store.commit(twice),
        store.commit(step(vec![record("a", 2, None)], "search"))
    );
    assert!(matches!(taken, Err(StoreError::Conflict(community)) if community == "a"));
    assert!(matches!(twice, Err(StoreError::Conflict(community)) if community == "c"));
    fits.expect("the other step is written");
    let mut facts = before.0;
    facts.push(record("a", 2, None));
    assert_eq!(all_facts(&*store).await, facts);
    let positions = store.positions(&["desk"]).await.expect("positions");
    assert_eq!(positions["desk"], 0);
    let heads = store.fact_heads().await.expect("heads");
    assert_eq!(heads, [("a".to_owned(), 3)].into());
}

async fn the_place_of_a_settled_fact_is_not_given_again(place: Place) {
    let store = place.open().await;
    enact(
        &*store,
        0,
        vec![record("a", 0, None), quiet("a", 1, Some("i"))],
    )
    .await;
    settle(&*store, 1, vec![item("a", "i")]).await;
    assert_eq!(all_facts(&*store).await, [record("a", 0, None)]);
    assert_eq!(store.fact_heads().await.expect("heads")["a"], 2);
    let step = Step {
        facts: vec![record("a", 1, None)],
        ..moved("vote", 2, 3)
    };
    assert!(matches!(
        store.commit(step).await,
        Err(StoreError::Conflict(_))
    ));
    enact(&*store, 2, vec![record("a", 2, None)]).await;
}

async fn a_record_is_written_once(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, vec![record("a", 0, None)]).await;
    let elsewhere = |place| StoredFact {
        place,
        ..record("a", 0, None)
    };
    let step = |facts: Vec<StoredFact>| Step {
        facts,
        ..moved("vote", 1, 2)
    };
    let again = store.commit(step(vec![elsewhere(1)])).await;
    assert!(matches!(again, Err(StoreError::Corrupt(reason)) if reason.contains("a/0")));
    let fresh = record("b", 0, None);
    let twin = StoredFact {
        place: 1,
        ..fresh.clone()
    };
    let twice = store.commit(step(vec![fresh, twin])).await;
    assert!(matches!(twice, Err(StoreError::Corrupt(_))));
    assert_eq!(all_facts(&*store).await, [record("a", 0, None)]);
    assert_eq!(
        store.positions(&["vote"]).await.expect("positions")["vote"],
        1
    );
}

async fn settled_facts_go_and_records_stay(place: Place) {
    let store = place.open().await;
    let facts = vec![
        quiet("a", 0, Some("i")),
        quiet("a", 1, Some("j")),
        record("a", 2, Some("i")),
        quiet("a", 3, None),
        quiet("a", 4, Some("i")),
        quiet("b", 0, Some("i")),
    ];
    enact(&*store, 0, facts.clone()).await;
    let gone = vec![item("a", "i"), item("a", "nothing"), item("c", "i")];
    settle(&*store, 1, gone).await;
    let left = [1, 2, 3, 5].map(|index: usize| facts[index].clone());
    assert_eq!(all_facts(&*store).await, left);
    assert_eq!(views(&*store).await.quiet.len(), 3);
}

async fn what_is_settled_in_its_own_step_is_never_there(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, vec![quiet("a", 0, Some("i"))]).await;
    let facts = vec![
        quiet("a", 1, Some("i")),
        record("a", 2, Some("i")),
        quiet("a", 3, Some("i")),
    ];
    let step = Step {
        facts,
        settled: vec![item("a", "i")],
        withheld: vec![item("a", "i")],
        ..moved("vote", 1, 2)
    };
    store.commit(step).await.expect("committed");
    let left = without_body(record("a", 2, Some("i")));
    assert_eq!(all_facts(&*store).await, [left]);
    assert_eq!(store.fact_heads().await.expect("heads")["a"], 4);
}

async fn withheld_bodies_go_and_envelopes_stay(place: Place) {
    let store = place.open().await;
    let facts = vec![
        record("a", 0, None),
        record("a", 1, Some("i")),
        quiet("a", 2, Some("i")),
        record("a", 3, Some("j")),
        record("b", 0, Some("i")),
    ];
    enact(&*store, 0, facts.clone()).await;
    let step = Step {
        facts: vec![record("a", 4, Some("i"))],
        withheld: vec![item("a", "i")],
        ..moved("vote", 1, 2)
    };
    store.commit(step).await.expect("committed");
    let mut left = facts;
    left[1] = without_body(left[1].clone());
    left.insert(4, without_body(record("a", 4, Some("i"))));
    assert_eq!(all_facts(&*store).await, left);
    assert_eq!(views(&*store).await.records.len(), 5);
}

async fn a_snapshot_holds_heads_and_quiet_facts(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, three()).await;
    let snapshot = views(&*store).await.snapshot;
    assert!(snapshot.heads.is_empty() && snapshot.quiet.is_empty());
    erase(&*store, 1).await;
    let later = vec![
        record("a", 3, None),
        quiet("a", 4, None),
        record("c", 0, None),
    ];
    enact(&*store, 2, later).await;
    let views = views(&*store).await;
    let heads = [("a".to_owned(), 3), ("b".to_owned(), 2)].into();
    assert_eq!(views.snapshot.heads, heads);
    assert_eq!(
        views.snapshot.quiet,
        [quiet("a", 1, Some("i")), quiet("b", 1, None)]
    );
    let ids: Vec<&str> = views.records.iter().map(|(_, _, id)| id.as_str()).collect();
    assert_eq!(ids, ["a/3", "c/0"]);
    assert_eq!(views.quiet.len(), 3);
}

async fn what_is_settled_leaves_the_snapshot_too(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, three()).await;
    erase(&*store, 1).await;
    let step = Step {
        facts: vec![record("a", 3, None)],
        settled: vec![item("a", "i")],
        ..moved("vote", 2, 3)
    };
    store.commit(step).await.expect("committed");
    let views = views(&*store).await;
    assert_eq!(views.snapshot.quiet, [quiet("b", 1, None)]);
    assert_eq!(views.snapshot.positions["vote"], 3, "it is a new snapshot");
    assert_eq!(views.snapshot.heads["a"], 4);
    assert!(views.records.is_empty());
}

async fn what_the_snapshot_does_not_hold_takes_no_new_one(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, three()).await;
    erase(&*store, 1).await;
    let before = views(&*store).await.snapshot;
    enact(&*store, 2, vec![quiet("a", 3, Some("later"))]).await;
    let step = Step {
        settled: vec![item("a", "later"), item("b", "i")],
        withheld: vec![item("a", "never")],
        ..moved("vote", 3, 4)
    };
    store.commit(step).await.expect("committed");
    assert_eq!(views(&*store).await.snapshot, before);
}

async fn a_store_resumed_at_a_snapshot_goes_on_like_the_other(place: Place) {
    let store = place.open().await;
    enact(&*store, 0, three()).await;
    enact(&*store, 1, vec![quiet("a", 3, Some("j"))]).await;
    settle(&*store, 2, vec![item("a", "j")]).await;
    erase(&*store, 3).await;
    let snapshot = views(&*store).await.snapshot;
    let again = Memory::resumed("0badcafe", &snapshot, all_facts(&*store).await);
    assert_eq!(views(&again).await, views(&*store).await);
    assert_eq!(again.fact_heads().await.expect("heads"), snapshot.heads);
    for store in [&*store, &again] {
        enact(
            store,
            4,
            vec![record("a", 4, None), quiet("b", 2, Some("k"))],
        )
        .await;
        settle(store, 5, vec![item("b", "k")]).await;
    }
    assert_eq!(views(&again).await, views(&*store).await);
    assert_eq!(all_facts(&again).await, all_facts(&*store).await);
}
