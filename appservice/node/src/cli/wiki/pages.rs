//! Pages, made of the revisions of a space.

use secta_wiki::{
    PageId, RevisionId,
    graph::History,
    head::{self, Head},
    revision::{Change, MAX_PARENTS, Revision},
    title::Title,
};

use super::open::Opened;

/// All pages of a space.
pub(super) struct Pages {
    history: History,
}

/// What a page shows.
pub(super) struct Shown {
    /// What it is.
    pub change: Change,
    /// What the next revision is made from.
    pub parents: Vec<RevisionId>,
    conflicts: usize,
    contested: bool,
}

impl Shown {
    fn of(head: Head) -> Option<Self> {
        let is_apart = head.conflicts > 0 || head.contested;
        let mut parents = head.parents;
        if is_apart {
            // Whoever settles it settles all of it.
            parents.extend(head.others);
            parents.truncate(MAX_PARENTS);
        }
        Some(Self {
            change: head.change?,
            parents,
            conflicts: head.conflicts,
            contested: head.contested,
        })
    }

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
        Self::made_of(opened.revisions(), opened.space.unread() > 0)
    }

    fn made_of<'r>(revisions: impl Iterator<Item = &'r Revision>, some_unread: bool) -> Self {
        let mut history = History::default();
        for revision in revisions {
            history.insert(revision.clone());
        }
        if some_unread {
            put_unreadable(&mut history);
        }
        Self { history }
    }

    /// A revision.
    pub fn get(&self, id: &RevisionId) -> Option<&Revision> {
        self.history.get(id)
    }

    /// The revisions of a page and what they were made from that could be read, the newest first.
    pub fn log(&self, title: &Title) -> Vec<&Revision> {
        let mut log = self.history.log(&title.page_id());
        log.retain(|revision| revision.body.is_some());
        log
    }

    /// The revision of a page whose name begins like this.
    pub fn revision(&self, title: &Title, name: &str) -> Option<&Revision> {
        let all = self.log(title).into_iter();
        let mut named = all.filter(|one| !name.is_empty() && one.id.to_string().starts_with(name));
        let found = named.next()?;
        named.next().is_none().then_some(found)
    }

    /// The pages that are there, by their titles.
    pub fn existing(&self) -> Vec<(Title, Shown)> {
        let titled = self.history.pages().filter_map(|page| {
            let head = head::head(&self.history, &page)?;
            let title = head.title.clone()?;
            let shown = Shown::of(head).filter(Shown::exists)?;
            Some((title, shown))
        });
        let mut all: Vec<(Title, Shown)> = titled.collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all
    }

    /// The pages in which something is to be settled.
    pub fn contested(&self) -> Vec<Title> {
        let heads = self.history.pages().filter_map(|page| {
            let head = head::head(&self.history, &page)?;
            (head.conflicts > 0 || head.contested).then_some(head.title)?
        });
        heads.collect()
    }

    /// A page that is there, looks like this title and is not it.
    pub fn looks_like(&self, title: &Title) -> Option<Title> {
        let all = self.existing().into_iter().map(|(title, _)| title);
        let mut like = all.filter(|other| title.looks_like(other));
        like.next()
    }

    /// What a page shows; nothing where there was never one.
    pub fn shown(&self, title: &Title) -> Option<Shown> {
        Shown::of(head::head(&self.history, &title.page_id())?)
    }
}

/// Revisions from before a member was added, which no key of theirs opens, stand there without their words: so what was
/// made from them is shown.
fn put_unreadable(history: &mut History) {
    loop {
        let awaited: Vec<RevisionId> = history.awaited().collect();
        if awaited.is_empty() {
            return;
        }
        for id in awaited {
            let page = page_of_waiting(history, &id);
            history.insert(Revision {
                id,
                page: page.unwrap_or(PageId([0; 32])),
                parents: Vec::new(),
                author: String::new(),
                time_ms: 0,
                body: None,
            });
        }
    }
}

fn page_of_waiting(history: &History, id: &RevisionId) -> Option<PageId> {
    let mut waiting = history.aside();
    let one = waiting.find(|one| one.parents.contains(id));
    one.map(|one| one.page)
}

#[cfg(test)]
mod tests {
    use secta_wiki::revision::Body;

    use super::*;

    fn revision(id: u8, parents: &[u8], text: &str) -> Revision {
        let title: Title = "Рецепт".parse().expect("a title");
        Revision {
            id: RevisionId([id; 32]),
            page: title.page_id(),
            parents: parents.iter().map(|id| RevisionId([*id; 32])).collect(),
            author: "anna".to_owned(),
            time_ms: i64::from(id),
            body: Some(Body {
                title,
                comment: String::new(),
                change: Change::Text(text.to_owned()),
            }),
        }
    }

    #[test]
    fn whoever_cannot_read_what_was_before_sees_what_came_of_it() {
        let title: Title = "рецепт".parse().expect("a title");
        let readable = [revision(3, &[2, 1], "раз"), revision(4, &[3], "два")];
        let pages = Pages::made_of(readable.iter(), true);
        let shown = pages.shown(&title).expect("a page");
        assert_eq!(shown.text(), Some("два"));
        assert_eq!(shown.parents, [RevisionId([4; 32])]);
        assert!(!shown.is_apart());
        assert_eq!(pages.log(&title).len(), 2);
        assert_eq!(pages.existing().len(), 1);
        let waiting = Pages::made_of(readable.iter(), false);
        assert!(
            waiting.shown(&title).is_none(),
            "what may still come is waited for"
        );
    }

    #[test]
    fn whoever_settles_a_page_settles_all_of_it() {
        let title: Title = "Рецепт".parse().expect("a title");
        let apart = [
            revision(1, &[], "вода\n"),
            revision(2, &[1], "чай\n"),
            revision(3, &[1], "мёд\n"),
        ];
        let pages = Pages::made_of(apart.iter(), false);
        let shown = pages.shown(&title).expect("a page");
        assert!(shown.is_apart());
        assert_eq!(shown.parents.len(), 2);
        assert_eq!(pages.contested(), [title]);
    }
}
