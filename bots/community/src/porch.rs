//! The porch: a private room for one, from which a newcomer writes. Its greeting, the first thing said in it, carries
//! whose porch it is ([`About::Porch`]): other bots go on from there.

use secta_bot_kit::{
    Effect, RoomId, Scope, UserId, args,
    community::About,
    effect::ABOUT_FIELD,
    ids::permalink,
    input::Event,
    journal::{EffectResult, Outcome},
    words::{Answering, Text, notice},
};
use secta_record::act::Rank;
use serde_json::json;

use crate::{
    memory::{self, Place, Role},
    scene::{Scene, account},
};

/// The tag of the room's making.
pub const MAKE: &str = "porch";

/// Makes somebody's porch, unless it is there or being made. Users of the service's own have none.
pub fn open(scene: &mut Scene<'_, '_>, who: &UserId) {
    if scene.settings.selves.owns(who) {
        return;
    }
    let mut member = scene.member(who);
    if member.porch.is_some() || member.making {
        return;
    }
    member.making = true;
    scene.keep_member(who, &member);
    let lang = scene.lang_of(who);
    let name = scene.text(
        lang,
        "community-porch-name",
        args!["name" => scene.hall.name.as_str()],
    );
    let request = json!({
        "name": name.plain,
        "preset": "private_chat",
        "visibility": "private",
        "is_direct": true,
        "invite": [who],
        "initial_state": [
            { "type": "m.room.history_visibility", "state_key": "", "content": { "history_visibility": "shared" } },
            { "type": "m.room.guest_access", "state_key": "", "content": { "guest_access": "forbidden" } },
        ],
        "power_level_content_override": crate::levels::of(Role::Porch),
    });
    scene.ctx.plan(
        &memory::member(&scene.id, who),
        MAKE,
        Effect::CreateRoom { request },
    );
}

/// The porch is made, or cannot be.
pub fn made(scene: &mut Scene<'_, '_>, who: &UserId, outcome: &Outcome) {
    let mut member = scene.member(who);
    member.making = false;
    let room = match &outcome.result {
        EffectResult::Done(_) => memory::created(outcome),
        EffectResult::Refused { .. } => None,
    };
    let Some(room) = room else {
        // What is to be said waits until the next attempt.
        scene.keep_member(who, &member);
        return;
    };
    let mail = std::mem::take(&mut member.mail);
    member.porch = Some(room.clone());
    scene.keep_member(who, &member);
    let place = Place {
        community: scene.id,
        role: Role::Porch,
        whose: Some(who.clone()),
    };
    scene.ctx.put(&Scope::room(&room), "place", &place);
    greet(scene, &room, who);
    for (plain, html) in mail {
        scene.tell(who, &Text { plain, html });
    }
}

fn greet(scene: &mut Scene<'_, '_>, room: &RoomId, who: &UserId) {
    let lang = scene.lang_of(who);
    let name = scene.hall.name.clone();
    let rank = scene.rules.rank(&account(who));
    let founder = scene
        .rules
        .founder()
        .is_some_and(|founder| founder.as_str() == who.as_str());
    let text = match rank {
        Rank::Ghost if founder => {
            scene.text(lang, "community-hello-founder", args!["name" => name])
        }
        Rank::Ghost => {
            let stream = scene.room(Role::Stream);
            let link = stream
                .map(|room| permalink(&room, None, &scene.settings.selves.server))
                .unwrap_or_default();
            let time = scene.duration(lang, scene.rules.policy().twilight_ms);
            scene.text(
                lang,
                "community-hello",
                args!["name" => name, "link" => link, "time" => time],
            )
        }
        Rank::Commenter | Rank::Trusted => {
            scene.text(lang, "community-hello-member", args!["name" => name])
        }
    };
    let mut content = notice(&text, &Answering::default());
    let about = About::Porch {
        community: scene.id,
        lang,
        user: who.clone(),
    };
    content[ABOUT_FIELD] = json!(about.to_string());
    scene.send(room, content, "hello");
}

/// Somebody wants in: whoever has a porch is shown the way to it, others get one.
pub fn wanted(scene: &mut Scene<'_, '_>, who: &UserId, asked: Option<&Event>) {
    let lang = asked.map_or_else(|| scene.lang_of(who), |_| scene.ctx.lang());
    match scene.member(who).porch {
        Some(room) => {
            let invite = Effect::Invite {
                room: room.clone(),
                user: who.clone(),
            };
            scene
                .ctx
                .plan(&memory::community(&scene.id), "porch-again", invite);
            if let Some(event) = asked.filter(|event| event.room != room) {
                let link = permalink(&room, None, &scene.settings.selves.server);
                let text = scene.text(lang, "community-join-again", args!["link" => link]);
                scene.ctx.reply(event, &text);
            }
        }
        None => {
            let mut member = scene.member(who);
            if asked.is_some() {
                member.lang = Some(lang);
                scene.keep_member(who, &member);
            }
            open(scene, who);
            if let Some(event) = asked {
                let text = scene.text(
                    lang,
                    "community-join",
                    args!["name" => scene.hall.name.as_str()],
                );
                scene.ctx.reply(event, &text);
            }
        }
    }
    let rank = scene.rules.rank(&account(who));
    let excluded = scene.rules.standing(&account(who), scene.now_ms())
        == secta_rules::query::Standing::Excluded;
    if !excluded {
        crate::aftermath::ranks::let_in(scene, who, rank);
    }
}
