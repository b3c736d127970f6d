//! The wiki: revisions of the records become rows, rows become pages ([`secta_site::ports::Wiki`]); its files stand
//! beside the view, under their hashes.

mod blobs;
mod finding;
mod model;
mod port;
mod reading;
mod written;

pub(super) use blobs::Blobs;
pub(super) use model::revision;
pub use reading::Reading;
