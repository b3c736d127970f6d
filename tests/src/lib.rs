//! Scenarios against real homeservers, through the built binary alone: no crate of the node is seen from here.
//!
//! - [`synapse`], [`dendrite`], [`postgres`]: real servers in temporary directories, on free ports of loopback.
//! - [`homeserver`]: what the two homeservers have in common; [`secta`](mod@secta): the program under test.
//! - [`member`]: a plain client; [`encrypted`]: a client with encryption.
//! - [`browser`]: what people see of the site, in a real browser.
//! - [`world`]: a homeserver with the node beside it, ready.
//!
//! To add a scenario: a test in `tests/` that starts a [`world::World`], lets members act, and waits for what they
//! see. Servers are never skipped: one that is not installed fails the test (`cargo xtask test` installs them).
//! Everything here panics on failure, which is what a test wants; the logs of the servers follow the message.

pub mod browser;
pub mod dendrite;
pub mod encrypted;
pub mod event;
pub mod homeserver;
pub mod member;
pub mod place;
pub mod postgres;
pub mod process;
pub mod secta;
pub mod synapse;
pub mod tls;
pub mod voting;
pub mod wait;
pub mod world;
