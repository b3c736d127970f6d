//! Links that follow a page which was renamed.

use secta_bot_wiki::act::{Came, Relink, Relinked};
use secta_record::act::RevisionId;
use secta_site::ports::{PageKey, PageList, PortError};
use secta_wiki::{markdown::rewrite_links, revision::Change};

use super::Pages;

/// How many pages are looked at for one answer.
const PAGES: usize = 20;

impl Pages {
    /// The next pages that link to the old title, with what they say once the links lead to the new one.
    pub(super) fn relink(&self, relink: &Relink) -> Result<Came, PortError> {
        let community = &relink.community;
        let from = relink.from.page_id();
        let after = relink.after.clone().map(|key| PageKey { linked: 0, key });
        let list = PageList::Linking(from);
        let lines = self.wiki.listed(community, list, after.as_ref(), PAGES)?;
        let mut pages = Vec::new();
        for line in &lines {
            let Some(page) = self.wiki.page(community, &line.title.page_id())? else {
                continue;
            };
            let Some(Change::Text(text)) = &page.change else {
                continue;
            };
            if let Some(text) = rewrite_links(text, &relink.from, &relink.to) {
                pages.push(Relinked {
                    title: page.title,
                    parents: page.heads.iter().map(|id| RevisionId(id.0)).collect(),
                    text,
                });
            }
        }
        let last = lines.last().filter(|_| lines.len() == PAGES);
        Ok(Came::Relinked {
            pages,
            after: last.map(|line| PageKey::behind(list, line).key),
        })
    }
}
