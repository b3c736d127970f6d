//! Ranks become memberships; invitations, names, wallets.

use secta_bot_kit::{Effect, UserId, args};
use secta_record::act::{AccountId, Currency, Grant, Profile, Promote, Rank, Wallet};

use crate::{
    levels,
    memory::{self, Member, Role},
    scene::{Scene, user},
};

/// The rooms that a rank opens.
pub fn rooms_of(rank: Rank) -> &'static [Role] {
    match rank {
        Rank::Ghost => &[],
        Rank::Commenter => &[Role::Space, Role::Stream, Role::Square],
        Rank::Trusted => &[
            Role::Space,
            Role::Stream,
            Role::Square,
            Role::Twilight,
            Role::Council,
        ],
    }
}

/// Invites somebody to the rooms that their rank opens. An account of the site comes in by itself.
pub fn let_in(scene: &mut Scene<'_, '_>, who: &UserId, rank: Rank) {
    let native = scene.settings.selves.is_native(who);
    for room in scene.rooms(rooms_of(rank)) {
        if native {
            let (_, appear) = scene.puppet(who, rank, &room);
            scene
                .ctx
                .plan(&memory::community(&scene.id), "let-in", appear);
            continue;
        }
        let invite = Effect::Invite {
            room,
            user: who.clone(),
        };
        scene
            .ctx
            .plan(&memory::community(&scene.id), "let-in", invite);
    }
}

/// Somebody rose by their own item (R2, R4, R5).
pub fn promoted(scene: &mut Scene<'_, '_>, promote: &Promote) {
    let who = user(&promote.account);
    let_in(scene, &who, promote.to);
    let id = match promote.to {
        Rank::Trusted => "community-now-trusted",
        Rank::Ghost | Rank::Commenter => "community-now-commenter",
    };
    let args = args!["votes" => promote.why.votes, "needed" => promote.why.threshold];
    let text = scene.text_for(&who, id, args);
    scene.tell(&who, &text);
}

/// A post earned its author an invitation (R4).
pub fn granted(scene: &mut Scene<'_, '_>, grant: &Grant) {
    let who = user(&grant.account);
    let left = scene.rules.invitations(&grant.account).saturating_add(1);
    let text = scene.text_for(&who, "community-granted", args!["n" => left]);
    scene.tell(&who, &text);
}

/// A trusted member made somebody a commenter (R7).
pub fn invited(scene: &mut Scene<'_, '_>, by: &UserId, account: &AccountId) {
    let who = user(account);
    let_in(scene, &who, Rank::Commenter);
    let args = args!["by" => scene.name_of(by), "name" => scene.hall.name.as_str()];
    let text = scene.text_for(&who, "community-invited", args);
    scene.tell(&who, &text);
}

/// A mute's time is over (R10).
pub fn unmuted(scene: &mut Scene<'_, '_>, account: &AccountId) {
    let who = user(account);
    levels::unmute(scene, &who);
    let text = scene.text(scene.lang_of(&who), "community-unmuted", args![]);
    scene.tell(&who, &text);
}

/// Somebody described themselves.
pub fn described(scene: &mut Scene<'_, '_>, who: &UserId, profile: &Profile) {
    let member = scene.member(who);
    let about = profile.about.clone();
    scene.keep_member(who, &Member { about, ..member });
}

/// Somebody published or removed a wallet.
pub fn wallet(scene: &mut Scene<'_, '_>, who: &UserId, wallet: &Wallet) {
    let mut member = scene.member(who);
    let Some(currency) = wallet.currency.map(currency_name) else {
        return;
    };
    match &wallet.address {
        Some(address) => member.wallets.insert(currency.to_owned(), address.clone()),
        None => member.wallets.remove(currency),
    };
    scene.keep_member(who, &member);
}

/// The short name of a currency.
pub fn currency_name(currency: Currency) -> &'static str {
    match currency {
        Currency::Btc => "BTC",
        Currency::Xmr => "XMR",
        Currency::Eth => "ETH",
    }
}
