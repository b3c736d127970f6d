//! What is taken back (R15, R16): by `!из летописи`, or by redacting the message itself.

use secta_bot_kit::{Ctx, Effect, EventId, RoomId, Scope, args, grammar::Command, input::Event};
use secta_record::act::AccountId;
use secta_rules::{Ask, Command as Asking, Fact, Refusal, State, query::ItemStatus, state::Matter};

use crate::{
    Settings, explain,
    memory::{self, EntryId, Pending},
    settle::{self, account},
    show::Stage,
};

/// `!из летописи`.
pub fn asked(settings: &Settings, command: &Command, ctx: &mut Ctx<'_>) {
    let event = &command.event;
    let Some(id) = memory::named(ctx, command) else {
        let text = ctx.say("chronicle-which", args![]);
        ctx.refuse(event, &text);
        return;
    };
    let rules = ctx.communities().get(&id.community);
    let facts = rules
        .ok_or(Refusal::NotFounded)
        .and_then(|rules| decide(rules, &id, account(&event.sender), ctx.now_ms()));
    match facts {
        Ok(facts) => {
            take_back(settings, &id, facts, ctx);
            let text = ctx.say("chronicle-back-done", args![]);
            ctx.reply(event, &text);
        }
        Err(refusal) => {
            let text = explain::refusal(settings, ctx, ctx.lang(), &refusal);
            ctx.refuse(event, &text);
        }
    }
}

fn decide(rules: &State, id: &EntryId, by: AccountId, now_ms: i64) -> Result<Vec<Fact>, Refusal> {
    let ask = Ask::WithdrawEntry {
        proposal: id.proposal,
    };
    rules.decide(&Asking { by, ask }, now_ms)
}

/// A message was redacted: by its author, or with the post that it is, it goes from the chronicle too; by anybody else
/// it is only proposed no longer.
pub fn redacted(settings: &Settings, event: &Event, target: &EventId, ctx: &mut Ctx<'_>) {
    let scope = Scope::room(&event.room);
    let pending = ctx.range::<Pending>(&scope, "pending/");
    if pending.iter().any(|(_, pending)| pending.target == *target) {
        ctx.put(&scope, &format!("gone/{target}"), &true);
    }
    let Some(id) = memory::entry_at(ctx, target) else {
        return;
    };
    let itself = memory::entry_of(ctx, &id)
        .is_some_and(|entry| entry.event == *target && entry.room == event.room);
    let rules = ctx.communities().get(&id.community).filter(|_| itself);
    let Some((rules, by)) = rules.and_then(|rules| Some((rules, who(rules, &id, event, ctx)?)))
    else {
        return;
    };
    // Whoever may not is no author, or it is gone already.
    if let Ok(facts) = decide(rules, &id, by, ctx.now_ms()) {
        take_back(settings, &id, facts, ctx);
    }
}

/// In whose name it goes.
fn who(rules: &State, id: &EntryId, event: &Event, ctx: &Ctx<'_>) -> Option<AccountId> {
    let view = rules.proposal(&id.proposal, ctx.now_ms())?;
    let Matter::Entry(entry) = view.matter else {
        return None;
    };
    let withdrawn = entry
        .item
        .and_then(|item| rules.item(&item, ctx.now_ms()))
        .is_some_and(|item| item.status == ItemStatus::Withdrawn);
    if withdrawn || account(&event.sender) == entry.author {
        return Some(entry.author.clone());
    }
    rules.service().cloned()
}

/// The words go from wherever this bot has put them.
fn take_back(settings: &Settings, id: &EntryId, facts: Vec<Fact>, ctx: &mut Ctx<'_>) {
    ctx.enact(id.community, facts);
    let Some(mut entry) = memory::entry_of(ctx, id) else {
        return;
    };
    settle::stop(ctx, id);
    entry.written = None;
    entry.name = String::new();
    ctx.forget_outcome(&entry.key);
    let room = memory::room_of(ctx, &id.community, "chronicle");
    if let Some((room, copy)) = room.zip(entry.copy.clone()) {
        redact_copy(ctx, &room, &copy);
    }
    settle::update(settings, ctx, &mut entry, Stage::TakenBack);
    memory::keep(ctx, id, &entry);
}

/// Redacts an entry's copy.
pub fn redact_copy(ctx: &mut Ctx<'_>, room: &RoomId, copy: &EventId) {
    let redact = Effect::Redact {
        room: room.clone(),
        event_id: copy.clone(),
        reason: None,
    };
    ctx.plan(&Scope::room(room), "redact", redact);
}
