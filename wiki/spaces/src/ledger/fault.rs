//! Why entries do not belong into a log.

use crate::{EntryId, MemberId, SpaceId};

/// Why an entry does not belong into the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFault {
    /// A log begins with the founding of its space.
    #[error("a space begins with the entry that founds it")]
    NoBeginning,
    /// It is another space's.
    #[error("the entry belongs to another space, {0}")]
    OtherSpace(SpaceId),
    /// Something before it is not there: an epoch, or its author's entry before.
    #[error("the entry {missing} is missing, which comes before {id}")]
    Missing {
        /// The entry.
        id: EntryId,
        /// What is missing.
        missing: EntryId,
    },
    /// Whoever signed it is no member of the epoch that it names.
    #[error("{author} is no member of the space")]
    Stranger {
        /// Who signed it.
        author: MemberId,
    },
    /// Whoever signed it was removed.
    #[error("{author} was removed from the space")]
    Removed {
        /// Who signed it.
        author: MemberId,
    },
    /// It names another entry of its author than the last one.
    #[error("the entry of {author} does not follow the last one of theirs")]
    OutOfTurn {
        /// Who signed it.
        author: MemberId,
    },
    /// Its number is not that of the epoch before and one.
    #[error("the epoch is number {number}, but it follows number {before}")]
    Number {
        /// Its number.
        number: u32,
        /// That of the epoch before.
        before: u32,
    },
}
