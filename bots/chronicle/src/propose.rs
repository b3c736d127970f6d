//! `!в летопись`: a message is read, and proposed.

use secta_bot_kit::{
    Ctx, Effect, Lang, RoomId, Scope, UserId, args,
    community::{About, item_of},
    effect::ViewAct,
    grammar::Command,
    journal::{EffectResult, Outcome},
    words::{Answering, Text, notice},
};
use secta_record::{
    RecordId,
    act::{AccountId, ItemId, Why as RuleWhy},
};
use secta_rules::{Ask, Command as Asking, Fact, Refusal, State, state::Matter};
use serde::Deserialize;

use crate::{
    NAME, Settings,
    act::{Act, Came, Gathered, Why},
    explain,
    memory::{self, Entry, EntryId, Hall, Known, Pending},
    settle::{self, account},
    show, vote,
};

/// The tag of a reading.
const GATHER: &str = "gather";

/// The rooms of a community whose messages may be entered: what every member hears anyway.
const OPEN: [&str; 2] = ["stream", "square"];

/// The largest time that a record holds, in milliseconds since 1970.
const TIME_MAX: i64 = (1 << 53) - 1;

/// `!в летопись`.
pub fn asked(settings: &Settings, command: &Command, ctx: &mut Ctx<'_>) {
    let event = &command.event;
    let hall = memory::hall(ctx, &event.room);
    let hall = match hall {
        Some(hall) if OPEN.contains(&hall.role.as_str()) => hall,
        Some(hall) => return refuse(command, private(&hall), ctx),
        None => return refuse(command, "chronicle-where", ctx),
    };
    if event.encrypted || ctx.place().is_some_and(|place| place.encrypted) {
        return refuse(command, "chronicle-encrypted", ctx);
    }
    let Some(target) = event.meant(&command.args) else {
        return refuse(command, "chronicle-what", ctx);
    };
    if let Some(id) = memory::entry_at(ctx, &target)
        && known(settings, &id, command, ctx)
    {
        return;
    }
    let Some(rules) = ctx.communities().get(&hall.community) else {
        return refuse(command, "chronicle-where", ctx);
    };
    // Whether they may propose at all is known before the message is.
    let id = memory::new_entry(&hall.community, &event.room, command.subject());
    let author = account(&event.sender);
    if let Err(refusal) = decide(rules, &id, (&event.sender, author), None, ctx.now_ms()) {
        let text = explain::refusal(settings, ctx, ctx.lang(), &refusal);
        ctx.refuse(event, &text);
        return;
    }
    let act = Act::Gather {
        room: event.room.clone(),
        event: target.clone(),
    };
    let effect = Effect::View(ViewAct {
        view: NAME.to_owned(),
        lane: hall.community.to_string(),
        // It is plain data: it has JSON.
        ask: serde_json::to_value(&act).unwrap_or_default(),
    });
    let scope = Scope::room(&event.room);
    let key = ctx.plan(&scope, GATHER, effect);
    let pending = Pending {
        target,
        event: command.subject().clone(),
        thread: event.thread.clone(),
        by: event.sender.clone(),
        lang: ctx.lang(),
    };
    ctx.put(&scope, &memory::pending(&key), &pending);
}

fn private(hall: &Hall) -> &'static str {
    match hall.role.as_str() {
        "twilight" => "chronicle-twilight",
        "chronicle" => "chronicle-here",
        _ => "chronicle-private",
    }
}

fn refuse(command: &Command, phrase: &str, ctx: &mut Ctx<'_>) {
    let text = ctx.say(phrase, args![]);
    ctx.refuse(&command.event, &text);
}

/// Answers where the message is proposed already; false where it may be proposed anew.
fn known(settings: &Settings, id: &EntryId, command: &Command, ctx: &mut Ctx<'_>) -> bool {
    let event = &command.event;
    let Some((rules, entry)) = ctx
        .communities()
        .get(&id.community)
        .zip(memory::entry_of(ctx, id))
    else {
        return false;
    };
    let Some(view) = rules.proposal(&id.proposal, ctx.now_ms()) else {
        return false;
    };
    match (view.outcome, view.matter) {
        (Some(_), Matter::Entry(it)) if it.withdrawn => {
            refuse(command, "chronicle-taken-back", ctx)
        }
        (Some(outcome), _) if !outcome.accepted => return false,
        (Some(_), Matter::Entry(it)) => {
            let link = show::copy_link(settings, ctx, id, &entry);
            let text = ctx.say(
                "chronicle-already",
                args!["n" => it.number.unwrap_or_default(), "link" => link],
            );
            ctx.reply(event, &text);
        }
        (_, _) => {
            let text = match vote::cast(settings, id, &event.sender, ctx) {
                Ok(why) => voted(ctx, ctx.lang(), &why),
                Err(refusal) => explain::refusal(settings, ctx, ctx.lang(), &refusal),
            };
            ctx.reply(event, &text);
        }
    }
    true
}

fn decide(
    rules: &State,
    id: &EntryId,
    (by, author): (&UserId, AccountId),
    item: Option<ItemId>,
    now_ms: i64,
) -> Result<Vec<Fact>, Refusal> {
    let ask = Ask::ProposeEntry {
        proposal: id.proposal,
        author,
        item,
    };
    let by = account(by);
    rules.decide(&Asking { by, ask }, now_ms)
}

