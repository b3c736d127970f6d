//! Files: the few operations that everything durable is made of.
//!
//! Paths are relative, with `/` between their parts. [`put`] is the only way in which files are made: after it returns
//! they are on the disk, and whenever the process or the machine dies within it, each of them is whole, or is as it was.

mod borrowed;
mod folder;
mod memory;

use std::{collections::BTreeSet, io};

pub use self::{
    folder::{Folder, ReadOnly},
    memory::Memory,
};

/// Where files are made before they get their name.
pub const UNFINISHED: &str = ".new";

/// Files that can be read.
pub trait Source {
    /// Reads a file whole; nothing when there is none.
    ///
    /// # Errors
    ///
    /// When it cannot be told.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;
}

/// Files that can be changed, by one owner.
pub trait Disk: Source {
    /// Makes or replaces a file, and the folders it is in; not yet durable, and not whole if the process dies within.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Waits until a file's bytes are on the disk.
    ///
    /// # Errors
    ///
    /// When they may not be.
    fn sync(&mut self, path: &str) -> io::Result<()>;

    /// Gives a file another name, in the place of a file that had it, at once; makes the folders it will be in.
    ///
    /// # Errors
    ///
    /// When it keeps its name.
    fn rename(&mut self, from: &str, to: &str) -> io::Result<()>;

    /// Waits until the names in a folder are on the disk; `""` is the folder of all.
    ///
    /// # Errors
    ///
    /// When they may not be.
    fn sync_folder(&mut self, folder: &str) -> io::Result<()>;

    /// Removes a file, or a folder with all that is in it, if it is there; not yet durable.
    ///
    /// # Errors
    ///
    /// When a part of it may be left.
    fn remove(&mut self, path: &str) -> io::Result<()>;

    /// Lists the files in a folder and in the folders in it, in order.
    ///
    /// # Errors
    ///
    /// When it cannot be told.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;
}

/// Makes or replaces files durably, each of them whole or not at all.
///
/// # Errors
///
/// When they may not be durable; each is whole, or is as it was.
pub fn put(disk: &mut impl Disk, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let unfinished = |number| format!("{UNFINISHED}/{number}");
    for (number, (_, bytes)) in files.iter().enumerate() {
        disk.write(&unfinished(number), bytes)?;
    }
    for number in 0..files.len() {
        disk.sync(&unfinished(number))?;
    }
    for (number, (path, _)) in files.iter().enumerate() {
        disk.rename(&unfinished(number), path)?;
    }
    let folders: BTreeSet<&str> = files
        .iter()
        .flat_map(|(path, _)| folders_of(path))
        .collect();
    folders
        .into_iter()
        .rev()
        .try_for_each(|folder| disk.sync_folder(folder))
}

/// The folders that a path leads through, the outermost first.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    let inner = path.match_indices('/').map(|(end, _)| &path[..end]);
    std::iter::once("").chain(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_through_its_folders() {
        let through: Vec<&str> = folders_of("tile/0/x001/000").collect();
        assert_eq!(through, ["", "tile", "tile/0", "tile/0/x001"]);
        assert_eq!(folders_of("checkpoint").collect::<Vec<_>>(), [""]);
    }
}
