//! From the model to what stands on a page.

pub(crate) mod card;
pub(crate) mod chart;
pub(crate) mod date;
pub(crate) mod people;
pub(crate) mod qr;
pub(crate) mod safe;
pub(crate) mod tree;
pub(crate) mod wiki;

pub(crate) use safe::Safe;
