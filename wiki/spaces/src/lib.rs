//! Private spaces of the wiki: what is written in one is read by its members alone. Whoever keeps it, a node or
//! anybody else, holds sealed bytes, and sees who wrote when and how much, but neither words nor titles.
//!
//! A space is a log of signed [entries](entry::Entry). The first one founds it; others begin an *epoch*, a list of
//! members with a key of its own, or hold words sealed with an epoch's key. Members are equals: each of them adds and
//! removes others, and each change begins an epoch, so that whoever was removed opens nothing that comes later. What
//! they have read they keep.
//!
//! - [`key`]: what a member has, and what others know of them; [`entry`]: the bytes of the log, signed.
//! - [`ledger`]: who may write what, and in which order, judged without any key: the node holds to it too.
//! - `epoch`, `seal`, `wrap`: keys, and what is sealed with them; [`plain`]: what is sealed.
//! - [`space`]: all that together, for a member.
//!
//! Pure: no disk, no clock, and randomness is an argument, a [`Seed`]. Only the wrapping of an epoch's key for its
//! members, which is an age file, takes randomness from the system: `age` leaves no other way.

pub mod entry;
mod epoch;
mod ids;
pub mod key;
pub mod ledger;
pub mod plain;
mod seal;
pub mod space;
mod wrap;

pub use ids::{EntryId, MemberId, NotHex, SpaceId};
pub use seal::{SealFault, Seed};

/// The largest entry, in bytes.
pub const MAX_ENTRY_BYTES: usize = 2 * 1024 * 1024;
/// The most members of a space.
pub const MAX_MEMBERS: usize = 64;
/// The longest name of a space or of a member, in letters.
pub const MAX_NAME_LETTERS: usize = 80;
