//! Who knocks, comes and goes.

use secta_bot_kit::{
    Effect, UserId, args,
    input::{Event, Member as Change, Membership},
};
use secta_record::act::Rank;
use secta_rules::query::Standing;

use crate::{
    memory::{self, Member, Place, Role},
    porch,
    scene::{Scene, account, user},
};

/// A membership changed in one of a community's rooms.
pub fn changed(scene: &mut Scene<'_, '_>, place: &Place, event: &Event, change: &Change) {
    let who = &change.user;
    if *who == scene.settings.selves.bot {
        bot_changed(scene, place, event, change);
        return;
    }
    // Where puppets and accounts of the site go, the service itself has led them.
    if scene.settings.selves.owns(who) {
        return;
    }
    match change.membership {
        Membership::Knock => {
            meet(scene, who, change);
            knocked(scene, place, who);
        }
        Membership::Join => {
            meet(scene, who, change);
            if !may_be_in(scene, place, who) {
                let remove = Effect::Remove {
                    room: event.room.clone(),
                    user: who.clone(),
                    reason: None,
                };
                scene
                    .ctx
                    .plan(&memory::community(&scene.id), "not-allowed", remove);
            }
        }
        Membership::Invite | Membership::Leave | Membership::Ban => {}
    }
}

/// Remembers the name and picture that somebody comes with.
fn meet(scene: &mut Scene<'_, '_>, who: &UserId, change: &Change) {
    let before = scene.member(who);
    let after = Member {
        name: change
            .display_name
            .clone()
            .filter(|name| name.len() <= 1024)
            .or(before.name.clone()),
        avatar: change.avatar_url.clone().or(before.avatar.clone()),
        ..before.clone()
    };
    if after != before {
        scene.keep_member(who, &after);
    }
}

/// Somebody knocks: they get a porch, and are let into the space; members into what their rank opens.
fn knocked(scene: &mut Scene<'_, '_>, place: &Place, who: &UserId) {
    if is_excluded(scene, who) {
        return;
    }
    porch::wanted(scene, who, None);
    if let Some(room) = scene
        .room(Role::Space)
        .filter(|_| place.role == Role::Space)
    {
        let invite = Effect::Invite {
            room,
            user: who.clone(),
        };
        scene
            .ctx
            .plan(&memory::community(&scene.id), "let-in", invite);
    }
}

fn is_excluded(scene: &Scene<'_, '_>, who: &UserId) -> bool {
    scene.rules.standing(&account(who), scene.now_ms()) == Standing::Excluded
}

/// Whether somebody's rank opens a room.
fn may_be_in(scene: &Scene<'_, '_>, place: &Place, who: &UserId) -> bool {
    let rank = scene.rules.rank(&account(who));
    match place.role {
        Role::Space | Role::Chronicle => true,
        Role::Porch => place.whose.as_ref() == Some(who),
        Role::Stream | Role::Square => rank >= Rank::Commenter && !is_excluded(scene, who),
        Role::Twilight | Role::Council => rank >= Rank::Trusted && !is_excluded(scene, who),
    }
}

/// The bot itself was removed: the founder hears of it. It cannot come back by itself.
fn bot_changed(scene: &mut Scene<'_, '_>, place: &Place, event: &Event, change: &Change) {
    let gone = matches!(change.membership, Membership::Leave | Membership::Ban);
    if !gone || event.sender == scene.settings.selves.bot || place.role == Role::Porch {
        return;
    }
    let Some(founder) = scene.rules.founder().map(|founder| user(&founder)) else {
        return;
    };
    let lang = scene.lang_of(&founder);
    let args = args!["room" => place.role.tag(), "who" => crate::scene::shown_id(&event.sender)];
    let text = scene.text(lang, "community-bot-removed", args);
    scene.tell(&founder, &text);
}
