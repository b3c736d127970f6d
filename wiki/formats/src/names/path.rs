//! A path as a member types it: `путь/к/заметке`.

use thiserror::Error;

use super::{LEVELS, clean};

/// Why a path is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PathTrouble {
    /// It starts at a disk's root.
    #[error("the path starts at the root")]
    Absolute,
    /// A part is `.` or `..`.
    #[error("the path leads elsewhere")]
    Relative,
    /// A part is empty.
    #[error("a part of the path is empty")]
    Empty,
    /// More levels than there may be.
    #[error("the path has {levels} levels, more than {LEVELS}")]
    Deep {
        /// How many it has.
        levels: usize,
    },
    /// Nothing of a part can stand in a name.
    #[error("no name can be made of {0:?}")]
    Nameless(String),
}

/// A safe path of the note, without `.md`, from what a member typed.
///
/// # Errors
///
/// Why there is none.
pub fn member_path(typed: &str) -> Result<String, PathTrouble> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(PathTrouble::Empty);
    }
    if typed.starts_with(['/', '\\', '~']) || has_drive(typed) {
        return Err(PathTrouble::Absolute);
    }
    let parts: Vec<_> = without_ending(typed).split(['/', '\\']).collect();
    if parts.len() > LEVELS {
        let levels = parts.len();
        return Err(PathTrouble::Deep { levels });
    }
    let names: Result<Vec<_>, _> = parts.into_iter().map(part).collect();
    Ok(names?.join("/"))
}

fn part(part: &str) -> Result<String, PathTrouble> {
    let seen: String = part.chars().filter(|c| !clean::is_invisible(*c)).collect();
    match seen.trim() {
        "" => Err(PathTrouble::Empty),
        "." | ".." => Err(PathTrouble::Relative),
        _ => clean::line_name(part).ok_or_else(|| PathTrouble::Nameless(part.to_owned())),
    }
}

fn without_ending(typed: &str) -> &str {
    typed
        .strip_suffix(".md")
        .filter(|rest| !rest.is_empty() && !rest.ends_with(['/', '\\']))
        .unwrap_or(typed)
}

fn has_drive(typed: &str) -> bool {
    let mut characters = typed.chars();
    let letter = characters.next().is_some_and(|c| c.is_ascii_alphabetic());
    letter && characters.next() == Some(':') && matches!(characters.next(), Some('/' | '\\'))
}
