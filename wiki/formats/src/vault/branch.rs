//! Refs: where they point, and moving them so that it lasts.
//!
//! Reading is gix's. Writing follows Git's own protocol by hand, a lock file that is waited for and renamed, because gix
//! does not wait for the disk.

use std::{fs, path::PathBuf};

use gix::{ObjectId, Repository};

use super::{error::VaultError, files};

/// The remote's branch, as it was when we last agreed with it.
pub(crate) const SEEN: &str = "refs/secta/seen";
/// The remote's branch, as it was just fetched.
pub(crate) const INCOMING: &str = "refs/secta/incoming";

/// The full name of a branch.
pub(crate) fn full_name(branch: &str) -> String {
    format!("refs/heads/{branch}")
}

/// Whether a branch may be called so.
pub(crate) fn check_name(branch: &str) -> Result<(), VaultError> {
    let full = full_name(branch);
    let fine =
        !branch.starts_with('-') && gix::validate::reference::name(full.as_str().into()).is_ok();
    fine.then_some(())
        .ok_or_else(|| VaultError::BranchName(branch.to_owned()))
}

/// Where a ref points.
pub(crate) fn read(repository: &Repository, name: &str) -> Result<Option<ObjectId>, VaultError> {
    let found = repository
        .try_find_reference(name)
        .map_err(VaultError::repository)?;
    Ok(found.and_then(|found| found.try_id().map(|id| id.detach())))
}

/// Moves a ref from where it was expected to be.
pub(crate) fn point(
    repository: &Repository,
    name: &str,
    from: Option<ObjectId>,
    to: ObjectId,
) -> Result<(), VaultError> {
    let path = file(repository, name);
    let lock = lock_file(repository, name);
    if let Some(folder) = path.parent() {
        files::make_folder(folder)?;
    }
    files::write_new(&lock, format!("{to}\n").as_bytes())?;
    if read(repository, name)? != from {
        files::remove_if_there(&lock)?;
        return Err(VaultError::MovedOn);
    }
    fs::rename(&lock, &path).map_err(VaultError::io(&path))?;
    match path.parent() {
        Some(folder) => files::sync_folder(folder),
        None => Ok(()),
    }
}

/// Forgets one of the vault's own refs, which are never packed by it.
pub(crate) fn forget(repository: &Repository, name: &str) -> Result<(), VaultError> {
    use gix::refs::transaction::{Change, PreviousValue, RefEdit, RefLog};
    if read(repository, name)?.is_none() {
        return Ok(());
    }
    let edit = RefEdit {
        change: Change::Delete {
            expected: PreviousValue::Any,
            log: RefLog::AndReference,
        },
        name: name.try_into().map_err(VaultError::repository)?,
        deref: false,
    };
    repository
        .edit_reference(edit)
        .map_err(VaultError::repository)?;
    Ok(())
}

/// Removes locks that killed processes left; the vault's lock is held, so nobody living owns them.
pub(crate) fn sweep(repository: &Repository, branch: &str) -> Result<(), VaultError> {
    for name in [
        &full_name(branch),
        SEEN,
        INCOMING,
        "HEAD",
        "index",
        "packed-refs",
        "config",
    ] {
        files::remove_if_there(&lock_file(repository, name))?;
    }
    Ok(())
}

fn file(repository: &Repository, name: &str) -> PathBuf {
    repository.common_dir().join(name)
}

fn lock_file(repository: &Repository, name: &str) -> PathBuf {
    repository.common_dir().join(format!("{name}.lock"))
}
