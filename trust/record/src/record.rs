//! A record: an envelope, the node's signature, and the body unless it is withheld.

use crate::{
    body::Body,
    canonical::{self, Fault},
    envelope::{Envelope, EnvelopeError, MAX_ENVELOPE_BYTES},
    ids::{BodyHash, RecordId},
    keys::Signature,
};

/// Stands before what a node signs.
pub const DOMAIN: &str = "secta/record/1\n";

/// A record of the right form, whose body, if there is one, is the one that was signed.
/// Whether the signatures are right, [`crate::verify()`] tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    id: RecordId,
    envelope: Envelope,
    text: String,
    signature: Signature,
    body: Option<Body>,
}

/// What is no record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The envelope is longer than [`MAX_ENVELOPE_BYTES`].
    #[error("the envelope's {0} bytes are more than {MAX_ENVELOPE_BYTES}")]
    TooLong(usize),
    /// The envelope's bytes are not canonical.
    #[error("the envelope is not canonical {0}")]
    Fault(#[from] Fault),
    /// The envelope is not one of this version.
    #[error("the envelope is wrong: {0}")]
    Envelope(#[from] EnvelopeError),
    /// The body is another than the one that was signed.
    #[error("record {id}: the body's hash is {found}, signed was {signed}")]
    OtherBody {
        /// The record.
        id: RecordId,
        /// The hash in the envelope.
        signed: BodyHash,
        /// The hash of the body.
        found: BodyHash,
    },
}

impl Record {
    /// Reads a record from its parts.
    ///
    /// # Errors
    ///
    /// If the envelope is too long, not canonical or wrong, or the body is another than the one signed.
    pub fn read(
        envelope: &str,
        signature: Signature,
        body: Option<Body>,
    ) -> Result<Self, RecordError> {
        check_length(envelope)?;
        let value = canonical::read(envelope.as_bytes())?;
        Self::of(Envelope::from_value(value)?, envelope, signature, body)
    }

    /// A record of an envelope that was read already from its canonical text.
    pub(crate) fn of(
        envelope: Envelope,
        text: &str,
        signature: Signature,
        body: Option<Body>,
    ) -> Result<Self, RecordError> {
        check_length(text)?;
        let record = Self {
            id: id_of(text),
            envelope,
            text: text.to_owned(),
            signature,
            body: None,
        };
        match body {
            Some(body) => record.with_body(body),
            None => Ok(record),
        }
    }

    /// The record's name.
    pub fn id(&self) -> RecordId {
        self.id
    }

    /// What was signed.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// The envelope's canonical bytes; the node signed them behind [`DOMAIN`].
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The node's signature.
    pub fn signature(&self) -> Signature {
        self.signature
    }

    /// The body, unless it is withheld.
    pub fn body(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    /// The community that it belongs to: its own id if it founds one.
    pub fn community(&self) -> RecordId {
        self.envelope.community.unwrap_or(self.id)
    }

    /// The same record with its body withheld.
    #[must_use]
    pub fn without_body(self) -> Self {
        Self { body: None, ..self }
    }

    /// The same record with its body given back.
    ///
    /// # Errors
    ///
    /// If the body is another than the one that was signed.
    pub fn with_body(self, body: Body) -> Result<Self, RecordError> {
        let (signed, found) = (self.envelope.body, body.hash());
        if signed != found {
            let id = self.id;
            return Err(RecordError::OtherBody { id, signed, found });
        }
        let body = Some(body);
        Ok(Self { body, ..self })
    }
}

/// The name of the record with this envelope: BLAKE3 of the bytes that are signed, the domain among them.
pub(crate) fn id_of(envelope: &str) -> RecordId {
    let mut hasher = blake3::Hasher::new();
    hasher.update(DOMAIN.as_bytes()).update(envelope.as_bytes());
    RecordId(hasher.finalize().into())
}

fn check_length(envelope: &str) -> Result<(), RecordError> {
    match envelope.len() > MAX_ENVELOPE_BYTES {
        true => Err(RecordError::TooLong(envelope.len())),
        false => Ok(()),
    }
}
