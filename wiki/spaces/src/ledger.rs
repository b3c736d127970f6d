//! Who may write what in a space, and in which order: judged from the entries alone, without any key to read them. The
//! node keeps only what is [`Standing::Next`]; members judge what the node gives them once more.
//!
//! - An epoch follows another and is begun by one of its members. The first that follows the current one becomes the
//!   current one. Another that follows the same one came too late: it begins nothing, but its key still reads what was
//!   sealed with it, and what it wanted of the members is to be done once more, by whoever wanted it.
//! - Words are written by a member of the epoch that they name who is a member of the current one too: whoever was
//!   removed adds nothing, under no epoch.
//! - Each entry names its author's one before: none can be left out, repeated or put elsewhere unnoticed.
//!
//! The order is the node's. A node that conspires with somebody who was removed can show other epochs to those who have
//! seen none yet; those who have keep to what they saw first.

mod fault;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    EntryId, MemberId, SpaceId,
    entry::{Body, Entry, Roster},
    key::Member,
};

pub use self::fault::LedgerFault;

/// Where an entry stands that belongs into the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is there already.
    Known,
    /// It comes next, under the current epoch.
    Next,
    /// It comes next, but its epoch has ended: another follows the one it names.
    Late,
}

/// An epoch that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// How many epochs were before it.
    pub number: u32,
    /// The epoch that it follows; [`EntryId::NONE`] for the first.
    pub follows: EntryId,
    /// Who began it.
    pub by: MemberId,
    /// Its members.
    pub members: BTreeMap<MemberId, Member>,
    pub(crate) commitment: [u8; 32],
}

/// What is known of a log without any key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    space: SpaceId,
    current: EntryId,
    epochs: BTreeMap<EntryId, Epoch>,
    last: BTreeMap<MemberId, EntryId>,
    known: BTreeSet<EntryId>,
}

impl Ledger {
    /// A log that begins with this entry.
    ///
    /// # Errors
    ///
    /// When it founds no space.
    pub fn begin(founding: &Entry) -> Result<Self, LedgerFault> {
        let Body::Founded(roster) = &founding.body else {
            return Err(LedgerFault::NoBeginning);
        };
        let mut ledger = Self {
            space: founding.space,
            current: founding.id,
            epochs: BTreeMap::new(),
            last: BTreeMap::new(),
            known: BTreeSet::new(),
        };
        ledger.note(founding, Some(roster));
        Ok(ledger)
    }

    /// A log of which only the epochs are looked at, in order, and the last entry of each author.
    ///
    /// # Errors
    ///
    /// When these entries are not those of one space.
    pub fn resume(
        epochs: &[Entry],
        last: BTreeMap<MemberId, EntryId>,
    ) -> Result<Self, LedgerFault> {
        let (founding, others) = epochs.split_first().ok_or(LedgerFault::NoBeginning)?;
        let mut ledger = Self::begin(founding)?;
        for entry in others {
            if entry.space != ledger.space {
                return Err(LedgerFault::OtherSpace(entry.space));
            }
            ledger.note(entry, entry.roster());
            ledger.current = entry.id;
        }
        ledger.known.extend(last.values());
        ledger.last = last;
        Ok(ledger)
    }

    /// Where an entry stands.
    ///
    /// # Errors
    ///
    /// Why it belongs nowhere in this log.
    pub fn judge(&self, entry: &Entry) -> Result<Standing, LedgerFault> {
        if entry.space != self.space {
            return Err(LedgerFault::OtherSpace(entry.space));
        }
        if self.known.contains(&entry.id) {
            return Ok(Standing::Known);
        }
        let author = entry.author;
        let missing = |missing| LedgerFault::Missing {
            id: entry.id,
            missing,
        };
        let epoch = self.epochs.get(&entry.epoch);
        let epoch = epoch.ok_or(missing(entry.epoch))?;
        if !epoch.members.contains_key(&author) {
            return Err(LedgerFault::Stranger { author });
        }
        if !self.current().members.contains_key(&author) {
            return Err(LedgerFault::Removed { author });
        }
        let last = self.last.get(&author).copied().unwrap_or(EntryId::NONE);
        if entry.previous != last {
            let known = entry.previous == EntryId::NONE || self.known.contains(&entry.previous);
            return Err(match known {
                true => LedgerFault::OutOfTurn { author },
                false => missing(entry.previous),
            });
        }
        if let Some(Roster { number, .. }) = entry.roster()
            && epoch.number.checked_add(1) != Some(*number)
        {
            let (number, before) = (*number, epoch.number);
            return Err(LedgerFault::Number { number, before });
        }
        Ok(match entry.epoch == self.current {
            true => Standing::Next,
            false => Standing::Late,
        })
    }

    /// Appends an entry where it belongs into the log.
    ///
    /// # Errors
    ///
    /// Why it belongs nowhere: then nothing has changed.
    pub fn append(&mut self, entry: &Entry) -> Result<Standing, LedgerFault> {
        let standing = self.judge(entry)?;
        if standing == Standing::Known {
            return Ok(standing);
        }
        self.note(entry, entry.roster());
        if standing == Standing::Next && entry.roster().is_some() {
            self.current = entry.id;
        }
        Ok(standing)
    }

    fn note(&mut self, entry: &Entry, roster: Option<&Roster>) {
        self.known.insert(entry.id);
        self.last.insert(entry.author, entry.id);
        let Some(roster) = roster else {
            return;
        };
        let members = roster.members.iter().map(|member| (member.id(), *member));
        let epoch = Epoch {
            number: roster.number,
            follows: entry.epoch,
            by: entry.author,
            members: members.collect(),
            commitment: roster.commitment,
        };
        self.epochs.insert(entry.id, epoch);
    }

    /// The space.
    pub fn space(&self) -> SpaceId {
        self.space
    }

    /// The entry that began the current epoch.
    pub fn current_id(&self) -> EntryId {
        self.current
    }

    /// The current epoch.
    pub fn current(&self) -> &Epoch {
        &self.epochs[&self.current]
    }

    /// An epoch by the entry that began it.
    pub fn epoch(&self, id: &EntryId) -> Option<&Epoch> {
        self.epochs.get(id)
    }

    /// The last entry of an author; [`EntryId::NONE`] where there is none.
    pub fn last_of(&self, author: &MemberId) -> EntryId {
        self.last.get(author).copied().unwrap_or(EntryId::NONE)
    }

    /// How many entries are known.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Never: a log has at least its founding.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}
