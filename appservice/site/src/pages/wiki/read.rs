//! `/c/{c}/wiki/{title}`: a page as it is read.

use askama::Template;
use axum::http::StatusCode;
use secta_bot_kit::{args, ids::permalink};
use secta_record::act::AccountId;
use secta_wiki::{
    revision::Change,
    title::{Namespace, Title},
};

use super::{
    body::{self, Entry},
    file, lists,
    notes::notes,
    spot::Spot,
    top::Top,
};
use crate::{
    answer::{Answer, Fault, Page},
    links,
    pages::frame::Frame,
    ports::{PageKey, PageList},
    view::{
        Safe,
        date::{self, When},
        people::{self, Person},
        wiki::{row::Row, text},
    },
};

#[derive(Template)]
#[template(path = "wiki-page.html")]
struct Read<'a> {
    f: Frame<'a>,
    top: Top,
    notes: Vec<Safe>,
    /// What the page says; nothing where it is not there.
    html: Option<Safe>,
    contents: Vec<Entry>,
    categories: Vec<(String, String)>,
    file: Option<file::Shown>,
    rows: Vec<Row>,
    next: Option<String>,
    changed: Option<(Person, When)>,
    revisions: String,
    rank: String,
    discussion: Option<String>,
    /// Whether the visitor is told of changes; nothing for a stranger.
    watched: Option<bool>,
    /// Where the page is begun, where the visitor may.
    begin: Option<String>,
    alike: Vec<(String, String)>,
    /// Whether the visitor may begin the discussion.
    discusses: bool,
}

/// A page, or the one that it moved to.
pub(super) fn read(spot: &Spot<'_>) -> Result<Answer, Fault> {
    let asked = spot.here.part("title");
    let stays = spot.here.asks("redirect") == Some("no");
    if let Some(Change::Moved(to)) = spot.change()
        && !stays
        && let Some(end) = end_of_moves(spot, to)?
    {
        let from = links::escaped(&spot.title.to_slug());
        let page = links::wiki(&spot.community, &end);
        return Ok(Answer::Go(format!("{page}?from={from}")));
    }
    let written = Title::from_slug(asked).is_ok_and(|title| title.name() == spot.title.name());
    if spot.is_written() && !written && !stays {
        return Ok(Answer::Go(spot.href()));
    }
    let page = Page::html(layout(spot)?.render()?);
    Ok(match spot.change() {
        None if !spot.is_written() => page.with_status(StatusCode::NOT_FOUND),
        None | Some(Change::Deleted) => page.with_status(StatusCode::GONE),
        Some(Change::Text(_) | Change::Moved(_) | Change::File(_)) => page,
    }
    .into())
}

/// The page at the end of moves, if there is one.
fn end_of_moves(spot: &Spot<'_>, to: &Title) -> Result<Option<Title>, Fault> {
    let mut to = to.clone();
    for _ in 0..text::MOVES {
        let page = spot.wiki().page(&spot.community, &to.page_id())?;
        match page.and_then(|page| page.change) {
            Some(Change::Moved(next)) => to = next,
            Some(Change::Text(_) | Change::File(_)) => return Ok(Some(to)),
            Some(Change::Deleted) | None => return Ok(None),
        }
    }
    Ok(None)
}

fn layout<'a>(spot: &Spot<'a>) -> Result<Read<'a>, Fault> {
    let here = spot.here;
    let page = spot.page.as_ref().filter(|_| spot.is_written());
    let may_edit = spot.may_edit()?;
    let edited = (may_edit && !body::is_marked(page)).then(|| spot.href());
    let margin = spot.margin()?;
    let shown = body::shown(spot, edited)?;
    let (rows, next) = listed(spot)?;
    let mut feeds = Frame::new(here, spot.name());
    if page.is_some() {
        feeds.feeds = super::history::feeds(spot);
    }
    Ok(Read {
        f: feeds,
        top: Top::of(spot, "")?,
        notes: notes(spot)?,
        html: shown.html,
        contents: shown.contents,
        categories: page.map_or_else(Vec::new, |page| titled(spot, &page.categories)),
        file: shown.file,
        rows,
        next,
        changed: page
            .and_then(|page| page.changed.clone())
            .map(|changed| who_when(spot, changed))
            .transpose()?,
        revisions: page.map_or_else(String::new, |page| {
            here.say("site-wiki-revisions", args!["n" => page.revisions])
                .plain
        }),
        rank: rank(spot)?,
        discussion: margin
            .discussion
            .as_ref()
            .map(|(room, event)| permalink(room, Some(event), &here.site.settings.server)),
        discusses: may_edit && page.is_some() && margin.discussion.is_none(),
        watched: here
            .session()
            .filter(|_| page.is_some())
            .map(|_| margin.watched),
        begin: begin(spot, may_edit),
        alike: alike(spot)?,
    })
}

/// The pages of a category, below its text.
fn listed(spot: &Spot<'_>) -> Result<(Vec<Row>, Option<String>), Fault> {
    if spot.title.namespace() != Namespace::Category {
        return Ok((Vec::new(), None));
    }
    let list = PageList::In(spot.id);
    let (rows, next): (_, Option<PageKey>) = lists::rows(spot.here, list)?;
    Ok((rows, next.map(|key| lists::after(&spot.href(), &key))))
}

fn titled(spot: &Spot<'_>, titles: &[Title]) -> Vec<(String, String)> {
    let pair = |title: &Title| (title.name().to_owned(), links::wiki(&spot.community, title));
    titles.iter().map(pair).collect()
}

fn who_when(spot: &Spot<'_>, changed: (AccountId, i64)) -> Result<(Person, When), Fault> {
    let (account, at_ms) = changed;
    let known = people::people(spot.here, std::slice::from_ref(&account))?;
    let when = date::when(&spot.here.site, spot.here.lang(), at_ms);
    Ok((people::of(&known, &account), when))
}

/// Who may change the page.
fn rank(spot: &Spot<'_>) -> Result<String, Fault> {
    let rules = spot.here.rules()?;
    let view = rules.read().page(&spot.rules_id());
    let rank = people::rank(spot.here, view.rank);
    let id = match view.is_protected {
        true => "site-wiki-rank-own",
        false => "site-wiki-rank",
    };
    Ok(spot.here.say(id, args!["value" => rank]).plain)
}

fn begin(spot: &Spot<'_>, may_edit: bool) -> Option<String> {
    let gone = match spot.change() {
        Some(Change::Deleted) => true,
        None => !spot.is_written(),
        Some(Change::Text(_) | Change::File(_) | Change::Moved(_)) => false,
    };
    let view = match spot.title.namespace() {
        Namespace::File => "upload",
        Namespace::Page | Namespace::Commons | Namespace::Category => "edit",
    };
    (may_edit && gone).then(|| spot.view(view))
}

/// Pages that one could take for this one.
fn alike(spot: &Spot<'_>) -> Result<Vec<(String, String)>, Fault> {
    let found = spot.wiki().alike(&spot.community, &spot.title.skeleton())?;
    let others = found.into_iter().filter(|title| title.page_id() != spot.id);
    Ok(others
        .take(5)
        .map(|title| {
            let name = crate::view::wiki::title(spot.here, &title);
            (name, links::wiki(&spot.community, &title))
        })
        .collect())
}
