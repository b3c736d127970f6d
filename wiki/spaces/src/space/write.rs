//! What a member writes: foundings, lists of members, words.

use secta_wiki::RevisionId;

use super::{Space, SpaceFault};
use crate::{
    EntryId, MAX_MEMBERS, MAX_NAME_LETTERS, MemberId, SealFault, Seed, SpaceId,
    entry::{Body, Unsigned},
    epoch::{self, Beginning, Secrets},
    key::{Member, MemberKey},
    plain::{self, Written},
    seal::{Place, Purpose},
};

/// What a new space is called, and its founder in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founding {
    /// The space's name, which its members alone can read.
    pub name: String,
    /// The founder's.
    pub founder: String,
}

/// Who comes and who goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regrouping {
    /// Who is added, and how they are called.
    pub added: Vec<(Member, String)>,
    /// Whether those read what was written before.
    pub with_history: bool,
    /// Who is removed.
    pub removed: Vec<MemberId>,
}

impl Founding {
    /// The entry that founds the space.
    ///
    /// # Errors
    ///
    /// When a name does not do.
    pub fn entry(&self, key: &MemberKey, seed: &Seed) -> Result<Vec<u8>, SpaceFault> {
        let founder = named(&self.founder)?;
        let secrets = Secrets {
            name: named(&self.name)?,
            names: [(key.id(), founder)].into(),
            former: Vec::new(),
        };
        let beginning = Beginning {
            key,
            space: SpaceId([0; 32]),
            follows: EntryId::NONE,
            number: 0,
            members: vec![key.member()],
        };
        let unsigned = Unsigned {
            space: SpaceId([0; 32]),
            epoch: EntryId::NONE,
            previous: EntryId::NONE,
            body: Body::Founded(beginning.roster(&secrets, seed)?),
        };
        Ok(unsigned.sign(key)?)
    }
}

impl Space {
    /// The entry that begins an epoch with other members.
    ///
    /// # Errors
    ///
    /// When one is no member, or the list would be none.
    pub fn regroup(&self, regrouping: &Regrouping, seed: &Seed) -> Result<Vec<u8>, SpaceFault> {
        let current = self.ledger.current();
        let members = self.regrouped(regrouping)?;
        let beginning = Beginning {
            key: &self.key,
            space: self.id(),
            follows: self.ledger.current_id(),
            number: current.number.saturating_add(1),
            members,
        };
        let body = Body::Epoch(beginning.roster(&self.secrets(regrouping)?, seed)?);
        self.sign(body)
    }

    fn regrouped(&self, regrouping: &Regrouping) -> Result<Vec<Member>, SpaceFault> {
        if !self.is_member() {
            return Err(SpaceFault::NoMember);
        }
        let mut members = self.ledger.current().members.clone();
        for (member, _) in &regrouping.added {
            if members.insert(member.id(), *member).is_some() {
                return Err(SpaceFault::AlreadyIn(member.id()));
            }
        }
        for id in &regrouping.removed {
            members.remove(id).ok_or(SpaceFault::NotIn(*id))?;
        }
        match members.len() {
            0 => Err(SpaceFault::Empty),
            count if count > MAX_MEMBERS => Err(SpaceFault::Full),
            _ => Ok(members.into_values().collect()),
        }
    }

    fn secrets(&self, regrouping: &Regrouping) -> Result<Secrets, SpaceFault> {
        let mut secrets = self.told.clone().ok_or(SpaceFault::NoMember)?;
        for (member, name) in &regrouping.added {
            secrets.names.insert(member.id(), named(name)?);
        }
        let added = regrouping.added.iter().map(|(member, _)| *member);
        let added: Vec<Member> = added.collect();
        secrets.former = match regrouping.with_history && !added.is_empty() {
            true => epoch::wrap_former(&self.keys, &added)?,
            false => Vec::new(),
        };
        Ok(secrets)
    }

    /// Words that are not sent yet, sealed: to be kept until they are.
    ///
    /// # Errors
    ///
    /// When one is no member, or the wiki does not take them.
    pub fn draft(&self, written: &Written, seed: &Seed) -> Result<Vec<u8>, SpaceFault> {
        let plain = written.to_bytes(self.key.id())?;
        let key = self.epoch_key().ok_or(SpaceFault::NoMember)?;
        let epoch = self.ledger.current_id();
        let sealed = key.seal(&plain, &self.place(Purpose::Draft, epoch), seed)?;
        Ok([&epoch.0[..], &sealed].concat())
    }

    /// The bytes of words that are not sent yet: what [`Self::entry`] takes, and [`plain::revision`] reads.
    ///
    /// # Errors
    ///
    /// When they were changed, or are of another space.
    pub fn open_draft(&self, draft: &[u8]) -> Result<Vec<u8>, SpaceFault> {
        let (epoch, sealed) = draft.split_first_chunk::<32>().ok_or(SealFault)?;
        let epoch = EntryId(*epoch);
        let key = self.keys.get(&epoch).ok_or(SealFault)?;
        Ok(key.open(sealed, &self.place(Purpose::Draft, epoch))?)
    }

    /// The entry that holds words, under the current epoch.
    ///
    /// # Errors
    ///
    /// When one is no member.
    pub fn entry(&self, plain: &[u8], seed: &Seed) -> Result<Vec<u8>, SpaceFault> {
        let key = self.epoch_key().ok_or(SpaceFault::NoMember)?;
        let place = self.place(Purpose::Words, self.ledger.current_id());
        self.sign(Body::Words(key.seal(plain, &place, seed)?))
    }

    /// What a revision of these bytes will be called.
    ///
    /// # Errors
    ///
    /// When they are no revision.
    pub fn revision_id(&self, plain: &[u8]) -> Result<RevisionId, SpaceFault> {
        Ok(plain::revision(plain, self.key.id())?.id)
    }

    fn sign(&self, body: Body) -> Result<Vec<u8>, SpaceFault> {
        let unsigned = Unsigned {
            space: self.id(),
            epoch: self.ledger.current_id(),
            previous: self.ledger.last_of(&self.key.id()),
            body,
        };
        Ok(unsigned.sign(&self.key)?)
    }

    fn place(&self, purpose: Purpose, epoch: EntryId) -> Place {
        Place {
            purpose,
            space: self.id(),
            epoch,
            author: self.key.id(),
        }
    }
}

/// A name on one line.
fn named(name: &str) -> Result<String, SpaceFault> {
    let name = name.trim();
    let letters = name.chars().count();
    let fits = (1..=MAX_NAME_LETTERS).contains(&letters) && !name.contains(char::is_control);
    fits.then(|| name.to_owned()).ok_or(SpaceFault::Name)
}
