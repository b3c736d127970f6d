//! Canonical JSON: RFC 8785, with no numbers but integers of at most [`MAX_INTEGER`] in size.
//!
//! [`write()`] makes the one right form of a value, [`read()`] takes that form alone and says where other bytes leave it.

mod fault;
mod read;
mod text;
mod write;

pub use fault::{Fault, Flaw};
pub(crate) use read::Cursor;
pub use read::read;
pub use write::{Unwritable, write};

/// The largest integer, and without its sign the smallest: every JSON reader keeps it exactly.
pub const MAX_INTEGER: i64 = (1 << 53) - 1;

/// How deep arrays and objects may stand in one another.
pub const MAX_DEPTH: usize = 32;

#[cfg(test)]
mod tests;
