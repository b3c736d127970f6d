//! Putting messages in and taking them out. What was done is seen after [`Writer::commit`], all of it or nothing.

// What waits for the commit is looked up by hash; its order is never seen.
#![allow(clippy::disallowed_types)]

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use secta_bot_kit::{EventId, RoomId, Seq};
use tantivy::{
    DocAddress, IndexWriter, Searcher, TantivyDocument,
    collector::TopDocs,
    indexer::IndexWriterOptions,
    merge_policy::LogMergePolicy,
    query::TermQuery,
    schema::{IndexRecordOption, Value},
};

use super::{Doc, Index, IndexError, Mark, VERSION, doc::Columns, schema};

/// The memory in which segments are built, in bytes for each thread.
const MEMORY: usize = 60_000_000;

/// How many messages may wait for a commit: from then on it is time for one.
pub const PENDING_MAX: usize = 60_000;

/// A message that waits for the commit.
struct Packed {
    room: RoomId,
    columns: Columns,
    bytes: Vec<u8>,
}

/// Where notes are: in no room.
fn beside() -> RoomId {
    RoomId::new("")
}

/// The one who writes to an index.
pub struct Writer {
    index: Index,
    inner: IndexWriter,
    /// What was done since the last commit, by the hash of the event: the message as it is now, or nothing.
    pending: HashMap<u64, Option<Arc<Packed>>>,
    /// What was noted since.
    notes: BTreeMap<String, Vec<u8>>,
}

impl Index {
    /// Begins to write with so many threads.
    ///
    /// # Errors
    ///
    /// When another process writes to it, or the disk says no.
    pub fn writer(&self, threads: usize) -> Result<Writer, IndexError> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(MEMORY)
            .num_worker_threads(threads)
            .num_merge_threads(1)
            .build();
        let inner = self.inner.writer_with_options(options)?;
        let mut merging = LogMergePolicy::default();
        merging.set_min_num_segments(8);
        inner.set_merge_policy(Box::new(merging));
        // Words that were learnt and never committed.
        self.lexicon
            .cut(self.mark()?.map_or(0, |mark| mark.lexicon));
        Ok(Writer {
            index: self.clone(),
            inner,
            pending: HashMap::new(),
            notes: BTreeMap::new(),
        })
    }

    /// A message that is in the index, by its event or the one that changed it last.
    pub(super) fn committed(
        &self,
        room: &RoomId,
        event: &EventId,
    ) -> Result<Option<Doc>, IndexError> {
        let query = self.fields.event(room, event);
        let searcher = self.reader.searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(2).order_by_score())?;
        for (_, address) in found {
            let doc = self.doc(&searcher, address)?;
            if doc.room == *room && (doc.event == *event || doc.edit.as_ref() == Some(event)) {
                return Ok(Some(doc));
            }
        }
        Ok(None)
    }

    /// Messages whose files have not been read: at most `limit`.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn unread(&self, limit: usize) -> Result<Vec<Doc>, IndexError> {
        let query = TermQuery::new(
            self.fields.mark(schema::Mark::Unread),
            IndexRecordOption::Basic,
        );
        let searcher = self.reader.searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(limit).order_by_score())?;
        let docs = found
            .into_iter()
            .map(|(_, address)| self.doc(&searcher, address));
        docs.collect()
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, IndexError> {
        let query = self.fields.event(&beside(), &EventId::new(name));
        let searcher = self.reader.searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(1).order_by_score())?;
        let Some((_, address)) = found.first() else {
            return Ok(None);
        };
        let document: TantivyDocument = searcher.doc(*address)?;
        let bytes = document
            .get_first(self.fields.doc)
            .and_then(|value| value.as_bytes().map(<[u8]>::to_owned));
        Ok(bytes)
    }

    /// A message of the index.
    fn doc(&self, searcher: &Searcher, at: DocAddress) -> Result<Doc, IndexError> {
        let fast = searcher.segment_reader(at.segment_ord).fast_fields();
        let order = fast.i64(schema::ORDER)?.first(at.doc_id);
        let sent = fast.i64(schema::SENT)?.first(at.doc_id);
        let columns = order.zip(sent).map(|(order, sent)| Columns { order, sent });
        self.doc_with(searcher, at, columns.unwrap_or_default())
    }

    /// The same, where it is known what stands in its columns.
    pub(super) fn doc_with(
        &self,
        searcher: &Searcher,
        at: DocAddress,
        columns: Columns,
    ) -> Result<Doc, IndexError> {
        let document: TantivyDocument = searcher.doc(at)?;
        let bytes = document
            .get_first(self.fields.doc)
            .and_then(|value| value.as_bytes());
        self.unpack(bytes, columns)
    }

    fn unpack(&self, bytes: Option<&[u8]>, columns: Columns) -> Result<Doc, IndexError> {
        bytes
            .and_then(|bytes| Doc::unpack(bytes, columns, &self.lexicon))
            .ok_or_else(|| IndexError::Corrupt("a message cannot be unpacked".to_owned()))
    }
}

