//! Stored facts, read.

use secta_bot_kit::community;
use secta_record::{Body, Record, act::Act};
use secta_rules::{Fact, State};
use secta_store::{StoredFact, StoredKept, StoredRecord};

use super::LibraryError;

/// A stored fact, read.
pub(super) struct Told {
    /// Its place.
    pub place: i64,
    /// What the rules make of it; `None` for a record of a kind that this program does not know.
    pub fact: Option<Fact>,
    /// The record, where it is one.
    pub record: Option<Record>,
}

impl Told {
    /// Reads a stored fact.
    ///
    /// # Errors
    ///
    /// When it is not what this program wrote.
    pub fn read(stored: StoredFact) -> Result<Self, LibraryError> {
        let (fact, record) = match stored.kept {
            StoredKept::Quiet { value } => (Some(serde_json::from_slice(&value)?), None),
            StoredKept::Record(stored) => {
                let record = record(&stored)?;
                let fact = Fact::of_record(&record)?;
                (fact, Some(record))
            }
        };
        Ok(Self {
            place: stored.place,
            fact,
            record,
        })
    }

    /// Has the rules take it.
    ///
    /// # Errors
    ///
    /// When the facts before it don't justify it.
    pub fn apply(&self, state: &mut State) -> Result<(), LibraryError> {
        let Some(fact) = &self.fact else {
            return Ok(());
        };
        let applied = state.apply(fact);
        applied.map_err(|unlawful| LibraryError::Unlawful(self.place, unlawful))
    }
}

/// A record as it is stored.
///
/// # Errors
///
/// When it is not what this program wrote.
pub(super) fn record(stored: &StoredRecord) -> Result<Record, LibraryError> {
    let (signature, body) = (&stored.signature, stored.body.as_deref());
    Ok(community::record(&stored.envelope, signature, body)?)
}

/// The act of a record.
///
/// # Errors
///
/// When its body is not of its kind.
pub(super) fn act(record: &Record) -> Result<Option<Act>, LibraryError> {
    let envelope = record.envelope();
    let references: Vec<[u8; 32]> = envelope.references.iter().map(|one| one.0).collect();
    let body = record.body().map(Body::value);
    Ok(Act::from_parts(&envelope.kind, &references, body)?)
}
