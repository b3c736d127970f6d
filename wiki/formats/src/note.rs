//! A note: front matter and Markdown.
//!
//! What a person wrote in Obsidian stays byte by byte: fields this crate does not know, their order, comments, a front
//! matter that is broken. Only a field that is set, or an entry that is put in, changes.
//!
//! - `front`: the fields; `yaml`: values in them; [`entries`]: a thread's messages, one under the other.

pub mod entries;
mod front;
mod yaml;

#[cfg(test)]
mod tests;

use std::fmt;

use jiff::{Timestamp, tz::TimeZone};

pub use entries::{Edit, Entry};
use front::Front;
pub use yaml::Value;

/// Where a note comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// A link to the message.
    pub source: String,
    /// The author's Matrix id.
    pub author_id: String,
    /// The author's name at that time.
    pub author_name: String,
    /// When the message was sent, in milliseconds since 1970.
    pub at_ms: i64,
    /// The room's name or address.
    pub room: String,
    /// Tags, without `#`.
    pub tags: Vec<String>,
    /// The message's event id.
    pub event_id: String,
}

/// A note as a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    front: Option<Front>,
    body: String,
}

impl Note {
    /// A new note of a message; the time is told in a zone.
    pub fn new(origin: &Origin, zone: &TimeZone, body: impl Into<String>) -> Self {
        let mut front = Front::default();
        let text = |text: &str| Value::Text(text.to_owned());
        front.set("source", &text(&origin.source));
        front.set("author", &text(&origin.author_name));
        front.set("author_id", &text(&origin.author_id));
        front.set("time", &Value::Text(local_time(origin.at_ms, zone)));
        front.set("room", &text(&origin.room));
        front.set("tags", &Value::List(origin.tags.clone()));
        front.set("event", &text(&origin.event_id));
        Self {
            front: Some(front),
            body: body.into(),
        }
    }

    /// A note that is nothing but this text below front matter that is still to be filled.
    pub fn below(body: impl Into<String>) -> Self {
        Self {
            front: Some(Front::default()),
            body: body.into(),
        }
    }

    /// Reads a note; any text is one.
    pub fn parse(text: &str) -> Self {
        match Front::split(text) {
            Some((front, body)) => Self {
                front: Some(front),
                body: body.to_owned(),
            },
            None => Self {
                front: None,
                body: text.to_owned(),
            },
        }
    }

    /// The Markdown below the front matter.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Puts other Markdown below the front matter.
    pub fn set_body(&mut self, body: impl Into<String>) {
        self.body = body.into();
        // A body that looks like front matter must not become it.
        if self.front.is_none() && Front::split(&self.body).is_some() {
            self.front = Some(Front::default());
        }
    }

    /// The value of a field, where it is a text or a list of texts.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.front.as_ref()?.get(name)
    }

    /// Sets a field; one that is there keeps its place, a new one comes last.
    pub fn set_field(&mut self, name: &str, value: &Value) {
        self.front
            .get_or_insert_with(Front::default)
            .set(name, value);
    }

    /// Takes a field away; front matter without any is taken away too.
    pub fn remove_field(&mut self, name: &str) {
        if self.front.as_mut().is_some_and(|front| front.remove(name)) {
            self.front = None;
        }
    }

    /// Whether it has front matter that was understood.
    pub fn has_front(&self) -> bool {
        self.front.is_some()
    }

    /// The names of all fields, in order.
    pub fn field_names(&self) -> Vec<&str> {
        self.front.as_ref().map(Front::names).unwrap_or_default()
    }

    /// The field `time`.
    pub fn time(&self) -> Option<String> {
        self.field("time").and_then(Value::as_text)
    }

    /// The tags of the front matter, without `#`.
    pub fn tags(&self) -> Vec<String> {
        let tags = match self.field("tags") {
            Some(Value::List(tags)) => tags.clone(),
            Some(Value::Text(tags)) => tags.split([',', ' ']).map(str::to_owned).collect(),
            None => Vec::new(),
        };
        tags.iter()
            .map(|tag| tag.trim().trim_start_matches('#').to_owned())
            .filter(|tag| !tag.is_empty())
            .collect()
    }

    /// Whether a message has an entry of its own.
    pub fn has_entry(&self, event_id: &str) -> bool {
        entries::has(&self.body, event_id)
    }

    /// The events the note holds: the one of the front matter and those of the entries, and what changed them.
    pub fn events(&self) -> Vec<String> {
        let named = ["event", "edit"].map(|field| self.field(field).and_then(Value::as_text));
        let named = named.into_iter().flatten();
        let mut events: Vec<_> = named.filter(|id| !id.is_empty()).collect();
        for event in entries::events(&self.body) {
            if !events.contains(&event) {
                events.push(event);
            }
        }
        events
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(front) = &self.front {
            front.fmt(f)?;
            if !self.body.is_empty() {
                f.write_str(front.gap())?;
            }
        }
        f.write_str(&self.body)
    }
}

/// `2026-11-21T22:41:54`, as Obsidian keeps times.
fn local_time(at_ms: i64, zone: &TimeZone) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    zone.to_datetime(at)
        .strftime("%Y-%m-%dT%H:%M:%S")
        .to_string()
}
