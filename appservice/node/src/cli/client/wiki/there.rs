//! What the wiki has already of the pages that a folder brings.

use std::collections::BTreeSet;

use secta_site::api::types::{WikiKind, WikiPage};
use secta_wiki::{PageId, RevisionId, title::Title};
use secta_wiki_formats::wiki::{
    drafts::Draft,
    plan::{Stands, Step, There, Was, asks_past, step},
};

use super::ask;
use crate::cli::client::site::Place;

/// As many pages are asked for one by one; of more it is asked first which there are.
const FEW: usize = 100;
/// How often a page that was moved is followed.
const MOVES: usize = 8;

/// Which pages a wiki knows, those that are moved or deleted too; `None` where that was not asked.
pub(super) async fn known(
    place: &Place,
    drafts: usize,
) -> anyhow::Result<Option<BTreeSet<PageId>>> {
    if drafts <= FEW {
        return Ok(None);
    }
    let all = ask::revisions(place, None).await?;
    let pages: Result<BTreeSet<PageId>, _> = all.iter().map(|one| one.page.parse()).collect();
    Ok(Some(pages?))
}

/// What is to be done with a draft; its title changes where the page has been moved since.
pub(super) async fn decided(
    place: &Place,
    draft: &mut Draft,
    new: &Stands,
) -> anyhow::Result<Step> {
    let own = draft.title.page_id();
    let Some(mut page) = ask::page(place, &draft.title).await? else {
        return Ok(step(new, &draft.seen, (None, &Was::default())));
    };
    let mut there = there(&page)?;
    for _ in 0..MOVES {
        let (Stands::Moved(to), false) = (&there.stands, draft.seen.is_empty()) else {
            break;
        };
        let Some(next) = ask::page(place, to).await? else {
            break;
        };
        // Whoever changed the note knew the page by its old title.
        draft.title = to.clone();
        page = next;
        there = self::there(&page)?;
    }
    let was = match asks_past(new, &draft.seen, &there) {
        true => was(place, (draft, own), new).await?,
        false => Was::default(),
    };
    Ok(step(new, &draft.seen, (Some(&there), &was)))
}

fn there(page: &WikiPage) -> anyhow::Result<There> {
    let heads: Result<Vec<RevisionId>, _> = page.heads.iter().map(|id| id.parse()).collect();
    let text = page.text.clone().unwrap_or_default();
    let stands = match (page.kind, &page.moved_to, &page.file) {
        (WikiKind::Text, _, _) => Stands::Text(text),
        (WikiKind::File, _, Some(file)) => {
            Stands::File(*blake3::Hash::from_hex(&file.blake3)?.as_bytes(), text)
        }
        (WikiKind::Moved, Some(to), _) => Stands::Moved(Title::parse(to)?),
        (WikiKind::File | WikiKind::Moved | WikiKind::Deleted | WikiKind::Hidden, _, _) => {
            Stands::Nothing
        }
    };
    let heads = heads?;
    Ok(There { heads, stands })
}

/// What was at the revisions that a note was written from.
async fn was(place: &Place, (draft, own): (&Draft, PageId), new: &Stands) -> anyhow::Result<Was> {
    let mut was = Was {
        known: true,
        ..Was::default()
    };
    let pages = [own, draft.title.page_id()];
    for id in &draft.seen {
        let Some(one) = ask::revision(place, id).await? else {
            return Ok(Was::default());
        };
        if !pages.contains(&one.page.parse()?) {
            return Ok(Was::default());
        }
        // What several say together is told by none of them.
        let alone = draft.seen.len() == 1;
        was.stood = ask::as_revision(&one)?
            .body
            .filter(|_| alone)
            .map(|body| stood(body.change));
    }
    was.again = again(place, draft, new).await?;
    Ok(was)
}

fn stood(change: secta_wiki::revision::Change) -> Stands {
    use secta_wiki::revision::Change;
    match change {
        Change::Text(text) => Stands::Text(text),
        Change::File(file) => Stands::File(file.blake3, file.text),
        Change::Moved(to) => Stands::Moved(to),
        Change::Deleted => Stands::Nothing,
    }
}

/// Whether this was written on these revisions before.
async fn again(place: &Place, draft: &Draft, new: &Stands) -> anyhow::Result<bool> {
    let length = match new {
        Stands::Text(text) | Stands::File(_, text) => text.len() as u64,
        Stands::Moved(_) | Stands::Nothing => 0,
    };
    let seen: BTreeSet<String> = draft.seen.iter().map(RevisionId::to_string).collect();
    for one in ask::revisions(place, Some(&draft.title)).await? {
        let on: BTreeSet<String> = one.parents.iter().cloned().collect();
        if on != seen || one.size_bytes != length {
            continue;
        }
        let id: RevisionId = one.id.parse()?;
        let said = ask::revision(place, &id).await?;
        let said = said.map(|said| ask::as_revision(&said)).transpose()?;
        if said
            .and_then(|said| said.body)
            .is_some_and(|body| &stood(body.change) == new)
        {
            return Ok(true);
        }
    }
    Ok(false)
}
