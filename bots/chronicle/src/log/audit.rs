//! Whether a log is what its checkpoint says, byte by byte.

use std::io;

use tlog_tiles::{HASH_SIZE, Hash, check_record, prove_record, record_hash};

use crate::log::{
    MAX_SIZE, bundle,
    checkpoint::{CheckpointFault, SignedCheckpoint},
    disk::Source,
    edge::{Edge, tile_bytes},
    keys::{LogKey, WitnessKey},
    place::{Kind, Place, WIDTH},
    serve::CHECKPOINT,
    tiles::{Tiles, begin},
};

/// What is wrong with a log.
#[derive(Debug, thiserror::Error)]
pub enum AuditFault {
    /// It could not be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A file is not there.
    #[error("{0} is not there")]
    Missing(String),
    /// The checkpoint is not the log's.
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] CheckpointFault),
    /// The last cosigned checkpoint is not the log's.
    #[error("cosigned: {0}")]
    Cosigned(CheckpointFault),
    /// The last cosigned checkpoint is of a tree that the log never had.
    #[error("cosigned: the log does not continue it")]
    CosignedAnother,
    /// A checkpoint bears a signature of which nobody knows the key.
    #[error("checkpoint: it bears a signature of an unknown key")]
    UnknownSignature,
    /// The checkpoint names a size that no log has.
    #[error("checkpoint: a log of {0} entries is too large")]
    TooLarge(u64),
    /// The tiles and the entries agree, but the checkpoint names another root.
    #[error("checkpoint: its root is not that of the tiles")]
    WrongRoot,
    /// A file is wrong from a byte on. Of an entry it is the first byte that is named.
    #[error("{path} is wrong at byte {offset}")]
    Wrong {
        /// The file.
        path: String,
        /// The first wrong byte, counted from 0; of a wrong entry, the first byte of it with its length.
        offset: usize,
    },
    /// A file among the tiles is none.
    #[error("{0} does not belong to a log")]
    Foreign(String),
}

/// A log that is what its checkpoint says.
#[derive(Clone, Debug)]
pub struct Audited {
    /// Its checkpoint.
    pub checkpoint: SignedCheckpoint,
}

/// Reads a whole log and checks every tile and every entry against its checkpoint, and the checkpoint's signatures:
/// each must be of the log or of one of these witnesses.
///
/// # Errors
///
/// The first thing that is wrong.
pub fn audit(
    source: &impl Source,
    key: &LogKey,
    witnesses: &[WitnessKey],
) -> Result<Audited, AuditFault> {
    let bytes = source.read(CHECKPOINT)?;
    let bytes = bytes.ok_or_else(|| AuditFault::Missing(CHECKPOINT.to_owned()))?;
    let checkpoint = SignedCheckpoint::open(&bytes, key)?;
    if checkpoint.cosignatures(witnesses)?.len() != checkpoint.others() {
        return Err(AuditFault::UnknownSignature);
    }
    if checkpoint.size() > MAX_SIZE {
        return Err(AuditFault::TooLarge(checkpoint.size()));
    }
    let root = Audit::of(source, &checkpoint).run()?;
    if root != checkpoint.root() {
        return Err(AuditFault::WrongRoot);
    }
    Ok(Audited { checkpoint })
}

struct Audit<'a, S> {
    source: &'a S,
    size: u64,
    root: Hash,
    edge: Edge,
}

impl<'a, S: Source> Audit<'a, S> {
    fn of(source: &'a S, checkpoint: &SignedCheckpoint) -> Self {
        Self {
            source,
            size: checkpoint.size(),
            root: checkpoint.root(),
            edge: Edge::default(),
        }
    }

    /// Goes through all bundles, and through the tiles above them as they become full; gives the root of all.
    fn run(mut self) -> Result<Hash, AuditFault> {
        for number in 0..self.size.div_ceil(WIDTH) {
            if let Some(place) = Place::within(Kind::Entries, number, self.size) {
                self.check_bundle(place)?;
            }
        }
        for (place, hashes) in self.edge.partials() {
            self.check_tile(place, hashes)?;
        }
        Ok(self.edge.root())
    }

