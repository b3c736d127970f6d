//! `/api/v1/c/{c}/wiki/changes`: what was changed last.

use super::{shape, take};
use crate::{
    api::{
        reply::Refusal,
        types::{Refused, WikiRevisions},
    },
    here::Here,
};

/// What was changed last on all pages, the newest first, without texts.
#[utoipa::path(get, path = "/api/v1/c/{c}/wiki/changes", tag = "wiki", operation_id = "wiki_changes",
    params(
        ("c" = String, Path, description = "The community"),
        ("after" = Option<String>, Query, description = "The place behind which the part begins: `next` of the one before"),
        ("take" = Option<usize>, Query, description = "How many, at most 200"),
    ),
    responses((status = 200, body = WikiRevisions), (status = 400, body = Refused), (status = 404, body = Refused)))]
pub(in crate::api) fn changes(here: &Here) -> Result<WikiRevisions, Refusal> {
    let (take, after) = (take(here)?, shape::after(here)?);
    let wiki = &here.site.ports.wiki;
    let found = wiki.recent(&here.community_id()?, after, take + 1)?;
    shape::revisions(here, found, take)
}
