//! `!вики из обсуждения`: a page out of a thread. What is said in the stream is public; of other rooms one may only
//! publish what one has said oneself.

use secta_bot_kit::{
    Ctx, Effect, Scope, UserId, args,
    community::{halls, name_of},
    effect::ViewAct,
    grammar::Command,
    journal::{EffectResult, Outcome},
    words::{Answering, Text, notice},
};
use secta_record::act::{PageChange, RevisionId};
use serde::Deserialize;

use crate::{
    NAME,
    act::{About, Act, Came},
    ask, explain,
    memory::{Pending, Source},
    revise::{self, Change},
};

/// The tag of a reading.
pub const GATHER: &str = "gather";

/// `!вики из обсуждения Имя`.
pub fn asked(command: &Command, ctx: &mut Ctx<'_>) {
    let Some((community, title)) = ask::named(command, ctx) else {
        return;
    };
    let event = &command.event;
    let root = event.thread.clone().or_else(|| event.reply_to.clone());
    let role = halls::hall(ctx, &event.room).map(|hall| hall.role);
    let encrypted = event.encrypted || ctx.place().is_some_and(|place| place.encrypted);
    let open = role.as_deref() == Some("stream");
    let (Some(root), true) = (root, open || role.as_deref() == Some("square")) else {
        return refuse(command, "wiki-thread-where", ctx);
    };
    if encrypted {
        return refuse(command, "wiki-thread-encrypted", ctx);
    }
    if !revise::heads(ctx, &community, &title).is_empty() {
        return refuse(command, "wiki-thread-exists", ctx);
    }
    let change = Change {
        title: title.clone(),
        parents: Vec::new(),
        change: PageChange::Deleted,
        comment: String::new(),
    };
    let id = RevisionId(name_of(&community, &event.room, command.subject()));
    // Whether they may at all is known before the thread is.
    if let Err(no) = revise::decide(ctx, (&community, &event.sender), id, &change) {
        let text = explain::no(ctx, ctx.lang(), &no);
        ctx.refuse(event, &text);
        return;
    }
    let act = Act::Thread {
        room: event.room.clone(),
        root,
        only: Some(event.sender.clone()).filter(|_| !open),
    };
    let scope = Scope::room(&event.room);
    let key = ctx.plan(&scope, GATHER, performed(&act, &community.to_string()));
    let pending = Pending {
        title,
        community,
        event: command.subject().clone(),
        thread: event.thread.clone(),
        by: event.sender.clone(),
        lang: ctx.lang(),
    };
    ctx.put(&scope, &format!("pending/{key}"), &pending);
}

/// The effect that has the view do something.
pub fn performed(act: &Act, lane: &str) -> Effect {
    Effect::View(ViewAct {
        view: NAME.to_owned(),
        lane: lane.to_owned(),
        // It is plain data: it has JSON.
        ask: serde_json::to_value(act).unwrap_or_default(),
    })
}

fn refuse(command: &Command, phrase: &str, ctx: &mut Ctx<'_>) {
    let text = ctx.say(phrase, args![]);
    ctx.refuse(&command.event, &text);
}

/// The thread was read.
pub fn gathered(outcome: &Outcome, ctx: &mut Ctx<'_>) {
    let scope = Scope::new(outcome.scope.clone());
    let key = format!("pending/{}", outcome.key);
    let Some(pending) = ctx.get::<Pending>(&scope, &key) else {
        return;
    };
    ctx.delete(&scope, &key);
    let came = match &outcome.result {
        EffectResult::Done(done) => done
            .data
            .as_ref()
            .and_then(|data| Came::deserialize(data).ok()),
        EffectResult::Refused { .. } => None,
    };
    let Some(Came::Thread { text, left_out }) = came else {
        let text = ctx.words().text(pending.lang, "wiki-thread-gone", &args![]);
        return say(&scope, &pending, &text, ctx);
    };
    if text.trim().is_empty() {
        let text = ctx
            .words()
            .text(pending.lang, "wiki-thread-empty", &args![]);
        return say(&scope, &pending, &text, ctx);
    }
    made(outcome, &scope, &pending, (text, left_out), ctx);
}

fn made(
    outcome: &Outcome,
    scope: &Scope,
    pending: &Pending,
    (text, left_out): (String, u32),
    ctx: &mut Ctx<'_>,
) {
    let Some(room) = scope.as_room() else { return };
    let change = Change {
        title: pending.title.clone(),
        // Somebody may have written it meanwhile: then both are there.
        parents: Vec::new(),
        change: PageChange::Text(text),
        comment: String::new(),
    };
    let id = RevisionId(name_of(&pending.community, &room, &pending.event));
    let who: (_, &UserId) = (&pending.community, &pending.by);
    match revise::decide(ctx, who, id, &change) {
        Ok(facts) => {
            let source = Source::Outcome(outcome.key.clone());
            revise::enact(ctx, who, (id, &source), (&change, facts));
            let about = About::Saved {
                title: pending.title.clone(),
                revision: id,
                left_out,
            };
            let compose = ask::compose(&pending.community, pending.lang, about);
            ctx.send_composed((&room, pending.lang), &answering(pending), compose, GATHER);
        }
        Err(no) => {
            let text = explain::no(ctx, pending.lang, &no);
            say(scope, pending, &text, ctx);
        }
    }
}

fn answering(pending: &Pending) -> Answering {
    Answering {
        thread: pending.thread.clone(),
        reply_to: Some(pending.event.clone()),
        mention: Some(pending.by.clone()),
    }
}

fn say(scope: &Scope, pending: &Pending, text: &Text, ctx: &mut Ctx<'_>) {
    if let Some(room) = scope.as_room() {
        let content = notice(text, &answering(pending));
        ctx.send(&room, "m.room.message", content, GATHER);
    }
}
