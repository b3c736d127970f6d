//! A message as the homeserver gives it now, for views that keep what was said.

use secta_bot_kit::{
    NewRow, RoomId, Row, UserId, What,
    input::Event,
    journal::source,
    read::{self, Selves},
};
use secta_matrix::{CallError, live::Live};
use serde_json::Value;

/// An event in the words of its last change; `None` where it is none that can be read.
pub fn as_now(room: &RoomId, mut event: Value, selves: &Selves) -> Option<Event> {
    let changed = event
        .pointer("/unsigned/m.relations/m.replace/content/m.new_content")
        .cloned();
    if let Some(content) = changed.filter(Value::is_object) {
        event["content"] = content;
    }
    as_sent(room, event, selves)
}

/// An event in the words that it was sent with.
pub fn as_sent(room: &RoomId, mut event: Value, selves: &Selves) -> Option<Event> {
    event["room_id"] = Value::from(room.as_str());
    let new = NewRow {
        source: source::MATRIX.to_owned(),
        external_id: event["event_id"].as_str()?.to_owned(),
        room: Some(room.to_string()),
        at_ms: event["origin_server_ts"].as_i64().unwrap_or_default(),
        body: event.to_string().into_bytes(),
        sealed: false,
    };
    let row = Row {
        seq: 0,
        new,
        context: None,
        erased: false,
    };
    of_row(&row, selves)
}

/// The event of a row whose body is open.
pub fn of_row(row: &Row, selves: &Selves) -> Option<Event> {
    match read::read(row, selves).ok()?.what {
        What::Event(event) => Some(event),
        What::Timer(_) | What::Outcome(_) | What::Foreign { .. } | What::Erased => None,
    }
}

/// The name that somebody goes by in a room; of what a puppet says, the person's.
///
/// # Errors
///
/// When the homeserver does not answer.
pub async fn name(
    live: &Live,
    room: &RoomId,
    (sender, author): (&UserId, &UserId),
) -> Result<String, CallError> {
    let name = live.name_in(room, author).await?;
    let name = match name {
        Some(name) => Some(name),
        None if sender != author => live.name_in(room, sender).await?,
        None => None,
    };
    Ok(name.unwrap_or_else(|| author.localpart().to_owned()))
}

/// What is asked of a bot is not part of a thread's memory.
pub fn is_asking(text: &str) -> bool {
    let name = text.trim_start().strip_prefix('!');
    name.is_some_and(|name| name.starts_with(char::is_alphabetic))
}
