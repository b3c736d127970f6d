//! Open votes: `!голосуем`, `!голосования`, `!итоги`.
//!
//! The bot asks with a native poll (MSC3381), remembers every answer to it, counts them when the poll ends and says
//! the result. Answers are public, as polls in Matrix are.
//!
//! - [`ask`]: what a command asks, or what is wrong with it; [`count`]: the counting. Both pure.
//! - [`poll`]: an open poll; [`memory`]: what is remembered of a room.
//! - [`start`], [`answer`], [`finish`], [`cancel`], [`results`], [`list`], [`outcome`]: one act each.
//! - [`show`]: texts; [`wire`]: events; [`commands`]: the commands as declared.

pub mod answer;
pub mod ask;
pub mod cancel;
pub mod commands;
pub mod count;
pub mod finish;
pub mod list;
pub mod memory;
pub mod outcome;
pub mod poll;
pub mod results;
pub mod show;
pub mod start;
pub mod wire;

#[cfg(test)]
mod ask_tests;
#[cfg(test)]
mod count_tests;
#[cfg(test)]
mod early_tests;
#[cfg(test)]
mod phrase_tests;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod stories_of_ends;

use jiff::tz::TimeZone;
use secta_bot_kit::{
    Bot, Ctx, Input, Lang, What,
    grammar::{Command, CommandSpec},
    input::{Content, Event},
    when,
};

use crate::memory::Memory;

/// The bot's name.
pub const NAME: &str = "vote";

/// What can be set.
#[derive(Clone, Debug)]
pub struct VoteSettings {
    /// The zone in which hours are named and told.
    pub zone: TimeZone,
}

impl Default for VoteSettings {
    /// Moscow's time.
    fn default() -> Self {
        Self {
            zone: when::zone("Europe/Moscow").unwrap_or(TimeZone::UTC),
        }
    }
}

/// The bot.
#[derive(Clone, Debug, Default)]
pub struct Vote {
    settings: VoteSettings,
}

impl Vote {
    /// With settings.
    pub fn new(settings: VoteSettings) -> Self {
        Self { settings }
    }

    fn command(&self, command: &Command, input: &Input, ctx: &mut Ctx<'_>) {
        let zone = &self.settings.zone;
        match command.id {
            commands::START => start::start(command, input.seq, zone, ctx),
            commands::LIST => list::list(&command.event, zone, ctx),
            commands::RESULTS => results::results(&command.event, zone, ctx),
            // The registry hands over declared commands alone.
            other => debug_assert!(false, "nobody handles {other}"),
        }
    }

    fn event(&self, event: &Event, input: &Input, ctx: &mut Ctx<'_>) {
        let mut memory = Memory::new(ctx, event.room.clone());
        match &event.content {
            // The service's own users neither vote nor end polls from outside.
            Content::PollResponse { .. } | Content::PollEnd { .. } if event.own => {}
            Content::PollResponse { poll, answers } => {
                answer::answer(
                    &mut memory,
                    poll,
                    answer::given(event, answers.as_deref(), input),
                );
            }
            Content::PollEnd { poll } => finish::ended_by_member(&mut memory, poll, event),
            Content::Redaction { target } => cancel::redacted(&mut memory, target),
            Content::State { .. }
            | Content::Message(_)
            | Content::Reaction { .. }
            | Content::PollStart
            | Content::Member(_)
            | Content::Ciphertext { .. }
            | Content::Other { .. } => {}
        }
    }
}

impl Bot for Vote {
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

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        match &input.what {
            What::Event(event) => {
                match input.command.as_ref().filter(|command| command.bot == NAME) {
                    Some(command) => self.command(command, input, ctx),
                    None => self.event(event, input, ctx),
                }
            }
            What::Timer(fired) => {
                if let Some(room) = fired.scope.as_room() {
                    finish::fired(&mut Memory::new(ctx, room), fired);
                }
            }
            What::Outcome(outcome) => {
                if let Some(room) = input.room() {
                    outcome::came(&mut Memory::new(ctx, room), outcome);
                }
            }
            What::Foreign { .. } | What::Erased => {}
        }
    }
}
