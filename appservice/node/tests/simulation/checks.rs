//! What must hold after every seed.

use std::collections::{BTreeMap, BTreeSet};

use secta_bot_kit::journal::source;
use secta_store::Store;
use serde_json::Value;

use crate::{
    node::{World, lane, selves},
    script::{Asked, Deeds, is_bots_join, is_poll},
};

/// Every check.
pub async fn all(world: &World, deeds: &Deeds) {
    every_event_is_in_the_journal_once(world).await;
    every_effect_was_carried_out_at_most_once(world);
    for asked in deeds.asked() {
        answered_once(world, &asked);
    }
    nothing_was_parked(world).await;
    replay_gives_the_same(world).await;
}

async fn every_event_is_in_the_journal_once(world: &World) {
    let mut seen = BTreeMap::new();
    let mut after = 0;
    loop {
        let rows = world.disk.read(after, 500).await.expect("the journal");
        let Some(last) = rows.last() else { break };
        for row in &rows {
            after += 1;
            assert_eq!(row.seq, after, "the journal has no gaps");
            *seen
                .entry((row.new.source.clone(), row.new.external_id.clone()))
                .or_insert(0) += 1;
        }
        assert_eq!(after, last.seq);
    }
    assert!(seen.values().all(|count| *count == 1), "a row stands twice");
    for room in world.fake.rooms() {
        let joined = world
            .fake
            .timeline(&room)
            .into_iter()
            .skip_while(|event| !is_bots_join(event));
        for event in joined {
            let id = event["event_id"].as_str().unwrap_or_default().to_owned();
            assert!(
                seen.contains_key(&(source::MATRIX.to_owned(), id.clone())),
                "{id} was lost"
            );
        }
    }
}

fn every_effect_was_carried_out_at_most_once(world: &World) {
    let mut seen = BTreeSet::new();
    for room in world.fake.rooms() {
        for key in world.fake.sent_keys(&room) {
            assert!(
                seen.insert(key.clone()),
                "the effect {key} was carried out twice"
            );
        }
    }
}

fn answered_once(world: &World, asked: &Asked) {
    let timeline = world.fake.timeline(&asked.room);
    let bots = |event: &&Value| event["sender"] == selves().bot.as_str();
    match &asked.mark {
        None => {
            let answers = timeline
                .iter()
                .filter(bots)
                .filter(|event| answers(event, asked.id.as_str()))
                .count();
            check_once(asked, answers, "answer");
        }
        Some(mark) => {
            let told = |event: &&Value| event["content"].to_string().contains(mark.as_str());
            let polls = timeline
                .iter()
                .filter(bots)
                .filter(|event| is_poll(event))
                .filter(told)
                .count();
            check_once(asked, polls, "poll");
            let results = timeline
                .iter()
                .filter(bots)
                .filter(|event| is_result(event))
                .filter(told)
                .count();
            check_once(asked, results, "result");
        }
    }
}

/// A question that was deleted may go without.
fn check_once(asked: &Asked, count: usize, what: &str) {
    if asked.withdrawn {
        assert!(count <= 1, "{asked:?} has at most one {what}: {count}");
    } else {
        assert_eq!(count, 1, "{asked:?} has one {what}");
    }
}

/// Whether an event answers a question. That it could not be decrypted yet is said beside the answer.
fn answers(event: &Value, question: &str) -> bool {
    let waits = |body: &str| body.contains("расшифровать");
    event["content"]["m.relates_to"]["m.in_reply_to"]["event_id"] == question
        && !event["content"]["body"].as_str().is_some_and(waits)
}

/// A result is the bot's message with bars.
fn is_result(event: &Value) -> bool {
    event["type"] == "m.room.message"
        && event["content"]["body"]
            .as_str()
            .is_some_and(|body| body.contains(['█', '░']))
}

async fn nothing_was_parked(world: &World) {
    let parked = world.disk.parked(10).await.expect("the parked inputs");
    assert!(parked.is_empty(), "{parked:?}");
}

async fn replay_gives_the_same(world: &World) {
    let report = secta::replay::compare(world.disk.as_ref(), lane(), &world.sealer)
        .await
        .expect("a replay");
    assert_eq!(report.differences, Vec::<String>::new(), "replay differs");
}
