//! The node: everything that acts. `secta run` puts it together.
//!
//! - [`intake`] takes the homeserver's transactions into the journal;
//! - [`engine`] drives the journal through the bots and carries out what they decide;
//! - [`seal`] keeps what comes from encrypted rooms sealed; [`clock`] and [`metrics`] serve them all.

pub mod clock;
pub mod engine;
pub mod intake;
pub mod metrics;
pub mod seal;

pub mod config;
pub mod phrases;
