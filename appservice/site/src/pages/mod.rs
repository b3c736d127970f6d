//! The pages: one file for each.

pub(crate) mod affairs;
pub(crate) mod appeal;
pub(crate) mod assets;
pub(crate) mod case;
pub(crate) mod chronicle;
pub(crate) mod frame;
pub(crate) mod front;
pub(crate) mod live;
pub(crate) mod log;
pub(crate) mod me;
pub(crate) mod media;
pub(crate) mod notice;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod post;
pub(crate) mod proposal;
pub(crate) mod rules;
pub(crate) mod search;
pub(crate) mod sign;
pub(crate) mod statistics;
pub(crate) mod stream;
pub(crate) mod tags;
pub(crate) mod twilight;
pub(crate) mod why;
pub(crate) mod withheld;
pub(crate) mod write;
