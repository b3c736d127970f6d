//! Whether the signatures are right.
//!
//! One record alone or a thousand together come to the same verdict, always: the equation is RFC 8032's with the cofactor
//! (see `equation.rs` for why).

mod claim;
mod equation;

use std::ops::Deref;

use crate::{ids::RecordId, record::Record};
use claim::{Claim, Keys};

/// How many records are best verified together.
pub const GROUP: usize = 1024;

/// A record whose signatures are right.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified(Record);

/// Whose signature is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// The node's.
    Node,
    /// The author's.
    Author,
}

/// A record with a wrong signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("record {id}: the {} signature is not by the key it names", match .whose { Whose::Node => "node's", Whose::Author => "author's" })]
pub struct Forged {
    /// The record.
    pub id: RecordId,
    /// Whose signature is wrong.
    pub whose: Whose,
}

impl Verified {
    /// A record that this node verified before, from its own database.
    pub fn trusted(record: Record) -> Self {
        Self(record)
    }

    /// The record.
    pub fn into_record(self) -> Record {
        self.0
    }
}

impl Deref for Verified {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.0
    }
}

/// Verifies one record.
///
/// # Errors
///
/// If the node's signature is wrong, or the author's where there is one.
pub fn verify(record: Record) -> Result<Verified, Forged> {
    examine(&record, &mut Keys::default())?;
    Ok(Verified(record))
}

/// Verifies records together, which is several times faster; the verdicts stand in the order of the records.
/// Only when something is wrong in their midst are they examined one by one.
pub fn verify_all(records: Vec<Record>) -> Vec<Result<Verified, Forged>> {
    let mut keys = Keys::default();
    if all_hold(&records, &mut keys) {
        return records
            .into_iter()
            .map(|record| Ok(Verified(record)))
            .collect();
    }
    let verdict = |record: Record| examine(&record, &mut keys).map(|()| Verified(record));
    records.into_iter().map(verdict).collect()
}

fn all_hold(records: &[Record], keys: &mut Keys) -> bool {
    let claims = records.iter().flat_map(claim::claims);
    let terms: Option<Vec<_>> = claims.map(|claim| claim.term(keys)).collect();
    terms.is_some_and(|terms| equation::hold(&terms))
}

fn examine(record: &Record, keys: &mut Keys) -> Result<(), Forged> {
    let mut holds = |claim: &Claim| claim.term(keys).is_some_and(|term| equation::holds(&term));
    match claim::claims(record).find(|claim| !holds(claim)) {
        Some(claim) => Err(Forged {
            id: record.id(),
            whose: claim.whose(),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
