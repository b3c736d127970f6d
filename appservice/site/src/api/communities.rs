//! `/api/v1/communities`, `/api/v1/c/{c}`: the communities of the node.

use super::{
    reply::Refusal,
    types::{Communities, Community, Refused},
};
use crate::{here::Here, links, model};

/// The communities of this node.
#[utoipa::path(get, path = "/api/v1/communities", tag = "communities",
    responses((status = 200, body = Communities)))]
pub(super) fn communities(here: &Here) -> Result<Communities, Refusal> {
    let all = here.site.ports.library.communities()?;
    let communities = all.iter().map(|one| shaped(here, one)).collect();
    Ok(Communities { communities })
}

/// One community.
#[utoipa::path(get, path = "/api/v1/c/{c}", tag = "communities",
    params(("c" = String, Path, description = "The community's id, or its first sixteen digits or more")),
    responses((status = 200, body = Community), (status = 404, body = Refused)))]
pub(super) fn community(here: &Here) -> Result<Community, Refusal> {
    Ok(shaped(here, here.community()?))
}

fn shaped(here: &Here, community: &model::Community) -> Community {
    Community {
        id: community.id.to_string(),
        name: community.name.clone(),
        lang: community.lang.code().to_owned(),
        stream_room: community.stream_room.clone(),
        page: links::absolute(&here.site, &links::community(&community.id)),
    }
}
