//! One chain of an export, followed beyond what is missing.

use std::collections::BTreeMap;

use secta_record::{Chain, ChainFlaw, Head, RecordId, Verified};

use super::Flaw;

/// A chain in unbroken pieces, in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Track {
    pieces: Vec<Piece>,
    /// Records that came after ones that follow them.
    late: BTreeMap<u64, RecordId>,
}

#[derive(Debug)]
struct Piece {
    /// The line of its first record.
    line: u64,
    /// The number of its first record.
    first: u64,
    chain: Chain,
}

/// Numbers that are in no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// The first line after them.
    pub line: u64,
    pub from: u64,
    pub to: u64,
}

impl Piece {
    /// The number with which it goes on.
    fn next(&self) -> u64 {
        self.first + self.chain.ids().len() as u64
    }

    fn id_at(&self, seq: u64) -> Option<RecordId> {
        let index = usize::try_from(seq.checked_sub(self.first)?).ok()?;
        self.chain.ids().get(index).copied()
    }
}

impl Track {
    /// Takes a record. One behind a gap begins a new piece: the gap is no flaw of the record.
    pub fn take(&mut self, line: u64, record: &Verified) -> Result<(), Flaw> {
        let Some(last) = self.pieces.last_mut() else {
            self.begin(line, 0, Chain::default());
            return self.take(line, record);
        };
        let expected = last.next();
        let Err(flaw) = last.chain.append(record) else {
            return Ok(());
        };
        match flaw {
            ChainFlaw::Missing { .. } => {
                self.resume(line, record);
                return Ok(());
            }
            ChainFlaw::Older { .. } => return self.take_late(record, expected),
            ChainFlaw::WrongPrevious { .. } | ChainFlaw::RepeatedStatement => {
                self.resume(line, record);
            }
            ChainFlaw::Repeated
            | ChainFlaw::Fork { .. }
            | ChainFlaw::ForeignCommunity(_)
            | ChainFlaw::UnknownNode(_) => {}
        }
        Err(flaw.into())
    }

    fn resume(&mut self, line: u64, record: &Verified) {
        let head = Head::of(record);
        self.begin(line, head.seq, Chain::resume(head));
    }

    fn begin(&mut self, line: u64, first: u64, chain: Chain) {
        self.pieces.push(Piece { line, first, chain });
    }

    /// Takes a record that is older than the last piece.
    fn take_late(&mut self, record: &Verified, expected: u64) -> Result<(), Flaw> {
        let Head { seq, id } = Head::of(record);
        match self.id_at(seq) {
            Some(known) if known == id => Err(ChainFlaw::Repeated.into()),
            Some(known) => Err(ChainFlaw::Fork { known }.into()),
            None => {
                self.late.insert(seq, id);
                Err(Flaw::Reordered { expected })
            }
        }
    }

    /// The record of a number.
    pub fn id_at(&self, seq: u64) -> Option<RecordId> {
        let place = self.pieces.partition_point(|piece| piece.first <= seq);
        let piece = place
            .checked_sub(1)
            .and_then(|place| self.pieces.get(place));
        let found = piece.and_then(|piece| piece.id_at(seq));
        found.or_else(|| self.late.get(&seq).copied())
    }

    /// Whether nothing is missing or out of place.
    pub fn is_whole(&self) -> bool {
        self.pieces.len() == 1
    }

    /// How many records it has.
    pub fn records(&self) -> u64 {
        let pieces = self.pieces.iter().map(|piece| piece.chain.ids().len());
        (pieces.sum::<usize>() + self.late.len()) as u64
    }

    /// The record with the highest number.
    pub fn head(&self) -> Option<Head> {
        self.pieces.last()?.chain.head()
    }

    /// The last record up to which nothing is missing or out of place.
    pub fn followed(&self) -> Option<Head> {
        self.pieces.first()?.chain.head()
    }

    /// The numbers that are in no line.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (before, after) in self.pieces.iter().zip(self.pieces.iter().skip(1)) {
            let line = after.line;
            let mut from = before.next();
            for late in self.late.range(from..after.first).map(|(seq, _)| *seq) {
                if from < late {
                    let to = late - 1;
                    gaps.push(Gap { line, from, to });
                }
                from = late + 1;
            }
            if from < after.first {
                let to = after.first - 1;
                gaps.push(Gap { line, from, to });
            }
        }
        gaps
    }
}
