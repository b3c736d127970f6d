//! Power levels: small, the same in all rooms, and nobody's to change. Only the muted stand in them (R10).

use secta_bot_kit::{
    Ctx, Effect, RoomId, Scope, UserId, args,
    input::{Content, Event},
    words::{Answering, notice},
};
use serde_json::{Map, Value, json};

use crate::{
    Settings,
    memory::{self, Role},
    scene::{Scene, shown_id},
};

/// The rooms in which the muted may not write.
pub const ROOMS: [Role; 4] = [Role::Stream, Role::Square, Role::Twilight, Role::Council];
/// The most of the muted who are listed: the event stays under 4 KB. Of the others the bot removes what they write.
const LISTED_MAX: usize = 40;
/// The most bytes of the listed users.
const LISTED_BYTES: usize = 3000;
/// How often levels that somebody else has changed are set back, in milliseconds.
const RESTORE_MS: i64 = 60 * 60 * 1000;

/// The power levels that a room is made with. Who made it has all power, and stands in no list.
pub fn of(role: Role) -> Value {
    let speech = if role == Role::Chronicle || role == Role::Space {
        100
    } else {
        0
    };
    let mut events =
        json!({ "m.room.encrypted": 100, "m.room.tombstone": 100, "m.room.encryption": 100 });
    if role == Role::Stream {
        for kind in ["m.sticker", "m.poll.start", "org.matrix.msc3381.poll.start"] {
            events[kind] = json!(100);
        }
    }
    json!({
        "users_default": 0, "events_default": speech, "state_default": 100,
        "ban": 100, "kick": 100, "redact": 100, "invite": 100, "events": events,
        "notifications": { "room": 100 },
    })
}

/// Takes the right to write away until a time, in milliseconds since 1970. Accounts of the site write nowhere but there,
/// where the rules alone hold them; their puppets go on to say what is published meanwhile.
pub fn mute(scene: &mut Scene<'_, '_>, who: &UserId, until_ms: i64) {
    if scene.settings.selves.is_native(who) {
        return;
    }
    scene
        .ctx
        .put(&memory::community(&scene.id), &key(who), &until_ms);
    in_all(scene);
}

/// Gives the right to write back.
pub fn unmute(scene: &mut Scene<'_, '_>, who: &UserId) {
    scene.ctx.delete(&memory::community(&scene.id), &key(who));
    in_all(scene);
}

fn key(who: &UserId) -> String {
    format!("muted/{who}")
}

fn in_all(scene: &mut Scene<'_, '_>) {
    for room in scene.rooms(&ROOMS) {
        in_room(scene, &room);
    }
}

/// Sets a room's levels where the muted in them are others. Before the room's own event is seen, nothing is set: what
/// stands in it depends on the room's version.
fn in_room(scene: &mut Scene<'_, '_>, room: &RoomId) {
    let Some(levels) = scene.ctx.get::<Value>(&Scope::room(room), "levels") else {
        return;
    };
    let wanted = with_muted(&levels, &muted(scene));
    if wanted != levels {
        set(scene, room, wanted);
    }
}

fn set(scene: &mut Scene<'_, '_>, room: &RoomId, content: Value) {
    scene.ctx.put(&Scope::room(room), "levels", &content);
    let set = Effect::SetState {
        room: room.clone(),
        kind: "m.room.power_levels".to_owned(),
        state_key: String::new(),
        content,
    };
    scene.ctx.plan(&memory::community(&scene.id), "levels", set);
}

/// The muted who are listed.
fn muted(scene: &Scene<'_, '_>) -> Vec<UserId> {
    let scope = memory::community(&scene.id);
    let all: Vec<(String, i64)> = scene.ctx.range(&scope, "muted/");
    let all = all.into_iter().map(|(key, until_ms)| (until_ms, key));
    listed(all.collect())
}

/// Those for the longest time first, as many as fit.
fn listed(mut all: Vec<(i64, String)>) -> Vec<UserId> {
    all.sort_unstable_by(|a, b| b.cmp(a));
    let mut bytes = 0;
    let users = all.iter().filter_map(|(_, key)| key.strip_prefix("muted/"));
    let fits = |user: &&str| {
        bytes += user.len() + 6;
        bytes <= LISTED_BYTES
    };
    users
        .take(LISTED_MAX)
        .take_while(fits)
        .map(UserId::new)
        .collect()
}

fn with_muted(levels: &Value, muted: &[UserId]) -> Value {
    let known = levels.get("users").and_then(Value::as_object);
    let others = known
        .into_iter()
        .flatten()
        .filter(|(_, level)| level.as_i64().is_none_or(|level| level >= 0));
    let mut users: Map<String, Value> = others
        .map(|(user, level)| (user.clone(), level.clone()))
        .collect();
    users.extend(
        muted
            .iter()
            .map(|user| (user.as_str().to_owned(), json!(-1))),
    );
    let mut wanted = levels.clone();
    match (users.is_empty(), wanted.as_object_mut()) {
        (true, Some(fields)) => drop(fields.remove("users")),
        (_, Some(fields)) => drop(fields.insert("users".to_owned(), Value::Object(users))),
        (_, None) => {}
    }
    wanted
}

/// Notes the levels that a room of the bot's own was made with: they may be heard of before the room is known.
pub fn noted(settings: &Settings, event: &Event, ctx: &mut Ctx<'_>) {
    let Content::State { kind, content, .. } = &event.content else {
        return;
    };
    let scope = Scope::room(&event.room);
    let own = kind == "m.room.power_levels" && event.sender == settings.selves.bot;
    if own && ctx.get::<Value>(&scope, "levels").is_none() {
        ctx.put(&scope, "levels", content);
    }
}

/// A room's levels were set: by the bot, or by somebody who has no business to. What they changed is set back, and the
/// council hears of it, once an hour.
pub fn changed(scene: &mut Scene<'_, '_>, event: &Event, content: &Value) {
    let scope = Scope::room(&event.room);
    let known: Option<Value> = scene.ctx.get(&scope, "levels");
    if event.sender == scene.settings.selves.bot {
        if ROOMS
            .into_iter()
            .any(|role| scene.room(role).as_ref() == Some(&event.room))
        {
            in_room(scene, &event.room);
        }
        return;
    }
    let Some(known) = known.filter(|known| known != content) else {
        return;
    };
    let restored_ms: i64 = scene.ctx.get(&scope, "restored_ms").unwrap_or(i64::MIN);
    if scene.now_ms().saturating_sub(restored_ms) < RESTORE_MS {
        return;
    }
    let now_ms = scene.now_ms();
    scene.ctx.put(&scope, "restored_ms", &now_ms);
    set(scene, &event.room, known);
    let text = scene.text(
        scene.hall.lang,
        "community-levels-restored",
        args!["who" => shown_id(&event.sender)],
    );
    if let Some(council) = scene.room(Role::Council) {
        scene.send(&council, notice(&text, &Answering::default()), "report");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_are_muted_the_event_stays_small() {
        for letters in [1, 20, 200] {
            let name = |n: i64| format!("muted/@{n:06}{}:example.org", "я".repeat(letters));
            let all = (0..100_000).map(|n| (n, name(n))).collect();
            let listed = listed(all);
            assert!(
                listed
                    .first()
                    .is_some_and(|user| user.as_str().starts_with("@099999"))
            );
            let levels = with_muted(&of(Role::Stream), &listed);
            assert!(
                levels.to_string().len() < 4096,
                "{}",
                levels.to_string().len()
            );
        }
    }
}
