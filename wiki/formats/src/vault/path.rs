//! Which paths a vault holds.
//!
//! Names given by members go through [`crate::names`] first. This is the wall behind it: it also judges names that came
//! from a remote, which may be odd but must not lead anywhere.

use gix::validate::path::component;
use thiserror::Error;

use super::error::VaultError;

/// The deepest folder.
pub(crate) const DEPTH: usize = 32;
const SEGMENT_BYTES: usize = 255;
const PATH_BYTES: usize = 2048;

/// What is wrong with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PathRefusal {
    /// A segment is empty: `a//b`, or the path is absolute.
    #[error("a part of it is empty")]
    Empty,
    /// `.` or `..`.
    #[error("it leads elsewhere")]
    Relative,
    /// `.git`, in one of the spellings that some file system takes for it.
    #[error("it names the repository itself")]
    Git,
    /// A control character or a backslash.
    #[error("it has characters that no name may have")]
    Character,
    /// Too many folders, or too long.
    #[error("it is too deep or too long")]
    TooLong,
    /// A folder stands where the file would, or a file where its folder would.
    #[error("something else stands in its place")]
    Taken,
    /// Not UTF-8.
    #[error("it is not text")]
    NotText,
}

/// Looks at a whole path, `folder/note.md`.
///
/// # Errors
///
/// What is wrong with it.
pub fn check(path: &str) -> Result<(), PathRefusal> {
    if path.len() > PATH_BYTES || path.split('/').count() > DEPTH {
        return Err(PathRefusal::TooLong);
    }
    path.split('/').try_for_each(check_segment)
}

/// Whether a part of a path begins with a dot: settings of Obsidian and other programs are called so, and may hold code
/// that runs where they are opened. They are kept and handed on as they are, but never laid into the folder.
pub fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// Looks at a path and names it when it is refused.
pub(crate) fn checked(path: &str) -> Result<(), VaultError> {
    check(path).map_err(|reason| VaultError::Path {
        path: path.to_owned(),
        reason,
    })
}

/// Looks at one name of a path.
pub(crate) fn check_segment(segment: &str) -> Result<(), PathRefusal> {
    if segment.len() > SEGMENT_BYTES {
        return Err(PathRefusal::TooLong);
    }
    if segment.chars().any(|c| c.is_control() || c == '\\') {
        return Err(PathRefusal::Character);
    }
    let options = component::Options {
        // Names such as `Встреча: план` are fine on the systems of those who made them.
        protect_windows: false,
        protect_hfs: true,
        protect_ntfs: true,
    };
    match gix::validate::path::component(segment.into(), None, options) {
        Ok(_) if is_own_temporary(segment) => Err(PathRefusal::Git),
        Ok(_) => Ok(()),
        Err(component::Error::Empty) => Err(PathRefusal::Empty),
        Err(component::Error::Relative) => Err(PathRefusal::Relative),
        Err(component::Error::DotGitDir | component::Error::SymlinkedGitModules) => {
            Err(PathRefusal::Git)
        }
        Err(_) => Err(PathRefusal::Character),
    }
}

/// Names that the vault uses beside the notes while it writes them.
fn is_own_temporary(segment: &str) -> bool {
    segment.starts_with(".secta-")
}
