//! The chronicle: what the trusted vote into it (R16), and the transparency log of it.
//!
//! The bot proposes a message, counts votes, and copies what is entered into the chronicle's room; what it decides are
//! records. Whoever holds a proof from [`log`] can show, offline and years later, that the log promised to keep an entry;
//! whoever holds two checkpoints can show whether the log kept its promise in between.
//!
//! - [`propose`]: `!в летопись`; [`vote`]: reactions; [`settle`]: what comes of them; [`withdraw`]: what is taken back.
//! - [`ask`]: `!доказательство`, `!летопись`; [`commands`]: as declared.
//! - [`show`]: what is said of it; [`explain`]: why not.
//! - [`act`]: what the view is asked; [`memory`]: what is remembered, and which parts of it an input takes.
//! - [`log`]: the log.

pub mod act;
pub mod ask;
pub mod commands;
pub mod explain;
pub mod log;
pub mod memory;
pub mod propose;
pub mod settle;
pub mod show;
pub mod vote;
pub mod withdraw;

#[cfg(test)]
mod stories;

use jiff::tz::TimeZone;
use secta_bot_kit::{
    Bot, Ctx, Input, Lang, Look, Scope, What,
    grammar::{Command, CommandSpec},
    input::{Content, Event},
    read::Selves,
};

/// The bot's name.
pub const NAME: &str = "chronicle";

/// What can be set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The service's own users.
    pub selves: Selves,
    /// The zone in which hours are told.
    pub zone: TimeZone,
}

/// The bot.
#[derive(Clone, Debug)]
pub struct Chronicle {
    settings: Settings,
}

impl Chronicle {
    /// With settings.
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    fn command(&self, command: &Command, ctx: &mut Ctx<'_>) {
        match command.id {
            commands::ENTER => propose::asked(&self.settings, command, ctx),
            commands::TAKE_BACK => withdraw::asked(&self.settings, command, ctx),
            commands::PROOF => ask::proof(command, ctx),
            commands::LIST => ask::list(&self.settings, command, ctx),
            // The registry hands over declared commands alone.
            other => debug_assert!(false, "nobody handles {other}"),
        }
    }

    fn event(&self, event: &Event, ctx: &mut Ctx<'_>) {
        if event.own {
            memory::learn(event, ctx);
            settle::heard(&self.settings, event, ctx);
        }
        if memory::hall(ctx, &event.room).is_none() {
            // What happens in rooms of no community is nothing to it.
            return;
        }
        match &event.content {
            Content::Reaction { target, key } if !event.own => {
                vote::reacted(&self.settings, event, (target, key), ctx);
            }
            Content::Redaction { target } => {
                vote::taken_back(&self.settings, event, target, ctx);
                withdraw::redacted(&self.settings, event, target, ctx);
            }
            Content::Reaction { .. }
            | Content::Message(_)
            | Content::PollStart
            | Content::PollResponse { .. }
            | Content::PollEnd { .. }
            | Content::Member(_)
            | Content::State { .. }
            | Content::Ciphertext { .. }
            | Content::Other { .. } => {}
        }
    }
}

impl Bot for Chronicle {
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

    fn scopes(&self, input: &Input, known: &Look<'_>) -> Vec<Scope> {
        memory::needed(input, known)
    }

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        match &input.what {
            What::Event(event) => match input.command_of(NAME) {
                Some(command) => self.command(command, ctx),
                None => self.event(event, ctx),
            },
            What::Outcome(outcome) => propose::gathered(&self.settings, outcome, ctx),
            What::Timer(fired) => settle::fired(&self.settings, fired, ctx),
            What::Foreign { .. } | What::Erased => {}
        }
    }
}
