//! How messages lie in tantivy.

use secta_bot_kit::{EventId, RoomId};
use tantivy::{
    IndexSettings, TantivyDocument, Term,
    schema::{
        FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
        TextOptions,
    },
    store::{Compressor, ZstdCompressor},
};

use super::{
    by_id::{self, ById},
    doc::{Class, Doc, Kind},
    tokens::WORDS,
};

/// Texts are compressed together in blocks of so many bytes.
const BLOCK: usize = 64 * 1024;

/// The fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// A hash of the event's id, and of that which changed it last: to take it out by ([`by_id`]).
    pub id: Field,
    /// The part of it that is a term.
    pub part: Field,
    /// The words of message and file, in their dictionary forms.
    pub words: Field,
    /// Room, author, tags and kinds, each with a letter before it ([`mark`]).
    pub marks: Field,
    /// A hash of room and class: what may be read is told by it, and looked at once more ([`place`]).
    pub place: Field,
    /// [`Doc::order`].
    pub order: Field,
    /// When it was sent, in seconds since 1970.
    pub sent: Field,
    /// The message itself, packed.
    pub doc: Field,
}

/// The names of the columns.
pub(super) const ID: &str = "id";
pub(super) const PLACE: &str = "place";
pub(super) const ORDER: &str = "order";
pub(super) const SENT: &str = "sent";

/// What a message can be marked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark<'m> {
    /// It is in a room.
    Room(&'m str),
    /// It was written by somebody.
    Author(&'m str),
    /// It has a tag, folded.
    Tag(&'m str),
    /// It is a post.
    Post,
    /// It is a comment.
    Comment,
    /// It is a file.
    File,
    /// It holds a link.
    Link,
    /// What is in its file has not been read.
    Unread,
}

impl Mark<'_> {
    fn text(self) -> String {
        match self {
            Self::Room(room) => format!("r{room}"),
            Self::Author(user) => format!("u{user}"),
            Self::Tag(tag) => format!("#{tag}"),
            Self::Post => "kpost".to_owned(),
            Self::Comment => "kcomment".to_owned(),
            Self::File => "kfile".to_owned(),
            Self::Link => "klink".to_owned(),
            Self::Unread => "kunread".to_owned(),
        }
    }
}

impl Fields {
    /// The term of a mark.
    pub fn mark(&self, mark: Mark<'_>) -> Term {
        Term::from_field_text(self.marks, &mark.text())
    }

    /// What finds an event.
    pub fn event(&self, room: &RoomId, event: &EventId) -> ById {
        ById::new(self, id(room, event))
    }

    /// A document with the hash of an event.
    pub fn begin(&self, id: u64) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        self.add_id(&mut document, id);
        document
    }

    fn add_id(&self, document: &mut TantivyDocument, id: u64) {
        document.add_u64(self.id, id);
        document.add_u64(self.part, by_id::part(id));
    }

    /// A message as tantivy takes it.
    pub fn document(&self, doc: &Doc, packed: &[u8]) -> TantivyDocument {
        let mut document = self.begin(id(&doc.room, &doc.event));
        if let Some(edit) = &doc.edit {
            self.add_id(&mut document, id(&doc.room, edit));
        }
        document.add_text(self.words, &doc.body);
        for words in doc.file_words() {
            document.add_text(self.words, words);
        }
        for mark in marks(doc) {
            document.add_text(self.marks, mark);
        }
        document.add_u64(self.place, place(&doc.room, doc.class));
        let columns = doc.columns();
        document.add_i64(self.order, columns.order);
        document.add_i64(self.sent, columns.sent);
        document.add_bytes(self.doc, packed);
        document
    }
}

fn marks(doc: &Doc) -> Vec<String> {
    let mut marks = vec![
        Mark::Room(doc.room.as_str()).text(),
        Mark::Author(doc.author.as_str()).text(),
    ];
    marks.extend(doc.tags().iter().map(|tag| Mark::Tag(tag).text()));
    marks.extend(match doc.kind {
        Kind::Message => None,
        Kind::Post => Some(Mark::Post.text()),
        Kind::Comment => Some(Mark::Comment.text()),
    });
    marks.extend(doc.has_link().then(|| Mark::Link.text()));
    if let Some(file) = &doc.file {
        marks.push(Mark::File.text());
        marks.extend(file.unread.is_some().then(|| Mark::Unread.text()));
    }
    marks
}

/// The hash of an event's room and id: in another room anybody may say that they change it.
pub(super) fn id(room: &RoomId, event: &EventId) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(room.as_str().as_bytes()).update(b" ");
    let hash = hasher.update(event.as_str().as_bytes()).finalize();
    let (first, _) = hash
        .as_bytes()
        .split_first_chunk()
        .unwrap_or((&[0; 8], &[]));
    u64::from_le_bytes(*first)
}

/// The hash of a room and a class, of 32 bits: two rooms may share one.
pub(super) fn place(room: &RoomId, class: Class) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(&[class as u8])
        .update(room.as_str().as_bytes());
    let hash = hasher.finalize();
    let (first, _) = hash
        .as_bytes()
        .split_first_chunk()
        .unwrap_or((&[0; 4], &[]));
    u64::from(u32::from_le_bytes(*first))
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer(WORDS)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let marks = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let fields = Fields {
        id: schema.add_u64_field(ID, FAST),
        part: schema.add_u64_field("part", NumericOptions::default().set_indexed()),
        words: schema.add_text_field("words", TextOptions::default().set_indexing_options(words)),
        marks: schema.add_text_field("marks", TextOptions::default().set_indexing_options(marks)),
        place: schema.add_u64_field(PLACE, FAST),
        order: schema.add_i64_field(ORDER, FAST),
        sent: schema.add_i64_field(SENT, FAST),
        doc: schema.add_bytes_field("doc", STORED),
    };
    (schema.build(), fields)
}

/// The settings of a new index.
pub(super) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
        docstore_blocksize: BLOCK,
        ..IndexSettings::default()
    }
}
