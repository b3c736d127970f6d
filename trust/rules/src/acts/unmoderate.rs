//! Taking a moderation vote back (R8).

use secta_record::act::{Act, CaseId, Measure, Unmoderate};

use super::{Asked, Done, unvote};
use crate::{
    fact::{Fact, Quiet},
    refusal::Refusal,
    state::{Public, Who},
    unlawful::Unlawful,
};

pub(crate) fn decide(
    asked: Asked<'_>,
    case: CaseId,
    measure: Measure,
) -> Result<Vec<Fact>, Refusal> {
    let voter = asked.who.number.ok_or(Refusal::NoSuchVote)?;
    if asked
        .state
        .twilight
        .intents
        .contains(&(case, voter, measure))
    {
        return Ok(vec![asked.quietly(Quiet::Unintend { case, measure })]);
    }
    let act = Unmoderate { case, measure };
    check(asked.public(), asked.who, &act, asked.at_ms)?;
    Ok(vec![asked.does(Act::Unmoderate(act))])
}

fn check(public: &Public, who: Who, act: &Unmoderate, at_ms: i64) -> Result<(), Refusal> {
    who.belongs()?;
    let case = public
        .disputes
        .cases
        .get(&act.case)
        .ok_or(Refusal::UnknownCase)?;
    let voter = who.number.ok_or(Refusal::NoSuchVote)?;
    let vote = case
        .votes
        .get(&(act.measure, voter))
        .ok_or(Refusal::NoSuchVote)?;
    if vote.locked {
        return Err(Refusal::VoteTookEffect);
    }
    if !case.is_open() || at_ms >= case.due_ms {
        return Err(Refusal::CaseClosed);
    }
    unvote::in_time(public, vote.since_ms, at_ms)
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Unmoderate) -> Result<(), Unlawful> {
    check(public, done.who, act, done.at_ms)?;
    let voter = public.people.intern_public(done.author);
    if let Some(case) = public.disputes.cases.get_mut(&act.case) {
        case.votes.remove(&(act.measure, voter));
    }
    Ok(())
}
