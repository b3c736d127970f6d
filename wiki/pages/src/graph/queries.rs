//! Questions to a history.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::{History, Reach};
use crate::{PageId, RevisionId, revision::Revision};

impl History {
    /// All revisions that a revision was made from, over pages too, by time and id.
    pub fn ancestors(&self, id: &RevisionId) -> Vec<RevisionId> {
        let own = self.places.get(id).copied();
        let mut all = self.down(own.iter().copied());
        all.retain(|place| Some(*place) != own);
        self.ids(&self.ordered(all))
    }

    /// Whether a revision is among those that another was made from.
    pub fn is_ancestor(&self, one: &RevisionId, of: &RevisionId) -> bool {
        let (Some(&one), Some(&of)) = (self.places.get(one), self.places.get(of)) else {
            return false;
        };
        one != of && Reach::new([of]).has(self, one)
    }

    /// What some revisions have in common with others, less what is known from its own descendants.
    pub fn best_common_ancestors(
        &self,
        some: &[RevisionId],
        others: &[RevisionId],
    ) -> Vec<RevisionId> {
        let places = |ids: &[RevisionId]| -> Vec<usize> {
            ids.iter()
                .filter_map(|id| self.places.get(id).copied())
                .collect()
        };
        let mut reach = Reach::new(places(some));
        self.ids(&self.ordered(reach.best_common(self, places(others))))
    }

    /// A page's revisions and all that they were made from: newest first, but none before what was made from it.
    pub fn log(&self, page: &PageId) -> Vec<&Revision> {
        let own = self.pages.get(page).map_or(&[][..], |nodes| &nodes.all);
        let all = self.down(own.iter().copied());
        let mut children: BTreeMap<usize, usize> = all.iter().map(|place| (*place, 0)).collect();
        for parent in all.iter().flat_map(|place| self.parents(*place)) {
            *children.entry(*parent).or_default() += 1;
        }
        let free = all.iter().filter(|place| children[*place] == 0);
        let mut free: BinaryHeap<_> = free.map(|place| (self.order(*place), *place)).collect();
        let mut log = Vec::with_capacity(all.len());
        while let Some((_, place)) = free.pop() {
            log.push(self.revision(place));
            for parent in self.parents(place) {
                let left = children.entry(*parent).or_default();
                *left -= 1;
                if *left == 0 {
                    free.push((self.order(*parent), *parent));
                }
            }
        }
        log
    }

    /// Nodes and all below them.
    fn down(&self, from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut left: Vec<_> = from.into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(place) = left.pop() {
            if seen.insert(place) {
                left.extend(self.parents(place));
            }
        }
        seen
    }
}
