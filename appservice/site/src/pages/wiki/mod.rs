//! `/c/{c}/wiki/{title}` and its kin: the wiki's pages. What is asked of a page stands in its query, as a title may hold
//! anything else.
//!
//! - `spot`: which page one stands at, and what the visitor may do there; `top`: what stands above each of its views.
//! - The rest: one file for each view.

mod acts;
mod body;
pub(crate) mod changes;
mod diff;
pub(crate) mod draft;
pub(crate) mod edit;
pub(crate) mod file;
mod front;
pub(crate) mod history;
pub(crate) mod lists;
mod notes;
mod old;
mod read;
pub(crate) mod resolve;
pub(crate) mod spot;
#[cfg(test)]
mod tests;
mod top;
pub(crate) mod upload;

pub(crate) use front::front;

use self::spot::Spot;
use crate::{
    answer::{Answer, Fault},
    here::Here,
};

/// A view of a page.
type View = fn(&Spot<'_>) -> Result<Answer, Fault>;

/// The views, by what asks for them.
const VIEWS: [(&str, View); 11] = [
    ("edit", edit::form),
    ("history", history::history),
    ("revision", old::revision),
    ("diff", diff::difference),
    ("resolve", resolve::resolve),
    ("rename", acts::rename),
    ("delete", acts::delete),
    ("protect", acts::protect),
    ("upload", upload::version),
    ("links", lists::linking),
    ("feed", crate::feeds::wiki::page),
];

/// A page of the wiki, in the view that is asked for.
pub(crate) fn page(here: &Here) -> Result<Answer, Fault> {
    let spot = Spot::of(here)?;
    let asked = VIEWS.iter().find(|(name, _)| here.asks(name).is_some());
    asked.map_or_else(|| read::read(&spot), |(_, view)| view(&spot))
}
