//! A page as it stands at some moment.

use secta_wiki::{
    RevisionId,
    revision::Attachment,
    title::{Namespace, Title},
};

use super::{header::Header, sheet, shelf::Shelf};

/// A page as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its title.
    pub title: Title,
    /// The revisions that it shows.
    pub revisions: Vec<RevisionId>,
    /// The author of the latest: name and Matrix id.
    pub author: Option<(String, String)>,
    /// When that was written, in milliseconds since 1970.
    pub time_ms: Option<i64>,
    /// What it shows.
    pub shown: Shown,
}

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A text.
    Text(String),
    /// A file.
    File(Attachment),
}

impl Page {
    /// What is said in it.
    pub fn text(&self) -> &str {
        match &self.shown {
            Shown::Text(text) => text,
            Shown::File(file) => &file.text,
        }
    }

    /// The file that it is.
    pub fn file(&self) -> Option<&Attachment> {
        match &self.shown {
            Shown::File(file) => Some(file),
            Shown::Text(_) => None,
        }
    }

    /// Whether it has a note: a file has one where its own name does not tell all.
    pub fn has_note(&self, file: Option<&str>) -> bool {
        let (Some(attachment), Some(path)) = (self.file(), file) else {
            return true;
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        let tells = self.title.namespace() == Namespace::File
            && self.title.name() == name
            && mime(name) == attachment.content_type;
        !tells || !attachment.text.is_empty()
    }

    /// Its note.
    pub fn note(&self, aliases: Vec<String>, file: Option<&str>, place: (&str, &Shelf)) -> String {
        let header = Header {
            title: self.title.clone(),
            revisions: self.revisions.clone(),
            author: self.author.clone(),
            time_ms: self.time_ms,
            file: file
                .zip(self.file())
                .map(|(path, file)| (path.to_owned(), file.content_type.clone())),
            aliases,
            links_kept: false,
        };
        sheet::note(self.text(), &header, place)
    }
}

/// What a file is, by its name.
pub fn mime(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "json" => "application/json",
        "mp3" => "audio/mpeg",
        "ogg" | "opus" => "audio/ogg",
        "flac" => "audio/flac",
        "wav" => "audio/wav",
        "m4a" => "audio/mp4",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "zip" => "application/zip",
        "epub" => "application/epub+zip",
        // Whatever else there is says nothing of itself.
        _ => "application/octet-stream",
    }
}
