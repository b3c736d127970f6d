//! HTML as it is written: always well-formed, whatever members' tags do.

use std::fmt::Write;

use super::{
    MAX_HTML_BYTES,
    address::Outside,
    text::{escape, turns, unescape},
};

/// The most tags within each other.
const MAX_OPEN: usize = 100;

/// Tags that hold nothing but rows, cells and such.
const ROWS: [&str; 5] = ["table", "thead", "tbody", "tfoot", "tr"];

/// Tags that stand in tables alone.
const OF_TABLES: [&str; 7] = ["caption", "thead", "tbody", "tfoot", "tr", "td", "th"];

/// Tags that end where a block begins.
const ENDED_BY_BLOCKS: [&str; 7] = ["p", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Our tags that hold text and no blocks.
const PHRASES: [&str; 13] = [
    "a", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "p", "strong", "sup",
];

/// What is written so far.
#[derive(Default)]
pub(super) struct Html {
    out: String,
    open: Vec<Open>,
    /// A tag of members whose content is passed over.
    muted: Option<String>,
}

struct Open {
    tag: &'static str,
    ours: bool,
    link: Option<Link>,
}

/// A link whose text is being written.
struct Link {
    start: usize,
    outside: Option<Outside>,
}

impl Html {
    /// Opens a tag of the page's own; `attributes` begin with a space.
    pub fn open(&mut self, tag: &'static str, attributes: &str) {
        match PHRASES.contains(&tag) && tag != "p" && !is_heading(tag) {
            true => self.leave_rows(),
            false => {
                self.begin_block();
                self.end_link();
            }
        }
        self.push(tag, attributes, true);
    }

    /// Closes a tag of the page's own, and what members left open in it.
    pub fn close(&mut self, tag: &'static str) {
        while let Some(open) = self.open.last() {
            let found = open.ours && open.tag == tag;
            self.pop();
            if found {
                break;
            }
        }
    }

    /// Opens a link, unless one is open already.
    pub fn open_link(&mut self, attributes: &str, outside: Option<Outside>, ours: bool) -> bool {
        if self.is_open("a") {
            return false;
        }
        self.leave_rows();
        self.push("a", attributes, ours);
        let start = self.out.len();
        if let Some(open) = self.open.last_mut() {
            open.link = Some(Link { start, outside });
        }
        true
    }

    /// Writes a tag that holds nothing.
    pub fn void(&mut self, tag: &str, attributes: &str) {
        if self.muted.is_none() {
            self.leave_rows();
            let _ = write!(self.out, "<{tag}{attributes}>");
        }
    }

    /// Opens a tag of members, if it may stand here.
    pub fn open_theirs(&mut self, tag: &'static str, attributes: &str, block: bool) {
        if self.open.len() >= MAX_OPEN || (block && !self.takes_blocks()) {
            return;
        }
        match block {
            true if OF_TABLES.contains(&tag) => {}
            true => self.begin_block(),
            false => self.leave_rows(),
        }
        self.push(tag, attributes, false);
    }

    /// Makes the innermost of such tags of members the one that is written into.
    pub fn back_to(&mut self, tags: &[&str]) -> bool {
        let Some(at) = self.theirs().rposition(|open| tags.contains(&open.tag)) else {
            return false;
        };
        self.keep_theirs(at + 1);
        true
    }

    /// Ends a link of members: the page's own blocks and links cannot stand in it.
    pub fn end_link(&mut self) {
        if let Some(at) = self.theirs().position(|open| open.tag == "a") {
            self.keep_theirs(at);
        }
    }

    /// Closes a tag of members, if it is open and nothing of the page's own was opened in it.
    pub fn close_theirs(&mut self, tag: &str) {
        if self.back_to(&[tag]) {
            self.pop();
        }
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) {
        if self.muted.is_some() {
            return;
        }
        if self.in_rows() {
            if text.trim().is_empty() {
                return;
            }
            self.leave_rows();
        }
        self.out.push_str(&escape(text));
    }

    /// Writes HTML that was made here and is whole.
    pub fn whole(&mut self, html: &str) {
        if self.muted.is_none() {
            self.leave_rows();
            self.out.push_str(html);
        }
    }

    /// Closes a paragraph, and takes it back if nothing was written into it.
    pub fn close_paragraph(&mut self) {
        self.close("p");
        let begun = self.out.strip_suffix("</p>").map(str::trim_end);
        if let Some(before) = begun.and_then(|it| it.strip_suffix("<p>")) {
            self.out.truncate(before.len());
        }
    }

    /// Passes over what is written until the tag is closed or the block ends.
    pub fn mute(&mut self, tag: Option<String>) {
        self.muted = tag;
    }

    /// The tag whose content is passed over.
    pub fn muted(&self) -> Option<&str> {
        self.muted.as_deref()
    }

    /// Whether a tag is open.
    pub fn is_open(&self, tag: &str) -> bool {
        self.open.iter().any(|open| open.tag == tag)
    }

    /// The innermost tag of the page's own.
    pub fn innermost(&self) -> Option<&'static str> {
        let ours = self.open.iter().rev().find(|open| open.ours);
        ours.map(|open| open.tag)
    }

    /// Whether no more is to be written.
    pub fn is_full(&self) -> bool {
        self.out.len() > MAX_HTML_BYTES
    }

    /// Everything, with all tags closed.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.pop();
        }
        self.out
    }

    fn push(&mut self, tag: &'static str, attributes: &str, ours: bool) {
        let _ = write!(self.out, "<{tag}{attributes}>");
        let link = None;
        self.open.push(Open { tag, ours, link });
    }

    fn pop(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        if let Some(link) = &open.link {
            self.isolate(link.start);
        }
        let _ = write!(self.out, "</{}>", open.tag);
        let outside = open.link.and_then(|link| Some((link.start, link.outside?)));
        if let Some((start, outside)) = outside {
            let shown = unescape(&self.out[start..self.out.len() - "</a>".len()]);
            if let Some(host) = outside.hidden_by(&shown) {
                let _ = write!(self.out, " <span class=\"host\">{}</span>", escape(host));
            }
        }
    }

    /// Keeps a text that turns directions from turning what is around it.
    fn isolate(&mut self, start: usize) {
        if self.out[start..].chars().any(turns) {
            self.out.insert_str(start, "<bdi>");
            self.out.push_str("</bdi>");
        }
    }

    /// The tags of members behind the last of the page's own.
    fn theirs(&self) -> std::slice::Iter<'_, Open> {
        let ours = self.open.iter().rposition(|open| open.ours);
        self.open[ours.map_or(0, |at| at + 1)..].iter()
    }

    fn takes_blocks(&self) -> bool {
        self.innermost().is_none_or(|tag| !PHRASES.contains(&tag))
    }

    fn in_rows(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| !open.ours && ROWS.contains(&open.tag))
    }

    /// What cannot stand between rows and cells ends their table.
    fn leave_rows(&mut self) {
        while self.in_rows() {
            self.pop();
        }
    }

    /// A block ends the paragraphs and headings of members that it would stand in.
    fn begin_block(&mut self) {
        self.leave_rows();
        let ended = |open: &Open| ENDED_BY_BLOCKS.contains(&open.tag);
        if let Some(at) = self.theirs().position(ended) {
            self.keep_theirs(at);
        }
    }

    /// Closes all but so many of the tags of members behind the last of the page's own.
    fn keep_theirs(&mut self, count: usize) {
        let keep = self.open.len() - self.theirs().len() + count;
        while self.open.len() > keep {
            self.pop();
        }
    }
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
