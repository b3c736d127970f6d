//! What is kept of a message.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use secta_bot_kit::{EventId, RoomId, UserId, input::FileSource};
use serde::{Deserialize, Serialize};

use super::lexicon::Lexicon;
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileText {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Where it is, while what is in it has not been read.
    pub unread: Option<FileSource>,
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

/// The same, packed: texts in numbers of words, ids by their hashes. What is often the same in messages stands side by
/// side.
#[derive(Serialize, Deserialize)]
struct Packed<'d> {
    #[serde(with = "bytes")]
    event: Vec<u8>,
    after_ms: i64,
    #[serde(with = "bytes")]
    edit: Vec<u8>,
    #[serde(borrow)]
    file: Option<PackedFile<'d>>,
    kind: u8,
    class: u8,
    room: &'d str,
    author: &'d str,
    #[serde(with = "bytes")]
    thread: Vec<u8>,
    rest_ms: i64,
    #[serde(with = "bytes")]
    body: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct PackedFile<'d>(
    &'d str,
    &'d str,
    Option<FileSource>,
    #[serde(with = "bytes")] Vec<u8>,
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

/// What stands in columns of the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// [`Doc::order`].
    pub order: i64,
    /// When it was sent, in seconds since 1970.
    pub sent: i64,
}

impl Doc {
    /// What of it stands in columns.
    pub(super) fn columns(&self) -> Columns {
        Columns {
            order: self.order,
            sent: self.sent_ms.div_euclid(1_000),
        }
    }

    /// Packs the rest of it; `None` where it cannot be, which no message brings about.
    pub(super) fn pack(&self, lexicon: &Lexicon) -> Option<Vec<u8>> {
        let author = self.author.as_str();
        let file = self.file.as_ref().map(|file| {
            PackedFile(
                &file.name,
                &file.mime,
                file.unread.clone(),
                lexicon.encode(&file.text, author),
            )
        });
        let id = |event: &Option<EventId>| event.as_ref().map(pack_event).unwrap_or_default();
        let packed = Packed {
            event: pack_event(&self.event),
            after_ms: self.edited_ms - self.sent_ms,
            edit: id(&self.edit),
            file,
            kind: self.kind as u8,
            class: self.class as u8,
            room: self.room.as_str(),
            author,
            thread: id(&self.thread),
            rest_ms: self.sent_ms.rem_euclid(1_000),
            body: lexicon.encode(&self.body, author),
        };
        rmp_serde::to_vec(&packed).ok()
    }

    /// Reads what [`Doc::pack`] wrote, with what stands in columns.
    pub(super) fn unpack(bytes: &[u8], columns: Columns, lexicon: &Lexicon) -> Option<Self> {
        let packed: Packed<'_> = rmp_serde::from_slice(bytes).ok()?;
        let file = match packed.file {
            Some(PackedFile(name, mime, unread, text)) => Some(FileText {
                name: name.to_owned(),
                mime: mime.to_owned(),
                unread,
                text: lexicon.decode(&text)?,
            }),
            None => None,
        };
        let some = |event: EventId| (!event.as_str().is_empty()).then_some(event);
        let kinds = [Kind::Message, Kind::Post, Kind::Comment];
        let sent_ms = columns.sent.checked_mul(1_000)?;
        let sent_ms = sent_ms.checked_add(packed.rest_ms)?;
        Some(Self {
            event: unpack_event(&packed.event)?,
            room: RoomId::new(packed.room),
            class: *Class::ALL.get(usize::from(packed.class))?,
            order: columns.order,
            author: UserId::new(packed.author),
            sent_ms,
            edited_ms: sent_ms.checked_add(packed.after_ms)?,
            edit: unpack_event(&packed.edit).and_then(some),
            thread: unpack_event(&packed.thread).and_then(some),
            kind: *kinds.get(usize::from(packed.kind))?,
            body: lexicon.decode(&packed.body)?,
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
        let folder = tempfile::tempdir().expect("a folder");
        let lexicon = Lexicon::open(folder.path()).expect("a lexicon");
        for event in [
            "$lZ2YKnXyMCcbZ_Uz8CBpD6WjVAdr3SzH3FPdFzZ8v0A",
            "$old:home",
            "$",
            "$JAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            let doc = doc(event);
            let packed = doc.pack(&lexicon).expect("it is packed");
            assert_eq!(
                Doc::unpack(&packed, doc.columns(), &lexicon).as_ref(),
                Some(&doc)
            );
            assert_eq!(
                Doc::unpack(&packed[..packed.len() / 2], doc.columns(), &lexicon),
                None
            );
        }
    }
}
