//! `/api/v1/c/{c}/wiki`: lists of pages.

use super::{shape, spot, take};
use crate::{
    answer::Fault,
    api::{
        reply::Refusal,
        types::{Refused, WikiList},
    },
    here::Here,
    pages::wiki::lists,
    ports::PageList,
    view::wiki::row,
};

/// A list of pages.
#[utoipa::path(get, path = "/api/v1/c/{c}/wiki", tag = "wiki", operation_id = "wiki_list",
    params(
        ("c" = String, Path, description = "The community"),
        ("list" = Option<String>, Query, description = "`all`, `categories`, `files`, `wanted`, `orphans`, `contested`; with a title `in` (of a category) or `linking` (to a page)"),
        ("title" = Option<String>, Query, description = "The title of the category or page"),
        ("after" = Option<String>, Query, description = "The place behind which the part begins: `next` of the one before"),
        ("take" = Option<usize>, Query, description = "How many, at most 200"),
    ),
    responses((status = 200, body = WikiList), (status = 400, body = Refused), (status = 404, body = Refused)))]
pub(in crate::api) fn list(here: &Here) -> Result<WikiList, Refusal> {
    let list = match here.asks("list").unwrap_or("all") {
        "all" => PageList::All,
        "categories" => PageList::Categories,
        "files" => PageList::Files,
        "wanted" => PageList::Wanted,
        "orphans" => PageList::Orphans,
        "contested" => PageList::Contested,
        "in" => PageList::In(spot(here)?.id),
        "linking" => PageList::Linking(spot(here)?.id),
        _ => return Err(Fault::Malformed.into()),
    };
    let after = match here.asks("after") {
        Some(after) => Some(row::key_of(after).ok_or(Fault::Malformed)?),
        None => None,
    };
    let (lines, next) = lists::lines(here, list, after.as_ref(), take(here)?)?;
    let pages = lines.iter().map(|line| shape::line(here, line));
    Ok(WikiList {
        pages: pages.collect::<Result<_, _>>()?,
        next: next.as_ref().map(row::key_text),
    })
}
