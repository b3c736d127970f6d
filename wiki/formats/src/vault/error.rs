//! What may go wrong with a vault.

use std::{io, path::PathBuf};

use thiserror::Error;

use super::path::PathRefusal;

/// Why the vault could not do what was asked.
#[derive(Debug, Error)]
pub enum VaultError {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The repository is damaged, or of a kind this crate does not read.
    #[error("the repository: {0}")]
    Repository(String),
    /// Another process holds the vault.
    #[error("another process holds the vault; try again later")]
    Busy,
    /// The folder's repository stands on another branch.
    #[error("the repository stands on {found}, not on {wanted}")]
    Branch {
        /// Where `HEAD` points.
        found: String,
        /// The branch of the settings.
        wanted: String,
    },
    /// The name is not one of a branch.
    #[error("{0:?} is not a name for a branch")]
    BranchName(String),
    /// A path that a vault cannot hold.
    #[error("the path {path:?}: {reason}")]
    Path {
        /// As it was given.
        path: String,
        /// What is wrong with it.
        reason: PathRefusal,
    },
    /// An operation's key has to be one short word.
    #[error("{0:?} is not a key for an operation")]
    Key(String),
    /// A tree with more files, or deeper, than the vault takes in.
    #[error("the tree has more than {files} files, or is deeper than {depth} folders")]
    TooLarge {
        /// The most files.
        files: usize,
        /// The deepest folder.
        depth: usize,
    },
    /// Somebody else moved the branch between reading and writing it.
    #[error("the branch moved on under the commit")]
    MovedOn,
}

impl VaultError {
    /// About a file.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// About the repository.
    pub(crate) fn repository(error: impl std::fmt::Display) -> Self {
        Self::Repository(error.to_string())
    }
}
