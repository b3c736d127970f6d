//! What a homeserver never handed over.
//!
//! A Synapse that is killed keeps what it had not handed over yet: a transaction that was under way waits for the
//! next failure, events taken just before wait for the next event. So after a silence, and at the start, the rooms
//! are read backwards, and what the journal has not is filed like any other event; what comes twice is one row.
//!
//! What Synapse takes in the very moment in which it has handed over the last of what it kept is kept as well, until
//! the next failure. So whenever something came late, the rooms are read once more a little later.
//!
//! A death may go unseen, and what is filed says nothing of what is older. So a room is read back to where the last
//! look that read it whole began, not just to what is filed already.

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

/// How much further back than the beginning of the last whole look: clocks differ, and deaths show late.
const MARGIN_MS: i64 = 120_000;

/// How long after something came late the rooms are read once more; twice as long after each look that fails.
const ONCE_MORE: Duration = Duration::from_secs(10);

/// The longest wait between looks that fail.
const LONGEST: Duration = Duration::from_secs(1_800);

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
/// late, or what could not be read.
pub async fn run(live: &Live, intake: &Intake) {
    let line = live.line();
    let mut known_ms = i64::MIN;
    let mut pause = ONCE_MORE;
    intake.late.notify_one();
    loop {
        let begun_ms = intake.clock.now_ms();
        if look(live, intake, known_ms).await {
            known_ms = begun_ms - MARGIN_MS;
            pause = ONCE_MORE;
        } else {
            intake.late.notify_one();
            pause = (pause * 2).min(LONGEST);
        }
        let once_more = async {
            intake.late.notified().await;
            tokio::time::sleep(pause).await;
        };
        tokio::select! {
            () = line.is_back() => intake.late.notify_one(),
            () = once_more => {}
        }
    }
}

/// Reads every room back to where all was known; false where one of them cannot be read.
async fn look(live: &Live, intake: &Intake, known_ms: i64) -> bool {
    let rooms = match live.joined_rooms().await {
        Ok(rooms) => rooms,
        Err(error) => {
            tracing::warn!(%error, "the rooms cannot be read");
            return false;
        }
    };
    let mut events = 0;
    let mut whole = true;
    for room in rooms {
        match take_missed(live, intake, &room, known_ms).await {
            Ok(count) => events += count,
            Err(CatchUpError::Call(error @ CallError::Refused { .. })) => {
                tracing::debug!(%error, "the homeserver does not let a room be read");
            }
            Err(error) => {
                tracing::warn!(%error, "a room cannot be read");
                whole = false;
            }
        }
    }
    if events > 0 {
        tracing::info!(events, "events that were not handed over were read");
    }
    whole
}

async fn take_missed(
    live: &Live,
    intake: &Intake,
    room: &RoomId,
    known_ms: i64,
) -> Result<usize, CatchUpError> {
    let missed = missed(live, intake, room, known_ms).await?;
    let events: Vec<String> = missed.iter().rev().map(Value::to_string).collect();
    intake.accept(events.iter().map(String::as_str)).await?;
    Ok(missed.len())
}

/// The events of a room that the journal has not, the newest first.
async fn missed(
    live: &Live,
    intake: &Intake,
    room: &RoomId,
    known_ms: i64,
) -> Result<Vec<Value>, CatchUpError> {
    let mut missed = Vec::new();
    let mut from = None;
    for _ in 0..PAGES {
        let page = live.recent(room, from.as_deref()).await?;
        let goes_on = sift(intake, page.events, known_ms, &mut missed).await?;
        from = page.next;
        if !goes_on || from.is_none() {
            break;
        }
    }
    Ok(missed)
}

/// Takes what the journal has not out of a page; false where nothing of what is older can be missing.
async fn sift(
    intake: &Intake,
    page: Vec<Value>,
    known_ms: i64,
    missed: &mut Vec<Value>,
) -> Result<bool, StoreError> {
    let reach_ms = intake.clock.now_ms() - REACH_MS;
    let known_ms = known_ms.max(reach_ms);
    let mut goes_on = page.is_empty();
    for event in page {
        goes_on |= is_after(&event, known_ms);
        let arrival = is_arrival(&event, &intake.selves.bot);
        if is_after(&event, reach_ms) && !is_filed(intake.store.as_ref(), &event).await? {
            goes_on = true;
            missed.push(event);
        }
        if arrival {
            return Ok(false);
        }
    }
    Ok(goes_on)
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

fn is_after(event: &Value, ms: i64) -> bool {
    event["origin_server_ts"]
        .as_i64()
        .is_some_and(|at_ms| at_ms > ms)
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
    use crate::intake::tests::intake;

    fn said(number: i64, at_ms: i64) -> Value {
        json!({
            "event_id": format!("${number}"), "type": "m.room.message", "sender": "@anna:home",
            "origin_server_ts": at_ms,
        })
    }

    /// Whether it goes on, and how many are missed, where of 100 messages of now the first `filed` are filed.
    async fn sifted(filed: i64, known_ms: impl Fn(i64) -> i64) -> (bool, usize) {
        let intake = intake();
        let now_ms = intake.clock.now_ms();
        let page: Vec<Value> = (0..100).map(|number| said(number, now_ms)).collect();
        let events: Vec<String> = page
            .iter()
            .take(filed as usize)
            .map(Value::to_string)
            .collect();
        let accepted = intake.accept(events.iter().map(String::as_str)).await;
        accepted.expect("they are filed");
        let mut missed = Vec::new();
        let goes_on = sift(&intake, page, known_ms(now_ms), &mut missed).await;
        (goes_on.expect("a look"), missed.len())
    }

    #[tokio::test]
    async fn a_page_that_is_filed_says_nothing_of_what_is_older() {
        assert_eq!(sifted(100, |now_ms| now_ms - 1).await, (true, 0));
        assert_eq!(sifted(100, |now_ms| now_ms).await, (false, 0));
    }

    #[tokio::test]
    async fn what_is_missing_is_taken_also_where_all_was_known() {
        assert_eq!(sifted(98, |now_ms| now_ms).await, (true, 2));
        assert_eq!(sifted(0, |now_ms| now_ms - 1).await, (true, 100));
    }

    #[tokio::test]
    async fn a_room_is_read_no_further_than_a_day_and_the_bots_arrival() {
        let intake = intake();
        let now_ms = intake.clock.now_ms();
        let mut missed = Vec::new();
        let old = vec![said(1, now_ms - REACH_MS)];
        let goes_on = sift(&intake, old, i64::MIN, &mut missed).await;
        assert!(!goes_on.expect("a look"), "a day");
        let came = json!({
            "event_id": "$2", "type": "m.room.member", "state_key": intake.selves.bot.as_str(),
            "origin_server_ts": now_ms, "content": { "membership": "join" },
        });
        let page = vec![said(3, now_ms), came, said(4, now_ms)];
        let goes_on = sift(&intake, page, i64::MIN, &mut missed).await;
        assert!(!goes_on.expect("a look"), "the arrival");
        let ids: Vec<&Value> = missed.iter().map(|event| &event["event_id"]).collect();
        assert_eq!(ids, ["$3", "$2"]);
    }

    #[tokio::test]
    async fn a_page_without_events_is_not_the_end() {
        let goes_on = sift(&intake(), Vec::new(), i64::MAX, &mut Vec::new()).await;
        assert!(goes_on.expect("a look"));
    }

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
        assert!(is_after(&json!({ "origin_server_ts": 11 }), 10));
        assert!(!is_after(&json!({ "origin_server_ts": 10 }), 10));
        assert!(!is_after(&json!({ "origin_server_ts": "11" }), 10));
    }
}
