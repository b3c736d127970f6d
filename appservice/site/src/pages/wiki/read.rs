//! `/c/{c}/wiki/{title}`: a page as it is read.

use askama::Template;
use axum::http::StatusCode;
use secta_bot_kit::{args, ids::permalink, words::tidy};
use secta_record::act::AccountId;
use secta_wiki::{
    RevisionId,
    markdown::{self, Heading},
    revision::{Attachment, Change},
    title::{Namespace, Title},
};

use super::{file, lists, spot::Spot, top::Top};
use crate::{
    answer::{Answer, Fault, Page},
    here::read as rules_of,
    links,
    pages::frame::Frame,
    ports::{PageKey, PageList, WikiPage},
    view::{
        Safe,
        date::{self, When},
        people::{self, Person},
        wiki::{row::Row, text},
    },
};

/// From how many headings on a page has a list of them.
const CONTENTS: usize = 3;

/// A heading in the list of contents.
struct Heading_ {
    href: String,
    text: String,
    /// How deep it stands, from 0.
    depth: u8,
}

#[derive(Template)]
#[template(path = "wiki-page.html")]
struct Read<'a> {
    f: Frame<'a>,
    top: Top,
    notes: Vec<Safe>,
    /// What the page says; nothing where it is not there.
    html: Option<Safe>,
    contents: Vec<Heading_>,
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
    let edited = (may_edit && !is_marked(page)).then(|| spot.href());
    let margin = spot.margin()?;
    let shown = shown(spot, edited)?;
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
        watched: here.session().map(|_| margin.watched),
        begin: begin(spot, may_edit),
        alike: alike(spot)?,
    })
}

/// Whether marks of conflict stand in the text: then it is edited as a whole.
fn is_marked(page: Option<&WikiPage>) -> bool {
    page.is_some_and(|page| page.conflicts > 0)
}

/// What of a page is read.
#[derive(Default)]
struct Body {
    html: Option<Safe>,
    contents: Vec<Heading_>,
    file: Option<file::Shown>,
}

fn shown(spot: &Spot<'_>, edited: Option<String>) -> Result<Body, Fault> {
    let words = |text: &str, file: Option<&Attachment>| {
        let rendered = text::rendered(spot.here, &spot.title, text, edited.clone())?;
        let file = file.map(|file| file::shown(spot, file)).transpose()?;
        Ok(Body {
            html: Some(Safe(rendered.html)),
            contents: contents(&rendered.contents),
            file,
        })
    };
    match spot.change() {
        Some(Change::Text(text)) => words(text, None),
        Some(Change::File(file)) => words(&file.text, Some(file)),
        Some(Change::Moved(_) | Change::Deleted) | None => Ok(Body::default()),
    }
}

fn contents(headings: &[Heading]) -> Vec<Heading_> {
    if headings.len() < CONTENTS {
        return Vec::new();
    }
    let least = headings.iter().map(|heading| heading.level).min();
    let listed = headings.iter().map(|heading| Heading_ {
        href: format!("#{}", heading.anchor),
        text: tidy(&heading.text, 200),
        depth: (heading.level - least.unwrap_or(heading.level)).min(4),
    });
    listed.collect()
}

/// What the reader has to know before they read.
fn notes(spot: &Spot<'_>) -> Result<Vec<Safe>, Fault> {
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
    use crate::view::safe::escape;
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
    let view = rules_of(&rules).page(&spot.rules_id());
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

/// The first words of a page.
pub(crate) fn summary(change: Option<&Change>, letters: usize) -> String {
    let text = change.and_then(Change::text).unwrap_or_default();
    markdown::summary(text, letters)
}
