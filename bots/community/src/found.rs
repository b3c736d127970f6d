//! Founding a community (R2): its rooms are made one by one; each outcome takes it further, so that nothing is lost
//! where the process dies in between.

use secta_bot_kit::{
    Ctx, Effect, RoomId, Scope, UserId, args,
    community::About,
    effect::ABOUT_FIELD,
    grammar::{Command, clean, fold},
    ids::permalink,
    journal::{EffectResult, Outcome},
    words::{Answering, notice, tidy},
};
use secta_record::RecordId;
use secta_rules::{Ask, Command as Asking, State};
use serde_json::{Value, json};

use crate::{
    Settings, levels,
    memory::{self, Hall, Place, Role},
    porch,
    request::{self, Begun, Request},
    scene::{Scene, account},
};

/// The longest name of a community, in characters.
pub const NAME_MAX: usize = 60;
/// The tag of the making of rooms: `make/{role}/{attempt}`.
const MAKE: &str = "make";

/// `!община создать Имя`.
pub fn create(settings: &Settings, command: &Command, ctx: &mut Ctx<'_>) {
    let event = &command.event;
    let Some(name) = fit_name(&command.args) else {
        let text = ctx.say("community-create-name", args!["max" => NAME_MAX]);
        ctx.refuse(event, &text);
        return;
    };
    let wanted = Hall {
        asked_in: Some(event.room.clone()),
        ..Hall::wanted(&name, &event.sender, ctx.lang())
    };
    match begin(settings, wanted, ctx) {
        Some(Begun::Founding(_)) => {
            let text = ctx.say("community-creating", args!["name" => name]);
            ctx.reply(event, &text);
        }
        Some(Begun::There(_) | Begun::Taken) => {
            let text = ctx.say("community-name-taken", args!["name" => name]);
            ctx.refuse(event, &text);
        }
        None => {}
    }
}

/// An operator asks in a member's name.
pub fn requested(settings: &Settings, id: &str, request: &Request, ctx: &mut Ctx<'_>) {
    let wanted = Hall::wanted(&request.name, &request.founder, request.lang);
    if let Some(begun) = begin(settings, wanted, ctx) {
        ctx.put(&request::scope(id), request::BEGUN, &begun);
    }
}

/// A name as it is kept: one line without what cannot be seen; nothing where it is empty or too long.
pub fn fit_name(said: &str) -> Option<String> {
    let said = clean(said);
    let name = said.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty() && name.chars().count() <= NAME_MAX).then_some(name)
}

/// Founds a community and plans its rooms. Of one that its founder has begun before, the rooms that were refused are
/// asked for again.
fn begin(settings: &Settings, wanted: Hall, ctx: &mut Ctx<'_>) -> Option<Begun> {
    if let Some((id, mut hall)) = of_name(ctx, &wanted.name) {
        if hall.founder != wanted.founder {
            return Some(Begun::Taken);
        }
        if hall.ready {
            return Some(Begun::There(id));
        }
        let again = std::mem::take(&mut hall.refused);
        if !again.is_empty() {
            hall.asked_in = wanted.asked_in;
            ctx.put(&memory::community(&id), "hall", &hall);
        }
        for role in again.into_keys() {
            make(ctx, &id, &hall, role, 1);
        }
        return Some(Begun::Founding(id));
    }
    let id = found(settings, &wanted.founder, &wanted.name, ctx)?;
    ctx.put(&memory::community(&id), "hall", &wanted);
    for role in Role::HALLS {
        make(ctx, &id, &wanted, role, 1);
    }
    Some(Begun::Founding(id))
}

/// The community of a name on this node.
pub fn of_name(ctx: &Ctx<'_>, name: &str) -> Option<(RecordId, Hall)> {
    let halls = ctx.communities().iter().filter_map(|(id, _)| {
        let hall: Hall = ctx.get(&memory::community(id), "hall")?;
        Some((*id, hall))
    });
    let mut found = halls.filter(|(_, hall)| fold(&hall.name) == fold(name));
    found.next()
}

fn found(settings: &Settings, founder: &UserId, name: &str, ctx: &mut Ctx<'_>) -> Option<RecordId> {
    let found = Asking {
        by: account(&settings.selves.bot),
        ask: Ask::Found {
            name: name.to_owned(),
            founder: account(founder),
            policy: json!({}),
        },
    };
    let facts = State::new().decide(&found, ctx.now_ms()).ok()?;
    ctx.found(facts)
}

/// Plans one of the rooms. Where the homeserver knows no knocking, the second attempt does without.
fn make(ctx: &mut Ctx<'_>, id: &RecordId, hall: &Hall, role: Role, attempt: u32) {
    let tag = format!("{MAKE}/{}/{attempt}", role.tag());
    let request = request(ctx, hall, role, attempt == 1);
    ctx.plan(&memory::community(id), &tag, Effect::CreateRoom { request });
}

