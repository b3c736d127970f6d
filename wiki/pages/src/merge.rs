//! Merging two texts with what they came from, line by line, to the bytes that `git merge-file` gives.
//!
//! The differences that both sides have to the base are found as Git finds them, laid over each other, and written out.

mod lines;
mod weave;
mod write;

#[cfg(test)]
mod tests;

use std::ops::Range;

use lines::Lines;
use weave::Side;

/// How conflicts are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks<'a> {
    /// What stands behind `<<<<<<<`.
    pub ours: &'a str,
    /// What stands behind `>>>>>>>`.
    pub theirs: &'a str,
    /// How many characters a mark has; Git's have seven.
    pub length: usize,
}

/// What two texts became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The text, with both versions between marks where they conflict.
    pub text: String,
    /// How many conflicts stand in it.
    pub conflicts: usize,
}

/// A place where both sides changed the same lines in different ways; each range counts lines from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Our lines.
    pub ours: Range<usize>,
    /// The lines of the base.
    pub base: Range<usize>,
    /// Their lines.
    pub theirs: Range<usize>,
}

/// Merges two texts with their base.
pub fn merge(ours: &str, base: &str, theirs: &str, marks: Marks<'_>) -> Merged {
    let lines = Lines::read([ours, base, theirs]);
    let (one, other) = lines.scripts();
    let whole = |text: &str| Merged {
        text: text.to_owned(),
        conflicts: 0,
    };
    if one.is_empty() {
        return whole(theirs);
    }
    if other.is_empty() {
        return whole(ours);
    }
    let regions = weave::lay(&lines, &one, &other);
    let regions = weave::refine(&lines, regions);
    write::write(&lines, &regions, marks)
}

/// Where two texts clash, with the lines of the base: wider places than those that [`merge`] marks, which leaves out
/// what both sides have alike.
pub fn clashes(ours: &str, base: &str, theirs: &str) -> Vec<Clash> {
    let lines = Lines::read([ours, base, theirs]);
    let (one, other) = lines.scripts();
    if one.is_empty() || other.is_empty() {
        return Vec::new();
    }
    weave::lay(&lines, &one, &other)
        .into_iter()
        .filter(|region| region.side == Side::Both)
        .map(|region| Clash {
            ours: region.ours,
            base: region.base,
            theirs: region.theirs,
        })
        .collect()
}
