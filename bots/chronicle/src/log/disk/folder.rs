//! Files in a folder.

use std::{
    fs::{self, File},
    io,
    path::{Component, Path, PathBuf},
};

use crate::log::disk::{Disk, Source};

/// The file whose lock keeps a second owner out.
const LOCK: &str = ".lock";

/// A folder whose files one process at a time may change.
#[derive(Debug)]
pub struct Folder {
    files: ReadOnly,
    _lock: File,
}

/// A folder whose files are only read; another process may be changing them.
#[derive(Clone, Debug)]
pub struct ReadOnly {
    root: PathBuf,
}

impl Folder {
    /// Opens a folder to change its files, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::WouldBlock`] while another owner has it open; or what the disk says.
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        fs::create_dir_all(&root)?;
        let lock = File::create(root.join(LOCK))?;
        lock.try_lock()?;
        if let Some(parent) = root.parent().filter(|parent| parent.is_dir()) {
            File::open(parent)?.sync_all()?;
        }
        Ok(Self {
            files: ReadOnly { root },
            _lock: lock,
        })
    }
}

impl ReadOnly {
    /// Opens a folder to read its files.
    #[must_use]
    pub fn open(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where a path is; paths never lead out of the folder.
    fn at(&self, path: &str) -> io::Result<PathBuf> {
        let inside = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if inside {
            Ok(self.root.join(path))
        } else {
            Err(io::ErrorKind::InvalidInput.into())
        }
    }
}

impl Source for ReadOnly {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        present(fs::read(self.at(path)?))
    }
}

impl Source for Folder {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        self.files.read(path)
    }
}

impl Disk for Folder {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let at = self.files.at(path)?;
        make_parent(&at)?;
        fs::write(at, bytes)
    }

    fn sync(&mut self, path: &str) -> io::Result<()> {
        File::open(self.files.at(path)?)?.sync_all()
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        let to = self.files.at(to)?;
        make_parent(&to)?;
        fs::rename(self.files.at(from)?, to)
    }

    fn sync_folder(&mut self, folder: &str) -> io::Result<()> {
        File::open(self.files.at(folder)?)?.sync_all()
    }

    fn remove(&mut self, path: &str) -> io::Result<()> {
        let at = self.files.at(path)?;
        let removed = if at.is_dir() {
            fs::remove_dir_all(at)
        } else {
            fs::remove_file(at)
        };
        present(removed).map(drop)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut files = Vec::new();
        list_into(&self.files.at(folder)?, folder, &mut files)?;
        files.sort();
        Ok(files)
    }
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Takes a missing file or folder for nothing.
fn present<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if is_absence(error.kind()) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_absence(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
    )
}

fn list_into(at: &Path, path: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in present(fs::read_dir(at))?.into_iter().flatten() {
        let entry = entry?;
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list_into(&entry.path(), &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_owner_at_a_time() {
        let place = tempfile::tempdir().unwrap();
        let first = Folder::open(place.path()).unwrap();
        let second = Folder::open(place.path()).unwrap_err();
        assert_eq!(second.kind(), io::ErrorKind::WouldBlock);
        drop(first);
        assert!(Folder::open(place.path()).is_ok());
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("secret"), "s").unwrap();
        let mut folder = Folder::open(place.path().join("log")).unwrap();
        let outside = place.path().join("secret");
        for path in ["../secret", "a/../../secret", outside.to_str().unwrap()] {
            assert!(folder.read(path).is_err(), "{path}");
            assert!(folder.write(path, b"t").is_err(), "{path}");
        }
        assert_eq!(fs::read(outside).unwrap(), b"s");
    }

    #[test]
    fn files_are_made_listed_renamed_and_removed() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        folder.write("new/1", b"one").unwrap();
        folder.sync("new/1").unwrap();
        folder.rename("new/1", "a/b/one").unwrap();
        folder.sync_folder("a/b").unwrap();
        folder.sync_folder("").unwrap();
        assert_eq!(folder.list("a").unwrap(), ["a/b/one"]);
        assert_eq!(folder.read("a/b/one").unwrap().unwrap(), b"one");
        assert_eq!(folder.read("a/b").unwrap(), None);
        assert_eq!(folder.read("a/b/one/two").unwrap(), None);
        folder.remove("a").unwrap();
        folder.remove("a").unwrap();
        assert!(folder.list("a").unwrap().is_empty());
    }
}
