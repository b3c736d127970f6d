//! `!вики`, `!вики история`, `!вики найти`: what is read.

use secta_bot_kit::{
    Ctx, Lang, args, community::halls, effect::Compose, grammar::Command, input::Event, words::tidy,
};
use secta_record::RecordId;
use secta_wiki::title::Title;

use crate::{
    NAME,
    act::{About, Question},
    explain, memory,
};

/// The tag of answers.
const SHOW: &str = "show";

/// The longest that is looked for, in characters.
const WORDS_MAX: usize = 200;

/// The question as an effect carries it.
pub fn compose(community: &RecordId, lang: Lang, about: About) -> Compose {
    let question = Question {
        community: *community,
        lang,
        about,
    };
    Compose {
        by: NAME.to_owned(),
        // It is plain data: it has JSON.
        ask: serde_json::to_value(&question).unwrap_or_default(),
    }
}

/// The community that a command is about; without one that is said.
pub fn community(command: &Command, ctx: &mut Ctx<'_>) -> Option<RecordId> {
    let community = halls::community_at(ctx, &command.event.room);
    if community.is_none() {
        let text = ctx.say("wiki-whose", args![]);
        ctx.refuse(&command.event, &text);
    }
    community
}

/// The community and the title that a command names; what is wrong with them is said.
pub fn named(command: &Command, ctx: &mut Ctx<'_>) -> Option<(RecordId, Title)> {
    let community = community(command, ctx)?;
    let typed = bare(&command.args);
    if typed.is_empty() {
        let text = ctx.say("wiki-which", args![]);
        ctx.refuse(&command.event, &text);
        return None;
    }
    match Title::parse(typed) {
        Ok(title) => Some((community, title)),
        Err(fault) => {
            let text = explain::title(ctx, ctx.lang(), &fault);
            ctx.refuse(&command.event, &text);
            None
        }
    }
}

/// A title as people type it: in brackets or not.
pub fn bare(typed: &str) -> &str {
    let typed = typed.trim();
    let inner = typed
        .strip_prefix("[[")
        .and_then(|it| it.strip_suffix("]]"));
    inner.unwrap_or(typed).trim()
}

/// `!вики`.
pub fn page(command: &Command, ctx: &mut Ctx<'_>) {
    if command.args.trim().is_empty() {
        if let Some(community) = community(command, ctx) {
            answer(command, &community, About::Wiki, ctx);
        }
    } else if let Some((community, title)) = named(command, ctx) {
        answer(command, &community, About::Page { title }, ctx);
    }
}

/// `!вики история`.
pub fn history(command: &Command, ctx: &mut Ctx<'_>) {
    if let Some((community, title)) = named(command, ctx) {
        answer(command, &community, About::History { title }, ctx);
    }
}

/// `!вики найти`.
pub fn find(command: &Command, ctx: &mut Ctx<'_>) {
    let words = tidy(&command.args, WORDS_MAX);
    let Some(community) = community(command, ctx) else {
        return;
    };
    if words.is_empty() {
        let text = ctx.say("wiki-find-what", args![]);
        ctx.refuse(&command.event, &text);
        return;
    }
    answer(command, &community, About::Find { words }, ctx);
}

/// Answers a command with what the view says.
pub fn answer(command: &Command, community: &RecordId, about: About, ctx: &mut Ctx<'_>) {
    let compose = compose(community, ctx.lang(), about);
    ctx.reply_composed(&command.event, compose, SHOW);
}

/// A message of the service that shows a page came back: whoever answers it with a change has seen these revisions.
pub fn heard(event: &Event, ctx: &mut Ctx<'_>) {
    if let Some(shown) = event.about.as_deref().and_then(memory::as_shown) {
        ctx.put(&memory::event(&event.id), "shown", &shown);
    }
}
