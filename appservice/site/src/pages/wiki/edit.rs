//! `?edit`: a page's text to be changed, whole or by a section, with a look at it before it is saved.

use askama::Template;
use axum::http::StatusCode;
use secta_bot_kit::args;
use secta_wiki::{
    markdown::{Section, sections},
    revision::{Change, MAX_COMMENT_LETTERS, MAX_TEXT_BYTES},
};

use super::{
    draft::{self, Beside, Draft, Note},
    spot::Spot,
    top::Top,
};
use crate::{
    answer::{Answer, Fault, Page},
    forms::{
        fields::Fields,
        wiki::{read, shape},
    },
    pages::frame::Frame,
    ports::Kept,
    view::{Safe, card, people, wiki::text},
};

#[derive(Template)]
#[template(path = "wiki-edit.html")]
struct Edit<'a> {
    f: Frame<'a>,
    top: Top,
    page: String,
    text: String,
    comment: String,
    comment_most: usize,
    parents: String,
    section: String,
    limit: String,
    said: Option<Safe>,
    /// Whether somebody has changed the page since it was opened.
    moved_on: bool,
    /// Who may change the page, where the visitor may not.
    locked: Option<String>,
    preview: Option<Safe>,
    note: Option<Note>,
    /// Since when the draft in the form is kept, where it is.
    kept_ms: Option<i64>,
    /// The draft that has gone to make room: what is said of it, and its text.
    crowded_out: Option<(String, String)>,
}

/// The form: with the draft that is kept, where there is one and it is not asked to stay away.
pub(super) fn form(spot: &Spot<'_>) -> Result<Answer, Fault> {
    let mut beside = Beside::default();
    let draft = match draft::kept(spot)? {
        Some(kept) if spot.here.asks("draft") != Some("no") => kept.into(),
        kept => {
            beside.other = kept.map(|kept| kept.begun.kept_ms);
            fresh(spot)
        }
    };
    page(spot, &draft, beside)
}

/// The page as it is, or the section that is asked for.
fn fresh(spot: &Spot<'_>) -> Draft {
    let text = spot.change().and_then(Change::text).unwrap_or_default();
    let section = spot
        .here
        .asks("section")
        .and_then(|number| number.parse().ok());
    let part = section.and_then(|number: usize| part(text, number).map(|it| (number, it)));
    Draft {
        text: part.map_or(text, |(_, part)| part).to_owned(),
        comment: match part {
            Some((number, _)) => heading(text, number),
            None => String::new(),
        },
        parents: spot.heads().to_vec(),
        section: part.map(|(number, _)| number),
        kept_ms: None,
    }
}

/// What stands in a section, from its heading to the next one.
fn part(text: &str, number: usize) -> Option<&str> {
    let all = sections(text);
    let bytes = match number.checked_sub(1) {
        Some(index) => all.get(index)?.bytes.clone(),
        None => 0..all.first().map_or(text.len(), |first| first.bytes.start),
    };
    text.get(bytes)
}

/// A comment that names the section.
fn heading(text: &str, number: usize) -> String {
    let all = sections(text);
    let section: Option<&Section> = number.checked_sub(1).and_then(|index| all.get(index));
    section.map_or_else(String::new, |section| {
        let name: String = section.heading.text.chars().take(100).collect();
        format!("{name}: ")
    })
}

/// The same form, as it was sent, with what is said of it.
pub(crate) fn again(spot: &Spot<'_>, fields: &Fields, said: Option<Safe>) -> Result<Answer, Fault> {
    let draft = read::draft(fields)?;
    let looks = fields.get("preview") == "yes";
    let preview = looks.then(|| {
        let rendered = text::rendered(spot.here, &spot.title, &draft.text, None)?;
        Ok::<_, Fault>(Safe(rendered.html))
    });
    let beside = Beside {
        preview: preview.transpose()?,
        said,
        ..Beside::default()
    };
    page(spot, &draft, beside)
}

/// The form with a draft in it.
pub(crate) fn page(spot: &Spot<'_>, draft: &Draft, beside: Beside) -> Result<Answer, Fault> {
    let here = spot.here;
    let id = match spot.is_written() {
        true => "site-wiki-edit-of",
        false => "site-wiki-new-of",
    };
    let title = here.say(id, args!["value" => spot.name()]).plain;
    let refused = beside.said.is_some();
    let form = Edit {
        f: Frame::new(here, title),
        top: Top::of(spot, "edit")?,
        page: spot.href(),
        text: draft.text.clone(),
        comment: draft.comment.clone(),
        comment_most: MAX_COMMENT_LETTERS,
        parents: shape::ids(&draft.parents),
        section: draft
            .section
            .map(|number| number.to_string())
            .unwrap_or_default(),
        limit: here
            .say("site-wiki-limit", args!["size" => limit(spot)])
            .plain,
        said: beside.said,
        moved_on: draft.parents != spot.heads(),
        locked: locked(spot)?,
        preview: beside.preview,
        kept_ms: draft.kept_ms,
        note: Note::of(spot, draft, beside.other),
        crowded_out: beside.crowded_out.map(|gone| told(spot, gone)),
    };
    let page = Page::html(form.render()?).private();
    Ok(match refused {
        true => page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into(),
        false => page.into(),
    })
}

/// What is said of a draft that has gone to make room, and its text.
fn told(spot: &Spot<'_>, gone: Kept) -> (String, String) {
    let value = crate::view::wiki::title(spot.here, &gone.begun.title);
    let said = spot
        .here
        .say("site-wiki-draft-gone", args!["value" => value]);
    (said.plain, gone.text)
}

fn limit(spot: &Spot<'_>) -> String {
    card::size(spot.here, u64::try_from(MAX_TEXT_BYTES).unwrap_or(u64::MAX))
}

/// Who may change the page, where the visitor may not.
fn locked(spot: &Spot<'_>) -> Result<Option<String>, Fault> {
    if spot.may_edit()? {
        return Ok(None);
    }
    let rules = spot.here.rules()?;
    let rank = rules.read().page(&spot.rules_id()).rank;
    let value = people::rank(spot.here, rank);
    let said = spot.here.say("site-wiki-locked", args!["value" => value]);
    Ok(Some(said.plain))
}
