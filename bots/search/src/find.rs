//! `!найди` and `!ещё`.

use secta_bot_kit::{
    Ctx, EventId, Lang, RoomId, Scope, UserId, args, effect::Compose, grammar::Command,
    input::Event, words::Text,
};
use secta_record::RecordId;
use serde::{Deserialize, Serialize};

use crate::{
    NAME, Settings,
    ask::{Ask, Asker, Filter, Trouble},
    memory::{self, Asked},
    pages,
    tags::{self, Named},
};

/// How many messages an answer shows.
pub const PAGE: usize = 5;

/// For how long `!ещё` goes on with a question, in milliseconds: a day.
const GOES_ON_MS: i64 = 24 * 3_600_000;

/// The tag of answers.
pub const FOUND: &str = "found";

/// What is asked of the index at the moment of answering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What is asked.
    pub ask: Ask,
    /// Which of its tags are names of supertags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supertags: Vec<Named>,
    /// As it was written.
    pub text: String,
    /// By whom.
    pub by: UserId,
    /// The room in which it is answered.
    pub room: RoomId,
    /// The community whose wiki is asked too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community: Option<RecordId>,
    /// Whether nobody else reads the answer.
    pub private: bool,
    /// How many were given before.
    pub given: usize,
    /// The language.
    pub lang: Lang,
    /// Since when it is asked, in milliseconds since 1970: what came later is not looked for.
    pub at_ms: i64,
}

/// `!найди слова`.
pub fn find(settings: &Settings, command: &Command, ctx: &mut Ctx<'_>) {
    let event = &command.event;
    let text = whole(command);
    let asker = Asker {
        now_ms: ctx.now_ms(),
        zone: &settings.zone,
        server: event.sender.server(),
    };
    match Ask::read(&text, &asker) {
        Ok(ask) => {
            let asked = Asked {
                ask,
                text,
                given: 0,
                at_ms: ctx.now_ms(),
            };
            answer(event, asked, ctx);
        }
        Err(trouble) => {
            let text = explained(&trouble, ctx);
            ctx.refuse(event, &text);
        }
    }
}

/// `!ещё`.
pub fn more(event: &Event, ctx: &mut Ctx<'_>) {
    let asked: Option<Asked> = ctx.get(&Scope::room(&event.room), &key(&event.sender));
    let fresh = asked.filter(|asked| ctx.now_ms().saturating_sub(asked.at_ms) <= GOES_ON_MS);
    match fresh {
        Some(asked) => answer(event, asked, ctx),
        None => {
            let text = ctx.say("search-nothing-asked", args![]);
            ctx.refuse(event, &text);
        }
    }
}

fn key(user: &UserId) -> String {
    format!("asked/{user}")
}

fn whole(command: &Command) -> String {
    let mut text = command.args.clone();
    for line in &command.lines {
        text.push(' ');
        text.push_str(line);
    }
    text
}

fn answer(event: &Event, mut asked: Asked, ctx: &mut Ctx<'_>) {
    let community = community(&event.room, ctx);
    let of_pages = asked.ask.is_of_pages();
    if of_pages && community.is_none() {
        let text = ctx.say("search-whose-pages", args![]);
        ctx.refuse(event, &text);
        return;
    }
    let request = Request {
        supertags: tags::named(&asked.ask.tags, ctx.communities()),
        ask: asked.ask.clone(),
        text: asked.text.clone(),
        by: event.sender.clone(),
        room: event.room.clone(),
        community,
        private: is_private(event, ctx),
        given: asked.given,
        lang: ctx.lang(),
        at_ms: asked.at_ms,
    };
    asked.given += if of_pages { pages::ALONE } else { PAGE };
    let scope = Scope::room(&event.room);
    forget_old(&scope, ctx);
    ctx.put(&scope, &key(&event.sender), &asked);
    // A question is plain data: it has JSON.
    let ask = serde_json::to_value(&request).unwrap_or_default();
    let compose = Compose {
        by: NAME.to_owned(),
        ask,
    };
    ctx.reply_composed(event, compose, FOUND);
}

/// The community that is asked about in a room: that of the room, or the only one that there is.
fn community(room: &RoomId, ctx: &Ctx<'_>) -> Option<RecordId> {
    let here = memory::room(ctx, room).hall.map(|hall| hall.community);
    let mut all = ctx.communities().iter().map(|(id, _)| *id);
    here.or_else(|| all.next().filter(|_| all.next().is_none()))
}

/// Whether nobody else reads the answer. As long as it is not known who is in the room, somebody may.
fn is_private(event: &Event, ctx: &Ctx<'_>) -> bool {
    let known = memory::room(ctx, &event.room).surveyed;
    known && ctx.place().is_some_and(|place| place.people <= 1)
}

/// Forgets what nobody goes on with.
fn forget_old(scope: &Scope, ctx: &mut Ctx<'_>) {
    let now_ms = ctx.now_ms();
    for (key, asked) in ctx.range::<Asked>(scope, "asked/") {
        if now_ms.saturating_sub(asked.at_ms) > GOES_ON_MS {
            ctx.delete(scope, &key);
        }
    }
}

fn explained(trouble: &Trouble, ctx: &Ctx<'_>) -> Text {
    match trouble {
        Trouble::Nothing => ctx.say("search-nothing", args![]),
        Trouble::Long => ctx.say(
            "search-long",
            args!["max" => crate::ask::ASK_MAX, "words" => crate::ask::WORDS_MAX],
        ),
        Trouble::Common => ctx.say("search-common", args![]),
        Trouble::OnlyNot => ctx.say("search-only-not", args![]),
        Trouble::Pages => ctx.say("search-pages-words", args![]),
        Trouble::Value(filter, value) => {
            let phrase = match filter {
                Filter::From => "search-bad-from",
                Filter::Room => "search-bad-room",
                Filter::After | Filter::Before => "search-bad-day",
                Filter::Tag => "search-bad-tag",
                Filter::Kind => "search-bad-kind",
            };
            ctx.say(phrase, args!["value" => value.as_str()])
        }
    }
}

/// What an answer is about: the messages that it quotes.
pub fn about(quoted: &[EventId]) -> String {
    let ids: Vec<&str> = quoted.iter().map(EventId::as_str).collect();
    format!("found/{}", ids.join(" "))
}

/// Reads what [`about`] wrote.
pub fn quoted(about: &str) -> Option<Vec<EventId>> {
    let ids = about.strip_prefix("found/")?;
    Some(
        ids.split(' ')
            .filter(|id| id.starts_with('$'))
            .map(EventId::new)
            .collect(),
    )
}
