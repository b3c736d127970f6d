//! The public site: what a community has published, as pages, feeds and JSON, and what its members do there.
//!
//! The crate holds no state and reaches nothing by itself: what it shows it reads through [`ports::Library`], what
//! members do goes through [`ports::Desk`] into the journal like any message, who they are is told by
//! [`ports::Accounts`], what is found by [`ports::Finder`], and files come through [`ports::Files`].
//!
//! - [`model`]: what is shown.
//! - [`ports`]: where it comes from and goes to.

pub mod model;
pub mod ports;
