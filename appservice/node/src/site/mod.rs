//! What stands behind the ports of the site: [`library`] is what is published, [`twilight`] what waits, [`files`] what
//! the homeserver keeps; [`desk`] files what members do, [`accounts`] knows who is signed in, [`finder`] searches.

pub mod accounts;
pub mod desk;
pub mod files;
pub mod finder;
pub mod library;
pub mod twilight;
