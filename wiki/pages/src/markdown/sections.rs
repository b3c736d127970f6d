//! Sections: a text by its headings.

use std::ops::Range;

use comrak::Arena;

use super::{
    anchor::Anchors,
    parse::{Parsed, parse},
    summary::words,
};

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Which section it begins, from 1.
    pub number: usize,
    /// How deep it is, from 1 to 6.
    pub level: u8,
    /// Its words, without marks.
    pub text: String,
    /// Its id on the page.
    pub anchor: String,
}

/// A part of a text, from a heading to the next of the same or a higher level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it begins with.
    pub heading: Heading,
    /// Where it stands in the text.
    pub bytes: Range<usize>,
}

/// The sections of a text. Headings in quotes, lists, code and HTML begin none.
pub fn sections(text: &str) -> Vec<Section> {
    let arena = Arena::new();
    of(&parse(&arena, text))
}

/// The sections of a text that was parsed.
pub(super) fn of(parsed: &Parsed<'_, '_>) -> Vec<Section> {
    let starts = parsed.headings().map(|(node, _)| parsed.line_start(node));
    let mut sections: Vec<_> = headings(parsed)
        .into_iter()
        .zip(starts)
        .map(|(heading, start)| Section {
            heading,
            bytes: start..parsed.text.len(),
        })
        .collect();
    let mut open: Vec<usize> = Vec::new();
    for index in 0..sections.len() {
        let (level, start) = (sections[index].heading.level, sections[index].bytes.start);
        while let Some(last) = open.pop_if(|last| sections[*last].heading.level >= level) {
            sections[last].bytes.end = start;
        }
        open.push(index);
    }
    sections
}

/// The headings of a text that was parsed.
pub(super) fn headings(parsed: &Parsed<'_, '_>) -> Vec<Heading> {
    let mut anchors = Anchors::default();
    let numbered = parsed.headings().zip(1..);
    let heading = |((node, heading), number): ((comrak::Node<'_>, _), usize)| {
        let comrak::nodes::NodeHeading { level, .. } = heading;
        let text = words(node);
        let anchor = anchors.next(&text);
        Heading {
            number,
            level,
            text,
            anchor,
        }
    };
    numbered.map(heading).collect()
}

/// A text with one of its sections written anew; section 0 is what stands before the first heading.
///
/// `None` if there is no such section.
pub fn replace_section(text: &str, number: usize, new: &str) -> Option<String> {
    let sections = sections(text);
    let bytes = match number.checked_sub(1) {
        Some(index) => sections.get(index)?.bytes.clone(),
        None => 0..sections.first().map_or(text.len(), |it| it.bytes.start),
    };
    let (before, after) = (&text[..bytes.start], &text[bytes.end..]);
    let same = new == &text[bytes];
    let gap = match after.is_empty() || new.is_empty() || same || new.ends_with("\n\n") {
        true => "",
        false if new.ends_with('\n') => "\n",
        false => "\n\n",
    };
    Some(format!("{before}{new}{gap}{after}"))
}
