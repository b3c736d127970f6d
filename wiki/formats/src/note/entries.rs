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
//! come back when the message is appended once more.

use std::ops::Range;

use jiff::{Timestamp, tz::TimeZone};

use super::Note;
use crate::markdown;

const START: &str = "<!-- secta:entry ";
const REDACTED: &str = " redacted";
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

/// An entry as it stands in a body.
struct Found {
    event_id: String,
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

    /// Puts an entry in the place of the one with its event id, unless that was redacted. Says whether it changed
    /// anything.
    pub fn replace(&mut self, entry: &Entry, zone: &TimeZone) -> bool {
        match find(&self.body, &entry.event_id) {
            Some(found) if !found.redacted => self.put(found.range, &print(entry, zone)),
            _ => false,
        }
    }

    /// Takes an entry's text away and puts `words` there, which may be empty. Says whether it changed anything.
    pub fn redact(&mut self, event_id: &str, words: &str) -> bool {
        match find(&self.body, event_id) {
            Some(found) if !found.redacted => {
                let words = match words.trim() {
                    "" => String::new(),
                    words => format!("{}\n", markdown::escape(words)),
                };
                let id = encoded(event_id);
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

/// The events that have entries in a body, the redacted ones too.
pub(super) fn events(body: &str) -> Vec<String> {
    all(body).into_iter().map(|found| found.event_id).collect()
}

fn find(body: &str, event_id: &str) -> Option<Found> {
    all(body)
        .into_iter()
        .find(|found| found.event_id == event_id)
}

/// Entries in order. One whose end was deleted reaches to the next one's start.
fn all(body: &str) -> Vec<Found> {
    let (mut found, mut open, mut at) = (Vec::new(), None::<Found>, 0);
    for line in body.split_inclusive('\n') {
        let words = line.trim_end();
        if let Some((event_id, redacted)) = start(words) {
            found.extend(open.take().map(|open| ended(open, body, at)));
            let range = at..at;
            open = Some(Found {
                event_id,
                redacted,
                range,
            });
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

fn start(line: &str) -> Option<(String, bool)> {
    let id = line.strip_prefix(START)?.strip_suffix(CLOSE)?;
    let (id, redacted) = match id.strip_suffix(REDACTED) {
        Some(id) => (id, true),
        None => (id, false),
    };
    Some((decoded(id)?, redacted))
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
