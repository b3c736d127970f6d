//! The graph of revisions, of one page or of a whole wiki.

mod queries;
mod reach;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

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
}
