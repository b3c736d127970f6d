//! Drafts, of which an account may have a few.

use secta_bot_kit::UserId;
use secta_record::RecordId;
use secta_wiki::PageId;

use super::{Fake, held};
use crate::ports::{Begun, Drafts, Kept, PortError};

/// How many drafts an account may have.
pub(crate) const DRAFTS_MAX: usize = 3;

impl Drafts for Fake {
    fn keep(&self, account: &UserId, draft: &Kept) -> Result<Option<Kept>, PortError> {
        let (community, page) = (&draft.begun.community, draft.begun.title.page_id());
        let mut drafts = held(&self.drafts);
        drafts.retain(|(whose, one)| whose != account || !is_of(one, community, &page));
        drafts.push((account.clone(), draft.clone()));
        let own = drafts.iter().filter(|(whose, _)| whose == account).count();
        let oldest = drafts.iter().position(|(whose, _)| whose == account);
        let oldest = oldest.filter(|_| own > DRAFTS_MAX);
        Ok(oldest.map(|oldest| drafts.remove(oldest).1))
    }

    fn kept(
        &self,
        account: &UserId,
        community: &RecordId,
        page: &PageId,
    ) -> Result<Option<Kept>, PortError> {
        let drafts = held(&self.drafts);
        let own = drafts.iter().filter(|(whose, _)| whose == account);
        let mut own = own.map(|(_, draft)| draft);
        Ok(own.find(|draft| is_of(draft, community, page)).cloned())
    }

    fn all(&self, account: &UserId) -> Result<Vec<Begun>, PortError> {
        let drafts = held(&self.drafts);
        let own = drafts.iter().rev().filter(|(whose, _)| whose == account);
        Ok(own.map(|(_, draft)| draft.begun.clone()).collect())
    }

    fn forget(&self, account: &UserId, begun: &Begun) -> Result<Option<Kept>, PortError> {
        let page = begun.title.page_id();
        let mut drafts = held(&self.drafts);
        let found = drafts.iter().position(|(whose, draft)| {
            let same = is_of(draft, &begun.community, &page);
            whose == account && same && draft.begun.kept_ms == begun.kept_ms
        });
        Ok(found.map(|found| drafts.remove(found).1))
    }
}

fn is_of(draft: &Kept, community: &RecordId, page: &PageId) -> bool {
    draft.begun.community == *community && draft.begun.title.page_id() == *page
}
