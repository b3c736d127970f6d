//! The best messages among those that may be read.
//!
//! What may be read is asked after the score, and only where the score is good enough to matter: blocks of messages
//! that cannot be among the best are passed over.

use std::{cmp::Ordering, collections::BinaryHeap, sync::Arc};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
    query::Weight,
};

use super::{
    matching::Wanted,
    schema::{ORDER, PLACE, SENT},
};

/// A message that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub score: Score,
    /// When it was sent, in seconds since 1970.
    pub sent: i64,
    /// Its place in the room's order.
    pub order: i64,
    pub address: DocAddress,
}

/// The `limit` best.
pub(super) struct Top {
    pub limit: usize,
    pub wanted: Arc<Wanted>,
    /// Whether the newest are the best, whatever the score.
    pub newest: bool,
}

/// The best of a segment.
pub(super) struct Segment {
    segment: SegmentOrdinal,
    limit: usize,
    wanted: Arc<Wanted>,
    newest: bool,
    place: Column<u64>,
    order: Column<i64>,
    sent: Column<i64>,
    heap: BinaryHeap<Worst>,
}

/// Ordered so that the worst is on top of the heap.
#[derive(Clone, Copy, PartialEq)]
struct Worst(Candidate);

impl Eq for Worst {}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Worst {
    fn cmp(&self, other: &Self) -> Ordering {
        better(&other.0, &self.0).reverse()
    }
}

/// How two candidates stand to each other: the greater one is better.
pub(super) fn better(a: &Candidate, b: &Candidate) -> Ordering {
    a.score
        .total_cmp(&b.score)
        .then(a.sent.cmp(&b.sent))
        .then_with(|| b.address.cmp(&a.address))
}

impl Segment {
    /// Takes a message; returns the score that another one must be above.
    fn take(&mut self, doc: DocId, score: Score) -> Score {
        let least = self.least();
        if score <= least && !self.newest && self.is_full() {
            return least;
        }
        let (Some(place), Some(sent)) = (self.place.first(doc), self.sent.first(doc)) else {
            return least;
        };
        let order = || self.order.first(doc);
        if !self.wanted.takes(place, sent, order) {
            return least;
        }
        let Some(order) = order() else {
            return least;
        };
        let score = if self.newest { 0.0 } else { score };
        let address = DocAddress::new(self.segment, doc);
        self.heap.push(Worst(Candidate {
            score,
            sent,
            order,
            address,
        }));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
        self.least()
    }

    fn is_full(&self) -> bool {
        self.heap.len() >= self.limit
    }

    fn least(&self) -> Score {
        match self.heap.peek() {
            // Of those with the same score the newest are wanted: they must be looked at.
            Some(Worst(worst)) if self.is_full() && !self.newest => worst.score.next_down(),
            Some(_) | None => Score::MIN,
        }
    }
}

impl Collector for Top {
    type Fruit = Vec<Candidate>;
    type Child = Segment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Segment> {
        let columns = reader.fast_fields();
        Ok(Segment {
            segment,
            limit: self.limit,
            wanted: Arc::clone(&self.wanted),
            newest: self.newest,
            place: columns.u64(PLACE)?,
            order: columns.i64(ORDER)?,
            sent: columns.i64(SENT)?,
            heap: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        !self.newest
    }

    fn merge_fruits(&self, found: Vec<Vec<Candidate>>) -> tantivy::Result<Vec<Candidate>> {
        let mut all: Vec<Candidate> = found.into_iter().flatten().collect();
        all.sort_by(|a, b| better(b, a));
        all.truncate(self.limit);
        Ok(all)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Vec<Candidate>> {
        // Columns are opened when there is something to look at: most words are not in every segment.
        let mut begun: Option<tantivy::Result<Segment>> = None;
        let mut take = |doc, score| {
            let begun = begun.get_or_insert_with(|| self.for_segment(segment, reader));
            match (begun, reader.alive_bitset()) {
                (Ok(segment), Some(alive)) if !alive.is_alive(doc) => segment.least(),
                (Ok(segment), _) => segment.take(doc, score),
                (Err(_), _) => Score::MAX,
            }
        };
        if self.newest {
            weight.for_each_no_score(reader, &mut |docs| {
                for doc in docs {
                    take(*doc, 0.0);
                }
            })?;
        } else {
            weight.for_each_pruning(Score::MIN, reader, &mut take)?;
        }
        let segment = begun.transpose()?;
        Ok(segment.map(Segment::harvest).unwrap_or_default())
    }
}

impl SegmentCollector for Segment {
    type Fruit = Vec<Candidate>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.take(doc, score);
    }

    fn harvest(self) -> Vec<Candidate> {
        self.heap
            .into_iter()
            .map(|Worst(candidate)| candidate)
            .collect()
    }
}
