//! `?edit`: a page's text to be changed, whole or by a section, with a look at it before it is saved.

use askama::Template;
use axum::http::StatusCode;
use secta_bot_kit::args;
use secta_wiki::{
    RevisionId,
    markdown::{Section, sections},
    revision::{Change, MAX_COMMENT_LETTERS, MAX_TEXT_BYTES},
};

use super::{spot::Spot, top::Top};
use crate::{
    answer::{Answer, Fault, Page},
    forms::{
        fields::Fields,
        wiki::{read, shape},
    },
    pages::frame::Frame,
    view::{Safe, card, people, wiki::text},
};

/// What a member is writing.
#[derive(Default)]
pub(crate) struct Draft {
    pub text: String,
    pub comment: String,
    /// The revisions that were seen.
    pub parents: Vec<RevisionId>,
    /// The section that is written; nothing for the whole.
    pub section: Option<usize>,
}

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
}

/// The form.
pub(super) fn form(spot: &Spot<'_>) -> Result<Answer, Fault> {
    spot.here.signed_in()?;
    let text = spot.change().and_then(Change::text).unwrap_or_default();
    let section = spot
        .here
        .asks("section")
        .and_then(|number| number.parse().ok());
    let part = section.and_then(|number: usize| part(text, number).map(|it| (number, it)));
    let draft = Draft {
        text: part.map_or(text, |(_, part)| part).to_owned(),
        comment: match part {
            Some((number, _)) => heading(text, number),
            None => String::new(),
        },
        parents: spot.heads().to_vec(),
        section: part.map(|(number, _)| number),
    };
    page(spot, &draft, None, None)
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
    page(spot, &draft, preview.transpose()?, said)
}

/// The form with a draft in it.
pub(crate) fn page(
    spot: &Spot<'_>,
    draft: &Draft,
    preview: Option<Safe>,
    said: Option<Safe>,
) -> Result<Answer, Fault> {
    let here = spot.here;
    let id = match spot.is_written() {
        true => "site-wiki-edit-of",
        false => "site-wiki-new-of",
    };
    let title = here.say(id, args!["value" => spot.name()]).plain;
    let refused = said.is_some();
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
        said,
        moved_on: draft.parents != spot.heads(),
        locked: locked(spot)?,
        preview,
    };
    let page = Page::html(form.render()?).private();
    Ok(match refused {
        true => page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into(),
        false => page.into(),
    })
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
    let rank = crate::here::read(&rules).page(&spot.rules_id()).rank;
    let value = people::rank(spot.here, rank);
    let said = spot.here.say("site-wiki-locked", args!["value" => value]);
    Ok(Some(said.plain))
}
