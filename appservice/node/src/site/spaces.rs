//! Private spaces of the wiki: sealed entries in a file of their own. Which of them are kept is judged by the space's
//! ledger, without any key: the node reads none of what they say.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use secta_bot_kit::UserId;
use secta_record::RecordId;
use secta_site::ports::{Entered, PortError, SpaceListed, Spaces};
use secta_store::{
    StoreError,
    spaces::{self as store, Appended, Before, Coming},
};
use secta_wiki_spaces::{
    EntryId, SpaceId,
    entry::{Body, Entry, EntryFault},
    ledger::{Ledger, LedgerFault, Standing},
};

use crate::clock::Clock;

/// The name of the file in the data folder.
pub const FILE: &str = "spaces.sqlite";
/// How much of a space goes into one answer, in bytes, beyond its first entry.
const ANSWER_BYTES: usize = 4 * 1024 * 1024;

/// The spaces of this node.
pub struct Vaults {
    store: store::Spaces,
    clock: Arc<dyn Clock>,
}

/// Why an entry is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Unkept {
    #[error(transparent)]
    Ledger(#[from] LedgerFault),
    #[error(transparent)]
    Entry(#[from] EntryFault),
    #[error("another epoch has begun")]
    Late,
}

impl Vaults {
    /// Opens the file in this folder.
    ///
    /// # Errors
    ///
    /// When it cannot be opened.
    pub fn open(folder: &Path, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let store = store::Spaces::open(&folder.join(FILE))?;
        Ok(Self { store, clock })
    }

    fn coming<'e>(&self, entry: &Entry, account: &'e UserId, bytes: &'e [u8]) -> Coming<'e> {
        Coming {
            space: entry.space.0,
            id: entry.id.0,
            author: entry.author.0,
            begins: entry.roster().is_some(),
            account,
            came_ms: self.clock.now_ms(),
            bytes,
        }
    }
}

impl Spaces for Vaults {
    fn found(
        &self,
        community: &RecordId,
        account: &UserId,
        entry: &[u8],
    ) -> Result<Entered, PortError> {
        let read = match Entry::read(entry) {
            Ok(read) => read,
            Err(fault) => return Ok(Entered::Malformed(fault.to_string())),
        };
        if !matches!(read.body, Body::Founded(_)) {
            return Ok(Entered::Malformed(LedgerFault::NoBeginning.to_string()));
        }
        let founded = self
            .store
            .found(community, &self.coming(&read, account, entry));
        Ok(entered(read.space, founded.map_err(away)?))
    }

    fn append(
        &self,
        community: &RecordId,
        account: &UserId,
        space: &str,
        entry: &[u8],
    ) -> Result<Entered, PortError> {
        let Ok(space) = space.parse::<SpaceId>() else {
            return Ok(Entered::NoSpace);
        };
        let read = match Entry::read(entry) {
            Ok(read) => read,
            Err(fault) => return Ok(Entered::Malformed(fault.to_string())),
        };
        if read.space != space {
            let fault = LedgerFault::OtherSpace(read.space);
            return Ok(Entered::Malformed(fault.to_string()));
        }
        let coming = self.coming(&read, account, entry);
        let appended = self
            .store
            .append(community, &coming, |before| judge(&read, before));
        Ok(entered(space, appended.map_err(away)?))
    }

    fn entries(
        &self,
        community: &RecordId,
        space: &str,
        skip: u64,
    ) -> Result<Option<Vec<Vec<u8>>>, PortError> {
        let Ok(space) = space.parse::<SpaceId>() else {
            return Ok(None);
        };
        let entries = self.store.entries(community, &space.0, skip, ANSWER_BYTES);
        entries.map_err(away)
    }

    fn of(&self, community: &RecordId, account: &UserId) -> Result<Vec<SpaceListed>, PortError> {
        let listed = self.store.of(community, account).map_err(away)?;
        let listed = listed.into_iter().map(|one| SpaceListed {
            id: SpaceId(one.id).to_string(),
            made_ms: one.made_ms,
            entries: one.entries,
            bytes: one.bytes,
        });
        Ok(listed.collect())
    }
}

/// Whether an entry comes next behind those that are there.
fn judge(entry: &Entry, before: &Before) -> Result<(), Unkept> {
    let epochs = before.epochs.iter().map(|bytes| Entry::read(bytes));
    let epochs: Vec<Entry> = epochs.collect::<Result<_, _>>()?;
    let last = before.last.map(|last| (entry.author, EntryId(last)));
    let ledger = Ledger::resume(&epochs, BTreeMap::from_iter(last))?;
    match ledger.judge(entry)? {
        Standing::Next | Standing::Known => Ok(()),
        Standing::Late => Err(Unkept::Late),
    }
}

fn entered(space: SpaceId, appended: Appended<Unkept>) -> Entered {
    match appended {
        Appended::At(position) => Entered::At {
            space: space.to_string(),
            position,
        },
        Appended::NoSpace => Entered::NoSpace,
        Appended::Full => Entered::Full,
        Appended::TooMany => Entered::TooMany,
        Appended::Refused(unkept) => refused(unkept),
    }
}

fn refused(unkept: Unkept) -> Entered {
    let reason = unkept.to_string();
    match unkept {
        Unkept::Late => Entered::Stale(reason),
        Unkept::Entry(_) => Entered::Malformed(reason),
        Unkept::Ledger(fault) => match fault {
            LedgerFault::Missing { .. } | LedgerFault::OutOfTurn { .. } => Entered::Stale(reason),
            LedgerFault::Stranger { .. } | LedgerFault::Removed { .. } => Entered::NoMember(reason),
            LedgerFault::NoBeginning | LedgerFault::OtherSpace(_) | LedgerFault::Number { .. } => {
                Entered::Malformed(reason)
            }
        },
    }
}

fn away(error: StoreError) -> PortError {
    PortError(error.to_string())
}
