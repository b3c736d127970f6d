//! What must hold of every envelope, read or made.

use std::collections::BTreeSet;

use super::{COMMUNITY_LOG, Envelope, Evidence, MAX_REFERENCES, VERSION};
use crate::canonical::MAX_INTEGER;

/// The longest log name or kind.
const MAX_NAME: usize = 32;
/// The longest Matrix identifier in bytes.
const MAX_MATRIX_ID: usize = 255;
/// Every field that this version knows.
const KNOWN: [&str; 14] = [
    "author",
    "author_key",
    "author_signature",
    "body",
    "community",
    "evidence",
    "kind",
    "log",
    "node",
    "previous",
    "references",
    "seq",
    "time_ms",
    "version",
];

/// What is no envelope of this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// It is of another version.
    #[error("version {0} is not known")]
    Version(u64),
    /// A field is missing.
    #[error("the field {0:?} is missing")]
    Missing(&'static str),
    /// A field is not what it should be.
    #[error("the field {field:?}: {problem}")]
    Wrong {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
}

pub(super) fn check_version(version: u64) -> Result<(), EnvelopeError> {
    match version == VERSION {
        true => Ok(()),
        false => Err(EnvelopeError::Version(version)),
    }
}

fn require(holds: bool, field: &'static str, problem: &'static str) -> Result<(), EnvelopeError> {
    match holds {
        true => Ok(()),
        false => Err(EnvelopeError::Wrong { field, problem }),
    }
}

impl Envelope {
    /// Checks what the types leave open.
    ///
    /// # Errors
    ///
    /// The first field that is not what it should be.
    pub fn check(&self) -> Result<(), EnvelopeError> {
        name(&self.log, "log")?;
        name(&self.kind, "kind")?;
        integer(self.time_ms, "time_ms")?;
        integer(self.seq, "seq")?;
        self.check_author()?;
        self.check_place()?;
        self.check_references()?;
        self.evidence.as_ref().map_or(Ok(()), Evidence::check)?;
        let known = |field: &String| KNOWN.contains(&field.as_str());
        require(
            !self.extra.keys().any(known),
            "extra",
            "holds a known field",
        )
    }

    fn check_author(&self) -> Result<(), EnvelopeError> {
        let id = self.author.strip_prefix('@');
        let is_user = id.is_some_and(|id| id.contains(':')) && self.author.len() <= MAX_MATRIX_ID;
        require(is_user, "author", "not a Matrix user id")?;
        let has_key = self.author_signature.is_none() || self.author_key.is_some();
        require(has_key, "author_key", "missing beside a signature")
    }

    fn check_place(&self) -> Result<(), EnvelopeError> {
        let follows = self.previous.is_some() == (self.seq > 0);
        require(
            follows,
            "previous",
            "null in the first record and there alone",
        )?;
        let first = self.seq == 0 && self.log == COMMUNITY_LOG;
        require(
            self.community.is_some() || first,
            "community",
            "null in the first record of the community's log alone",
        )
    }

    fn check_references(&self) -> Result<(), EnvelopeError> {
        let few = self.references.len() <= MAX_REFERENCES;
        require(few, "references", "more than 64")?;
        let distinct: BTreeSet<_> = self.references.iter().collect();
        let distinct = distinct.len() == self.references.len();
        require(distinct, "references", "one stands twice")
    }
}

impl Evidence {
    fn check(&self) -> Result<(), EnvelopeError> {
        matrix_id(&self.room, "room")?;
        matrix_id(&self.event_id, "event_id")?;
        matrix_id(&self.origin, "origin")?;
        let known = |field: &str| self.extra.contains_key(field);
        let none = !["room", "event_id", "origin"].into_iter().any(known);
        require(none, "evidence", "holds a known field among the others")
    }
}

fn name(text: &str, field: &'static str) -> Result<(), EnvelopeError> {
    let letters = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'_'));
    let fits = (1..=MAX_NAME).contains(&text.len());
    require(letters && fits, field, "not 1 to 32 of a–z and _")
}

fn integer(number: u64, field: &'static str) -> Result<(), EnvelopeError> {
    let fits = number <= MAX_INTEGER.unsigned_abs();
    require(fits, field, "beyond 2^53 − 1")
}

fn matrix_id(text: &str, field: &'static str) -> Result<(), EnvelopeError> {
    let fits = (1..=MAX_MATRIX_ID).contains(&text.len());
    require(fits, field, "not 1 to 255 bytes")
}
