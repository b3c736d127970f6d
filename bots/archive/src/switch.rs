//! `!архив включить`, `!архив выключить`, `!архив`: whether a room may be kept.

use secta_bot_kit::{Ctx, args, grammar::Command};

use crate::{memory, save};

const ON: &[&str] = &["включить", "вкл", "on", "enable"];
const OFF: &[&str] = &["выключить", "выкл", "off", "disable"];

/// Anybody in the room may: it is said to all.
pub fn switch(command: &Command, ctx: &mut Ctx<'_>) {
    let event = &command.event;
    let mut room = memory::room(ctx, &event.room);
    let encrypted = save::is_encrypted(event, ctx);
    let word = command.args.trim().to_lowercase();
    let turned = if ON.contains(&word.as_str()) {
        Some(true)
    } else if OFF.contains(&word.as_str()) {
        Some(false)
    } else {
        None
    };
    let is_on = |room: &memory::Room| room.allowed.unwrap_or(!encrypted);
    if let Some(on) = turned {
        room.allowed = Some(on);
        memory::keep(ctx, &event.room, &room);
    }
    let phrase = match (turned, is_on(&room)) {
        (Some(true), _) if encrypted => "archive-turned-on-private",
        (Some(true), _) => "archive-turned-on",
        (Some(false), _) => "archive-turned-off",
        (None, true) => "archive-is-on",
        (None, false) => "archive-is-off",
    };
    let folder = room.vault(&event.room).folder;
    let text = ctx.say(
        phrase,
        args!["who" => event.sender.as_str(), "vault" => folder],
    );
    ctx.reply(event, &text);
}
