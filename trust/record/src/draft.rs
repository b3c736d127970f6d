//! From an act to a signed record.

use serde_json::{Map, Value};

use crate::{
    author,
    body::Body,
    canonical::{self, Unwritable},
    chain::Head,
    envelope::{COMMUNITY_LOG, Envelope, Evidence},
    ids::{RecordId, Reference},
    keys::{PublicKey, Signature, Signer},
    record::{DOMAIN, Record, RecordError},
    verify::{Forged, Verified, verify},
};

/// An act that has no place in a log yet.
///
/// Fill it by update: `Draft { author, time_ms, ..Draft::new(Some(community), "vote", body) }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The community; `None` for the record that founds one.
    pub community: Option<RecordId>,
    /// The log, [`COMMUNITY_LOG`] unless said otherwise.
    pub log: String,
    /// The kind of act.
    pub kind: String,
    /// When the act was done, in milliseconds since 1970.
    pub time_ms: u64,
    /// The Matrix id of who acted.
    pub author: String,
    /// The author's key, if registered.
    pub author_key: Option<PublicKey>,
    /// The author's signature of the [statement](Draft::statement).
    pub author_signature: Option<Signature>,
    /// What the act is about: at most 64, none twice.
    pub references: Vec<Reference>,
    /// What the record says.
    pub body: Body,
    /// Where the act can be seen.
    pub evidence: Option<Evidence>,
    /// Further fields, signed like the others.
    pub extra: Map<String, Value>,
}

/// What cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// The envelope has no canonical form.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// It would be no record.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The author's signature is not of this draft.
    #[error(transparent)]
    Forged(#[from] Forged),
}

impl Draft {
    /// A draft for a community's own log, with author and time left open.
    pub fn new(community: Option<RecordId>, kind: &str, body: Body) -> Self {
        Self {
            community,
            log: COMMUNITY_LOG.to_owned(),
            kind: kind.to_owned(),
            time_ms: 0,
            author: String::new(),
            author_key: None,
            author_signature: None,
            references: Vec::new(),
            body,
            evidence: None,
            extra: Map::new(),
        }
    }

    /// The bytes that the author may sign, see [`author`](mod@crate::author).
    ///
    /// # Errors
    ///
    /// If the draft has no canonical form.
    pub fn statement(&self) -> Result<Vec<u8>, Unwritable> {
        author::statement(&self.envelope(PublicKey([0; 32]), None))
    }

    /// The draft with its author's key and signature.
    ///
    /// # Errors
    ///
    /// If the draft has no canonical form.
    pub fn signed_by_author(mut self, author: &Signer) -> Result<Self, Unwritable> {
        self.author_key = Some(author.public());
        self.author_signature = Some(author.sign(&self.statement()?));
        Ok(self)
    }

    /// The record that follows `head` in the node's log; the first one without a head.
    ///
    /// # Errors
    ///
    /// If a field is not what it should be, the envelope is too long, or the author's signature is not of this draft.
    pub fn sign(self, node: &Signer, head: Option<Head>) -> Result<Verified, DraftError> {
        let envelope = self.envelope(node.public(), head);
        envelope.check().map_err(RecordError::from)?;
        let text = canonical::write(&envelope.to_value())?;
        let signature = node.sign(&[DOMAIN.as_bytes(), text.as_bytes()].concat());
        let by_author = envelope.author_signature.is_some();
        let record = Record::of(envelope, &text, signature, Some(self.body))?;
        match by_author {
            true => Ok(verify(record)?),
            false => Ok(Verified::trusted(record)),
        }
    }

    fn envelope(&self, node: PublicKey, head: Option<Head>) -> Envelope {
        Envelope {
            community: self.community,
            log: self.log.clone(),
            kind: self.kind.clone(),
            time_ms: self.time_ms,
            author: self.author.clone(),
            author_key: self.author_key,
            author_signature: self.author_signature,
            node,
            seq: head.map_or(0, |head| head.seq.saturating_add(1)),
            previous: head.map(|head| head.id),
            references: self.references.clone(),
            body: self.body.hash(),
            evidence: self.evidence.clone(),
            extra: self.extra.clone(),
        }
    }
}
