//! What `git fast-import` reads.

use std::io::{self, Write};

use secta_wiki::RevisionId;

use crate::vault::Author;

/// How the last line of a commit begins, which names its revision.
pub const TRAILER: &str = "Revision: ";

/// A commit to be.
pub(super) struct Commit {
    pub id: RevisionId,
    /// Name and Matrix id.
    pub author: (String, String),
    pub time_ms: i64,
    pub subject: String,
}

impl Commit {
    /// Writes all but what it changes.
    pub fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        let (name, id) = &self.author;
        let author = Author::member(id, name);
        let seconds = (self.time_ms / 1000).clamp(0, 253_402_207_200);
        let who = format!("{} <{}> {seconds} +0000", author.name(), author.address());
        // One line: nothing in it can look like the last one.
        let words: Vec<&str> = self
            .subject
            .split(|c: char| c.is_whitespace() || c.is_control())
            .collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let message = format!("{}\n\n{TRAILER}{}\n", words.join(" "), self.id);
        writeln!(out, "commit {BRANCH}")?;
        writeln!(out, "author {who}\ncommitter {who}")?;
        data(out, message.as_bytes())
    }
}

/// The branch that commits come to.
pub const BRANCH: &str = "refs/heads/wiki";

/// Says that the stream goes on from what the branch has.
///
/// # Errors
///
/// When what is written goes nowhere.
pub fn from_branch(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "reset {BRANCH}\nfrom {BRANCH}^0\n")
}

/// Says that the stream is whole.
///
/// # Errors
///
/// When what is written goes nowhere.
pub fn done(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "done")
}

/// The revision that a commit was made of, by its message.
pub fn revision_of(message: &str) -> Option<RevisionId> {
    let last = message.trim_end().lines().next_back()?;
    last.strip_prefix(TRAILER)?.parse().ok()
}

pub(super) fn rename(out: &mut dyn Write, old: &str, new: &str) -> io::Result<()> {
    writeln!(out, "R {} {}", quoted(old), quoted(new))
}

pub(super) fn remove(out: &mut dyn Write, path: &str) -> io::Result<()> {
    writeln!(out, "D {}", quoted(path))
}

pub(super) fn put(out: &mut dyn Write, path: &str, bytes: &[u8]) -> io::Result<()> {
    writeln!(out, "M 100644 inline {}", quoted(path))?;
    data(out, bytes)
}

pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)
}

fn data(out: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
    writeln!(out, "data {}", bytes.len())?;
    out.write_all(bytes)?;
    writeln!(out)
}

/// A path as C writes it. No path of ours has a control character.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}
