//! What happens in a porch.

use secta_bot_kit::{
    Ctx, Lang, RoomId, Scope, UserId,
    input::{Content, Event, Membership},
};
use secta_record::RecordId;

use crate::{
    memory::{self, Mark, Place, Quest},
    steps,
    visit::{self, Visit},
    way,
};

/// The most messages of a quest that are remembered.
const MESSAGES_MAX: usize = 6;

/// Whose quest it is, in which community.
type Whose = (RecordId, UserId);

/// Somebody was greeted in their porch: a newcomer's quest begins, one that is under way goes on there.
pub fn greeted(ctx: &mut Ctx<'_>, (community, user): Whose, room: &RoomId, lang: Lang) {
    let place = Place::Porch {
        community,
        user: user.clone(),
    };
    ctx.put(&Scope::room(room), "place", &place);
    if let Some(mut visit) = Visit::open(ctx, community, user.clone()) {
        visit.quest.porch = room.clone();
        way::look(&mut visit, true);
        visit.close();
    } else if let Some(mut visit) = Visit::of(ctx, community, user, Quest::new(room.clone(), lang))
    {
        way::begin(&mut visit);
        visit.close();
    }
}

/// A message of this bot is there; false where it is none that asks for a step.
pub fn asked(ctx: &mut Ctx<'_>, about: &str, event: &Event) -> bool {
    let (Some(step), Some(Place::Porch { community, user })) =
        (visit::asks(about), memory::place(ctx, &event.room))
    else {
        return false;
    };
    if let Some(mut visit) = Visit::open(ctx, community, user) {
        let messages = &mut visit.quest.messages;
        messages.push((event.id.clone(), step));
        let old = messages.len().saturating_sub(MESSAGES_MAX);
        messages.drain(..old);
        visit.close();
    }
    true
}

/// Something happened in a porch; whatever it is, it may have brought the member further. Whoever has left is told
/// when they are back.
pub fn happened(ctx: &mut Ctx<'_>, (community, user): Whose, event: &Event, is_command: bool) {
    let Some(mut visit) = Visit::open(ctx, community, user) else {
        return;
    };
    if event.sender == visit.who {
        if matches!(
            event.content,
            Content::Message(_) | Content::Reaction { .. }
        ) {
            heard(&mut visit, is_command);
        }
        reacted(&mut visit, event);
    }
    let back = came_or_went(&mut visit, event);
    if !visit.quest.away {
        way::look(&mut visit, back);
    }
    visit.close();
}

/// The member speaks: the bot speaks their language from here on.
pub fn heard(visit: &mut Visit<'_, '_>, is_command: bool) {
    let Some(place) = visit.ctx.place() else {
        return;
    };
    let (lang, chosen) = (place.lang, place.lang_chosen);
    visit.chose_language = chosen;
    if chosen || is_command {
        visit.quest.lang = lang;
    }
}

fn reacted(visit: &mut Visit<'_, '_>, event: &Event) {
    let Content::Reaction { target, key } = &event.content else {
        return;
    };
    let mut messages = visit.quest.messages.iter();
    let asked = messages.find(|(message, _)| message == target);
    if let Some((_, step)) = asked.filter(|(_, step)| steps::is_taken_by(*step, key)) {
        visit.quest.marks.insert(*step, Mark::Done);
    }
}

/// Notes that the member left; true where they are back.
fn came_or_went(visit: &mut Visit<'_, '_>, event: &Event) -> bool {
    let Content::Member(change) = &event.content else {
        return false;
    };
    if change.user != visit.who {
        return false;
    }
    match change.membership {
        Membership::Leave | Membership::Ban => {
            visit.quest.away = true;
            false
        }
        Membership::Join => std::mem::take(&mut visit.quest.away),
        Membership::Invite | Membership::Knock => false,
    }
}
