//! What stands above each view of a page: its title, what it is a part of, and the ways to the other views.

use secta_bot_kit::args;
use secta_wiki::revision::Change;

use super::spot::Spot;
use crate::{answer::Fault, links, pages::frame::Way};

/// What stands above a view.
pub(crate) struct Top {
    pub title: String,
    /// The pages that it is a part of, the outermost first, with their addresses.
    pub within: Vec<(String, String)>,
    pub ways: Vec<Way>,
    /// The ways that few need.
    pub more: Vec<Way>,
}

impl Top {
    /// Of a page; `current` is the query of the view.
    pub fn of(spot: &Spot<'_>, current: &str) -> Result<Self, Fault> {
        let (mut ways, mut more) = (vec![("", "site-wiki-way-read")], Vec::new());
        let file = matches!(spot.change(), Some(Change::File(_)));
        if spot.may_edit()? {
            ways.push(("edit", "site-wiki-way-edit"));
            if file {
                more.push(("upload", "site-wiki-way-upload"));
            }
            if spot.is_written() {
                more.push(("rename", "site-wiki-way-rename"));
                more.push(("delete", "site-wiki-way-delete"));
            }
            if spot.is_written() && spot.may_protect()? {
                more.push(("protect", "site-wiki-way-protect"));
            }
        }
        if spot.is_written() {
            ways.push(("history", "site-wiki-way-history"));
        }
        ways.push(("links", "site-wiki-way-links"));
        let way = |(query, label): &(&str, &str)| Way {
            href: match *query {
                "" => spot.href(),
                query => spot.view(query),
            },
            label: spot.here.say(label, args![]).plain,
            current: *query == current,
        };
        Ok(Self {
            title: spot.name(),
            within: within(spot),
            ways: ways.iter().map(way).collect(),
            more: more.iter().map(way).collect(),
        })
    }
}

fn within(spot: &Spot<'_>) -> Vec<(String, String)> {
    let parents = std::iter::successors(spot.title.parent(), |title| title.parent());
    let mut within: Vec<(String, String)> = parents
        .map(|title| {
            let name = crate::view::wiki::title(spot.here, &title);
            let last = name.rsplit('/').next().unwrap_or_default().to_owned();
            (last, links::wiki(&spot.community, &title))
        })
        .collect();
    within.reverse();
    within
}
