//! `!итоги`: ends a poll of the asker's, or says where a result is.

use jiff::tz::TimeZone;
use secta_bot_kit::{Ctx, EventId, args, input::Event, words::Text};

use crate::{
    finish,
    memory::Memory,
    poll::{Ended, Poll, link},
    show,
};

/// Runs the command.
pub fn results(event: &Event, zone: &TimeZone, ctx: &mut Ctx<'_>) {
    let mut memory = Memory::new(ctx, event.room.clone());
    match find(&memory, event) {
        Found::Open(poll) if poll.asker == event.sender => {
            let waits = poll.event.is_none();
            finish::asked_for(&mut memory, *poll);
            if waits {
                let text = memory.ctx.say("vote-soon", args![]);
                memory.ctx.reply(event, &text);
            }
        }
        Found::Open(poll) => {
            let text = not_yours(memory.ctx, &poll, zone);
            memory.ctx.refuse(event, &text);
        }
        Found::Ended(ended) => {
            let text = there(memory.ctx, event, &ended);
            memory.ctx.reply(event, &text);
        }
        Found::Other => {
            let text = memory.ctx.say("vote-not-mine", args![]);
            memory.ctx.refuse(event, &text);
        }
        Found::None => {
            let text = memory.ctx.say("vote-none-open", args![]);
            memory.ctx.refuse(event, &text);
        }
    }
}

enum Found {
    Open(Box<Poll>),
    Ended(Box<Ended>),
    /// It answers something that is none of the bot's polls.
    Other,
    None,
}

/// The poll that is meant: the one answered; else, of the thread (without one, of the room), the asker's last, or
/// the last at all; else the asker's only one in the room; open before ended.
fn find(memory: &Memory<'_, '_>, event: &Event) -> Found {
    let (open, ended) = (memory.polls(), memory.ended());
    match &event.reply_to {
        Some(target) => answered(open, ended, target),
        None => around(open, ended, event),
    }
}

fn answered(open: Vec<Poll>, ended: Vec<Ended>, target: &EventId) -> Found {
    if let Some(poll) = open.into_iter().find(|poll| poll.is_at(target)) {
        return Found::Open(Box::new(poll));
    }
    let is_it = |ended: &Ended| {
        ended.ask == *target || ended.event == *target || ended.result.as_ref() == Some(target)
    };
    let found = ended.into_iter().find(is_it);
    found.map_or(Found::Other, |ended| Found::Ended(Box::new(ended)))
}

fn around(open: Vec<Poll>, ended: Vec<Ended>, event: &Event) -> Found {
    let thread = event.thread.as_ref();
    let is_mine = |poll: &Poll| poll.asker == event.sender;
    let (here, elsewhere): (Vec<Poll>, Vec<Poll>) = open
        .into_iter()
        .partition(|poll| thread.is_none_or(|thread| poll.is_in_thread(thread)));
    let (mut mine, mut others): (Vec<Poll>, Vec<Poll>) = here.into_iter().partition(is_mine);
    if let Some(poll) = mine.pop().or_else(|| others.pop()) {
        return Found::Open(Box::new(poll));
    }
    let was_here = |ended: &Ended| {
        thread.is_none_or(|thread| ended.thread.as_ref() == Some(thread) || ended.event == *thread)
    };
    if let Some(ended) = ended.into_iter().rfind(was_here) {
        return Found::Ended(Box::new(ended));
    }
    let mut mine = elsewhere.into_iter().filter(is_mine);
    match (mine.next(), mine.next()) {
        (Some(only), None) => Found::Open(Box::new(only)),
        (Some(_), Some(_)) | (None, _) => Found::None,
    }
}

fn not_yours(ctx: &Ctx<'_>, poll: &Poll, zone: &TimeZone) -> Text {
    let until = show::instant(ctx, ctx.lang(), poll.asked.deadline_ms, zone);
    ctx.say(
        "vote-not-yours",
        args!["asker" => poll.asker.as_str(), "until" => until],
    )
}

fn there(ctx: &Ctx<'_>, event: &Event, ended: &Ended) -> Text {
    let target = ended.result.as_ref().unwrap_or(&ended.event);
    ctx.say(
        "vote-ended-there",
        args!["link" => link(&event.room, target)],
    )
}
