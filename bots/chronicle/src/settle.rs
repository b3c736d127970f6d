//! What comes of a proposal: it is told, it is entered, its time is over.

use secta_bot_kit::{
    Ctx, UserId,
    effect::ABOUT_FIELD,
    input::{Event, Fired},
};
use secta_record::{
    RecordId,
    act::{AccountId, Act, Said, Why},
};
use secta_rules::{Fact, State, What, query::ProposalView, state::Matter};
use serde_json::{Value, json};

use crate::{
    Settings,
    memory::{self, Entry, EntryId, Known},
    show::{self, Stage},
    withdraw,
};

/// The account of a user.
pub fn account(user: &UserId) -> AccountId {
    AccountId::new(user.as_str())
}

/// A message is proposed: whoever is there is asked for votes, and the time runs.
pub fn proposed(
    settings: &Settings,
    id: &EntryId,
    mut entry: Entry,
    facts: Vec<Fact>,
    ctx: &mut Ctx<'_>,
) {
    let Some(rules) = ctx.communities().get(&id.community) else {
        return;
    };
    let now_ms = ctx.now_ms();
    let votes = votes_after(0, &facts);
    let due_ms = now_ms.saturating_add(rules.policy().proposal_ms);
    let scroll = rules.policy().reactions.chronicle.clone();
    let why = Why {
        votes,
        ..rules.entry_needs(&account(&entry.author), now_ms)
    };
    if enact(settings, id, &mut entry, facts, ctx) {
        memory::keep(ctx, id, &entry);
        return;
    }
    ctx.set_timer(&timer(id), &memory::entry(id), due_ms, Value::Null);
    entry.shown = votes;
    let stage = Stage::Open { why, due_ms };
    let mut content = show::announcement(settings, ctx, &entry, stage);
    content[ABOUT_FIELD] = json!(memory::about(id));
    ctx.send(&entry.room, "m.room.message", content, "propose");
    // A key of its own to press.
    let reaction = json!({
        "m.relates_to": { "rel_type": "m.annotation", "event_id": entry.event, "key": scroll },
    });
    ctx.send(&entry.room, "m.reaction", reaction, "scroll");
    memory::keep(ctx, id, &entry);
}

