//! A proposal is accepted, or its time is over (R12, R16).

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

/// The numbers: the magic number; for a policy more than a part of x (R12), for an entry what the policy says (R16).
pub(crate) fn numbers(public: &Public, proposal: &Proposal, question: &Question) -> Why {
    let candidate = Some(proposal.candidate);
    let counted = |rule| count(public, rule, (candidate, proposal.policy), question);
    match proposal.matter {
        Matter::Supertag(_) => counted(Rule::R12),
        Matter::Policy(_) => {
            let why = counted(Rule::R12);
            let share = public.policy(proposal.policy).policy_share;
            let threshold = why.magic.max(share.more_than(why.x));
            Why { threshold, ..why }
        }
        Matter::Entry(_) => entry_numbers(public, candidate, proposal.policy, question),
    }
}

/// The numbers of an entry of the chronicle (R16): the magic number, or what the policy says instead.
pub(crate) fn entry_numbers(
    public: &Public,
    author: Option<AccountNo>,
    policy: u32,
    question: &Question,
) -> Why {
    let why = count(public, Rule::R16, (author, policy), question);
    match public.policy(policy).chronicle_votes {
        0 => why,
        threshold => Why { threshold, ..why },
    }
}

fn count(
    public: &Public,
    rule: Rule,
    (candidate, policy): (Option<AccountNo>, u32),
    question: &Question,
) -> Why {
    let except = Except {
        candidate,
        acting: question.acting,
    };
    let poll = Poll {
        rule,
        electorate: Electorate::Trusted,
        except,
        policy,
        at_ms: question.at_ms,
    };
    public.why(poll, question.votes)
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
        Matter::Supertag(_) | Matter::Entry(_) => None,
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

/// Ends a proposal.
pub(crate) fn close(
    public: &mut Public,
    done: Done<'_>,
    id: ProposalId,
    (accepted, why): (bool, Why),
) {
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
