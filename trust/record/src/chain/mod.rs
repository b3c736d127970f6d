//! A node's logs: each is a chain in which every record names the one before it.

mod fault;
mod many;
mod one;

pub use fault::{ChainFault, ChainFlaw};
pub use many::{ChainId, Chains};
pub use one::{Chain, Head};
