//! Why something may not be done: each refusal of the rules in words, with its numbers and its rule.

use secta_bot_kit::{
    Lang, args,
    words::{Args, Text},
};
use secta_record::act::Rank;
use secta_rules::Refusal;

use crate::scene::Scene;

/// How much of a text is given back, in bytes.
const GIVEN_BACK: usize = crate::words::TEXT_MAX;

/// Whether a refusal needs no words: what was asked for is so already, or is long gone.
pub fn is_idle(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::SameOpinion { .. }
            | Refusal::AlreadyModerated { .. }
            | Refusal::AlreadyVoted
            | Refusal::NoSuchVote
            | Refusal::UnknownItem
            | Refusal::UnknownCase
            | Refusal::NotOwnItem
            | Refusal::ItemWithdrawn
            | Refusal::CaseClosed
    )
}

/// A refusal in words.
pub fn refusal(scene: &Scene<'_, '_>, lang: Lang, refusal: &Refusal) -> Text {
    let (id, args) = phrase(scene, lang, refusal);
    with_rule(scene, lang, scene.text(lang, id, args), refusal)
}

/// The words of a refusal with its rule.
pub fn with_rule(scene: &Scene<'_, '_>, lang: Lang, text: Text, refusal: &Refusal) -> Text {
    let rule = format!("{:?}", refusal.rule());
    scene.text(
        lang,
        "community-refused",
        args!["text" => text, "rule" => rule],
    )
}

/// A rank's name.
pub fn rank(scene: &Scene<'_, '_>, lang: Lang, rank: Rank) -> Text {
    let id = match rank {
        Rank::Ghost => "community-rank-ghost",
        Rank::Commenter => "community-rank-commenter",
        Rank::Trusted => "community-rank-trusted",
    };
    scene.text(lang, id, args![])
}

/// A text with what its reader wrote below it.
pub fn with_text_back(scene: &Scene<'_, '_>, lang: Lang, text: &Text, said: &str) -> Text {
    if said.trim().is_empty() {
        return text.clone();
    }
    let mut end = said.len().min(GIVEN_BACK);
    while !said.is_char_boundary(end) {
        end -= 1;
    }
    let said = said.get(..end).unwrap_or_default();
    let head = scene.text(lang, "community-text-back", args![]);
    Text::paragraphs([text.clone(), head, Text::verbatim(said)])
}

/// The phrase of a refusal, with its numbers.
fn phrase(scene: &Scene<'_, '_>, lang: Lang, refusal: &Refusal) -> (&'static str, Args) {
    let until = |ms: i64| scene.instant(lang, ms);
    match refusal {
        Refusal::NotFounded
        | Refusal::AlreadyFounded
        | Refusal::NotTheService
        | Refusal::AlreadyJoined => ("community-no-service", args![]),
        Refusal::BadPolicy(faults) => {
            let faults = scene.speech(lang).faults(faults);
            ("community-no-policy", args!["faults" => faults])
        }
        Refusal::SamePolicy => ("community-no-same-policy", args![]),
        Refusal::Excluded => ("community-no-excluded", args![]),
        Refusal::Muted { until_ms } => ("community-no-muted", args!["until" => until(*until_ms)]),
        Refusal::RankTooLow {
            rank: is, needed, ..
        } => (
            "community-no-rank",
            args!["rank" => rank(scene, lang, *is), "needed" => rank(scene, lang, *needed)],
        ),
        Refusal::TooManyPending { waiting, max } => (
            "community-no-pending",
            args!["n" => *waiting, "max" => *max],
        ),
        Refusal::TooManySupertags { count, max } => (
            "community-no-supertags",
            args!["n" => *count, "max" => *max],
        ),
        Refusal::ItemExists => ("community-no-item-exists", args![]),
        Refusal::UnknownItem
        | Refusal::UnknownCase
        | Refusal::UnknownAppeal
        | Refusal::UnknownProposal
        | Refusal::UnknownPage
        | Refusal::UnknownRevision => ("community-no-unknown", args![]),
        Refusal::NotAPost | Refusal::NotInThread => ("community-no-thread", args![]),
        Refusal::ItemHidden => ("community-no-hidden", args![]),
        Refusal::ItemWithdrawn | Refusal::RevisionHidden => ("community-no-withdrawn", args![]),
        Refusal::ItemExpired { ended_ms } => {
            ("community-no-expired", args!["at" => until(*ended_ms)])
        }
        Refusal::OwnItem => ("community-no-own", args![]),
        Refusal::NotOwnItem => ("community-no-not-own", args![]),
        Refusal::SameOpinion { .. }
        | Refusal::AlreadyModerated { .. }
        | Refusal::AlreadyVoted
        | Refusal::SameProtection => ("community-no-same", args![]),
        Refusal::NoSuchVote => ("community-no-vote", args![]),
        Refusal::VoteTookEffect => ("community-no-effect", args![]),
        Refusal::TooLateToWithdraw { ended_ms } => {
            ("community-no-late", args!["at" => until(*ended_ms)])
        }
        Refusal::ArgumentTooShort { count, min } => {
            ("community-no-argument", args!["n" => *count, "min" => *min])
        }
        Refusal::NothingToArgue => ("community-no-argue", args![]),
        Refusal::AlreadyExcluded | Refusal::InviteeExcluded => {
            ("community-no-excluded-already", args![])
        }
        Refusal::CaseOverturned => ("community-no-overturned", args![]),
        Refusal::CaseExists
        | Refusal::AppealExists
        | Refusal::ProposalExists
        | Refusal::RevisionExists
        | Refusal::BadParents { .. } => ("community-no-exists", args![]),
        Refusal::CaseClosed | Refusal::AppealClosed | Refusal::ProposalClosed => {
            ("community-no-closed", args![])
        }
        Refusal::NoInvitation => ("community-no-invitation", args![]),
        Refusal::AlreadyMember { rank: is } => (
            "community-no-member",
            args!["rank" => rank(scene, lang, *is)],
        ),
        Refusal::NothingToAppeal => ("community-no-appeal", args![]),
        Refusal::AppealOpen => ("community-no-appeal-open", args![]),
        Refusal::AppealTooSoon { from_ms } => {
            ("community-no-appeal-soon", args!["from" => until(*from_ms)])
        }
        Refusal::AppealEmpty => ("community-appeal-empty", args![]),
        Refusal::IndexTooLow { index, .. } => ("community-no-index", args!["index" => *index]),
        Refusal::SupertagWords { count, max } => (
            "community-no-supertag-words",
            args!["n" => *count, "max" => *max],
        ),
        Refusal::DefinitionTooShort { count, min } => (
            "community-no-definition",
            args!["n" => *count, "min" => *min],
        ),
        Refusal::SupertagExists { name } => (
            "community-no-supertag-exists",
            args!["name" => secta_bot_kit::words::tidy(name, 100)],
        ),
        Refusal::BadPersonal => ("community-no-personal", args![]),
    }
}
