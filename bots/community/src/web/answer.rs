//! What is said of a form: that it was done, or why not.

use secta_bot_kit::{
    Lang, args,
    ids::permalink,
    web::Answer,
    words::{Args, Text},
};
use secta_record::act::ItemId;
use secta_rules::{Ask, Fact, Quiet, Refusal, What};

use super::read::Fault;
use crate::{
    explain,
    scene::{Scene, user},
};

/// It was not done.
pub fn no(text: Text) -> Answer {
    of(false, text, None)
}

fn of(done: bool, text: Text, item: Option<ItemId>) -> Answer {
    Answer {
        done,
        plain: text.plain,
        html: text.html,
        item,
    }
}

/// It was done.
pub fn yes(text: Text) -> Answer {
    of(true, text, None)
}

/// What cannot be asked so.
pub fn fault(scene: &Scene<'_, '_>, lang: Lang, fault: &Fault) -> Text {
    match fault {
        Fault::Phrase(phrase) => scene.text(lang, phrase, args![]),
        Fault::EditThere(room, event) => {
            let link = permalink(room, Some(event), &scene.settings.selves.server);
            scene.text(lang, "community-web-edit-there", args!["link" => link])
        }
    }
}

/// A refusal of the rules: as to a command, without the names of commands.
pub fn refusal(scene: &Scene<'_, '_>, lang: Lang, refusal: &Refusal) -> Text {
    let (id, args) = match refusal {
        Refusal::Excluded => ("community-web-no-excluded", args![]),
        Refusal::Muted { until_ms } => (
            "community-web-no-muted",
            args!["until" => scene.instant(lang, *until_ms)],
        ),
        Refusal::TooManyPending { waiting, max } => (
            "community-web-no-pending",
            args!["n" => *waiting, "max" => *max],
        ),
        Refusal::AppealEmpty => ("community-web-appeal-empty", args![]),
        other => return explain::refusal(scene, lang, other),
    };
    explain::with_rule(scene, lang, scene.text(lang, id, args), refusal)
}

/// What was asked is done.
pub fn done(scene: &Scene<'_, '_>, lang: Lang, ask: &Ask, facts: &[Fact]) -> Answer {
    let (id, args) = phrase(scene, lang, ask, facts);
    of(true, scene.text(lang, id, args), item(ask))
}

fn item(ask: &Ask) -> Option<ItemId> {
    match ask {
        Ask::Post { item, .. }
        | Ask::Comment { item, .. }
        | Ask::Edit { item, .. }
        | Ask::Withdraw { item }
        | Ask::Vote { item, .. }
        | Ask::Unvote { item, .. }
        | Ask::Moderate { item, .. } => Some(*item),
        _ => None,
    }
}

fn phrase(scene: &Scene<'_, '_>, lang: Lang, ask: &Ask, facts: &[Fact]) -> (&'static str, Args) {
    let policy = scene.rules.policy();
    let time = |ms| args!["time" => scene.duration(lang, ms)];
    let waits = facts
        .iter()
        .any(|fact| matches!(fact.what, What::Quiet(Quiet::Submit { .. })));
    match ask {
        Ask::Post { .. } | Ask::Comment { .. } if waits => {
            ("community-web-waits", time(policy.twilight_ms))
        }
        Ask::Post { .. } => ("community-web-posted", args![]),
        Ask::Comment { .. } => ("community-web-commented", args![]),
        Ask::Edit { .. } => ("community-web-edited", args![]),
        Ask::Withdraw { .. } => ("community-web-withdrawn", args![]),
        Ask::Moderate { .. } => ("community-web-moderated", args![]),
        Ask::Unvote { .. }
        | Ask::Unmoderate { .. }
        | Ask::AppealUnvote { .. }
        | Ask::ProposalUnvote { .. } => ("community-web-unvoted", args![]),
        Ask::Appeal { .. } => ("community-web-appealed", time(policy.appeal_ms)),
        Ask::ProposeSupertag { .. } => ("community-supertag-done", args![]),
        Ask::Invite { account } => (
            "community-invite-done",
            args!["who" => scene.name_of(&user(account))],
        ),
        Ask::Profile(_) => ("community-profile-done", args![]),
        Ask::Wallet(wallet) if wallet.address.is_some() => ("community-wallet-added", args![]),
        Ask::Wallet(_) => ("community-wallet-removed", args![]),
        // Votes; the rest are asked by no form.
        _ => ("community-web-voted", args![]),
    }
}
