//! Why a log could not be kept or read.

use std::io;

use secta_bot_chronicle::log::{
    AppendFault, KeyFault, OpenFault, ProveFault, ReadFault, ServeFault,
};
use secta_record::{LineError, RecordId};
use secta_store::StoreError;
use tokio::task::JoinError;

/// Why a log could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum LogsError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder cannot be had, for another process writes there, or the disk fails.
    #[error("the folder of the log: {0}")]
    Folder(#[from] io::Error),
    /// What lies in the folder is not this log, or is damaged.
    #[error("what lies there is not this log as it was written: {0}")]
    Open(#[from] OpenFault),
    /// Entries could not be appended, or cosignatures not be attached.
    #[error(transparent)]
    Append(#[from] AppendFault),
    /// Files could not be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// Files could not be served.
    #[error(transparent)]
    Serve(#[from] ServeFault),
    /// A proof could not be made.
    #[error(transparent)]
    Prove(#[from] ProveFault),
    /// An entry is no record.
    #[error("an entry is no record: {0}")]
    Entry(#[from] LineError),
    /// The last entry is a record that the store does not have, or not yet again: it was put back to an earlier state.
    #[error("the last entry is the record {0}, which the database does not have")]
    Ahead(RecordId),
    /// The name cannot stand in a signature line.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// It panicked.
    #[error("the work on the log has died: {0}")]
    Died(#[from] JoinError),
}
