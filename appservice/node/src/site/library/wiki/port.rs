//! What the site asks for.

use secta_bot_search::ask::Ask;
use secta_record::{RecordId, act};
use secta_site::model::FoundPages;
use secta_site::ports::{PageKey, PageLine, PageList, PortError, Wiki, WikiPage, WikiRevision};
use secta_store::pages::WikiList;
use secta_wiki::{PageId, RevisionId, revision::Revision, title::Title};

use super::{
    super::{Stacks, answers::all},
    model,
};

fn page_row(page: &PageId) -> act::PageId {
    act::PageId(page.0)
}

fn behind(after: Option<(i64, RevisionId)>) -> Option<(i64, act::RevisionId)> {
    after.map(|(time_ms, id)| (time_ms, act::RevisionId(id.0)))
}

fn list_row(list: PageList) -> WikiList {
    match list {
        PageList::All => WikiList::Written,
        PageList::In(page) => WikiList::In(page_row(&page)),
        PageList::Categories => WikiList::Categories,
        PageList::Files => WikiList::Files,
        PageList::Wanted => WikiList::Wanted,
        PageList::Orphans => WikiList::Orphans,
        PageList::Contested => WikiList::Contested,
        PageList::Linking(page) => WikiList::Linking(page_row(&page)),
    }
}

impl Wiki for Stacks {
    fn page(&self, community: &RecordId, page: &PageId) -> Result<Option<WikiPage>, PortError> {
        let row = self.ask(|pages| pages.wiki_page(community, &page_row(page)))?;
        Ok(row.and_then(model::page))
    }

    fn revisions(
        &self,
        community: &RecordId,
        ids: &[RevisionId],
    ) -> Result<Vec<WikiRevision>, PortError> {
        let ids: Vec<_> = ids.iter().map(|id| act::RevisionId(id.0)).collect();
        let rows = self.ask(|pages| pages.wiki_revisions(community, &ids))?;
        Ok(all(rows, model::shown))
    }

    fn history(
        &self,
        community: &RecordId,
        page: &PageId,
        after: Option<(i64, RevisionId)>,
        take: usize,
    ) -> Result<Vec<WikiRevision>, PortError> {
        let page = page_row(page);
        let rows = self.ask(|pages| pages.wiki_history(community, &page, behind(after), take))?;
        Ok(all(rows, model::shown))
    }

    fn recent(
        &self,
        community: &RecordId,
        after: Option<(i64, RevisionId)>,
        take: usize,
    ) -> Result<Vec<WikiRevision>, PortError> {
        let rows = self.ask(|pages| pages.wiki_recent(community, behind(after), take))?;
        Ok(all(rows, model::shown))
    }

    fn listed(
        &self,
        community: &RecordId,
        list: PageList,
        after: Option<&PageKey>,
        take: usize,
    ) -> Result<Vec<PageLine>, PortError> {
        let after = after.map(|after| (after.linked, after.key.as_str()));
        let rows = self.ask(|pages| pages.wiki_listed(community, list_row(list), after, take))?;
        Ok(rows.into_iter().filter_map(model::line).collect())
    }

    fn known(
        &self,
        community: &RecordId,
        pages: &[PageId],
    ) -> Result<Vec<Option<PageLine>>, PortError> {
        let ids: Vec<_> = pages.iter().map(page_row).collect();
        let rows = self.ask(|pages| pages.wiki_known(community, &ids))?;
        Ok(all(rows, |row| row.and_then(model::line)))
    }

    fn alike(&self, community: &RecordId, skeleton: &str) -> Result<Vec<Title>, PortError> {
        let titles = self.ask(|pages| pages.wiki_alike(community, skeleton))?;
        let titles = titles.iter().map(|title| Title::parse(title));
        Ok(titles.filter_map(Result::ok).collect())
    }

    fn found(
        &self,
        community: &RecordId,
        words: &str,
        take: usize,
    ) -> Result<FoundPages, PortError> {
        let clauses = Ask::clauses_of(words);
        let found = self.find_pages(community, &clauses, (0, take));
        found.map(model::found)
    }

    fn graph(&self, community: &RecordId, page: &PageId) -> Result<Vec<Revision>, PortError> {
        let rows = self.ask(|pages| pages.wiki_graph(community, &page_row(page)))?;
        Ok(all(rows, model::graph))
    }

    fn keep(&self, bytes: &[u8]) -> Result<[u8; 32], PortError> {
        let kept = self.0.files.keep(bytes);
        kept.map_err(|error| PortError(error.to_string()))
    }

    fn bytes(&self, blake3: &[u8; 32]) -> Result<Option<Vec<u8>>, PortError> {
        let read = self.0.files.bytes(blake3);
        read.map_err(|error| PortError(error.to_string()))
    }
}
