//! The archive in Git and Obsidian: `!запомни`, `!вспомни`, `!заметки`, `!архив`.
//!
//! The bot decides what is saved where and says what came of it; whoever keeps the vaults carries it out
//! (`appservice/node/src/archive`), with `wiki/formats`.
//!
//! - [`act`]: what a vault is asked to do, and what comes of it; [`memory`]: what is remembered.
//! - [`save`], [`edit`], [`recall`], [`switch`], [`sync`]: one act each; [`commands`]: as declared.

pub mod act;
pub mod commands;
pub mod edit;
pub mod memory;
pub mod recall;
pub mod save;
pub mod switch;
pub mod sync;

#[cfg(test)]
mod stories;

use secta_bot_kit::{
    Bot, Ctx, EventId, Input, Lang, Look, Scope, What,
    bot::own_scope,
    community::About,
    desk,
    effect::Survey,
    grammar::{Command, CommandSpec},
    input::{Content, Event, Message},
    journal::Outcome,
};
use serde_json::Value;

use crate::act::VaultId;

/// The bot's name.
pub const NAME: &str = "archive";

/// What can be set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether there is a remote for vaults.
    pub remote: bool,
    /// Whether private rooms' vaults go there too.
    pub private: bool,
    /// How often a vault is exchanged, in milliseconds.
    pub every_ms: i64,
    /// The language in which exchanges are told.
    pub lang: Lang,
}

impl Settings {
    /// Whether a vault is exchanged.
    pub fn exchanges(&self, vault: &VaultId) -> bool {
        self.remote && (vault.common || self.private)
    }
}

/// The bot.
#[derive(Clone, Debug)]
pub struct Archive {
    settings: Settings,
}

impl Archive {
    /// With settings.
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    fn command(&self, command: &Command, ctx: &mut Ctx<'_>) {
        match command.id {
            commands::SAVE => save::save(command, ctx),
            commands::RECALL => recall::recall(command, ctx),
            commands::NOTES => recall::notes(command, ctx),
            commands::SWITCH => switch::switch(command, ctx),
            // The registry hands over declared commands alone.
            other => debug_assert!(false, "nobody handles {other}"),
        }
    }

    fn event(&self, event: &Event, ctx: &mut Ctx<'_>) {
        let mut room = memory::room(ctx, &event.room);
        if let Some(About::Hall {
            community,
            room: role,
            ..
        }) = about(event)
        {
            room.hall = Some((community, role));
        }
        if let Content::State { kind, content, .. } = &event.content
            && kind == "m.room.name"
        {
            room.name = content
                .get("name")
                .and_then(Value::as_str)
                .map(str::to_owned);
        }
        memory::keep(ctx, &event.room, &room);
        if let Content::Redaction { target } = &event.content {
            save::redacted(&event.room, target, ctx);
        }
        if let Some((message, target)) = edit_of(event) {
            edit::edited(event, message, target, ctx);
        }
    }

    fn outcome(&self, outcome: &Outcome, input: &Input, ctx: &mut Ctx<'_>) {
        match (desk::surveyed(outcome), input.room()) {
            (
                Some(Survey {
                    name: Some(name), ..
                }),
                Some(id),
            ) => {
                let mut room = memory::room(ctx, &id);
                room.name = room.name.or(Some(name));
                memory::keep(ctx, &id, &room);
            }
            (None, Some(room)) if outcome.tag == save::SAVING => save::done(outcome, &room, ctx),
            (None, _) if outcome.tag == edit::EDITING => edit::done(outcome, ctx),
            (None, _) if outcome.tag == sync::SYNCING => sync::done(&self.settings, outcome, ctx),
            (Some(_) | None, _) => {}
        }
    }
}

/// The message of an edit, and what it edits.
fn edit_of(event: &Event) -> Option<(&Message, &EventId)> {
    match &event.content {
        Content::Message(message) => Some((message, message.edits.as_ref()?)),
        _ => None,
    }
}

fn about(event: &Event) -> Option<About> {
    event
        .about
        .as_deref()
        .filter(|_| event.own)
        .and_then(About::read)
}

impl Bot for Archive {
    fn name(&self) -> &'static str {
        NAME
    }

    fn phrases(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ru => include_str!("ru.ftl"),
            Lang::En => include_str!("en.ftl"),
        }
    }

    fn commands(&self) -> Vec<CommandSpec> {
        commands::all()
    }

    fn wants_surveys(&self) -> bool {
        true
    }

    fn scopes(&self, input: &Input, known: &Look<'_>) -> Vec<Scope> {
        let room = input.room();
        let mut scopes: Vec<Scope> = room.as_ref().map(Scope::room).into_iter().collect();
        scopes.extend(own_scope(NAME, input));
        let changes = |event: &Event| {
            matches!(event.content, Content::Redaction { .. }) || edit_of(event).is_some()
        };
        let concerns = input.command_of(NAME).is_some() || input.event().is_some_and(changes);
        if let Some(id) = room.as_ref().filter(|_| concerns) {
            let known: memory::Room = known.get(&Scope::room(id), "room").unwrap_or_default();
            // Of a room that is not loaded yet it may be another vault: asked again then.
            scopes.push(memory::vault(&known.vault(id).folder));
        }
        scopes
    }

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        match &input.what {
            What::Event(event) => match input.command_of(NAME) {
                Some(command) => self.command(command, ctx),
                None => self.event(event, ctx),
            },
            What::Outcome(outcome) => self.outcome(outcome, input, ctx),
            What::Timer(fired) => sync::fired(&self.settings, fired, ctx),
            What::Foreign { .. } | What::Erased => {}
        }
    }
}
