//! The body of an `add-checkpoint` request.

use crate::log::{
    Hash,
    checkpoint::CheckpointFault,
    text::{decimal, hashes},
};

/// What is wrong with the form of a request.
#[derive(Debug, thiserror::Error)]
pub enum RequestFault {
    /// It is no text.
    #[error("it is not UTF-8")]
    Text,
    /// Its first line is not the old size.
    #[error("it does not begin with the old size")]
    Old,
    /// A line is no hash, or is one too many.
    #[error("its hash {0} is none, or is one too many")]
    Hash(usize),
    /// No empty line follows.
    #[error("it has no checkpoint")]
    NoCheckpoint,
    /// What follows is no checkpoint.
    #[error("its checkpoint: {0}")]
    Checkpoint(CheckpointFault),
}

/// A request, read but not verified.
#[derive(Clone, Debug)]
pub struct Request {
    /// The size that the log believes the witness has cosigned last.
    pub old: u64,
    /// The proof from the old size to the checkpoint's.
    pub proof: Vec<Hash>,
    /// The checkpoint, a signed note.
    pub checkpoint: Vec<u8>,
}

impl Request {
    /// Reads a body.
    ///
    /// # Errors
    ///
    /// When it has another form.
    pub fn read(body: &[u8]) -> Result<Self, RequestFault> {
        let text = std::str::from_utf8(body).map_err(|_| RequestFault::Text)?;
        let parts = text.split_once("\n\n");
        let mut lines = parts.map_or(text, |(head, _)| head).split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old "));
        Ok(Self {
            old: old.and_then(decimal).ok_or(RequestFault::Old)?,
            proof: hashes(lines).map_err(RequestFault::Hash)?,
            checkpoint: parts.ok_or(RequestFault::NoCheckpoint)?.1.into(),
        })
    }
}
