//! Entering a message into the chronicle, and taking it out again (R16).
//!
//! A proposal of an entry is voted on like any other; two things differ: it is the message's author who neither votes
//! nor is counted, and whoever proposes votes for it by that.

use secta_record::act::{
    AcceptProposal, AccountId, Act, Enter, ItemId, ProposalId, ProposalVote, ProposeEntry, Rule,
    WithdrawEntry,
};

use super::{
    Asked, Done, propose,
    settle_proposal::{self, Question},
};
use crate::{
    fact::Fact,
    refusal::Refusal,
    state::{Entry, Matter, Proposal, Public, Who},
    unlawful::Unlawful,
};

const ENTER: &str = "enter";

pub(crate) fn decide(asked: Asked<'_>, propose: ProposeEntry) -> Result<Vec<Fact>, Refusal> {
    let public = asked.public();
    check(public, asked.who, &propose, asked.at_ms)?;
    let proposal = propose.proposal;
    let own = propose.author == *asked.by;
    let author = public.people.number(&propose.author);
    let mut facts = vec![asked.does(Act::ProposeEntry(propose))];
    if !own {
        facts.push(asked.does(Act::ProposalVote(ProposalVote { proposal })));
        let question = Question {
            votes: 1,
            acting: asked.who.number,
            at_ms: asked.at_ms,
        };
        let why = settle_proposal::entry_numbers(public, author, public.version(), &question);
        if why.votes >= why.threshold {
            facts.extend(accepted(asked, AcceptProposal { proposal, why })?);
        }
    }
    Ok(facts)
}

/// The acts by which a message comes into the chronicle. Its words are the caller's to fill in.
pub(crate) fn accepted(asked: Asked<'_>, accept: AcceptProposal) -> Result<[Fact; 2], Refusal> {
    let proposal = accept.proposal;
    Ok([
        asked.ruled(Act::AcceptProposal(accept))?,
        asked.ruled(Act::Enter(Enter {
            proposal,
            said: None,
        }))?,
    ])
}

fn check(public: &Public, who: Who, propose: &ProposeEntry, at_ms: i64) -> Result<(), Refusal> {
    propose::may(public, who, (&propose.proposal, Rule::R16), at_ms)?;
    match &propose.item {
        Some(item) => is_theirs(public, item, &propose.author),
        None => Ok(()),
    }
}

/// Checks that an item may be looked at, and who wrote it.
fn is_theirs(public: &Public, item: &ItemId, author: &AccountId) -> Result<(), Refusal> {
    let (_, item) = public.visible(item)?;
    if public.people.number(author) == Some(item.author) {
        Ok(())
    } else {
        Err(Refusal::UnknownItem)
    }
}

pub(crate) fn apply_propose(
    public: &mut Public,
    done: Done<'_>,
    act: &ProposeEntry,
) -> Result<(), Unlawful> {
    check(public, done.who, act, done.at_ms)?;
    let author = public.people.intern_public(&act.author);
    let entry = Entry {
        author: act.author.clone(),
        item: act.item,
        number: None,
        withdrawn: false,
    };
    propose::add(public, done, (act.proposal, author), Matter::Entry(entry));
    Ok(())
}

pub(crate) fn apply_enter(public: &mut Public, act: &Enter) -> Result<(), Unlawful> {
    let number = public.proposals.entries.saturating_add(1);
    let accepted = |proposal: &Proposal| proposal.outcome.is_some_and(|outcome| outcome.accepted);
    let proposal = public.proposals.all.get_mut(&act.proposal);
    let proposal = proposal.filter(|proposal| accepted(proposal));
    match proposal.map(|proposal| &mut proposal.matter) {
        Some(Matter::Entry(entry)) if entry.number.is_none() => {
            if act
                .said
                .as_ref()
                .is_some_and(|said| said.author != entry.author)
            {
                return Err(Unlawful::NoCause { kind: ENTER });
            }
            entry.number = Some(number);
        }
        Some(Matter::Entry(_) | Matter::Supertag(_) | Matter::Policy(_)) | None => {
            return Err(Unlawful::NoCause { kind: ENTER });
        }
    }
    public.proposals.entries = number;
    Ok(())
}

pub(crate) fn decide_withdraw(
    asked: Asked<'_>,
    proposal: ProposalId,
) -> Result<Vec<Fact>, Refusal> {
    check_withdraw(asked.public(), asked.by, &proposal)?;
    let withdraw = WithdrawEntry { proposal };
    Ok(vec![asked.does(Act::WithdrawEntry(withdraw))])
}

/// Checks that an entry is there, and whose it is: an author takes back what is theirs, the service lets go of a
/// proposal whose message is gone.
fn check_withdraw(public: &Public, by: &AccountId, id: &ProposalId) -> Result<(), Refusal> {
    let proposal = public.proposals.all.get(id);
    let proposal = proposal.ok_or(Refusal::UnknownProposal)?;
    let Matter::Entry(entry) = &proposal.matter else {
        return Err(Refusal::UnknownProposal);
    };
    let let_go = proposal.outcome.is_none() && public.community()?.service == *by;
    if entry.author != *by && !let_go {
        return Err(Refusal::NotOwnItem);
    }
    if entry.withdrawn {
        return Err(Refusal::ItemWithdrawn);
    }
    if proposal.outcome.is_some_and(|outcome| !outcome.accepted) {
        return Err(Refusal::ProposalClosed);
    }
    Ok(())
}

pub(crate) fn apply_withdraw(
    public: &mut Public,
    done: Done<'_>,
    act: &WithdrawEntry,
) -> Result<(), Unlawful> {
    check_withdraw(public, done.author, &act.proposal)?;
    let open = public.proposals.all.get(&act.proposal);
    if let Some(open) = open.filter(|proposal| proposal.outcome.is_none()) {
        let question = Question::of(open, done.at_ms);
        let why = settle_proposal::numbers(public, open, &question);
        settle_proposal::close(public, done, act.proposal, (false, why));
    }
    if let Some(Matter::Entry(entry)) = public
        .proposals
        .all
        .get_mut(&act.proposal)
        .map(|proposal| &mut proposal.matter)
    {
        entry.withdrawn = true;
    }
    Ok(())
}
