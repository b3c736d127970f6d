//! `?revision=…`: a page as it was.

use askama::Template;
use axum::http::{HeaderName, HeaderValue};
use secta_bot_kit::args;
use secta_wiki::{
    RevisionId,
    revision::{Change, Revision},
};

use super::{spot::Spot, top::Top};
use crate::{
    answer::{Answer, Fault, Page},
    links,
    pages::frame::Frame,
    view::{
        Safe,
        wiki::{
            line::{self, Line},
            text,
        },
    },
};

#[derive(Template)]
#[template(path = "wiki-old.html")]
struct Old<'a> {
    f: Frame<'a>,
    top: Top,
    line: Line,
    note: Safe,
    html: Option<Safe>,
    /// What changed since.
    since: String,
    page: String,
    reverts: bool,
}

/// An old version.
pub(super) fn revision(spot: &Spot<'_>) -> Result<Answer, Fault> {
    let id = spot.here.asks("revision").unwrap_or_default();
    let id: RevisionId = id.parse().map_err(|_| Fault::Missing)?;
    let found = spot.revision(id)?;
    if found.revision.page != spot.id {
        // Another page's words are not shown under this one's title.
        let title = found.title.as_ref().ok_or(Fault::Missing)?;
        let page = links::wiki(&spot.community, title);
        return Ok(Answer::Go(format!("{page}?revision={id}")));
    }
    let shown = shown(spot, &found.revision)?;
    let line = line::lines(spot.here, std::slice::from_ref(&found), Some(&spot.title))?;
    let reverts = spot.may_edit()? && found.revision.body.is_some() && spot.heads() != [id];
    let page = Old {
        f: Frame::new(spot.here, spot.name()),
        top: Top::of(spot, "revision")?,
        note: spot.here.say("site-wiki-old-note", args![]).into(),
        since: spot.view(&format!("diff={id}..")),
        page: spot.href(),
        line: line.into_iter().next().ok_or(Fault::Missing)?,
        html: shown,
        reverts,
    };
    let mut page = Page::html(page.render()?);
    page.headers.push((
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex"),
    ));
    Ok(page.into())
}

fn shown(spot: &Spot<'_>, revision: &Revision) -> Result<Option<Safe>, Fault> {
    let Some(body) = &revision.body else {
        let gone = spot.here.say("site-wiki-hidden-note", args![]);
        return Ok(Some(gone.into()));
    };
    Ok(match &body.change {
        Change::Text(_) | Change::File(_) => {
            let words = body.change.text().unwrap_or_default();
            let rendered = text::rendered(spot.here, &body.title, words, None)?;
            Some(Safe(rendered.html))
        }
        Change::Moved(_) | Change::Deleted => None,
    })
}
