//! `?history`: a page's revisions, the newest first.

use askama::Template;
use secta_bot_kit::args;
use secta_wiki::RevisionId;

use super::{spot::Spot, top::Top};
use crate::{
    answer::{Answer, Fault, Page},
    pages::frame::{Feed, Frame},
    ports::WikiRevision,
    view::wiki::line::{self, Line},
};

/// How many revisions stand on a page.
const REVISIONS: usize = 50;

#[derive(Template)]
#[template(path = "wiki-history.html")]
struct History<'a> {
    f: Frame<'a>,
    top: Top,
    lines: Vec<Line>,
    next: Option<String>,
    page: String,
    /// Whether the visitor may bring an old version back.
    reverts: bool,
}

/// The history.
pub(super) fn history(spot: &Spot<'_>) -> Result<Answer, Fault> {
    let after = spot.here.asks("after").and_then(place_of);
    let (wiki, take) = (spot.wiki(), REVISIONS + 1);
    let mut found = wiki.history(&spot.community, &spot.id, after, take)?;
    if found.is_empty() && after.is_none() {
        return Err(Fault::Missing);
    }
    let more = found.len() > REVISIONS;
    found.truncate(REVISIONS);
    let next = found.last().filter(|_| more);
    let next = next.map(|last| spot.view(&format!("history&after={}", place_text(last))));
    let mut frame = Frame::new(spot.here, title(spot));
    frame.feeds = feeds(spot);
    let page = History {
        lines: line::lines(spot.here, &found, Some(&spot.title))?,
        next,
        f: frame,
        top: Top::of(spot, "history")?,
        page: spot.href(),
        reverts: spot.may_edit()?,
    };
    Ok(Page::html(page.render()?).into())
}

fn title(spot: &Spot<'_>) -> String {
    let value = spot.name();
    spot.here
        .say("site-wiki-history-of", args!["value" => value])
        .plain
}

/// The feeds of a page's history.
pub(super) fn feeds(spot: &Spot<'_>) -> Vec<Feed> {
    let forms = [
        ("atom", "application/atom+xml"),
        ("rss", "application/rss+xml"),
        ("json", "application/feed+json"),
    ];
    let feed = |(name, mime)| Feed {
        mime,
        href: spot.view(&format!("feed={name}")),
        title: title(spot),
    };
    forms.map(feed).into()
}

/// A place in a history as it stands in an address.
pub(crate) fn place_text(last: &WikiRevision) -> String {
    format!("{}.{}", last.revision.time_ms, last.revision.id)
}

/// The place that an address names.
pub(crate) fn place_of(text: &str) -> Option<(i64, RevisionId)> {
    let (time_ms, id) = text.split_once('.')?;
    Some((time_ms.parse().ok()?, id.parse().ok()?))
}
