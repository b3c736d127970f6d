//! Which page of the wiki one stands at, and what the visitor may do there.

use secta_record::{RecordId, act};
use secta_wiki::{
    PageId, RevisionId,
    revision::{Change, MAX_PARENTS},
    title::Title,
};

use crate::{
    answer::Fault,
    here::Here,
    links,
    ports::{Margin, Wiki, WikiPage, WikiRevision},
};

/// A page of the wiki, whether it is there or not.
pub(crate) struct Spot<'a> {
    pub here: &'a Here,
    pub community: RecordId,
    /// Its title: as it was written last, else as it was asked for.
    pub title: Title,
    pub id: PageId,
    pub page: Option<WikiPage>,
}

impl<'a> Spot<'a> {
    /// The page that the path names.
    ///
    /// # Errors
    ///
    /// [`Fault::Missing`] where that is no title.
    pub fn of(here: &'a Here) -> Result<Self, Fault> {
        let title = Title::from_slug(here.part("title")).map_err(|_| Fault::Missing)?;
        Self::at(here, title)
    }

    /// The page of a title.
    pub fn at(here: &'a Here, title: Title) -> Result<Self, Fault> {
        let (community, id) = (here.community_id()?, title.page_id());
        let page = here.site.ports.wiki.page(&community, &id)?;
        Ok(Self {
            here,
            community,
            title: page.as_ref().map_or(title, |page| page.title.clone()),
            id,
            page,
        })
    }

    /// The wiki.
    pub fn wiki(&self) -> &dyn Wiki {
        &*self.here.site.ports.wiki
    }

    /// The address of the page.
    pub fn href(&self) -> String {
        links::wiki(&self.community, &self.title)
    }

    /// The address of a view of it.
    pub fn view(&self, query: &str) -> String {
        format!("{}?{query}", self.href())
    }

    /// Its title as the visitor reads it.
    pub fn name(&self) -> String {
        crate::view::wiki::title(self.here, &self.title)
    }

    /// What it is now.
    pub fn change(&self) -> Option<&Change> {
        self.page.as_ref().and_then(|page| page.change.as_ref())
    }

    /// The revisions that the next one follows.
    pub fn heads(&self) -> &[RevisionId] {
        let heads = self.page.as_ref().map_or(&[][..], |page| &page.heads);
        &heads[..heads.len().min(MAX_PARENTS)]
    }

    /// Whether anybody has written it.
    pub fn is_written(&self) -> bool {
        !self.heads().is_empty()
    }

    /// How the rules call it.
    pub fn rules_id(&self) -> act::PageId {
        act::PageId(self.id.0)
    }

    /// Whether the visitor may change it.
    pub fn may_edit(&self) -> Result<bool, Fault> {
        let Some(account) = self.here.account() else {
            return Ok(false);
        };
        let rules = self.here.rules()?;
        Ok(rules
            .read()
            .may_revise(&account, &self.rules_id(), self.here.now_ms))
    }

    /// Whether the visitor may say who changes it.
    pub fn may_protect(&self) -> Result<bool, Fault> {
        let rules = self.here.rules()?;
        let trusted = self.here.rank(&rules.read()) == act::Rank::Trusted;
        Ok(trusted && self.may_edit()?)
    }

    /// A revision with what it says.
    ///
    /// # Errors
    ///
    /// [`Fault::Missing`] where it is not known.
    pub fn revision(&self, id: RevisionId) -> Result<WikiRevision, Fault> {
        let found = self.wiki().revisions(&self.community, &[id])?;
        found.into_iter().next().ok_or(Fault::Missing)
    }

    /// What the bot remembers beside it. Pages are made where waiting holds nobody up.
    pub fn margin(&self) -> Result<Margin, Fault> {
        let reader = self.here.session().map(|session| &session.account);
        let margins = &self.here.site.ports.margins;
        let asked = margins.margin(&self.community, &self.id, reader);
        Ok(tokio::runtime::Handle::current().block_on(asked)?)
    }
}
