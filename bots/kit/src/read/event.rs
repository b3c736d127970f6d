use serde_json::Value;

use super::{Malformed, Selves, content::content, json, relations::Relations};
use crate::{
    effect::{ABOUT_FIELD, AUTHOR_FIELD},
    ids::{EventId, RoomId, UserId},
    input::Event,
    journal::{NewRow, source},
};

/// The longest identifier that the Matrix specification allows, in bytes.
const ID_MAX: usize = 255;

/// The longest name of what an event is about, in bytes: two identifiers and words around them.
const ABOUT_MAX: usize = 1024;

/// Reads the body of a row as an event.
pub(super) fn event(row: &NewRow, selves: &Selves) -> Result<Event, Malformed> {
    let event: Value = json(&row.body)?;
    let decrypted = row.source == source::DECRYPTED;
    let sender =
        UserId::new(identifier(event.get("sender"), '@').ok_or(Malformed::Field("sender"))?);
    // A decrypted event repeats less than a delivered one: its row knows the rest.
    let room = identifier(event.get("room_id"), '!')
        .or_else(|| row.room.as_deref().filter(|_| decrypted))
        .ok_or(Malformed::Field("room_id"))?;
    let id = identifier(event.get("event_id"), '$')
        .or_else(|| Some(row.external_id.as_str()).filter(|_| decrypted))
        .ok_or(Malformed::Field("event_id"))?;
    let kind = event
        .get("type")
        .and_then(Value::as_str)
        .ok_or(Malformed::Field("type"))?;

    let relations = Relations::of(event.get("content").unwrap_or(&Value::Null));
    let content = content(kind, &event, &relations);
    let own = selves.owns(&sender);
    let field = |name| event.get("content").and_then(|it| it.get(name));
    let about = field(ABOUT_FIELD);
    let author = identifier(field(AUTHOR_FIELD), '@').filter(|_| own);
    Ok(Event {
        id: EventId::new(id),
        room: RoomId::new(room),
        own,
        about: about
            .and_then(Value::as_str)
            .filter(|about| own && about.len() <= ABOUT_MAX)
            .map(str::to_owned),
        author: author.map(UserId::new),
        sender,
        sent_ms: event
            .get("origin_server_ts")
            .and_then(Value::as_i64)
            .unwrap_or(row.at_ms),
        encrypted: decrypted || kind == "m.room.encrypted",
        thread: relations.thread,
        reply_to: relations.reply_to,
        content,
    })
}

/// An identifier that begins as it must, is not too long and holds nothing that a database or a log chokes on.
pub(super) fn identifier(value: Option<&Value>, sigil: char) -> Option<&str> {
    let text = value?.as_str()?;
    let well = text.starts_with(sigil)
        && text.len() > 1
        && text.len() <= ID_MAX
        && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    well.then_some(text)
}
