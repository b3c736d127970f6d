//! A Git repository whose folder is an Obsidian vault.
//!
//! gix reads and writes objects, trees and commits in this process, without a child process for every note; each is
//! waited for on the disk, then the branch moves, then the folder follows. Killed anywhere between, the vault is whole:
//! objects nobody points at do no harm, and the folder is brought up to the branch at the next opening. What talks to
//! other machines is the `git` command's ([`crate::sync`]), which knows every transport there is.
//!
//! The folder belongs to the vault: people work in clones of it. One process at a time holds it, by a lock that the
//! system takes back from the dead. Notes are read from the repository, never from the folder.
//!
//! - [`commit`]: changes; [`operations`]: which were made already; [`notes`]: reading and looking up.
//! - `objects`, `branch`, `tree`: the repository; `worktree`, `files`: the folder; `path`: what may stand in it.

pub mod author;
pub(crate) mod branch;
mod branch_access;
pub mod commit;
mod error;
pub(crate) mod files;
pub mod notes;
pub(crate) mod objects;
pub(crate) mod open;
pub mod operations;
pub mod path;
pub(crate) mod tree;
pub(crate) mod worktree;

#[cfg(test)]
mod stories;

use std::{fs::File, path::PathBuf};

use operations::Operations;

pub use author::Author;
pub use commit::{Change, CommitId, Committed, Draft};
pub use error::VaultError;
pub use notes::NoteSummary;

/// The folder of pictures and other files that notes show.
pub const ATTACHMENTS: &str = "вложения";

/// Where a vault is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultSettings {
    /// Its folder.
    pub root: PathBuf,
    /// The branch it stands on.
    pub branch: String,
    /// What stands behind the name of a file that somebody changed in the folder itself, when it is moved aside.
    pub aside: String,
}

impl VaultSettings {
    /// A folder, on the branch `main`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            branch: "main".to_owned(),
            aside: "из папки".to_owned(),
        }
    }
}

/// An open vault, held by this process alone.
#[derive(Debug)]
pub struct Vault {
    pub(crate) settings: VaultSettings,
    pub(crate) repository: gix::Repository,
    /// Held while the vault is open, and by every child process until it ends.
    pub(crate) lock: File,
    operations: Operations,
    summaries: notes::Summaries,
}