/// A message was read.
pub fn gathered(settings: &Settings, outcome: &Outcome, ctx: &mut Ctx<'_>) {
    let scope = Scope::new(outcome.scope.clone());
    let Some(room) = scope.as_room().filter(|_| outcome.tag == GATHER) else {
        return;
    };
    let key = memory::pending(&outcome.key);
    let Some(pending) = ctx.get::<Pending>(&scope, &key) else {
        return;
    };
    ctx.delete(&scope, &key);
    let gone = format!("gone/{}", pending.target);
    let removed: Option<bool> = ctx.get(&scope, &gone);
    let pendings = ctx.range::<Pending>(&scope, "pending/");
    if !pendings.iter().any(|(_, it)| it.target == pending.target) {
        ctx.delete(&scope, &gone);
    }
    let came = match (&outcome.result, removed) {
        (_, Some(_)) => Ok(Came::Not(Why::Gone)),
        (EffectResult::Done(done), None) => {
            Came::deserialize(done.data.as_ref().unwrap_or_default()).map_err(|_| ())
        }
        (EffectResult::Refused { .. }, None) => Err(()),
    };
    let answered = match came {
        Ok(Came::Gathered(read)) => propose(settings, (&room, &pending), &outcome.key, *read, ctx),
        Ok(Came::Not(why)) => Some(say(ctx, &pending, unread(why))),
        Err(()) => Some(say(ctx, &pending, "chronicle-failed")),
    };
    if let Some(text) = answered {
        // What was read for nothing is not kept.
        ctx.forget_outcome(&outcome.key);
        answer(ctx, &room, &pending, &text);
    }
}

fn unread(why: Why) -> &'static str {
    match why {
        Why::Gone => "chronicle-gone",
        Why::Empty => "chronicle-empty",
        Why::TooLong => "chronicle-long",
    }
}

fn say(ctx: &Ctx<'_>, pending: &Pending, phrase: &str) -> Text {
    ctx.words().text(pending.lang, phrase, &args![])
}

/// Answers a command that is no longer at hand.
fn answer(ctx: &mut Ctx<'_>, room: &RoomId, pending: &Pending, text: &Text) {
    let answering = Answering {
        thread: pending.thread.clone(),
        reply_to: Some(pending.event.clone()),
        mention: Some(pending.by.clone()),
    };
    ctx.send(room, "m.room.message", notice(text, &answering), "answer");
}

/// Proposes a message that was read; gives the answer where it comes to nothing new.
fn propose(
    settings: &Settings,
    (room, pending): (&RoomId, &Pending),
    key: &str,
    read: Gathered,
    ctx: &mut Ctx<'_>,
) -> Option<Text> {
    let place = memory::hall(ctx, room)
        .and_then(|hall| Some((hall.community, ctx.communities().get(&hall.community)?)));
    let Some((community, rules)) = place else {
        return Some(say(ctx, pending, "chronicle-where"));
    };
    let now_ms = ctx.now_ms();
    // Somebody else may have been faster.
    let open = memory::entry_at(ctx, &pending.target).filter(|open| {
        let view = rules.proposal(&open.proposal, now_ms);
        view.is_some_and(|view| view.outcome.is_none_or(|outcome| outcome.accepted))
    });
    if let Some(open) = open {
        return Some(match vote::cast(settings, &open, &pending.by, ctx) {
            Ok(why) => voted(ctx, pending.lang, &why),
            Err(refusal) => explain::refusal(settings, ctx, pending.lang, &refusal),
        });
    }
    let id = memory::new_entry(&community, room, &pending.event);
    let item = item(rules, &community, (room, pending), &read, now_ms);
    let author = account(&read.author);
    let facts = match decide(rules, &id, (&pending.by, author), item, now_ms) {
        Ok(facts) => facts,
        Err(refusal) => return Some(explain::refusal(settings, ctx, pending.lang, &refusal)),
    };
    let entry = Entry {
        room: room.clone(),
        event: pending.target.clone(),
        author: read.author,
        name: read.name,
        time_ms: read.time_ms.clamp(0, TIME_MAX),
        by: pending.by.clone(),
        written: Some(read.written),
        blake3: read.blake3,
        key: key.to_owned(),
        told: None,
        shown: 0,
        asked: (pending.event.clone(), pending.thread.clone()),
        record: None,
        copy: None,
    };
    memory::know(ctx, &pending.target, &Known::Entry(id));
    memory::know(ctx, &pending.event, &Known::Entry(id));
    settle::proposed(settings, &id, entry, facts, ctx);
    None
}

fn voted(ctx: &Ctx<'_>, lang: Lang, why: &RuleWhy) -> Text {
    let args = args!["votes" => why.votes, "needed" => why.threshold];
    ctx.words().text(lang, "chronicle-voted", &args)
}

/// The post or comment that a message is.
fn item(
    rules: &State,
    community: &RecordId,
    (room, pending): (&RoomId, &Pending),
    read: &Gathered,
    now_ms: i64,
) -> Option<ItemId> {
    let told = match read.about.as_deref().and_then(About::read) {
        Some(About::Item {
            community: of,
            item,
        }) if of == *community => Some(item),
        Some(About::Item { .. } | About::Hall { .. } | About::Porch { .. }) | None => None,
    };
    let item = told.unwrap_or_else(|| item_of(community, room, &pending.target));
    rules.item(&item, now_ms).map(|_| item)
}
