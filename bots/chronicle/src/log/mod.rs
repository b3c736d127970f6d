//! A tiled transparency log, its proofs, and its witnesses.
//!
//! The log is a folder of files that any static server can show and any client of the formats can check:
//! [tiles](https://c2sp.org/tlog-tiles), [checkpoints](https://c2sp.org/tlog-checkpoint),
//! [cosignatures](https://c2sp.org/tlog-cosignature), [proofs](https://c2sp.org/tlog-proof) and the
//! [witness protocol](https://c2sp.org/tlog-witness). There is no clock, no randomness and no network here: time is an
//! argument, requests and answers are bytes.
//!
//! - [`disk`]: the few operations that everything durable is made of, on a folder and in memory.
//! - [`place`], [`bundle`], [`edge`], [`tiles`]: where tiles are, what is in them, and the growing right side of the tree.
//! - [`keys`], [`checkpoint`], [`policy`]: who signs, what is signed, and whose signatures are enough.
//! - [`writer`]: the log itself; [`overlap`]: what a repeated batch is compared with; [`serve`]: its files by their
//!   paths; [`prove`]: its proofs.
//! - [`merkle`], [`subtree`]: proofs of inclusion and consistency, verified.
//! - [`proof_file`], [`verify`](mod@verify): the offline proof.
//! - [`witness`]: being the witness of another log; [`client`]: asking witnesses of one's own.
//! - [`audit`](mod@audit), [`extras`], [`follow`](mod@follow): whether a log is what its checkpoints say.
//!
//! # Example
//!
//! ```
//! use secta_bot_chronicle::log::{Log, LogSigner, Memory, Policy, verify};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let signer = LogSigner::new("example.org/chronicle", &[7; 32])?;
//! let key = signer.key();
//! let mut log = Log::open(Memory::default(), signer)?;
//! log.append(0, &["a vote", "a post"])?;
//!
//! let proof = log.proof(1)?.to_string();
//! let proven = verify(b"a post", proof.as_bytes(), &key, &Policy::none())?;
//! assert_eq!((proven.index, proven.size), (1, 2));
//! assert!(verify(b"a lie", proof.as_bytes(), &key, &Policy::none()).is_err());
//! # Ok(())
//! # }
//! ```

pub mod audit;
pub mod bundle;
pub mod checkpoint;
pub mod client;
pub mod disk;
pub mod edge;
pub mod extras;
pub mod follow;
pub mod keys;
pub mod merkle;
pub mod overlap;
pub mod place;
pub mod policy;
pub mod proof_file;
pub mod prove;
pub mod serve;
pub mod subtree;
mod text;
pub mod tiles;
pub mod verify;
pub mod witness;
pub mod writer;

pub use tlog_tiles::Hash;

pub use self::{
    audit::{AuditFault, Audited, audit},
    checkpoint::{CheckpointFault, Cosigned, SignedCheckpoint},
    client::{conflict_size, request},
    disk::{Disk, Folder, Memory, ReadOnly, Source},
    extras::{Extras, audit_folder},
    follow::{FollowFault, follow},
    keys::{KeyFault, LogKey, LogSigner, WitnessKey, WitnessSigner},
    place::Place,
    policy::{Policy, PolicyFault},
    proof_file::{ProofFile, ProofFileFault},
    prove::{ProveFault, consistency, inclusion, subtree_consistency, subtree_inclusion},
    serve::{ServeFault, read},
    tiles::ReadFault,
    verify::{Proven, VerifyFault, verify},
    witness::{Refusal, Status, Witness},
    writer::{AppendFault, Log, OpenFault},
};

/// The largest log that is read or written, in entries: beyond it the numbers of stored hashes would not fit 64 bits.
pub const MAX_SIZE: u64 = 1 << 56;
