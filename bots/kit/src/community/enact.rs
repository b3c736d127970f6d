//! From facts to what is stored of them.

use std::{collections::BTreeMap, sync::Arc};

use secta_record::{
    Body, BodyError, Draft, DraftError, Head, Record, RecordId, Signer,
    act::{Act, ItemId},
    hex,
};
use secta_rules::{Fact, Quiet, What};
use serde_json::Value;

use super::{Communities, Kept};
use crate::input::Event;

pub use secta_record::Evidence;

/// A fact that was enacted.
#[derive(Clone, Debug, PartialEq)]
pub struct Enacted {
    /// The community.
    pub community: RecordId,
    /// Its place among the community's facts on this node, from 0.
    pub place: u64,
    /// The fact.
    pub fact: Fact,
    /// The record that it became, where it is public.
    pub record: Option<Record>,
}

/// Why facts could not be enacted.
#[derive(Debug, thiserror::Error)]
pub enum EnactError {
    /// The node has no key to sign with.
    #[error("this node has no key to sign with")]
    NoKey,
    /// The record would not be one.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The body is not fit for a record.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// A technical fact has no JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// Nobody has filled in what an item says ([`Fact::fill`]).
    #[error("an item without its words")]
    NoWords,
    /// A community begins with the fact of its founding.
    #[error("the first fact of a community is its founding")]
    NotFounded,
}

/// Where facts are enacted while one consumer handles one input.
pub(crate) struct Writing<'a> {
    communities: &'a Communities,
    heads: BTreeMap<RecordId, (u64, Option<Head>)>,
    enacted: Vec<Enacted>,
}

impl<'a> Writing<'a> {
    pub fn new(communities: &'a Communities) -> Self {
        Self {
            communities,
            heads: BTreeMap::new(),
            enacted: Vec::new(),
        }
    }

    pub fn communities(&self) -> &'a Communities {
        self.communities
    }

    pub fn end(self) -> Vec<Enacted> {
        self.enacted
    }

    /// Founds a community with its first facts; returns its id.
    pub fn found(
        &mut self,
        facts: Vec<Fact>,
        event: Option<&Event>,
    ) -> Result<RecordId, EnactError> {
        let mut facts = facts.into_iter();
        let founding = facts.next().ok_or(EnactError::NotFounded)?;
        if !matches!(founding.act(), Some(Act::Found(_))) {
            return Err(EnactError::NotFounded);
        }
        let signer = self.signer()?;
        let record = signed(&signer, None, None, &founding, event)?;
        let community = record.id();
        self.push(community, founding, Some(record));
        self.enact(community, facts.collect(), event)?;
        Ok(community)
    }

    /// Enacts facts of a community; returns the ids of the records.
    pub fn enact(
        &mut self,
        community: RecordId,
        facts: Vec<Fact>,
        event: Option<&Event>,
    ) -> Result<Vec<RecordId>, EnactError> {
        let signer = self.signer()?;
        let mut ids = Vec::new();
        for fact in facts {
            let (_, head) = self.stand(community);
            let record = match &fact.what {
                What::Public(_) => Some(signed(&signer, Some(community), head, &fact, event)?),
                What::Quiet(_) => None,
            };
            ids.extend(record.as_ref().map(|record| record.id()));
            self.push(community, fact, record);
        }
        Ok(ids)
    }

    fn signer(&self) -> Result<Arc<Signer>, EnactError> {
        self.communities.signer.clone().ok_or(EnactError::NoKey)
    }

    /// The next place of a community, and the last record.
    fn stand(&self, community: RecordId) -> (u64, Option<Head>) {
        let known = || {
            let community = self.communities.by_id.get(&community)?;
            Some((community.places, community.head))
        };
        let changed = self.heads.get(&community).copied();
        changed.or_else(known).unwrap_or_default()
    }

    fn push(&mut self, community: RecordId, fact: Fact, record: Option<Record>) {
        let (place, head) = self.stand(community);
        let head = record.as_ref().map(Head::of).or(head);
        self.heads.insert(community, (place + 1, head));
        self.enacted.push(Enacted {
            community,
            place,
            fact,
            record,
        });
    }
}