    fn check_bundle(&mut self, place: Place) -> Result<(), AuditFault> {
        let bytes = self.read(place)?;
        let kind = Kind::Hashes(0);
        let leaves = self.read(Place { kind, ..place })?;
        let mut entries = bundle::entries(&bytes);
        let mut full = Vec::new();
        for number in 0..usize::try_from(place.width).unwrap_or_default() {
            let offset = bytes.len() - entries.rest().len();
            let Some(Some(entry)) = entries.next() else {
                return Err(wrong(place, offset));
            };
            let doubt = Doubt {
                place,
                offset,
                number,
                leaf: record_hash(entry),
            };
            self.check_entry(&doubt, &leaves)?;
            self.edge
                .push(doubt.leaf, |place, hashes| full.push((place, hashes)));
        }
        if !entries.rest().is_empty() {
            return Err(wrong(place, bytes.len() - entries.rest().len()));
        }
        full.iter()
            .try_for_each(|(place, hashes)| self.check_tile(*place, hashes))
    }

    /// Compares an entry with its hash in the tile. If they differ, the hash is right if it leads to the checkpoint's
    /// root, and then the entry is wrong.
    fn check_entry(&self, doubt: &Doubt, leaves: &[u8]) -> Result<(), AuditFault> {
        let at = doubt.number * HASH_SIZE;
        let kind = Kind::Hashes(0);
        let tile = Place {
            kind,
            ..doubt.place
        };
        let stored = leaves.get(at..).and_then(<[u8]>::first_chunk);
        let stored = stored.ok_or_else(|| wrong(tile, leaves.len()))?;
        let same = stored.iter().zip(&doubt.leaf.0);
        let same = same.take_while(|(stored, leaf)| stored == leaf).count();
        if same == HASH_SIZE {
            Ok(())
        } else if self.leads_to_root(doubt, Hash(*stored)) {
            Err(wrong(doubt.place, doubt.offset))
        } else {
            Err(wrong(tile, at + same))
        }
    }

    fn leads_to_root(&self, doubt: &Doubt, leaf: Hash) -> bool {
        let size = self.size;
        let index = doubt.place.number * WIDTH + doubt.number as u64;
        Tiles::new(self.source, size)
            .ask(|tiles| prove_record(size, index, tiles))
            .is_ok_and(|proof| check_record(&proof, size, self.root, index, leaf).is_ok())
    }

    fn check_tile(&self, place: Place, hashes: &[Hash]) -> Result<(), AuditFault> {
        let stored = self.read(place)?;
        let expected = tile_bytes(hashes);
        let same = stored.iter().zip(&expected).take_while(|(a, b)| a == b);
        let offset = same.count();
        if stored == expected {
            Ok(())
        } else {
            Err(wrong(place, offset))
        }
    }

    /// Reads a tile; in the place of a partial one that is gone, the beginning of the full one.
    fn read(&self, place: Place) -> Result<Vec<u8>, AuditFault> {
        if let Some(bytes) = self.source.read(&place.path())? {
            return Ok(bytes);
        }
        let full = place.full();
        let bytes = self.source.read(&full.path())?;
        let bytes = bytes.ok_or_else(|| AuditFault::Missing(place.path()))?;
        let beginning = begin(&bytes, place).map(<[u8]>::to_vec);
        beginning.ok_or_else(|| wrong(full, bytes.len()))
    }
}

/// An entry, where it stands, and the hash of it.
struct Doubt {
    place: Place,
    offset: usize,
    number: usize,
    leaf: Hash,
}

pub(crate) fn wrong(place: Place, offset: usize) -> AuditFault {
    let path = place.path();
    AuditFault::Wrong { path, offset }
}
