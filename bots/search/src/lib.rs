//! Search that knows Russian: `!найди`.
//!
//! - [`ask`], [`day`]: what is asked; [`text`]: from a text to its words; [`rights`]: who may read what.
//! - [`index`]: the index, a view outside SQL; nothing else here touches a disk.

pub mod ask;
pub mod day;
pub mod index;
pub mod rights;
pub mod text;
