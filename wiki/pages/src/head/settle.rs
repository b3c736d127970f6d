//! Merging two changes of a page, which may be of different kinds.

use super::fold::Step;
use crate::{
    merge::{self, Marks},
    revision::{Attachment, Change, MAX_TEXT_BYTES},
};

/// What two changes became.
pub(super) struct Settled {
    pub(super) shown: Shown,
    pub(super) conflicts: usize,
    pub(super) apart: Apart,
}

/// What is shown of two changes.
pub(super) enum Shown {
    Ours,
    Theirs,
    New(Change),
}

/// Whose change is not in what is shown, and was not settled by it.
pub(super) enum Apart {
    Nobody,
    Ours,
    Theirs,
}

impl Settled {
    fn calm(shown: Shown) -> Self {
        Self::new(shown, Apart::Nobody)
    }

    fn new(shown: Shown, apart: Apart) -> Self {
        Self {
            shown,
            conflicts: 0,
            apart,
        }
    }
}

/// Merges their change, the later one, into ours.
///
/// What is written wins over deletions and moves; of two files, two moves, or a text and a file the later shows.
pub(super) fn settle(step: &Step<'_>, marks: Marks<'_>) -> Settled {
    let (ours, theirs) = (step.ours, step.theirs);
    if same(ours, theirs) || step.base.is_some_and(|base| same(base, ours)) {
        return Settled::calm(Shown::Theirs);
    }
    if step.base.is_some_and(|base| same(base, theirs)) {
        return Settled::calm(Shown::Ours);
    }
    match (ours, theirs) {
        (Change::Deleted, _) => Settled::calm(Shown::Theirs),
        (_, Change::Deleted) => Settled::calm(Shown::Ours),
        (Change::Text(ours), Change::Text(theirs)) => {
            texts([ours, base_text(step), theirs], marks, Change::Text)
        }
        (Change::File(ours), Change::File(theirs)) => files(step, (ours, theirs), marks),
        (Change::Text(_) | Change::File(_), Change::Moved(_)) => {
            Settled::new(Shown::Ours, Apart::Theirs)
        }
        (Change::Moved(_), Change::Text(_) | Change::File(_) | Change::Moved(_))
        | (Change::Text(_), Change::File(_))
        | (Change::File(_), Change::Text(_)) => Settled::new(Shown::Theirs, Apart::Ours),
    }
}

/// Whether two changes make the same of a page.
fn same(one: &Change, other: &Change) -> bool {
    match (one, other) {
        (Change::Moved(one), Change::Moved(other)) => one.page_id() == other.page_id(),
        _ => one == other,
    }
}

fn base_text<'s>(step: &Step<'s>) -> &'s str {
    step.base.and_then(Change::text).unwrap_or_default()
}

fn texts(
    [ours, base, theirs]: [&str; 3],
    marks: Marks<'_>,
    change: impl Fn(String) -> Change,
) -> Settled {
    let merged = merge::merge(ours, base, theirs, marks);
    if merged.text.len() > MAX_TEXT_BYTES {
        return Settled::new(Shown::Ours, Apart::Theirs);
    }
    Settled {
        shown: Shown::New(change(merged.text)),
        conflicts: merged.conflicts,
        apart: Apart::Nobody,
    }
}

/// Two files: where only one side brought a new one, that one with both descriptions merged.
fn files(step: &Step<'_>, (ours, theirs): (&Attachment, &Attachment), marks: Marks<'_>) -> Settled {
    let base = match step.base {
        Some(Change::File(base)) => Some(base),
        Some(Change::Text(_) | Change::Moved(_) | Change::Deleted) | None => None,
    };
    let is_base = |file: &Attachment| base.is_some_and(|base| same_file(base, file));
    let file = if same_file(ours, theirs) || is_base(ours) {
        theirs
    } else if is_base(theirs) {
        ours
    } else {
        return Settled::new(Shown::Theirs, Apart::Ours);
    };
    texts([&ours.text, base_text(step), &theirs.text], marks, |text| {
        Change::File(Attachment {
            text,
            ..file.clone()
        })
    })
}

fn same_file(one: &Attachment, other: &Attachment) -> bool {
    (one.blake3, one.bytes) == (other.blake3, other.bytes)
        && (&one.name, &one.content_type) == (&other.name, &other.content_type)
}
