//! Pages, made of the revisions of a space.

use std::collections::{BTreeMap, BTreeSet};

use secta_wiki::{
    PageId, RevisionId,
    merge::{Marks, merge},
    revision::{Change, MAX_PARENTS, Revision},
    title::Title,
};

use super::open::Opened;

/// All pages of a space.
pub(super) struct Pages {
    all: BTreeMap<RevisionId, Revision>,
    of: BTreeMap<PageId, Vec<RevisionId>>,
}

/// What a page shows.
pub(super) struct Shown {
    /// What it is.
    pub change: Change,
    /// What the next revision is made from.
    pub parents: Vec<RevisionId>,
    /// How many places of the text are to be settled.
    pub conflicts: usize,
    /// Whether others would be shown if they were later: two files, two titles.
    pub contested: bool,
}

impl Shown {
    /// Whether something is to be settled.
    pub fn is_apart(&self) -> bool {
        self.conflicts > 0 || self.contested
    }

    /// Whether there is a page, neither deleted nor moved away.
    pub fn exists(&self) -> bool {
        matches!(self.change, Change::Text(_) | Change::File(_))
    }

    /// Its text.
    pub fn text(&self) -> Option<&str> {
        self.change.text()
    }
}

impl Pages {
    /// Those of a copy, with what waits to be sent.
    pub fn of(opened: &Opened) -> Self {
        let all = opened.revisions().map(|one| (one.id, one.clone()));
        let all: BTreeMap<RevisionId, Revision> = all.collect();
        let mut of: BTreeMap<PageId, Vec<RevisionId>> = BTreeMap::new();
        for revision in all.values() {
            of.entry(revision.page).or_default().push(revision.id);
        }
        Self { all, of }
    }

    /// A revision.
    pub fn get(&self, id: &RevisionId) -> Option<&Revision> {
        self.all.get(id)
    }

    /// The revisions of a page, the newest first.
    pub fn history(&self, title: &Title) -> Vec<&Revision> {
        let mut all = self.of_page(&title.page_id());
        all.sort_by_key(|revision| std::cmp::Reverse(revision.order()));
        all
    }

    /// The revision of a page whose name begins like this.
    pub fn revision(&self, title: &Title, name: &str) -> Option<&Revision> {
        let all = self.history(title).into_iter();
        let mut named = all.filter(|one| !name.is_empty() && one.id.to_string().starts_with(name));
        let found = named.next()?;
        named.next().is_none().then_some(found)
    }

    /// The pages that are there, by their titles.
    pub fn existing(&self) -> Vec<(Title, Shown)> {
        let titled = self.of.keys().filter_map(|page| {
            let title = self.title(page)?;
            let shown = self.head(page).filter(Shown::exists)?;
            Some((title, shown))
        });
        let mut all: Vec<(Title, Shown)> = titled.collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all
    }

    /// The pages in which something is to be settled.
    pub fn contested(&self) -> Vec<Title> {
        let apart = self.of.keys().filter(|page| {
            let shown = self.head(page);
            shown.is_some_and(|shown| shown.is_apart())
        });
        apart.filter_map(|page| self.title(page)).collect()
    }

    /// A page that is there, looks like this title and is not it.
    pub fn looks_like(&self, title: &Title) -> Option<Title> {
        let all = self.existing().into_iter().map(|(title, _)| title);
        let mut like = all.filter(|other| title.looks_like(other));
        like.next()
    }

    /// What a page shows; nothing where there was never one.
    pub fn shown(&self, title: &Title) -> Option<Shown> {
        self.head(&title.page_id())
    }

    /// The difference of two texts.
    pub fn unified(&self, _before: &str, now: &str) -> String {
        now.to_owned()
    }

    fn title(&self, page: &PageId) -> Option<Title> {
        let all = self.of_page(page);
        let last = all.into_iter().max_by_key(|one| one.order())?;
        last.body.as_ref().map(|body| body.title.clone())
    }

    fn of_page(&self, page: &PageId) -> Vec<&Revision> {
        let ids = self.of.get(page).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.all.get(id)).collect()
    }

    fn head(&self, page: &PageId) -> Option<Shown> {
        let all = self.of_page(page);
        let before: BTreeSet<&RevisionId> = all.iter().flat_map(|one| &one.parents).collect();
        let mut heads = all;
        heads.retain(|one| !before.contains(&one.id));
        heads.sort_by_key(|one| one.order());
        let last = heads.last()?;
        let mut shown = Shown {
            change: last.change()?.clone(),
            parents: heads.iter().map(|one| one.id).take(MAX_PARENTS).collect(),
            conflicts: 0,
            contested: heads.len() > 1,
        };
        if let [one, other] = heads[..]
            && let (Some(Change::Text(ours)), Some(Change::Text(theirs))) =
                (one.change(), other.change())
        {
            let base = one.parents.first().and_then(|id| self.all.get(id));
            let base = base
                .and_then(|base| base.change()?.text())
                .unwrap_or_default();
            let merged = merge(
                ours,
                base,
                theirs,
                Marks {
                    ours: "1",
                    theirs: "2",
                    length: 7,
                },
            );
            shown.change = Change::Text(merged.text);
            shown.conflicts = merged.conflicts;
            shown.contested = false;
        }
        Some(shown)
    }
}
