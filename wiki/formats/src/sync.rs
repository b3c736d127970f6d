//! Exchanging a vault with a remote.
//!
//! Fetch, take in, push; when the remote moved on in between, once more. Nothing is ever pushed by force and nothing is
//! lost: what cannot be merged stands in the note both ways, between markers that say whose is whose.
//!
//! Talking is the `git` command's (2.36 or newer), in a process group of its own with a time limit, without hooks,
//! helpers, prompts or anybody's configuration. What came is judged here before the branch takes it in: names, sizes,
//! and whether the remote still holds what it held.
//!
//! - [`remote`]: where, and how to be let in; [`settings`]: limits and words; [`outcome`]: what came of it.
//! - [`error`]: why it did not work; `reason`: what `git` meant.
//! - `child`, `git`: the processes; `incoming`: judging; `merge`, `text`: merging; `summary`: what changed.

pub(crate) mod child;
pub mod error;
mod git;
mod incoming;
mod merge;
pub mod outcome;
mod reason;
pub mod remote;
mod round;
pub mod settings;
mod summary;
mod text;

pub use error::SyncError;
pub use outcome::{Conflict, ConflictKind, FileReport, Outcome, Push, Report, What};
pub use remote::{HostKeys, Remote, RemoteTrouble, Token};
pub use settings::{SyncSettings, Words};
