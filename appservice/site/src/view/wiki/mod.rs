//! The wiki as pages show it: texts, revisions, titles in lists.

pub(crate) mod beside;
pub(crate) mod line;
pub(crate) mod marks;
pub(crate) mod row;
pub(crate) mod text;

use secta_bot_kit::{Lang, args};
use secta_wiki::title::{Language, MAX_LETTERS, Title, TitleFault};

use crate::here::Here;

/// A title as the visitor reads it.
pub(crate) fn title(here: &Here, title: &Title) -> String {
    title.prefixed(language(here.lang()))
}

fn language(lang: Lang) -> Language {
    match lang {
        Lang::Ru => Language::Russian,
        Lang::En => Language::English,
    }
}

/// Why a text is no title, in the visitor's words.
pub(crate) fn fault(here: &Here, fault: &TitleFault) -> String {
    let (id, value) = match fault {
        TitleFault::Empty => ("site-wiki-title-empty", String::new()),
        TitleFault::Long { letters } => {
            let args = args!["n" => *letters, "most" => MAX_LETTERS];
            return here.say("site-wiki-title-long", args).plain;
        }
        TitleFault::Character { character } => ("site-wiki-title-character", character.to_string()),
        TitleFault::Invisible { .. } => ("site-wiki-title-invisible", String::new()),
        TitleFault::Part { part } => ("site-wiki-title-part", part.clone()),
        TitleFault::Mixed { word } => ("site-wiki-title-mixed", word.clone()),
        TitleFault::Prefix => ("site-wiki-title-prefix", String::new()),
    };
    here.say(id, args!["value" => value]).plain
}
