//! `?resolve`: what conflicts, side by side, to be settled by a revision that follows all of it.

use askama::Template;
use secta_bot_kit::args;
use secta_record::act::AccountId;
use secta_wiki::{
    RevisionId,
    graph::History,
    head::{self, By},
    revision::{Change, MAX_PARENTS},
};

use super::{spot::Spot, top::Top};
use crate::{
    answer::{Answer, Fault, Page},
    forms::wiki::shape,
    pages::frame::Frame,
    view::{
        date::{self, When},
        people::{self, Person},
        wiki::{
            line::{self, Line},
            marks::{self, Piece},
        },
    },
};

/// A place where the text conflicts.
struct Place {
    ours: String,
    theirs: String,
    /// What stood there before, where that is known.
    base: Option<String>,
    ours_by: Vec<(Person, When)>,
    theirs_by: Vec<(Person, When)>,
}

#[derive(Template)]
#[template(path = "wiki-resolve.html")]
struct Resolve<'a> {
    f: Frame<'a>,
    top: Top,
    page: String,
    parents: String,
    places: Vec<Place>,
    /// The heads, to be chosen from where no text brings them together.
    heads: Vec<Line>,
    contested: bool,
    text: String,
    edits: bool,
}

/// What conflicts.
pub(super) fn resolve(spot: &Spot<'_>) -> Result<Answer, Fault> {
    let page = spot
        .page
        .as_ref()
        .filter(|_| spot.is_written())
        .ok_or(Fault::Missing)?;
    let found = spot.wiki().revisions(&spot.community, spot.heads())?;
    let text = spot.change().and_then(Change::text).unwrap_or_default();
    let form = Resolve {
        f: Frame::new(
            spot.here,
            spot.here
                .say("site-wiki-resolve-of", args!["value" => spot.name()])
                .plain,
        ),
        top: Top::of(spot, "resolve")?,
        page: spot.href(),
        parents: shape::ids(spot.heads()),
        places: places(spot, text)?,
        heads: line::lines(spot.here, &found, Some(&spot.title))?,
        contested: page.contested,
        text: text.to_owned(),
        edits: spot.may_edit()?,
    };
    Ok(Page::html(form.render()?).into())
}

/// The places, with who wrote what where the graph tells.
fn places(spot: &Spot<'_>, text: &str) -> Result<Vec<Place>, Fault> {
    let clashes: Vec<marks::Clash> = marks::pieces(text)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Clash(clash) => Some(clash),
            Piece::Plain(_) => None,
        })
        .collect();
    if clashes.is_empty() {
        return Ok(Vec::new());
    }
    let history = history(spot)?;
    let told = head::resolve(&history, &spot.id).clashes;
    let told = (told.len() == clashes.len()).then_some(told);
    let mut places = Vec::with_capacity(clashes.len());
    for (number, clash) in clashes.into_iter().enumerate() {
        let told = told.as_ref().and_then(|told| told.get(number));
        places.push(Place {
            ours: clash.ours,
            theirs: clash.theirs,
            base: told.map(|told| told.base.clone()),
            ours_by: told.map_or_else(|| Ok(Vec::new()), |told| by(spot, &told.ours.by))?,
            theirs_by: told.map_or_else(|| Ok(Vec::new()), |told| by(spot, &told.theirs.by))?,
        });
    }
    Ok(places)
}

fn by(spot: &Spot<'_>, by: &[By]) -> Result<Vec<(Person, When)>, Fault> {
    let accounts: Vec<AccountId> = by.iter().map(|by| AccountId::new(&by.author)).collect();
    let known = people::people(spot.here, &accounts)?;
    let named = by.iter().zip(&accounts).map(|(by, account)| {
        let when = date::when(&spot.here.site, spot.here.lang(), by.time_ms);
        (people::of(&known, account), when)
    });
    Ok(named.collect())
}

fn history(spot: &Spot<'_>) -> Result<History, Fault> {
    let mut history = History::default();
    for revision in spot.wiki().graph(&spot.community, &spot.id)? {
        history.insert(revision);
    }
    Ok(history)
}

/// What a member has seen who saw these revisions of a page: one of them, or their merge.
pub(crate) fn seen(spot: &Spot<'_>, parents: &[RevisionId]) -> Result<Option<Change>, Fault> {
    if parents == spot.heads() {
        return Ok(spot.change().cloned());
    }
    if let [only] = parents {
        return Ok(spot.revision(*only)?.revision.change().cloned());
    }
    let all = spot.wiki().graph(&spot.community, &spot.id)?;
    let mut whole = History::default();
    for revision in &all {
        whole.insert(revision.clone());
    }
    let mut below: Vec<RevisionId> = parents.iter().take(MAX_PARENTS).copied().collect();
    for parent in parents.iter().take(MAX_PARENTS) {
        below.extend(whole.ancestors(parent));
    }
    below.sort_unstable();
    let mut then = History::default();
    for revision in all {
        if below.binary_search(&revision.id).is_ok() {
            then.insert(revision);
        }
    }
    Ok(head::head(&then, &spot.id).and_then(|head| head.change))
}
