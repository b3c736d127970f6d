//! Commits: a set of changes, who made them, and the key of the operation.

use std::{collections::BTreeMap, fmt};

use gix::{ObjectId, objs};
use jiff::tz::TimeZone;

use super::{
    Vault,
    author::Author,
    error::VaultError,
    objects, operations, path,
    path::PathRefusal,
    tree::{self, Entry},
};

/// The id of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommitId(pub(crate) ObjectId);

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for CommitId {
    type Err = VaultError;

    fn from_str(text: &str) -> Result<Self, VaultError> {
        ObjectId::from_hex(text.as_bytes())
            .map(Self)
            .map_err(VaultError::repository)
    }
}

/// A change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The file is there afterwards, with these bytes.
    Put {
        /// From the vault's folder, with `/`.
        path: String,
        /// All of it.
        data: Vec<u8>,
    },
    /// The file is not there afterwards.
    Remove {
        /// From the vault's folder, with `/`.
        path: String,
    },
}

impl Change {
    /// The file in question.
    pub fn path(&self) -> &str {
        match self {
            Self::Put { path, .. } | Self::Remove { path } => path,
        }
    }
}

/// A commit to be made.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Whose work it is.
    pub author: Author,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The zone in which the commit tells its time.
    pub zone: TimeZone,
    /// What people read in the history.
    pub message: String,
    /// The key of the operation: committed once, it is never committed again.
    pub operation: String,
    /// What changes; of two changes of a file the later one stands.
    pub changes: Vec<Change>,
}

/// What came of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
    /// It was committed now.
    Now(CommitId),
    /// The operation had been committed before; nothing was done.
    Before(CommitId),
}

impl Committed {
    /// The commit that holds the operation.
    pub fn id(self) -> CommitId {
        match self {
            Self::Now(id) | Self::Before(id) => id,
        }
    }
}

impl Vault {
    /// Commits a draft, once: objects, then the branch, then the folder.
    ///
    /// When this returns, the commit is on the disk. A draft that changes nothing is committed too, so that its key is
    /// known.
    ///
    /// # Errors
    ///
    /// A path that no vault holds or that another file is in the way of, a key of more than one word, a disk that fails.
    /// Where the branch moved but the folder could not be brought up to it, the next call or the next opening does it.
    pub fn commit(&mut self, draft: &Draft) -> Result<Committed, VaultError> {
        operations::check_key(&draft.operation)?;
        if let Some(id) = self.committed(&draft.operation)? {
            self.settle()?;
            return Ok(Committed::Before(id));
        }
        let head = self.head_id()?;
        let tree = self.changed_tree(head, &draft.changes)?;
        let signature = draft.author.at(draft.at_ms, &draft.zone);
        let message = operations::with_key(&draft.message, &draft.operation);
        let id = self.store_commit(tree, head.into_iter().collect(), signature, message)?;
        self.advance(head, id)?;
        self.operations.committed(&draft.operation, head, id);
        Ok(Committed::Now(CommitId(id)))
    }

    fn changed_tree(
        &self,
        head: Option<ObjectId>,
        changes: &[Change],
    ) -> Result<ObjectId, VaultError> {
        let mut entries = BTreeMap::new();
        for change in changes {
            path::checked(change.path())?;
            let entry = match change {
                Change::Put { data, .. } => Some(Entry::file(objects::store(
                    &self.repository,
                    objs::Kind::Blob,
                    data,
                )?)),
                Change::Remove { .. } => None,
            };
            entries.insert(change.path().to_owned(), entry);
        }
        let tree = self.tree_at(head)?;
        for (path, _) in entries.iter().filter(|(_, entry)| entry.is_some()) {
            self.check_free(tree, path, &entries)?;
        }
        tree::edited(&self.repository, tree, &entries)
    }

    /// A file may not take a folder's place, nor a folder a file's.
    fn check_free(
        &self,
        tree: Option<ObjectId>,
        path: &str,
        entries: &BTreeMap<String, Option<Entry>>,
    ) -> Result<(), VaultError> {
        let taken = || VaultError::Path {
            path: path.to_owned(),
            reason: PathRefusal::Taken,
        };
        for (end, _) in path.match_indices('/') {
            let above = &path[..end];
            let is_file = match entries.get(above) {
                Some(entry) => entry.is_some(),
                None => tree::entry(&self.repository, tree, above)?
                    .is_some_and(|entry| entry.kind != objs::tree::EntryKind::Tree),
            };
            if is_file {
                return Err(taken());
            }
        }
        match tree::entry(&self.repository, tree, path)? {
            Some(entry) if !entry.is_file() => Err(taken()),
            _ => Ok(()),
        }
    }

    pub(crate) fn store_commit(
        &self,
        tree: ObjectId,
        parents: Vec<ObjectId>,
        signature: gix::actor::Signature,
        message: String,
    ) -> Result<ObjectId, VaultError> {
        let commit = objs::Commit {
            tree,
            parents: parents.into(),
            author: signature.clone(),
            committer: signature,
            encoding: None,
            message: message.into(),
            extra_headers: Vec::new(),
        };
        objects::store_as(&self.repository, &commit)
    }
}
