//! `?diff=a..b`: what became of a page between two of its versions; nothing before the dots is the empty page, nothing
//! behind them the page as it is.

use askama::Template;
use secta_bot_kit::args;
use secta_wiki::{RevisionId, diff, revision::Change};

use super::{spot::Spot, top::Top};
use crate::{
    answer::{Answer, Fault, Page},
    pages::frame::Frame,
    ports::WikiRevision,
    view::wiki::{
        beside::{self, Rows},
        line::{self, Line},
    },
};

/// How many lines stand around what changed.
const CONTEXT: usize = 3;

#[derive(Template)]
#[template(path = "wiki-diff.html")]
struct Diff<'a> {
    f: Frame<'a>,
    top: Top,
    before: Option<Line>,
    after: Option<Line>,
    hunks: Vec<Rows>,
    /// What changed beside the text.
    other: Vec<String>,
}

/// A side: its revision, if it is one, and its text.
struct Side {
    revision: Option<WikiRevision>,
    change: Option<Change>,
}

/// The difference.
pub(super) fn difference(spot: &Spot<'_>) -> Result<Answer, Fault> {
    let (before, after) = asked(spot)?;
    let before = match before {
        Some(id) => side(spot, id)?,
        None => Side {
            revision: None,
            change: None,
        },
    };
    let after = match after {
        Some(id) => side(spot, id)?,
        None => Side {
            revision: None,
            change: spot.change().cloned(),
        },
    };
    let text = |side: &Side| {
        side.change
            .as_ref()
            .and_then(Change::text)
            .unwrap_or_default()
            .to_owned()
    };
    let hunks = diff::diff(&text(&before), &text(&after), CONTEXT);
    let line = |side: &Side| -> Result<Option<Line>, Fault> {
        let found = side.revision.as_ref();
        let lines = found.map(|one| line::lines(spot.here, std::slice::from_ref(one), None));
        Ok(lines
            .transpose()?
            .and_then(|lines| lines.into_iter().next()))
    };
    let title = spot
        .here
        .say("site-wiki-diff-of", args!["value" => spot.name()])
        .plain;
    let page = Diff {
        f: Frame::new(spot.here, title),
        top: Top::of(spot, "diff")?,
        before: line(&before)?,
        after: line(&after)?,
        hunks: hunks.iter().map(beside::rows).collect(),
        other: other(spot, &before, &after),
    };
    Ok(Page::html(page.render()?).into())
}

/// The revisions that are compared.
fn asked(spot: &Spot<'_>) -> Result<(Option<RevisionId>, Option<RevisionId>), Fault> {
    let read = |id: &str| match id {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Fault::Missing),
    };
    let (from, to) = match spot.here.asks("diff").unwrap_or_default() {
        // As the form of a history says it.
        "" => (spot.here.asks("from"), spot.here.asks("to")),
        both => {
            let (from, to) = both.split_once("..").ok_or(Fault::Missing)?;
            (Some(from), Some(to))
        }
    };
    Ok((
        read(from.unwrap_or_default())?,
        read(to.unwrap_or_default())?,
    ))
}

fn side(spot: &Spot<'_>, id: RevisionId) -> Result<Side, Fault> {
    let revision = spot.revision(id)?;
    let change = revision.revision.change().cloned();
    Ok(Side {
        revision: Some(revision),
        change,
    })
}

/// What no text tells: another file, a move, a deletion, hidden words.
fn other(spot: &Spot<'_>, before: &Side, after: &Side) -> Vec<String> {
    let mut said = Vec::new();
    for side in [before, after] {
        if let Some(revision) = &side.revision {
            said.push(line::kind(spot.here, revision.kind));
        }
    }
    said.retain(|said| !said.is_empty());
    said
}
