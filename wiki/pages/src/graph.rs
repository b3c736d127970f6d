//! The graph of revisions, of one page or of a whole wiki.

mod reach;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

pub(crate) use reach::Reach;

use crate::{
    PageId, RevisionId,
    revision::{Body, Revision},
};

/// What became of a revision that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// It is part of the history, and so are those that waited for it; parents stand before their children.
    Linked(Vec<RevisionId>),
    /// It waits for a parent.
    Aside,
    /// It was here before; nothing changed.
    Known,
}

/// Revisions and what each was made from, the same in whatever order they came.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// A parent stands before its children.
    nodes: Vec<Node>,
    places: BTreeMap<RevisionId, usize>,
    pages: BTreeMap<PageId, Nodes>,
    aside: BTreeMap<RevisionId, Revision>,
    /// Unknown parents, and who waits for each.
    awaited: BTreeMap<RevisionId, BTreeSet<RevisionId>>,
}

#[derive(Clone, Debug)]
struct Node {
    revision: Revision,
    parents: Vec<usize>,
}

/// The nodes of a page.
#[derive(Clone, Debug, Default)]
struct Nodes {
    all: Vec<usize>,
    heads: BTreeSet<usize>,
}

impl History {
    /// Takes a revision that [keeps the limits](Revision::check).
    pub fn insert(&mut self, revision: Revision) -> Inserted {
        let id = revision.id;
        if self.places.contains_key(&id) || self.aside.contains_key(&id) {
            return Inserted::Known;
        }
        if !self.take(revision) {
            return Inserted::Aside;
        }
        let mut linked = vec![id];
        let mut at = 0;
        while let Some(parent) = linked.get(at) {
            for child in self.awaited.remove(parent).unwrap_or_default() {
                let child = self.aside.remove(&child);
                let id = child.as_ref().map(|child| child.id);
                if child.is_some_and(|child| self.take(child)) {
                    linked.extend(id);
                }
            }
            at += 1;
        }
        Inserted::Linked(linked)
    }

    /// Links a revision whose parents are known; puts another aside.
    fn take(&mut self, revision: Revision) -> bool {
        let known = |id: &RevisionId| self.places.contains_key(id);
        if let Some(missing) = revision.parents.iter().find(|id| !known(id)) {
            let waiting = self.awaited.entry(*missing).or_default();
            waiting.insert(revision.id);
            self.aside.insert(revision.id, revision);
            return false;
        }
        let place = self.nodes.len();
        let parents: BTreeSet<_> = revision.parents.iter().map(|id| self.places[id]).collect();
        let page = self.pages.entry(revision.page).or_default();
        for parent in &parents {
            page.heads.remove(parent);
        }
        page.heads.insert(place);
        page.all.push(place);
        self.places.insert(revision.id, place);
        let parents = parents.into_iter().collect();
        self.nodes.push(Node { revision, parents });
        true
    }

    /// Hides a revision's body, or fills it in; `false` where the revision is unknown.
    pub fn set_body(&mut self, id: &RevisionId, body: Option<Body>) -> bool {
        let revision = match self.places.get(id) {
            Some(place) => Some(&mut self.nodes[*place].revision),
            None => self.aside.get_mut(id),
        };
        let Some(revision) = revision else {
            return false;
        };
        revision.body = body;
        true
    }

    /// A revision whose ancestors are all known.
    pub fn get(&self, id: &RevisionId) -> Option<&Revision> {
        self.places.get(id).map(|place| self.revision(*place))
    }

    /// The pages that have revisions.
    pub fn pages(&self) -> impl Iterator<Item = PageId> {
        self.pages.keys().copied()
    }

    /// The revisions that wait for a parent, by id.
    pub fn aside(&self) -> impl Iterator<Item = &Revision> {
        self.aside.values()
    }

    /// Parents that are unknown.
    pub fn awaited(&self) -> impl Iterator<Item = RevisionId> {
        let unknown = |id: &&RevisionId| !self.aside.contains_key(*id);
        let all = self.aside.values().flat_map(|revision| &revision.parents);
        let ids: BTreeSet<_> = all
            .filter(|id| !self.places.contains_key(*id))
            .filter(unknown)
            .copied()
            .collect();
        ids.into_iter()
    }

    /// The revisions of a page that no revision of the same page was made from, by time and id.
    pub fn heads(&self, page: &PageId) -> Vec<RevisionId> {
        self.ids(&self.head_places(page))
    }

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

    pub(crate) fn revision(&self, place: usize) -> &Revision {
        &self.nodes[place].revision
    }

    pub(crate) fn parents(&self, place: usize) -> &[usize] {
        &self.nodes[place].parents
    }

    pub(crate) fn head_places(&self, page: &PageId) -> Vec<usize> {
        let heads = self.pages.get(page).map(|nodes| &nodes.heads);
        self.ordered(heads.into_iter().flatten().copied())
    }

    /// Nodes by time and id.
    pub(crate) fn ordered(&self, places: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut places: Vec<_> = places.into_iter().collect();
        places.sort_unstable_by_key(|place| self.order(*place));
        places
    }

    pub(crate) fn ids(&self, places: &[usize]) -> Vec<RevisionId> {
        places
            .iter()
            .map(|place| self.revision(*place).id)
            .collect()
    }

    fn order(&self, place: usize) -> (i64, RevisionId) {
        self.revision(place).order()
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
