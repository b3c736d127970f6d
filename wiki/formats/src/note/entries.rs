//! A thread in a note: one entry a message, one under the other.
//!
//! An entry stands between two HTML comments, which neither Obsidian nor a forge shows:
//!
//! ```text
//! <!-- secta:entry $event -->
//! **Вера** [21.11.2026 22:41](https://matrix.to/…)
//!
//! the text
//!
//! <!-- secta:end -->
//! ```
//!
//! What people write between entries stays where it is. A redacted entry keeps its comments, so that its text does not
//! come back when the message is appended once more; one that was edited names the event that changed it, so that
//! neither do its older words.

use std::ops::Range;

use jiff::{Timestamp, tz::TimeZone};

use super::Note;
use crate::markdown;

const START: &str = "<!-- secta:entry ";
const REDACTED: &str = " redacted";
const EDITED: &str = " edited ";
const CLOSE: &str = " -->";
const END: &str = "<!-- secta:end -->";
/// How the lines begin that no text may have.
const OWN: &str = "<!-- secta:";

/// A message of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its event id; an edit bears that of the message it edits.
    pub event_id: String,
    /// The author's name.
    pub author_name: String,
    /// When it was sent, in milliseconds since 1970.
    pub at_ms: i64,
    /// A link to it.
    pub link: String,
    /// Its Markdown.
    pub text: String,
}

/// Other words for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The message's event id.
    pub event_id: String,
    /// The event that changes it.
    pub edit_id: String,
    /// The Markdown that it has now.
    pub text: String,
    /// Whether links to its files, which stand at the end of an entry, stay there.
    pub keeps_files: bool,
}

/// An entry as it stands in a body.
struct Found {
    event_id: String,
    edit_id: Option<String>,
    redacted: bool,
    /// From the first comment to behind the second.
    range: Range<usize>,
}

impl Note {
    /// Puts an entry below the others; one that is there, or was redacted, is left as it is. Says whether it changed
    /// anything.
    pub fn append(&mut self, entry: &Entry, zone: &TimeZone) -> bool {
        if find(&self.body, &entry.event_id).is_some() {
            return false;
        }
        let mut body = self.body.trim_end().to_owned();
        if !body.is_empty() {
            body.push_str("\n\n");
        }
        body.push_str(&print(entry, zone));
        body.push('\n');
        self.set_body(body);
        true
    }

    /// Puts an entry in the place of the one with its event id, unless that was redacted or edited. Says whether it
    /// changed anything.
    pub fn replace(&mut self, entry: &Entry, zone: &TimeZone) -> bool {
        match find(&self.body, &entry.event_id) {
            Some(found) if !found.redacted && found.edit_id.is_none() => {
                self.put(found.range, &print(entry, zone))
            }
            _ => false,
        }
    }

    /// Puts other words into an entry, unless it was redacted. Says whether it changed anything.
    pub fn edit(&mut self, edit: &Edit) -> bool {
        match find(&self.body, &edit.event_id) {
            Some(found) if !found.redacted => {
                let text = edited(&self.body[found.range.clone()], edit);
                self.put(found.range, &text)
            }
            _ => false,
        }
    }

    /// Takes the text of an entry away, by its event or the one that changed it, and puts `words` there, which may be
    /// empty. Says whether it changed anything.
    pub fn redact(&mut self, event_id: &str, words: &str) -> bool {
        match find(&self.body, event_id) {
            Some(found) if !found.redacted => {
                let words = match words.trim() {
                    "" => String::new(),
                    words => format!("{}\n", markdown::escape(words)),
                };
                let id = encoded(&found.event_id);
                let text = format!("{START}{id}{REDACTED}{CLOSE}\n{words}{END}");
                self.put(found.range, &text)
            }
            _ => false,
        }
    }

    fn put(&mut self, range: Range<usize>, text: &str) -> bool {
        if &self.body[range.clone()] == text {
            return false;
        }
        let mut body = self.body.clone();
        body.replace_range(range, text);
        self.set_body(body);
        true
    }
}

/// The events that have entries in a body, the redacted ones too, and those that changed them.
pub(super) fn events(body: &str) -> Vec<String> {
    let found = all(body).into_iter();
    found
        .flat_map(|found| [Some(found.event_id), found.edit_id])
        .flatten()
        .collect()
}

/// Whether an event has an entry in a body.
pub(super) fn has(body: &str, event_id: &str) -> bool {
    find(body, event_id).is_some()
}

