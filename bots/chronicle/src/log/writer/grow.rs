//! From a batch to the files that hold it.

use tlog_tiles::record_hash;

use super::{AppendFault, load::State};
use crate::log::{
    MAX_SIZE, bundle,
    edge::{Edge, tile_bytes},
    place::{Kind, Place, WIDTH, count},
};

/// A log that has become longer, and the files that make it so.
pub(super) struct Grown {
    pub(super) edge: Edge,
    pub(super) bundle: Vec<u8>,
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// The folders of partial tiles whose full ones are among the files.
    pub(super) outgrown: Vec<String>,
}

impl Grown {
    /// Adds entries to the log, of which there is at least one.
    pub(super) fn new(state: &State, entries: &[&[u8]]) -> Result<Self, AppendFault> {
        let old = state.edge.size();
        let mut grown = Self {
            edge: state.edge.clone(),
            bundle: state.bundle.clone(),
            files: Vec::new(),
            outgrown: Vec::new(),
        };
        for entry in entries {
            grown.push(entry, old)?;
        }
        grown.add_partials(old);
        Ok(grown)
    }

    fn push(&mut self, entry: &[u8], old: u64) -> Result<(), AppendFault> {
        let index = self.edge.size();
        if index >= MAX_SIZE {
            return Err(AppendFault::Full);
        }
        if !bundle::push(&mut self.bundle, entry) {
            let bytes = entry.len();
            return Err(AppendFault::TooLong { index, bytes });
        }
        let mut full = Vec::new();
        self.edge.push(record_hash(entry), |place, hashes| {
            full.push((place, tile_bytes(&hashes)));
        });
        for (place, bytes) in full {
            if place.kind == Kind::Hashes(0) {
                let kind = Kind::Entries;
                let entries = std::mem::take(&mut self.bundle);
                self.add_full(Place { kind, ..place }, entries, old);
            }
            self.add_full(place, bytes, old);
        }
        Ok(())
    }

    fn add_full(&mut self, place: Place, bytes: Vec<u8>, old: u64) {
        let before = count(old, place.kind.level());
        if before / WIDTH == place.number && !before.is_multiple_of(WIDTH) {
            self.outgrown.push(place.partials());
        }
        self.files.push((place.path(), bytes));
    }

    /// Adds the partial tiles that have become wider.
    fn add_partials(&mut self, old: u64) {
        let size = self.edge.size();
        if let Some(place) = Place::within(Kind::Entries, size / WIDTH, size) {
            self.files.push((place.path(), self.bundle.clone()));
        }
        for (place, hashes) in self.edge.partials() {
            let level = place.kind.level();
            if count(old, level) != count(size, level) {
                self.files.push((place.path(), tile_bytes(hashes)));
            }
        }
    }
}
