//! Markdown to a document, by way of comrak's HTML, which is read like any other and believed no more.

use comrak::Options;

use super::{convert, model::Document};

/// The most quotes and lists in each other at the start of one line.
const NESTING: usize = 40;

/// Markdown as a document.
pub(super) fn document(markdown: &str) -> Document {
    convert::document(&html(markdown))
}

/// Whether HTML begun in Markdown ends in it: comments and such are open until their end.
pub(super) fn ends_outside_html(markdown: &str) -> bool {
    const MARK: &str = "secta-end-of-text";
    html(&format!("{markdown}\n\n{MARK}\n"))
        .trim_end()
        .ends_with(&format!("<p>{MARK}</p>"))
}

fn html(markdown: &str) -> String {
    comrak::markdown_to_html(&shallow(markdown), &options())
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.spoiler = true;
    options.extension.ofm_comments = true;
    options.parse.ignore_setext = false;
    options.render.hardbreaks = true;
    // What is not Matrix's goes when this HTML is read.
    options.render.r#unsafe = true;
    options
}

/// Lines that nest thousands of quotes or lists lose what is beyond reason.
fn shallow(markdown: &str) -> String {
    let lines = markdown.split('\n').map(|line| match too_deep(line) {
        Some(end) => &line[end..],
        None => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Where the text of a line begins, if too many marks stand before it.
fn too_deep(line: &str) -> Option<usize> {
    let (mut marks, mut end) = (0, 0);
    let mut rest = line.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let before_space = matches!(rest.peek(), None | Some((_, ' ' | '\t')));
        match c {
            ' ' | '\t' => {}
            '0'..='9' => {}
            '>' => marks += 1,
            '-' | '+' | '*' | '.' | ')' if before_space => marks += 1,
            _ => break,
        }
        end = at + c.len_utf8();
    }
    (marks > NESTING).then_some(end)
}
