//! What differs between two trees, and a tree made of another by changes.
//!
//! Equal folders are passed over unread. Nothing here recurses, and a tree made to explode is given up.

use std::collections::BTreeMap;

use gix::{
    ObjectId, Repository,
    bstr::ByteSlice,
    objs::{self, Tree, tree::EntryKind},
};

use super::{error::VaultError, objects, path};

/// The most files that are taken in.
pub(crate) const FILES: usize = 300_000;

/// A file, a link or a submodule in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: ObjectId,
    pub(crate) kind: EntryKind,
}

impl Entry {
    /// An ordinary file.
    pub(crate) fn file(id: ObjectId) -> Self {
        let kind = EntryKind::Blob;
        Self { id, kind }
    }

    /// Whether its object is bytes of this repository.
    pub(crate) fn is_blob(self) -> bool {
        !matches!(self.kind, EntryKind::Commit | EntryKind::Tree)
    }

    /// Whether it is a file, not a link.
    pub(crate) fn is_file(self) -> bool {
        matches!(self.kind, EntryKind::Blob | EntryKind::BlobExecutable)
    }
}

/// What became of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) old: Option<Entry>,
    pub(crate) new: Option<Entry>,
}

/// Paths that differ, in order.
pub(crate) type Differences = BTreeMap<String, Difference>;

/// All files of a tree.
pub(crate) fn files(
    repository: &Repository,
    tree: Option<ObjectId>,
) -> Result<BTreeMap<String, Entry>, VaultError> {
    let all = differences(repository, None, tree)?;
    Ok(all
        .into_iter()
        .filter_map(|(path, difference)| difference.new.map(|entry| (path, entry)))
        .collect())
}

/// The entry at a path.
pub(crate) fn entry(
    repository: &Repository,
    tree: Option<ObjectId>,
    path: &str,
) -> Result<Option<Entry>, VaultError> {
    let Some(tree) = tree else { return Ok(None) };
    let tree = repository.find_tree(tree).map_err(VaultError::repository)?;
    let found = tree
        .lookup_entry(path.split('/'))
        .map_err(VaultError::repository)?;
    Ok(found.map(|found| Entry {
        id: found.object_id(),
        kind: found.mode().kind(),
    }))
}

/// What differs between two trees.
pub(crate) fn differences(
    repository: &Repository,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
) -> Result<Differences, VaultError> {
    let mut found = Differences::new();
    let mut folders = vec![(String::new(), old, new)];
    let mut seen = 0;
    while let Some((prefix, old, new)) = folders.pop() {
        if old == new {
            continue;
        }
        let (old, new) = (level(repository, old)?, level(repository, new)?);
        seen += old.len() + new.len();
        if seen > 2 * FILES || prefix.matches('/').count() > path::DEPTH {
            return Err(VaultError::TooLarge {
                files: FILES,
                depth: path::DEPTH,
            });
        }
        for name in names(&old, &new) {
            let path = format!("{prefix}{name}");
            let (old, new) = (old.get(&name).copied(), new.get(&name).copied());
            if old == new {
                continue;
            }
            let (old_folder, old_file) = split(old);
            let (new_folder, new_file) = split(new);
            if old_folder.is_some() || new_folder.is_some() {
                folders.push((format!("{path}/"), old_folder, new_folder));
            }
            if old_file != new_file {
                found.insert(
                    path,
                    Difference {
                        old: old_file,
                        new: new_file,
                    },
                );
            }
        }
    }
    Ok(found)
}

fn names(old: &BTreeMap<String, Entry>, new: &BTreeMap<String, Entry>) -> Vec<String> {
    let mut names: Vec<_> = old.keys().chain(new.keys()).cloned().collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn split(entry: Option<Entry>) -> (Option<ObjectId>, Option<Entry>) {
    match entry {
        Some(entry) if entry.kind == EntryKind::Tree => (Some(entry.id), None),
        other => (None, other),
    }
}

/// One folder; a name that is no text, or leads elsewhere, is refused with the whole tree.
fn level(
    repository: &Repository,
    id: Option<ObjectId>,
) -> Result<BTreeMap<String, Entry>, VaultError> {
    let tree = objects::tree(repository, id)?;
    let mut level = BTreeMap::new();
    for entry in tree.entries {
        let refuse = |reason| VaultError::Path {
            path: entry.filename.to_str_lossy().into_owned(),
            reason,
        };
        let name = entry
            .filename
            .to_str()
            .map_err(|_| refuse(path::PathRefusal::NotText))?;
        path::check_segment(name).map_err(refuse)?;
        let value = Entry {
            id: entry.oid,
            kind: entry.mode.kind(),
        };
        level.insert(name.to_owned(), value);
    }
    Ok(level)
}

/// A tree with entries put in and taken out, written.
pub(crate) fn edited(
    repository: &Repository,
    tree: Option<ObjectId>,
    changes: &BTreeMap<String, Option<Entry>>,
) -> Result<ObjectId, VaultError> {
    let root = objects::tree(repository, tree)?;
    let mut editor = objs::tree::Editor::new(root, &repository.objects, repository.object_hash());
    // What goes, goes first: a note's name may become a folder's.
    for (path, _) in changes.iter().filter(|(_, entry)| entry.is_none()) {
        editor
            .remove(path.split('/'))
            .map_err(VaultError::repository)?;
    }
    for (path, entry) in changes {
        if let Some(entry) = entry {
            path::checked(path)?;
            editor
                .upsert(path.split('/'), entry.kind, entry.id)
                .map_err(VaultError::repository)?;
        }
    }
    editor.write(|tree: &Tree| objects::store_as(repository, tree))
}
