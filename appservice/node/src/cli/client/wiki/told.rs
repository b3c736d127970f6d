//! What is left out and why, in words.

use secta_bot_kit::Lang;
use secta_wiki::title::{MAX_LETTERS, TitleFault};
use secta_wiki_formats::wiki::{folder::Skip, sheet::Odd};

use crate::{cli::client::show, phrases::say};

/// Why a file is left out.
pub(super) fn skip(why: &Skip, lang: Lang) -> String {
    let say = |id: &str, args: &[(&str, &str)]| say(lang, id, args);
    match why {
        Skip::Link => say("client-wiki-skip-link", &[]),
        Skip::NoFile => say("client-wiki-skip-no-file", &[]),
        Skip::NotText => say("client-wiki-skip-not-text", &[]),
        Skip::Large(max) => say(
            "client-wiki-skip-large",
            &[("kb", &(max / 1024).to_string())],
        ),
        Skip::Deep => say("client-wiki-skip-deep", &[]),
        Skip::Unreadable(reason) => say(
            "client-wiki-skip-unreadable",
            &[("reason", &show::line(reason))],
        ),
        Skip::Empty => say("client-wiki-skip-empty", &[]),
        Skip::Title(fault) => say("client-wiki-skip-title", &[("reason", &title(fault, lang))]),
        Skip::Taken(path) => say("client-wiki-skip-taken", &[("path", &show::line(path))]),
        Skip::NoSuchFile(path) => say(
            "client-wiki-skip-no-such-file",
            &[("path", &show::line(path))],
        ),
    }
}

/// What is odd about a note's front matter.
pub(super) fn odd(odd: Odd, lang: Lang) -> String {
    match odd {
        Odd::Broken => say(lang, "client-wiki-odd-broken", &[]),
        Odd::Shown => say(lang, "client-wiki-odd-shown", &[]),
    }
}

/// Why a text is no title.
fn title(fault: &TitleFault, lang: Lang) -> String {
    let say = |id: &str, args: &[(&str, &str)]| say(lang, id, args);
    match fault {
        TitleFault::Empty => say("client-wiki-title-empty", &[]),
        TitleFault::Long { letters } => {
            let (letters, max) = (letters.to_string(), MAX_LETTERS.to_string());
            say(
                "client-wiki-title-long",
                &[("letters", &letters), ("max", &max)],
            )
        }
        TitleFault::Character { character } => say(
            "client-wiki-title-character",
            &[("character", &character.to_string())],
        ),
        TitleFault::Invisible { character } => {
            let code = format!("U+{:04X}", u32::from(*character));
            say("client-wiki-title-invisible", &[("code", &code)])
        }
        TitleFault::Part { part } => say("client-wiki-title-part", &[("part", &show::line(part))]),
        TitleFault::Mixed { word } => {
            say("client-wiki-title-mixed", &[("word", &show::line(word))])
        }
        TitleFault::Prefix => say("client-wiki-title-prefix", &[]),
    }
}
