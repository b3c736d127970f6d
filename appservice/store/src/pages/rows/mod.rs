//! What is put into the view and what is read from it.

mod found;
mod given;

pub use found::*;
pub use given::*;
