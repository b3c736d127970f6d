//! `/api/v1/c/{c}/statistics`: the community in numbers.

use super::{
    reply::Refusal,
    types::{Refused, Statistics, StatisticsDay},
};
use crate::{answer::Fault, here::Here, model::Day};

/// How many days are told, unless it is said from which on.
const DAYS: i32 = 365;

/// The community in numbers, day by day.
#[utoipa::path(get, path = "/api/v1/c/{c}/statistics", tag = "communities",
    params(
        ("c" = String, Path, description = "The community"),
        ("from" = Option<i32>, Query, description = "The first day, in days since 1970-01-01; a year ago where it is not said"),
    ),
    responses((status = 200, body = Statistics), (status = 400, body = Refused), (status = 404, body = Refused)))]
pub(super) fn statistics(here: &Here) -> Result<Statistics, Refusal> {
    let id = here.community_id()?;
    let today = i32::try_from(here.now_ms.div_euclid(86_400_000)).unwrap_or(0);
    let from = match here.asks("from") {
        Some(from) => from.parse().map_err(|_| Fault::Malformed)?,
        None => today.saturating_sub(DAYS),
    };
    let days = here.site.ports.library.days(&id, from)?;
    let days = days.iter().map(|day: &Day| StatisticsDay {
        day: day.day,
        posts: day.posts,
        comments: day.comments,
        votes: day.votes,
        active: day.active,
        trusted: day.trusted,
        magic: day.magic,
    });
    Ok(Statistics {
        days: days.collect(),
    })
}