fn request(ctx: &Ctx<'_>, hall: &Hall, role: Role, knock: bool) -> Value {
    let phrase = |id| {
        ctx.words()
            .text(hall.lang, id, &args!["name" => hall.name.as_str()])
            .plain
    };
    let (name, topic) = match role {
        Role::Space | Role::Porch => (hall.name.clone(), phrase("community-topic-space")),
        Role::Stream => (
            phrase("community-name-stream"),
            phrase("community-topic-stream"),
        ),
        Role::Twilight => (
            phrase("community-name-twilight"),
            phrase("community-topic-twilight"),
        ),
        Role::Council => (
            phrase("community-name-council"),
            phrase("community-topic-council"),
        ),
        Role::Square => (
            phrase("community-name-square"),
            phrase("community-topic-square"),
        ),
        Role::Chronicle => (
            phrase("community-name-chronicle"),
            phrase("community-topic-chronicle"),
        ),
    };
    let open = matches!(role, Role::Space | Role::Stream | Role::Chronicle);
    let join_rule = match role {
        Role::Chronicle => "public",
        Role::Space | Role::Stream | Role::Square if knock => "knock",
        Role::Space => "public",
        Role::Stream | Role::Square | Role::Twilight | Role::Council | Role::Porch => "invite",
    };
    let visibility = if open { "world_readable" } else { "shared" };
    let state =
        |kind: &str, content: Value| json!({ "type": kind, "state_key": "", "content": content });
    let mut request = json!({
        "name": name,
        "topic": topic,
        "preset": "private_chat",
        "visibility": "private",
        "initial_state": [
            state("m.room.history_visibility", json!({ "history_visibility": visibility })),
            state("m.room.join_rules", json!({ "join_rule": join_rule })),
            state("m.room.guest_access", json!({ "guest_access": "forbidden" })),
        ],
        "power_level_content_override": levels::of(role),
    });
    if role == Role::Space {
        request["creation_content"] = json!({ "type": "m.space" });
    }
    request
}

/// A room is made, or refused.
pub fn made(scene: &mut Scene<'_, '_>, outcome: &Outcome) {
    let mut tag = outcome.tag.split('/').skip(1);
    let role = tag
        .next()
        .and_then(|tag| Role::HALLS.into_iter().find(|role| role.tag() == tag));
    let attempt: u32 = tag
        .next()
        .and_then(|attempt| attempt.parse().ok())
        .unwrap_or(1);
    let Some(role) = role else {
        return;
    };
    match (&outcome.result, memory::created(outcome)) {
        (EffectResult::Done(_), Some(room)) => stands(scene, role, room),
        (EffectResult::Refused { message, .. }, None) if attempt > 1 => {
            not_made(scene, role, message);
        }
        (EffectResult::Done(_), None) if attempt > 1 => not_made(scene, role, ""),
        (EffectResult::Refused { .. } | EffectResult::Done(_), _) => {
            let hall = scene.hall.clone();
            make(scene.ctx, &scene.id, &hall, role, attempt + 1);
        }
    }
}

/// A room cannot be had: that is remembered until the founder asks again.
fn not_made(scene: &mut Scene<'_, '_>, role: Role, message: &str) {
    scene.hall.refused.insert(role, tidy(message, 200));
    let hall = scene.hall.clone();
    scene.ctx.put(&memory::community(&scene.id), "hall", &hall);
    if let Some(room) = scene.hall.asked_in.clone() {
        let args = args!["name" => scene.hall.name.as_str(), "message" => tidy(message, 200)];
        let text = scene.text(scene.hall.lang, "community-create-refused", args);
        scene.send(&room, notice(&text, &Answering::default()), "say");
    }
}

fn stands(scene: &mut Scene<'_, '_>, role: Role, room: RoomId) {
    if scene.hall.rooms.contains_key(&role) {
        return;
    }
    let place = Place {
        community: scene.id,
        role,
        whose: None,
    };
    scene.ctx.put(&Scope::room(&room), "place", &place);
    scene.hall.rooms.insert(role, room);
    let ready = Role::HALLS
        .into_iter()
        .all(|role| scene.hall.rooms.contains_key(&role));
    scene.hall.ready = ready;
    let asked_in = scene.hall.asked_in.clone();
    if ready {
        scene.hall.asked_in = None;
    }
    let hall = scene.hall.clone();
    scene.ctx.put(&memory::community(&scene.id), "hall", &hall);
    if ready {
        open(scene, asked_in);
    }
}

/// All rooms stand: they are joined into the space, which tells other bots which is which, and the founder is welcomed.
fn open(scene: &mut Scene<'_, '_>, asked_in: Option<RoomId>) {
    let server = scene.settings.selves.server.clone();
    let Some(space) = scene.room(Role::Space) else {
        return;
    };
    for role in Role::HALLS.into_iter().filter(|role| *role != Role::Space) {
        let Some(room) = scene.room(role) else {
            continue;
        };
        let order = format!("{:02}", role as u8);
        let open = matches!(role, Role::Stream | Role::Chronicle);
        let child = json!({ "via": [server], "order": order, "suggested": open });
        link(scene, &space, "m.space.child", &room, child);
        let about = About::Hall {
            community: scene.id,
            lang: scene.hall.lang,
            room: role.tag().to_owned(),
        };
        let parent = json!({ "via": [server], "canonical": true, ABOUT_FIELD: about.to_string() });
        link(scene, &room, "m.space.parent", &space, parent);
    }
    let founder = scene.hall.founder.clone();
    let invite = Effect::Invite {
        room: space.clone(),
        user: founder.clone(),
    };
    scene
        .ctx
        .plan(&memory::community(&scene.id), "let-in", invite);
    porch::open(scene, &founder);
    if let Some(room) = asked_in {
        let args =
            args!["name" => scene.hall.name.as_str(), "link" => permalink(&space, None, &server)];
        let text = scene.text(scene.hall.lang, "community-created", args);
        scene.send(&room, notice(&text, &Answering::default()), "say");
    }
}

fn link(scene: &mut Scene<'_, '_>, room: &RoomId, kind: &str, to: &RoomId, content: Value) {
    let set = Effect::SetState {
        room: room.clone(),
        kind: kind.to_owned(),
        state_key: to.as_str().to_owned(),
        content,
    };
    scene.ctx.plan(&memory::community(&scene.id), "space", set);
}
