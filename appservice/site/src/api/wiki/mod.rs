//! `/api/v1/c/{c}/wiki` and what is below it: the wiki. A page is named by its title in the query, as a title may hold
//! slashes.

pub(super) mod changes;
pub(super) mod deed;
pub(super) mod files;
pub(super) mod history;
pub(super) mod list;
pub(super) mod page;
pub(super) mod revision;
mod shape;

use secta_wiki::title::Title;

use super::reply::Refusal;
use crate::{answer::Fault, here::Here, pages::wiki::spot::Spot};

/// The page that a request names.
fn spot(here: &Here) -> Result<Spot<'_>, Refusal> {
    let title = here.asks("title").ok_or(Fault::Malformed)?;
    let title = Title::parse(title).map_err(|_| Fault::Malformed)?;
    Ok(Spot::at(here, title)?)
}

/// How many a request asks for.
fn take(here: &Here) -> Result<usize, Refusal> {
    let take = match here.asks("take") {
        Some(take) => take.parse().map_err(|_| Fault::Malformed)?,
        None => 50,
    };
    Ok(usize::clamp(take, 1, 200))
}
