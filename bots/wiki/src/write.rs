//! `!вики править`: a page is changed by a message. Redacting the message takes back what it said.

use secta_bot_kit::{Ctx, EventId, community::name_of, grammar::Command, input::Event};
use secta_record::act::{PageChange, RevisionId};

use crate::{
    act::About,
    ask, explain,
    memory::{self, Shown, Source},
    revise::{self, Change},
};

/// `!вики править Имя`, with the text below.
pub fn edit(command: &Command, ctx: &mut Ctx<'_>) {
    let Some((community, title)) = ask::named(command, ctx) else {
        return;
    };
    let text = command.lines.join("\n").trim().to_owned();
    if text.is_empty() {
        return ask::answer(command, &community, About::Source { title }, ctx);
    }
    let event = &command.event;
    let page = memory::page_of(&title);
    let shown = event.reply_to.as_ref().and_then(|event| {
        let shown: Option<Shown> = ctx.get(&memory::event(event), "shown");
        shown.filter(|shown| shown.page == page)
    });
    let parents = match shown {
        Some(shown) => shown.heads,
        None => revise::heads(ctx, &community, &title),
    };
    let change = Change {
        title: title.clone(),
        parents,
        change: PageChange::Text(text),
        comment: String::new(),
    };
    let id = RevisionId(name_of(&community, &event.room, command.subject()));
    let who = (&community, &event.sender);
    match revise::decide(ctx, who, id, &change) {
        Ok(facts) => {
            let source = Source::Event(command.subject().clone());
            revise::enact(ctx, who, (id, &source), (&change, facts));
            let about = About::Saved {
                title,
                revision: id,
                left_out: 0,
            };
            ask::answer(command, &community, about, ctx);
        }
        Err(no) => {
            let text = explain::no(ctx, ctx.lang(), &no);
            ctx.refuse(event, &text);
        }
    }
}

/// A message is redacted: its author takes back the revision that it made.
pub fn redacted(event: &Event, target: &EventId, ctx: &mut Ctx<'_>) {
    let Some((community, id)) = memory::made(ctx, target) else {
        return;
    };
    // Whoever is not the author, or comes twice, changes nothing by it.
    let _ = revise::hide(ctx, (&community, &event.sender), id);
}
