//! `/api/v1/c/{c}/wiki/history`: a page's revisions.

use super::{shape, spot, take};
use crate::{
    answer::Fault,
    api::{
        reply::Refusal,
        types::{Refused, WikiRevisions},
    },
    here::Here,
};

/// The revisions of a page and of those that it was moved from, the newest first, without their texts.
#[utoipa::path(get, path = "/api/v1/c/{c}/wiki/history", tag = "wiki", operation_id = "wiki_history",
    params(
        ("c" = String, Path, description = "The community"),
        ("title" = String, Query, description = "The page's title"),
        ("after" = Option<String>, Query, description = "The place behind which the part begins: `next` of the one before"),
        ("take" = Option<usize>, Query, description = "How many, at most 200"),
    ),
    responses((status = 200, body = WikiRevisions), (status = 400, body = Refused), (status = 404, body = Refused)))]
pub(in crate::api) fn history(here: &Here) -> Result<WikiRevisions, Refusal> {
    let (spot, take, after) = (spot(here)?, take(here)?, shape::after(here)?);
    let wiki = &here.site.ports.wiki;
    let found = wiki.history(&spot.community, &spot.id, after, take + 1)?;
    if found.is_empty() && after.is_none() {
        return Err(Fault::Missing.into());
    }
    shape::revisions(here, found, take)
}
