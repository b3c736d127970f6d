//! What is wrong with a record's place.

use crate::{chain::ChainId, ids::RecordId, keys::PublicKey};

/// A record that does not belong where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("record {id} (number {seq} of the log {:?} of node {}): {flaw}", .chain.log, .chain.node)]
pub struct ChainFault {
    /// The record.
    pub id: RecordId,
    /// The chain that it names.
    pub chain: Box<ChainId>,
    /// The number that it names.
    pub seq: u64,
    /// What is wrong.
    pub flaw: ChainFlaw,
}

/// How a record fails to continue its chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainFlaw {
    /// Records before it are missing, or come after it.
    #[error("missing or out of order: the chain goes on with number {expected}")]
    Missing {
        /// The number that the chain goes on with.
        expected: u64,
    },
    /// The chain holds it already.
    #[error("the chain holds it already")]
    Repeated,
    /// The chain holds another record of that number: the node signed both.
    #[error("a fork: the chain holds record {known} at that number")]
    Fork {
        /// The record that the chain holds.
        known: RecordId,
    },
    /// It comes before the records that are kept.
    #[error("the chain is kept only from number {from}")]
    Older {
        /// The first number that is kept.
        from: u64,
    },
    /// It names another record before it.
    #[error("it follows {found}, but the chain ends with {expected}")]
    WrongPrevious {
        /// The chain's last record.
        expected: RecordId,
        /// The record that it names.
        found: RecordId,
    },
    /// It belongs to another community.
    #[error("it belongs to the community {0}")]
    ForeignCommunity(RecordId),
    /// It is signed by a node that is not expected.
    #[error("the node {0} is not expected")]
    UnknownNode(PublicKey),
    /// The chain holds its author's statement already, in another record.
    #[error("its author's statement stands in the chain already")]
    RepeatedStatement,
}
