//! What the front matter of a note says of the page that it was written from.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use secta_wiki::{RevisionId, title::Title};

use crate::note::{Note, Value};

/// The fields that are ours in a note with revisions.
const OURS: [&str; 9] = [
    "title",
    "revision",
    "author",
    "author_id",
    "time",
    "file",
    "mime",
    "links",
    "aliases",
];
/// What the field `links` says where links are those of the wiki.
const KEPT: &str = "wiki";

/// What is said of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its title.
    pub title: Title,
    /// The revisions that it shows.
    pub revisions: Vec<RevisionId>,
    /// The author of the latest: name and Matrix id.
    pub author: Option<(String, String)>,
    /// When that was written, in milliseconds since 1970.
    pub time_ms: Option<i64>,
    /// The path of its file and what that is, where it is one.
    pub file: Option<(String, String)>,
    /// The titles that lead to it.
    pub aliases: Vec<String>,
    /// Whether links are as they stand in the wiki.
    pub links_kept: bool,
}

impl Header {
    /// Writes it into a note.
    pub fn write(&self, note: &mut Note) {
        let text = |text: &str| Value::Text(text.to_owned());
        note.set_field("title", &text(&self.title.to_string()));
        let ids: Vec<String> = self.revisions.iter().map(RevisionId::to_string).collect();
        match &ids[..] {
            [id] => note.set_field("revision", &text(id)),
            _ => note.set_field("revision", &Value::List(ids)),
        }
        if let Some((name, id)) = &self.author {
            note.set_field("author", &text(name));
            note.set_field("author_id", &text(id));
        }
        if let Some(ms) = self.time_ms {
            note.set_field("time", &text(&time(ms)));
        }
        if let Some((path, mime)) = &self.file {
            note.set_field("file", &text(path));
            note.set_field("mime", &text(mime));
        }
        if !self.aliases.is_empty() {
            note.set_field("aliases", &Value::List(self.aliases.clone()));
        }
        if self.links_kept {
            note.set_field("links", &text(KEPT));
        }
    }

    /// Reads it from a note; `None` where the note was not written from a page.
    pub fn read(note: &Note) -> Option<Self> {
        let text = |name: &str| note.field(name).and_then(Value::as_text);
        let ids = match note.field("revision")? {
            Value::Text(id) => vec![id.clone()],
            Value::List(ids) => ids.clone(),
        };
        let ids: Result<Vec<RevisionId>, _> = ids.iter().map(|id| id.parse()).collect();
        Some(Self {
            title: Title::parse(&text("title")?).ok()?,
            revisions: ids.ok()?,
            author: text("author").zip(text("author_id")),
            time_ms: text("time").and_then(|time| ms(&time)),
            file: text("file").zip(text("mime")),
            aliases: match note.field("aliases") {
                Some(Value::List(aliases)) => aliases.clone(),
                Some(Value::Text(alias)) => vec![alias.clone()],
                None => Vec::new(),
            },
            links_kept: text("links").as_deref() == Some(KEPT),
        })
    }

    /// Takes it out of a note again.
    pub fn remove(note: &mut Note) {
        for name in OURS {
            note.remove_field(name);
        }
    }

    /// Whether a note has fields of its own that are called like ours.
    pub fn is_in_the_way(note: &Note) -> bool {
        let names = note.field_names();
        names.iter().any(|name| OURS.contains(name))
    }
}

/// A moment as Obsidian keeps it, in UTC.
fn time(ms: i64) -> String {
    let at = Timestamp::from_millisecond(ms).unwrap_or_default();
    let at = TimeZone::UTC.to_datetime(at);
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn ms(time: &str) -> Option<i64> {
    let at: DateTime = time.parse().ok()?;
    let at = at.to_zoned(TimeZone::UTC).ok()?;
    Some(at.timestamp().as_millisecond())
}
