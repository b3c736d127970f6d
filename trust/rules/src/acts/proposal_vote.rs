//! Voting for a proposal (R12, R16).

use secta_record::act::{
    AcceptProposal, Act, ProposalId, ProposalUnvote, ProposalVote, Rank, Rule,
};

use super::{
    Asked, Done, chronicle,
    settle_proposal::{self, Question},
    unvote,
};
use crate::{
    fact::Fact,
    refusal::Refusal,
    state::{Matter, Proposal, Public, Who},
    unlawful::Unlawful,
};

pub(crate) fn decide(asked: Asked<'_>, proposal: ProposalId) -> Result<Vec<Fact>, Refusal> {
    let public = asked.public();
    let open = check(public, asked.who, &proposal, asked.at_ms)?;
    let mut facts = vec![asked.does(Act::ProposalVote(ProposalVote { proposal }))];
    let question = Question {
        votes: open.count().saturating_add(1),
        acting: asked.who.number,
        at_ms: asked.at_ms,
    };
    let why = settle_proposal::numbers(public, open, &question);
    if why.votes >= why.threshold {
        let accept = AcceptProposal { proposal, why };
        match open.matter {
            Matter::Entry(_) => facts.extend(chronicle::accepted(asked, accept)?),
            Matter::Supertag(_) | Matter::Policy(_) => {
                facts.push(asked.ruled(Act::AcceptProposal(accept))?);
            }
        }
    }
    Ok(facts)
}

pub(crate) fn decide_unvote(asked: Asked<'_>, proposal: ProposalId) -> Result<Vec<Fact>, Refusal> {
    check_unvote(asked.public(), asked.who, &proposal, asked.at_ms)?;
    let unvote = ProposalUnvote { proposal };
    Ok(vec![asked.does(Act::ProposalUnvote(unvote))])
}

fn open<'a>(public: &'a Public, id: &ProposalId, at_ms: i64) -> Result<&'a Proposal, Refusal> {
    let proposal = public
        .proposals
        .all
        .get(id)
        .ok_or(Refusal::UnknownProposal)?;
    if proposal.outcome.is_some() || at_ms >= proposal.due_ms {
        return Err(Refusal::ProposalClosed);
    }
    Ok(proposal)
}

fn check<'a>(
    public: &'a Public,
    who: Who,
    id: &ProposalId,
    at_ms: i64,
) -> Result<&'a Proposal, Refusal> {
    let proposal = open(public, id, at_ms);
    let rule = match proposal.as_ref().map(|proposal| &proposal.matter) {
        Ok(Matter::Entry(_)) => Rule::R16,
        Ok(Matter::Supertag(_) | Matter::Policy(_)) | Err(_) => Rule::R12,
    };
    who.is_at_least(Rank::Trusted, rule)?;
    let proposal = proposal?;
    if who.number == Some(proposal.candidate) {
        return Err(Refusal::OwnItem);
    }
    if who
        .number
        .is_some_and(|voter| proposal.votes.contains_key(&voter))
    {
        return Err(Refusal::AlreadyVoted);
    }
    Ok(proposal)
}

fn check_unvote(public: &Public, who: Who, id: &ProposalId, at_ms: i64) -> Result<(), Refusal> {
    who.belongs()?;
    let proposal = open(public, id, at_ms)?;
    let since_ms = who.number.and_then(|voter| proposal.votes.get(&voter));
    unvote::in_time(public, *since_ms.ok_or(Refusal::NoSuchVote)?, at_ms)
}

pub(crate) fn apply(
    public: &mut Public,
    done: Done<'_>,
    act: &ProposalVote,
) -> Result<(), Unlawful> {
    check(public, done.who, &act.proposal, done.at_ms)?;
    let voter = public.people.intern_public(done.author);
    if let Some(proposal) = public.proposals.all.get_mut(&act.proposal) {
        proposal.votes.insert(voter, done.at_ms);
    }
    public.people.acted(voter, done.at_ms);
    Ok(())
}

pub(crate) fn apply_unvote(
    public: &mut Public,
    done: Done<'_>,
    act: &ProposalUnvote,
) -> Result<(), Unlawful> {
    check_unvote(public, done.who, &act.proposal, done.at_ms)?;
    let voter = public.people.intern_public(done.author);
    if let Some(proposal) = public.proposals.all.get_mut(&act.proposal) {
        proposal.votes.remove(&voter);
    }
    Ok(())
}
