//! Front matter as fields with the lines they were written in.

use std::{collections::BTreeSet, fmt};

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::yaml::{self, Value};

const FRONT_BYTES: usize = 64 << 10;
const DEPTH: usize = 32;

/// The fields between two lines of `---`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Front {
    /// Lines before the first field: comments.
    lead: String,
    fields: Vec<Field>,
    newline: &'static str,
    /// The line that opens and the one that closes, as they were written.
    fences: (String, String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    name: String,
    /// `None`: something this crate does not understand.
    value: Option<Value>,
    raw: String,
}

impl Default for Front {
    fn default() -> Self {
        Self {
            lead: String::new(),
            fields: Vec::new(),
            newline: "\n",
            fences: ("---\n".to_owned(), "---\n".to_owned()),
        }
    }
}

impl Front {
    /// Front matter and what is below it; `None` where there is none, or it is broken.
    pub(super) fn split(text: &str) -> Option<(Self, &str)> {
        let opening = text
            .split_inclusive('\n')
            .next()
            .filter(|line| is_fence(line))?;
        let rest = &text[opening.len()..];
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            if is_fence(line) {
                let body = &rest[at + line.len()..];
                let closing = line.to_owned();
                let front = Self::read(&rest[..at], (opening.to_owned(), closing))?;
                return Some((front, body));
            }
            at += line.len();
            if at > FRONT_BYTES {
                return None;
            }
        }
        None
    }

    fn read(text: &str, fences: (String, String)) -> Option<Self> {
        let newline = if fences.0.ends_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let found = read_fields(text)?;
        let starts = line_starts(text);
        let start = |line: usize| starts.get(line - 1).copied().unwrap_or(text.len());
        let first = found.first().map_or(text.len(), |found| start(found.line));
        let mut fields = Vec::new();
        for (at, field) in found.iter().enumerate() {
            let end = found
                .get(at + 1)
                .map_or(text.len(), |next| start(next.line));
            fields.push(Field {
                name: field.name.clone(),
                value: field.value.clone(),
                raw: text.get(start(field.line)..end)?.to_owned(),
            });
        }
        let lead = text.get(..first)?.to_owned();
        Some(Self {
            lead,
            fields,
            newline,
            fences,
        })
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        field.value.as_ref()
    }

    /// What has to stand between the closing line and a body: a file may end with that line.
    pub(super) fn gap(&self) -> &'static str {
        if self.fences.1.ends_with('\n') {
            ""
        } else {
            self.newline
        }
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.fields
            .iter()
            .map(|field| field.name.as_str())
            .collect()
    }

    /// Takes a field away; tells whether nothing is left then.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        self.fields.retain(|field| field.name != name);
        self.fields.is_empty() && self.lead.trim().is_empty()
    }

    pub(super) fn set(&mut self, name: &str, value: &Value) {
        let field = Field {
            name: name.to_owned(),
            value: Some(value.clone()),
            raw: yaml::field(name, value, self.newline),
        };
        match self.fields.iter_mut().find(|field| field.name == name) {
            Some(there) if there.value == field.value => {}
            Some(there) => *there = field,
            None => self.fields.push(field),
        }
    }
}

impl fmt::Display for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (opening, closing) = &self.fences;
        write!(f, "{opening}{}", self.lead)?;
        for field in &self.fields {
            f.write_str(&field.raw)?;
        }
        f.write_str(closing)
    }
}

fn is_fence(line: &str) -> bool {
    line.trim_end_matches(['\n', '\r', ' ', '\t']) == "---"
}

fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(breaks).collect()
}

struct Found {
    name: String,
    line: usize,
    value: Option<Value>,
}

/// The fields of a block mapping; `None` for anything else, and for anchors, which may hide explosions.
fn read_fields(text: &str) -> Option<Vec<Found>> {
    let mut reader = Reader::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        reader.take(event, span.start.line(), span.start.col())?;
    }
    let names: BTreeSet<_> = reader.found.iter().map(|found| &found.name).collect();
    let in_order = reader.found.is_sorted_by(|a, b| a.line < b.line);
    (names.len() == reader.found.len() && in_order).then_some(reader.found)
}

#[derive(Default)]
struct Reader {
    found: Vec<Found>,
    depth: usize,
    documents: usize,
    /// Whether the next event of the mapping itself is a field's value.
    value_next: bool,
    in_list: bool,
}

impl Reader {
    /// Takes an event; `None` where the text is no front matter.
    fn take(&mut self, event: Event<'_>, line: usize, column: usize) -> Option<()> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                (self.documents == 1).then_some(())
            }
            Event::Alias(_) => None,
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _)
                if anchor != 0 =>
            {
                None
            }
            Event::Scalar(text, style, ..) => {
                let is_null = style == ScalarStyle::Plain && ["", "~", "null"].contains(&&*text);
                let text = if is_null {
                    String::new()
                } else {
                    text.into_owned()
                };
                self.scalar(text, line, column)
            }
            Event::MappingStart(..) => self.start(false),
            Event::SequenceStart(..) => self.start(true),
            Event::MappingEnd | Event::SequenceEnd => self.end(),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Some(()),
        }
    }

    fn scalar(&mut self, text: String, line: usize, column: usize) -> Option<()> {
        match self.depth {
            0 => None,
            1 if self.value_next => {
                self.found.last_mut()?.value = Some(Value::Text(text));
                self.value_next = false;
                Some(())
            }
            1 => {
                self.found.push(Found {
                    name: text,
                    line,
                    value: None,
                });
                self.value_next = true;
                (column == 0).then_some(())
            }
            2 if self.in_list => {
                if let Some(Value::List(items)) = &mut self.found.last_mut()?.value {
                    items.push(text);
                }
                Some(())
            }
            _ => Some(()),
        }
    }

    fn start(&mut self, is_list: bool) -> Option<()> {
        match self.depth {
            0 if is_list => return None,
            1 if !self.value_next => return None,
            1 => {
                self.in_list = is_list;
                self.found.last_mut()?.value = is_list.then(|| Value::List(Vec::new()));
            }
            // A list of lists, or of mappings, is not understood.
            2 if self.in_list => {
                self.found.last_mut()?.value = None;
            }
            _ => {}
        }
        self.depth += 1;
        (self.depth <= DEPTH).then_some(())
    }

    fn end(&mut self) -> Option<()> {
        self.depth = self.depth.checked_sub(1)?;
        if self.depth == 1 {
            self.value_next = false;
        }
        Some(())
    }
}
