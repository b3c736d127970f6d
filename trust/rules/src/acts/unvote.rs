//! Taking an opinion back (R8).

use secta_record::act::{Act, ItemId, Opinion, Unvote};

use super::{
    Asked, Done,
    release::{self, Waiting},
    vote,
};
use crate::{
    fact::{Fact, Quiet},
    refusal::Refusal,
    state::{Candidate, ItemNo, Public, Who},
    unlawful::Unlawful,
};

pub(crate) fn decide(
    asked: Asked<'_>,
    item: ItemId,
    opinion: Option<Opinion>,
) -> Result<Vec<Fact>, Refusal> {
    asked.who.belongs()?;
    if let Some(candidate) = asked.state.twilight.get(&item) {
        return unlean(asked, item, candidate, opinion);
    }
    let (_, given) = check(asked.public(), asked.who, &item, asked.at_ms)?;
    is_the_one(given, opinion)?;
    Ok(vec![asked.does(Act::Unvote(Unvote { item }))])
}

fn unlean(
    asked: Asked<'_>,
    item: ItemId,
    candidate: &Candidate,
    opinion: Option<Opinion>,
) -> Result<Vec<Fact>, Refusal> {
    vote::is_waiting(asked, candidate)?;
    let leaning = asked
        .who
        .number
        .and_then(|voter| candidate.votes.get(&voter));
    let leaning = leaning.ok_or(Refusal::NoSuchVote)?;
    is_the_one(leaning.opinion, opinion)?;
    in_time(asked.public(), leaning.since_ms, asked.at_ms)?;
    let waiting = Waiting {
        item,
        candidate,
        now: None,
    };
    let mut facts = vec![asked.quietly(Quiet::Unvote { item })];
    facts.extend(release::follows(asked, &waiting)?);
    Ok(facts)
}

fn is_the_one(given: Opinion, opinion: Option<Opinion>) -> Result<(), Refusal> {
    let other = opinion.is_some_and(|opinion| opinion != given);
    if other {
        Err(Refusal::NoSuchVote)
    } else {
        Ok(())
    }
}

/// Checks that the time for taking a vote back is not over.
pub(crate) fn in_time(public: &Public, since_ms: i64, at_ms: i64) -> Result<(), Refusal> {
    let ended_ms = since_ms.saturating_add(public.in_force().vote_withdraw_ms);
    if at_ms >= ended_ms {
        return Err(Refusal::TooLateToWithdraw { ended_ms });
    }
    Ok(())
}

fn check(public: &Public, who: Who, id: &ItemId, at_ms: i64) -> Result<(ItemNo, Opinion), Refusal> {
    who.belongs()?;
    let (number, _) = public.items.find(id).ok_or(Refusal::UnknownItem)?;
    let given = who
        .number
        .and_then(|voter| public.items.given(number, voter));
    let given = given.ok_or(Refusal::NoSuchVote)?;
    if given.locked {
        return Err(Refusal::VoteTookEffect);
    }
    in_time(public, given.since_ms, at_ms)?;
    Ok((number, given.opinion))
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, unvote: &Unvote) -> Result<(), Unlawful> {
    let (number, _) = check(public, done.who, &unvote.item, done.at_ms)?;
    let voter = public.people.intern_public(done.author);
    vote::set(public, number, voter, None);
    Ok(())
}
