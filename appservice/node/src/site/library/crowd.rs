//! How many are active, day by day (R1).
//!
//! It is counted to the end of each day, by the policy that is in force then. What a state says of one account is looked
//! at when a fact has touched it, so that a day costs no more than those who fall silent on it.

use std::collections::{BTreeMap, BTreeSet};

use secta_record::act::{AccountId, Act, Exclude, Invite, Promote, Rank};
use secta_rules::{Fact, State, magic::magic, query::Standing};
use secta_store::pages::DayEnd;

const DAY_MS: i64 = 24 * 3_600_000;

/// The most days that are told one by one where nothing happened between two facts.
const LONGEST: i32 = 40_000;

/// Members with the time of their last act.
#[derive(Clone, Debug, Default)]
pub(super) struct Crowd {
    /// The day of the last fact; `None` before the first.
    day: Option<i32>,
    members: BTreeMap<AccountId, Member>,
    queue: BTreeSet<(i64, AccountId)>,
    /// How many of them are trusted.
    trusted: usize,
    ever_trusted: bool,
    /// The version of the policy by which they were counted.
    policy: u32,
}

#[derive(Clone, Copy, Debug)]
struct Member {
    last_ms: i64,
    trusted: bool,
}

/// The day of a time.
pub(super) fn day_of(time_ms: i64) -> i32 {
    i32::try_from(time_ms.div_euclid(DAY_MS)).unwrap_or(i32::MAX)
}

impl Crowd {
    /// Of a state.
    pub fn of(state: &State) -> Self {
        let founded = state.founded_ms().is_some();
        let mut crowd = Self {
            day: founded.then(|| day_of(state.clock_ms())),
            policy: state.policy_version(),
            ..Self::default()
        };
        crowd.count_anew(state);
        crowd
    }

    /// The ends of the days that are over when something happens at a time.
    pub fn roll(&mut self, state: &State, time_ms: i64) -> Vec<DayEnd> {
        let next = day_of(time_ms);
        let Some(day) = self.day.replace(self.day.unwrap_or(next).max(next)) else {
            return Vec::new();
        };
        let first = day.max(next.saturating_sub(LONGEST));
        let ends = (first..next).map(|day| self.end(state, day)).collect();
        if day < next {
            self.let_go(state, next);
        }
        ends
    }

    /// Looks again at whoever a fact, taken already, has touched.
    pub fn touch(&mut self, state: &State, fact: &Fact) {
        let Some(act) = fact.act() else { return };
        if self.policy != state.policy_version() {
            self.policy = state.policy_version();
            self.count_anew(state);
            return;
        }
        self.look(state, &fact.author);
        if let Act::Promote(Promote { account, .. })
        | Act::Invite(Invite { account, .. })
        | Act::Exclude(Exclude { account, .. }) = act
        {
            self.look(state, account);
        }
        if let Act::DecideAppeal(decided) = act
            && let Some(appeal) = state.appeal(&decided.appeal, fact.time_ms)
        {
            self.look(state, &appeal.account);
        }
    }

    /// The end of the day of the last fact, as it is known so far.
    pub fn today(&self, state: &State) -> Option<DayEnd> {
        self.day.map(|day| self.end(state, day))
    }

    /// The ends of the days behind the last fact's, up to one, as they are if nothing more happens.
    pub fn quiet(&self, state: &State, until: i32) -> Vec<DayEnd> {
        let Some(day) = self.day else {
            return Vec::new();
        };
        let first = day.saturating_add(1).max(until.saturating_sub(LONGEST));
        (first..=until).map(|day| self.end(state, day)).collect()
    }

    fn end(&self, state: &State, day: i32) -> DayEnd {
        let over = (over_ms(state, day), AccountId::new(""));
        let (mut active, mut trusted) = (self.queue.len(), self.trusted);
        for (_, account) in self.queue.range(..over) {
            active -= 1;
            trusted -= usize::from(self.is_trusted(account));
        }
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        let magic = magic(count(trusted), state.policy().magic_factor);
        DayEnd {
            day,
            active: count(active),
            trusted: count(trusted),
            magic: magic.max(u32::from(self.ever_trusted)),
        }
    }

    /// Lets go of those whose last act does not count on a day any more.
    fn let_go(&mut self, state: &State, day: i32) {
        let over_ms = over_ms(state, day);
        while let Some((last_ms, account)) = self.queue.first().cloned()
            && last_ms < over_ms
        {
            self.forget(&account);
        }
    }

    fn is_trusted(&self, account: &AccountId) -> bool {
        self.members.get(account).is_some_and(|it| it.trusted)
    }

    fn forget(&mut self, account: &AccountId) {
        if let Some(before) = self.members.remove(account) {
            self.queue.remove(&(before.last_ms, account.clone()));
            self.trusted -= usize::from(before.trusted);
        }
    }

    fn count_anew(&mut self, state: &State) {
        self.members.clear();
        self.queue.clear();
        self.trusted = 0;
        for rank in [Rank::Commenter, Rank::Trusted] {
            for account in state.accounts_of(rank) {
                self.look(state, &account);
            }
        }
    }

    fn look(&mut self, state: &State, account: &AccountId) {
        self.forget(account);
        let Some(view) = state.account(account, 0) else {
            return;
        };
        let trusted = view.rank == Rank::Trusted;
        self.ever_trusted |= trusted;
        let belongs = view.rank > Rank::Ghost && view.standing != Standing::Excluded;
        if let Some(last_ms) = view.active_ms.filter(|_| belongs) {
            self.members
                .insert(account.clone(), Member { last_ms, trusted });
            self.queue.insert((last_ms, account.clone()));
            self.trusted += usize::from(trusted);
        }
    }
}

/// Acts before this time do not count any more at the end of a day.
fn over_ms(state: &State, day: i32) -> i64 {
    let end_ms = (i64::from(day) + 1) * DAY_MS - 1;
    end_ms
        .saturating_sub(state.policy().activity_window_ms)
        .saturating_add(1)
}
