//! Short names for what the tests write.

use secta_bot_kit::{
    NewRow, Scope, Seq,
    journal::{Done, EffectResult},
};
use secta_store::{
    Batch, Completion, Move, Step, Store, StoredEffect, StoredFact, StoredKept, StoredRecord,
    StoredValue,
};

pub fn row(id: &str) -> NewRow {
    NewRow {
        source: "matrix".to_owned(),
        external_id: id.to_owned(),
        room: Some("!r:x".to_owned()),
        at_ms: 1_000,
        body: format!("{{\"id\":{id:?}}}").into_bytes(),
        sealed: false,
    }
}

pub fn batch(ids: &[&str]) -> Batch {
    Batch {
        rows: ids.iter().map(|id| row(id)).collect(),
        confirmed: Vec::new(),
    }
}

pub fn moved(consumer: &str, from: Seq, to: Seq) -> Step {
    let moves = vec![Move {
        consumer: consumer.to_owned(),
        from,
        to,
    }];
    Step {
        moves,
        at_ms: 5_000,
        ..Step::default()
    }
}

pub fn effect(key: &str, lane: &str) -> StoredEffect {
    StoredEffect {
        key: key.to_owned(),
        bot: "vote".to_owned(),
        scope: Scope::new("room/!r:x"),
        tag: "answer".to_owned(),
        lane: lane.to_owned(),
        payload: format!("payload of {key}").into_bytes(),
        sealed: false,
        digest: format!("digest of {key}"),
    }
}

pub fn value(scope: &str, key: &str, value: &str) -> StoredValue {
    StoredValue {
        bot: "vote".to_owned(),
        scope: Scope::new(scope),
        key: key.to_owned(),
        value: value.as_bytes().to_vec(),
        sealed: false,
    }
}

/// A record; its id is its community and place.
pub fn record(community: &str, place: i64, item: Option<&str>) -> StoredFact {
    let id = format!("{community}/{place}");
    let record = StoredRecord {
        kind: "post".to_owned(),
        envelope: format!("envelope of {id}"),
        signature: format!("signature of {id}"),
        body: Some(format!("body of {id}")),
        id,
    };
    StoredFact {
        community: community.to_owned(),
        place,
        item: item.map(str::to_owned),
        kept: StoredKept::Record(record),
    }
}

pub fn quiet(community: &str, place: i64, item: Option<&str>) -> StoredFact {
    let value = format!("value of {community}/{place}").into_bytes();
    StoredFact {
        kept: StoredKept::Quiet { value },
        ..record(community, place, item)
    }
}

/// The record without its body.
pub fn without_body(mut fact: StoredFact) -> StoredFact {
    if let StoredKept::Record(record) = &mut fact.kept {
        record.body = None;
    }
    fact
}

/// An item of a community, as a step names it.
pub fn item(community: &str, item: &str) -> (String, String) {
    (community.to_owned(), item.to_owned())
}

/// All facts, in order.
pub async fn all_facts(store: &dyn Store) -> Vec<StoredFact> {
    store.facts(None, 1_000_000).await.expect("facts")
}

pub fn done(key: &str) -> Completion {
    let done = Done {
        event_id: Some(format!("${key}")),
        data: None,
    };
    Completion {
        key: key.to_owned(),
        at_ms: 9_000,
        result: EffectResult::Done(done),
        row: None,
    }
}

pub fn refused(key: &str) -> Completion {
    let result = EffectResult::Refused {
        code: "M_FORBIDDEN".to_owned(),
        message: "no".to_owned(),
    };
    Completion {
        key: key.to_owned(),
        at_ms: 9_000,
        result,
        row: None,
    }
}

/// Queues effects `(row, key, lane)` in one step of a consumer made for it.
pub async fn queue(store: &dyn Store, consumer: &str, effects: &[(Seq, &str, &str)]) {
    let mut step = moved(consumer, 0, 1);
    step.effects = effects
        .iter()
        .map(|(seq, key, lane)| (*seq, effect(key, lane)))
        .collect();
    store.commit(step).await.expect("effects are queued");
}

/// The ids of all rows, after checking that their numbers have no gaps.
pub async fn ids(store: &dyn Store) -> Vec<String> {
    let rows = store.read(0, 1_000_000).await.expect("rows");
    assert!(
        (1..).zip(&rows).all(|(seq, row)| seq == row.seq),
        "the journal has a gap"
    );
    rows.into_iter().map(|row| row.new.external_id).collect()
}

/// The keys at the heads of lanes.
pub async fn heads(store: &dyn Store, now_ms: i64, busy: &[&str]) -> Vec<String> {
    let busy: Vec<String> = busy.iter().map(|lane| (*lane).to_owned()).collect();
    let heads = store.heads(now_ms, &busy, 100).await.expect("heads");
    heads.into_iter().map(|head| head.effect.key).collect()
}
