//! Putting messages in and taking them out. What was done is seen after [`Writer::commit`], all of it or nothing.

// What waits for the commit is looked up by hash; its order is never seen.
#![allow(clippy::disallowed_types)]

use std::collections::HashMap;

use secta_bot_kit::{EventId, RoomId, Seq};
use tantivy::{
    IndexWriter, TantivyDocument,
    collector::TopDocs,
    indexer::IndexWriterOptions,
    merge_policy::LogMergePolicy,
    query::TermQuery,
    schema::{IndexRecordOption, Value},
};

use super::{Doc, Index, IndexError, Mark, VERSION, schema};

/// The memory in which segments are built, in bytes for each thread.
const MEMORY: usize = 40_000_000;

/// How many messages may wait for a commit: from then on it is time for one.
pub const PENDING_MAX: usize = 20_000;

/// The one who writes to an index.
pub struct Writer {
    index: Index,
    inner: IndexWriter,
    /// What was done since the last commit, by the hash of the event: the message as it is now, or nothing.
    pending: HashMap<u64, Option<Doc>>,
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
        merging.set_min_num_segments(6);
        inner.set_merge_policy(Box::new(merging));
        Ok(Writer {
            index: self.clone(),
            inner,
            pending: HashMap::new(),
        })
    }

    /// A message that is in the index.
    pub(super) fn committed(&self, event: &EventId) -> Result<Option<Doc>, IndexError> {
        let query = TermQuery::new(self.fields.event(event), IndexRecordOption::Basic);
        let searcher = self.reader.searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(2).order_by_score())?;
        for (_, address) in found {
            let doc = self.doc(&searcher.doc(address)?)?;
            if doc.event == *event {
                return Ok(Some(doc));
            }
        }
        Ok(None)
    }

    pub(super) fn doc(&self, document: &TantivyDocument) -> Result<Doc, IndexError> {
        let bytes = document
            .get_first(self.fields.doc)
            .and_then(|value| value.as_bytes());
        bytes
            .and_then(Doc::unpack)
            .ok_or_else(|| IndexError::Corrupt("a message cannot be unpacked".to_owned()))
    }
}

impl Writer {
    /// A message as it is now.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn get(&self, event: &EventId) -> Result<Option<Doc>, IndexError> {
        match self.pending.get(&schema::id(event)) {
            Some(doc) => Ok(doc.clone()),
            None => self.index.committed(event),
        }
    }

    /// Puts a message in that is not there.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub fn add(&mut self, doc: Doc) -> Result<(), IndexError> {
        if let Some(document) = self.index.fields.document(&doc) {
            self.inner.add_document(document)?;
            self.pending.insert(schema::id(&doc.event), Some(doc));
        }
        Ok(())
    }

    /// Puts a message in, instead of what stands there for its event.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub fn put(&mut self, doc: Doc) -> Result<(), IndexError> {
        self.inner.delete_term(self.index.fields.event(&doc.event));
        self.add(doc)
    }

    /// Takes a message out.
    pub fn remove(&mut self, event: &EventId) {
        self.inner.delete_term(self.index.fields.event(event));
        self.pending.insert(schema::id(event), None);
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

    /// How many messages wait for a commit.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// Makes what was done durable and seen, together with the place in the journal.
    ///
    /// # Errors
    ///
    /// When the disk says no: nothing was done since the last commit, and the writer is to be let go.
    pub fn commit(&mut self, position: Seq) -> Result<(), IndexError> {
        let mark = Mark {
            version: VERSION,
            position,
        };
        let payload =
            serde_json::to_string(&mark).map_err(|error| IndexError::Corrupt(error.to_string()))?;
        let mut commit = self.inner.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.pending.clear();
        self.index.reload()
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
