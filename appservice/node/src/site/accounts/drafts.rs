//! Drafts of the wiki's pages, behind the site's port.

use secta_bot_kit::UserId;
use secta_record::{RecordId, act};
use secta_site::ports::{Begun, Drafts, Kept, PortError};
use secta_store::accounts::drafts::{Draft, Heading, Place};
use secta_wiki::{PageId, RevisionId};

use super::{AccountError, SiteAccounts};

impl Drafts for SiteAccounts {
    fn keep(&self, account: &UserId, draft: &Kept) -> Result<Option<Kept>, PortError> {
        let gone = self.register.keep_draft(account, &written(draft));
        let gone = gone.map_err(AccountError::from)?;
        Ok(gone.and_then(read))
    }

    fn kept(
        &self,
        account: &UserId,
        community: &RecordId,
        page: &PageId,
    ) -> Result<Option<Kept>, PortError> {
        let found = self.register.draft(account, &place(community, page));
        let found = found.map_err(AccountError::from)?;
        Ok(found.and_then(read))
    }

    fn all(&self, account: &UserId) -> Result<Vec<Begun>, PortError> {
        let all = self.register.drafts(account).map_err(AccountError::from)?;
        Ok(all.into_iter().filter_map(begun).collect())
    }

    fn forget(&self, account: &UserId, begun: &Begun) -> Result<Option<Kept>, PortError> {
        let place = place(&begun.community, &begun.title.page_id());
        let gone = self.register.drop_draft(account, &place, begun.kept_ms);
        let gone = gone.map_err(AccountError::from)?;
        Ok(gone.and_then(read))
    }
}

fn place(community: &RecordId, page: &PageId) -> Place {
    Place {
        community: *community,
        page: act::PageId(page.0),
    }
}

fn written(draft: &Kept) -> Draft {
    let begun = &draft.begun;
    Draft {
        heading: Heading {
            place: place(&begun.community, &begun.title.page_id()),
            title: begun.title.to_string(),
            kept_ms: begun.kept_ms,
        },
        text: draft.text.clone(),
        comment: draft.comment.clone(),
        parents: draft
            .parents
            .iter()
            .map(|id| act::RevisionId(id.0))
            .collect(),
        section: draft.section.and_then(|number| u32::try_from(number).ok()),
    }
}

/// A draft at a glance; what is no title names no page.
fn begun(heading: Heading) -> Option<Begun> {
    Some(Begun {
        community: heading.place.community,
        title: heading.title.parse().ok()?,
        kept_ms: heading.kept_ms,
    })
}

fn read(draft: Draft) -> Option<Kept> {
    Some(Kept {
        begun: begun(draft.heading)?,
        text: draft.text,
        comment: draft.comment,
        parents: draft.parents.iter().map(|id| RevisionId(id.0)).collect(),
        section: draft
            .section
            .and_then(|number| usize::try_from(number).ok()),
    })
}
