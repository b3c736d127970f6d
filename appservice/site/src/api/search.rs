//! `/api/v1/c/{c}/search`: what is found, with the words and filters of `!найди`.

use axum::{body::Body, http::Response};

use super::{
    caller::Caller,
    reply::{self, Refusal},
    types::{Found, FoundPage, Hit, Piece, Refused},
};
use crate::{answer::Fault, here::Here, links, model, pages::search};

/// Finds messages that whoever asks may read now, and pages of the wiki, with the words and filters of `!найди`.
#[utoipa::path(get, path = "/api/v1/c/{c}/search", tag = "items",
    params(
        ("c" = String, Path, description = "The community"),
        ("q" = String, Query, description = "The question"),
        ("skip" = Option<usize>, Query, description = "How many to pass over: `next` of the page before"),
    ),
    responses((status = 200, body = Found), (status = 400, body = Refused), (status = 404, body = Refused)))]
pub(super) async fn search(caller: Caller) -> Response<Body> {
    let here = caller.here;
    let found = found(&here).await;
    reply::answer(&here, found)
}

async fn found(here: &Here) -> Result<Found, Refusal> {
    let query = here.asks("q").filter(|query| !query.trim().is_empty());
    let query = query.ok_or(Fault::Malformed)?;
    let skip = match here.asks("skip") {
        Some(skip) => skip.parse().map_err(|_| Fault::Malformed)?,
        None => 0,
    };
    let (found, known) = search::look(here, query, skip).await?;
    let next = search::next(&found, skip);
    let hits = found.hits.iter().map(|hit| {
        let item = hit.item.filter(|item| known.contains(item));
        shaped(here, hit, item.is_some())
    });
    Ok(Found {
        hits: hits.collect::<Result<_, _>>()?,
        total: found.total,
        pages: pages(here, &found.pages)?,
        pages_total: found.pages.total,
        instead: found.instead.or(found.pages.instead),
        next,
    })
}

fn shaped(here: &Here, hit: &model::Hit, public: bool) -> Result<Hit, Refusal> {
    let id = here.community_id()?;
    let item = hit.item.filter(|_| public);
    let page = item.map(|item| {
        let path = match hit.root {
            Some(root) => links::comment(&id, &root, &item),
            None => links::item(&id, &item),
        };
        links::absolute(&here.site, &path)
    });
    Ok(Hit {
        item: item.map(|item| item.to_string()),
        page,
        author: hit.author.clone(),
        time_ms: hit.time_ms,
        room: hit.room.clone(),
        link: hit.link.clone(),
        snippet: pieces(&hit.snippet),
    })
}

fn pages(here: &Here, found: &model::FoundPages) -> Result<Vec<FoundPage>, Refusal> {
    let id = here.community_id()?;
    let pages = found.pages.iter().map(|page| FoundPage {
        title: page.title.to_string(),
        page: links::absolute(&here.site, &links::wiki(&id, &page.title)),
        snippet: pieces(&page.snippet),
    });
    Ok(pages.collect())
}

fn pieces(snippet: &[(bool, String)]) -> Vec<Piece> {
    let pieces = snippet.iter().map(|(marked, text)| Piece {
        text: text.clone(),
        marked: *marked,
    });
    pieces.collect()
}
