//! Votes for an entry (R16): reactions, and what is taken back of them.

use secta_bot_kit::{
    Ctx, EventId, UserId,
    input::Event,
    words::{Answering, notice},
};
use secta_record::act::{Rank, Why};
use secta_rules::{Ask, Command as Asking, Refusal, policy::Meaning};

use crate::{
    Settings, explain,
    memory::{self, EntryId, Known},
    settle::{self, account},
};

/// How often somebody is told that their reaction does not count, in milliseconds.
const TOLD_MS: i64 = 24 * 3_600_000;

/// A reaction.
pub fn reacted(
    settings: &Settings,
    event: &Event,
    (target, key): (&EventId, &str),
    ctx: &mut Ctx<'_>,
) {
    let Some(hall) = memory::hall(ctx, &event.room) else {
        return;
    };
    let rules = ctx.communities().get(&hall.community);
    if rules.and_then(|rules| rules.policy().reactions.meaning(key)) != Some(Meaning::Chronicle) {
        return;
    }
    let Some(id) = memory::entry_at(ctx, target) else {
        return;
    };
    match cast(settings, &id, &event.sender, ctx) {
        Ok(_) => {
            let vote = Known::Vote {
                entry: id,
                by: event.sender.clone(),
            };
            memory::know(ctx, &event.id, &vote);
        }
        // Who votes again, or late, wants nothing else than what is.
        Err(Refusal::AlreadyVoted | Refusal::ProposalClosed) => {}
        Err(refusal) => tell(settings, &id, &event.sender, &refusal, ctx),
    }
}

/// Votes for an entry; the numbers with this vote.
///
/// # Errors
///
/// The rules' [`Refusal`].
pub fn cast(
    settings: &Settings,
    id: &EntryId,
    by: &UserId,
    ctx: &mut Ctx<'_>,
) -> Result<Why, Refusal> {
    let ask = Ask::ProposalVote {
        proposal: id.proposal,
    };
    change(settings, id, by, ask, ctx)
}

/// A redaction of a reaction that was a vote.
pub fn taken_back(settings: &Settings, event: &Event, target: &EventId, ctx: &mut Ctx<'_>) {
    let Some(Known::Vote { entry: id, by }) = memory::known(ctx, target) else {
        return;
    };
    // Only whoever has voted takes the vote back.
    if by != event.sender {
        return;
    }
    let ask = Ask::ProposalUnvote {
        proposal: id.proposal,
    };
    match change(settings, &id, &by, ask, ctx) {
        Ok(_) | Err(Refusal::ProposalClosed) => {}
        Err(refusal) => tell(settings, &id, &by, &refusal, ctx),
    }
}

fn change(
    settings: &Settings,
    id: &EntryId,
    by: &UserId,
    ask: Ask,
    ctx: &mut Ctx<'_>,
) -> Result<Why, Refusal> {
    let rules = ctx.communities().get(&id.community);
    let rules = rules.ok_or(Refusal::NotFounded)?;
    let entry = memory::entry_of(ctx, id).ok_or(Refusal::UnknownProposal)?;
    let by = account(by);
    let facts = rules.decide(&Asking { by, ask }, ctx.now_ms())?;
    let view = rules.proposal(&id.proposal, ctx.now_ms());
    let view = view.ok_or(Refusal::UnknownProposal)?;
    Ok(settle::changed(settings, (id, &view), entry, facts, ctx))
}

/// Tells somebody why their reaction does not count, in their porch and seldom. Ghosts are not even answered: whoever
/// is not let in may react as often as they like.
fn tell(settings: &Settings, id: &EntryId, user: &UserId, refusal: &Refusal, ctx: &mut Ctx<'_>) {
    let rules = ctx.communities().get(&id.community);
    if rules.is_none_or(|rules| rules.rank(&account(user)) == Rank::Ghost) {
        return;
    }
    let scope = memory::member(&id.community, user);
    let now_ms = ctx.now_ms();
    let told_ms: Option<i64> = ctx.get(&scope, "told");
    if told_ms.is_some_and(|told_ms| now_ms.saturating_sub(told_ms) < TOLD_MS) {
        return;
    }
    let Some((porch, lang)) = memory::porch_of(ctx, &id.community, user) else {
        return;
    };
    ctx.put(&scope, "told", &now_ms);
    let text = explain::refusal(settings, ctx, lang, refusal);
    let answering = Answering {
        mention: Some(user.clone()),
        ..Answering::default()
    };
    ctx.send(&porch, "m.room.message", notice(&text, &answering), "tell");
}
