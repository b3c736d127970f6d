//! The communities that the node keeps.
//!
//! A bot asks the rules, which answer with facts, and enacts these ([`crate::Ctx::enact`]). What is public among them
//! becomes signed records, the rest stays on this node. They are folded and written in the step that decided them.

mod about;
mod enact;
pub mod halls;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use secta_record::{
    Body, Head, Record, RecordId, Signature, Signer,
    act::{ActFault, ItemId},
};
use secta_rules::{Fact, State, Unlawful};
use serde::{Deserialize, Serialize};

use crate::ids::{EventId, RoomId};

pub use about::About;
pub(crate) use enact::Writing;
pub use enact::{EnactError, Enacted, Evidence};

/// The communities, by the ids of their founding records.
#[derive(Clone, Debug, Default)]
pub struct Communities {
    signer: Option<Arc<Signer>>,
    by_id: BTreeMap<RecordId, Community>,
}

/// One community, folded up to some fact.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Community {
    rules: State,
    head: Option<Head>,
    places: u64,
}

impl Community {
    /// The rules' state.
    pub fn rules(&self) -> &State {
        &self.rules
    }

    /// How many places of facts it has: the next fact has this one.
    pub fn places(&self) -> u64 {
        self.places
    }

    /// Lets go of what waits in the twilight. What is left may be kept beside the facts, to begin from.
    pub fn forget_waiting(&mut self) {
        self.rules.forget_waiting();
    }

    /// Takes a technical fact about an item that waits once more, after [`Self::forget_waiting`].
    ///
    /// # Errors
    ///
    /// As [`Self::restore`].
    pub fn wait_again(&mut self, place: u64, kept: &Kept) -> Result<(), KeptFault> {
        let Kept::Quiet(json) = kept else {
            return Ok(());
        };
        let taken = self.rules.wait_again(&serde_json::from_slice(json)?);
        taken.map_err(|unlawful| KeptFault::Unlawful { place, unlawful })
    }

    /// Takes a stored fact, in the order of places.
    ///
    /// # Errors
    ///
    /// A [`KeptFault`], where it is not what this program wrote.
    pub fn restore(&mut self, place: u64, kept: &Kept) -> Result<(), KeptFault> {
        let (fact, head) = match kept {
            Kept::Quiet(json) => (Some(serde_json::from_slice(json)?), None),
            Kept::Record {
                envelope,
                signature,
                body,
                ..
            } => {
                let record = record(envelope, signature, body.as_deref())?;
                (Fact::of_record(&record)?, Some(Head::of(&record)))
            }
        };
        if let Some(fact) = fact {
            let applied = self.rules.apply(&fact);
            applied.map_err(|unlawful| KeptFault::Unlawful { place, unlawful })?;
        }
        self.head = head.or(self.head);
        self.places = self.places.max(place + 1);
        Ok(())
    }

    /// The next fact will have this place: places of facts that went are not given again.
    pub fn go_on_at(&mut self, place: u64) {
        self.places = place;
    }
}

/// A fact as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A record.
    Record {
        /// Its id.
        id: RecordId,
        /// Its kind.
        kind: String,
        /// Its envelope's canonical text.
        envelope: String,
        /// The node's signature, hexadecimal.
        signature: String,
        /// Its body's canonical text, unless it is withheld.
        body: Option<String>,
    },
    /// A technical fact, as JSON.
    Quiet(Vec<u8>),
}

/// Stored facts that make no community.
#[derive(Debug, thiserror::Error)]
pub enum KeptFault {
    /// A record that cannot be read.
    #[error("a record: {0}")]
    Record(String),
    /// A record whose body is not of its kind.
    #[error(transparent)]
    Act(#[from] ActFault),
    /// A technical fact that cannot be read.
    #[error("a technical fact: {0}")]
    Quiet(#[from] serde_json::Error),
    /// A fact that the ones before it don't justify.
    #[error("fact {place}: {unlawful}")]
    Unlawful {
        /// Its place.
        place: u64,
        /// What is wrong with it.
        unlawful: Unlawful,
    },
}

impl Communities {
    /// None yet; records will be signed by this node's key.
    pub fn new(signer: Arc<Signer>) -> Self {
        Self {
            signer: Some(signer),
            by_id: BTreeMap::new(),
        }
    }

    /// One community's rules.
    pub fn get(&self, id: &RecordId) -> Option<&State> {
        self.by_id.get(id).map(|community| &community.rules)
    }

    /// All of them, in order of id.
    pub fn iter(&self) -> impl Iterator<Item = (&RecordId, &State)> {
        let all = self.by_id.iter();
        all.map(|(id, community)| (id, &community.rules))
    }

    /// Adds a community as it was restored.
    pub fn add(&mut self, id: RecordId, community: Community) {
        self.by_id.insert(id, community);
    }

    /// Takes what was enacted just now, up to the first fact that the ones before it don't justify.
    pub(crate) fn take(&mut self, enacted: &[Enacted]) -> Result<(), (usize, Unlawful)> {
        for (index, one) in enacted.iter().enumerate() {
            let community = self.by_id.entry(one.community).or_default();
            let applied = community.rules.apply(&one.fact);
            applied.map_err(|unlawful| (index, unlawful))?;
            community.head = one.record.as_ref().map(Head::of).or(community.head);
            community.places = one.place + 1;
        }
        Ok(())
    }
}

/// A record of its stored parts; this node wrote it, so its signature is not looked at.
///
/// # Errors
///
/// A [`KeptFault`], where the parts are not what was stored.
pub fn record(envelope: &str, signature: &str, body: Option<&str>) -> Result<Record, KeptFault> {
    let fault = |error: &dyn std::fmt::Display| KeptFault::Record(error.to_string());
    let signature = signature
        .parse::<Signature>()
        .map_err(|error| fault(&error))?;
    let body = body.map(|text| Body::read(text.as_bytes())).transpose();
    let body = body.map_err(|error| fault(&error))?;
    Record::read(envelope, signature, body).map_err(|error| fault(&error))
}

/// The name of what an event brought into a community: an item, a case, an appeal, a proposal. Known at once, and the
/// same for everybody who sees the event.
pub fn name_of(community: &RecordId, room: &RoomId, event: &EventId) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("net.secta community item 1");
    hasher.update(&community.0);
    for text in [room.as_str(), event.as_str()] {
        hasher.update(&(text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().into()
}

/// The item that an event is.
pub fn item_of(community: &RecordId, room: &RoomId, event: &EventId) -> ItemId {
    ItemId(name_of(community, room, event))
}
