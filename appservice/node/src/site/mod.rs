//! What stands behind the ports of the site, and its serving: [`library`] is what is published, [`twilight`] what waits,
//! [`finder`] the search, [`files`] what the homeserver keeps; [`desk`] files what members do, [`accounts`] knows who is
//! signed in, [`borders`] what the law withholds where, [`spaces`] keeps private spaces of the wiki.

pub mod accounts;
pub mod borders;
pub mod desk;
pub mod files;
pub mod finder;
pub mod library;
mod serve;
pub mod spaces;
pub mod twilight;

pub use serve::{Making, start};
