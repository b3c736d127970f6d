//! Merging two histories file by file.

use std::collections::{BTreeMap, BTreeSet};

use gix::{ObjectId, objs::Kind};

use super::{
    SyncError,
    git::Git,
    outcome::{Conflict, ConflictKind},
    text,
};
use crate::{
    names,
    vault::{
        objects,
        tree::{self, Difference, Differences, Entry},
        worktree,
    },
};

/// What their side does to ours.
pub(super) struct Merged {
    pub(super) tree: ObjectId,
    pub(super) conflicts: Vec<Conflict>,
}

/// Merges what they changed since the base into our tree.
pub(super) fn merge(
    git: &Git<'_>,
    base: Option<ObjectId>,
    ours: ObjectId,
    theirs: &Differences,
) -> Result<Merged, SyncError> {
    let repository = &git.vault.repository;
    let files = tree::files(repository, Some(ours))?;
    let mut merge = Merge {
        git,
        ours: tree::differences(repository, base, Some(ours))?,
        files,
        changes: BTreeMap::new(),
        conflicts: Vec::new(),
    };
    for (path, difference) in theirs {
        merge.take(path, *difference)?;
    }
    merge.part_files_from_folders();
    Ok(Merged {
        tree: tree::edited(repository, Some(ours), &merge.changes)?,
        conflicts: merge.conflicts,
    })
}

struct Merge<'a> {
    git: &'a Git<'a>,
    /// What we changed since the base.
    ours: Differences,
    /// All files as they will be.
    files: BTreeMap<String, Entry>,
    changes: BTreeMap<String, Option<Entry>>,
    conflicts: Vec<Conflict>,
}

impl Merge<'_> {
    fn take(&mut self, path: &str, theirs: Difference) -> Result<(), SyncError> {
        let Some(ours) = self.ours.get(path).copied() else {
            self.put(path, theirs.new);
            return Ok(());
        };
        match (ours.new, theirs.new) {
            (ours, theirs) if ours == theirs => {}
            (None, Some(_)) => {
                self.put(path, theirs.new);
                self.conflict(path, ConflictKind::RemovedHere);
            }
            (Some(_), None) => self.conflict(path, ConflictKind::RemovedThere),
            (Some(one), Some(other)) => self.both(path, theirs.old, one, other)?,
            (None, None) => {}
        }
        Ok(())
    }

    fn both(
        &mut self,
        path: &str,
        base: Option<Entry>,
        ours: Entry,
        theirs: Entry,
    ) -> Result<(), SyncError> {
        if ours.id == theirs.id && ours.is_file() && theirs.is_file() {
            return Ok(());
        }
        if !ours.is_file() || !theirs.is_file() {
            self.beside(path, theirs);
            return Ok(());
        }
        let (one, other) = (self.read(ours)?, self.read(theirs)?);
        let before = match base.filter(|base| base.is_file()) {
            Some(base) => self.read(base)?,
            None => Vec::new(),
        };
        let texts = [&one, &before, &other].map(|data| text::read(data));
        let [Some(one), Some(before), Some(other)] = texts else {
            self.beside(path, theirs);
            return Ok(());
        };
        let merged = text::merge(&self.git.settings.words, [one, before, other]);
        let text = merged.text.as_bytes();
        let id = objects::store(&self.git.vault.repository, Kind::Blob, text)?;
        self.put(path, Some(Entry { id, ..ours }));
        if merged.conflicts > 0 {
            self.conflict(path, ConflictKind::Marked);
        }
        Ok(())
    }

    /// Keeps theirs under a name of its own.
    fn beside(&mut self, path: &str, theirs: Entry) {
        let copy = self.copy_name(path);
        self.put(&copy, Some(theirs));
        self.conflict(path, ConflictKind::Beside { copy });
    }

    fn copy_name(&self, path: &str) -> String {
        let start = path.rfind('/').map_or(0, |at| at + 1);
        let dot = path[start..].rfind('.').filter(|at| *at > 0);
        let (stem, ending) = path.split_at(dot.map_or(path.len(), |at| start + at));
        let (folder, name) = stem.split_at(start);
        let name = worktree::shortened(name);
        let stem = format!("{folder}{name} ({})", self.git.settings.words.theirs);
        names::free(&stem, ending, self.files.keys().map(String::as_str))
    }

    /// A file in whose place the other side has a folder gets another name.
    fn part_files_from_folders(&mut self) {
        let paths: BTreeSet<_> = self.files.keys().cloned().collect();
        let folders: BTreeSet<_> = paths
            .iter()
            .flat_map(|path| {
                path.match_indices('/')
                    .map(|(end, _)| path[..end].to_owned())
            })
            .collect();
        for path in paths.intersection(&folders) {
            let Some(entry) = self.files.get(path).copied() else {
                continue;
            };
            let copy = self.copy_name(path);
            self.put(&copy, Some(entry));
            self.files.remove(path);
            // The folder's files, written later, take the place; where the file was ours it goes first.
            self.changes.insert(path.clone(), None);
            self.conflict(path, ConflictKind::Beside { copy });
        }
        self.rewrite_files_of_folders();
    }

    /// Taking a file away also takes what was to stand in a folder of its name, so that is put in again.
    fn rewrite_files_of_folders(&mut self) {
        let removed: Vec<_> = self
            .changes
            .iter()
            .filter(|(_, entry)| entry.is_none())
            .map(|(path, _)| format!("{path}/"))
            .collect();
        for folder in removed {
            let inside: Vec<_> = self
                .files
                .range(folder.clone()..)
                .take_while(|(path, _)| path.starts_with(&folder))
                .map(|(path, entry)| (path.clone(), *entry))
                .collect();
            for (path, entry) in inside {
                self.changes.insert(path, Some(entry));
            }
        }
    }

    fn put(&mut self, path: &str, entry: Option<Entry>) {
        match entry {
            Some(entry) => self.files.insert(path.to_owned(), entry),
            None => self.files.remove(path),
        };
        self.changes.insert(path.to_owned(), entry);
    }

    fn read(&self, entry: Entry) -> Result<Vec<u8>, SyncError> {
        Ok(objects::blob(&self.git.vault.repository, entry.id)?)
    }

    fn conflict(&mut self, path: &str, kind: ConflictKind) {
        let path = path.to_owned();
        self.conflicts.push(Conflict { path, kind });
    }
}
