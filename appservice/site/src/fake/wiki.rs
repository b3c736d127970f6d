//! A wiki in memory: every answer is made anew of its revisions.

mod shelf;

use std::collections::{BTreeMap, BTreeSet};

use secta_bot_kit::web::{Answer, PageEdit, WikiDeed, revision_of};
use secta_record::{
    RecordId,
    act::{self, AccountId, ItemId, PageChange},
};
use secta_rules::{Ask, Command, Refusal};
use secta_wiki::{
    PageId, RevisionId,
    graph::History,
    head::{self, Head},
    markdown::{self, Links},
    revision::{Attachment, Body, Change, Revision},
    title::{Namespace, Title},
};

use super::{Fake, held};
use crate::ports::{ChangeKind, PageLine, PageList, WikiRevision};

/// What is in it.
#[derive(Default)]
pub(crate) struct Pages {
    pub revisions: Vec<Revision>,
    pub files: BTreeMap<[u8; 32], Vec<u8>>,
    pub watched: BTreeSet<(PageId, String)>,
    pub discussed: BTreeSet<PageId>,
}

impl Fake {
    /// Somebody writes a page, after what is there.
    pub fn page(&self, by: &str, title: &str, text: &str) -> RevisionId {
        let parents = head::head(&self.history(), &titled(title).page_id());
        let parents = parents.map(|head| head.parents).unwrap_or_default();
        self.page_after(by, title, text, &parents)
    }

    /// Somebody writes a page, having seen some of its revisions.
    pub fn page_after(
        &self,
        by: &str,
        title: &str,
        text: &str,
        parents: &[RevisionId],
    ) -> RevisionId {
        self.revise(by, title, PageChange::Text(text.to_owned()), parents)
    }

    /// Somebody changes a page.
    pub fn revise(
        &self,
        by: &str,
        title: &str,
        change: PageChange,
        parents: &[RevisionId],
    ) -> RevisionId {
        let number = held(&self.wiki).revisions.len();
        let edit = PageEdit {
            title: title.to_owned(),
            parents: parents.iter().map(|id| act::RevisionId(id.0)).collect(),
            change,
        };
        let id = format!("test {number}");
        self.edited(&id, by, 0, &edit, "")
            .expect("the rules allow it")
    }

    /// What was said of the last revision.
    pub fn last_comment(&self) -> String {
        let wiki = held(&self.wiki);
        let last = wiki.revisions.last().and_then(|one| one.body.as_ref());
        last.map(|body| body.comment.clone()).unwrap_or_default()
    }

    /// The text of a page as it is now.
    pub fn text_of(&self, title: &str) -> String {
        let head = head::head(&self.history(), &titled(title).page_id());
        let change = head.and_then(|head| head.change);
        change
            .and_then(|change| change.text().map(str::to_owned))
            .unwrap_or_default()
    }

