//! What stands behind the ports of the site: [`library`] is what is published, [`twilight`] what waits, [`files`] what
//! the homeserver keeps.

pub mod files;
pub mod library;
pub mod twilight;
