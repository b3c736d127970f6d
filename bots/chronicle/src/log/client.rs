//! Asking the witnesses of one's own log: what to send them, and what their answers say.
//!
//! A witness is asked with [`Log::request`](crate::log::Log::request). The answer with status 200 goes to
//! [`Log::attach`](crate::log::Log::attach); the one with status 409 says, by [`conflict_size`], which old size to ask with.

use crate::log::{
    Hash,
    checkpoint::SignedCheckpoint,
    text::{decimal, write_hashes},
};

/// Writes the body of an [`add-checkpoint`](https://c2sp.org/tlog-witness) request.
#[must_use]
pub fn request(old: u64, proof: &[Hash], checkpoint: &SignedCheckpoint) -> Vec<u8> {
    let header = format!("old {old}\n{}\n", write_hashes(proof));
    [header.into_bytes(), checkpoint.to_bytes()].concat()
}

/// Reads which size the witness has cosigned last, from its answer with status 409.
#[must_use]
pub fn conflict_size(answer: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(answer).ok()?;
    decimal(text.strip_suffix('\n')?)
}
