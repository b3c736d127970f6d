//! The wiki's rows, and who reads for it what members wrote.

mod found;
mod revision;
mod scribe;

pub use found::*;
pub use revision::*;
pub use scribe::*;