    /// What the bot of the wiki makes of a form.
    pub(super) fn does(&self, form: &str, by: &str, deed: &WikiDeed) -> Answer {
        let done = match deed {
            WikiDeed::Revise { edits, comment } => {
                edits.iter().enumerate().try_for_each(|(index, edit)| {
                    self.edited(form, by, index, edit, comment).map(|_| ())
                })
            }
            WikiDeed::Rename {
                from,
                to,
                parents,
                change,
                comment,
            } => {
                let edit = |title: &String, change| PageEdit {
                    title: title.clone(),
                    parents: parents.clone(),
                    change,
                };
                let new = edit(to, change.clone());
                let old = edit(from, PageChange::Moved(to.clone()));
                let done = self.edited(form, by, 0, &new, comment);
                done.and_then(|_| self.edited(form, by, 1, &old, comment))
                    .map(|_| ())
            }
            WikiDeed::Protect { title, rank } => {
                let page = act::PageId(titled(title).page_id().0);
                self.ruled(by, Ask::Protect(act::Protect { page, rank: *rank }))
            }
            WikiDeed::Hide { revision } => self.hidden(by, *revision),
            WikiDeed::Watch { title, told } => {
                let one = (titled(title).page_id(), by.to_owned());
                let watched = &mut held(&self.wiki).watched;
                match told {
                    true => watched.insert(one),
                    false => watched.remove(&one),
                };
                Ok(())
            }
            WikiDeed::Discuss { title } => {
                held(&self.wiki).discussed.insert(titled(title).page_id());
                self.changed();
                Ok(())
            }
        };
        let made = match deed {
            WikiDeed::Revise { .. } | WikiDeed::Rename { .. } => {
                Some(ItemId(revision_of(&self.id, form, 0).0))
            }
            WikiDeed::Protect { .. }
            | WikiDeed::Hide { .. }
            | WikiDeed::Watch { .. }
            | WikiDeed::Discuss { .. } => None,
        };
        let plain = done
            .as_ref()
            .map_or_else(ToString::to_string, |()| "done".to_owned());
        Answer {
            done: done.is_ok(),
            html: plain.clone(),
            plain,
            item: made.filter(|_| done.is_ok()),
        }
    }

    fn hidden(&self, by: &str, revision: act::RevisionId) -> Result<(), Refusal> {
        self.ruled(by, Ask::HideRevision(act::HideRevision { revision }))?;
        let mut wiki = held(&self.wiki);
        let mut all = wiki.revisions.iter_mut();
        if let Some(one) = all.find(|one| one.id.0 == revision.0) {
            one.body = None;
        }
        Ok(())
    }

    fn ruled(&self, by: &str, ask: Ask) -> Result<(), Refusal> {
        self.wait_ms(1_000);
        let by = AccountId::new(by);
        let mut state = self.state.write();
        for fact in &state.decide(&Command { by, ask }, self.now_ms())? {
            state.apply(fact).expect("what was decided is lawful");
        }
        drop(state);
        self.changed();
        Ok(())
    }

    fn edited(
        &self,
        form: &str,
        by: &str,
        index: usize,
        edit: &PageEdit,
        comment: &str,
    ) -> Result<RevisionId, Refusal> {
        let (title, revision) = (titled(&edit.title), revision_of(&self.id, form, index));
        let page = title.page_id();
        let revise = act::Revise {
            revision,
            page: act::PageId(page.0),
            parents: edit.parents.clone(),
            title: Some(edit.title.clone()),
            comment: comment.to_owned(),
            change: Some(edit.change.clone()),
        };
        self.ruled(by, Ask::Revise(revise))?;
        let change = change(&title, &edit.change);
        let comment = comment.to_owned();
        held(&self.wiki).revisions.push(Revision {
            id: RevisionId(revision.0),
            page,
            parents: edit.parents.iter().map(|id| RevisionId(id.0)).collect(),
            author: by.to_owned(),
            time_ms: self.now_ms(),
            body: Some(Body {
                title,
                comment,
                change,
            }),
        });
        self.changed();
        Ok(RevisionId(revision.0))
    }

    fn history(&self) -> History {
        let mut history = History::default();
        for revision in &held(&self.wiki).revisions {
            history.insert(revision.clone());
        }
        history
    }

    fn heads(&self) -> Vec<Written> {
        let history = self.history();
        let pages: Vec<PageId> = history.pages().collect();
        let written = pages.into_iter().filter_map(|page| {
            let head = head::head(&history, &page)?;
            let links = head
                .change
                .as_ref()
                .and_then(Change::text)
                .map(markdown::links);
            Some(Written {
                page,
                head,
                links: links.unwrap_or_default(),
            })
        });
        written.collect()
    }

