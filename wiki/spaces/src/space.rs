//! A space as a member sees it: what its log says, what their keys open, and what they write.

mod take;
#[cfg(test)]
mod tests;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use secta_wiki::{RevisionId, revision::Revision};

use crate::{
    EntryId, MAX_NAME_LETTERS, MemberId, SealFault, SpaceId,
    entry::{Entry, EntryFault},
    epoch::{EpochFault, Secrets},
    key::{Member, MemberKey},
    ledger::{Ledger, LedgerFault},
    plain::PlainFault,
    seal::EpochKey,
};

pub use self::write::{Founding, Regrouping};

/// What came of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is in the log now.
    New,
    /// It was there before.
    Known,
    /// It is an epoch that came too late, for another follows the same one: what it wanted of the members is to be
    /// done once more. What was sealed under it is read.
    Beside,
    /// It waits for an entry that is missing.
    Aside(EntryId),
}

/// Why something cannot be taken, or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpaceFault {
    /// The bytes.
    #[error(transparent)]
    Entry(#[from] EntryFault),
    /// The log.
    #[error(transparent)]
    Ledger(#[from] LedgerFault),
    /// The key of an epoch.
    #[error(transparent)]
    Epoch(#[from] EpochFault),
    /// Something sealed.
    #[error(transparent)]
    Seal(#[from] SealFault),
    /// A revision.
    #[error(transparent)]
    Plain(#[from] PlainFault),
    /// One is no member, or no longer one.
    #[error("this key is no member of the space now")]
    NoMember,
    /// A name is empty, too long, or not on one line.
    #[error("a name has 1 to {MAX_NAME_LETTERS} letters on one line")]
    Name,
    /// They are a member already.
    #[error("{0} is a member already")]
    AlreadyIn(MemberId),
    /// They are no member.
    #[error("{0} is no member")]
    NotIn(MemberId),
    /// Nobody would be left.
    #[error("nobody would be left in the space")]
    Empty,
    /// There would be too many.
    #[error("a space has at most {} members", crate::MAX_MEMBERS)]
    Full,
}

/// Something in the log that is of no use to this member.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The key of an epoch that names this member.
    #[error("the epoch {0}: {1}")]
    Epoch(EntryId, EpochFault),
    /// A key of an epoch before, which is not the one that was used then.
    #[error("a wrong key was given for the epoch {0}")]
    FormerKey(EntryId),
    /// Words do not open, though the key of their epoch is there.
    #[error("the entry {0}: {1}")]
    Sealed(EntryId, SealFault),
    /// Words are no revision.
    #[error("the entry {0}: {1}")]
    Plain(EntryId, PlainFault),
    /// What waited for a missing entry turned out not to belong into the log.
    #[error("the entry {0}: {1}")]
    Refused(EntryId, LedgerFault),
}

/// A space, with the key of one of its members.
#[derive(Clone, Debug)]
pub struct Space {
    key: MemberKey,
    ledger: Ledger,
    keys: BTreeMap<EntryId, EpochKey>,
    told: Option<Secrets>,
    aside: BTreeMap<EntryId, Vec<Entry>>,
    unread: Vec<Entry>,
    revisions: Vec<Revision>,
    known: BTreeSet<RevisionId>,
    beside: Vec<EntryId>,
    troubles: Vec<Trouble>,
}

impl Space {
    /// The space.
    pub fn id(&self) -> SpaceId {
        self.ledger.space()
    }

    /// What is known without keys.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The name of the space, as it was told last; `None` where no key opened it.
    pub fn name(&self) -> Option<&str> {
        self.told.as_ref().map(|told| told.name.as_str())
    }

    /// The members with their names, where they have some.
    pub fn members(&self) -> Vec<(Member, Option<&str>)> {
        let members = self.ledger.current().members.values();
        members
            .map(|member| (*member, self.name_of(&member.id())))
            .collect()
    }

    /// How somebody is called who is or was a member.
    pub fn name_of(&self, member: &MemberId) -> Option<&str> {
        let told = self.told.as_ref()?;
        told.names.get(member).map(String::as_str)
    }

    /// Whether this key is a member's now.
    pub fn is_member(&self) -> bool {
        self.ledger.current().members.contains_key(&self.key.id())
    }

    /// The revisions that could be read, in the order in which they came.
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// Whether a revision was read.
    pub fn has(&self, revision: &RevisionId) -> bool {
        self.known.contains(revision)
    }

    /// How many entries hold words that none of this member's keys open.
    pub fn unread(&self) -> usize {
        self.unread.len()
    }

    /// Entries that are missing, and how many wait for each.
    pub fn missing(&self) -> impl Iterator<Item = (EntryId, usize)> {
        self.aside.iter().map(|(id, waiting)| (*id, waiting.len()))
    }

    /// Epochs that came too late.
    pub fn beside(&self) -> &[EntryId] {
        &self.beside
    }

    /// What was of no use.
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }
}
