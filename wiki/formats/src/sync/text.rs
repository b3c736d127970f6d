//! Merging one text, as `git merge-file` does.

use std::{fs, path::Path};

use super::{SyncError, git::Git};
use crate::vault::{VaultError, files};

/// Whether bytes are a text that lines can be merged of.
pub(super) fn is_text(data: &[u8]) -> bool {
    !data.contains(&0) && std::str::from_utf8(data).is_ok()
}

/// Merges two texts with what they came from; says whether both had to be kept.
pub(super) fn merge(
    git: &Git<'_>,
    ours: &[u8],
    base: &[u8],
    theirs: &[u8],
) -> Result<(Vec<u8>, bool), SyncError> {
    let folder = git.vault.own_folder().join("merge");
    clear(&folder)?;
    files::make_folder(&folder)?;
    let names = ["ours", "base", "theirs"].map(|name| folder.join(name));
    for (path, data) in names.iter().zip([ours, base, theirs]) {
        fs::write(path, data).map_err(VaultError::io(path))?;
    }
    let marked = git.merge_file([&names[0], &names[1], &names[2]])?;
    let merged = fs::read(&names[0]).map_err(VaultError::io(&names[0]))?;
    clear(&folder)?;
    Ok((merged, marked))
}

fn clear(folder: &Path) -> Result<(), VaultError> {
    match fs::remove_dir_all(folder) {
        Err(error) if !files::absent(&error) => Err(VaultError::io(folder)(error)),
        _ => Ok(()),
    }
}
