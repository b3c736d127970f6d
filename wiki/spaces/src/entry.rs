//! The entries of a log: bytes of one form, signed by whoever wrote them.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `SWS1` |
//! | 1 | the kind: 1 a space is founded, 2 an epoch begins, 3 words |
//! | 32 | the space; zeros where it is founded |
//! | 32 | the epoch's entry: under which words are sealed, or which another epoch follows; zeros where the space is founded |
//! | 32 | the author's entry before this one in the space; zeros where there is none |
//! | 32 | the author's verifying key |
//! | … | the kind's own: a [`Roster`], or what is sealed |
//! | 64 | the ed25519 signature of all before it |
//!
//! A roster: its number (4, big-endian), how many members (2), 64 bytes each in ascending order, the key's commitment
//! (32), the length of the wrapped key (4), the wrapped key, and what the members know of the epoch, sealed.

mod parts;

use ed25519_dalek::{Signature, VerifyingKey};

use self::parts::Parts;
use crate::{
    EntryId, MAX_ENTRY_BYTES, MAX_MEMBERS, MemberId, SpaceId,
    key::{Member, MemberKey},
};

const MAGIC: &[u8; 4] = b"SWS1";
const SIGNATURE_BYTES: usize = 64;
/// Stands before what is signed.
const SIGNED: &[u8] = b"net.secta wiki space entry 1\n";
const ID: &str = "net.secta wiki space entry id 1";

/// Why bytes are no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryFault {
    /// They are too many.
    #[error("an entry has {bytes} bytes; at most {MAX_ENTRY_BYTES} are allowed")]
    Large {
        /// How many.
        bytes: usize,
    },
    /// They have another form, or stop too early.
    #[error("this is no entry of a space")]
    Malformed,
    /// The list of members is empty, too long, out of order, or names one twice.
    #[error("the list of members is no list of 1 to {MAX_MEMBERS} members in order")]
    Members,
    /// The signature is another's, or the bytes were changed.
    #[error("the signature of {author} is not right")]
    Forged {
        /// Who is said to have written it.
        author: MemberId,
    },
}

/// An entry whose signature is right. Whether its author may write is for the [ledger](crate::ledger) to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// The space it belongs to.
    pub space: SpaceId,
    /// The epoch it is written under.
    pub epoch: EntryId,
    /// The author's entry before this one.
    pub previous: EntryId,
    /// Who wrote it.
    pub author: MemberId,
    /// What it is.
    pub body: Body,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The space is founded, and its first epoch begins.
    Founded(Roster),
    /// Another epoch begins.
    Epoch(Roster),
    /// Something sealed.
    Words(Vec<u8>),
}

/// An epoch: who its members are, and its key for each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// How many epochs were before it.
    pub number: u32,
    /// The members, in order.
    pub members: Vec<Member>,
    pub(crate) commitment: [u8; 32],
    pub(crate) wrapped: Vec<u8>,
    pub(crate) sealed: Vec<u8>,
}

/// An entry that nobody has signed yet.
pub(crate) struct Unsigned {
    pub space: SpaceId,
    pub epoch: EntryId,
    pub previous: EntryId,
    pub body: Body,
}

impl Entry {
    /// Reads an entry and verifies its signature.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, EntryFault> {
        if bytes.len() > MAX_ENTRY_BYTES {
            let bytes = bytes.len();
            return Err(EntryFault::Large { bytes });
        }
        let (signed, signature) = bytes
            .split_last_chunk::<SIGNATURE_BYTES>()
            .ok_or(EntryFault::Malformed)?;
        let mut parts = Parts(signed);
        if parts.take()? != *MAGIC {
            return Err(EntryFault::Malformed);
        }
        let [kind] = parts.take()?;
        let (space, epoch) = (SpaceId(parts.take()?), EntryId(parts.take()?));
        let (previous, author) = (EntryId(parts.take()?), MemberId(parts.take()?));
        let body = match kind {
            1 => Body::Founded(parts.roster()?),
            2 => Body::Epoch(parts.roster()?),
            3 => Body::Words(parts.0.to_vec()),
            _ => return Err(EntryFault::Malformed),
        };
        verify(signed, signature, author)?;
        let id = id(bytes);
        let founding = matches!(body, Body::Founded(_));
        let entry = Self {
            id,
            space: if founding { SpaceId(id.0) } else { space },
            epoch,
            previous,
            author,
            body,
        };
        entry.check(space)?;
        Ok(entry)
    }

    /// A founding stands alone, by its only member.
    fn check(&self, named: SpaceId) -> Result<(), EntryFault> {
        let Body::Founded(roster) = &self.body else {
            return Ok(());
        };
        let alone = (named.0, self.epoch, self.previous) == ([0; 32], EntryId::NONE, EntryId::NONE);
        let founder = roster.members.iter().map(Member::id).eq([self.author]);
        match alone && founder && roster.number == 0 {
            true => Ok(()),
            false => Err(EntryFault::Malformed),
        }
    }

    /// The epoch that it begins, if it does.
    pub fn roster(&self) -> Option<&Roster> {
        match &self.body {
            Body::Founded(roster) | Body::Epoch(roster) => Some(roster),
            Body::Words(_) => None,
        }
    }
}

impl Unsigned {
    /// Signs it.
    pub fn sign(&self, key: &MemberKey) -> Result<Vec<u8>, EntryFault> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(match self.body {
            Body::Founded(_) => 1,
            Body::Epoch(_) => 2,
            Body::Words(_) => 3,
        });
        for part in [&self.space.0, &self.epoch.0, &self.previous.0, &key.id().0] {
            bytes.extend_from_slice(part);
        }
        match &self.body {
            Body::Founded(roster) | Body::Epoch(roster) => parts::write(roster, &mut bytes)?,
            Body::Words(sealed) => bytes.extend_from_slice(sealed),
        }
        let signature = key.sign(&[SIGNED, &bytes].concat());
        bytes.extend_from_slice(&signature);
        match bytes.len() {
            length if length > MAX_ENTRY_BYTES => Err(EntryFault::Large { bytes: length }),
            _ => Ok(bytes),
        }
    }
}

fn verify(signed: &[u8], signature: &[u8; 64], author: MemberId) -> Result<(), EntryFault> {
    let forged = EntryFault::Forged { author };
    let key = VerifyingKey::from_bytes(&author.0).map_err(|_| forged)?;
    let signature = Signature::from_bytes(signature);
    key.verify_strict(&[SIGNED, signed].concat(), &signature)
        .map_err(|_| forged)
}

fn id(bytes: &[u8]) -> EntryId {
    EntryId(blake3::derive_key(ID, bytes))
}
