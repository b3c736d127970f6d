//! Which operations are in the history: a commit's last line is `Operation: <key>`.
//!
//! A commit that came from a remote is not believed to be ours, whatever its last line says: those that have such a line
//! are noted in a file of the repository before the branch takes them in. Only what an empty vault starts from is
//! believed, so that one restored from its remote repeats nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use gix::{ObjectId, Repository, bstr::ByteSlice};

use super::{CommitId, Vault, error::VaultError, files};

const TRAILER: &str = "Operation: ";
const FOREIGN: &str = "foreign-operations";
const KEY_BYTES: usize = 200;

/// Keys seen so far, as of a commit.
#[derive(Debug, Default)]
pub(crate) struct Operations {
    keys: BTreeMap<String, ObjectId>,
    up_to: Option<ObjectId>,
}

impl Operations {
    /// Notes a commit that was just made on top of another.
    pub(crate) fn committed(&mut self, key: &str, parent: Option<ObjectId>, id: ObjectId) {
        if self.up_to == parent {
            self.keys.insert(key.to_owned(), id);
            self.up_to = Some(id);
        }
    }
}

/// Whether a key is one short word.
pub(crate) fn check_key(key: &str) -> Result<(), VaultError> {
    let fine = !key.is_empty()
        && key.len() <= KEY_BYTES
        && !key.chars().any(|c| c.is_whitespace() || c.is_control());
    fine.then_some(())
        .ok_or_else(|| VaultError::Key(key.to_owned()))
}

/// A message with the key as its last line, which nothing in the message can forge.
pub(crate) fn with_key(message: &str, key: &str) -> String {
    let message = clean(message);
    format!("{message}\n\n{TRAILER}{key}\n")
}

/// A message as commits hold it.
pub(crate) fn clean(message: &str) -> String {
    let message: String = message
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    match message.trim() {
        "" => "…".to_owned(),
        message => message.to_owned(),
    }
}

fn key_of(message: &[u8]) -> Option<&str> {
    let last = message.trim_end().rsplit(|byte| *byte == b'\n').next()?;
    last.strip_prefix(TRAILER.as_bytes())?.to_str().ok()
}

impl Vault {
    /// The commit of an operation, where there is one.
    ///
    /// The first call walks the whole history, later ones what is new.
    ///
    /// # Errors
    ///
    /// When the repository cannot be read.
    pub fn committed(&mut self, key: &str) -> Result<Option<CommitId>, VaultError> {
        let head = self.head_id()?;
        if head != self.operations.up_to {
            let found = self.keys_between(self.operations.up_to, head)?;
            self.operations.keys.extend(found);
            self.operations.up_to = head;
        }
        Ok(self.operations.keys.get(key).copied().map(CommitId))
    }

    /// The commit of an operation among those that came after a point.
    ///
    /// # Errors
    ///
    /// When the repository cannot be read, or has no such point.
    pub fn committed_since(
        &self,
        key: &str,
        point: CommitId,
    ) -> Result<Option<CommitId>, VaultError> {
        let found = self.keys_between(Some(point.0), self.head_id()?)?;
        Ok(found.get(key).copied().map(CommitId))
    }

    fn keys_between(
        &self,
        from: Option<ObjectId>,
        to: Option<ObjectId>,
    ) -> Result<BTreeMap<String, ObjectId>, VaultError> {
        let foreign = self.foreign_operations()?;
        let claims = claiming(&self.repository, from, to)?;
        Ok(claims
            .into_iter()
            .filter(|(_, id)| !foreign.contains(id))
            .collect())
    }

    fn foreign_operations(&self) -> Result<BTreeSet<ObjectId>, VaultError> {
        let text = files::read_if_there(&self.foreign_file())?.unwrap_or_default();
        Ok(text
            .lines()
            .filter_map(|line| ObjectId::from_hex(line).ok())
            .collect())
    }

    /// Notes the commits of a remote that claim to be operations, before the branch takes them in.
    pub(crate) fn disbelieve(&self, ours: ObjectId, theirs: ObjectId) -> Result<(), VaultError> {
        let claims = claiming(&self.repository, Some(ours), Some(theirs))?;
        if claims.is_empty() {
            return Ok(());
        }
        let mut foreign = self.foreign_operations()?;
        foreign.extend(claims.into_iter().map(|(_, id)| id));
        let text: String = foreign.iter().map(|id| format!("{id}\n")).collect();
        files::write_whole(&self.foreign_file(), text.as_bytes())
    }

    fn foreign_file(&self) -> PathBuf {
        self.own_folder().join(FOREIGN)
    }
}

fn claiming(
    repository: &Repository,
    from: Option<ObjectId>,
    to: Option<ObjectId>,
) -> Result<Vec<(String, ObjectId)>, VaultError> {
    let mut found = Vec::new();
    let walk = repository
        .rev_walk(to)
        .with_hidden(from)
        .all()
        .map_err(VaultError::repository)?;
    for info in walk {
        let id = info.map_err(VaultError::repository)?.id;
        let commit = repository.find_commit(id).map_err(VaultError::repository)?;
        if let Some(key) = key_of(commit.message_raw_sloppy()) {
            found.push((key.to_owned(), id));
        }
    }
    Ok(found)
}
