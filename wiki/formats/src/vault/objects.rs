//! Blobs, trees and commits, on the disk before anything points at them.

use std::{fs, path::PathBuf};

use gix::{
    ObjectId, Repository,
    objs::{self, Kind, Tree, WriteTo},
};

use super::{error::VaultError, files};

/// Writes an object and waits for the disk; one that is there and whole is left alone.
pub(crate) fn store(
    repository: &Repository,
    kind: Kind,
    data: &[u8],
) -> Result<ObjectId, VaultError> {
    let id =
        objs::compute_hash(repository.object_hash(), kind, data).map_err(VaultError::repository)?;
    if is_whole(repository, id, data) {
        return Ok(id);
    }
    let path = loose_path(repository, id);
    files::remove_if_there(&path)?;
    objs::Write::write_buf(&repository.objects, kind, data).map_err(VaultError::repository)?;
    files::sync_file(&path)?;
    if let Some(folder) = path.parent() {
        files::sync_folder(folder)?;
        files::sync_folder(&objects_folder(repository))?;
    }
    Ok(id)
}

/// Writes anything that has a form as an object.
pub(crate) fn store_as(
    repository: &Repository,
    object: &dyn WriteTo,
) -> Result<ObjectId, VaultError> {
    let mut data = Vec::new();
    object.write_to(&mut data).map_err(VaultError::repository)?;
    store(repository, object.kind(), &data)
}

/// The bytes of a blob.
pub(crate) fn blob(repository: &Repository, id: ObjectId) -> Result<Vec<u8>, VaultError> {
    let mut blob = repository.find_blob(id).map_err(VaultError::repository)?;
    Ok(blob.take_data())
}

/// How long a blob is, without reading it.
pub(crate) fn blob_bytes(repository: &Repository, id: ObjectId) -> Result<u64, VaultError> {
    let header = repository.find_header(id).map_err(VaultError::repository)?;
    Ok(header.size())
}

/// The id of what a commit holds.
pub(crate) fn tree_of(repository: &Repository, commit: ObjectId) -> Result<ObjectId, VaultError> {
    let commit = repository
        .find_commit(commit)
        .map_err(VaultError::repository)?;
    let tree = commit.tree_id().map_err(VaultError::repository)?;
    Ok(tree.detach())
}

/// A tree as a value; none is the empty one.
pub(crate) fn tree(repository: &Repository, id: Option<ObjectId>) -> Result<Tree, VaultError> {
    let Some(id) = id else {
        return Ok(Tree::empty());
    };
    let tree = repository.find_tree(id).map_err(VaultError::repository)?;
    let tree = tree.decode().map_err(VaultError::repository)?;
    Ok(tree.into())
}

/// What a file's bytes would be called.
pub(crate) fn blob_id(repository: &Repository, data: &[u8]) -> Result<ObjectId, VaultError> {
    objs::compute_hash(repository.object_hash(), Kind::Blob, data).map_err(VaultError::repository)
}

/// A power cut may have left a file of that name without its bytes.
fn is_whole(repository: &Repository, id: ObjectId, data: &[u8]) -> bool {
    let mut buffer = Vec::new();
    // The store itself is asked: above it, the empty tree is said to be there always.
    match objs::Find::try_find(&repository.objects, &id, &mut buffer) {
        Ok(Some(found)) => found.data == data,
        Ok(None) | Err(_) => false,
    }
}

fn objects_folder(repository: &Repository) -> PathBuf {
    repository.common_dir().join("objects")
}

fn loose_path(repository: &Repository, id: ObjectId) -> PathBuf {
    let hex = id.to_string();
    let (folder, file) = hex.split_at(2);
    objects_folder(repository).join(folder).join(file)
}

/// Removes what a killed writer left among the objects.
pub(crate) fn sweep(repository: &Repository) -> Result<(), VaultError> {
    let folder = objects_folder(repository);
    for entry in fs::read_dir(&folder).map_err(VaultError::io(&folder))? {
        let entry = entry.map_err(VaultError::io(&folder))?;
        if entry.file_name().to_string_lossy().starts_with(".tmp") {
            files::remove_if_there(&entry.path())?;
        }
    }
    Ok(())
}
