//! What the members of an epoch know of it, sealed with its key: the space's name, theirs, and former keys.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    EntryId, MemberId, Seed, SpaceId,
    entry::Roster,
    key::{Member, MemberKey},
    ledger::Epoch,
    seal::{EpochKey, Place, Purpose, SealFault},
    wrap::{self, WrapFault},
};

/// What members know of an epoch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Secrets {
    /// The space's name.
    pub name: String,
    /// How members are called.
    pub names: BTreeMap<MemberId, String>,
    /// The keys of epochs before, wrapped for those who were added and are to read what was written then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<u8>,
}

/// An epoch that begins: its number and members, and where it stands.
pub(crate) struct Beginning<'k> {
    pub key: &'k MemberKey,
    pub space: SpaceId,
    pub follows: EntryId,
    pub number: u32,
    pub members: Vec<Member>,
}

/// What goes wrong with an epoch's key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EpochFault {
    /// Its wrapped key.
    #[error(transparent)]
    Wrap(#[from] WrapFault),
    /// What the members know of it.
    #[error(transparent)]
    Seal(#[from] SealFault),
    /// What the members know of it has another form.
    #[error("what is told of the epoch cannot be read: {0}")]
    Malformed(String),
}

impl EpochFault {
    fn malformed(error: serde_json::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}

impl Beginning<'_> {
    /// Makes its key, and wraps and seals what is to be.
    pub fn roster(mut self, secrets: &Secrets, seed: &Seed) -> Result<Roster, EpochFault> {
        self.members.sort();
        self.members.dedup();
        let epoch_key = EpochKey::fresh(seed);
        let plain = serde_json::to_vec(secrets).map_err(EpochFault::malformed)?;
        let place = place(self.space, self.follows, self.key.id());
        Ok(Roster {
            number: self.number,
            commitment: epoch_key.commitment(),
            wrapped: wrap::wrap(&epoch_key.0, &self.members)?,
            sealed: epoch_key.seal(&plain, &place, seed)?,
            members: self.members,
        })
    }
}

/// What stands in a roster for a member.
pub(crate) struct Opened {
    pub key: EpochKey,
    pub secrets: Secrets,
    /// The keys of epochs before, where they were given.
    pub former: BTreeMap<EntryId, EpochKey>,
}

/// Opens a roster; `named` is the space that its entry names.
pub(crate) fn open(
    roster: &Roster,
    epoch: &Epoch,
    named: SpaceId,
    key: &MemberKey,
) -> Result<Opened, EpochFault> {
    let epoch_key = wrap::unwrap_key(&roster.wrapped, &roster.commitment, key)?;
    let place = place(named, epoch.follows, epoch.by);
    let plain = epoch_key.open(&roster.sealed, &place)?;
    let secrets: Secrets = serde_json::from_slice(&plain).map_err(EpochFault::malformed)?;
    let former = former(&secrets.former, key)?;
    Ok(Opened {
        key: epoch_key,
        secrets,
        former,
    })
}

/// Wraps the keys of epochs before for those who are added.
pub(crate) fn wrap_former(
    keys: &BTreeMap<EntryId, EpochKey>,
    added: &[Member],
) -> Result<Vec<u8>, EpochFault> {
    let keys: BTreeMap<EntryId, [u8; 32]> = keys.iter().map(|(id, key)| (*id, key.0)).collect();
    let plain = serde_json::to_vec(&keys).map_err(EpochFault::malformed)?;
    Ok(wrap::wrap(&plain, added)?)
}

fn former(wrapped: &[u8], key: &MemberKey) -> Result<BTreeMap<EntryId, EpochKey>, EpochFault> {
    if wrapped.is_empty() {
        return Ok(BTreeMap::new());
    }
    let plain = match wrap::unwrap(wrapped, key) {
        Ok(plain) => plain,
        Err(WrapFault::NotForMe) => return Ok(BTreeMap::new()),
        Err(fault) => return Err(fault.into()),
    };
    let keys: BTreeMap<EntryId, [u8; 32]> =
        serde_json::from_slice(&plain).map_err(EpochFault::malformed)?;
    Ok(keys
        .into_iter()
        .map(|(id, key)| (id, EpochKey(key)))
        .collect())
}

fn place(space: SpaceId, epoch: EntryId, author: MemberId) -> Place {
    Place {
        purpose: Purpose::Secrets,
        space,
        epoch,
        author,
    }
}
