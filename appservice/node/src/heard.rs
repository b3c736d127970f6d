//! A message as the homeserver gives it now, for views that keep what was said.

use secta_bot_kit::{
    EventId, NewRow, RoomId, Row, UserId, What,
    input::{Content, Event, Message},
    journal::source,
    read::{self, Selves},
};
use secta_matrix::{CallError, live::Live};
use serde_json::Value;

/// How many edits of a message are asked for at the most.
pub const EDITS_MAX: usize = 100;

/// An event in the words of its author's last edit; `None` where it is none that can be read. `told`: as for [`edits`].
///
/// # Errors
///
/// When the homeserver does not answer.
pub async fn as_now(
    live: &Live,
    selves: &Selves,
    room: &RoomId,
    (event, told): (Value, bool),
) -> Result<Option<Event>, CallError> {
    let edits = edits(live, room, &event, told).await?;
    let Some(event) = as_sent(room, event, selves) else {
        return Ok(None);
    };
    let edits = edits
        .into_iter()
        .filter_map(|edit| as_sent(room, edit, selves));
    Ok(Some(reworded(event, edits)))
}

/// The edits of an event, the last at the end. `told`: where one would have come with the event ([`tells_of_edits`]), the
/// homeserver is not asked for more.
///
/// # Errors
///
/// When the homeserver does not answer.
pub async fn edits(
    live: &Live,
    room: &RoomId,
    event: &Value,
    told: bool,
) -> Result<Vec<Value>, CallError> {
    let last = event.pointer("/unsigned/m.relations/m.replace");
    match (last, event["event_id"].as_str()) {
        (Some(last), _) => Ok(vec![last.clone()]),
        (None, Some(id)) if !told => live.edits(room, &EventId::new(id), EDITS_MAX).await,
        (None, _) => Ok(Vec::new()),
    }
}

/// Whether the events of a thread come with their last edits, by its root: a homeserver that tells of the thread with it
/// does so.
pub fn tells_of_edits(root: &Value) -> bool {
    root.pointer("/unsigned/m.relations/m.thread").is_some()
}

/// An event in the words of the last of these that is an edit of it by its author.
pub fn reworded(mut event: Event, edits: impl DoubleEndedIterator<Item = Event>) -> Event {
    for edit in edits.rev() {
        if let Content::Message(said) = edit.content
            && said.edits.as_ref() == Some(&event.id)
            && edit.sender == event.sender
        {
            event.content = Content::Message(Message {
                edits: None,
                ..said
            });
            break;
        }
    }
    event
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(id: &str, sender: &str, content: &Value) -> Event {
        let selves = Selves {
            bot: UserId::new("@secta:home"),
            prefix: "_secta_".to_owned(),
            server: "home".to_owned(),
        };
        let event = json!({
            "type": "m.room.message", "event_id": id, "sender": sender, "origin_server_ts": 1, "content": content,
        });
        as_sent(&RoomId::new("!r:home"), event, &selves).expect("an event")
    }

    fn edit(sender: &str, of: &str, body: &str) -> Event {
        let content = json!({
            "msgtype": "m.text", "body": "*", "m.new_content": { "msgtype": "m.text", "body": body },
            "m.relates_to": { "rel_type": "m.replace", "event_id": of },
        });
        event(&format!("${body}"), sender, &content)
    }

    #[test]
    fn the_last_edit_by_its_author_counts() {
        let now = |edits: Vec<Event>| {
            let said = json!({ "msgtype": "m.text", "body": "first" });
            let event = reworded(event("$1", "@anna:home", &said), edits.into_iter());
            match event.content {
                Content::Message(said) => (said.body, said.edits),
                other => panic!("{other:?}"),
            }
        };
        let (anna, boris) = ("@anna:home", "@boris:home");
        assert_eq!(now(Vec::new()).0, "first");
        let edits = vec![edit(anna, "$1", "second"), edit(anna, "$1", "third")];
        assert_eq!(now(edits), ("third".to_owned(), None));
        let edits = vec![
            edit(anna, "$1", "second"),
            edit(boris, "$1", "forged"),
            edit(anna, "$2", "elsewhere"),
        ];
        assert_eq!(now(edits).0, "second");
    }
}
