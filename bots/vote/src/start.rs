//! `!голосуем`: asks the room with a native poll.

use jiff::tz::TimeZone;
use secta_bot_kit::{Ctx, Seq, args, grammar::Command};

use crate::{
    ask::{Frame, Trouble, ask},
    memory::Memory,
    poll::{Asked, Poll},
    show, wire,
};

/// The most polls that are open in a room at once.
pub const OPEN_MAX: usize = 20;

/// Runs the command; `n`, its journal row, becomes the poll's number.
pub fn start(command: &Command, n: Seq, zone: &TimeZone, ctx: &mut Ctx<'_>) {
    let word = |id: &str| ctx.say(id, args![]).plain;
    let defaults = [word("vote-yes"), word("vote-no"), word("vote-abstain")];
    let frame = Frame {
        now_ms: ctx.now_ms(),
        zone,
        defaults,
    };
    match ask(command, frame) {
        Ok(asked) => open(command, n, asked, ctx, zone),
        Err(trouble) => refuse(command, &trouble, zone, ctx),
    }
}

fn refuse(command: &Command, trouble: &Trouble, zone: &TimeZone, ctx: &mut Ctx<'_>) {
    let text = show::trouble(ctx, trouble, zone);
    ctx.refuse(&command.event, &text);
}

fn open(command: &Command, n: Seq, asked: Asked, ctx: &mut Ctx<'_>, zone: &TimeZone) {
    let event = &command.event;
    let place = ctx.place();
    let poll = Poll {
        n,
        ask: command.subject().clone(),
        event: None,
        thread: event.thread.clone(),
        asker: event.sender.clone(),
        lang: ctx.lang(),
        encrypted: event.encrypted || place.is_some_and(|place| place.encrypted),
        people: place.map_or(0, |place| place.people),
        asked,
        end: None,
    };
    let hint = show::hint(ctx, &poll, zone);
    let mut memory = Memory::new(ctx, event.room.clone());
    if memory.polls().len() >= OPEN_MAX {
        let text = memory.ctx.say("vote-room-full", args!["n" => OPEN_MAX]);
        memory.ctx.refuse(event, &text);
        return;
    }
    memory.keep(&poll);
    memory.wake(n, poll.asked.deadline_ms);
    memory.send(&poll, "start", wire::START, wire::start(&poll, &hint.plain));
}
