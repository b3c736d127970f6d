//! What is done on the site: forms, each filed once however often it is sent.

pub(crate) mod act;
pub(crate) mod fields;
pub(crate) mod look;
pub(crate) mod read;
pub(crate) mod sign;
pub(crate) mod wiki;
