//! What a homeserver never handed over.
//!
//! A Synapse that is killed keeps what it had not handed over yet: a transaction that was under way waits for the
//! next failure, events taken just before wait for the next event. So after a silence, and at the start, the rooms
//! are read backwards, and what the journal has not is filed like any other event; what comes twice is one row.
//!
//! What Synapse takes in the very moment in which it has handed over the last of what it kept is kept as well, until
//! the next failure. So whenever something came late, the rooms are read once more a little later.

use std::time::Duration;

use secta_bot_kit::{RoomId, UserId, journal::source};
use secta_matrix::{CallError, live::Live};
use secta_store::{Store, StoreError};
use serde_json::Value;

use crate::intake::Intake;

/// How many pages of a room are read at the most.
const PAGES: usize = 20;

/// How far back: a homeserver that was away for longer hands over what it has by itself.
const REACH_MS: i64 = 24 * 3_600_000;

/// How long after something came late the rooms are read once more.
const ONCE_MORE: Duration = Duration::from_secs(10);

/// How often, and in what time, it is looked whether an event was filed.
const TRIES: usize = 10;
const BETWEEN: Duration = Duration::from_millis(200);

/// A room cannot be read, or the journal cannot be written.
#[derive(Debug, thiserror::Error)]
enum CatchUpError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads the rooms now, whenever the homeserver answers again after it was silent, and once more after what came
/// late.
pub async fn run(live: &Live, intake: &Intake) {
    let line = live.line();
    intake.late.notify_one();
    loop {
        look(live, intake).await;
        tokio::select! {
            () = line.is_back() => intake.late.notify_one(),
            () = intake.late.notified() => tokio::time::sleep(ONCE_MORE).await,
        }
    }
}

async fn look(live: &Live, intake: &Intake) {
    match all(live, intake).await {
        Ok(0) => {}
        Ok(events) => tracing::info!(events, "events that were not handed over were read"),
        Err(error) => tracing::warn!(%error, "the rooms cannot be read"),
    }
}

async fn all(live: &Live, intake: &Intake) -> Result<usize, CatchUpError> {
    let mut count = 0;
    for room in live.joined_rooms().await? {
        let missed = missed(live, intake, &room).await?;
        count += missed.len();
        let events: Vec<String> = missed.iter().rev().map(Value::to_string).collect();
        intake.accept(events.iter().map(String::as_str)).await?;
    }
    Ok(count)
}

/// The events of a room that the journal has not, the newest first.
async fn missed(live: &Live, intake: &Intake, room: &RoomId) -> Result<Vec<Value>, CatchUpError> {
    let oldest_ms = intake.clock.now_ms() - REACH_MS;
    let mut missed = Vec::new();
    let mut from = None;
    for _ in 0..PAGES {
        let page = live.recent(room, from.as_deref()).await?;
        let before = missed.len();
        for event in page.events {
            let arrival = is_arrival(&event, &intake.selves.bot);
            if is_recent(&event, oldest_ms) && !is_filed(intake.store.as_ref(), &event).await? {
                missed.push(event);
            }
            if arrival {
                return Ok(missed);
            }
        }
        from = page.next;
        if missed.len() == before || from.is_none() {
            break;
        }
    }
    Ok(missed)
}

/// The event that an event redacts.
pub fn redacted(event: &Value) -> Option<&str> {
    let redacts = event["redacts"]
        .as_str()
        .or_else(|| event["content"]["redacts"].as_str());
    redacts.filter(|_| event["type"] == "m.room.redaction")
}

/// Waits a moment until an event is filed: the transaction that brings it may be under way. False where it is not.
pub async fn until_filed(intake: &Intake, event_id: &str) -> bool {
    for _ in 0..TRIES {
        match intake.store.row(source::MATRIX, event_id).await {
            Ok(Some(_)) => return true,
            Ok(None) | Err(_) => tokio::time::sleep(BETWEEN).await,
        }
    }
    false
}

fn is_recent(event: &Value, oldest_ms: i64) -> bool {
    event["origin_server_ts"]
        .as_i64()
        .is_some_and(|at_ms| at_ms > oldest_ms)
}

async fn is_filed(store: &dyn Store, event: &Value) -> Result<bool, StoreError> {
    let Some(id) = event["event_id"].as_str() else {
        return Ok(true);
    };
    Ok(store.row(source::MATRIX, id).await?.is_some())
}

/// Whether the bot came with this event: what was before is none of its business.
fn is_arrival(event: &Value, bot: &UserId) -> bool {
    let membership = |content: &Value| content["membership"] == "join";
    event["type"] == "m.room.member"
        && event["state_key"] == bot.as_str()
        && membership(&event["content"])
        && !membership(&event["unsigned"]["prev_content"])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_bots_arrival_is_told_from_a_change_of_its_name() {
        let bot = UserId::new("@secta:example.org");
        let join = json!({
            "type": "m.room.member", "state_key": "@secta:example.org", "content": { "membership": "join" },
        });
        assert!(is_arrival(&join, &bot));
        let mut renamed = join.clone();
        renamed["unsigned"] = json!({ "prev_content": { "membership": "join" } });
        assert!(!is_arrival(&renamed, &bot));
        assert!(!is_arrival(&join, &UserId::new("@alice:example.org")));
    }

    #[test]
    fn what_is_old_or_without_a_time_is_left_alone() {
        assert!(is_recent(&json!({ "origin_server_ts": 11 }), 10));
        assert!(!is_recent(&json!({ "origin_server_ts": 10 }), 10));
        assert!(!is_recent(&json!({ "origin_server_ts": "11" }), 10));
    }
}
