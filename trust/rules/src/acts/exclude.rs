//! Excluding an account (R10).

use secta_record::act::{Act, Exclude, Measure, Rule, Why};

use super::{Asked, Done, moderate::Docket};
use crate::{
    fact::{DropCause, Fact, Quiet},
    refusal::Refusal,
    state::{AccountNo, Case, Decided, Due, Electorate, Except, Happening, Poll, Public},
    unlawful::{Unlawful, justified},
};

const KIND: &str = "exclude";

/// What is asked of a case.
struct Question {
    account: Option<AccountNo>,
    policy: u32,
    votes: u32,
    acting: Option<AccountNo>,
    at_ms: i64,
}

/// The numbers: the magic number, a part of x, and never less than `exclude_min`.
fn numbers(public: &Public, question: &Question) -> Why {
    let poll = Poll {
        rule: Rule::R10,
        electorate: Electorate::Trusted,
        except: Except {
            candidate: question.account,
            acting: question.acting,
        },
        policy: question.policy,
        at_ms: question.at_ms,
    };
    let why = public.why(poll, question.votes);
    let policy = public.policy(question.policy);
    let share = policy.exclude_share.ceil_of(why.x);
    let threshold = why.magic.max(share).max(policy.exclude_min);
    Why { threshold, ..why }
}

/// The numbers of a case as they are.
pub(crate) fn numbers_of(public: &Public, case: &Case, at_ms: i64) -> Why {
    let question = Question {
        account: Some(case.account),
        policy: case.policy,
        votes: case.count(Measure::Exclude),
        acting: None,
        at_ms,
    };
    numbers(public, &question)
}

/// What one more vote brings about.
pub(crate) fn follows(asked: Asked<'_>, docket: Docket<'_>) -> Result<Vec<Fact>, Refusal> {
    let question = Question {
        account: docket.account,
        policy: docket.policy,
        votes: docket.count_with(Measure::Exclude),
        acting: asked.who.number,
        at_ms: asked.at_ms,
    };
    let why = numbers(asked.public(), &question);
    let Some(account) = docket.account.filter(|_| why.votes >= why.threshold) else {
        return Ok(Vec::new());
    };
    let exclude = Exclude {
        case: docket.id,
        account: asked.public().name(account),
        why,
    };
    let mut facts = vec![asked.ruled(Act::Exclude(exclude))?];
    let cause = DropCause::Excluded;
    let waiting = asked.state.twilight.of(account).copied();
    facts.extend(waiting.map(|item| asked.quietly(Quiet::Drop { item, cause })));
    Ok(facts)
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Exclude) -> Result<(), Unlawful> {
    let case = public
        .disputes
        .cases
        .get(&act.case)
        .ok_or(Refusal::UnknownCase)?;
    let (account, due_ms) = (case.account, case.due_ms);
    let excluded = public.who(&act.account).is_excluded();
    if !case.is_open() || excluded || public.people.number(&act.account) != Some(account) {
        return Err(Unlawful::NoCause { kind: KIND });
    }
    justified(KIND, &act.why, &numbers_of(public, case, done.at_ms))?;
    let (time_ms, why, id) = (done.at_ms, act.why, act.case);
    if let Some(case) = public.disputes.cases.get_mut(&id) {
        case.lock(Measure::Exclude);
        case.excluded = Some(Decided { time_ms, why });
        case.closed_ms = Some(time_ms);
    }
    public.due.remove(&(due_ms, Due::Case(id)));
    public
        .disputes
        .files
        .entry(account)
        .or_default()
        .cases
        .insert(id);
    public.settle(account);
    public.note(time_ms, account, Happening::Excluded { case: id, why });
    Ok(())
}
