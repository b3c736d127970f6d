//! Self-governing communities: the rules of `trust/rules` in Matrix rooms.
//!
//! The bot translates what happens in a community's rooms to what is asked of the rules ([`asked`]), lets them decide,
//! enacts the facts ([`enact`]) and carries each fact into the rooms ([`aftermath`]): nobody can do anything here that
//! the rules don't decide. What is refused is explained to whoever asked ([`explain`]).
//!
//! - [`found`]: making a community; [`request`]: for somebody whom an operator names; [`porch`]: a room for one;
//!   [`members`]: who comes and goes; [`levels`]: the muted.
//! - [`asked`], [`words`]: what is asked, and what an item says; [`needs`]: which memory that takes.
//! - [`answers`], [`tags`], [`wallet`], [`qr`]: commands that ask; [`propose`]: proposing another policy.
//! - [`web`]: what members do on the site.
//! - [`memory`]: what is remembered; [`scene`]: a community before the bot.
//!
//! To carry another fact into the rooms: a function in the file of its subject under `aftermath/`, a line in
//! [`aftermath::of`], and what memory it touches in [`needs`]. To add a command: a line in [`commands`], what it asks in
//! [`asked::of_command`] or how it is answered in [`answers::command`], and its phrases.

pub mod aftermath;
pub mod answers;
pub mod asked;
pub mod commands;
pub mod enact;
pub mod explain;
pub mod found;
pub mod levels;
pub mod members;
pub mod memory;
pub mod needs;
pub mod porch;
pub mod propose;
pub mod qr;
pub mod request;
pub mod scene;
pub mod tags;
pub mod wallet;
pub mod web;
pub mod words;

#[cfg(test)]
mod phrase_tests;
#[cfg(test)]
mod stories;

use jiff::tz::TimeZone;
use secta_bot_kit::{
    Bot, Ctx, Input, Lang, Look, Scope, What, args,
    grammar::{Command, CommandSpec},
    input::{Content, Event, Fired},
    journal::Outcome,
    read::Selves,
};

use serde::Deserialize;
use serde_json::Value;

use crate::{
    asked::Reading,
    memory::{Place, Role, Subject, Topic},
    request::Request,
    scene::Scene,
    words::Words,
};

/// The bot's name.
pub const NAME: &str = "community";

/// The most messages of a porch that are remembered, for `!пост` in reply to one.
const SAID_MAX: usize = 20;

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
pub struct Community {
    settings: Settings,
}

impl Community {
    /// With settings.
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    fn command(&self, command: &Command, input: &Input, ctx: &mut Ctx<'_>) {
        let event = &command.event;
        match command.id {
            commands::CREATE => return found::create(&self.settings, command, ctx),
            commands::LIST => return answers::communities(&self.settings, event, ctx),
            commands::JOIN => return self.join(command, ctx),
            _ => {}
        }
        match asked::of_command(command, input, ctx) {
            Reading::Say(phrase) => {
                let text = ctx.say(phrase, args![]);
                ctx.refuse(event, &text);
            }
            Reading::Ask(asked) => {
                if let Some(mut scene) = Scene::open(ctx, &self.settings, asked.community) {
                    enact::answer(&mut scene, *asked, event);
                }
            }
            Reading::Nothing => {
                let id = asked::community_at(&event.room, ctx);
                match id.and_then(|id| Scene::open(ctx, &self.settings, id)) {
                    Some(mut scene) => answers::command(&mut scene, command),
                    None => {
                        let text = ctx.say("community-which", args![]);
                        ctx.refuse(event, &text);
                    }
                }
            }
        }
    }

    /// `!вступить [имя]`.
    fn join(&self, command: &Command, ctx: &mut Ctx<'_>) {
        let event = &command.event;
        let id = if command.args.trim().is_empty() {
            asked::community_at(&event.room, ctx)
        } else {
            found::of_name(ctx, &command.args).map(|(id, _)| id)
        };
        match id.and_then(|id| Scene::open(ctx, &self.settings, id)) {
            Some(mut scene) => porch::wanted(&mut scene, &event.sender, Some(event)),
            None => {
                let text = ctx.say("community-which", args![]);
                ctx.refuse(event, &text);
            }
        }
    }

    fn event(&self, event: &Event, input: &Input, ctx: &mut Ctx<'_>) {
        if event.own {
            self.echo(event, ctx);
        }
        levels::noted(&self.settings, event, ctx);
        let place = memory::place(ctx, &event.room);
        if let Some(place) = &place {
            self.in_place(place, event, ctx);
        }
        if let Reading::Ask(asked) = asked::of_event(event, input, ctx)
            && let Some(mut scene) = Scene::open(ctx, &self.settings, asked.community)
        {
            enact::answer(&mut scene, *asked, event);
        }
    }

