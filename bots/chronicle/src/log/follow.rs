//! Following a log from one checkpoint to the next: whether it only grew.

use std::io;

use tlog_tiles::{prove_tree, tree_hash};

use crate::log::{
    checkpoint::{CheckpointFault, SignedCheckpoint},
    disk::Source,
    keys::LogKey,
    merkle::check_consistency,
    serve::CHECKPOINT,
    tiles::{ReadFault, Tiles},
};

/// How a log fails to continue what was seen of it.
#[derive(Debug, thiserror::Error)]
pub enum FollowFault {
    /// It could not be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It has no checkpoint.
    #[error("the log has no checkpoint")]
    NoCheckpoint,
    /// Its checkpoint is not the log's.
    #[error("the checkpoint: {0}")]
    Checkpoint(#[from] CheckpointFault),
    /// Its tiles could not be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// It has become shorter.
    #[error("the log was rewound: it had {seen} entries and has {found}")]
    Rewound {
        /// The size that was seen.
        seen: u64,
        /// The size that it has.
        found: u64,
    },
    /// Its tiles do not lead to its checkpoint.
    #[error("the tiles do not lead to the root of the checkpoint")]
    Damaged,
    /// It has another tree than the one that was seen: both checkpoints together are the proof.
    #[error(
        "a split view: the log of {found} entries does not begin with the {seen} that were seen"
    )]
    Split {
        /// The size that was seen.
        seen: u64,
        /// The size that it has.
        found: u64,
    },
}

/// Reads the checkpoint of a log and verifies that the log continues the one that was seen before. Entries are not
/// looked at: that is [`audit`](crate::log::audit()).
///
/// # Errors
///
/// When it does not, or cannot be read.
pub fn follow(
    source: &impl Source,
    key: &LogKey,
    seen: Option<&SignedCheckpoint>,
) -> Result<SignedCheckpoint, FollowFault> {
    let bytes = source.read(CHECKPOINT)?.ok_or(FollowFault::NoCheckpoint)?;
    let found = SignedCheckpoint::open(&bytes, key)?;
    if let Some(seen) = seen {
        compare(source, seen, &found)?;
    }
    Ok(found)
}

fn compare(
    source: &impl Source,
    seen: &SignedCheckpoint,
    found: &SignedCheckpoint,
) -> Result<(), FollowFault> {
    let (old, size) = (seen.size(), found.size());
    if size < old {
        return Err(FollowFault::Rewound {
            seen: old,
            found: size,
        });
    }
    let split = FollowFault::Split {
        seen: old,
        found: size,
    };
    if old == 0 || size == old {
        let same = old == 0 || seen.root() == found.root();
        return same.then_some(()).ok_or(split);
    }
    let (root, proof) = Tiles::new(source, size)
        .ask(|tiles| Ok((tree_hash(size, tiles)?, prove_tree(size, old, tiles)?)))?;
    if root != found.root() {
        return Err(FollowFault::Damaged);
    }
    check_consistency(&proof, (size, root), (old, seen.root())).map_err(|_| split)
}