/// The record of a public fact. Where it is what the sender of the event did, it names the event as evidence; what the
/// service itself says is none.
fn signed(
    signer: &Signer,
    community: Option<RecordId>,
    head: Option<Head>,
    fact: &Fact,
    event: Option<&Event>,
) -> Result<Record, EnactError> {
    let act = fact.act().ok_or(EnactError::NotFounded)?;
    let body = Body::new(salted(act, signer, head.as_ref())?)?;
    let seen = event.filter(|event| !event.own && event.sender.as_str() == fact.author.as_str());
    let references = act.references().into_iter().map(secta_record::Reference);
    let draft = Draft {
        time_ms: u64::try_from(fact.time_ms).unwrap_or(0),
        author: fact.author.as_str().to_owned(),
        references: references.collect(),
        evidence: seen.map(|event| Evidence {
            room: event.room.as_str().to_owned(),
            event_id: event.id.as_str().to_owned(),
            origin: event.sender.server().to_owned(),
            extra: serde_json::Map::new(),
        }),
        ..Draft::new(community, act.kind(), body)
    };
    Ok(draft.sign(signer, head)?.into_record())
}

/// A record's body. One whose words may be taken back carries a salt, another in every record: its hash stays when it
/// goes, and tells nothing of the words, nor whether another record said the same.
fn salted(act: &Act, signer: &Signer, head: Option<&Head>) -> Result<Value, EnactError> {
    let mut body = act.to_body().ok_or(EnactError::NoWords)?;
    let references: Vec<[u8; 32]> = act.references();
    let erasable = Act::from_parts(act.kind(), &references, None).is_ok_and(|act| act.is_some());
    if let (true, Value::Object(fields)) = (erasable, &mut body) {
        let place = head.map_or(0, |head| head.seq).to_be_bytes();
        let of = [act.kind().as_bytes(), &references.concat(), &place].concat();
        let salt = hex::encode(&signer.salt(&of));
        fields.insert("salt".to_owned(), Value::from(salt));
    }
    Ok(body)
}

impl Enacted {
    /// As it is stored.
    ///
    /// # Errors
    ///
    /// When a technical fact has no JSON.
    pub fn kept(&self) -> Result<Kept, serde_json::Error> {
        match &self.record {
            Some(record) => Ok(Kept::Record {
                id: record.id(),
                kind: record.envelope().kind.clone(),
                envelope: record.text().to_owned(),
                signature: record.signature().to_string(),
                body: record.body().map(|body| body.text().to_owned()),
            }),
            None => serde_json::to_vec(&self.fact).map(Kept::Quiet),
        }
    }

    /// The item, the entry of the chronicle, or the revision of a page, whose words or votes it holds: they go when it goes.
    pub fn item(&self) -> Option<ItemId> {
        match &self.fact.what {
            What::Public(act) => match act {
                Act::Post(post) | Act::ReleasedPost(post) => Some(post.item),
                Act::Comment(comment) | Act::ReleasedComment(comment) => Some(comment.item),
                Act::Edit(edit) => Some(edit.item),
                Act::Enter(enter) => Some(ItemId(enter.proposal.0)),
                Act::Revise(revise) => Some(ItemId(revise.revision.0)),
                _ => None,
            },
            What::Quiet(quiet) => match quiet {
                Quiet::Submit { item, .. }
                | Quiet::Edit { item, .. }
                | Quiet::Vote { item, .. }
                | Quiet::Unvote { item }
                | Quiet::Drop { item, .. } => Some(*item),
                Quiet::Intend { .. } | Quiet::Unintend { .. } | Quiet::Unmute { .. } => None,
            },
        }
    }

    /// The item that waits no more: its technical facts go.
    pub fn settles(&self) -> Option<ItemId> {
        match &self.fact.what {
            What::Public(Act::ReleasedPost(post)) => Some(post.item),
            What::Public(Act::ReleasedComment(comment)) => Some(comment.item),
            What::Quiet(Quiet::Drop { item, .. }) => Some(*item),
            What::Public(_) | What::Quiet(_) => None,
        }
    }

    /// The item, the entry of the chronicle, or the revision of a page, whose words are taken back: the bodies of its records go (R15).
    pub fn withholds(&self) -> Option<ItemId> {
        match &self.fact.what {
            What::Public(Act::Withdraw(withdraw)) => Some(withdraw.item),
            What::Public(Act::WithdrawEntry(withdraw)) => Some(ItemId(withdraw.proposal.0)),
            What::Public(Act::HideRevision(hide)) => Some(ItemId(hide.revision.0)),
            What::Public(_) | What::Quiet(_) => None,
        }
    }
}
