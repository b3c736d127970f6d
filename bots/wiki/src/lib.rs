//! The wiki (R17): `!вики`, and what members do with its pages on the site.
//!
//! The bot decides who changes what and tells those who watch a page. It knows no text: what a page says stands in the
//! records, and whoever keeps the view of them (`appservice/node/src/wiki`) answers what is asked of a page.
//!
//! - [`act`]: what the view is asked and is to do; [`memory`]: what is remembered.
//! - [`ask`]: what is read; [`write`](mod@write): a page is changed by a message; [`thread`]: a page out of a
//!   discussion; [`form`]: what the site's forms do; [`revise`]: how anything becomes a record.
//! - [`relink`]: links follow a page that was renamed; [`watch`]: who is told; [`talk`]: where a page is discussed.
//! - [`show`]: what is said of pages; [`commands`]: as declared; [`explain`]: why not.

pub mod act;
pub mod ask;
pub mod commands;
pub mod explain;
pub mod form;
pub mod memory;
pub mod relink;
pub mod revise;
pub mod show;
pub mod talk;
pub mod thread;
pub mod watch;
pub mod write;

#[cfg(test)]
mod stories;

use secta_bot_kit::{
    Bot, Ctx, Input, Lang, Look, Scope, What,
    community::halls,
    grammar::{Command, CommandSpec},
    input::{Content, Event},
    journal::Outcome,
    read::Selves,
    web,
};

/// The bot's name.
pub const NAME: &str = "wiki";

/// The bot.
#[derive(Clone, Debug)]
pub struct Wiki {
    selves: Selves,
}

impl Wiki {
    /// With the service's own users.
    pub fn new(selves: Selves) -> Self {
        Self { selves }
    }

    fn command(&self, command: &Command, ctx: &mut Ctx<'_>) {
        match command.id {
            commands::PAGE => ask::page(command, ctx),
            commands::HISTORY => ask::history(command, ctx),
            commands::FIND => ask::find(command, ctx),
            commands::EDIT => write::edit(command, ctx),
            commands::THREAD => thread::asked(command, ctx),
            commands::WATCH => watch::asked(command, true, ctx),
            commands::UNWATCH => watch::asked(command, false, ctx),
            commands::TALK => talk::asked(command, ctx),
            // The registry hands over declared commands alone.
            other => debug_assert!(false, "nobody handles {other}"),
        }
    }

    fn event(&self, event: &Event, ctx: &mut Ctx<'_>) {
        if event.own {
            halls::learn(event, ctx);
            talk::heard(event, ctx);
            ask::heard(event, ctx);
        }
        if let Content::Redaction { target } = &event.content {
            write::redacted(event, target, ctx);
        }
    }

    fn outcome(outcome: &Outcome, ctx: &mut Ctx<'_>) {
        match outcome.tag.as_str() {
            thread::GATHER => thread::gathered(outcome, ctx),
            relink::RELINK => relink::found(outcome, ctx),
            _ => {}
        }
    }
}

impl Bot for Wiki {
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
            What::Outcome(outcome) => Self::outcome(outcome, ctx),
            What::Timer(fired) => match fired.name.split_once('/') {
                Some((form::FORGET, _)) => ctx.delete(&fired.scope, web::ANSWER),
                Some((watch::LATER, _)) => watch::fired(fired, ctx),
                Some(_) | None => {}
            },
            What::Foreign {
                source,
                external_id,
                body,
            } if source == web::SOURCE => form::filed(&self.selves, external_id, body, ctx),
            What::Foreign { .. } | What::Erased => {}
        }
    }
}
