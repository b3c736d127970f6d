//! All revisions of a wiki as commits, one for each, in the language of `git fast-import`.
//!
//! After each commit the tree is what an export of the wiki would have been at that moment. Nothing is known beside the
//! repository: what was written before is read from it, and goes on from there.
//!
//! - `tree`: the files, and what of them a commit changes; `stream`: the language.

mod stream;
mod tree;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use secta_wiki::{
    PageId, RevisionId,
    graph::History,
    head,
    revision::{Attachment, Change, Revision},
    title::Title,
};

pub use stream::{BRANCH, TRAILER, done, from_branch, revision_of};

use stream::Commit;
use tree::Tree;

use super::page::{Page, Shown};

/// What commits say, in the language of whoever exports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// That a page was deleted.
    pub deleted: String,
    /// That what a revision said was taken back.
    pub hidden: String,
}

/// Gives what is in a file; `None` where nobody has it any more.
pub type Bytes<'b> = &'b mut dyn FnMut(&Attachment) -> io::Result<Option<Vec<u8>>>;

/// A wiki on its way into a repository.
pub struct Past {
    words: Words,
    /// The names of authors, by their ids.
    names: BTreeMap<String, String>,
    history: History,
    /// Both revisions of a renaming, with the page that it was and the title that it gets.
    renamed: BTreeMap<RevisionId, (PageId, Title)>,
    tree: Tree,
}

impl Past {
    /// Nothing so far.
    pub fn new(words: Words, names: BTreeMap<String, String>) -> Self {
        Self {
            words,
            names,
            history: History::default(),
            renamed: BTreeMap::new(),
            tree: Tree::default(),
        }
    }

    /// Says what lies in the repository: each file with what it says where it is a note.
    pub fn go_on(&mut self, files: &BTreeMap<String, Option<String>>) {
        self.tree.read(files);
    }

    /// Takes revisions that are commits already: what others are merged with.
    pub fn known(&mut self, revisions: Vec<Revision>) {
        for revision in revisions {
            self.history.insert(revision);
        }
        for page in self.history.pages().collect::<Vec<_>>() {
            let head = self.head(&page);
            if let Some((Some(from), Some(Change::Moved(to)))) =
                head.map(|it| (it.title, it.change))
            {
                self.tree.moves(&from, &to);
            }
        }
    }

    /// Writes a commit for each of these revisions, which are in the order of time and id.
    ///
    /// # Errors
    ///
    /// When what is written goes nowhere, or a file cannot be had.
    pub fn write(
        &mut self,
        revisions: Vec<Revision>,
        out: &mut dyn Write,
        bytes: Bytes<'_>,
    ) -> io::Result<()> {
        self.renamed.extend(renamings(&revisions));
        for revision in revisions {
            self.commit(revision, out, bytes)?;
        }
        Ok(())
    }

    fn commit(
        &mut self,
        revision: Revision,
        out: &mut dyn Write,
        bytes: Bytes<'_>,
    ) -> io::Result<()> {
        let (id, page) = (revision.id, revision.page);
        let commit = Commit {
            id,
            author: (self.name(&revision.author), revision.author.clone()),
            time_ms: revision.time_ms,
            subject: self.subject(&revision),
        };
        commit.begin(out)?;
        if let Some((from, to)) = self.renamed.get(&id).cloned()
            && let Some((old, new)) = self.tree.rename(&from, &to)
        {
            stream::rename(out, &old, &new)?;
        }
        self.history.insert(revision);
        let head = self.head(&page);
        match head.as_ref().map(|head| (&head.title, &head.change)) {
            Some((Some(from), Some(Change::Moved(to)))) => self.tree.moves(from, to),
            Some(_) | None => self.tree.stays(&page),
        }
        let stands = head.and_then(|head| self.stands(head));
        self.tree.set(&page, stands);
        self.tree.changes(out, bytes)?;
        stream::end(out)
    }

    fn name(&self, author: &str) -> String {
        let name = self.names.get(author);
        name.cloned().unwrap_or_else(|| author.to_owned())
    }

    /// The first line of a commit: the page, and what is said of the change.
    fn subject(&self, revision: &Revision) -> String {
        let Some(body) = &revision.body else {
            let title = self.title(&revision.page).map(|title| format!("{title}: "));
            return title.unwrap_or_default() + &self.words.hidden;
        };
        let title = match &body.change {
            Change::Moved(to) => format!("{} → {to}", body.title),
            Change::Text(_) | Change::Deleted | Change::File(_) => body.title.to_string(),
        };
        match (body.comment.trim(), &body.change) {
            ("", Change::Deleted) => format!("{title}: {}", self.words.deleted),
            ("", _) => title,
            (comment, _) => format!("{title}: {comment}"),
        }
    }

    fn head(&self, page: &PageId) -> Option<head::Head> {
        head::head(&self.history, page)
    }

    /// A page's title, as it was written last.
    fn title(&self, page: &PageId) -> Option<Title> {
        let log = self.history.log(page).into_iter();
        let mut bodies = log
            .filter(|one| one.page == *page)
            .filter_map(|one| one.body.as_ref());
        bodies.next().map(|body| body.title.clone())
    }

    /// A page as it is to be seen; `None` where there is none.
    fn stands(&self, head: head::Head) -> Option<Page> {
        let shown = match head.change? {
            Change::Text(text) => Shown::Text(text),
            Change::File(file) => Shown::File(file),
            Change::Moved(_) | Change::Deleted => return None,
        };
        Some(Page {
            title: head.title?,
            revisions: head.parents,
            author: Some((self.name(&head.author), head.author)),
            time_ms: Some(head.time_ms),
            shown,
        })
    }
}

/// Revisions by which pages get other titles: the one that says so, and the one at the new title that goes on from there.
fn renamings(revisions: &[Revision]) -> BTreeMap<RevisionId, (PageId, Title)> {
    let mut moves = Vec::new();
    let mut at: BTreeMap<(i64, PageId), Vec<&Revision>> = BTreeMap::new();
    for one in revisions {
        at.entry((one.time_ms, one.page)).or_default().push(one);
        if let Some(Change::Moved(to)) = one.change() {
            moves.push((one, to));
        }
    }
    let mut found = BTreeMap::new();
    for (one, to) in moves {
        let from: BTreeSet<&RevisionId> = one.parents.iter().collect();
        let there = at.get(&(one.time_ms, to.page_id())).into_iter().flatten();
        for other in there.filter(|other| other.parents.iter().any(|id| from.contains(id))) {
            let title = other.body.as_ref().map_or(to, |body| &body.title);
            for id in [one.id, other.id] {
                found.insert(id, (one.page, title.clone()));
            }
        }
    }
    found
}
