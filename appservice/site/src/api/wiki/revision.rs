//! `/api/v1/c/{c}/wiki/revisions/{id}`: a revision with what it says.

use secta_wiki::RevisionId;

use super::shape;
use crate::{
    answer::Fault,
    api::{
        reply::Refusal,
        shape::Named,
        types::{Refused, WikiRevision},
    },
    here::Here,
    view::wiki::line::author,
};

/// A revision with what it says.
#[utoipa::path(get, path = "/api/v1/c/{c}/wiki/revisions/{id}", tag = "wiki", operation_id = "wiki_revision",
    params(
        ("c" = String, Path, description = "The community"),
        ("id" = String, Path, description = "The revision"),
    ),
    responses((status = 200, body = WikiRevision), (status = 404, body = Refused)))]
pub(in crate::api) fn revision(here: &Here) -> Result<WikiRevision, Refusal> {
    let id: RevisionId = here.part("id").parse().map_err(|_| Fault::Missing)?;
    let wiki = &here.site.ports.wiki;
    let found = wiki.revisions(&here.community_id()?, &[id])?.pop();
    let found = found.ok_or(Fault::Missing)?;
    let named = Named::of(here, [&author(&found)])?;
    shape::revision(here, &found, &named)
}
