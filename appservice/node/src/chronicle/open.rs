//! A log that is open to be written.

use std::path::PathBuf;

use secta_bot_chronicle::log::{Folder, Log, LogSigner, SignedCheckpoint, WitnessKey};
use secta_record::{RecordId, read_line};
use secta_store::StoredRecord;

use super::{LogsError, find};

/// The record of the last entry, and how many entries there are.
pub(super) type End = (Option<RecordId>, u64);

/// An open log.
pub(super) struct Open {
    /// The log.
    pub log: Log<Folder>,
    /// The record of the last entry.
    last: Option<RecordId>,
}

/// What a witness is asked with.
pub(super) struct Asked {
    /// The checkpoint that it is to cosign.
    pub checkpoint: SignedCheckpoint,
    /// The body of the request.
    pub body: Vec<u8>,
}

impl Open {
    /// Opens the log in this folder, or begins one.
    pub(super) fn new(folder: PathBuf, signer: LogSigner) -> Result<Self, LogsError> {
        let log = Log::open(Folder::open(folder)?, signer)?;
        let last = log.size().checked_sub(1).map(|last| log.entry(last));
        let last = last.transpose()?.flatten();
        let last = last.map(|entry| read_line(&entry)).transpose()?;
        Ok(Self {
            log,
            last: last.map(|record| record.id()),
        })
    }

    /// Where it ends.
    pub(super) fn end(&self) -> End {
        (self.last, self.log.size())
    }

    /// Appends records; gives the last one and the size.
    pub(super) fn append(&mut self, records: &[StoredRecord]) -> Result<End, LogsError> {
        let entries: Vec<String> = records.iter().map(find::entry).collect();
        let last = entries.last().map(|entry| read_line(entry.as_bytes()));
        let last = last.transpose()?;
        self.log.append(self.log.size(), &entries)?;
        self.last = last.map(|record| record.id()).or(self.last);
        Ok(self.end())
    }

    /// What to ask a witness with; nothing where it has cosigned the log as it is.
    pub(super) fn ask(
        &self,
        witness: &WitnessKey,
        old: Option<u64>,
    ) -> Result<Option<Asked>, LogsError> {
        let bears = |checkpoint: &SignedCheckpoint| {
            let cosigned = checkpoint.cosignatures(std::slice::from_ref(witness));
            cosigned.is_ok_and(|cosigned| !cosigned.is_empty())
        };
        let checkpoint = self.log.checkpoint();
        if checkpoint.size() == 0 || bears(checkpoint) {
            return Ok(None);
        }
        let last = self.log.cosigned().filter(|last| bears(last));
        let old = old.or(last.map(SignedCheckpoint::size)).unwrap_or(0);
        Ok(Some(Asked {
            body: self.log.request(old)?,
            checkpoint: checkpoint.clone(),
        }))
    }
}
