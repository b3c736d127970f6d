//! From an event to what changes in the index.

use secta_bot_kit::{
    EventId, RoomId, UserId,
    community::About,
    input::{Content, Event, Media, Message},
};

use crate::{
    index::{Doc, FileText, Kind, doc::BODY_MAX},
    memory::Room,
};

/// Files are read up to this size, in bytes.
pub const FILE_MAX: u64 = 16 * 1024 * 1024;

/// The most that is kept of a file's name, in characters.
const NAME_MAX: usize = 300;

/// A change of the index.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A message was written.
    Put(Box<Doc>),
    /// A message was changed.
    Edit {
        /// The message as it is now, if it is not known otherwise.
        doc: Box<Doc>,
    },
    /// A message is gone.
    Remove(RoomId, EventId),
}

/// What an event changes, at a place of the room's order.
pub fn change(event: &Event, order: i64, room: &Room) -> Option<Change> {
    match &event.content {
        Content::Redaction { target } => Some(Change::Remove(event.room.clone(), target.clone())),
        Content::Message(message) if room.indexes(order, event.encrypted) => {
            let kind = kind(event, room)?;
            written(event, message, order, room, kind)
        }
        Content::Message(_)
        | Content::Reaction { .. }
        | Content::PollStart
        | Content::PollResponse { .. }
        | Content::PollEnd { .. }
        | Content::Member(_)
        | Content::State { .. }
        | Content::Ciphertext { .. }
        | Content::Other { .. } => None,
    }
}

/// What a message is; `None` for what the service says itself.
fn kind(event: &Event, room: &Room) -> Option<Kind> {
    let item = matches!(
        event.about.as_deref().and_then(About::read),
        Some(About::Item { .. })
    );
    if event.own && (!item || event.author.is_none()) {
        return None;
    }
    let role = room.hall.as_ref().map(|hall| hall.role.as_str());
    Some(match role {
        Some("stream" | "twilight") if event.thread.is_some() => Kind::Comment,
        Some("stream" | "twilight") => Kind::Post,
        Some(_) | None => Kind::Message,
    })
}

fn written(
    event: &Event,
    message: &Message,
    order: i64,
    room: &Room,
    kind: Kind,
) -> Option<Change> {
    let file = message.media.as_deref().map(file);
    let captioned = message.media.as_ref().is_none_or(|media| media.captioned);
    let body = if captioned {
        cut(&message.body)
    } else {
        String::new()
    };
    if is_command(&body) || (body.trim().is_empty() && file.is_none()) {
        return None;
    }
    let doc = Box::new(Doc {
        event: event.subject().clone(),
        room: event.room.clone(),
        class: room.class_at(order),
        order,
        author: author(event).clone(),
        sent_ms: event.sent_ms,
        edited_ms: event.sent_ms,
        edit: message.edits.as_ref().map(|_| event.id.clone()),
        thread: event.thread.clone(),
        kind,
        body,
        file,
    });
    Some(match message.edits {
        Some(_) => Change::Edit { doc },
        None => Change::Put(doc),
    })
}

fn author(event: &Event) -> &UserId {
    event.author.as_ref().unwrap_or(&event.sender)
}

fn file(media: &Media) -> FileText {
    let readable = is_readable(&media.mime, &media.name) && media.size_bytes <= FILE_MAX;
    FileText {
        name: media.name.chars().take(NAME_MAX).collect(),
        mime: media.mime.clone(),
        unread: readable.then(|| media.source.clone()),
        text: String::new(),
    }
}

/// Whether there may be text in a file.
fn is_readable(mime: &str, name: &str) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    let plain = [
        "txt", "md", "csv", "log", "json", "toml", "yaml", "yml", "xml", "rs", "py", "sh",
    ];
    mime == "application/pdf"
        || mime.starts_with("text/")
        || ending.is_some_and(|ending| ending == "pdf" || plain.contains(&ending.as_str()))
}

fn cut(text: &str) -> String {
    let mut end = text.len().min(BODY_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

/// What is asked of a bot is no memory.
fn is_command(text: &str) -> bool {
    let name = text.trim_start().strip_prefix('!');
    name.is_some_and(|name| name.starts_with(char::is_alphabetic))
}

/// A message as it stands in the index after a change: what was changed last holds, and only its author changes it.
pub fn merged(old: Option<Doc>, change: Change) -> Option<Doc> {
    match (change, old) {
        (Change::Remove(..), _) => None,
        (Change::Put(new) | Change::Edit { doc: new }, None) => Some(*new),
        (Change::Put(new), Some(old)) => {
            let newer =
                old.author == new.author && old.room == new.room && old.edited_ms > new.edited_ms;
            Some(if newer {
                Doc {
                    body: old.body,
                    edited_ms: old.edited_ms,
                    edit: old.edit,
                    ..*new
                }
            } else {
                *new
            })
        }
        (Change::Edit { doc: new }, Some(old)) => {
            let holds =
                old.author == new.author && old.room == new.room && new.edited_ms >= old.edited_ms;
            Some(if holds {
                Doc {
                    body: new.body,
                    edited_ms: new.edited_ms,
                    edit: new.edit,
                    file: new.file.or(old.file.clone()),
                    ..old
                }
            } else {
                old
            })
        }
    }
}
