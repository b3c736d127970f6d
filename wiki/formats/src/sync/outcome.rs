//! What came of an exchange, for an announcement in a room.

use crate::vault::{CommitId, path::PathRefusal};

use super::SyncError;

/// What came of an exchange.
#[derive(Debug)]
pub enum Outcome {
    /// Both sides hold the same, or at least we hold theirs.
    Synced(Report),
    /// The remote no longer holds what it held: somebody rewound its branch, or removed it. Nothing was changed on
    /// either side; [`crate::vault::Vault::forget_remote`] lets the next exchange take it as it is.
    Rewound {
        /// Where it was.
        seen: CommitId,
        /// Where it is.
        now: Option<CommitId>,
    },
    /// The remote holds another history, with files of the same names.
    Unrelated {
        /// The files that differ.
        paths: Vec<String>,
    },
    /// A file of the remote is not taken in, and with it nothing, until it is gone there.
    Refused {
        /// Which.
        path: String,
        /// Why.
        reason: Refusal,
    },
}

/// Why a file is not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its path leads elsewhere.
    Path(PathRefusal),
    /// It is larger than the limit.
    Large {
        /// Its size.
        bytes: u64,
    },
    /// The tree has too many files or folders.
    Many,
}

/// What an exchange changed.
#[derive(Debug)]
pub struct Report {
    /// Where the vault stands now; an empty vault with an empty remote stands nowhere.
    pub head: Option<CommitId>,
    /// What others changed, by path.
    pub files: Vec<FileReport>,
    /// What they changed of what is hidden, such as Obsidian's settings: it is kept, but not shown.
    pub hidden: Vec<String>,
    /// The names of those who did, in order of the alphabet.
    pub authors: Vec<String>,
    /// What could not be merged.
    pub conflicts: Vec<Conflict>,
    /// Whether ours arrived there.
    pub push: Push,
}

/// What became of our side.
#[derive(Debug)]
pub enum Push {
    /// There was nothing to push.
    Nothing,
    /// It arrived.
    Done,
    /// It did not, though theirs was taken in; try again later.
    Failed(SyncError),
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Added,
    /// It has other contents.
    Changed,
    /// It is gone.
    Removed,
}

/// A file that others changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// Its path.
    pub path: String,
    /// What became of it.
    pub what: What,
    /// Lines that are new; of a file that is no text, none.
    pub lines_added: u32,
    /// Lines that are gone.
    pub lines_removed: u32,
    /// The first lines of the difference, each with `+` or `-` before it.
    pub excerpt: Vec<String>,
}

/// A file that could not be merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Its path.
    pub path: String,
    /// What was done instead.
    pub kind: ConflictKind,
}

/// What was done instead of merging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConflictKind {
    /// The text holds both sides between markers.
    Marked,
    /// Theirs was kept under another name.
    Beside {
        /// Which.
        copy: String,
    },
    /// We had removed what they changed: theirs stays.
    RemovedHere,
    /// They had removed what we changed: ours stays.
    RemovedThere,
}
