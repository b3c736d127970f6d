//! A proposal is accepted, or its time is over (R12).

use secta_record::act::{AcceptProposal, LapseProposal, ProposalId, Rule, Why};

use super::{Done, propose};
use crate::{
    policy::Policy,
    refusal::Refusal,
    state::{AccountNo, Due, Electorate, Except, Matter, Outcome, Poll, Proposal, Public},
    unlawful::{Unlawful, justified, same_why},
};

const ACCEPT: &str = "accept_proposal";
const LAPSE: &str = "lapse_proposal";

/// What is asked of a proposal.
pub(crate) struct Question {
    pub votes: u32,
    pub acting: Option<AccountNo>,
    pub at_ms: i64,
}

impl Question {
    /// As it stands.
    pub fn of(proposal: &Proposal, at_ms: i64) -> Self {
        Self {
            votes: proposal.count(),
            acting: None,
            at_ms,
        }
    }
}

/// The numbers: the magic number, and for a policy more than a part of x.
pub(crate) fn numbers(public: &Public, proposal: &Proposal, question: &Question) -> Why {
    let poll = Poll {
        rule: Rule::R12,
        electorate: Electorate::Trusted,
        except: Except {
            candidate: Some(proposal.by),
            acting: question.acting,
        },
        policy: proposal.policy,
        at_ms: question.at_ms,
    };
    let why = public.why(poll, question.votes);
    let share = public.policy(proposal.policy).policy_share;
    let threshold = match proposal.matter {
        Matter::Supertag(_) => why.magic,
        Matter::Policy(_) => why.magic.max(share.more_than(why.x)),
    };
    Why { threshold, ..why }
}

fn open<'a>(
    public: &'a Public,
    id: &ProposalId,
    kind: &'static str,
) -> Result<&'a Proposal, Unlawful> {
    let proposal = public
        .proposals
        .all
        .get(id)
        .ok_or(Refusal::UnknownProposal)?;
    match proposal.outcome {
        None => Ok(proposal),
        Some(_) => Err(Unlawful::NoCause { kind }),
    }
}

pub(crate) fn apply_accept(
    public: &mut Public,
    done: Done<'_>,
    act: &AcceptProposal,
) -> Result<(), Unlawful> {
    let proposal = open(public, &act.proposal, ACCEPT)?;
    if done.at_ms >= proposal.due_ms {
        return Err(Refusal::ProposalClosed.into());
    }
    let why = numbers(public, proposal, &Question::of(proposal, done.at_ms));
    justified(ACCEPT, &act.why, &why)?;
    let policy = amended(public, proposal);
    close(public, done, act.proposal, (true, why));
    if let Some(policy) = policy {
        enforce(public, policy);
    }
    Ok(())
}

/// The policy with what is proposed: what others have changed since then stays.
pub(crate) fn amended(public: &Public, proposal: &Proposal) -> Option<Policy> {
    match &proposal.matter {
        Matter::Policy(policy) => {
            let before = public.policy(proposal.policy);
            Some(public.in_force().amended(before, policy))
        }
        Matter::Supertag(_) => None,
    }
}

fn enforce(public: &mut Public, policy: Policy) {
    let window_ms = policy.activity_window_ms;
    public.policies.push(policy);
    public.people.set_window(window_ms);
}

pub(crate) fn apply_lapse(
    public: &mut Public,
    done: Done<'_>,
    act: &LapseProposal,
) -> Result<(), Unlawful> {
    let proposal = open(public, &act.proposal, LAPSE)?;
    let (time_ms, due_ms) = (done.at_ms, proposal.due_ms);
    if time_ms < due_ms {
        return Err(Unlawful::TooEarly {
            kind: LAPSE,
            time_ms,
            due_ms,
        });
    }
    let why = numbers(public, proposal, &Question::of(proposal, time_ms));
    same_why(LAPSE, &act.why, &why)?;
    let matter = proposal.matter.clone();
    close(public, done, act.proposal, (false, why));
    if let Matter::Supertag(Some(supertag)) = matter {
        for name in propose::names(&supertag) {
            public.proposals.names.remove(&name);
        }
    }
    Ok(())
}

fn close(public: &mut Public, done: Done<'_>, id: ProposalId, (accepted, why): (bool, Why)) {
    let Some(proposal) = public.proposals.all.get_mut(&id) else {
        return;
    };
    proposal.outcome = Some(Outcome {
        time_ms: done.at_ms,
        accepted,
        why,
    });
    public.due.remove(&(proposal.due_ms, Due::Proposal(id)));
}
