//! Names of files that people can read and every system can keep.
//!
//! A title, or the first line of a message, becomes a name that Linux, Windows, macOS and Obsidian take alike; a path
//! that a member typed is made safe part by part, or refused with the reason.

mod clean;
mod free;
mod path;

#[cfg(test)]
mod tests;

pub use clean::{is_invisible, name};
pub(crate) use free::folded;
pub use free::{free, same_file};
pub use path::{PathTrouble, member_path};

/// The most characters of a name.
pub const CHARACTERS: usize = 120;
/// The most bytes of a name.
pub const BYTES: usize = 200;
/// The most folders and names of a path.
pub const LEVELS: usize = 8;
