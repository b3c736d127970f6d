//! `/c/{c}/wiki-changes`: what was changed last, on all pages.

use askama::Template;
use secta_bot_kit::args;

use super::history::{place_of, place_text};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    pages::frame::Frame,
    view::wiki::line::{self, Line},
};

/// How many changes stand on a page.
const CHANGES: usize = 50;

#[derive(Template)]
#[template(path = "wiki-changes.html")]
struct Changes<'a> {
    f: Frame<'a>,
    lines: Vec<Line>,
    next: Option<String>,
}

/// The changes.
pub(crate) fn changes(here: &Here) -> Result<Answer, Fault> {
    let id = here.community_id()?;
    let after = here.asks("after").and_then(place_of);
    let mut found = here.site.ports.wiki.recent(&id, after, CHANGES + 1)?;
    let more = found.len() > CHANGES;
    found.truncate(CHANGES);
    let next = found.last().filter(|_| more);
    let title = here.say("site-wiki-changes", args![]).plain;
    let page = Changes {
        lines: line::lines(here, &found, None)?,
        next: next.map(|last| format!("{}?after={}", here.link("wiki-changes"), place_text(last))),
        f: Frame::new(here, title.clone()).with_feeds("wiki-changes", &title),
    };
    Ok(Page::html(page.render()?).into())
}