    /// What concerns the rooms themselves.
    fn in_place(&self, place: &Place, event: &Event, ctx: &mut Ctx<'_>) {
        match &event.content {
            Content::Member(change) => {
                if let Some(mut scene) = Scene::open(ctx, &self.settings, place.community) {
                    members::changed(&mut scene, place, event, change);
                }
            }
            Content::State { kind, content, .. } if kind == "m.room.power_levels" => {
                if let Some(mut scene) = Scene::open(ctx, &self.settings, place.community) {
                    levels::changed(&mut scene, event, content);
                }
            }
            Content::Message(message)
                if place.role == Role::Porch && !event.own && message.edits.is_none() =>
            {
                said(event, &Words::of_message(message), ctx);
            }
            Content::Redaction { target } if place.role == Role::Porch => {
                ctx.delete(&Scope::room(&event.room), &format!("said/{target}"));
            }
            Content::State { .. }
            | Content::Message(_)
            | Content::Reaction { .. }
            | Content::PollStart
            | Content::PollResponse { .. }
            | Content::PollEnd { .. }
            | Content::Redaction { .. }
            | Content::Ciphertext { .. }
            | Content::Other { .. } => {}
        }
    }

    /// An event of the service's own came back: what it stands for is known from here on.
    fn echo(&self, event: &Event, ctx: &mut Ctx<'_>) {
        let Some(known) = event.about.as_deref().and_then(memory::read_about) else {
            return;
        };
        let Some(mut scene) = Scene::open(ctx, &self.settings, known.community) else {
            return;
        };
        let id = match &known.what {
            Subject::Item(item) => {
                let role = scene
                    .hall
                    .rooms
                    .iter()
                    .find(|(_, room)| **room == event.room)
                    .map(|(role, _)| *role);
                let edit = words::message_of(event).is_some_and(|said| said.edits.is_some());
                match role {
                    Some(role) if edit => {
                        aftermath::items::revised(&mut scene, item, role, &event.id);
                    }
                    Some(role) => aftermath::items::heard(&mut scene, item, role, &event.id),
                    None => {}
                }
                return;
            }
            Subject::Case(id) => id.0,
            Subject::Appeal(id) => id.0,
            Subject::Proposal(id) => id.0,
            Subject::Reaction { .. } => return,
        };
        enact::know(&mut scene, &event.id, known.what);
        let scope = memory::topic(&scene.id, &id);
        let mut topic: Topic = scene.ctx.get(&scope, "topic").unwrap_or_default();
        topic.event = Some(event.id.clone());
        let mail = std::mem::take(&mut topic.mail);
        scene.ctx.put(&scope, "topic", &topic);
        for (plain, html, mention) in mail {
            scene.in_topic(
                &id,
                &secta_bot_kit::words::Text { plain, html },
                mention.as_ref(),
            );
        }
    }

    fn requested(&self, id: &str, body: &Value, ctx: &mut Ctx<'_>) {
        if let Ok(request) = Request::deserialize(body) {
            found::requested(&self.settings, id, &request, ctx);
        }
    }

    fn timer(&self, fired: &Fired, ctx: &mut Ctx<'_>) {
        if web::is_form(fired.scope.as_str()) {
            return web::fired(fired, ctx);
        }
        let id = memory::as_community(fired.scope.as_str());
        if let Some(mut scene) = id.and_then(|id| Scene::open(ctx, &self.settings, id)) {
            enact::fired(&mut scene, fired);
        }
    }

    fn outcome(&self, outcome: &Outcome, ctx: &mut Ctx<'_>) {
        if web::is_form(&outcome.scope) {
            web::outcome(outcome, ctx);
        } else if outcome.tag.starts_with("make/") {
            let id = memory::as_community(&outcome.scope);
            if let Some(mut scene) = id.and_then(|id| Scene::open(ctx, &self.settings, id)) {
                found::made(&mut scene, outcome);
            }
        } else if outcome.tag == porch::MAKE
            && let Some((id, who)) = memory::as_member(&outcome.scope)
            && let Some(mut scene) = Scene::open(ctx, &self.settings, id)
        {
            porch::made(&mut scene, &who, outcome);
        }
    }
}

/// Remembers the last messages of a porch.
fn said(event: &Event, words: &Words, ctx: &mut Ctx<'_>) {
    if words.is_too_long() {
        return;
    }
    let scope = Scope::room(&event.room);
    let mut order: Vec<String> = ctx.get(&scope, "said").unwrap_or_default();
    ctx.put(&scope, &format!("said/{}", event.id), words);
    order.push(event.id.as_str().to_owned());
    while order.len() > SAID_MAX {
        ctx.delete(&scope, &format!("said/{}", order.remove(0)));
    }
    ctx.put(&scope, "said", &order);
}

impl Bot for Community {
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
        needs::of(input, known)
    }

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        match &input.what {
            What::Event(event) => match input.command_of(NAME) {
                Some(command) => self.command(command, input, ctx),
                None => self.event(event, input, ctx),
            },
            What::Timer(fired) => self.timer(fired, ctx),
            What::Outcome(outcome) => self.outcome(outcome, ctx),
            What::Foreign {
                source,
                external_id,
                body,
            } if source == request::SOURCE => self.requested(external_id, body, ctx),
            What::Foreign {
                source,
                external_id,
                body,
            } if source == secta_bot_kit::web::SOURCE => {
                web::filed(&self.settings, external_id, body, ctx);
            }
            What::Foreign { .. } | What::Erased => {}
        }
    }
}
