//! What lies in a folder on the disk. Links are never followed, and nothing that is hidden is looked at.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use secta_wiki::revision::MAX_TEXT_BYTES;

/// The deepest folder that is looked into.
const DEPTH: usize = 64;
/// The most files and folders that are looked at.
const ENTRIES: usize = 500_000;
/// The largest note, in bytes: a page with its front matter.
const NOTE_BYTES: u64 = (MAX_TEXT_BYTES + 64 * 1024) as u64;

/// What lies in a folder, by paths with `/`.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Notes with what they say.
    pub notes: BTreeMap<String, String>,
    /// Other files with their sizes in bytes.
    pub files: BTreeMap<String, u64>,
    /// What was passed over, and why.
    pub skipped: Vec<(String, Skip)>,
}

/// Why a file is not brought into the wiki.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skip {
    /// It is a link of the file system.
    Link,
    /// It is neither a file nor a folder.
    NoFile,
    /// Its name, or what it says, is no UTF-8.
    NotText,
    /// It is too large; the most bytes.
    Large(u64),
    /// It lies too deep, or there are too many.
    Deep,
    /// It cannot be read, with what the system says.
    Unreadable(String),
    /// It says nothing.
    Empty,
    /// No title can be made of its name, with the reason.
    Title(secta_wiki::title::TitleFault),
    /// Another file makes the same page: its path.
    Taken(String),
    /// The file that it tells of is not there: its path.
    NoSuchFile(String),
}

impl Skip {
    /// Whether something is left out that was meant to be a page.
    pub fn is_fault(&self) -> bool {
        !matches!(self, Self::Empty)
    }
}

impl Folder {
    /// Looks through a folder.
    ///
    /// # Errors
    ///
    /// When the folder itself cannot be read.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut folder = Self::default();
        let mut left = vec![(root.to_owned(), String::new())];
        let mut seen = 0;
        while let Some((place, prefix)) = left.pop() {
            let entries = match fs::read_dir(&place) {
                Err(error) if prefix.is_empty() => return Err(error),
                Err(error) => {
                    folder.skip(prefix, Skip::Unreadable(error.to_string()));
                    continue;
                }
                Ok(entries) => entries,
            };
            for entry in entries {
                seen += 1;
                let entry = entry?;
                let name = entry.file_name();
                if name.as_encoded_bytes().starts_with(b".") {
                    continue;
                }
                let path = format!("{prefix}{}", name.to_string_lossy());
                if name.to_str().is_none() {
                    folder.skip(path, Skip::NotText);
                } else if seen > ENTRIES {
                    folder.skip(path, Skip::Deep);
                    return Ok(folder);
                } else if let Some(below) = folder.take(&path, &entry) {
                    left.push((below, format!("{path}/")));
                }
            }
        }
        folder
            .skipped
            .sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(folder)
    }

    fn skip(&mut self, path: String, why: Skip) {
        self.skipped.push((path, why));
    }

    /// Takes a file; returns a folder that is to be looked into.
    fn take(&mut self, path: &str, entry: &fs::DirEntry) -> Option<PathBuf> {
        let place = entry.path();
        // Of the link itself, not of what it leads to.
        let why = match fs::symlink_metadata(&place) {
            Err(error) => Skip::Unreadable(error.to_string()),
            Ok(about) if about.is_symlink() => Skip::Link,
            Ok(about) if about.is_dir() && path.matches('/').count() < DEPTH => return Some(place),
            Ok(about) if about.is_dir() => Skip::Deep,
            Ok(about) if !about.is_file() => Skip::NoFile,
            Ok(about) if !is_note(path) => {
                self.files.insert(path.to_owned(), about.len());
                return None;
            }
            Ok(_) => match note(&place) {
                Ok(text) => {
                    self.notes.insert(path.to_owned(), text);
                    return None;
                }
                Err(why) => why,
            },
        };
        self.skip(path.to_owned(), why);
        None
    }
}

/// Whether a path is that of a note.
pub fn is_note(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("md")
}

/// The bytes of a file, if it is no link and has at most so many.
///
/// # Errors
///
/// Why it is not read.
pub fn bytes(path: &Path, max: u64) -> Result<Vec<u8>, Skip> {
    let unreadable = |error: io::Error| Skip::Unreadable(error.to_string());
    let about = fs::symlink_metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(Skip::Link);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    // It may grow meanwhile.
    file.take(max + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    match u64::try_from(bytes.len()).is_ok_and(|length| length <= max) {
        true => Ok(bytes),
        false => Err(Skip::Large(max)),
    }
}

fn note(path: &Path) -> Result<String, Skip> {
    let bytes = bytes(path, NOTE_BYTES).map_err(|why| match why {
        Skip::Large(_) => Skip::Large(MAX_TEXT_BYTES as u64),
        other => other,
    })?;
    String::from_utf8(bytes).map_err(|_| Skip::NotText)
}
