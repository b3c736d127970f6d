//! Technical facts, and how the technical part follows the public one.

use std::collections::BTreeMap;

use secta_record::act::{AccountId, Act, ItemId, Measure};

use crate::{
    fact::{Draft, Fact, Quiet},
    refusal::Refusal,
    state::{Candidate, Leaning, Public, State, Tally, Twilight},
    unlawful::Unlawful,
};

/// Takes a technical fact.
pub(crate) fn apply(state: &mut State, fact: &Fact, quiet: &Quiet) -> Result<(), Unlawful> {
    state.public.community()?;
    let (author, at_ms) = (&fact.author, fact.time_ms);
    match quiet {
        Quiet::Submit { .. } => {
            state.public.who(author).may_write(at_ms)?;
            again(state, fact, quiet)
        }
        Quiet::Edit { .. } | Quiet::Vote { .. } | Quiet::Unvote { .. } | Quiet::Drop { .. } => {
            again(state, fact, quiet)
        }
        Quiet::Intend { case, measure } => {
            let number = state.public.people.intern(author);
            state.twilight.intents.insert((*case, number, *measure));
            Ok(())
        }
        Quiet::Unintend { case, measure } => {
            let number = state.public.people.intern(author);
            state.twilight.intents.remove(&(*case, number, *measure));
            Ok(())
        }
        Quiet::Unmute { account } => {
            let number = state.public.people.number(account);
            let number = number.ok_or(Unlawful::NoCause { kind: "unmute" })?;
            state.twilight.mute(number, None);
            Ok(())
        }
    }
}

/// Takes a technical fact about an item that waits, whoever was entitled to it.
pub(crate) fn again(state: &mut State, fact: &Fact, quiet: &Quiet) -> Result<(), Unlawful> {
    match quiet {
        Quiet::Submit { item, draft } => return submit(state, fact, item, draft),
        Quiet::Edit { item, draft, .. } => {
            known(state, item)?;
            state.twilight.edit(item, draft.clone());
        }
        Quiet::Vote { item, opinion } => {
            let voter = voter(state, &fact.author, item)?;
            let leaning = Leaning {
                voter: fact.author.clone(),
                since_ms: fact.time_ms,
                opinion: *opinion,
            };
            state.twilight.vote(item, voter, leaning);
        }
        Quiet::Unvote { item } => {
            let voter = voter(state, &fact.author, item)?;
            state.twilight.unvote(item, voter);
        }
        Quiet::Drop { item, .. } => {
            known(state, item)?;
            state.twilight.remove(item);
        }
        Quiet::Intend { .. } | Quiet::Unintend { .. } | Quiet::Unmute { .. } => {}
    }
    Ok(())
}

fn known<'a>(state: &'a State, item: &ItemId) -> Result<&'a Candidate, Refusal> {
    state.twilight.get(item).ok_or(Refusal::UnknownItem)
}

fn submit(state: &mut State, fact: &Fact, item: &ItemId, draft: &Draft) -> Result<(), Unlawful> {
    let exists = state.public.items.number(item).is_some() || known(state, item).is_ok();
    if exists {
        return Err(Refusal::ItemExists.into());
    }
    let candidate = Candidate {
        author: state.public.people.intern(&fact.author),
        author_id: fact.author.clone(),
        time_ms: fact.time_ms,
        draft: draft.clone(),
        votes: BTreeMap::new(),
        tally: Tally::default(),
    };
    state.twilight.add(*item, candidate);
    Ok(())
}

fn voter(state: &State, author: &AccountId, item: &ItemId) -> Result<u32, Unlawful> {
    let candidate = known(state, item)?;
    let voter = state.public.people.number(author);
    let voter = voter.ok_or(Refusal::NoSuchVote)?;
    if candidate.author == voter {
        return Err(Refusal::OwnItem.into());
    }
    Ok(voter)
}

/// What a public act, taken already, changes in the technical part.
pub(crate) fn follow(public: &Public, twilight: &mut Twilight, author: &AccountId, act: &Act) {
    let number = |account| public.people.number(account);
    match act {
        Act::ReleasedPost(post) => twilight.remove(&post.item),
        Act::ReleasedComment(comment) => twilight.remove(&comment.item),
        Act::SilenceVote(vote) => {
            let voter = number(author).unwrap_or(u32::MAX);
            twilight
                .intents
                .remove(&(vote.case, voter, Measure::Silence));
        }
        Act::ExcludeVote(vote) => {
            let voter = number(author).unwrap_or(u32::MAX);
            twilight
                .intents
                .remove(&(vote.case, voter, Measure::Exclude));
        }
        Act::Silence(silence) => remute(public, twilight, number(&silence.account)),
        Act::Exclude(exclude) => {
            twilight.forget_intents(&exclude.case);
            remute(public, twilight, number(&exclude.account));
        }
        Act::CloseCase(close) => twilight.forget_intents(&close.case),
        Act::DecideAppeal(decision) => {
            let appeal = public.disputes.appeals.get(&decision.appeal);
            remute(public, twilight, appeal.map(|appeal| appeal.account));
        }
        Act::Found(_)
        | Act::Post(_)
        | Act::Comment(_)
        | Act::Edit(_)
        | Act::Withdraw(_)
        | Act::Vote(_)
        | Act::Unvote(_)
        | Act::Presence(_)
        | Act::Publish(_)
        | Act::Promote(_)
        | Act::Grant(_)
        | Act::Invite(_)
        | Act::Join(_)
        | Act::OpenCase(_)
        | Act::Unmoderate(_)
        | Act::Appeal(_)
        | Act::AppealVote(_)
        | Act::AppealUnvote(_)
        | Act::ProposeSupertag(_)
        | Act::ProposePolicy(_)
        | Act::ProposalVote(_)
        | Act::ProposalUnvote(_)
        | Act::AcceptProposal(_)
        | Act::LapseProposal(_)
        | Act::ProposeEntry(_)
        | Act::Enter(_)
        | Act::WithdrawEntry(_)
        | Act::Revise(_)
        | Act::Protect(_)
        | Act::HideRevision(_)
        | Act::Profile(_)
        | Act::Wallet(_)
        | Act::Key(_) => {}
    }
}

/// Notes when an account's mute ends; whoever is excluded is not let in by it.
fn remute(public: &Public, twilight: &mut Twilight, account: Option<u32>) {
    let Some(account) = account else {
        return;
    };
    let person = public.people.get(account);
    let until_ms = person
        .filter(|person| !person.excluded)
        .map(|person| person.muted_until_ms);
    let until_ms = until_ms.filter(|until_ms| *until_ms > public.clock_ms());
    twilight.mute(account, until_ms);
}
