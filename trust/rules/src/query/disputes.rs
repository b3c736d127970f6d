//! Cases, appeals and the moderation log.

use secta_record::act::{AccountId, AppealId, CaseId, ItemId, Measure, Why};
use serde::{Deserialize, Serialize};

use crate::{
    acts::{decide_appeal, exclude, silence},
    state::{Appealed, Case, Decided, Logged, State, Verdict},
};

/// What the rules know of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// Its id.
    pub case: CaseId,
    /// The item that it is about.
    pub item: ItemId,
    /// The item's author.
    pub account: AccountId,
    /// Who asked for it.
    pub opened_by: AccountId,
    /// When it was opened, in milliseconds since 1970.
    pub opened_ms: i64,
    /// When its time is over, in milliseconds since 1970.
    pub due_ms: i64,
    /// The version of the policy that it is judged by.
    pub policy: u32,
    /// Who wants to silence, in the order of their names.
    pub silence: Vec<AccountId>,
    /// Who wants to exclude, in the order of their names.
    pub exclude: Vec<AccountId>,
    /// Until when it has muted the account, in milliseconds since 1970.
    pub muted_until_ms: Option<i64>,
    /// Which strike that was, from 1.
    pub strike: Option<u32>,
    /// The numbers of that decision.
    pub silenced: Option<Why>,
    /// The decision to exclude.
    pub excluded: Option<Decided>,
    /// When it was closed, in milliseconds since 1970.
    pub closed_ms: Option<i64>,
    /// Whether an appeal has undone it.
    pub overturned: bool,
    /// The numbers for silencing as they are now.
    pub silence_now: Why,
    /// The numbers for excluding as they are now.
    pub exclude_now: Why,
}

/// What the rules know of an appeal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealView {
    /// Its id.
    pub appeal: AppealId,
    /// Who appeals.
    pub account: AccountId,
    /// When, in milliseconds since 1970.
    pub opened_ms: i64,
    /// When its time is over, in milliseconds since 1970.
    pub due_ms: i64,
    /// The cases that it is against.
    pub cases: Vec<CaseId>,
    /// Who is for the appellant, in the order of their names.
    pub in_favour: Vec<AccountId>,
    /// Who is against, in the order of their names.
    pub against: Vec<AccountId>,
    /// How it ended, or how it would end now.
    pub verdict: Verdict,
    /// Whether it has ended.
    pub decided: bool,
}

impl State {
    /// Everything that the rules know of a case.
    pub fn case(&self, id: &CaseId, now_ms: i64) -> Option<CaseView> {
        let case = self.public.disputes.cases.get(id)?;
        Some(self.case_view(*id, case, self.now(now_ms)))
    }

    /// The case that is open on an item.
    pub fn open_case_of(&self, item: &ItemId) -> Option<CaseId> {
        self.public.disputes.open_case_of(item).map(|(id, _)| id)
    }

    /// The open cases, the oldest first.
    pub fn open_cases(&self, now_ms: i64) -> Vec<CaseView> {
        self.cases_that(Case::is_open, now_ms)
    }

    /// All cases, the oldest first.
    pub fn cases(&self, now_ms: i64) -> Vec<CaseView> {
        self.cases_that(|_| true, now_ms)
    }

    fn cases_that(&self, wanted: impl Fn(&Case) -> bool, now_ms: i64) -> Vec<CaseView> {
        let at_ms = self.now(now_ms);
        let cases = self.public.disputes.cases.iter();
        let wanted = cases.filter(|(_, case)| wanted(case));
        let mut views: Vec<CaseView> = wanted
            .map(|(id, case)| self.case_view(*id, case, at_ms))
            .collect();
        views.sort_by_key(|view| (view.opened_ms, view.case));
        views
    }

    /// The measures for which a voter's moderation vote waits for its argument (R10).
    pub fn unargued(&self, case: &CaseId, voter: &AccountId) -> Vec<Measure> {
        let voter = self.public.people.number(voter);
        let measures = voter.map(|voter| self.twilight.intents(case, voter));
        measures.into_iter().flatten().collect()
    }

