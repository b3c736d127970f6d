//! Limits and words.

use std::{ffi::OsString, path::PathBuf};

use jiff::tz::TimeZone;

use crate::vault::Author;

/// The words that a merge leaves in notes, names and the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Whose the vault's side of a conflict is.
    pub ours: String,
    /// Whose the other side is; it also marks the name of a file kept beside.
    pub theirs: String,
    /// The message of a merge.
    pub merge: String,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            ours: "наша версия".to_owned(),
            theirs: "их версия".to_owned(),
            merge: "Слияние с изменениями участников".to_owned(),
        }
    }
}

/// How to exchange.
#[derive(Clone, Debug)]
pub struct SyncSettings {
    /// The `git` command.
    pub git: PathBuf,
    /// Where it and `ssh` are looked for, as in `PATH`.
    pub search_path: OsString,
    /// The file of the certificates that `https://` is trusted by, instead of the system's.
    pub ca: Option<PathBuf>,
    /// How long one child process may take, in milliseconds.
    pub child_ms: u64,
    /// The largest file that is taken in, in bytes.
    pub max_file_bytes: u64,
    /// The most that one fetch may write into one file, in bytes.
    pub max_fetch_bytes: u64,
    /// How often to try again when the remote moves on in between.
    pub attempts: u32,
    /// Who merges.
    pub author: Author,
    /// The zone in which merges tell their time.
    pub zone: TimeZone,
    /// The words.
    pub words: Words,
}

impl Default for SyncSettings {
    fn default() -> Self {
        Self {
            git: "git".into(),
            search_path: "/usr/local/bin:/usr/bin:/bin".into(),
            ca: None,
            child_ms: 120_000,
            max_file_bytes: 20 << 20,
            max_fetch_bytes: 500 << 20,
            attempts: 5,
            author: Author::service("secta"),
            zone: TimeZone::UTC,
            words: Words::default(),
        }
    }
}
