//! Merging several revisions into one, with what they came from.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::settle::{Apart, Settled, Shown, settle};
use crate::{
    graph::{History, Reach},
    merge::Marks,
    revision::Change,
};

/// How deep bases are merged of bases.
const DEPTH: usize = 8;
/// How many bases are merged for one page.
const BASES: usize = 1_000;
/// How many characters marks have, as Git's; those within bases have more, so that none is taken for another.
const MARK: usize = 7;
/// How many characters of an id stand behind a mark.
const LABEL: usize = 12;

/// Merging the revisions of a history.
pub(super) struct Fold<'a> {
    history: &'a History,
    /// Bases that were merged, by what they were merged of.
    bases: BTreeMap<Vec<usize>, Cow<'a, Change>>,
}

/// What revisions became.
pub(super) struct Folded<'a> {
    pub(super) change: Option<Cow<'a, Change>>,
    pub(super) conflicts: usize,
    /// Those that are not in it.
    pub(super) apart: BTreeSet<usize>,
}

/// One merge of a fold.
pub(super) struct Step<'s> {
    /// What is merged already, and of which revisions.
    pub(super) ours: &'s Change,
    pub(super) merged: &'s [usize],
    pub(super) base: Option<&'s Change>,
    pub(super) theirs: &'s Change,
    pub(super) next: usize,
}

impl<'a> Fold<'a> {
    pub(super) fn new(history: &'a History) -> Self {
        Self {
            history,
            bases: BTreeMap::new(),
        }
    }

    /// The revisions themselves, or for those that are hidden their nearest ancestors that are not; by time and id.
    pub(super) fn standing(&self, places: &[usize]) -> Vec<usize> {
        let (mut left, mut seen) = (places.to_vec(), BTreeSet::new());
        let mut standing = BTreeSet::new();
        while let Some(place) = left.pop() {
            if self.history.revision(place).body.is_some() {
                standing.insert(place);
            } else if seen.insert(place) {
                left.extend(self.history.parents(place));
            }
        }
        self.history.ordered(standing)
    }

    /// Merges revisions that are not hidden, in their order; `watch` sees each merge.
    pub(super) fn fold(
        &mut self,
        places: &[usize],
        depth: usize,
        watch: &mut dyn FnMut(&Step<'_>),
    ) -> Folded<'a> {
        let mut folded = Folded {
            change: None,
            conflicts: 0,
            apart: BTreeSet::new(),
        };
        let mut reach = Reach::new([]);
        for (at, &next) in places.iter().enumerate() {
            let Some(theirs) = self.history.revision(next).change() else {
                continue;
            };
            if let Some(ours) = folded.change.take() {
                let best = reach.best_common(self.history, [next]);
                let base = self.base(&best, depth);
                let step = Step {
                    ours: &ours,
                    merged: &places[..at],
                    base: base.as_deref(),
                    theirs,
                    next,
                };
                watch(&step);
                let [ours_label, theirs_label] = self.labels(&step);
                let marks = Marks {
                    ours: &ours_label,
                    theirs: &theirs_label,
                    length: MARK + 2 * depth,
                };
                let settled = settle(&step, marks);
                folded.note(self.history, &step, &settled);
                folded.change = Some(match settled.shown {
                    Shown::Ours => ours,
                    Shown::Theirs => Cow::Borrowed(theirs),
                    Shown::New(change) => Cow::Owned(change),
                });
            } else {
                folded.change = Some(Cow::Borrowed(theirs));
            }
            reach.add(next);
        }
        folded
    }

    /// What a merge starts from: the best common ancestors, merged.
    fn base(&mut self, best: &[usize], depth: usize) -> Option<Cow<'a, Change>> {
        let history = self.history;
        let mut standing = self.standing(best);
        if depth >= DEPTH || self.bases.len() >= BASES {
            standing.drain(..standing.len().saturating_sub(1));
        }
        if let [place] = standing[..] {
            return history.revision(place).change().map(Cow::Borrowed);
        }
        if let Some(base) = self.bases.get(&standing) {
            return Some(base.clone());
        }
        let base = self.fold(&standing, depth + 1, &mut |_| {}).change?;
        self.bases.insert(standing, base.clone());
        Some(base)
    }

    /// What marks are labelled with: the beginnings of ids.
    fn labels(&self, step: &Step<'_>) -> [String; 2] {
        [step.merged.last(), Some(&step.next)].map(|place| {
            let id = place.map(|place| self.history.revision(*place).id.to_string());
            id.unwrap_or_default().chars().take(LABEL).collect()
        })
    }
}

impl Folded<'_> {
    /// Notes what a merge left apart: a deletion that others wrote over is settled, anything else is not.
    fn note(&mut self, history: &History, step: &Step<'_>, settled: &Settled) {
        self.conflicts += settled.conflicts;
        let stays = |place: &usize| history.revision(*place).change() != Some(&Change::Deleted);
        match settled.apart {
            Apart::Nobody => {}
            Apart::Ours => self.apart.extend(step.merged.iter().copied().filter(stays)),
            Apart::Theirs => self.apart.extend(Some(step.next)),
        }
    }
}
