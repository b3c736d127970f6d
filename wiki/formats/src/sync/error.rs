//! Why an exchange did not work.

use thiserror::Error;

use super::remote::RemoteTrouble;
use crate::vault::VaultError;

/// Why an exchange did not work; the vault is as good as before.
#[derive(Debug, Error)]
pub enum SyncError {
    /// The remote's address or keys.
    #[error(transparent)]
    Remote(#[from] RemoteTrouble),
    /// The vault itself.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Nobody answers there, or not in time.
    #[error("the remote cannot be reached: {0}")]
    Unreachable(String),
    /// Somebody answers and does not let us in.
    #[error("the remote does not let us in: {0}")]
    Denied(String),
    /// The server is not the one that was known.
    #[error("the remote does not prove who it is: {0}")]
    HostKey(String),
    /// There is no repository there.
    #[error("the remote has no such repository: {0}")]
    Gone(String),
    /// What it sends is not sound, or too much.
    #[error("the remote sends what is not taken in: {0}")]
    Hostile(String),
    /// It took no push: a rule of its own, a full disk.
    #[error("the remote declined the push: {0}")]
    Declined(String),
    /// It did not end within the time limit, and was ended.
    #[error("the remote took longer than {ms} ms")]
    TimedOut {
        /// The limit.
        ms: u64,
    },
    /// It moved on each time before the push.
    #[error("the remote moved on {attempts} times")]
    Raced {
        /// How often it was tried.
        attempts: u32,
    },
    /// The `git` command could not be started.
    #[error("the git command: {0}")]
    Command(String),
}

impl SyncError {
    /// Whether trying again later may help without anybody doing something.
    pub fn passes(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_)
                | Self::TimedOut { .. }
                | Self::Raced { .. }
                | Self::Vault(VaultError::Busy | VaultError::MovedOn)
        )
    }
}
