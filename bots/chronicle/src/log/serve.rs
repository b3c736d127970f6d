//! The files of the log by their paths, as a client asks for them.

use crate::log::{
    checkpoint::{CheckpointFault, SignedCheckpoint},
    disk::Source,
    keys::LogKey,
    place::Place,
    tiles::{ReadFault, read_place},
};

/// The path of the checkpoint.
pub const CHECKPOINT: &str = "checkpoint";

/// The path of the last checkpoint that bears cosignatures; clients do not ask for it.
pub const COSIGNED: &str = "cosigned";

/// Why a request could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum ServeFault {
    /// The files could not be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The stored checkpoint is not the log's.
    #[error("the stored checkpoint: {0}")]
    Checkpoint(#[from] CheckpointFault),
}

/// Answers `checkpoint`, `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`, as far as the log's checkpoint reaches;
/// nothing for any other path.
///
/// # Errors
///
/// When the files cannot be read, or are damaged.
pub fn read(source: &impl Source, key: &LogKey, path: &str) -> Result<Option<Vec<u8>>, ServeFault> {
    let place = Place::parse(path);
    if path != CHECKPOINT && place.is_none() {
        return Ok(None);
    }
    let Some(bytes) = source.read(CHECKPOINT).map_err(ReadFault::from)? else {
        return Ok(None);
    };
    let checkpoint = SignedCheckpoint::open(&bytes, key)?;
    match place {
        None => Ok(Some(bytes)),
        Some(place) => Ok(read_within(source, checkpoint.size(), place)?),
    }
}

/// Reads a tile or a bundle if a log of this size has it: what lies beyond the checkpoint is not yet said.
///
/// # Errors
///
/// When it cannot be read, or is damaged.
pub fn read_within(
    source: &impl Source,
    size: u64,
    place: Place,
) -> Result<Option<Vec<u8>>, ReadFault> {
    if place.is_within(size) {
        read_place(source, place)
    } else {
        Ok(None)
    }
}
