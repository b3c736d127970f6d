//! Proposals: supertags, policies, entries of the chronicle.

use secta_record::act::{AccountId, ProposalId, Supertag, Why};

use crate::{
    acts::settle_proposal::{self, Question},
    fact::Fact,
    policy::Policy,
    state::{Matter, Outcome, Proposal, State},
};

/// What the rules know of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalView<'a> {
    /// Its id.
    pub proposal: ProposalId,
    /// Who proposes.
    pub by: AccountId,
    /// What.
    pub matter: &'a Matter,
    /// When, in milliseconds since 1970.
    pub opened_ms: i64,
    /// When its time is over, in milliseconds since 1970.
    pub due_ms: i64,
    /// Who votes for it, in the order of their names.
    pub votes: Vec<AccountId>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The numbers as they are now.
    pub now: Why,
}

impl State {
    /// Everything that the rules know of a proposal.
    pub fn proposal(&self, id: &ProposalId, now_ms: i64) -> Option<ProposalView<'_>> {
        let proposal = self.public.proposals.all.get(id)?;
        Some(self.proposal_view(*id, proposal, self.now(now_ms)))
    }

    /// The end of a proposal whose time is over; nothing where it is decided, or open still.
    pub fn lapsed(&self, id: &ProposalId, now_ms: i64) -> Option<Fact> {
        let (at_ms, community) = (self.now(now_ms), self.public.community.as_ref()?);
        let proposal = self.public.proposals.all.get(id)?;
        let over = proposal.outcome.is_none() && at_ms >= proposal.due_ms;
        let act = over.then(|| self.lapse(*id, at_ms)).flatten()?;
        Some(Fact::public(at_ms, &community.service, act))
    }

    /// What a message of somebody needs to be entered, were it proposed now (R16); nobody has voted for it.
    pub fn entry_needs(&self, author: &AccountId, now_ms: i64) -> Why {
        let question = Question {
            votes: 0,
            acting: None,
            at_ms: self.now(now_ms),
        };
        let (public, author) = (&self.public, self.public.people.number(author));
        settle_proposal::entry_numbers(public, author, public.version(), &question)
    }

    /// How many entries the chronicle has (R16).
    pub fn entries(&self) -> u64 {
        self.public.proposals.entries
    }

    /// The policy as it would be with what is proposed; nothing where that is no policy.
    pub fn policy_with(&self, id: &ProposalId) -> Option<Policy> {
        let proposal = self.public.proposals.all.get(id)?;
        settle_proposal::amended(&self.public, proposal)
    }

    /// The open proposals, the oldest first.
    pub fn open_proposals(&self, now_ms: i64) -> Vec<ProposalView<'_>> {
        let at_ms = self.now(now_ms);
        let all = self.public.proposals.all.iter();
        let open = all.filter(|(_, proposal)| proposal.outcome.is_none());
        let mut views: Vec<ProposalView<'_>> = open
            .map(|(id, proposal)| self.proposal_view(*id, proposal, at_ms))
            .collect();
        views.sort_by_key(|view| (view.opened_ms, view.proposal));
        views
    }

    /// The accepted supertags, in the order of their names.
    pub fn supertags(&self) -> Vec<&Supertag> {
        let all = self.public.proposals.all.values();
        let mut supertags: Vec<&Supertag> = all.filter_map(accepted).collect();
        supertags.sort_by(|a, b| a.name.cmp(&b.name));
        supertags
    }

    fn proposal_view<'a>(
        &'a self,
        id: ProposalId,
        proposal: &'a Proposal,
        at_ms: i64,
    ) -> ProposalView<'a> {
        let question = Question::of(proposal, at_ms);
        ProposalView {
            proposal: id,
            by: self.public.name(proposal.by),
            matter: &proposal.matter,
            opened_ms: proposal.opened_ms,
            due_ms: proposal.due_ms,
            votes: self.sorted(proposal.votes.keys().copied()),
            outcome: proposal.outcome,
            now: settle_proposal::numbers(&self.public, proposal, &question),
        }
    }
}

fn accepted(proposal: &Proposal) -> Option<&Supertag> {
    let accepted = proposal.outcome.is_some_and(|outcome| outcome.accepted);
    match &proposal.matter {
        Matter::Supertag(Some(supertag)) if accepted => Some(supertag),
        Matter::Supertag(_) | Matter::Policy(_) | Matter::Entry(_) => None,
    }
}
