//! Verifying an offline proof.

use tlog_tiles::record_hash;

use crate::log::{
    Hash,
    checkpoint::{CheckpointFault, Cosigned, SignedCheckpoint},
    keys::LogKey,
    merkle::{Unproven, check_inclusion},
    policy::Policy,
    proof_file::{ProofFile, ProofFileFault},
};

/// Why a proof proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum VerifyFault {
    /// It has another form.
    #[error("the proof: {0}")]
    Form(#[from] ProofFileFault),
    /// Its checkpoint is not the log's, or bears a wrong cosignature.
    #[error("its checkpoint: {0}")]
    Checkpoint(#[from] CheckpointFault),
    /// Too few of the witnesses have cosigned.
    #[error("{found} of the witnesses have cosigned, but {required} are required")]
    Witnesses {
        /// How many have.
        found: usize,
        /// How many are required.
        required: usize,
    },
    /// The entry is not at that index of the log.
    #[error("the entry is not in the log: {0}")]
    Unproven(#[from] Unproven),
}

/// What a proof proves.
#[derive(Clone, Debug, PartialEq)]
pub struct Proven {
    /// The index of the entry in the log.
    pub index: u64,
    /// The size of the log at the checkpoint.
    pub size: u64,
    /// The root of the log's tree at the checkpoint.
    pub root: Hash,
    /// Which witnesses have cosigned the checkpoint, and when.
    pub cosigned: Vec<Cosigned>,
    /// What an application put beside the proof; nothing proves it.
    pub extra: Option<Vec<u8>>,
}

/// Verifies that an entry is in the log of this key, and that enough witnesses have seen the log with it.
///
/// # Errors
///
/// When the proof does not show it.
pub fn verify(
    entry: &[u8],
    proof: &[u8],
    log: &LogKey,
    policy: &Policy,
) -> Result<Proven, VerifyFault> {
    let proof = ProofFile::read(proof)?;
    let checkpoint = SignedCheckpoint::open(&proof.checkpoint, log)?;
    let cosigned = policy.cosignatures(&checkpoint)?;
    if cosigned.len() < policy.required() {
        return Err(VerifyFault::Witnesses {
            found: cosigned.len(),
            required: policy.required(),
        });
    }
    let (size, root) = (checkpoint.size(), checkpoint.root());
    let leaf = record_hash(entry);
    check_inclusion(&proof.hashes, (size, root), (proof.index, leaf))?;
    Ok(Proven {
        index: proof.index,
        size,
        root,
        cosigned,
        extra: proof.extra,
    })
}
