//! Voting on an appeal (R11).

use secta_record::act::{Act, AppealId, AppealUnvote, AppealVote, Rank, Rule};

use super::{Asked, Done, unvote};
use crate::{
    fact::Fact,
    refusal::Refusal,
    state::{AppealGiven, Appealed, Public, Who},
    unlawful::Unlawful,
};

pub(crate) fn decide(asked: Asked<'_>, vote: AppealVote) -> Result<Vec<Fact>, Refusal> {
    check(asked.public(), asked.who, &vote, asked.at_ms)?;
    Ok(vec![asked.does(Act::AppealVote(vote))])
}

pub(crate) fn decide_unvote(asked: Asked<'_>, appeal: AppealId) -> Result<Vec<Fact>, Refusal> {
    check_unvote(asked.public(), asked.who, &appeal, asked.at_ms)?;
    Ok(vec![asked.does(Act::AppealUnvote(AppealUnvote { appeal }))])
}

fn open<'a>(public: &'a Public, id: &AppealId, at_ms: i64) -> Result<&'a Appealed, Refusal> {
    let appeal = public
        .disputes
        .appeals
        .get(id)
        .ok_or(Refusal::UnknownAppeal)?;
    if appeal.verdict.is_some() || at_ms >= appeal.due_ms {
        return Err(Refusal::AppealClosed);
    }
    Ok(appeal)
}

/// Whether those with a positive index alone vote on the appeal: there must be enough of them.
pub(crate) fn needs_index(public: &Public, appeal: &Appealed) -> bool {
    let enough = public.policy(appeal.policy).appeal_voters_min;
    public.people.jurors(Some(appeal.account)) >= enough
}

fn check(public: &Public, who: Who, vote: &AppealVote, at_ms: i64) -> Result<(), Refusal> {
    who.is_at_least(Rank::Trusted, Rule::R11)?;
    let appeal = open(public, &vote.appeal, at_ms)?;
    if who.number == Some(appeal.account) {
        return Err(Refusal::OwnItem);
    }
    if who.index <= 0 && needs_index(public, appeal) {
        return Err(Refusal::IndexTooLow {
            index: who.index,
            positive: public.people.jurors(Some(appeal.account)),
        });
    }
    let given = who.number.and_then(|voter| appeal.votes.get(&voter));
    if given.is_some_and(|given| given.in_favour == vote.in_favour) {
        return Err(Refusal::AlreadyVoted);
    }
    Ok(())
}

fn check_unvote(public: &Public, who: Who, id: &AppealId, at_ms: i64) -> Result<(), Refusal> {
    who.belongs()?;
    let appeal = open(public, id, at_ms)?;
    let given = who.number.and_then(|voter| appeal.votes.get(&voter));
    unvote::in_time(public, given.ok_or(Refusal::NoSuchVote)?.since_ms, at_ms)
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &AppealVote) -> Result<(), Unlawful> {
    check(public, done.who, act, done.at_ms)?;
    let voter = public.people.intern_public(done.author);
    if let Some(appeal) = public.disputes.appeals.get_mut(&act.appeal) {
        let since_ms = appeal
            .votes
            .get(&voter)
            .map_or(done.at_ms, |given| given.since_ms);
        let in_favour = act.in_favour;
        appeal.votes.insert(
            voter,
            AppealGiven {
                since_ms,
                in_favour,
            },
        );
    }
    public.people.acted(voter, done.at_ms);
    Ok(())
}

pub(crate) fn apply_unvote(
    public: &mut Public,
    done: Done<'_>,
    act: &AppealUnvote,
) -> Result<(), Unlawful> {
    check_unvote(public, done.who, &act.appeal, done.at_ms)?;
    let voter = public.people.intern_public(done.author);
    if let Some(appeal) = public.disputes.appeals.get_mut(&act.appeal) {
        appeal.votes.remove(&voter);
    }
    Ok(())
}
