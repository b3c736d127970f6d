//! What is kept of a message.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use secta_bot_kit::{EventId, RoomId, UserId};
use serde::{Deserialize, Serialize};

use crate::tags;

/// The most that is kept of a message's words, in bytes.
pub const BODY_MAX: usize = 64 * 1024;

/// Who may read a message: the room's history visibility when it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Everybody.
    WorldReadable,
    /// Whoever is in the room.
    Shared,
    /// Whoever is in the room and was invited by then.
    Invited,
    /// Whoever is in the room and was in it then.
    Joined,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::WorldReadable,
        Self::Shared,
        Self::Invited,
        Self::Joined,
    ];

    /// The class of a `history_visibility`; the narrowest for one that nobody knows.
    pub fn of_visibility(visibility: Option<&str>) -> Self {
        match visibility {
            Some("world_readable") => Self::WorldReadable,
            // The specification's default.
            Some("shared") | None => Self::Shared,
            Some("invited") => Self::Invited,
            Some(_) => Self::Joined,
        }
    }
}

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Talk.
    Message,
    /// A post of a community.
    Post,
    /// A comment on a post.
    Comment,
}

/// The file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileText {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Where the homeserver keeps it, while what is in it has not been read.
    pub unread: Option<String>,
    /// What is in it, as far as it is text.
    pub text: String,
}

/// A message as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// Its event.
    pub event: EventId,
    /// Its room.
    pub room: RoomId,
    /// Who may read it.
    pub class: Class,
    /// Its place in the room's order: the row of the journal; what was read of the time before, below zero.
    pub order: i64,
    /// Who wrote it; behind a puppet, the person.
    pub author: UserId,
    /// When it was sent, in milliseconds since 1970.
    pub sent_ms: i64,
    /// When the words that are kept were sent, in milliseconds since 1970.
    pub edited_ms: i64,
    /// The event that brought them, where it is another.
    pub edit: Option<EventId>,
    /// The root of its thread.
    pub thread: Option<EventId>,
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub body: String,
    /// Its file.
    pub file: Option<FileText>,
}

/// The same, packed.
#[derive(Serialize, Deserialize)]
struct Packed<'d>(
    #[serde(with = "bytes")] Vec<u8>,
    &'d str,
    u8,
    i64,
    &'d str,
    i64,
    i64,
    Option<&'d str>,
    Option<&'d str>,
    u8,
    &'d str,
    Option<FileText>,
);

/// Bytes as MessagePack has them, not as a list of numbers.
mod bytes {
    use serde::{Deserializer, Serializer, de::Visitor};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Vec<u8>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_owned())
            }
        }
        from.deserialize_bytes(Bytes)
    }
}

impl Doc {
    /// Packs it; `None` where it cannot be, which no message brings about.
    pub(super) fn pack(&self) -> Option<Vec<u8>> {
        let packed = Packed(
            pack_event(&self.event),
            self.room.as_str(),
            self.class as u8,
            self.order,
            self.author.as_str(),
            self.sent_ms,
            self.edited_ms - self.sent_ms,
            self.edit.as_ref().map(EventId::as_str),
            self.thread.as_ref().map(EventId::as_str),
            self.kind as u8,
            &self.body,
            self.file.clone(),
        );
        rmp_serde::to_vec(&packed).ok()
    }

    /// Reads what [`Doc::pack`] wrote.
    pub(super) fn unpack(bytes: &[u8]) -> Option<Self> {
        let packed: Packed<'_> = rmp_serde::from_slice(bytes).ok()?;
        let Packed(
            event,
            room,
            class,
            order,
            author,
            sent_ms,
            after_ms,
            edit,
            thread,
            kind,
            body,
            file,
        ) = packed;
        Some(Self {
            event: unpack_event(&event)?,
            room: RoomId::new(room),
            class: *Class::ALL.get(usize::from(class))?,
            order,
            author: UserId::new(author),
            sent_ms,
            edited_ms: sent_ms.checked_add(after_ms)?,
            edit: edit.map(EventId::new),
            thread: thread.map(EventId::new),
            kind: *[Kind::Message, Kind::Post, Kind::Comment].get(usize::from(kind))?,
            body: body.to_owned(),
            file,
        })
    }

    /// The words of its file's name and contents.
    pub(super) fn file_words(&self) -> impl Iterator<Item = &str> {
        let file = self.file.iter();
        file.flat_map(|file| [file.name.as_str(), file.text.as_str()])
    }

    /// The tags in its words: `#слово`.
    pub fn tags(&self) -> Vec<String> {
        tags::of_text(&self.body)
    }

    /// Whether it holds a link.
    pub fn has_link(&self) -> bool {
        self.body.contains("https://") || self.body.contains("http://")
    }
}

/// The ids of today's rooms are hashes: shorter without their letters. They are kept behind a zero byte, with which no
/// other id begins.
fn pack_event(event: &EventId) -> Vec<u8> {
    let hash = event.as_str().strip_prefix('$');
    let hash = hash.and_then(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok());
    match hash {
        Some(hash) if hash.len() == 32 => [&[0], hash.as_slice()].concat(),
        Some(_) | None => event.as_str().as_bytes().to_owned(),
    }
}

fn unpack_event(bytes: &[u8]) -> Option<EventId> {
    Some(match bytes.strip_prefix(&[0]) {
        Some(hash) => EventId::new(format!("${}", BASE64_URL_SAFE_NO_PAD.encode(hash))),
        None => EventId::new(std::str::from_utf8(bytes).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(event: &str) -> Doc {
        Doc {
            event: EventId::new(event),
            room: RoomId::new("!room:home"),
            class: Class::Invited,
            order: -5,
            author: UserId::new("@anna:home"),
            sent_ms: 1_700_000_000_000,
            edited_ms: 1_700_000_001_000,
            edit: Some(EventId::new("$edit")),
            thread: Some(EventId::new("$root")),
            kind: Kind::Comment,
            body: "Мёд и #Пчёлы".to_owned(),
            file: Some(FileText {
                name: "улей.pdf".to_owned(),
                mime: "application/pdf".to_owned(),
                unread: None,
                text: "соты".to_owned(),
            }),
        }
    }

    #[test]
    fn what_is_packed_is_read_again() {
        for event in [
            "$lZ2YKnXyMCcbZ_Uz8CBpD6WjVAdr3SzH3FPdFzZ8v0A",
            "$old:home",
            "$",
            "$JAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            let doc = doc(event);
            let packed = doc.pack().expect("it is packed");
            assert_eq!(Doc::unpack(&packed).as_ref(), Some(&doc));
            assert_eq!(Doc::unpack(&packed[..packed.len() / 2]), None);
        }
    }
}
