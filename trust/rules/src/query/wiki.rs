//! The wiki (R17).

use secta_record::act::{AccountId, PageId, Rank, RevisionId};

use crate::state::State;

/// What the rules know of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageView {
    /// The revisions that none of the page follows, in the order of their ids; none for a page that is not there.
    pub heads: Vec<RevisionId>,
    /// The rank that it asks of those who change it.
    pub rank: Rank,
    /// Whether that is its own and not the policy's.
    pub is_protected: bool,
}

impl State {
    /// What the rules know of a page, whether it is there or not.
    pub fn page(&self, id: &PageId) -> PageView {
        let page = self.public.wiki.pages.get(id);
        PageView {
            heads: page.map_or_else(Vec::new, |page| page.heads.iter().copied().collect()),
            rank: self.public.wiki_rank(id),
            is_protected: page.is_some_and(|page| page.rank.is_some()),
        }
    }

    /// Who wrote a revision.
    pub fn reviser(&self, id: &RevisionId) -> Option<AccountId> {
        let revision = self.public.wiki.revisions.get(id)?;
        Some(self.public.name(revision.author))
    }

    /// Whether an account may change a page at a time.
    pub fn may_revise(&self, account: &AccountId, page: &PageId, now_ms: i64) -> bool {
        let who = self.public.who(account);
        let rank = self.public.wiki_rank(page);
        who.may_write(self.now(now_ms)).is_ok() && who.rank >= rank
    }
}
