//! Why something may not be done, in words.

use secta_bot_kit::{Ctx, Lang, args, words::Text};
use secta_rules::Refusal;

use crate::{Settings, show};

/// A refusal of the rules, with the rule that refuses.
pub fn refusal(settings: &Settings, ctx: &Ctx<'_>, lang: Lang, refusal: &Refusal) -> Text {
    let until = |at_ms| show::instant(settings, ctx, lang, (at_ms, ctx.now_ms()));
    let (id, args) = match refusal {
        Refusal::Excluded => ("chronicle-no-excluded", args![]),
        Refusal::Muted { until_ms } => ("chronicle-no-muted", args!["until" => until(*until_ms)]),
        Refusal::RankTooLow { .. } => ("chronicle-no-rank", args![]),
        Refusal::OwnItem => ("chronicle-no-own", args![]),
        Refusal::NotOwnItem => ("chronicle-no-not-own", args![]),
        Refusal::AlreadyVoted => ("chronicle-no-same", args![]),
        Refusal::NoSuchVote => ("chronicle-no-vote", args![]),
        Refusal::TooLateToWithdraw { ended_ms } => {
            ("chronicle-no-late", args!["at" => until(*ended_ms)])
        }
        Refusal::ItemHidden => ("chronicle-no-hidden", args![]),
        Refusal::ItemWithdrawn => ("chronicle-taken-back", args![]),
        Refusal::ProposalClosed => ("chronicle-no-closed", args![]),
        _ => ("chronicle-no-unknown", args![]),
    };
    let rule = format!("{:?}", refusal.rule());
    ctx.words().text(lang, id, &args.with("rule", rule))
}
