//! The wiki: revisions of the records become rows, rows become pages ([`secta_site::ports::Wiki`]); its files stand
//! beside the view, under their hashes.

mod blobs;
mod model;
mod port;
mod reading;
mod words;
mod written;

pub(super) use blobs::Blobs;
pub(in super::super) use model::found;
pub(super) use model::revision;
pub use reading::Reading;
pub use words::Finds;
pub(super) use words::Tongue;
