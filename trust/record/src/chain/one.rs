//! One log of one node.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ChainFlaw;
use crate::{
    author,
    ids::{BodyHash, RecordId},
    record::Record,
    verify::Verified,
};

/// The last record of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its number, from 0.
    pub seq: u64,
    /// Its id.
    pub id: RecordId,
}

impl Head {
    /// The head of a chain that ends with this record.
    pub fn of(record: &Record) -> Self {
        let seq = record.envelope().seq;
        Self {
            seq,
            id: record.id(),
        }
    }
}

/// The ids of a chain, and the statements of authors in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    from: u64,
    ids: Vec<RecordId>,
    statements: BTreeSet<BodyHash>,
}

impl Chain {
    /// A chain that goes on after `head`; what came before is not remembered.
    pub fn resume(head: Head) -> Self {
        let ids = vec![head.id];
        Self {
            from: head.seq,
            ids,
            statements: BTreeSet::new(),
        }
    }

    /// The last record.
    pub fn head(&self) -> Option<Head> {
        let id = *self.ids.last()?;
        Some(Head {
            seq: self.next_seq().saturating_sub(1),
            id,
        })
    }

    /// The ids that are kept, in order.
    pub fn ids(&self) -> &[RecordId] {
        &self.ids
    }

    /// Appends a record.
    ///
    /// # Errors
    ///
    /// If it does not continue the chain; the chain is left as it was.
    pub fn append(&mut self, record: &Verified) -> Result<(), ChainFlaw> {
        self.check(record)?;
        let statement = statement_of(record);
        if statement.is_some_and(|statement| !self.statements.insert(statement)) {
            return Err(ChainFlaw::RepeatedStatement);
        }
        self.ids.push(record.id());
        Ok(())
    }

    fn check(&self, record: &Record) -> Result<(), ChainFlaw> {
        let (seq, expected) = (record.envelope().seq, self.next_seq());
        if seq < expected {
            return Err(self.known(seq, record.id()));
        }
        if seq > expected {
            return Err(ChainFlaw::Missing { expected });
        }
        match (self.ids.last(), record.envelope().previous) {
            (Some(&expected), Some(found)) if expected != found => {
                Err(ChainFlaw::WrongPrevious { expected, found })
            }
            _ => Ok(()),
        }
    }

    /// What is wrong with a record whose number was there before.
    fn known(&self, seq: u64, id: RecordId) -> ChainFlaw {
        let from = self.from;
        let index = seq
            .checked_sub(from)
            .and_then(|index| usize::try_from(index).ok());
        match index.and_then(|index| self.ids.get(index)) {
            Some(&known) if known == id => ChainFlaw::Repeated,
            Some(&known) => ChainFlaw::Fork { known },
            None => ChainFlaw::Older { from },
        }
    }

    fn next_seq(&self) -> u64 {
        self.from.saturating_add(self.ids.len() as u64)
    }
}

fn statement_of(record: &Record) -> Option<BodyHash> {
    record.envelope().author_signature?;
    let statement = author::statement(record.envelope()).ok()?;
    Some(author::statement_hash(&statement))
}
