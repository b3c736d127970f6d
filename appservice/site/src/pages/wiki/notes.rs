//! What the reader of a page has to know before they read.

use secta_bot_kit::args;
use secta_wiki::{RevisionId, revision::Change, title::Title};

use super::spot::Spot;
use crate::{
    answer::Fault,
    links,
    view::{Safe, safe::escape},
};

/// The notes above a page.
pub(super) fn notes(spot: &Spot<'_>) -> Result<Vec<Safe>, Fault> {
    let here = spot.here;
    let say = |id: &str| Safe::from(here.say(id, args![]));
    let mut notes = Vec::new();
    if let Some(from) = here
        .asks("from")
        .and_then(|from| Title::from_slug(from).ok())
    {
        let href = format!("{}?redirect=no", links::wiki(&spot.community, &from));
        let name = crate::view::wiki::title(here, &from);
        notes.push(linked(&say("site-wiki-from"), &href, &name));
    }
    notes.extend(saved(spot)?);
    let Some(page) = spot.page.as_ref().filter(|_| spot.is_written()) else {
        return Ok(notes);
    };
    let resolve = (
        spot.view("resolve"),
        here.say("site-wiki-resolve", args![]).plain,
    );
    if page.conflicts > 0 {
        let text = here.say("site-wiki-conflicts", args!["n" => page.conflicts]);
        notes.push(linked(&text.into(), &resolve.0, &resolve.1));
    }
    if page.contested {
        notes.push(linked(
            &say("site-wiki-contested-note"),
            &resolve.0,
            &resolve.1,
        ));
    }
    match &page.change {
        Some(Change::Moved(to)) => {
            let name = crate::view::wiki::title(here, to);
            let href = links::wiki(&spot.community, to);
            notes.push(linked(&say("site-wiki-moved-note"), &href, &name));
        }
        Some(Change::Deleted) => notes.push(say("site-wiki-deleted-note")),
        None => notes.push(say("site-wiki-hidden-note")),
        Some(Change::Text(_) | Change::File(_)) => {}
    }
    Ok(notes)
}

/// A sentence with a link behind it.
fn linked(text: &Safe, href: &str, label: &str) -> Safe {
    let (href, label) = (escape(href), escape(label));
    Safe(format!("{text} <a href=\"{href}\">{label}</a>"))
}

/// What came of the revision that the visitor has just saved, where another's change stands beside it.
fn saved(spot: &Spot<'_>) -> Result<Option<Safe>, Fault> {
    let saved = spot.here.asks("saved");
    let Some(saved) = saved.and_then(|id| id.parse::<RevisionId>().ok()) else {
        return Ok(None);
    };
    let heads = spot.heads();
    let merged = heads.len() > 1 && heads.contains(&saved);
    let page = spot.page.as_ref().filter(|_| merged);
    let id = match page {
        Some(page) if page.conflicts > 0 || page.contested => "site-wiki-saved-conflict",
        Some(_) => "site-wiki-saved-merged",
        None => return Ok(None),
    };
    let text = Safe::from(spot.here.say(id, args![]));
    let label = spot.here.say("site-wiki-way-history", args![]).plain;
    Ok(Some(linked(&text, &spot.view("history"), &label)))
}
