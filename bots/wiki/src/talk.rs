//! `!вики обсудить`: a thread in the square for a page.

use secta_bot_kit::{
    Ctx, args, community::halls, grammar::Command, ids::permalink, input::Event, words::Answering,
};
use secta_record::RecordId;
use secta_wiki::title::Title;

use crate::{
    act::About,
    ask,
    memory::{self, page_of},
    revise::account,
};

/// The tag of the first message.
const TALK: &str = "talk";

/// `!вики обсудить`.
pub fn asked(command: &Command, ctx: &mut Ctx<'_>) {
    let Some((community, title)) = ask::named(command, ctx) else {
        return;
    };
    let event = &command.event;
    let page = page_of(&title);
    if let Some((room, root)) = memory::talk(ctx, &memory::page(&community, &page)) {
        let link = permalink(&room, Some(&root), event.sender.server());
        let text = ctx.say("wiki-talk-there", args!["link" => link]);
        ctx.reply(event, &text);
        return;
    }
    let rules = ctx.communities().get(&community);
    let may = rules.is_some_and(|it| it.may_revise(&account(&event.sender), &page, ctx.now_ms()));
    let phrase = if may {
        begin(ctx, &community, &title)
    } else {
        "wiki-talk-no"
    };
    let text = ctx.say(phrase, args![]);
    ctx.reply(event, &text);
}

/// Begins the thread of a page; returns the phrase that says so.
pub fn begin(ctx: &mut Ctx<'_>, community: &RecordId, title: &Title) -> &'static str {
    let Some(square) = halls::room_of(ctx, community, "square") else {
        return "wiki-talk-nowhere";
    };
    let lang = ctx.lang();
    let title = title.clone();
    let compose = ask::compose(community, lang, About::Talk { title });
    ctx.send_composed((&square, lang), &Answering::default(), compose, TALK);
    "wiki-talk-begun"
}

/// The first message of a discussion came back.
pub fn heard(event: &Event, ctx: &mut Ctx<'_>) {
    let Some(scope) = event.about.as_deref().and_then(memory::as_talk) else {
        return;
    };
    if memory::talk(ctx, &scope).is_none() {
        ctx.put(&scope, "talk", &(event.room.clone(), event.id.clone()));
    }
}
