//! From a text to the words that it can be found by.
//!
//! - [`split`]: where words begin and end; [`lemmas`]: from a word to its dictionary forms; [`layout`]: words typed with
//!   the other keyboard.
//!
//! To teach it another language: a branch in [`lemmas::Forms::of`].

pub mod layout;
pub mod lemmas;
pub mod split;
pub mod stop;

pub use lemmas::{Forms, Lemmas};
