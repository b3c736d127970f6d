//! `/c/{c}/write`: a new post, or another text for one's own; with a look at it before it is sent.

use askama::Template;
use secta_bot_kit::args;
use secta_record::act::{ItemId, Rank};
use secta_wiki_formats::markdown;

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    forms::{fields::Fields, read::text},
    here::Here,
    view::{Safe, safe},
};

#[derive(Template)]
#[template(path = "write.html")]
struct Write<'a> {
    f: Frame<'a>,
    deed: String,
    /// What is changed, or answered.
    item: String,
    parent: String,
    back: String,
    text: String,
    preview: Option<Safe>,
    ghost: bool,
    supertags: Vec<String>,
}

/// The form.
pub(crate) fn write(here: &Here) -> Result<Answer, Fault> {
    here.signed_in()?;
    let edited: Option<ItemId> = here.asks("item").and_then(|item| item.parse().ok());
    let text = match edited {
        Some(item) => own_text(here, &item)?,
        None => String::new(),
    };
    let page = Write {
        deed: if edited.is_some() { "edit" } else { "post" }.to_owned(),
        item: edited.map(|item| item.to_string()).unwrap_or_default(),
        parent: String::new(),
        back: match edited {
            Some(item) => crate::links::item(&here.community_id()?, &item),
            None => here.link(""),
        },
        text,
        preview: None,
        ..Write::new(here, edited.is_some())?
    };
    Ok(Page::html(page.render()?).private().into())
}

/// The same form with what it would look like.
pub(crate) fn preview(here: &Here, fields: &Fields) -> Result<Answer, Fault> {
    let text = text(fields);
    let html = markdown::to_html(&text);
    let page = Write {
        deed: fields.get("deed").to_owned(),
        item: fields.get("item").to_owned(),
        parent: fields.get("parent").to_owned(),
        back: fields.back().to_owned(),
        preview: Some(safe::members_html(&html)),
        text,
        ..Write::new(here, fields.get("deed") == "edit")?
    };
    Ok(Page::html(page.render()?).private().into())
}

impl<'a> Write<'a> {
    fn new(here: &'a Here, edits: bool) -> Result<Self, Fault> {
        let rules = here.rules()?;
        let rules = rules.read();
        let title = match edits {
            true => "site-change-text",
            false => "site-write",
        };
        let supertags = rules.supertags().into_iter().take(40);
        Ok(Self {
            ghost: here.rank(&rules) != Rank::Trusted,
            supertags: supertags.map(|supertag| supertag.name.clone()).collect(),
            f: Frame::new(here, here.say(title, args![]).plain),
            deed: String::new(),
            item: String::new(),
            parent: String::new(),
            back: String::new(),
            text: String::new(),
            preview: None,
        })
    }
}

/// What one has written, as it was written.
fn own_text(here: &Here, item: &ItemId) -> Result<String, Fault> {
    let id = here.community_id()?;
    let found = here.site.ports.library.items(&id, &[*item])?;
    let mut own = found
        .into_iter()
        .filter(|found| here.account().as_ref() == Some(&found.author));
    let content = own.next().and_then(|found| found.content);
    content.map(|content| content.text).ok_or(Fault::Missing)
}
