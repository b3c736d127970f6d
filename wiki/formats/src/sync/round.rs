//! One exchange: fetch, take in, push.

use std::collections::BTreeSet;

use gix::ObjectId;

use super::{
    SyncError, SyncSettings,
    git::{self, Git, Pushed},
    incoming::{self, Judged},
    merge,
    outcome::{Conflict, Outcome, Push, Report},
    remote::Remote,
    summary,
};
use crate::vault::{CommitId, Vault, VaultError, branch, operations, path::is_hidden, tree};

/// What is known of an exchange so far.
struct Round<'a> {
    remote: &'a Remote,
    settings: &'a SyncSettings,
    at_ms: i64,
    authors: BTreeSet<String>,
    conflicts: Vec<Conflict>,
}

/// Where taking in ended.
enum Taken {
    /// The branch holds what the remote holds.
    In,
    Stopped(Outcome),
}

impl Vault {
    /// Takes in what others pushed, and pushes what is ours. Blocks for as long as the remote takes.
    ///
    /// Where theirs was taken in but ours did not arrive, the report says so, with the reason.
    ///
    /// # Errors
    ///
    /// Why the remote could not be asked; [`SyncError::passes`] tells whether to try again later.
    pub fn sync(
        &mut self,
        remote: &Remote,
        settings: &SyncSettings,
        at_ms: i64,
    ) -> Result<Outcome, SyncError> {
        let before = self.head_id()?;
        let mut round = Round {
            remote,
            settings,
            at_ms,
            authors: BTreeSet::new(),
            conflicts: Vec::new(),
        };
        for attempt in 1..=settings.attempts.max(1) {
            let theirs = match round.git(self).fetch() {
                Ok(theirs) => theirs,
                // What an earlier attempt took in has to be told.
                Err(error) if attempt > 1 => {
                    return round.report(self, before, Push::Failed(error));
                }
                Err(error) => return Err(error),
            };
            match round.take_in(self, theirs)? {
                Taken::In => {}
                Taken::Stopped(outcome) if attempt == 1 => return Ok(outcome),
                Taken::Stopped(_) => break,
            }
            match round.push(self, theirs) {
                Ok(Some(push)) => return round.report(self, before, push),
                Ok(None) => {}
                Err(error) => return round.report(self, before, Push::Failed(error)),
            }
        }
        let attempts = settings.attempts;
        round.report(self, before, Push::Failed(SyncError::Raced { attempts }))
    }

    /// Forgets what the remote held, so that the next exchange takes it as it is: after people agreed on what a rewound
    /// branch means, or before another remote.
    ///
    /// # Errors
    ///
    /// When the repository cannot be written.
    pub fn forget_remote(&mut self) -> Result<(), VaultError> {
        branch::forget(&self.repository, branch::SEEN)
    }

    /// Packs the repository's objects, which pile up with every commit. To be called once in a while, such as daily.
    ///
    /// # Errors
    ///
    /// When the `git` command fails or takes too long; nothing is lost then.
    pub fn pack(&mut self, settings: &SyncSettings) -> Result<(), SyncError> {
        git::collect_garbage(self, settings)
    }

    fn see(&self, theirs: ObjectId) -> Result<(), VaultError> {
        let seen = branch::read(&self.repository, branch::SEEN)?;
        if seen == Some(theirs) {
            return Ok(());
        }
        branch::point(&self.repository, branch::SEEN, seen, theirs)
    }
}

impl<'a> Round<'a> {
    fn git<'b>(&'b self, vault: &'b Vault) -> Git<'b> {
        Git {
            vault,
            settings: self.settings,
            remote: self.remote,
        }
    }

    fn take_in(&mut self, vault: &mut Vault, theirs: Option<ObjectId>) -> Result<Taken, SyncError> {
        if let Some(outcome) = rewound(vault, theirs)? {
            return Ok(Taken::Stopped(outcome));
        }
        let Some(theirs) = theirs else {
            return Ok(Taken::In);
        };
        let stopped = match vault.head_id()? {
            None => self.begin_with(vault, theirs)?,
            Some(ours) if incoming::is_ancestor(&vault.repository, theirs, ours)? => None,
            Some(ours) => self.join(vault, ours, theirs)?,
        };
        if let Some(outcome) = stopped {
            return Ok(Taken::Stopped(outcome));
        }
        vault.see(theirs)?;
        Ok(Taken::In)
    }

    /// An empty vault becomes what the remote is.
    fn begin_with(
        &mut self,
        vault: &mut Vault,
        theirs: ObjectId,
    ) -> Result<Option<Outcome>, SyncError> {
        let tree = tree_of(vault, theirs)?;
        match incoming::judge(&vault.repository, None, tree, self.settings.max_file_bytes)? {
            Judged::Refused { path, reason } => Ok(Some(Outcome::Refused { path, reason })),
            Judged::Taken(_) => {
                self.authors
                    .extend(incoming::authors(&vault.repository, None, theirs)?);
                vault.advance(None, theirs)?;
                Ok(None)
            }
        }
    }