fn find(body: &str, event_id: &str) -> Option<Found> {
    let is_it =
        |found: &Found| found.event_id == event_id || found.edit_id.as_deref() == Some(event_id);
    all(body).into_iter().find(is_it)
}

/// Entries in order. One whose end was deleted reaches to the next one's start.
fn all(body: &str) -> Vec<Found> {
    let (mut found, mut open, mut at) = (Vec::new(), None::<Found>, 0);
    for line in body.split_inclusive('\n') {
        let words = line.trim_end();
        if let Some(next) = start(words, at) {
            found.extend(open.take().map(|open| ended(open, body, at)));
            open = Some(next);
        } else if words == END {
            found.extend(open.take().map(|open| ended(open, body, at + words.len())));
        }
        at += line.len();
    }
    found.extend(open.map(|open| ended(open, body, body.len())));
    found
}

fn ended(mut found: Found, body: &str, end: usize) -> Found {
    let text = body[found.range.start..end].trim_end();
    found.range.end = found.range.start + text.len();
    found
}

/// An entry that begins with a line.
fn start(line: &str, at: usize) -> Option<Found> {
    let id = line.strip_prefix(START)?.strip_suffix(CLOSE)?;
    let (id, redacted) = match id.strip_suffix(REDACTED) {
        Some(id) => (id, true),
        None => (id, false),
    };
    let (id, edit_id) = match id.split_once(EDITED) {
        Some((id, edit_id)) => (id, Some(decoded(edit_id)?)),
        None => (id, None),
    };
    Some(Found {
        event_id: decoded(id)?,
        edit_id,
        redacted,
        range: at..at,
    })
}

/// An entry with other words below the line that says whose they are.
fn edited(entry: &str, edit: &Edit) -> String {
    let mut lines = entry.lines().skip(1).filter(|line| *line != END);
    let head = lines.next().filter(|line| line.starts_with("**"));
    let lines: Vec<&str> = lines.collect();
    let last = lines.into_iter().rev();
    let last = last.take_while(|line| edit.keeps_files && (line.is_empty() || is_file(line)));
    let mut files: Vec<&str> = last.filter(|line| !line.is_empty()).collect();
    files.reverse();
    let (id, edit_id) = (encoded(&edit.event_id), encoded(&edit.edit_id));
    let parts = [
        head.unwrap_or_default(),
        &harmless(&edit.text),
        &files.join("\n"),
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!(
        "{START}{id}{EDITED}{edit_id}{CLOSE}\n{}\n\n{END}",
        parts.join("\n\n")
    )
}

/// Whether a line is nothing but a link to a file: one beside the notes, or one that stayed in the chat.
fn is_file(line: &str) -> bool {
    let beside = line.trim_start_matches('!').starts_with("[[") && line.ends_with("]]");
    beside
        || (line.starts_with('[') && line.contains("](https://matrix.to/") && line.ends_with(')'))
}

fn print(entry: &Entry, zone: &TimeZone) -> String {
    let at = Timestamp::from_millisecond(entry.at_ms).unwrap_or_default();
    let time = zone.to_datetime(at).strftime("%d.%m.%Y %H:%M");
    let name = markdown::escape(&one_line(&entry.author_name));
    let name = if name.is_empty() {
        "…".to_owned()
    } else {
        name
    };
    let head = match markdown::link_target(&entry.link) {
        Some(link) => format!("**{name}** [{time}]({link})"),
        None => format!("**{name}** {time}"),
    };
    let id = encoded(&entry.event_id);
    let text = harmless(&entry.text);
    format!("{START}{id}{CLOSE}\n{head}\n\n{text}\n\n{END}")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text that reaches no further than itself: no comment of ours in it, nothing left open behind it.
fn harmless(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| {
        if line.trim_start().starts_with(OWN) {
            format!("\\{}", line.trim_start())
        } else {
            line.to_owned()
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let text = text.trim_matches('\n').to_owned();
    if markdown::is_closed(&text) {
        return text;
    }
    markdown::escape(&text)
}

/// An id in characters that cannot end a comment.
fn encoded(id: &str) -> String {
    let mut out = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"$:._~-!@/+=".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decoded(id: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = id.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let high = char::from(rest.next()?).to_digit(16)?;
        let low = char::from(rest.next()?).to_digit(16)?;
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}
