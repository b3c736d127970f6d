//! What time alone brings about (R6, R10, R11, R12).

use secta_record::act::{AccountId, Act, ItemId};
use secta_record::act::{AppealId, CaseId, CloseCase, DecideAppeal, LapseProposal, ProposalId};

use crate::{
    acts::{decide_appeal, settle_proposal},
    fact::{DropCause, Fact, Quiet},
    state::{AccountNo, Due, State},
};

/// What comes next, in the order in which things of one time are handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Expiry(ItemId),
    Unmute(AccountNo),
    Public(Due),
}

impl State {
    /// When something falls due next, in milliseconds since 1970.
    pub fn next_due_ms(&self) -> Option<i64> {
        self.next().map(|(due_ms, _)| due_ms)
    }

    /// The facts of the one thing that has been due longest; nothing where nothing is due.
    ///
    /// They are to be applied before asking again: what is due next may depend on them.
    pub fn due(&self, now_ms: i64) -> Vec<Fact> {
        let at_ms = self.now(now_ms);
        let Some((due_ms, next)) = self.next() else {
            return Vec::new();
        };
        let Some(community) = self.public.community.as_ref().filter(|_| due_ms <= at_ms) else {
            return Vec::new();
        };
        let fact = self.fall(&community.service, next, at_ms);
        fact.into_iter().collect()
    }

    fn next(&self) -> Option<(i64, Next)> {
        let twilight_ms = self.public.in_force().twilight_ms;
        let oldest = self.twilight.oldest();
        let expiry =
            oldest.map(|(time_ms, item)| (time_ms.saturating_add(twilight_ms), Next::Expiry(item)));
        let unmute = self.twilight.next_unmute();
        let unmute = unmute.map(|(until_ms, account)| (until_ms, Next::Unmute(account)));
        let public = self.public.due.first();
        let public = public.map(|(due_ms, due)| (*due_ms, Next::Public(*due)));
        [expiry, unmute, public].into_iter().flatten().min()
    }

    fn fall(&self, service: &AccountId, next: Next, at_ms: i64) -> Option<Fact> {
        let quiet = |quiet| Some(Fact::quiet(at_ms, service, quiet));
        let act = match next {
            Next::Expiry(item) => {
                let cause = DropCause::Expired;
                return quiet(Quiet::Drop { item, cause });
            }
            Next::Unmute(account) => {
                let account = self.public.name(account);
                return quiet(Quiet::Unmute { account });
            }
            Next::Public(Due::Case(case)) => self.close_case(case),
            Next::Public(Due::Appeal(appeal)) => self.decide_appeal(appeal, at_ms)?,
            Next::Public(Due::Proposal(proposal)) => self.lapse(proposal, at_ms)?,
        };
        Some(Fact::public(at_ms, service, act))
    }

    fn close_case(&self, case: CaseId) -> Act {
        Act::CloseCase(CloseCase { case })
    }

    fn decide_appeal(&self, id: AppealId, at_ms: i64) -> Option<Act> {
        let appeal = self.public.disputes.appeals.get(&id)?;
        let verdict = decide_appeal::verdict(&self.public, appeal, at_ms);
        Some(Act::DecideAppeal(DecideAppeal {
            appeal: id,
            upheld: verdict.upheld,
            against: verdict.against,
            why: verdict.why,
        }))
    }

    pub(crate) fn lapse(&self, id: ProposalId, at_ms: i64) -> Option<Act> {
        let proposal = self.public.proposals.all.get(&id)?;
        let question = settle_proposal::Question::of(proposal, at_ms);
        let why = settle_proposal::numbers(&self.public, proposal, &question);
        Some(Act::LapseProposal(LapseProposal { proposal: id, why }))
    }
}
