//! `/c/{c}/wiki`: the main page, what is new, and the ways to everything.

use askama::Template;
use axum::http::StatusCode;
use secta_bot_kit::args;
use secta_wiki::title::Title;

use super::{lists, spot::Spot};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    pages::frame::{Frame, Way},
    ports::PageList,
    view::{
        Safe,
        wiki::{
            self,
            line::{self, Line},
            row::{self, Row},
            text,
        },
    },
};

/// How many changes and categories are shown.
const SHOWN: usize = 12;

/// What the main page is called.
const MAIN: [&str; 2] = ["Главная", "Main page"];

#[derive(Template)]
#[template(path = "wiki-front.html")]
struct Front<'a> {
    f: Frame<'a>,
    /// The main page; a welcome where there is none.
    main: Option<(Safe, String)>,
    /// Where the main page is begun.
    begin: Option<String>,
    lines: Vec<Line>,
    categories: Vec<Row>,
    ways: Vec<Way>,
    /// What was asked for and is no title, and why.
    asked: String,
    said: Option<String>,
    upload: Option<String>,
    /// How many drafts the visitor has here.
    drafts: Option<String>,
}

/// The first page of the wiki; with a title it leads to that one.
pub(crate) fn front(here: &Here) -> Result<Answer, Fault> {
    let asked = here.asks("title").unwrap_or_default();
    let said = match here.asks("title").map(Title::parse) {
        Some(Ok(title)) => {
            let id = here.community_id()?;
            return Ok(Answer::Go(links::wiki(&id, &title)));
        }
        Some(Err(fault)) => Some(wiki::fault(here, &fault)),
        None => None,
    };
    let faulty = said.is_some();
    let page = Page::html(layout(here, asked, said)?.render()?);
    Ok(match faulty {
        true => page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into(),
        false => page.into(),
    })
}

fn layout<'a>(here: &'a Here, asked: &str, said: Option<String>) -> Result<Front<'a>, Fault> {
    let (id, port) = (here.community_id()?, &here.site.ports.wiki);
    let lines = port.recent(&id, None, SHOWN)?;
    let (categories, _) = lists::lines(here, PageList::Categories, None, SHOWN)?;
    let categories = categories.iter().map(|line| {
        // They stand under a heading that says what they are.
        let title = line.title.name().to_owned();
        row::row(here, line).map(|row| Row { title, ..row })
    });
    let title = here.say("site-wiki-changes", args![]).plain;
    let main = main_page(here)?;
    let begin = match &main {
        Some(_) => None,
        None => begin(here)?,
    };
    Ok(Front {
        f: Frame::new(here, here.say("site-way-wiki", args![]).plain)
            .with_feeds("wiki-changes", &title),
        begin,
        main,
        lines: line::lines(here, &lines, None)?,
        categories: categories.collect::<Result<_, _>>()?,
        ways: lists::ways(here),
        asked: asked.chars().take(200).collect(),
        said,
        upload: text::may_begin(here)?.then(|| here.link("wiki-upload")),
        drafts: drafts(here)?,
    })
}

/// How many drafts the visitor has here, where there are any.
fn drafts(here: &Here) -> Result<Option<String>, Fault> {
    let (Some(session), id) = (here.session(), here.community_id()?) else {
        return Ok(None);
    };
    let all = here.site.ports.drafts.all(&session.account)?;
    let count = all.iter().filter(|one| one.community == id).count();
    let said = || here.say("site-wiki-drafts-mine", args!["n" => count]).plain;
    Ok((count > 0).then(said))
}

/// The main page as HTML, and its address.
fn main_page(here: &Here) -> Result<Option<(Safe, String)>, Fault> {
    for title in MAIN.iter().filter_map(|title| Title::parse(title).ok()) {
        let spot = Spot::at(here, title)?;
        if let Some(words) = spot.change().and_then(|change| change.text()) {
            let rendered = text::rendered(here, &spot.title, words, None)?;
            return Ok(Some((Safe(rendered.html), spot.href())));
        }
    }
    Ok(None)
}

/// Where the main page is begun, where the visitor may.
fn begin(here: &Here) -> Result<Option<String>, Fault> {
    let title = here.say("site-wiki-main", args![]).plain;
    let Ok(title) = Title::parse(&title) else {
        return Ok(None);
    };
    let spot = Spot::at(here, title)?;
    Ok(spot.may_edit()?.then(|| spot.view("edit")))
}
