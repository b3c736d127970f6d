//! What stands behind the ports of the site, and its serving: [`library`] is what is published, [`twilight`] what waits,
//! [`finder`] the search, [`files`] what the homeserver keeps; [`desk`] files what members do, [`accounts`] knows who is
//! signed in, [`borders`] what the law withholds where; [`margins`] is what is remembered beside pages of the wiki,
//! [`spaces`] keeps its private spaces.

pub mod accounts;
pub mod borders;
pub mod desk;
pub mod files;
pub mod finder;
pub mod library;
pub mod margins;
mod serve;
pub mod spaces;
pub mod twilight;

pub use serve::{Making, base, stacks, start};
