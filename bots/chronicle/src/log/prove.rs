//! Proofs made from the tiles of a log, each verified before it is given away.

use tlog_tiles::{EMPTY_HASH, Hash, prove_record, prove_tree, record_hash, tree_hash};

use crate::log::{
    checkpoint::SignedCheckpoint,
    disk::Source,
    merkle::{
        Unproven, check_consistency, check_inclusion, check_subtree, check_subtree_inclusion,
    },
    proof_file::ProofFile,
    subtree::{Shifted, Subtree, prove, root},
    tiles::{ReadFault, Tiles, read_bundle},
};

/// Why a proof could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ProveFault {
    /// The log does not have it.
    #[error("{asked} is beyond the log's {size} entries")]
    Beyond {
        /// The entry or the size that is asked for.
        asked: u64,
        /// The size of the log.
        size: u64,
    },
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The files do not lead to the checkpoint's root: a byte of them is wrong.
    #[error("the files of the log do not lead to the root of its checkpoint")]
    Damaged,
}

impl From<Unproven> for ProveFault {
    fn from(_: Unproven) -> Self {
        Self::Damaged
    }
}

/// Makes the proof that the log of this checkpoint has an entry at this index.
///
/// # Errors
///
/// When there is no such entry, or the files are not those of the checkpoint.
pub fn inclusion(
    source: &impl Source,
    checkpoint: &SignedCheckpoint,
    index: u64,
) -> Result<Vec<Hash>, ProveFault> {
    let (size, tree_root) = (checkpoint.size(), checkpoint.root());
    within(index < size, index, size)?;
    let proof = Tiles::new(source, size).ask(|tiles| prove_record(size, index, tiles))?;
    let leaf = leaf(source, index, size)?;
    check_inclusion(&proof, (size, tree_root), (index, leaf))?;
    Ok(proof)
}

/// Makes the offline proof of an entry under this checkpoint, which may be an older one of the log.
///
/// # Errors
///
/// As [`inclusion`].
pub fn proof_file(
    source: &impl Source,
    checkpoint: &SignedCheckpoint,
    index: u64,
) -> Result<ProofFile, ProveFault> {
    Ok(ProofFile {
        extra: None,
        index,
        hashes: inclusion(source, checkpoint, index)?,
        checkpoint: checkpoint.to_bytes(),
    })
}

/// Makes the proof that the log of this checkpoint begins with the log of the old size. From nothing there is nothing
/// to prove: the proof is empty.
///
/// # Errors
///
/// When the old size is larger, or the files are not those of the checkpoint.
pub fn consistency(
    source: &impl Source,
    checkpoint: &SignedCheckpoint,
    old: u64,
) -> Result<Vec<Hash>, ProveFault> {
    let (size, new_root) = (checkpoint.size(), checkpoint.root());
    within(old <= size, old, size)?;
    if old == 0 {
        return Ok(Vec::new());
    }
    let (proof, old_root) = Tiles::new(source, size)
        .ask(|tiles| Ok((prove_tree(size, old, tiles)?, tree_hash(old, tiles)?)))?;
    check_consistency(&proof, (size, new_root), (old, old_root))?;
    Ok(proof)
}

/// Makes the proof that a subtree has an entry at this index of the log; gives the subtree's root with it.
///
/// # Errors
///
/// When the subtree or the log has no such entry, or the files are damaged.
pub fn subtree_inclusion(
    source: &impl Source,
    checkpoint: &SignedCheckpoint,
    subtree: Subtree,
    index: u64,
) -> Result<(Vec<Hash>, Hash), ProveFault> {
    let (size, start) = (checkpoint.size(), subtree.start());
    within(subtree.end() <= size, subtree.end(), size)?;
    let inside = start <= index && index < subtree.end();
    within(inside, index, subtree.length())?;
    let (proof, root) = Tiles::new(source, size).ask(|tree| {
        let shifted = Shifted { tree, start };
        let proof = prove_record(subtree.length(), index - start, &shifted)?;
        Ok((proof, root(tree, subtree)?))
    })?;
    let leaf = leaf(source, index, size)?;
    check_subtree_inclusion(&proof, (subtree, root), (index, leaf))?;
    Ok((proof, root))
}

/// Makes the proof that the log of this checkpoint has a subtree; gives the subtree's root with it.
///
/// # Errors
///
/// When the log does not reach so far, or the files are not those of the checkpoint.
pub fn subtree_consistency(
    source: &impl Source,
    checkpoint: &SignedCheckpoint,
    subtree: Subtree,
) -> Result<(Vec<Hash>, Hash), ProveFault> {
    let (size, tree_root) = (checkpoint.size(), checkpoint.root());
    within(subtree.end() <= size, subtree.end(), size)?;
    if subtree.length() == 0 {
        return Ok((Vec::new(), EMPTY_HASH));
    }
    let (proof, root) = Tiles::new(source, size)
        .ask(|tree| Ok((prove(tree, subtree, size)?, root(tree, subtree)?)))?;
    check_subtree(&proof, (size, tree_root), (subtree, root))?;
    Ok((proof, root))
}

fn within(holds: bool, asked: u64, size: u64) -> Result<(), ProveFault> {
    holds
        .then_some(())
        .ok_or(ProveFault::Beyond { asked, size })
}

fn leaf(source: &impl Source, index: u64, size: u64) -> Result<Hash, ProveFault> {
    let (first, entries) = read_bundle(source, index, size)?;
    let at = usize::try_from(index - first).unwrap_or(usize::MAX);
    let entry = entries.get(at).ok_or(ProveFault::Damaged)?;
    Ok(record_hash(entry))
}
