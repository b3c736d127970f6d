//! The quest of a newcomer, and the sign of joining at its end.
//!
//! The bot that keeps communities greets newcomers in their porch; this one goes on from there ([`porch`]): it asks for
//! the steps that the community's policy names, one after the other. What counts as a step taken is what the member
//! does ([`steps`]), whenever they do it. Nobody has to: whoever skips the quest may write all the same.
//!
//! - [`visit`]: a member's quest before the bot; [`memory`]: what is remembered.
//! - [`way`]: from step to step, to the end; [`steps`]: when each is taken, and what it asks for.
//! - [`porch`]: what happens in a porch; [`stream`]: what happens in the stream; [`answers`]: the commands.
//!
//! To add a step: a variant of [`secta_rules::policy::QuestStep`], its arms in [`steps`], its phrases, a story.

pub mod answers;
pub mod commands;
pub mod memory;
pub mod porch;
pub mod steps;
pub mod stream;
pub mod visit;
pub mod way;

#[cfg(test)]
mod phrase_tests;
#[cfg(test)]
mod stories;

use crate::memory::Place;
use secta_bot_kit::{
    Bot, Ctx, Input, Lang, Look, Scope, What, community::About, grammar::CommandSpec, input::Event,
};

/// The bot's name.
pub const NAME: &str = "onboarding";

/// The bot.
#[derive(Clone, Copy, Debug, Default)]
pub struct Onboarding;

impl Bot for Onboarding {
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
        let What::Event(event) = &input.what else {
            return;
        };
        match (input.command_of(NAME), event.about.as_deref()) {
            (Some(command), _) => answers::command(command, ctx),
            (None, Some(about)) if self.told(about, event, ctx) => {}
            (None, Some(_) | None) => happened(event, input, ctx),
        }
    }
}

impl Onboarding {
    /// The service's own event tells what a room is, or which step a message of this bot asks for; false where it
    /// tells something else.
    fn told(self, about: &str, event: &Event, ctx: &mut Ctx<'_>) -> bool {
        match About::read(about) {
            Some(About::Hall {
                community,
                lang,
                room,
            }) if room == "stream" => {
                stream::is_here(ctx, community, &event.room, lang);
                true
            }
            Some(About::Porch {
                community,
                lang,
                user,
            }) => {
                porch::greeted(ctx, (community, user), &event.room, lang);
                true
            }
            Some(About::Hall { .. } | About::Item { .. }) => false,
            None => porch::asked(ctx, about, event),
        }
    }
}

/// Something happened in a room.
fn happened(event: &Event, input: &Input, ctx: &mut Ctx<'_>) {
    match memory::place(ctx, &event.room) {
        Some(Place::Porch { community, user }) => {
            porch::happened(ctx, (community, user), event, input.command.is_some());
        }
        Some(Place::Stream { community }) => stream::happened(ctx, community, event),
        None => {}
    }
}
