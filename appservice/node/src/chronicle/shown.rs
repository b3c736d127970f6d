//! The logs as anybody reads them. Nothing is locked: this works beside the process that writes them.

use std::{path::PathBuf, sync::Arc};

use secta_bot_chronicle::log::{
    LogKey, ReadOnly, ServeFault, SignedCheckpoint, Source, WitnessKey,
    prove::proof_file,
    read,
    serve::{CHECKPOINT, COSIGNED},
};
use secta_record::{RecordId, join_line};
use secta_store::{Store, StoredRecord};
use tokio::task::spawn_blocking;

use super::{ENTER, LogsError, find, keys::Keys};

/// Shows the logs.
#[derive(Clone)]
pub struct Shown {
    pub(super) folder: PathBuf,
    pub(super) store: Arc<dyn Store>,
    pub(super) keys: Keys,
    pub(super) witnesses: Vec<WitnessKey>,
}

/// A proof that a record is in its community's log, which holds offline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The number of the entry, from 0.
    pub index: u64,
    /// How many entries the log had at the checkpoint of the proof.
    pub size: u64,
    /// How many of the configured witnesses have cosigned that checkpoint.
    pub witnesses: usize,
    /// The proof as a file. Beside it stands the record as a line of the export, with its body unless that is withheld.
    pub file: String,
}

impl Shown {
    /// The key that verifies a community's log.
    pub fn key(&self, community: &RecordId) -> LogKey {
        self.keys.log_key(community)
    }

    /// Reads a file of a log by its path; nothing where there is none, or no such log.
    ///
    /// # Errors
    ///
    /// When the disk fails, or the log is damaged or not this node's.
    pub async fn file(
        &self,
        community: &RecordId,
        path: String,
    ) -> Result<Option<Vec<u8>>, LogsError> {
        let (source, key) = (self.source(community), self.key(community));
        spawn_blocking(move || Ok(read(&source, &key, &path)?)).await?
    }

    /// Proves that a record is in its community's log, as the log is now; nothing where it is not.
    ///
    /// # Errors
    ///
    /// When the store or the disk fails, or the log is damaged or not this node's.
    pub async fn prove(
        &self,
        community: &RecordId,
        record: &RecordId,
    ) -> Result<Option<Proof>, LogsError> {
        let (community_name, id) = (community.to_string(), record.to_string());
        let found = self.store.record(&community_name, &id).await?;
        let Some(record) = found.filter(|record| record.kind == ENTER) else {
            return Ok(None);
        };
        let (source, key) = (self.source(community), self.key(community));
        let witnesses = self.witnesses.clone();
        spawn_blocking(move || proof(&source, &key, &witnesses, &record)).await?
    }

    pub(super) fn folder(&self, community: &RecordId) -> PathBuf {
        self.folder.join(community.to_string())
    }

    pub(super) fn source(&self, community: &RecordId) -> ReadOnly {
        ReadOnly::open(self.folder(community))
    }
}

fn proof(
    source: &impl Source,
    key: &LogKey,
    witnesses: &[WitnessKey],
    record: &StoredRecord,
) -> Result<Option<Proof>, LogsError> {
    let Some(current) = checkpoint(source, key, CHECKPOINT)? else {
        return Ok(None);
    };
    let Some(index) = find::index(source, current.size(), record)? else {
        return Ok(None);
    };
    let cosigned = checkpoint(source, key, COSIGNED)?;
    let (checkpoint, count) = better(current, cosigned, index, witnesses)?;
    let mut file = proof_file(source, &checkpoint, index)?;
    let line = join_line(record.body.as_deref(), &record.envelope, &record.signature);
    file.extra = Some(line.into_bytes());
    Ok(Some(Proof {
        index,
        size: checkpoint.size(),
        witnesses: count,
        file: file.to_string(),
    }))
}

fn checkpoint(
    source: &impl Source,
    key: &LogKey,
    path: &str,
) -> Result<Option<SignedCheckpoint>, LogsError> {
    let bytes = source.read(path)?;
    let opened = bytes.map(|bytes| SignedCheckpoint::open(&bytes, key));
    Ok(opened.transpose().map_err(ServeFault::from)?)
}

/// Of the log's checkpoint and the last that was cosigned, the one that more witnesses have cosigned, if it has the
/// entry.
fn better(
    current: SignedCheckpoint,
    cosigned: Option<SignedCheckpoint>,
    index: u64,
    witnesses: &[WitnessKey],
) -> Result<(SignedCheckpoint, usize), LogsError> {
    let count = |checkpoint: &SignedCheckpoint| {
        let cosignatures = checkpoint.cosignatures(witnesses);
        cosignatures.map(|all| all.len()).map_err(ServeFault::from)
    };
    let now = count(&current)?;
    if let Some(cosigned) = cosigned.filter(|it| index < it.size() && it.size() <= current.size()) {
        let then = count(&cosigned)?;
        if then > now {
            return Ok((cosigned, then));
        }
    }
    Ok((current, now))
}