impl Writer {
    /// A message as it is now, by its event or the one that changed it last.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn get(&self, room: &RoomId, event: &EventId) -> Result<Option<Doc>, IndexError> {
        match self.pending.get(&schema::id(room, event)) {
            Some(None) => Ok(None),
            Some(Some(packed)) => self
                .index
                .unpack(Some(&packed.bytes), packed.columns)
                .map(Some),
            None => self.index.committed(room, event),
        }
    }

    /// Puts a message in that is not there.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub fn add(&mut self, doc: Doc) -> Result<(), IndexError> {
        let Some(bytes) = doc.pack(&self.index.lexicon) else {
            return Ok(());
        };
        self.inner
            .add_document(self.index.fields.document(&doc, &bytes))?;
        let packed = Arc::new(Packed {
            columns: doc.columns(),
            bytes,
            room: doc.room,
        });
        for event in [Some(&doc.event), doc.edit.as_ref()].into_iter().flatten() {
            let id = schema::id(&packed.room, event);
            self.pending.insert(id, Some(Arc::clone(&packed)));
        }
        Ok(())
    }

    /// Puts a message in, instead of what stands there for its event.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub fn put(&mut self, doc: Doc) -> Result<(), IndexError> {
        self.delete(&doc.room, &doc.event)?;
        self.add(doc)
    }

    /// What is noted under a name beside the messages: how far the reading of a room's past is.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn note(&self, name: &str) -> Result<Option<Vec<u8>>, IndexError> {
        match self.notes.get(name) {
            Some(note) => Ok(Some(note.clone())),
            None => self.index.note(name),
        }
    }

    /// Notes something under a name.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub fn set_note(&mut self, name: &str, note: Vec<u8>) -> Result<(), IndexError> {
        let id = EventId::new(name);
        self.delete(&beside(), &id)?;
        let fields = &self.index.fields;
        let mut document = fields.begin(schema::id(&beside(), &id));
        document.add_bytes(self.index.fields.doc, &note);
        self.inner.add_document(document)?;
        self.notes.insert(name.to_owned(), note);
        Ok(())
    }

    fn delete(&mut self, room: &RoomId, event: &EventId) -> Result<(), IndexError> {
        let all = self.index.fields.event(room, event);
        self.inner.delete_query(Box::new(all))?;
        Ok(())
    }

    /// Takes a message out.
    ///
    /// # Errors
    ///
    /// When the index cannot be written.
    pub fn remove(&mut self, doc: &Doc) -> Result<(), IndexError> {
        for event in [Some(&doc.event), doc.edit.as_ref()].into_iter().flatten() {
            self.delete(&doc.room, event)?;
            self.pending.insert(schema::id(&doc.room, event), None);
        }
        Ok(())
    }

    /// Takes all messages of a room out.
    pub fn remove_room(&mut self, room: &RoomId) {
        let mark = schema::Mark::Room(room.as_str());
        self.inner.delete_term(self.index.fields.mark(mark));
        for doc in self.pending.values_mut() {
            if doc.as_ref().is_some_and(|doc| doc.room == *room) {
                *doc = None;
            }
        }
    }

    /// How many changes wait for a commit, about.
    pub fn pending(&self) -> usize {
        self.pending.len() + self.notes.len()
    }

    /// Makes what was done durable and seen, together with the place in the journal.
    ///
    /// # Errors
    ///
    /// When the disk says no: nothing was done since the last commit, and the writer is to be let go.
    pub fn commit(&mut self, origin: &str, position: Seq) -> Result<(), IndexError> {
        self.index.lexicon.save()?;
        let mark = Mark {
            version: VERSION,
            lexicon: self.index.lexicon.len(),
            origin: origin.to_owned(),
            position,
        };
        let payload =
            serde_json::to_string(&mark).map_err(|error| IndexError::Corrupt(error.to_string()))?;
        let mut commit = self.inner.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.pending.clear();
        self.notes.clear();
        self.index.reload()
    }

    /// Begins to write segments of at most so many messages anew that hold messages which were taken out: only then
    /// their words are gone from the disk. Returns how many segments.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn purge(&mut self, most: u32) -> Result<usize, IndexError> {
        let segments = self.index.inner.searchable_segment_metas()?;
        let holding = segments
            .iter()
            .filter(|segment| segment.num_deleted_docs() > 0);
        let small: Vec<_> = holding
            .filter(|segment| segment.max_doc() <= most)
            .collect();
        for segment in &small {
            // One that is being merged already is written anew by that.
            drop(self.inner.merge(&[segment.id()]));
        }
        Ok(small.len())
    }

    /// Whether nothing is in segments of at most so many messages that was taken out.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn is_pure(&self, most: u32) -> Result<bool, IndexError> {
        let segments = self.index.inner.searchable_segment_metas()?;
        let mut small = segments.iter().filter(|segment| segment.max_doc() <= most);
        Ok(small.all(|segment| segment.num_deleted_docs() == 0))
    }

    /// Waits until what is being merged is merged, and lets go.
    ///
    /// # Errors
    ///
    /// When a merge failed.
    pub fn finish(self) -> Result<(), IndexError> {
        Ok(self.inner.wait_merging_threads()?)
    }
}
