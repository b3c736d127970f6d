//! Search that knows Russian: `!найди`, `!ещё`, `!поиск`.
//!
//! The bot remembers who may read what, and asks the index at the moment of answering: an answer stands nowhere but in
//! the room. The index is a view outside SQL that follows the journal.
//!
//! - [`ask`], [`day`], [`tags`]: what is asked; [`text`]: from a text to its words.
//! - [`memory`], [`rooms`]: what is remembered of rooms and people; [`reader`], [`rights`]: who may read what.
//! - [`pages`]: pages of the wiki that stand beside messages.
//! - [`find`], [`switch`], [`quote`], [`history`]: one act each; [`filed`]: what is filed for it; [`show`]: an answer; [`commands`]: as declared.
//! - [`follow`]: from an event to a change of the index; [`index`]: the index. Nothing else here touches a disk.

pub mod ask;
pub mod commands;
pub mod compose;
pub mod day;
pub mod filed;
pub mod find;
pub mod follow;
pub mod history;
pub mod index;
pub mod memory;
pub mod pages;
pub mod quote;
pub mod reader;
pub mod rights;
pub mod rooms;
pub mod show;
pub mod switch;
pub mod tags;
pub mod text;

#[cfg(test)]
mod phrase_tests;
#[cfg(test)]
mod stories;

use jiff::tz::TimeZone;
use secta_bot_kit::{
    Bot, Ctx, Input, Lang, Look, Scope, What,
    bot::own_scope,
    grammar::{Command, CommandSpec},
    input::{Content, Event},
    journal::Outcome,
    read::Selves,
};
use serde::Deserialize;

use crate::filed::Filed;

/// The bot's name.
pub const NAME: &str = "search";

/// What can be set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The service's own users.
    pub selves: Selves,
    /// The zone in which days begin.
    pub zone: TimeZone,
    /// The language in which the reading of the past is told.
    pub lang: Lang,
}

/// The bot.
#[derive(Clone, Debug)]
pub struct Search {
    settings: Settings,
}

impl Search {
    /// With settings.
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    fn command(&self, command: &Command, input: &Input, ctx: &mut Ctx<'_>) {
        match command.id {
            commands::FIND => find::find(&self.settings, command, ctx),
            commands::MORE => find::more(&command.event, ctx),
            commands::SWITCH => switch::switch(&self.settings, command, input.seq, ctx),
            // The registry hands over declared commands alone.
            other => debug_assert!(false, "nobody handles {other}"),
        }
    }

    fn event(&self, event: &Event, input: &Input, ctx: &mut Ctx<'_>) {
        if event.own {
            rooms::own(event, ctx);
            if let Some(about) = &event.about {
                quote::heard(&event.room, &event.id, about, ctx);
            }
        }
        match &event.content {
            Content::Member(member) => {
                rooms::member(&self.settings.selves, event, member, input.seq, ctx);
            }
            Content::State { kind, content, .. } => {
                rooms::state(event, kind, content, input.seq, ctx)
            }
            Content::Redaction { target } => quote::redacted(target, ctx),
            Content::Message(_)
            | Content::Reaction { .. }
            | Content::PollStart
            | Content::PollResponse { .. }
            | Content::PollEnd { .. }
            | Content::Ciphertext { .. }
            | Content::Other { .. } => {}
        }
    }

    fn outcome(&self, outcome: &Outcome, input: &Input, ctx: &mut Ctx<'_>) {
        let room = input.room();
        match (rooms::survey(outcome), room) {
            (Some(survey), Some(room)) => {
                rooms::surveyed(&self.settings.selves, &room, &survey, input.seq, ctx);
            }
            (None, Some(room)) if outcome.tag == history::TOLD => {
                history::sent(outcome, &room, self.settings.lang, ctx);
            }
            (None, room) => quote::done(outcome, room.as_ref(), ctx),
            (Some(_), None) => {}
        }
    }
}

impl Bot for Search {
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

    fn scopes(&self, input: &Input, _known: &Look<'_>) -> Vec<Scope> {
        let mut scopes: Vec<Scope> = input.room().as_ref().map(Scope::room).into_iter().collect();
        scopes.extend(own_scope(NAME, input));
        match &input.what {
            What::Event(event) => scopes.extend(of_event(event)),
            What::Outcome(outcome) => scopes.extend(self.of_outcome(outcome)),
            What::Foreign { source, body, .. } if source == filed::SOURCE => {
                let filed = Filed::deserialize(body).ok();
                scopes.extend(filed.map(|filed| Scope::room(filed.room())));
            }
            What::Foreign { .. } | What::Timer(_) | What::Erased => {}
        }
        scopes
    }

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        match &input.what {
            What::Event(event) => match input.command_of(NAME) {
                Some(command) => self.command(command, input, ctx),
                None => self.event(event, input, ctx),
            },
            What::Outcome(outcome) => self.outcome(outcome, input, ctx),
            What::Foreign { source, body, .. } if source == filed::SOURCE => {
                match Filed::deserialize(body) {
                    Ok(Filed::Enter { room }) => rooms::enter(&room, input.seq, ctx),
                    Ok(Filed::Progress(progress)) => {
                        history::told(&progress, self.settings.lang, ctx);
                    }
                    Err(_) => {}
                }
            }
            What::Foreign { .. } | What::Timer(_) | What::Erased => {}
        }
    }
}

impl Search {
    fn of_outcome(&self, outcome: &Outcome) -> Vec<Scope> {
        if let Some(survey) = rooms::survey(outcome) {
            let people = rooms::people(&self.settings.selves, &survey);
            return people.map(Scope::user).chain([memory::world()]).collect();
        }
        let quoted = match &outcome.result {
            secta_bot_kit::journal::EffectResult::Done(done) => done
                .data
                .as_ref()
                .and_then(|data| data.as_str())
                .and_then(find::quoted),
            secta_bot_kit::journal::EffectResult::Refused { .. } => None,
        };
        quoted.iter().flatten().map(memory::quote).collect()
    }
}

/// What an event takes beside its room.
fn of_event(event: &Event) -> Vec<Scope> {
    let mut scopes = Vec::new();
    match &event.content {
        Content::Member(member) => scopes.extend([Scope::user(&member.user), memory::world()]),
        Content::State { .. } => scopes.push(memory::world()),
        Content::Redaction { target } => scopes.push(memory::quote(target)),
        _ => {}
    }
    let quoted = event.about.as_deref().and_then(find::quoted);
    scopes.extend(quoted.iter().flatten().map(memory::quote));
    scopes
}
