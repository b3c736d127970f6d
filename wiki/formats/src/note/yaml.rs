//! Values of front matter: read with a YAML parser, written so that nothing in them is more than text.

use std::fmt::Write;

use crate::names::is_invisible;

/// A value that this crate understands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One text; a number or a date is the text it was written as.
    Text(String),
    /// Several.
    List(Vec<String>),
}

impl Value {
    /// The text, where it is one.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::List(_) => None,
        }
    }
}

/// A field as lines of front matter.
pub(super) fn field(name: &str, value: &Value, newline: &str) -> String {
    let name = scalar(name);
    match value {
        Value::Text(text) => format!("{name}: {}{newline}", scalar(text)),
        Value::List(items) if items.is_empty() => format!("{name}: []{newline}"),
        Value::List(items) => {
            let mut out = format!("{name}:{newline}");
            for item in items {
                // Writing to a string does not fail.
                let _ = write!(out, "  - {}{newline}", scalar(item));
            }
            out
        }
    }
}

fn scalar(text: &str) -> String {
    if is_plain(text) || is_time(text) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        let _ = match c {
            '"' | '\\' => write!(out, "\\{c}"),
            '\n' => write!(out, "\\n"),
            '\t' => write!(out, "\\t"),
            c if c.is_control() || is_invisible(c) || is_unusual(c) => {
                write!(out, "\\U{:08X}", u32::from(c))
            }
            c => write!(out, "{c}"),
        };
    }
    out.push('"');
    out
}

fn is_unusual(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xFFFE..=0xFFFF | 0xF0000..)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Words that no reader takes for anything but text.
fn is_plain(text: &str) -> bool {
    let word = |c: char| c.is_alphabetic() && !is_invisible(c);
    let inside = |c: char| word(c) || c.is_ascii_digit() || matches!(c, ' ' | '-' | '_' | '/');
    text.starts_with(word)
        && !text.ends_with(' ')
        && text.chars().all(inside)
        && !is_reserved(&text.to_lowercase())
}

fn is_reserved(text: &str) -> bool {
    [
        "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf",
    ]
    .contains(&text)
}

/// `2026-11-21T22:41:54`.
fn is_time(text: &str) -> bool {
    text.len() == 19
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'T',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        })
}
