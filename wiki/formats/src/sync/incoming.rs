//! Judging what came before the branch takes it in.

use std::collections::BTreeSet;

use gix::{ObjectId, Repository, bstr::ByteSlice};

use super::{SyncError, outcome::Refusal};
use crate::{
    names::is_invisible,
    vault::{
        VaultError, objects,
        tree::{self, Differences},
    },
};

const AUTHORS: usize = 50;
const AUTHOR_CHARACTERS: usize = 60;

/// What the remote's side changes, or the file for which it is refused.
pub(super) enum Judged {
    Taken(Differences),
    Refused { path: String, reason: Refusal },
}

/// Looks at what differs between a base and the remote's side.
pub(super) fn judge(
    repository: &Repository,
    base: Option<ObjectId>,
    theirs: ObjectId,
    max_bytes: u64,
) -> Result<Judged, SyncError> {
    let differences = match tree::differences(repository, base, Some(theirs)) {
        Ok(differences) => differences,
        Err(VaultError::Path { path, reason }) => {
            let reason = Refusal::Path(reason);
            return Ok(Judged::Refused { path, reason });
        }
        Err(VaultError::TooLarge { .. }) => {
            return Ok(Judged::Refused {
                path: String::new(),
                reason: Refusal::Many,
            });
        }
        Err(error) => return Err(error.into()),
    };
    for (path, difference) in &differences {
        if let Err(reason) = crate::vault::path::check(path) {
            return Ok(refused(path, Refusal::Path(reason)));
        }
        let Some(entry) = difference.new.filter(|entry| entry.is_blob()) else {
            continue;
        };
        let bytes = objects::blob_bytes(repository, entry.id)?;
        if bytes > max_bytes {
            return Ok(refused(path, Refusal::Large { bytes }));
        }
    }
    Ok(Judged::Taken(differences))
}

fn refused(path: &str, reason: Refusal) -> Judged {
    Judged::Refused {
        path: path.to_owned(),
        reason,
    }
}

/// Whether a commit is another one or comes before it.
pub(super) fn is_ancestor(
    repository: &Repository,
    old: ObjectId,
    new: ObjectId,
) -> Result<bool, SyncError> {
    Ok(old == new || base(repository, old, new)? == Some(old))
}

/// The best commit that two have in common.
pub(super) fn base(
    repository: &Repository,
    one: ObjectId,
    other: ObjectId,
) -> Result<Option<ObjectId>, SyncError> {
    let base = repository
        .merge_base(one, other)
        .map_err(VaultError::repository)?;
    Ok(base.map(|base| base.detach()))
}

/// Who made the commits that are theirs and not ours.
pub(super) fn authors(
    repository: &Repository,
    ours: Option<ObjectId>,
    theirs: ObjectId,
) -> Result<BTreeSet<String>, SyncError> {
    let mut names = BTreeSet::new();
    let walk = repository
        .rev_walk([theirs])
        .with_hidden(ours)
        .all()
        .map_err(VaultError::repository)?;
    for info in walk {
        let id = info.map_err(VaultError::repository)?.id;
        let commit = repository.find_commit(id).map_err(VaultError::repository)?;
        // A commit that is too broken to have an author is still somebody's.
        if let Ok(author) = commit.author() {
            names.insert(seen_name(&author.name.to_str_lossy()));
        }
        if names.len() >= AUTHORS {
            break;
        }
    }
    names.remove("");
    Ok(names)
}

fn seen_name(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .take(AUTHOR_CHARACTERS)
        .collect::<String>()
        .trim()
        .to_owned()
}
