//! What changed between two texts, to be shown: hunks of lines, and the words within them.

mod unified;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use imara_diff::InternedInput;

pub use unified::unified;

use crate::compare::{self, Hunk as Changed};

/// Lines that belong together: what changed, and some lines around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// The lines in the order they are shown: what was removed before what stands there now.
    pub lines: Vec<Line>,
}

/// A line that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What became of it.
    pub kind: Kind,
    /// Its number in the text before, from one; none for an added line.
    pub before: Option<usize>,
    /// Its number in the text after, from one; none for a removed line.
    pub after: Option<usize>,
    /// Its text with its line feed, in pieces that changed and pieces that did not.
    pub pieces: Vec<Piece>,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It stayed.
    Same,
    /// It is no longer there.
    Removed,
    /// It is new.
    Added,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// Whether its words are in one of the texts alone.
    pub changed: bool,
}

impl Line {
    /// The whole line with its line feed.
    pub fn text(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect()
    }
}

/// What changed, with so many lines of context around it.
pub fn diff(before: &str, after: &str, context: usize) -> Vec<Hunk> {
    let texts = Texts {
        before: before.split_inclusive('\n').collect(),
        after: after.split_inclusive('\n').collect(),
    };
    let changed = changed(texts.before.iter().copied(), texts.after.iter().copied());
    let near = |one: &Changed, next: &Changed| next.before.start - one.before.end <= 2 * context;
    let groups = changed.chunk_by(near);
    groups.map(|group| texts.hunk(group, context)).collect()
}

/// How two rows of words or lines differ.
fn changed<'a>(
    before: impl Iterator<Item = &'a str>,
    after: impl Iterator<Item = &'a str>,
) -> Vec<Changed> {
    let mut input = InternedInput::<&str>::default();
    input.update_before(before);
    input.update_after(after);
    let kinds = input.interner.num_tokens() as usize;
    compare::script(&input.before, &input.after, kinds)
}

struct Texts<'a> {
    before: Vec<&'a str>,
    after: Vec<&'a str>,
}

impl Texts<'_> {
    fn hunk(&self, group: &[Changed], context: usize) -> Hunk {
        let mut lines = Vec::new();
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            return Hunk { lines };
        };
        let above = first.before.start.min(context);
        let mut at = (first.before.start - above, first.after.start - above);
        for changed in group {
            lines.extend(self.same(at, changed.before.start));
            lines.extend(self.changed(changed));
            at = (changed.before.end, changed.after.end);
        }
        let below = self.before.len().min(last.before.end + context);
        lines.extend(self.same(at, below));
        Hunk { lines }
    }

    /// The lines that stayed, up to one of the text before.
    fn same(&self, (before, after): (usize, usize), end: usize) -> impl Iterator<Item = Line> {
        (before..end).zip(after..).map(|(before, after)| Line {
            kind: Kind::Same,
            before: Some(before + 1),
            after: Some(after + 1),
            pieces: vec![Piece {
                text: self.before[before].to_owned(),
                changed: false,
            }],
        })
    }

    fn changed(&self, changed: &Changed) -> Vec<Line> {
        let (before, after) = (changed.before.clone(), changed.after.clone());
        let (removed, added) =
            words::mark(&self.before[before.clone()], &self.after[after.clone()]);
        let number = |range: Range<usize>| range.map(|at| at + 1);
        let removed = number(before).zip(removed).map(|(number, pieces)| Line {
            kind: Kind::Removed,
            before: Some(number),
            after: None,
            pieces,
        });
        let added = number(after).zip(added).map(|(number, pieces)| Line {
            kind: Kind::Added,
            before: None,
            after: Some(number),
            pieces,
        });
        removed.chain(added).collect()
    }
}
