//! Being the witness of another log: to see that it only grows, and to sign that one has seen it.
//!
//! A [request](https://c2sp.org/tlog-witness) is bytes, and so is the answer. The checkpoint that is cosigned is on the
//! disk, with the cosignature, before the cosignature leaves: after a death the witness knows all that it has signed.

mod refusal;
mod request;

use std::{collections::BTreeMap, io};

use sha2::{Digest, Sha256};
use tlog_tiles::EMPTY_HASH;

pub use self::{
    refusal::{Refusal, SIZE_TYPE, Status},
    request::{Request, RequestFault},
};
use crate::log::{
    checkpoint::{SignedCheckpoint, origin},
    disk::{Disk, UNFINISHED, put},
    keys::{LogKey, WitnessKey, WitnessSigner},
    merkle::check_consistency,
};

/// A witness of some logs.
pub struct Witness<D> {
    disk: D,
    signer: WitnessSigner,
    logs: BTreeMap<String, LogKey>,
}

impl<D: Disk> Witness<D> {
    /// Opens what is remembered on this disk, to witness the logs of these keys; of two keys of one log the last counts.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn open(
        mut disk: D,
        signer: WitnessSigner,
        logs: impl IntoIterator<Item = LogKey>,
    ) -> io::Result<Self> {
        disk.remove(UNFINISHED)?;
        let logs = logs.into_iter();
        Ok(Self {
            disk,
            signer,
            logs: logs.map(|key| (key.name().to_owned(), key)).collect(),
        })
    }

    /// The key that verifies its cosignatures.
    #[must_use]
    pub fn key(&self) -> WitnessKey {
        self.signer.key()
    }

    /// The disk it is on.
    #[must_use]
    pub fn disk(&self) -> &D {
        &self.disk
    }

    /// Closes it; gives its disk back.
    #[must_use]
    pub fn close(self) -> D {
        self.disk
    }

    /// Answers `add-checkpoint` at this time, in seconds since 1970: the cosignature's line.
    ///
    /// # Errors
    ///
    /// When the request is malformed, the log is unknown or has not signed, the checkpoint does not continue the one
    /// that was cosigned last, or the disk fails.
    pub fn add_checkpoint(&mut self, body: &[u8], now_s: u64) -> Result<Vec<u8>, Refusal> {
        if now_s == 0 {
            return Err(Refusal::NoTime);
        }
        let request = Request::read(body)?;
        let (key, new) = self.admit(&request)?;
        let last = self.last(key).map_err(Refusal::Stored)?;
        check(&request, &new, last.as_ref())?;
        let cosignature = new.cosign(&self.signer.at(now_s))?;
        let line = cosignature.to_bytes();
        let file = (path(key.name()), new.with_only(cosignature).to_bytes());
        put(&mut self.disk, &[file])?;
        Ok(line)
    }

    /// Finds the log's key, and verifies that the log has signed.
    fn admit(&self, request: &Request) -> Result<(&LogKey, SignedCheckpoint), Refusal> {
        let origin = origin(&request.checkpoint).map_err(RequestFault::Checkpoint)?;
        let Some(key) = self.logs.get(&origin) else {
            return Err(Refusal::UnknownLog(origin));
        };
        let checkpoint = SignedCheckpoint::open(&request.checkpoint, key);
        Ok((key, checkpoint.map_err(Refusal::Unsigned)?))
    }

    /// Reads the checkpoint of a log that was cosigned last, with the cosignature.
    fn last(&self, key: &LogKey) -> Result<Option<SignedCheckpoint>, String> {
        let stored = self.disk.read(&path(key.name()));
        let stored = stored.map_err(|error| error.to_string())?;
        let opened = stored.map(|bytes| SignedCheckpoint::open(&bytes, key));
        opened.transpose().map_err(|fault| fault.to_string())
    }

    /// Answers `<origin hash>/checkpoint` with the checkpoint that was cosigned last; nothing for any other path.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn read(&self, asked: &str) -> io::Result<Option<Vec<u8>>> {
        let known = self.logs.keys().any(|origin| path(origin) == asked);
        if known {
            self.disk.read(asked)
        } else {
            Ok(None)
        }
    }
}

/// Where the last checkpoint of a log is.
fn path(origin: &str) -> String {
    format!("{:x}/checkpoint", Sha256::digest(origin))
}

/// Whether a checkpoint continues the last one.
fn check(
    request: &Request,
    new: &SignedCheckpoint,
    last: Option<&SignedCheckpoint>,
) -> Result<(), Refusal> {
    let (size, root) = (new.size(), new.root());
    if request.old > size {
        let old = request.old;
        return Err(Refusal::Shrunk { old, size });
    }
    let last_size = last.map_or(0, SignedCheckpoint::size);
    if request.old != last_size {
        return Err(Refusal::Moved { last: last_size });
    }
    if size == 0 && root != EMPTY_HASH {
        return Err(Refusal::Split { size });
    }
    match last.filter(|last| last.size() > 0) {
        None if request.proof.is_empty() => Ok(()),
        None => Err(Refusal::NeedlessProof),
        Some(last) if last.size() == size && last.root() != root => Err(Refusal::Split { size }),
        Some(last) => {
            let old = (last.size(), last.root());
            Ok(check_consistency(&request.proof, (size, root), old)?)
        }
    }
}
