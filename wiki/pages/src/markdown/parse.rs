//! Markdown as a tree, by comrak, and where its nodes stand in the text.

use comrak::{
    Arena, Node, Options,
    nodes::{NodeHeading, NodeValue, Sourcepos},
};

use super::front;

/// A text as a tree.
pub(super) struct Parsed<'a, 't> {
    /// The document.
    pub root: Node<'a>,
    /// The text, with its front matter.
    pub text: &'t str,
    /// Where each line begins, after the front matter.
    lines: Vec<usize>,
}

/// Reads a text whose front matter, if any, is passed over.
pub(super) fn parse<'a, 't>(arena: &'a Arena<'a>, text: &'t str) -> Parsed<'a, 't> {
    let start = front::end(text);
    Parsed {
        root: comrak::parse_document(arena, &text[start..], &options()),
        text,
        lines: line_starts(text, start),
    }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.wikilinks_title_after_pipe = true;
    options
}

/// Where lines begin, as comrak counts them.
fn line_starts(text: &str, start: usize) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = (start..bytes.len()).filter(|&at| match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        0..=9 | 11..=12 | 14..=255 => false,
    });
    std::iter::once(start)
        .chain(ends.map(|at| at + 1))
        .collect()
}

impl<'a> Parsed<'a, '_> {
    /// The headings that begin sections: those that stand in nothing else.
    pub fn headings(&self) -> impl Iterator<Item = (Node<'a>, NodeHeading)> + use<'a> {
        self.root.children().filter_map(|node| {
            let NodeValue::Heading(heading) = node.data().value else {
                return None;
            };
            Some((node, heading))
        })
    }

    /// Where the line of a node begins.
    pub fn line_start(&self, node: Node<'a>) -> usize {
        let line = node.data().sourcepos.start.line;
        self.line(line).unwrap_or(self.text.len())
    }

    /// Where comrak says that a node begins; in the cells of tables, where escapes were taken out, somewhat too early.
    pub fn start(&self, place: Sourcepos) -> Option<usize> {
        let start = self.line(place.start.line)? + place.start.column.checked_sub(1)?;
        (start <= self.text.len()).then(|| self.text.floor_char_boundary(start))
    }

    /// Where comrak says that a node ends.
    pub fn end(&self, place: Sourcepos) -> Option<usize> {
        let end = self.line(place.end.line)? + place.end.column;
        self.text.is_char_boundary(end).then_some(end)
    }

    /// Where a line ends, its break included.
    pub fn line_end(&self, place: Sourcepos) -> usize {
        self.line(place.start.line + 1).unwrap_or(self.text.len())
    }

    fn line(&self, number: usize) -> Option<usize> {
        self.lines.get(number.checked_sub(1)?).copied()
    }
}
