//! `!ранг`, `!профиль`, `!кошелёк`, `!спасибо`.

use secta_bot_kit::{
    UserId, args,
    grammar::Command,
    words::{Text, tidy},
};
use secta_rules::query::Standing;

use crate::{
    asked, explain, qr,
    scene::{Scene, account},
};

/// The most codes that are shown at a time.
const CODES_MAX: usize = 3;

/// Whom a command is about: who is named in it, or who asks.
fn subject(command: &Command) -> UserId {
    let named = asked::user_in(&command.args, command.html.as_deref());
    named.unwrap_or_else(|| command.event.sender.clone())
}

/// `!ранг [@user]`.
pub fn rank(scene: &mut Scene<'_, '_>, command: &Command) {
    let text = about(scene, &subject(command));
    scene.ctx.reply(&command.event, &text);
}

/// Rank, standing, index and invitations of somebody.
pub fn about(scene: &Scene<'_, '_>, who: &UserId) -> Text {
    let lang = scene.ctx.lang();
    let (account, now_ms) = (account(who), scene.now_ms());
    let head = args![
        "who" => scene.name_of(who),
        "rank" => explain::rank(scene, lang, scene.rules.rank(&account)),
        "index" => scene.rules.index(&account),
    ];
    let mut lines = vec![scene.text(lang, "community-rank", head)];
    match scene.rules.standing(&account, now_ms) {
        Standing::Active => {}
        Standing::Muted { until_ms } => {
            let until = scene.instant(lang, until_ms);
            lines.push(scene.text(lang, "community-rank-muted", args!["until" => until]));
        }
        Standing::Excluded => lines.push(scene.text(lang, "community-rank-excluded", args![])),
    }
    let invitations = scene.rules.invitations(&account);
    if invitations > 0 {
        lines.push(scene.text(
            lang,
            "community-rank-invitations",
            args!["n" => invitations],
        ));
    }
    if let Some(invitation) = scene.rules.invitation(&account) {
        let by = crate::scene::shown_id(&crate::scene::user(&invitation.by));
        lines.push(scene.text(lang, "community-rank-invited", args!["by" => by]));
    }
    Text::lines(lines)
}

/// `!профиль [@user]`: without a text, who somebody is.
pub fn profile(scene: &mut Scene<'_, '_>, command: &Command) {
    let who = subject(command);
    let member = scene.member(&who);
    let said = member
        .about
        .map(|about| Text::verbatim(&tidy(&about, 1000)))
        .unwrap_or_default();
    let text = Text::lines([
        about(scene, &who),
        badge(scene, &who),
        said,
        addresses(scene, &who),
    ]);
    scene.ctx.reply(&command.event, &text);
}

/// The sign of joining of whoever has gone through the onboarding quest.
fn badge(scene: &Scene<'_, '_>, who: &UserId) -> Text {
    let view = scene.rules.account(&account(who), scene.now_ms());
    let joined_ms = view.and_then(|view| view.joined_ms);
    let lang = scene.ctx.lang();
    joined_ms
        .map(|at_ms| scene.instant(lang, at_ms))
        .map(|at| scene.text(lang, "community-profile-joined", args!["at" => at]))
        .unwrap_or_default()
}

fn addresses(scene: &Scene<'_, '_>, who: &UserId) -> Text {
    let lang = scene.ctx.lang();
    let wallets = scene.member(who).wallets;
    Text::list(wallets.iter().map(|(currency, address)| {
        let args = args!["currency" => currency.as_str(), "address" => address.as_str()];
        scene.text(lang, "community-wallet-line", args)
    }))
}

/// `!кошелёк`: the asker's own.
pub fn wallets(scene: &mut Scene<'_, '_>, command: &Command) {
    let own = addresses(scene, &command.event.sender);
    let text = if own.is_empty() {
        scene.text(scene.ctx.lang(), "community-wallet-none", args![])
    } else {
        own
    };
    scene.ctx.reply(&command.event, &text);
}

/// `!спасибо` about an item: its author's wallets, each with its code.
pub fn thanks(scene: &mut Scene<'_, '_>, command: &Command) {
    let lang = scene.ctx.lang();
    let item = command
        .event
        .meant(&command.args)
        .and_then(|event| asked::known_item(&*scene.ctx, &event));
    let author = item.and_then(|(_, item)| scene.author(&item));
    let Some(author) = author else {
        let text = scene.text(lang, "community-thanks-whom", args![]);
        scene.ctx.refuse(&command.event, &text);
        return;
    };
    let wallets = addresses(scene, &author);
    let who = scene.name_of(&author);
    let text = if wallets.is_empty() {
        scene.text(lang, "community-thanks-none", args!["who" => who])
    } else {
        Text::lines([
            scene.text(lang, "community-thanks", args!["who" => who]),
            wallets,
        ])
    };
    scene.ctx.reply(&command.event, &text);
    show_codes(scene, command, &author);
}

/// The codes of somebody's wallets.
fn show_codes(scene: &mut Scene<'_, '_>, command: &Command, author: &UserId) {
    let lang = scene.ctx.lang();
    for (currency, address) in scene.member(author).wallets.iter().take(CODES_MAX) {
        let args = args!["currency" => currency.as_str(), "who" => scene.name_of(author)];
        let caption = scene.text(lang, "community-thanks-code", args);
        if let Some(image) = qr::image(currency, address, caption) {
            scene.ctx.reply_image(&command.event, &image);
        }
    }
}
