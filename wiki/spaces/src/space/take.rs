//! Entries come, in whatever state somebody else has brought them.

use std::collections::BTreeMap;

use super::{Space, SpaceFault, Taken, Trouble};
use crate::{
    EntryId, SpaceId,
    entry::{Body, Entry, Roster},
    epoch::{self, Opened},
    key::MemberKey,
    ledger::{Ledger, LedgerFault, Standing},
    plain,
    seal::{EpochKey, Place, Purpose, SealFault},
};

impl Space {
    /// The space that an entry founds, for whoever has this key.
    ///
    /// # Errors
    ///
    /// When the bytes found no space.
    pub fn begin(key: MemberKey, founding: &[u8]) -> Result<Self, SpaceFault> {
        let entry = Entry::read(founding)?;
        let ledger = Ledger::begin(&entry)?;
        let mut space = Self {
            key,
            ledger,
            keys: BTreeMap::new(),
            told: None,
            aside: BTreeMap::new(),
            unread: Vec::new(),
            revisions: Vec::new(),
            known: Default::default(),
            beside: Vec::new(),
            troubles: Vec::new(),
        };
        space.look_at(entry);
        Ok(space)
    }

    /// Takes an entry of the log, and whatever waited for it. Each may come twice, or before what it follows.
    ///
    /// # Errors
    ///
    /// Why it does not belong into this log: then nothing has changed.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Taken, SpaceFault> {
        let entry = Entry::read(bytes)?;
        let id = entry.id;
        let taken = self.append(entry)?;
        if !matches!(taken, Taken::New | Taken::Beside) {
            return Ok(taken);
        }
        let mut come = vec![id];
        while let Some(id) = come.pop() {
            for waiting in self.aside.remove(&id).unwrap_or_default() {
                let id = waiting.id;
                match self.append(waiting) {
                    Ok(Taken::New | Taken::Beside) => come.push(id),
                    Ok(Taken::Known | Taken::Aside(_)) => {}
                    Err(fault) => self.troubles.push(Trouble::Refused(id, fault)),
                }
            }
        }
        Ok(taken)
    }

    fn append(&mut self, entry: Entry) -> Result<Taken, LedgerFault> {
        let standing = match self.ledger.append(&entry) {
            Ok(standing) => standing,
            Err(LedgerFault::Missing { missing, .. }) => {
                let waiting = self.aside.entry(missing).or_default();
                if waiting.iter().all(|one| one.id != entry.id) {
                    waiting.push(entry);
                }
                return Ok(Taken::Aside(missing));
            }
            Err(fault) => return Err(fault),
        };
        Ok(match standing {
            Standing::Known => Taken::Known,
            Standing::Late if entry.roster().is_some() => {
                self.beside.push(entry.id);
                self.look_at(entry);
                Taken::Beside
            }
            Standing::Next | Standing::Late => {
                self.look_at(entry);
                Taken::New
            }
        })
    }

    /// Opens what can be opened of an entry that is in the log.
    fn look_at(&mut self, entry: Entry) {
        let zeros = SpaceId([0; 32]);
        match &entry.body {
            Body::Founded(roster) => self.enter(entry.id, roster, zeros),
            Body::Epoch(roster) => self.enter(entry.id, roster, entry.space),
            Body::Words(sealed) => match self.keys.get(&entry.epoch) {
                Some(key) => {
                    let opened = key.open(sealed, &words(&entry));
                    self.read(&entry, opened);
                }
                None => self.unread.push(entry),
            },
        }
    }

    fn enter(&mut self, id: EntryId, roster: &Roster, named: SpaceId) {
        let Some(epoch) = self.ledger.epoch(&id) else {
            return;
        };
        if !epoch.members.contains_key(&self.key.id()) {
            return;
        }
        match epoch::open(roster, epoch, named, &self.key) {
            Ok(opened) => self.learn(id, opened),
            Err(fault) => self.troubles.push(Trouble::Epoch(id, fault)),
        }
    }

    fn learn(&mut self, id: EntryId, opened: Opened) {
        self.keys.insert(id, opened.key);
        for (former, key) in opened.former {
            let right = self.ledger.epoch(&former);
            match right.is_some_and(|epoch| epoch.commitment == key.commitment()) {
                true => drop(self.keys.insert(former, key)),
                false => self.troubles.push(Trouble::FormerKey(former)),
            }
        }
        if !self.beside.contains(&id) {
            self.told = Some(opened.secrets);
        }
        for entry in std::mem::take(&mut self.unread) {
            self.look_at(entry);
        }
    }

    fn read(&mut self, entry: &Entry, opened: Result<Vec<u8>, SealFault>) {
        let plain = match opened {
            Ok(plain) => plain,
            Err(fault) => return self.troubles.push(Trouble::Sealed(entry.id, fault)),
        };
        match plain::revision(&plain, entry.author) {
            // Sent twice by whoever did not hear that it had come.
            Ok(revision) if !self.known.insert(revision.id) => {}
            Ok(revision) => self.revisions.push(revision),
            Err(fault) => self.troubles.push(Trouble::Plain(entry.id, fault)),
        }
    }

    pub(super) fn epoch_key(&self) -> Option<&EpochKey> {
        self.keys.get(&self.ledger.current_id())
    }
}

fn words(entry: &Entry) -> Place {
    Place {
        purpose: Purpose::Words,
        space: entry.space,
        epoch: entry.epoch,
        author: entry.author,
    }
}