    /// Everything that the rules know of an appeal.
    pub fn appeal(&self, id: &AppealId, now_ms: i64) -> Option<AppealView> {
        let appeal = self.public.disputes.appeals.get(id)?;
        Some(self.appeal_view(*id, appeal, self.now(now_ms)))
    }

    /// The open appeals, the oldest first.
    pub fn open_appeals(&self, now_ms: i64) -> Vec<AppealView> {
        self.appeals_that(|appeal| appeal.verdict.is_none(), now_ms)
    }

    /// All appeals, the oldest first.
    pub fn appeals(&self, now_ms: i64) -> Vec<AppealView> {
        self.appeals_that(|_| true, now_ms)
    }

    fn appeals_that(&self, wanted: impl Fn(&Appealed) -> bool, now_ms: i64) -> Vec<AppealView> {
        let at_ms = self.now(now_ms);
        let appeals = self.public.disputes.appeals.iter();
        let wanted = appeals.filter(|(_, appeal)| wanted(appeal));
        let mut views: Vec<AppealView> = wanted
            .map(|(id, appeal)| self.appeal_view(*id, appeal, at_ms))
            .collect();
        views.sort_by_key(|view| (view.opened_ms, view.appeal));
        views
    }

    /// The open appeal of an account (R11).
    pub fn open_appeal_of(&self, account: &AccountId) -> Option<AppealId> {
        let number = self.public.people.number(account)?;
        self.public.disputes.files.get(&number)?.open_appeal
    }

    /// The public moderation log, the oldest line first.
    pub fn moderation_log(&self) -> &[Logged] {
        &self.public.log
    }

    fn case_view(&self, id: CaseId, case: &Case, at_ms: i64) -> CaseView {
        CaseView {
            case: id,
            item: case.item,
            account: self.public.name(case.account),
            opened_by: self.public.name(case.opened_by),
            opened_ms: case.opened_ms,
            due_ms: case.due_ms,
            policy: case.policy,
            silence: self.moderators(case, Measure::Silence),
            exclude: self.moderators(case, Measure::Exclude),
            muted_until_ms: case.silenced.map(|silenced| silenced.until_ms),
            strike: case.silenced.map(|silenced| silenced.strike),
            silenced: case.silenced.map(|silenced| silenced.why),
            excluded: case.excluded,
            closed_ms: case.closed_ms,
            overturned: case.overturned,
            silence_now: silence::numbers_of(&self.public, case, at_ms),
            exclude_now: exclude::numbers_of(&self.public, case, at_ms),
        }
    }

    fn moderators(&self, case: &Case, measure: Measure) -> Vec<AccountId> {
        let votes = case.votes.keys().filter(|(wanted, _)| *wanted == measure);
        self.sorted(votes.map(|(_, voter)| *voter))
    }

    pub(crate) fn sorted(&self, voters: impl Iterator<Item = u32>) -> Vec<AccountId> {
        let mut names: Vec<AccountId> = voters.map(|voter| self.public.name(voter)).collect();
        names.sort_unstable();
        names
    }

    fn appeal_view(&self, id: AppealId, appeal: &Appealed, at_ms: i64) -> AppealView {
        let side = |in_favour| {
            let votes = appeal.votes.iter();
            let votes = votes.filter(move |(_, vote)| vote.in_favour == in_favour);
            self.sorted(votes.map(|(voter, _)| *voter))
        };
        let now = || decide_appeal::verdict(&self.public, appeal, at_ms);
        AppealView {
            appeal: id,
            account: self.public.name(appeal.account),
            opened_ms: appeal.opened_ms,
            due_ms: appeal.due_ms,
            cases: appeal.cases.clone(),
            in_favour: side(true),
            against: side(false),
            verdict: appeal.verdict.unwrap_or_else(now),
            decided: appeal.verdict.is_some(),
        }
    }
}
