//! What of a page is read: its text with the contents, and its file.

use std::borrow::Cow;

use secta_bot_kit::{args, words::tidy};
use secta_wiki::{
    markdown::Heading,
    revision::{Attachment, Change},
};

use super::{file, spot::Spot};
use crate::{
    answer::Fault,
    ports::WikiPage,
    view::{
        Safe,
        wiki::{marks, text},
    },
};

/// From how many headings on a page has a list of them.
const CONTENTS: usize = 3;

/// A heading in the list of contents.
pub(super) struct Entry {
    pub href: String,
    pub text: String,
    /// How deep it stands, from 0.
    pub depth: u8,
}

/// What of a page is read.
#[derive(Default)]
pub(super) struct Body {
    pub html: Option<Safe>,
    pub contents: Vec<Entry>,
    pub file: Option<file::Shown>,
}

/// What a page says, to be read; with an address its sections can be edited there.
pub(super) fn shown(spot: &Spot<'_>, edited: Option<String>) -> Result<Body, Fault> {
    let words = |text: &str, file: Option<&Attachment>| {
        let read = match is_marked(spot.page.as_ref()) {
            true => {
                let say = |id| spot.here.say(id, args![]).plain;
                let names = [say("site-wiki-ours"), say("site-wiki-theirs")];
                marks::readable(text, [&names[0], &names[1]]).into()
            }
            false => Cow::Borrowed(text),
        };
        let rendered = text::rendered(spot.here, &spot.title, &read, edited.clone())?;
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

fn contents(headings: &[Heading]) -> Vec<Entry> {
    if headings.len() < CONTENTS {
        return Vec::new();
    }
    let least = headings.iter().map(|heading| heading.level).min();
    let listed = headings.iter().map(|heading| Entry {
        href: format!("#{}", heading.anchor),
        text: tidy(&heading.text, 200),
        depth: (heading.level - least.unwrap_or(heading.level)).min(4),
    });
    listed.collect()
}

/// Whether marks of conflict stand in the text: then it is edited as a whole.
pub(super) fn is_marked(page: Option<&WikiPage>) -> bool {
    page.is_some_and(|page| page.conflicts > 0)
}
