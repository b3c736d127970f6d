//! What a member sees who settles what stands side by side.

use super::fold::{Fold, Step};
use crate::{
    PageId, RevisionId,
    graph::History,
    merge,
    revision::{Change, MAX_PARENTS, Revision},
};

/// The heads of a page side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolve<'a> {
    /// The heads, by time and id, at most [`MAX_PARENTS`]; the revision that settles them has them as parents.
    pub heads: Vec<&'a Revision>,
    /// Where their texts clash.
    pub clashes: Vec<Clash>,
}

/// A place where a head changed lines that the heads before it changed too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// What the heads before it made of the lines.
    pub ours: Part,
    /// The lines as they were.
    pub base: String,
    /// What the head made of them.
    pub theirs: Part,
}

/// Lines of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The lines.
    pub text: String,
    /// The number of the first, from one.
    pub line: usize,
    /// Whose they are.
    pub by: Vec<By>,
}

/// Who wrote a revision, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// The revision.
    pub revision: RevisionId,
    /// Its author.
    pub author: String,
    /// Its time, in milliseconds since 1970.
    pub time_ms: i64,
}

/// The heads of a page side by side; no heads for an unknown page.
pub fn resolve<'a>(history: &'a History, page: &PageId) -> Resolve<'a> {
    let mut heads = history.head_places(page);
    heads.truncate(MAX_PARENTS);
    let mut fold = Fold::new(history);
    let mut clashes = Vec::new();
    let standing = fold.standing(&heads);
    fold.fold(&standing, 0, &mut |step| {
        clashes.extend(of_step(history, step));
    });
    Resolve {
        heads: heads.iter().map(|head| history.revision(*head)).collect(),
        clashes,
    }
}

fn of_step(history: &History, step: &Step<'_>) -> Vec<Clash> {
    let (Some(ours), Some(theirs)) = (step.ours.text(), step.theirs.text()) else {
        return Vec::new();
    };
    let base = step.base.and_then(Change::text).unwrap_or_default();
    let part = |text, lines: std::ops::Range<usize>, places: &[usize]| Part {
        line: lines.start + 1,
        text: cut(text, lines),
        by: places
            .iter()
            .map(|place| by(history.revision(*place)))
            .collect(),
    };
    merge::clashes(ours, base, theirs)
        .into_iter()
        .map(|clash| Clash {
            ours: part(ours, clash.ours, step.merged),
            base: cut(base, clash.base),
            theirs: part(theirs, clash.theirs, &[step.next]),
        })
        .collect()
}

fn cut(text: &str, lines: std::ops::Range<usize>) -> String {
    let count = lines.len();
    text.split_inclusive('\n')
        .skip(lines.start)
        .take(count)
        .collect()
}

fn by(revision: &Revision) -> By {
    By {
        revision: revision.id,
        author: revision.author.clone(),
        time_ms: revision.time_ms,
    }
}
