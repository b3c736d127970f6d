//! What happens in rooms, as far as it tells who may read what.

use secta_bot_kit::{
    Ctx, RoomId, Scope, UserId,
    community::About,
    desk,
    effect::{Effect, Survey},
    input::{Event, Member, Membership},
    journal::{EffectResult, Outcome},
    read::Selves,
};
use serde_json::Value;

use crate::{
    NAME,
    index::Class,
    memory::{self, Hall, Room},
};

const LOOK: &str = "look";

/// As which of its rooms somebody's own room belongs to a community.
const PORCH: &str = "porch";

/// Somebody was invited, came or went.
pub fn member(selves: &Selves, event: &Event, member: &Member, row: i64, ctx: &mut Ctx<'_>) {
    let id = &event.room;
    let mut room = memory::room(ctx, id);
    if member.user == selves.bot {
        match member.membership {
            Membership::Join if room.epoch == 0 => {
                // What its members have decided of an earlier stay holds.
                room.epoch = row;
                room.visibility.clear();
                room.surveyed = false;
            }
            Membership::Leave | Membership::Ban => {
                room.epoch = 0;
                ctx.delete(&memory::world(), &memory::in_room(id));
            }
            Membership::Join | Membership::Invite | Membership::Knock => {}
        }
        memory::keep(ctx, id, &room);
    } else if room.epoch > 0 && !selves.owns(&member.user) {
        moved(id, room.epoch, member, row, ctx);
    }
}

fn moved(id: &RoomId, epoch: i64, member: &Member, row: i64, ctx: &mut Ctx<'_>) {
    let before = memory::presence(ctx, id, epoch, &member.user);
    let mut presence = before.clone();
    match member.membership {
        Membership::Join => presence.join(row),
        Membership::Invite => presence.invited = Some(row),
        Membership::Leave | Membership::Ban => presence.leave(row),
        Membership::Knock => {}
    }
    if presence != before {
        ctx.put(&Scope::user(&member.user), &memory::in_room(id), &presence);
    }
}

/// The bot is in a room of which it does not know: it looks around.
pub fn enter(id: &RoomId, row: i64, ctx: &mut Ctx<'_>) {
    let mut room = memory::room(ctx, id);
    if room.epoch == 0 {
        room.epoch = row;
        memory::keep(ctx, id, &room);
        let effect = Effect::Survey { room: id.clone() };
        ctx.plan(&Scope::room(id), LOOK, effect);
    }
}

/// What was found in a room: by the front desk, or because [`enter`] asked.
pub fn survey(outcome: &Outcome) -> Option<Survey> {
    if outcome.bot != NAME || outcome.tag != LOOK {
        return desk::surveyed(outcome);
    }
    match &outcome.result {
        EffectResult::Done(done) => serde_json::from_value(done.data.clone()?).ok(),
        EffectResult::Refused { .. } => None,
    }
}

/// The front desk has looked around in a room. What was heard since the bot came is newer.
pub fn surveyed(selves: &Selves, id: &RoomId, survey: &Survey, row: i64, ctx: &mut Ctx<'_>) {
    let mut room = memory::room(ctx, id);
    if room.epoch == 0 {
        return;
    }
    let class = Class::of_visibility(survey.history_visibility.as_deref());
    let first = if room.visibility.is_empty() {
        class
    } else {
        Class::Joined
    };
    room.visibility.insert(0, (i64::MIN, first));
    room.encrypted |= survey.encrypted;
    room.surveyed = true;
    room.name = room.name.or_else(|| survey.name.clone());
    room.alias = room.alias.or_else(|| survey.alias.clone());
    memory::keep(ctx, id, &room);
    note_world(id, &room, ctx);
    for user in survey.joined.iter().filter(|user| !selves.owns(user)) {
        let mut presence = memory::presence(ctx, id, room.epoch, user);
        if presence.stays.is_empty() {
            presence.join(row);
            ctx.put(&Scope::user(user), &memory::in_room(id), &presence);
        }
    }
}

/// The people whose scopes a survey takes.
pub fn people<'s>(selves: &'s Selves, survey: &'s Survey) -> impl Iterator<Item = &'s UserId> {
    survey.joined.iter().filter(|user| !selves.owns(user))
}

/// The room's state changed.
pub fn state(event: &Event, kind: &str, content: &Value, row: i64, ctx: &mut Ctx<'_>) {
    let id = &event.room;
    let mut room = memory::room(ctx, id);
    if room.epoch == 0 {
        return;
    }
    let text = |field: &str| content.get(field).and_then(Value::as_str);
    match kind {
        "m.room.name" => room.name = text("name").map(str::to_owned),
        "m.room.canonical_alias" => room.alias = text("alias").map(str::to_owned),
        "m.room.encryption" => room.encrypted = true,
        "m.room.history_visibility" => {
            let class = Class::of_visibility(text("history_visibility"));
            if room.visibility.last().map(|(_, last)| *last) != Some(class) {
                room.visibility.push((row, class));
            }
        }
        _ => return,
    }
    memory::keep(ctx, id, &room);
    note_world(id, &room, ctx);
}

/// An event of the service's own: a room of a community is told so.
pub fn own(event: &Event, ctx: &mut Ctx<'_>) {
    let (community, role) = match event.about.as_deref().and_then(About::read) {
        Some(About::Hall {
            community, room, ..
        }) => (community, room),
        Some(About::Porch { community, .. }) => (community, PORCH.to_owned()),
        Some(About::Item { .. }) | None => return,
    };
    let mut room = memory::room(ctx, &event.room);
    room.hall = Some(Hall { community, role });
    memory::keep(ctx, &event.room, &room);
}

/// Remembers that there is something in it that everybody may read.
fn note_world(id: &RoomId, room: &Room, ctx: &mut Ctx<'_>) {
    let key = memory::in_room(id);
    let public = room
        .visibility
        .iter()
        .any(|(_, class)| *class == Class::WorldReadable);
    if public && ctx.get::<bool>(&memory::world(), &key).is_none() {
        ctx.put(&memory::world(), &key, &true);
    }
}
