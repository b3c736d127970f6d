//! Why a page is not changed, in words.

use secta_bot_kit::{
    Ctx, Lang, args,
    words::{Args, Text, tidy},
};
use secta_record::act::Rank;
use secta_rules::Refusal;
use secta_wiki::title::{MAX_LETTERS, TitleFault};

use crate::revise::No;

/// How much of a title is shown, in characters.
const SHOWN: usize = 60;

/// Why not.
pub fn no(ctx: &Ctx<'_>, lang: Lang, no: &No) -> Text {
    let say = |id: &str, args: Args| ctx.words().text(lang, id, &args);
    match no {
        No::Title(fault) => title(ctx, lang, fault),
        No::Refused(refusal) => refused(ctx, lang, refusal),
        No::Long(max) => say("wiki-no-long", args!["max" => (max / 1024) as u64]),
        No::Comment(max) => say("wiki-no-comment", args!["max" => *max as u64]),
        No::Empty => say("wiki-no-empty", args![]),
        No::SameTitle => say("wiki-no-same-title", args![]),
        No::File => say("wiki-no-file", args![]),
    }
}

fn refused(ctx: &Ctx<'_>, lang: Lang, refusal: &Refusal) -> Text {
    let (id, args) = match refusal {
        Refusal::Excluded => ("wiki-no-excluded", args![]),
        Refusal::Muted { .. } => ("wiki-no-muted", args![]),
        Refusal::RankTooLow { needed, .. } => {
            ("wiki-no-rank", args!["needed" => rank(ctx, lang, *needed)])
        }
        Refusal::NotOwnItem => ("wiki-no-not-own", args![]),
        Refusal::RevisionHidden => ("wiki-no-hidden", args![]),
        Refusal::SameProtection => ("wiki-no-same", args![]),
        Refusal::UnknownPage | Refusal::UnknownRevision => ("wiki-no-unknown", args![]),
        Refusal::BadParents { max } => ("wiki-no-parents", args!["max" => *max]),
        Refusal::RevisionExists => ("wiki-no-twice", args![]),
        _ => ("wiki-no-service", args![]),
    };
    let rule = format!("{:?}", refusal.rule());
    let text = ctx.words().text(lang, id, &args);
    let args = args!["text" => text, "rule" => rule];
    ctx.words().text(lang, "wiki-refused", &args)
}

fn rank(ctx: &Ctx<'_>, lang: Lang, rank: Rank) -> Text {
    let id = match rank {
        Rank::Ghost => "wiki-rank-ghost",
        Rank::Commenter => "wiki-rank-commenter",
        Rank::Trusted => "wiki-rank-trusted",
    };
    ctx.words().text(lang, id, &args![])
}

/// Why a title is none.
pub fn title(ctx: &Ctx<'_>, lang: Lang, fault: &TitleFault) -> Text {
    let shown = |text: &str| tidy(text, SHOWN);
    let (id, args) = match fault {
        TitleFault::Empty => ("wiki-title-empty", args![]),
        TitleFault::Long { letters } => (
            "wiki-title-long",
            args!["n" => *letters as u64, "max" => MAX_LETTERS as u64],
        ),
        TitleFault::Character { character } => (
            "wiki-title-character",
            args!["character" => character.to_string()],
        ),
        TitleFault::Invisible { character } => (
            "wiki-title-invisible",
            args!["code" => format!("U+{:04X}", u32::from(*character))],
        ),
        TitleFault::Part { part } => ("wiki-title-part", args!["part" => shown(part)]),
        TitleFault::Mixed { word } => ("wiki-title-mixed", args!["word" => shown(word)]),
        TitleFault::Prefix => ("wiki-title-prefix", args![]),
    };
    ctx.words().text(lang, id, &args)
}
