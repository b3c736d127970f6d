//! Where the consumers of a driver stand.

use std::collections::BTreeMap;

use secta_bot_kit::Seq;
use secta_store::Move;

/// Where the consumers stand. Rows on which nothing was decided are handled again after a crash, and nothing is
/// decided again: such progress waits for the next commit that has something to write.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) written: BTreeMap<String, Seq>,
    pub(super) handled: BTreeMap<String, Seq>,
}

impl Place {
    pub(super) fn at(positions: BTreeMap<String, Seq>) -> Self {
        Self {
            written: positions.clone(),
            handled: positions,
        }
    }

    /// Everyone has handled the rows up to `last`.
    pub(super) fn handle(&mut self, last: Seq) {
        for position in self.handled.values_mut() {
            *position = last.max(*position);
        }
    }

    pub(super) fn unwritten(&self) -> Seq {
        let behind = |(name, seq): (&String, &Seq)| self.handled[name] - seq;
        self.written.iter().map(behind).max().unwrap_or(0)
    }

    /// From what is written to what shall be.
    pub(super) fn moves(&self, handled: &BTreeMap<String, Seq>) -> Vec<Move> {
        let moved = |(consumer, from): (&String, &Seq)| Move {
            consumer: consumer.clone(),
            from: *from,
            to: handled.get(consumer).copied().unwrap_or(*from),
        };
        let moves = self.written.iter().map(moved);
        moves.filter(|moved| moved.from < moved.to).collect()
    }
}
