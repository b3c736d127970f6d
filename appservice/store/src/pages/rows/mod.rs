//! What is put into the view and what is read from it.

mod found;
mod given;
mod wiki;

pub use found::*;
pub use given::*;
pub use wiki::*;
