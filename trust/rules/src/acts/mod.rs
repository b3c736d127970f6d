//! One file per act: what is refused, what it brings about, and how the state takes it.
//!
//! `decide` functions make facts of a command; `apply` functions take a public act, with the same checks.

pub(crate) mod appeal;
pub(crate) mod appeal_vote;
pub(crate) mod chronicle;
pub(crate) mod close_case;
pub(crate) mod comment;
pub(crate) mod count;
pub(crate) mod decide_appeal;
pub(crate) mod edit;
pub(crate) mod exclude;
pub(crate) mod found;
pub(crate) mod grant;
pub(crate) mod invite;
pub(crate) mod join;
pub(crate) mod moderate;
pub(crate) mod open_case;
pub(crate) mod personal;
pub(crate) mod post;
pub(crate) mod presence;
pub(crate) mod promote;
pub(crate) mod proposal_vote;
pub(crate) mod propose;
pub(crate) mod publish;
pub(crate) mod quiet;
pub(crate) mod release;
pub(crate) mod settle_proposal;
pub(crate) mod silence;
pub(crate) mod unmoderate;
pub(crate) mod unvote;
pub(crate) mod vote;
pub(crate) mod wiki;
pub(crate) mod withdraw;

use secta_record::act::{AccountId, Act, Measure};

use crate::{
    fact::{Fact, Quiet},
    refusal::Refusal,
    state::{Public, State, Who},
    unlawful::Unlawful,
};

/// A command on its way: who asks, when, and in which state.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub state: &'a State,
    pub by: &'a AccountId,
    pub who: Who,
    pub at_ms: i64,
}

impl<'a> Asked<'a> {
    pub fn public(&self) -> &'a Public {
        &self.state.public
    }

    /// What they do, for the record.
    pub fn does(&self, act: Act) -> Fact {
        Fact::public(self.at_ms, self.by, act)
    }

    /// What they do, for this node alone.
    pub fn quietly(&self, quiet: Quiet) -> Fact {
        Fact::quiet(self.at_ms, self.by, quiet)
    }

    /// What is decided of it.
    pub fn ruled(&self, act: Act) -> Result<Fact, Refusal> {
        let service = &self.public().community()?.service;
        Ok(Fact::public(self.at_ms, service, act))
    }
}

/// A public act that the state is about to take.
#[derive(Clone, Copy)]
pub(crate) struct Done<'a> {
    pub author: &'a AccountId,
    pub who: Who,
    pub at_ms: i64,
}

/// Takes a public act; nothing has changed where it is unlawful.
pub(crate) fn apply(
    public: &mut Public,
    author: &AccountId,
    act: &Act,
    at_ms: i64,
) -> Result<(), Unlawful> {
    let who = public.who(author);
    let done = Done { author, who, at_ms };
    if !is_old(public, act) {
        public.is_next(at_ms)?;
    }
    if !matches!(act, Act::Found(_)) {
        public.community()?;
    }
    take(public, done, act)?;
    public.people.tick(at_ms);
    Ok(())
}

/// Whether an act keeps the time at which it was done in the twilight.
fn is_old(public: &Public, act: &Act) -> bool {
    let released = matches!(act, Act::ReleasedPost(_) | Act::ReleasedComment(_));
    released || matches!(act, Act::Vote(vote) if vote::is_released(public, &vote.item))
}

fn take(public: &mut Public, done: Done<'_>, act: &Act) -> Result<(), Unlawful> {
    match act {
        Act::Found(found) => found::apply(public, done, found),
        Act::Post(post) => post::apply(public, done, post),
        Act::ReleasedPost(post) => release::apply_post(public, done, post),
        Act::Comment(comment) => comment::apply(public, done, comment),
        Act::ReleasedComment(comment) => release::apply_comment(public, done, comment),
        Act::Edit(edit) => edit::apply(public, done, edit),
        Act::Withdraw(withdraw) => withdraw::apply(public, done, withdraw),
        Act::Vote(vote) => vote::apply(public, done, vote),
        Act::Unvote(unvote) => unvote::apply(public, done, unvote),
        Act::Presence(_) => presence::apply(public, done),
        Act::Publish(publish) => publish::apply(public, done, publish),
        Act::Promote(promote) => promote::apply(public, done, promote),
        Act::Grant(grant) => grant::apply(public, done, grant),
        Act::Invite(invite) => invite::apply(public, done, invite),
        Act::Join(join) => join::apply(public, done, join),
        Act::OpenCase(open) => open_case::apply(public, done, open),
        Act::SilenceVote(vote) => moderate::apply(public, done, vote, Measure::Silence),
        Act::ExcludeVote(vote) => moderate::apply(public, done, vote, Measure::Exclude),
        Act::Unmoderate(unmoderate) => unmoderate::apply(public, done, unmoderate),
        Act::Silence(silence) => silence::apply(public, done, silence),
        Act::Exclude(exclude) => exclude::apply(public, done, exclude),
        Act::CloseCase(close) => close_case::apply(public, done, close),
        Act::Appeal(appeal) => appeal::apply(public, done, appeal),
        Act::AppealVote(vote) => appeal_vote::apply(public, done, vote),
        Act::AppealUnvote(unvote) => appeal_vote::apply_unvote(public, done, unvote),
        Act::DecideAppeal(decision) => decide_appeal::apply(public, done, decision),
        Act::ProposeSupertag(propose) => propose::apply_supertag(public, done, propose),
        Act::ProposePolicy(propose) => propose::apply_policy(public, done, propose),
        Act::ProposalVote(vote) => proposal_vote::apply(public, done, vote),
        Act::ProposalUnvote(unvote) => proposal_vote::apply_unvote(public, done, unvote),
        Act::AcceptProposal(accept) => settle_proposal::apply_accept(public, done, accept),
        Act::LapseProposal(lapse) => settle_proposal::apply_lapse(public, done, lapse),
        Act::ProposeEntry(propose) => chronicle::apply_propose(public, done, propose),
        Act::Enter(enter) => chronicle::apply_enter(public, enter),
        Act::WithdrawEntry(withdraw) => chronicle::apply_withdraw(public, done, withdraw),
        Act::Revise(revise) => wiki::apply(public, done, revise),
        Act::Protect(protect) => wiki::apply_protect(public, done, protect),
        Act::HideRevision(hide) => wiki::apply_hide(public, done, hide),
        Act::Profile(_) | Act::Wallet(_) | Act::Key(_) => personal::apply(public, done, act),
    }
}
