//! `/c/{c}/wiki-pages` and its kin: lists of pages.

use askama::Template;
use secta_bot_kit::args;

use super::{spot::Spot, top::Top};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    pages::frame::{Frame, Way},
    ports::{PageKey, PageLine, PageList},
    view::wiki::{
        row::{self, Row},
        text,
    },
};

/// How many pages stand on one of a list.
const ROWS: usize = 100;

/// The lists: their addresses, names and what is said of them.
const LISTS: [(&str, &str, &str, PageList); 6] = [
    (
        "wiki-pages",
        "site-wiki-pages",
        "site-wiki-pages-about",
        PageList::All,
    ),
    (
        "wiki-categories",
        "site-wiki-categories",
        "site-wiki-categories-about",
        PageList::Categories,
    ),
    (
        "wiki-files",
        "site-wiki-files",
        "site-wiki-files-about",
        PageList::Files,
    ),
    (
        "wiki-wanted",
        "site-wiki-wanted",
        "site-wiki-wanted-about",
        PageList::Wanted,
    ),
    (
        "wiki-orphans",
        "site-wiki-orphans",
        "site-wiki-orphans-about",
        PageList::Orphans,
    ),
    (
        "wiki-contested",
        "site-wiki-contested",
        "site-wiki-contested-about",
        PageList::Contested,
    ),
];

#[derive(Template)]
#[template(path = "wiki-list.html")]
struct Listed<'a> {
    f: Frame<'a>,
    about: String,
    ways: Vec<Way>,
    rows: Vec<Row>,
    next: Option<String>,
    /// Whether pictures are shown beside their names.
    files: bool,
    /// Where a file is given, where the visitor may.
    upload: Option<String>,
}

#[derive(Template)]
#[template(path = "wiki-links.html")]
struct Linking<'a> {
    f: Frame<'a>,
    top: Top,
    rows: Vec<Row>,
    next: Option<String>,
}

/// The lists, as ways to them.
pub(super) fn ways(here: &Here) -> Vec<Way> {
    let changes = ("wiki-changes", "site-wiki-changes");
    let named = LISTS.iter().map(|(path, name, _, _)| (*path, *name));
    let all = std::iter::once(changes).chain(named);
    let asked = here.asked.split('?').next().unwrap_or_default();
    all.map(|(path, name)| {
        let href = here.link(path);
        Way {
            current: asked == href,
            label: here.say(name, args![]).plain,
            href,
        }
    })
    .collect()
}

/// One of the lists, by its address.
pub(crate) fn list(here: &Here) -> Result<Answer, Fault> {
    let asked = here.asked.split('?').next().unwrap_or_default();
    let path = asked.rsplit('/').next().unwrap_or_default();
    let list = LISTS.iter().find(|(known, _, _, _)| *known == path);
    let (path, name, about, list) = list.ok_or(Fault::Missing)?;
    let (rows, next) = rows(here, *list)?;
    let files = *list == PageList::Files;
    let page = Listed {
        f: Frame::new(here, here.say(name, args![]).plain),
        about: here.say(about, args![]).plain,
        ways: ways(here),
        rows,
        next: next.map(|key| after(&here.link(path), &key)),
        upload: (files && text::may_begin(here)?).then(|| here.link("wiki-upload")),
        files,
    };
    Ok(Page::html(page.render()?).into())
}

/// `?links`: the pages that link to one.
pub(super) fn linking(spot: &Spot<'_>) -> Result<Answer, Fault> {
    let (rows, next) = rows(spot.here, PageList::Linking(spot.id))?;
    let value = spot.name();
    let page = Linking {
        f: Frame::new(
            spot.here,
            spot.here
                .say("site-wiki-links-of", args!["value" => value])
                .plain,
        ),
        top: Top::of(spot, "links")?,
        rows,
        next: next.map(|key| after(&spot.view("links"), &key)),
    };
    Ok(Page::html(page.render()?).into())
}

/// The lines of a list at the place that is asked for, and where it goes on.
pub(super) fn rows(here: &Here, list: PageList) -> Result<(Vec<Row>, Option<PageKey>), Fault> {
    let after = here.asks("after").and_then(row::key_of);
    let (lines, next) = lines(here, list, after.as_ref(), ROWS)?;
    let rows = lines.iter().map(|line| row::row(here, line));
    Ok((rows.collect::<Result<_, _>>()?, next))
}

/// Lines of a list, and where it goes on.
pub(crate) fn lines(
    here: &Here,
    list: PageList,
    after: Option<&PageKey>,
    take: usize,
) -> Result<(Vec<PageLine>, Option<PageKey>), Fault> {
    let (id, wiki) = (here.community_id()?, &here.site.ports.wiki);
    let mut lines = wiki.listed(&id, list, after, take + 1)?;
    let more = lines.len() > take;
    lines.truncate(take);
    let next = lines
        .last()
        .filter(|_| more)
        .map(|last| PageKey::behind(list, last));
    Ok((lines, next))
}

/// The address of a list behind a line.
pub(super) fn after(list: &str, key: &PageKey) -> String {
    let joint = if list.contains('?') { '&' } else { '?' };
    format!("{list}{joint}after={}", links::escaped(&row::key_text(key)))
}
