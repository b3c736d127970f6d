//! Files on the disk: written whole or not at all, and waited for.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    path::Path,
};

use super::error::VaultError;

/// How names of unfinished files begin.
pub(crate) const TEMPORARY: &str = ".secta-unfinished";

/// Writes beside the file, waits for the disk and renames.
pub(crate) fn write_whole(path: &Path, data: &[u8]) -> Result<(), VaultError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let temporary = folder.join(TEMPORARY);
    remove_if_there(&temporary)?;
    write_new(&temporary, data)?;
    fs::rename(&temporary, path).map_err(VaultError::io(path))?;
    sync_folder(folder)
}

/// Writes a file that must not be there yet, and waits for the disk.
pub(crate) fn write_new(path: &Path, data: &[u8]) -> Result<(), VaultError> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(VaultError::io(path))?;
    file.write_all(data).map_err(VaultError::io(path))?;
    file.sync_all().map_err(VaultError::io(path))
}

/// Waits until what is in a file is on the disk.
pub(crate) fn sync_file(path: &Path) -> Result<(), VaultError> {
    let file = File::open(path).map_err(VaultError::io(path))?;
    file.sync_all().map_err(VaultError::io(path))
}

/// Waits until the names in a folder are on the disk.
pub(crate) fn sync_folder(path: &Path) -> Result<(), VaultError> {
    sync_file(path)
}

/// Makes a folder and those above it.
pub(crate) fn make_folder(path: &Path) -> Result<(), VaultError> {
    fs::create_dir_all(path).map_err(VaultError::io(path))
}

/// Removes a file; that it is not there is fine.
pub(crate) fn remove_if_there(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Err(error) if !absent(&error) => Err(VaultError::io(path)(error)),
        _ => Ok(()),
    }
}

/// A file's bytes, where there is one.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, VaultError> {
    match fs::read(path) {
        Ok(data) => Ok(Some(data)),
        Err(error) if absent(&error) => Ok(None),
        Err(error) => Err(VaultError::io(path)(error)),
    }
}

/// Whether an error says that there is no such file.
pub(crate) fn absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
