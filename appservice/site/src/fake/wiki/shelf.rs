//! The wiki as the site asks for it.

use std::collections::BTreeSet;

use async_trait::async_trait;
use secta_bot_kit::{EventId, RoomId, UserId};
use secta_record::{RecordId, act::AccountId};
use secta_wiki::{
    PageId, RevisionId, head::Head, markdown::Links, revision::Revision, title::Title,
};

use super::Written;
use crate::{
    fake::{Fake, held},
    model::{FoundPage, FoundPages},
    ports::{
        Margin, Margins, PageKey, PageLine, PageList, PortError, Wiki, WikiPage, WikiRevision,
    },
};

impl Wiki for Fake {
    fn page(&self, _community: &RecordId, page: &PageId) -> Result<Option<WikiPage>, PortError> {
        let heads = self.heads();
        let Some(line) = self.line(&heads, page) else {
            return Ok(None);
        };
        let known = heads.iter().find(|one| one.page == *page);
        let head = known.map(|one| &one.head);
        let revisions = self.history().log(page).len();
        Ok(Some(WikiPage {
            title: line.title,
            change: head.and_then(|head| head.change.clone()),
            heads: head.map_or_else(Vec::new, |head| {
                head.parents.iter().chain(&head.others).copied().collect()
            }),
            conflicts: head.map_or(0, |head| u32::try_from(head.conflicts).expect("few")),
            contested: head.is_some_and(|head| head.contested),
            changed: head.map(|head| (AccountId::new(&head.author), head.time_ms)),
            revisions: u32::try_from(revisions).expect("a few revisions"),
            linked: line.linked,
            categories: known
                .map(|one| one.links.categories.clone())
                .unwrap_or_default(),
        }))
    }

    fn revisions(
        &self,
        _community: &RecordId,
        ids: &[RevisionId],
    ) -> Result<Vec<WikiRevision>, PortError> {
        let all = held(&self.wiki).revisions.clone();
        let found = ids
            .iter()
            .filter_map(|id| all.iter().find(|one| one.id == *id));
        Ok(found.map(|one| self.described(one, true)).collect())
    }

    fn history(
        &self,
        _community: &RecordId,
        page: &PageId,
        after: Option<(i64, RevisionId)>,
        take: usize,
    ) -> Result<Vec<WikiRevision>, PortError> {
        let history = self.history();
        let mut log = history.log(page);
        log.sort_by_key(|one| std::cmp::Reverse(one.order()));
        let behind = log
            .into_iter()
            .filter(|one| after.is_none_or(|after| one.order() < after));
        Ok(behind
            .take(take)
            .map(|one| self.described(one, false))
            .collect())
    }

    fn recent(
        &self,
        _community: &RecordId,
        after: Option<(i64, RevisionId)>,
        take: usize,
    ) -> Result<Vec<WikiRevision>, PortError> {
        let mut all = held(&self.wiki).revisions.clone();
        all.sort_by_key(|one| std::cmp::Reverse(one.order()));
        all.retain(|one| after.is_none_or(|after| one.order() < after));
        Ok(all
            .iter()
            .take(take)
            .map(|one| self.described(one, false))
            .collect())
    }

    fn listed(
        &self,
        _community: &RecordId,
        list: PageList,
        after: Option<&PageKey>,
        take: usize,
    ) -> Result<Vec<PageLine>, PortError> {
        let heads = self.heads();
        let own = heads.iter().map(|one| one.page);
        let linked = heads
            .iter()
            .flat_map(Written::targets)
            .map(|title| title.page_id());
        let pages: BTreeSet<PageId> = own.chain(linked).collect();
        let nobody = |page| Written {
            page,
            head: Head {
                parents: Vec::new(),
                others: Vec::new(),
                title: None,
                change: None,
                conflicts: 0,
                contested: false,
                latest: RevisionId([0; 32]),
                author: String::new(),
                time_ms: 0,
            },
            links: Links::default(),
        };
        let mut lines: Vec<PageLine> = Vec::new();
        for page in pages {
            let Some(line) = self.line(&heads, &page) else {
                continue;
            };
            let unwritten = nobody(page);
            let written = heads
                .iter()
                .find(|one| one.page == page)
                .unwrap_or(&unwritten);
            if written.is_in(&list, &line) {
                lines.push(line);
            }
        }
        let key = |line: &PageLine| {
            let key = PageKey::behind(list, line);
            (std::cmp::Reverse(key.linked), key.key)
        };
        lines.sort_by_key(key);
        if let Some(after) = after {
            let after = (std::cmp::Reverse(after.linked), after.key.clone());
            lines.retain(|line| key(line) > after);
        }
        lines.truncate(take);
        Ok(lines)
    }

    fn known(
        &self,
        _community: &RecordId,
        pages: &[PageId],
    ) -> Result<Vec<Option<PageLine>>, PortError> {
        let heads = self.heads();
        Ok(pages.iter().map(|page| self.line(&heads, page)).collect())
    }

    fn alike(&self, _community: &RecordId, skeleton: &str) -> Result<Vec<Title>, PortError> {
        let titles = self.heads().into_iter().filter_map(|one| one.head.title);
        Ok(titles
            .filter(|title| title.skeleton() == skeleton)
            .collect())
    }

    fn found(
        &self,
        _community: &RecordId,
        words: &str,
        take: usize,
    ) -> Result<FoundPages, PortError> {
        let found = self.heads().into_iter().filter_map(|one| {
            let text = one.head.change.as_ref()?.text()?.to_owned();
            let (before, behind) = text.split_once(words)?;
            Some(FoundPage {
                title: one.head.title?,
                snippet: vec![
                    (false, before.to_owned()),
                    (true, words.to_owned()),
                    (false, behind.to_owned()),
                ],
            })
        });
        let mut pages: Vec<FoundPage> = found.collect();
        let total = pages.len() as u64;
        pages.truncate(take);
        Ok(FoundPages {
            pages,
            total,
            instead: None,
        })
    }

    fn graph(&self, _community: &RecordId, page: &PageId) -> Result<Vec<Revision>, PortError> {
        Ok(self.history().log(page).into_iter().cloned().collect())
    }

    fn keep(&self, bytes: &[u8]) -> Result<[u8; 32], PortError> {
        let hash = *blake3::hash(bytes).as_bytes();
        held(&self.wiki).files.insert(hash, bytes.to_vec());
        Ok(hash)
    }

    fn bytes(&self, blake3: &[u8; 32]) -> Result<Option<Vec<u8>>, PortError> {
        Ok(held(&self.wiki).files.get(blake3).cloned())
    }
}

#[async_trait]
impl Margins for Fake {
    async fn margin(
        &self,
        _community: &RecordId,
        page: &PageId,
        reader: Option<&UserId>,
    ) -> Result<Margin, PortError> {
        let wiki = held(&self.wiki);
        let watched = |reader: &UserId| {
            let one = (*page, reader.as_str().to_owned());
            wiki.watched.contains(&one)
        };
        Ok(Margin {
            watched: reader.is_some_and(watched),
            discussion: wiki
                .discussed
                .contains(page)
                .then(|| (RoomId::new("!square:x"), EventId::new("$talk"))),
        })
    }
}
