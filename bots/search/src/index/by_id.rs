//! Messages by the hashes of their events: a part of the hash is a term, the whole of it stands in a column.
//!
//! Hashes are not like words: as terms, a million of them would take a tenth of the index, and of the time to make it.

use tantivy::{
    BitSet, DocId, Score, SegmentReader, TantivyError, Term,
    query::{
        BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
        TermQuery, Weight,
    },
    schema::IndexRecordOption,
};

use super::schema::{Fields, ID};

/// Finds the messages of a hash.
#[derive(Clone, Debug)]
pub(super) struct ById {
    part: TermQuery,
    id: u64,
}

struct ByIdWeight {
    part: Box<dyn Weight>,
    id: u64,
}

/// The part of a hash that is a term: so many messages share one that to look through them takes no time.
pub(super) fn part(id: u64) -> u64 {
    id >> 48
}

impl ById {
    /// Those of an index with these fields.
    pub fn new(fields: &Fields, id: u64) -> Self {
        let term = Term::from_field_u64(fields.part, part(id));
        Self {
            part: TermQuery::new(term, IndexRecordOption::Basic),
            id,
        }
    }
}

impl Query for ById {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ByIdWeight {
            part: self.part.weight(scoring)?,
            id: self.id,
        }))
    }
}

impl Weight for ByIdWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let ids = reader.fast_fields().u64(ID)?;
        let mut found: Option<BitSet> = None;
        self.part.for_each_no_score(reader, &mut |docs| {
            for doc in docs {
                if ids.values_for_doc(*doc).any(|id| id == self.id) {
                    let empty = || BitSet::with_max_value(reader.max_doc());
                    found.get_or_insert_with(empty).insert(*doc);
                }
            }
        })?;
        Ok(match found {
            Some(found) => Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let error = format!("nobody asks why message {doc} was found by its hash");
        Err(TantivyError::InvalidArgument(error))
    }
}
