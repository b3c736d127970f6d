//! Files in memory, for tests and for looking at what was fetched.

use std::{collections::BTreeMap, io};

use crate::log::disk::{Disk, Source};

/// Files in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// The files by their paths.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Source for Memory {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.files.get(path).cloned())
    }
}

impl Disk for Memory {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.files.insert(path.to_owned(), bytes.to_owned());
        Ok(())
    }

    fn sync(&mut self, _path: &str) -> io::Result<()> {
        Ok(())
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        let bytes = self.files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        self.files.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn sync_folder(&mut self, _folder: &str) -> io::Result<()> {
        Ok(())
    }

    fn remove(&mut self, path: &str) -> io::Result<()> {
        self.files
            .retain(|file, _| file != path && !is_in(file, path));
        Ok(())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let within = self.files.keys().filter(|path| is_in(path, folder));
        Ok(within.cloned().collect())
    }
}

fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.starts_with('/'))
}
