//! What is wrong with an export, and where.

use secta_record::{ChainFlaw, ChainId, LineError, PublicKey, RecordId, Whose, act::ActFault};

use crate::unlawful::Unlawful;

/// Something that is wrong with an export.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {flaw}")]
pub struct Fault {
    /// The line, counted from 1.
    pub line: u64,
    /// The record in that line, where it can be read.
    pub id: Option<RecordId>,
    /// Where it stands, or should.
    pub place: Option<Place>,
    /// What is wrong.
    pub flaw: Flaw,
}

/// A number in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The chain.
    pub chain: ChainId,
    /// The number.
    pub seq: u64,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The export ends inside of the line.
    #[error("the end of the line is missing")]
    CutShort,
    /// The line holds no record, or another body than the one that was signed.
    #[error("no record: {0}")]
    Line(#[from] LineError),
    /// A signature is wrong.
    #[error("the {} signature is not by the key it names", match .0 { Whose::Node => "node's", Whose::Author => "author's" })]
    Forged(Whose),
    /// The community was not founded in the lines before.
    #[error("its community is not founded in the lines before")]
    UnknownCommunity,
    /// The record stands in the log of the rules, which another node keeps.
    #[error("not by the community's node {expected}")]
    ForeignNode {
        /// The node that keeps it.
        expected: PublicKey,
    },
    /// Numbers of the chain are in no line; seen in the first line after them.
    #[error("missing before it: {from} to {to}")]
    Missing {
        /// The first of them.
        from: u64,
        /// The last of them.
        to: u64,
    },
    /// The record comes after one that follows it.
    #[error("out of order: {expected} was expected")]
    Reordered {
        /// The number that was expected.
        expected: u64,
    },
    /// The record does not continue its chain.
    #[error(transparent)]
    Chain(#[from] ChainFlaw),
    /// The body is not what the record's kind asks for.
    #[error(transparent)]
    Malformed(#[from] ActFault),
    /// The rules don't justify the act.
    #[error("unlawful: {0}")]
    Unlawful(#[from] Unlawful),
}
