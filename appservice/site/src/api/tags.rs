//! `/api/v1/c/{c}/tags`: the supertags, and the plain tags.

use super::{
    reply::Refusal,
    types::{Refused, Supertag, Tag, Tags},
};
use crate::here::Here;

/// How many plain tags are listed.
const TAGS: usize = 500;

/// The supertags with what belongs under them, and the plain tags by their use.
#[utoipa::path(get, path = "/api/v1/c/{c}/tags", tag = "items",
    params(("c" = String, Path, description = "The community")),
    responses((status = 200, body = Tags), (status = 404, body = Refused)))]
pub(super) fn tags(here: &Here) -> Result<Tags, Refusal> {
    let id = here.community_id()?;
    let used = here.site.ports.library.tags(&id, TAGS)?;
    let rules = here.rules()?;
    let rules = rules.read();
    let supertags = rules.supertags().into_iter().map(|supertag| Supertag {
        name: supertag.name.clone(),
        definition: supertag.definition.clone(),
        synonyms: supertag.synonyms.clone(),
    });
    let tags = used.into_iter().map(|used| Tag {
        tag: used.tag,
        posts: used.posts,
    });
    Ok(Tags {
        supertags: supertags.collect(),
        tags: tags.collect(),
    })
}
