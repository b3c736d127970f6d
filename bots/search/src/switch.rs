//! `!поиск включить`, `!поиск выключить`, `!поиск`: whether a room is indexed.

use secta_bot_kit::{Ctx, args, grammar::Command, input::Event};

use crate::{Settings, find, memory, text::split::fold};

const ON: &[&str] = &["включить", "вкл", "on", "enable"];
const OFF: &[&str] = &["выключить", "выкл", "off", "disable"];

/// Whatever else is said is looked for.
pub fn switch(settings: &Settings, command: &Command, row: i64, ctx: &mut Ctx<'_>) {
    let word = fold(command.args.trim());
    let event = &command.event;
    if ON.contains(&word.as_str()) {
        turn(event, Some(row), ctx);
    } else if OFF.contains(&word.as_str()) {
        turn(event, None, ctx);
    } else if word.is_empty() && command.lines.is_empty() {
        tell(event, ctx);
    } else {
        find::find(settings, command, ctx);
    }
}

/// Anybody in the room may: it is said to all.
fn turn(event: &Event, on_from: Option<i64>, ctx: &mut Ctx<'_>) {
    let mut room = memory::room(ctx, &event.room);
    let private = is_private(event, ctx);
    let was_on = is_on(&room, private);
    let phrase = match (on_from, was_on) {
        (Some(_), true) => "search-is-on",
        (None, false) => "search-is-off",
        (Some(_), false) if private => "search-turned-on-private",
        (Some(_), false) => "search-turned-on",
        (None, true) => "search-turned-off",
    };
    if on_from.is_some() != was_on {
        room.indexed = Some(on_from.unwrap_or(0));
        memory::keep(ctx, &event.room, &room);
    }
    let text = ctx.say(phrase, args!["who" => event.sender.as_str()]);
    ctx.reply(event, &text);
}

fn tell(event: &Event, ctx: &mut Ctx<'_>) {
    let room = memory::room(ctx, &event.room);
    let private = is_private(event, ctx);
    let phrase = match (is_on(&room, private), private) {
        (true, true) => "search-is-on-private",
        (true, false) => "search-is-on",
        (false, _) => "search-is-off",
    };
    let text = ctx.say(phrase, args![]);
    ctx.reply(event, &text);
}

fn is_on(room: &memory::Room, encrypted: bool) -> bool {
    match room.indexed {
        Some(from) => from > 0,
        None => !encrypted,
    }
}

fn is_private(event: &Event, ctx: &Ctx<'_>) -> bool {
    event.encrypted || ctx.place().is_some_and(|place| place.encrypted)
}
