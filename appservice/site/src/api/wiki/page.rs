//! `/api/v1/c/{c}/wiki/page`: a page as it is now.

use secta_wiki::revision::Change;

use super::{shape, spot};
use crate::{
    answer::Fault,
    api::{
        reply::Refusal,
        shape::Named,
        types::{Refused, WikiKind, WikiPage},
    },
    here::Here,
    links,
    view::wiki::text,
};

/// A page as it is now, with its text and what the next revision follows.
#[utoipa::path(get, path = "/api/v1/c/{c}/wiki/page", tag = "wiki", operation_id = "wiki_page",
    params(
        ("c" = String, Path, description = "The community"),
        ("title" = String, Query, description = "Its title, with its prefix in either language"),
        ("html" = Option<String>, Query, description = "`no` leaves the HTML out"),
    ),
    responses((status = 200, body = WikiPage), (status = 400, body = Refused), (status = 404, body = Refused)))]
pub(in crate::api) fn page(here: &Here) -> Result<WikiPage, Refusal> {
    let spot = spot(here)?;
    let page = spot.page.as_ref().filter(|_| spot.is_written());
    let page = page.ok_or(Fault::Missing)?;
    let change = page.change.as_ref();
    let words = change.and_then(Change::text);
    let shown = words.filter(|_| here.asks("html") != Some("no"));
    let rendered = shown.map(|words| text::rendered(here, &spot.title, words, None));
    let author = page.changed.as_ref().map(|(account, _)| account);
    let named = Named::of(here, author)?;
    let rules = here.rules()?;
    let rank = rules.read().page(&spot.rules_id()).rank;
    let file = change.and_then(shape::attachment);
    Ok(WikiPage {
        title: spot.title.to_string(),
        id: spot.id.to_string(),
        page: links::absolute(&here.site, &spot.href()),
        kind: kind(change),
        text: words.map(str::to_owned),
        html: rendered.transpose()?.map(|rendered| rendered.html),
        moved_to: change.and_then(shape::moved_to),
        file: file.map(|file| shape::file(here, file)).transpose()?,
        heads: spot.heads().iter().map(ToString::to_string).collect(),
        conflicts: page.conflicts,
        contested: page.contested,
        author: author.map(|author| named.one(author)),
        changed_ms: page.changed.as_ref().map(|(_, ms)| *ms),
        revisions: page.revisions,
        linked: page.linked,
        categories: page.categories.iter().map(ToString::to_string).collect(),
        rank: rank.into(),
    })
}

fn kind(change: Option<&Change>) -> WikiKind {
    match change {
        Some(Change::Text(_)) => WikiKind::Text,
        Some(Change::Moved(_)) => WikiKind::Moved,
        Some(Change::Deleted) => WikiKind::Deleted,
        Some(Change::File(_)) => WikiKind::File,
        None => WikiKind::Hidden,
    }
}
