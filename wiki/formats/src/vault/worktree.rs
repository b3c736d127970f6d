//! The folder that people see, brought up to what the branch holds.
//!
//! A file that somebody changed in the folder itself is moved aside under a name of its own before another takes its
//! place. Links are never followed and never made: a link of the repository becomes a file with the target's name in it.
//! What is hidden ([`path::is_hidden`]) is not shown.

use std::{
    fs,
    path::{Path, PathBuf},
};

use gix::{ObjectId, Repository};

use super::{
    VaultSettings,
    error::VaultError,
    files, objects, path,
    tree::{self, Difference, Entry},
};
use crate::names;

/// Brings the folder from one tree to another; done twice, it changes nothing.
pub(crate) fn bring(
    repository: &Repository,
    settings: &VaultSettings,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
) -> Result<(), VaultError> {
    let differences = tree::differences(repository, old, new)?;
    let place = Place {
        repository,
        root: &settings.root,
        aside: &settings.aside,
    };
    let shown = |path: &str, difference: &Difference| {
        let entry = difference.new.filter(|entry| entry.is_blob());
        entry.filter(|_| !path::is_hidden(path))
    };
    for (path, difference) in &differences {
        if shown(path, difference).is_none() {
            place.remove(path, difference)?;
        }
    }
    for (path, difference) in &differences {
        if let Some(entry) = shown(path, difference) {
            place.put(path, difference.old, entry)?;
        }
    }
    Ok(())
}

struct Place<'a> {
    repository: &'a Repository,
    root: &'a Path,
    aside: &'a str,
}

impl Place<'_> {
    fn remove(&self, path: &str, difference: &Difference) -> Result<(), VaultError> {
        path::checked(path)?;
        let file = self.root.join(path);
        if !self.leads_inside(path) || !is_plain_file(&file) {
            return Ok(());
        }
        if self.holds(&file, difference.old)? {
            files::remove_if_there(&file)?;
            self.remove_empty_folders(path);
        }
        Ok(())
    }

    fn put(&self, path: &str, old: Option<Entry>, new: Entry) -> Result<(), VaultError> {
        path::checked(path)?;
        self.make_folders(path)?;
        let file = self.root.join(path);
        if self.holds(&file, Some(new))? {
            return Ok(());
        }
        if !self.holds(&file, old)? {
            move_aside(&file, self.aside)?;
        }
        files::write_whole(&file, &objects::blob(self.repository, new.id)?)
    }

    /// Whether a plain file stands there with just these bytes.
    fn holds(&self, file: &Path, entry: Option<Entry>) -> Result<bool, VaultError> {
        let Some(entry) = entry.filter(|entry| entry.is_blob()) else {
            return Ok(false);
        };
        if !is_plain_file(file) {
            return Ok(false);
        }
        let Some(data) = files::read_if_there(file)? else {
            return Ok(false);
        };
        Ok(objects::blob_id(self.repository, &data)? == entry.id)
    }

    /// Whether every folder on the way is a folder, not a link.
    fn leads_inside(&self, path: &str) -> bool {
        self.folders(path).iter().all(|folder| is_folder(folder))
    }

    fn make_folders(&self, path: &str) -> Result<(), VaultError> {
        for folder in self.folders(path) {
            if is_folder(&folder) {
                continue;
            }
            move_aside(&folder, self.aside)?;
            fs::create_dir(&folder).map_err(VaultError::io(&folder))?;
        }
        Ok(())
    }

    fn remove_empty_folders(&self, path: &str) {
        for folder in self.folders(path).iter().rev() {
            // One that is not empty stays.
            if fs::remove_dir(folder).is_err() {
                return;
            }
        }
    }

    fn folders(&self, path: &str) -> Vec<PathBuf> {
        path.match_indices('/')
            .map(|(end, _)| self.root.join(&path[..end]))
            .collect()
    }
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

fn is_plain_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
}

/// Gives what stands in the way a name of its own; nothing there is fine.
fn move_aside(path: &Path, words: &str) -> Result<(), VaultError> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    let words = names::name(words).unwrap_or_default();
    let stem = shortened(&part(path.file_stem())).to_owned();
    let ending = path
        .extension()
        .map(|_| format!(".{}", part(path.extension())))
        .unwrap_or_default();
    for number in 1..=u32::MAX {
        let number = match number {
            1 => String::new(),
            more => format!(" {more}"),
        };
        let aside = path.with_file_name(format!("{stem} ({words}){number}{ending}"));
        if fs::symlink_metadata(&aside).is_err() {
            return fs::rename(path, &aside).map_err(VaultError::io(path));
        }
    }
    Ok(())
}

/// So much of a name that more can be put behind it.
pub(crate) fn shortened(name: &str) -> &str {
    const ROOM: usize = 180;
    let end = name
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take_while(|end| *end <= ROOM)
        .last();
    &name[..end.unwrap_or(0)]
}

fn part(name: Option<&std::ffi::OsStr>) -> String {
    name.map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
