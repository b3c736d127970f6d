//! Reading notes, listing them and looking them up.

use std::collections::BTreeMap;

use gix::ObjectId;

use super::{Vault, error::VaultError, objects, tree};
use crate::note::Note;

const NOTE_BYTES: u64 = 4 << 20;

/// What a list says of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSummary {
    /// From the vault's folder, with `/`.
    pub path: String,
    /// The file's name without its ending.
    pub title: String,
    /// The time its front matter names, as it stands there.
    pub time: Option<String>,
    /// Its tags, without `#`.
    pub tags: Vec<String>,
    /// The events it holds.
    pub events: Vec<String>,
}

/// Summaries by path, with the blob they were made of.
pub(crate) type Summaries = BTreeMap<String, (ObjectId, NoteSummary)>;

impl Vault {
    /// A file's bytes as of the last commit; `None` where there is no such file.
    ///
    /// # Errors
    ///
    /// A path that leads elsewhere; a repository that cannot be read.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, VaultError> {
        super::path::checked(path)?;
        let tree = self.tree_at(self.head_id()?)?;
        match tree::entry(&self.repository, tree, path)? {
            Some(entry) if entry.is_file() => Ok(Some(objects::blob(&self.repository, entry.id)?)),
            _ => Ok(None),
        }
    }

    /// A note as of the last commit.
    ///
    /// # Errors
    ///
    /// As [`Vault::read`].
    pub fn read_note(&self, path: &str) -> Result<Option<Note>, VaultError> {
        let data = self.read(path)?;
        Ok(data.map(|data| Note::parse(&String::from_utf8_lossy(&data))))
    }

    /// The paths of all files, in order: names that are taken.
    ///
    /// # Errors
    ///
    /// When the repository cannot be read.
    pub fn paths(&self) -> Result<Vec<String>, VaultError> {
        let tree = self.tree_at(self.head_id()?)?;
        Ok(tree::files(&self.repository, tree)?.into_keys().collect())
    }

    /// All notes, by path; what did not change since the last call is not read again.
    ///
    /// # Errors
    ///
    /// When the repository cannot be read.
    pub fn notes(&mut self) -> Result<Vec<NoteSummary>, VaultError> {
        let tree = self.tree_at(self.head_id()?)?;
        let mut summaries = Summaries::new();
        for (path, entry) in tree::files(&self.repository, tree)? {
            if !entry.is_file() || !is_note(&path) {
                continue;
            }
            let known = self.summaries.remove(&path);
            let summary = match known.filter(|(id, _)| *id == entry.id) {
                Some((_, summary)) => summary,
                None => self.summary(&path, entry.id)?,
            };
            summaries.insert(path, (entry.id, summary));
        }
        self.summaries = summaries;
        Ok(self
            .summaries
            .values()
            .map(|(_, summary)| summary.clone())
            .collect())
    }

    /// The note that holds an event.
    ///
    /// # Errors
    ///
    /// As [`Vault::notes`].
    pub fn note_of_event(&mut self, event_id: &str) -> Result<Option<NoteSummary>, VaultError> {
        let notes = self.notes()?;
        Ok(notes
            .into_iter()
            .find(|note| note.events.iter().any(|event| event == event_id)))
    }

    /// The notes with a tag or under it: `a` finds `a/b` too, as Obsidian does.
    ///
    /// # Errors
    ///
    /// As [`Vault::notes`].
    pub fn notes_tagged(&mut self, tag: &str) -> Result<Vec<NoteSummary>, VaultError> {
        let wanted = tag.trim_start_matches('#').to_lowercase();
        let mut notes = self.notes()?;
        notes.retain(|note| note.tags.iter().any(|tag| is_under(tag, &wanted)));
        Ok(notes)
    }

    /// The notes with a title, whatever its case and folder, as a `[[link]]` would find them.
    ///
    /// # Errors
    ///
    /// As [`Vault::notes`].
    pub fn notes_titled(&mut self, title: &str) -> Result<Vec<NoteSummary>, VaultError> {
        let wanted = title.to_lowercase();
        let mut notes = self.notes()?;
        notes.retain(|note| note.title.to_lowercase() == wanted);
        Ok(notes)
    }

    fn summary(&self, path: &str, id: ObjectId) -> Result<NoteSummary, VaultError> {
        let title = title(path).to_owned();
        let mut summary = NoteSummary {
            path: path.to_owned(),
            title,
            time: None,
            tags: Vec::new(),
            events: Vec::new(),
        };
        if objects::blob_bytes(&self.repository, id)? > NOTE_BYTES {
            return Ok(summary);
        }
        let data = objects::blob(&self.repository, id)?;
        let note = Note::parse(&String::from_utf8_lossy(&data));
        summary.time = note.time();
        summary.tags = note.tags();
        summary.events = note.events();
        Ok(summary)
    }
}

/// Whether a path is a note's: Markdown, and in no hidden folder.
pub fn is_note(path: &str) -> bool {
    path.ends_with(".md") && !super::path::is_hidden(path)
}

/// A note's name without folders and ending.
pub fn title(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name)
}

fn is_under(tag: &str, wanted: &str) -> bool {
    let tag = tag.to_lowercase();
    tag == wanted
        || tag
            .strip_prefix(wanted)
            .is_some_and(|rest| rest.starts_with('/'))
}
