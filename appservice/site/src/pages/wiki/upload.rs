//! `/c/{c}/wiki-upload`, and `?upload` of a file's page: the form for a file.

use askama::Template;
use axum::http::StatusCode;
use secta_bot_kit::args;
use secta_wiki::{
    revision::{Change, MAX_COMMENT_LETTERS},
    title::Namespace,
};

use super::spot::Spot;
use crate::{
    answer::{Answer, Fault, Page},
    forms::{fields::Fields, wiki::shape},
    here::Here,
    pages::frame::Frame,
    view::Safe,
};

#[derive(Template)]
#[template(path = "wiki-upload.html")]
struct Upload<'a> {
    f: Frame<'a>,
    title: String,
    /// Whether the title is that of the page one comes from.
    fixed: bool,
    text: String,
    comment: String,
    comment_most: usize,
    parents: String,
    said: Option<Safe>,
}

/// A new file.
pub(crate) fn new(here: &Here) -> Result<Answer, Fault> {
    here.signed_in()?;
    here.community()?;
    let form = blank(here);
    Ok(Page::html(form.render()?).private().into())
}

/// A file for a page of the wiki, or another version of the one that is there.
pub(super) fn version(spot: &Spot<'_>) -> Result<Answer, Fault> {
    spot.here.signed_in()?;
    if spot.title.namespace() != Namespace::File {
        return Err(Fault::Missing);
    }
    let text = spot.change().and_then(Change::text).unwrap_or_default();
    let form = Upload {
        title: spot.name(),
        fixed: true,
        text: text.to_owned(),
        parents: shape::ids(spot.heads()),
        ..blank(spot.here)
    };
    Ok(Page::html(form.render()?).private().into())
}

/// The form as it was sent, with what is said of it.
pub(crate) fn again(here: &Here, fields: &Fields, said: Safe) -> Result<Answer, Fault> {
    let form = Upload {
        title: fields.get("title").to_owned(),
        fixed: fields.get("fixed") == "yes",
        text: fields.get("text").to_owned(),
        comment: fields.get("comment").to_owned(),
        parents: fields.get("parents").to_owned(),
        said: Some(said),
        ..blank(here)
    };
    let page = Page::html(form.render()?);
    Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
}

fn blank(here: &Here) -> Upload<'_> {
    Upload {
        f: Frame::new(here, here.say("site-wiki-upload", args![]).plain),
        title: String::new(),
        fixed: false,
        text: String::new(),
        comment: String::new(),
        comment_most: MAX_COMMENT_LETTERS,
        parents: String::new(),
        said: None,
    }
}
