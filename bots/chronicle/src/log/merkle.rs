//! Proofs over hashes, verified.

use tlog_tiles::{Hash, check_record, check_tree};

use crate::log::{subtree::Subtree, text::MAX_HASHES};

pub use crate::log::subtree::check_subtree;

/// Why a proof shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// It speaks of what the tree does not have.
    #[error("it speaks of entries that the tree does not have")]
    Beyond,
    /// It has more hashes than any proof.
    #[error("it has more than {MAX_HASHES} hashes")]
    TooLong,
    /// Its hashes do not lead from the one to the other.
    #[error("its hashes do not lead to the root")]
    Wrong,
}

/// Verifies that the tree of this size and root has this leaf at this index.
///
/// # Errors
///
/// When the proof does not show it.
pub fn check_inclusion(
    proof: &[Hash],
    (size, root): (u64, Hash),
    (index, leaf): (u64, Hash),
) -> Result<(), Unproven> {
    if index >= size {
        return Err(Unproven::Beyond);
    }
    let proof = bounded(proof)?;
    check_record(&proof, size, root, index, leaf).map_err(|_| Unproven::Wrong)
}

/// Verifies that a subtree with this root has this leaf at this index of the log.
///
/// # Errors
///
/// When the proof does not show it.
pub fn check_subtree_inclusion(
    proof: &[Hash],
    (subtree, root): (Subtree, Hash),
    (index, leaf): (u64, Hash),
) -> Result<(), Unproven> {
    let index = index.checked_sub(subtree.start()).ok_or(Unproven::Beyond)?;
    check_inclusion(proof, (subtree.length(), root), (index, leaf))
}

/// Verifies that the tree of the new size and root begins with the tree of the old size and root, which is not empty.
///
/// # Errors
///
/// When the proof does not show it.
pub fn check_consistency(
    proof: &[Hash],
    (new_size, new_root): (u64, Hash),
    (old_size, old_root): (u64, Hash),
) -> Result<(), Unproven> {
    if old_size == 0 || old_size > new_size {
        return Err(Unproven::Beyond);
    }
    let proof = bounded(proof)?;
    check_tree(&proof, new_size, new_root, old_size, old_root).map_err(|_| Unproven::Wrong)
}

fn bounded(proof: &[Hash]) -> Result<Vec<Hash>, Unproven> {
    if proof.len() > MAX_HASHES {
        return Err(Unproven::TooLong);
    }
    Ok(proof.to_vec())
}
