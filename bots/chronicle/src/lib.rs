//! The chronicle: a transparency log of what a community has published.
//!
//! Whoever holds a proof from [`log`] can show, offline and years later, that the log promised to keep an entry; whoever
//! holds two checkpoints can show whether the log kept its promise in between.

pub mod log;
