//! The log as it lies on a disk.

use std::{collections::BTreeSet, io};

use tlog_tiles::{EMPTY_HASH, record_hash};

use crate::log::{
    MAX_SIZE, bundle,
    checkpoint::{CheckpointFault, SignedCheckpoint},
    disk::{Disk, UNFINISHED, put},
    edge::Edge,
    keys::LogSigner,
    place::{Kind, Place, WIDTH},
    serve::{CHECKPOINT, COSIGNED},
    tiles::{ReadFault, read_hashes, read_place},
};

/// Why a log could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// The disk failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A file could not be read, or is not there.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// There are tiles and no checkpoint: to begin anew would be to take back what was promised.
    #[error("there are tiles, but no checkpoint")]
    NoCheckpoint,
    /// The checkpoint is not one that this signer made.
    #[error("the stored checkpoint: {0}")]
    Checkpoint(#[from] CheckpointFault),
    /// The tiles do not lead to the checkpoint's root.
    #[error("the tiles do not lead to the root of the checkpoint")]
    WrongRoot,
    /// The log was longer: witnesses have cosigned a checkpoint beyond the stored one. Files were lost or put back, and
    /// to go on would be to show another log than the one that was seen.
    #[error("the log has {size} entries, but had {cosigned} when it was cosigned")]
    Rewound {
        /// How many entries it has.
        size: u64,
        /// How many it had.
        cosigned: u64,
    },
    /// The last entries are not those of the last tile.
    #[error("the last entry bundle is not that of the last tile")]
    WrongEntries,
}

/// The growing side of the log.
pub(super) struct State {
    pub(super) edge: Edge,
    /// The entries of the last bundle, if it is not full.
    pub(super) bundle: Vec<u8>,
    pub(super) checkpoint: SignedCheckpoint,
    /// The last checkpoint that bears cosignatures.
    pub(super) cosigned: Option<SignedCheckpoint>,
}

impl State {
    /// Reads it, or begins a log; sweeps away what lies beyond the checkpoint.
    pub(super) fn load(disk: &mut impl Disk, signer: &LogSigner) -> Result<Self, OpenFault> {
        disk.remove(UNFINISHED)?;
        let checkpoint = match disk.read(CHECKPOINT)? {
            Some(bytes) => SignedCheckpoint::open(&bytes, &signer.key())?,
            None => begin(disk, signer)?,
        };
        let size = checkpoint.size();
        if size > MAX_SIZE {
            return Err(ReadFault::TooLarge(size).into());
        }
        let edge = Edge::load(size, |place| read_hashes(disk, place))?;
        if edge.root() != checkpoint.root() {
            return Err(OpenFault::WrongRoot);
        }
        let bundle = last_bundle(disk, &edge)?;
        let cosigned = last_cosigned(disk, signer, size)?;
        sweep(disk, size)?;
        Ok(Self {
            edge,
            bundle,
            checkpoint,
            cosigned,
        })
    }
}

fn begin(disk: &mut impl Disk, signer: &LogSigner) -> Result<SignedCheckpoint, OpenFault> {
    if !disk.list("tile")?.is_empty() {
        return Err(OpenFault::NoCheckpoint);
    }
    let checkpoint = SignedCheckpoint::sign(signer, 0, EMPTY_HASH)?;
    put(disk, &[(CHECKPOINT.to_owned(), checkpoint.to_bytes())])?;
    Ok(checkpoint)
}

fn last_cosigned(
    disk: &impl Disk,
    signer: &LogSigner,
    size: u64,
) -> Result<Option<SignedCheckpoint>, OpenFault> {
    let stored = disk.read(COSIGNED)?;
    let opened = stored.map(|bytes| SignedCheckpoint::open(&bytes, &signer.key()));
    let opened = opened.transpose()?;
    match opened.as_ref().map(SignedCheckpoint::size) {
        Some(cosigned) if cosigned > size => Err(OpenFault::Rewound { size, cosigned }),
        _ => Ok(opened),
    }
}

fn last_bundle(disk: &impl Disk, edge: &Edge) -> Result<Vec<u8>, OpenFault> {
    let size = edge.size();
    let Some(place) = Place::within(Kind::Entries, size / WIDTH, size) else {
        return Ok(Vec::new());
    };
    let bytes = read_place(disk, place)?.ok_or_else(|| ReadFault::Missing(place.path()))?;
    let entries = bundle::exactly(&bytes, place.width).ok_or(OpenFault::WrongEntries)?;
    let leaves: Vec<_> = entries.into_iter().map(record_hash).collect();
    let tile = edge
        .partials()
        .find(|(place, _)| place.kind == Kind::Hashes(0));
    if tile.is_some_and(|(_, hashes)| hashes == leaves) {
        Ok(bytes)
    } else {
        Err(OpenFault::WrongEntries)
    }
}

/// Removes tiles beyond the checkpoint, and partial ones that have become full.
fn sweep(disk: &mut impl Disk, size: u64) -> io::Result<()> {
    let mut folders = BTreeSet::new();
    for path in disk.list("tile")? {
        let place = Place::parse(&path);
        if place.map_or(Ok(false), |place| is_stale(disk, place, size))? {
            disk.remove(&path)?;
            folders.extend(path.rsplit_once('/').map(|(folder, _)| folder.to_owned()));
        }
    }
    folders
        .iter()
        .try_for_each(|folder| disk.sync_folder(folder))
}

fn is_stale(disk: &impl Disk, place: Place, size: u64) -> io::Result<bool> {
    if !place.is_within(size) {
        return Ok(true);
    }
    let full = place.full();
    Ok(!place.is_full() && full.is_within(size) && disk.read(&full.path())?.is_some())
}
