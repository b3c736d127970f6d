//! What some revisions were made from, looked up only as far down as is asked.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::History;

/// Nodes and their ancestors. Parents stand before their children in a history, so whoever goes down by places has
/// seen all children of a node before the node.
pub(crate) struct Reach {
    known: BTreeSet<usize>,
    /// Where to go on.
    left: BinaryHeap<usize>,
}

impl Reach {
    pub(crate) fn new(tips: impl IntoIterator<Item = usize>) -> Self {
        Self {
            known: BTreeSet::new(),
            left: tips.into_iter().collect(),
        }
    }

    pub(crate) fn add(&mut self, tip: usize) {
        self.left.push(tip);
    }

    /// Whether a node is one of the tips or an ancestor of theirs.
    pub(crate) fn has(&mut self, history: &History, place: usize) -> bool {
        while let Some(next) = self.left.peek().copied().filter(|next| *next >= place) {
            self.left.pop();
            if self.known.insert(next) {
                self.left.extend(history.parents(next));
            }
        }
        self.known.contains(&place)
    }

    /// What the reach has in common with other nodes, less the ancestors of what is common.
    pub(crate) fn best_common(
        &mut self,
        history: &History,
        others: impl IntoIterator<Item = usize>,
    ) -> Vec<usize> {
        let mut walk = Walk::default();
        for other in others {
            walk.push(other, false);
        }
        let mut best = Vec::new();
        while walk.open > 0 {
            let Some((place, below)) = walk.pop() else {
                break;
            };
            let common = !below && self.has(history, place);
            if common {
                best.push(place);
            }
            for parent in history.parents(place) {
                walk.push(*parent, below || common);
            }
        }
        best
    }
}

/// A way down from some nodes.
#[derive(Default)]
struct Walk {
    left: BinaryHeap<usize>,
    /// Whether each node is below a common one.
    seen: BTreeMap<usize, bool>,
    /// How many of those left are below none.
    open: usize,
}

impl Walk {
    fn push(&mut self, place: usize, below: bool) {
        match self.seen.insert(place, below) {
            None => {
                self.left.push(place);
                self.open += usize::from(!below);
            }
            Some(true) => {
                self.seen.insert(place, true);
            }
            Some(false) => self.open -= usize::from(below),
        }
    }

    fn pop(&mut self) -> Option<(usize, bool)> {
        let place = self.left.pop()?;
        let below = self.seen.get(&place).copied().unwrap_or_default();
        self.open -= usize::from(!below);
        Some((place, below))
    }
}
