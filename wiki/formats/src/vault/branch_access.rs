//! The vault's branch, and the folder that follows it.

use std::path::PathBuf;

use gix::{ObjectId, bstr::ByteSlice};

use super::{CommitId, Vault, branch, error::VaultError, files, objects, path, worktree};

const SHOWN: &str = "shown";

impl Vault {
    /// The commit the vault stands at; an empty vault has none.
    ///
    /// # Errors
    ///
    /// When the repository cannot be read.
    pub fn head(&self) -> Result<Option<CommitId>, VaultError> {
        Ok(self.head_id()?.map(CommitId))
    }

    pub(crate) fn head_id(&self) -> Result<Option<ObjectId>, VaultError> {
        branch::read(&self.repository, &self.branch_ref())
    }

    pub(crate) fn branch_ref(&self) -> String {
        branch::full_name(&self.settings.branch)
    }

    pub(crate) fn tree_at(&self, commit: Option<ObjectId>) -> Result<Option<ObjectId>, VaultError> {
        commit
            .map(|commit| objects::tree_of(&self.repository, commit))
            .transpose()
    }

    /// Where the vault keeps its own notes about the repository.
    pub(crate) fn own_folder(&self) -> PathBuf {
        self.repository.common_dir().join("secta")
    }

    /// Moves the branch, then brings the folder up to it.
    pub(crate) fn advance(
        &mut self,
        from: Option<ObjectId>,
        to: ObjectId,
    ) -> Result<(), VaultError> {
        branch::point(&self.repository, &self.branch_ref(), from, to)?;
        self.settle()
    }

    /// Brings the folder up to the branch; does nothing when it is there.
    pub(crate) fn settle(&self) -> Result<(), VaultError> {
        let (shown, head) = (self.shown()?, self.head_id()?);
        let Some(to) = head.filter(|_| shown != head) else {
            return Ok(());
        };
        let (old, new) = (self.tree_at(shown)?, self.tree_at(head)?);
        worktree::bring(&self.repository, &self.settings, old, new)?;
        self.write_index(new)?;
        files::write_whole(&self.shown_file(), to.to_string().as_bytes())
    }

    /// The commit that the folder shows, as far as is known.
    fn shown(&self) -> Result<Option<ObjectId>, VaultError> {
        let text = files::read_if_there(&self.shown_file())?.unwrap_or_default();
        let id = ObjectId::from_hex(&text).ok();
        Ok(id.filter(|id| self.repository.has_object(id)))
    }

    fn shown_file(&self) -> PathBuf {
        self.own_folder().join(SHOWN)
    }

    /// So that `git status` in the folder tells the truth to whoever looks, and a commit made there takes nothing away
    /// that is not shown. Nothing else reads it, so a tree that makes no index goes without.
    fn write_index(&self, tree: Option<ObjectId>) -> Result<(), VaultError> {
        let Some(tree) = tree else { return Ok(()) };
        let options = gix::index::write::Options::default();
        let written = self
            .repository
            .index_from_tree(&tree)
            .and_then(|mut index| {
                leave_out_hidden(&mut index);
                index.write(options)
            });
        match written {
            Ok(()) => Ok(()),
            Err(_) => files::remove_if_there(&self.repository.index_path()),
        }
    }
}

/// Marks what is not shown as left out on purpose, as a sparse checkout does.
fn leave_out_hidden(index: &mut gix::index::File) {
    use gix::index::entry::Flags;
    for (entry, path) in index.entries_mut_with_paths() {
        if path::is_hidden(&path.to_str_lossy()) {
            entry.flags |= Flags::EXTENDED | Flags::SKIP_WORKTREE;
        }
    }
}
