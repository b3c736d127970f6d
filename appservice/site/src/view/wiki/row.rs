//! Pages in lists.

use secta_bot_kit::args;

use crate::{
    answer::Fault,
    here::Here,
    links,
    ports::{PageKey, PageLine},
    view::{card, safe},
};

/// A page in a list.
pub(crate) struct Row {
    pub title: String,
    pub href: String,
    /// Where it moved to.
    pub moved: Option<String>,
    /// How many link to it, in words; empty where none does.
    pub linked: String,
    /// The size of a file, in words.
    pub size: String,
    /// Where its picture is.
    pub picture: Option<String>,
}

/// A page in a list.
pub(crate) fn row(here: &Here, line: &PageLine) -> Result<Row, Fault> {
    let id = here.community_id()?;
    let file = line.file.as_ref();
    let picture = file.filter(|file| safe::picture(&file.content_type));
    Ok(Row {
        title: super::title(here, &line.title),
        href: links::wiki(&id, &line.title),
        moved: line.moved_to.as_ref().map(|to| super::title(here, to)),
        linked: match line.linked {
            0 => String::new(),
            n => here.say("site-wiki-linked", args!["n" => n]).plain,
        },
        size: file.map_or_else(String::new, |file| card::size(here, file.bytes)),
        picture: picture.map(|file| links::wiki_file(&id, file)),
    })
}

/// The place in a list as it stands in an address.
pub(crate) fn key_text(key: &PageKey) -> String {
    format!("{}.{}", key.linked, key.key)
}

/// The place that an address names.
pub(crate) fn key_of(text: &str) -> Option<PageKey> {
    let (linked, key) = text.split_once('.')?;
    Some(PageKey {
        linked: linked.parse().ok()?,
        key: key.to_owned(),
    })
}