    fn join(
        &mut self,
        vault: &mut Vault,
        ours: ObjectId,
        theirs: ObjectId,
    ) -> Result<Option<Outcome>, SyncError> {
        let base = incoming::base(&vault.repository, ours, theirs)?;
        let base_tree = vault.tree_at(base)?;
        let their_tree = tree_of(vault, theirs)?;
        let max_bytes = self.settings.max_file_bytes;
        let changed = match incoming::judge(&vault.repository, base_tree, their_tree, max_bytes)? {
            Judged::Taken(changed) => changed,
            Judged::Refused { path, reason } => {
                return Ok(Some(Outcome::Refused { path, reason }));
            }
        };
        if base.is_none() {
            let paths = clashes(vault, ours, &changed)?;
            if !paths.is_empty() {
                return Ok(Some(Outcome::Unrelated { paths }));
            }
        }
        let names = incoming::authors(&vault.repository, Some(ours), theirs)?;
        vault.disbelieve(ours, theirs)?;
        if base == Some(ours) {
            vault.advance(Some(ours), theirs)?;
        } else {
            self.merge(vault, base_tree, [ours, theirs], &changed)?;
        }
        self.authors.extend(names);
        Ok(None)
    }

    fn merge(
        &mut self,
        vault: &mut Vault,
        base: Option<ObjectId>,
        [ours, theirs]: [ObjectId; 2],
        changed: &tree::Differences,
    ) -> Result<(), SyncError> {
        let our_tree = tree_of(vault, ours)?;
        let merged = merge::merge(&self.git(vault), base, our_tree, changed)?;
        let signature = self.settings.author.at(self.at_ms, &self.settings.zone);
        let message = format!("{}\n", operations::clean(&self.settings.words.merge));
        let id = vault.store_commit(merged.tree, vec![ours, theirs], signature, message)?;
        vault.advance(Some(ours), id)?;
        self.conflicts.extend(merged.conflicts);
        Ok(())
    }

    /// Pushes what is ours; `None` where the remote moved on.
    fn push(&self, vault: &Vault, theirs: Option<ObjectId>) -> Result<Option<Push>, SyncError> {
        let Some(ours) = vault.head_id()?.filter(|ours| Some(*ours) != theirs) else {
            return Ok(Some(Push::Nothing));
        };
        match self.git(vault).push(ours)? {
            Pushed::Done => {
                vault.see(ours)?;
                Ok(Some(Push::Done))
            }
            Pushed::Behind => Ok(None),
        }
    }

    fn report(
        self,
        vault: &Vault,
        before: Option<ObjectId>,
        push: Push,
    ) -> Result<Outcome, SyncError> {
        let head = vault.head_id()?;
        let (old, new) = (vault.tree_at(before)?, vault.tree_at(head)?);
        let files = summary::between(&vault.repository, old, new)?.into_iter();
        let (hidden, files): (Vec<_>, Vec<_>) = files.partition(|file| is_hidden(&file.path));
        Ok(Outcome::Synced(Report {
            head: head.map(CommitId),
            files,
            hidden: hidden.into_iter().map(|file| file.path).collect(),
            authors: self.authors.into_iter().collect(),
            conflicts: self.conflicts,
            push,
        }))
    }
}

fn tree_of(vault: &Vault, commit: ObjectId) -> Result<ObjectId, VaultError> {
    crate::vault::objects::tree_of(&vault.repository, commit)
}

/// Whether the remote lost what it had.
fn rewound(vault: &Vault, theirs: Option<ObjectId>) -> Result<Option<Outcome>, SyncError> {
    let Some(seen) = branch::read(&vault.repository, branch::SEEN)? else {
        return Ok(None);
    };
    let kept = match theirs {
        Some(theirs) => incoming::is_ancestor(&vault.repository, seen, theirs)?,
        None => false,
    };
    Ok((!kept).then_some(Outcome::Rewound {
        seen: CommitId(seen),
        now: theirs.map(CommitId),
    }))
}

/// The files that two histories without a common past both have, and differently; also a file in a folder's place.
fn clashes(
    vault: &Vault,
    ours: ObjectId,
    changed: &tree::Differences,
) -> Result<Vec<String>, VaultError> {
    let files = tree::files(&vault.repository, vault.tree_at(Some(ours))?)?;
    let differs = |path: &str, entry: Option<tree::Entry>| {
        files.get(path).is_some_and(|ours| Some(*ours) != entry)
            || path
                .match_indices('/')
                .any(|(end, _)| files.contains_key(&path[..end]))
            || files
                .range(format!("{path}/")..)
                .next()
                .is_some_and(|(other, _)| other.starts_with(&format!("{path}/")))
    };
    Ok(changed
        .iter()
        .filter(|(path, difference)| differs(path, difference.new))
        .map(|(path, _)| path.clone())
        .collect())
}