/// The votes have changed from what the rules have seen of the proposal; gives the numbers as they are now.
pub fn changed(
    settings: &Settings,
    (id, view): (&EntryId, &ProposalView<'_>),
    mut entry: Entry,
    facts: Vec<Fact>,
    ctx: &mut Ctx<'_>,
) -> Why {
    let votes = votes_after(view.now.votes, &facts);
    let why = Why { votes, ..view.now };
    let due_ms = view.due_ms;
    if !enact(settings, id, &mut entry, facts, ctx) {
        update(settings, ctx, &mut entry, Stage::Open { why, due_ms });
    }
    memory::keep(ctx, id, &entry);
    why
}

fn votes_after(before: u32, facts: &[Fact]) -> u32 {
    facts.iter().fold(before, |votes, fact| match fact.act() {
        Some(Act::ProposalVote(_)) => votes.saturating_add(1),
        Some(Act::ProposalUnvote(_)) => votes.saturating_sub(1),
        _ => votes,
    })
}

/// Enacts facts; says whether the entry came in by them.
fn enact(
    settings: &Settings,
    id: &EntryId,
    entry: &mut Entry,
    mut facts: Vec<Fact>,
    ctx: &mut Ctx<'_>,
) -> bool {
    let mut why = None;
    let mut place = None;
    for (index, fact) in facts.iter_mut().enumerate() {
        match &mut fact.what {
            What::Public(Act::AcceptProposal(accept)) => why = Some(accept.why),
            What::Public(Act::Enter(enter)) => {
                enter.said = said(entry);
                place = Some(index);
            }
            What::Public(_) | What::Quiet(_) => {}
        }
    }
    let records = ctx.enact(id.community, facts);
    // All of these facts are public: each has its record.
    let record = place.and_then(|place| records.get(place).copied());
    if let (Some(record), Some(why)) = (record, why) {
        entered(settings, id, entry, (record, why), ctx);
    }
    record.is_some()
}

fn said(entry: &Entry) -> Option<Said> {
    let mut content = entry.written.as_ref()?.content();
    if let Some(media) = content.media.first_mut() {
        media.blake3 = entry.blake3.clone();
    }
    Some(Said {
        author: account(&entry.author),
        time_ms: entry.time_ms,
        content,
    })
}

/// It is in: the chronicle's room gets its copy.
fn entered(
    settings: &Settings,
    id: &EntryId,
    entry: &mut Entry,
    (record, why): (RecordId, Why),
    ctx: &mut Ctx<'_>,
) {
    let Some(number) = ctx
        .communities()
        .get(&id.community)
        .map(|rules| rules.entries().saturating_add(1))
    else {
        return;
    };
    ctx.put(
        &memory::number(&id.community, number),
        "proposal",
        &id.proposal,
    );
    ctx.cancel_timer(&timer(id));
    let written = entry.written.take().unwrap_or_default();
    if let Some(room) = memory::room_of(ctx, &id.community, "chronicle") {
        let mut content = show::copy(settings, ctx, entry, &written, number);
        content[ABOUT_FIELD] = json!(memory::about(id));
        ctx.send(&room, "m.room.message", content, "copy");
    }
    entry.record = Some(record);
    update(settings, ctx, entry, Stage::Entered { why, number });
}

/// The bot's message about the proposal shows how it stands.
pub fn update(settings: &Settings, ctx: &mut Ctx<'_>, entry: &mut Entry, stage: Stage) {
    if let Stage::Open { why, .. } = &stage {
        if entry.shown == why.votes {
            return;
        }
        // What is not heard of yet is mended once it is.
        if entry.told.is_some() {
            entry.shown = why.votes;
        }
    }
    let Some(told) = entry.told.clone() else {
        return;
    };
    let content = show::announcement(settings, ctx, entry, stage);
    let edit = show::edit(&told, content);
    ctx.send(&entry.room, "m.room.message", edit, "update");
}

/// A message of the bot's own about an entry has come into its room.
pub fn heard(settings: &Settings, event: &Event, ctx: &mut Ctx<'_>) {
    let Some(id) = event.about.as_deref().and_then(memory::as_entry) else {
        return;
    };
    let Some(mut entry) = memory::entry_of(ctx, &id) else {
        return;
    };
    let Some(rules) = ctx.communities().get(&id.community) else {
        return;
    };
    memory::know(ctx, &event.id, &Known::Entry(id));
    let stage = stage(rules, &id, ctx.now_ms());
    if memory::room_of(ctx, &id.community, "chronicle").as_ref() == Some(&event.room) {
        if entry.copy.is_some() {
            return;
        }
        entry.copy = Some(event.id.clone());
        match stage {
            Some(Stage::Entered { number, .. }) => {
                show::tell_entered(settings, ctx, &entry, number, event)
            }
            Some(Stage::TakenBack) => withdraw::redact_copy(ctx, &event.room, &event.id),
            Some(Stage::Open { .. } | Stage::Lapsed { .. }) | None => {}
        }
    } else if entry.told.is_none() {
        entry.told = Some(event.id.clone());
        if let Some(stage) = stage {
            update(settings, ctx, &mut entry, stage);
        }
    }
    memory::keep(ctx, &id, &entry);
}

/// How a proposal stands.
pub fn stage(rules: &State, id: &EntryId, now_ms: i64) -> Option<Stage> {
    let view = rules.proposal(&id.proposal, now_ms)?;
    let Matter::Entry(entry) = view.matter else {
        return None;
    };
    Some(match (view.outcome, entry.number) {
        _ if entry.withdrawn => Stage::TakenBack,
        (None, _) => Stage::Open {
            why: view.now,
            due_ms: view.due_ms,
        },
        (Some(outcome), Some(number)) => Stage::Entered {
            why: outcome.why,
            number,
        },
        (Some(outcome), None) => Stage::Lapsed { why: outcome.why },
    })
}

fn timer(id: &EntryId) -> String {
    memory::about(id)
}

/// Takes away the timer of a proposal that is decided.
pub fn stop(ctx: &mut Ctx<'_>, id: &EntryId) {
    ctx.cancel_timer(&timer(id));
}

/// A proposal's time is over.
pub fn fired(settings: &Settings, fired: &Fired, ctx: &mut Ctx<'_>) {
    let Some(id) = memory::as_entry(fired.scope.as_str()) else {
        return;
    };
    let (Some(mut entry), Some(rules)) = (
        memory::entry_of(ctx, &id),
        ctx.communities().get(&id.community),
    ) else {
        return;
    };
    let lapsed = rules.lapsed(&id.proposal, ctx.now_ms());
    let why = match (&lapsed, stage(rules, &id, ctx.now_ms())) {
        (Some(fact), _) => match fact.act() {
            Some(Act::LapseProposal(lapse)) => lapse.why,
            _ => return,
        },
        // Whoever keeps the community was faster.
        (None, Some(Stage::Lapsed { why })) => why,
        (None, Some(Stage::Open { due_ms, .. })) => {
            // The clock was set back since it was proposed.
            let due_ms = due_ms.max(ctx.now_ms().saturating_add(1));
            ctx.set_timer(&timer(&id), &memory::entry(&id), due_ms, Value::Null);
            return;
        }
        (None, Some(Stage::Entered { .. } | Stage::TakenBack) | None) => return,
    };
    ctx.enact(id.community, lapsed.into_iter().collect());
    entry.written = None;
    ctx.forget_outcome(&entry.key);
    update(settings, ctx, &mut entry, Stage::Lapsed { why });
    memory::keep(ctx, &id, &entry);
}