    fn line(&self, heads: &[Written], page: &PageId) -> Option<PageLine> {
        let linked = heads.iter().filter(|one| one.leads_to(page)).count();
        let linked = u32::try_from(linked).expect("a few pages");
        let known = heads.iter().find(|one| one.page == *page);
        let Some(known) = known else {
            let mut titles = heads.iter().flat_map(Written::targets);
            let title = titles.find(|title| title.page_id() == *page)?;
            return Some(PageLine {
                title,
                kind: None,
                moved_to: None,
                linked,
                changed_ms: 0,
                file: None,
            });
        };
        let change = known.head.change.as_ref();
        Some(PageLine {
            title: known.head.title.clone()?,
            kind: Some(kind(change)),
            moved_to: match change {
                Some(Change::Moved(to)) => Some(to.clone()),
                _ => None,
            },
            linked,
            changed_ms: known.head.time_ms,
            file: match change {
                Some(Change::File(file)) => Some(file.clone()),
                _ => None,
            },
        })
    }

    fn described(&self, one: &Revision, whole: bool) -> WikiRevision {
        let size = |one: &Revision| {
            let text = one.change().and_then(Change::text);
            text.map_or(0, str::len) as u64
        };
        let wiki = held(&self.wiki);
        let parent = one.parents.first();
        let parent = parent.and_then(|id| wiki.revisions.iter().find(|it| it.id == *id));
        let before = parent.map_or(0, size);
        let body = one.body.clone();
        WikiRevision {
            title: body.as_ref().map(|body| body.title.clone()),
            comment: body
                .as_ref()
                .map(|body| body.comment.clone())
                .unwrap_or_default(),
            kind: kind(body.as_ref().map(|body| &body.change)),
            size: (size(one), size(one) as i64 - before as i64),
            record: RecordId(one.id.0),
            revision: Revision {
                body: body.filter(|_| whole),
                ..one.clone()
            },
        }
    }
}

struct Written {
    page: PageId,
    head: Head,
    links: Links,
}

impl Written {
    fn targets(&self) -> Vec<Title> {
        let pages = self.links.pages.iter().chain(&self.links.embeds);
        let pages = pages.map(|link| link.title.clone());
        pages.chain(self.links.files.clone()).collect()
    }

    fn leads_to(&self, page: &PageId) -> bool {
        self.targets().iter().any(|title| title.page_id() == *page)
    }

    fn is_in(&self, list: &PageList, line: &PageLine) -> bool {
        let there = matches!(line.kind, Some(ChangeKind::Text | ChangeKind::File));
        match list {
            PageList::All => there,
            PageList::In(category) => {
                there
                    && self
                        .links
                        .categories
                        .iter()
                        .any(|title| title.page_id() == *category)
            }
            PageList::Categories => there && line.title.namespace() == Namespace::Category,
            PageList::Files => line.file.is_some(),
            PageList::Wanted => line.kind.is_none(),
            PageList::Orphans => there && line.linked == 0,
            PageList::Contested => self.head.conflicts > 0 || self.head.contested,
            PageList::Linking(page) => there && self.leads_to(page),
        }
    }
}

fn titled(title: &str) -> Title {
    title.parse().expect("a title")
}

fn kind(change: Option<&Change>) -> ChangeKind {
    match change {
        None => ChangeKind::Hidden,
        Some(Change::Text(_)) => ChangeKind::Text,
        Some(Change::Moved(_)) => ChangeKind::Moved,
        Some(Change::Deleted) => ChangeKind::Deleted,
        Some(Change::File(_)) => ChangeKind::File,
    }
}

fn change(title: &Title, change: &PageChange) -> Change {
    match change {
        PageChange::Text(text) => Change::Text(text.clone()),
        PageChange::Moved(to) => Change::Moved(titled(to)),
        PageChange::Deleted => Change::Deleted,
        PageChange::File(file) => Change::File(Attachment {
            name: title.name().to_owned(),
            content_type: file.mime.clone(),
            bytes: file.size_bytes,
            blake3: *blake3::Hash::from_hex(&file.blake3)
                .expect("a hash")
                .as_bytes(),
            text: file.text.clone(),
        }),
    }
}
