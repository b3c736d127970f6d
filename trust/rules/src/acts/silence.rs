//! Hiding an item and muting its author (R10).

use secta_record::act::{Act, Measure, Rule, Silence, Why};

use super::{Asked, Done, moderate::Docket};
use crate::{
    fact::{DropCause, Fact, Quiet},
    refusal::Refusal,
    state::{AccountNo, Case, Electorate, Except, Happening, Poll, Public, Silenced},
    unlawful::{Unlawful, same, same_why},
};

const KIND: &str = "silence";

/// What a case's votes to silence come to.
struct Ruling {
    since_ms: i64,
    until_ms: i64,
    strike: u32,
    why: Why,
}

/// What is asked of a case.
struct Question<'a> {
    case: Option<&'a Case>,
    account: Option<AccountNo>,
    policy: u32,
    votes: u32,
    acting: Option<AccountNo>,
    at_ms: i64,
}

impl<'a> Question<'a> {
    fn of(case: &'a Case, at_ms: i64) -> Self {
        Self {
            case: Some(case),
            account: Some(case.account),
            policy: case.policy,
            votes: case.count(Measure::Silence),
            acting: None,
            at_ms,
        }
    }
}

/// The numbers; the magic number, and never less than `silence_min`.
fn numbers(public: &Public, question: &Question<'_>) -> Why {
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
    let threshold = why.magic.max(public.policy(question.policy).silence_min);
    Why { threshold, ..why }
}

/// The numbers of a case as they are.
pub(crate) fn numbers_of(public: &Public, case: &Case, at_ms: i64) -> Why {
    numbers(public, &Question::of(case, at_ms))
}

/// The mute that the votes make; once it is there, every further vote may only lengthen it.
fn rule(public: &Public, question: &Question<'_>) -> Option<Ruling> {
    let why = numbers(public, question);
    let before = question.case.and_then(|case| case.silenced);
    if before.is_none() && why.votes < why.threshold {
        return None;
    }
    let account = question
        .account
        .and_then(|account| public.people.get(account));
    let strikes = account.map_or(0, |person| person.strikes);
    let strike = before.map_or(strikes.saturating_add(1), |before| before.strike);
    let since_ms = before.map_or(question.at_ms, |before| before.since_ms);
    let until_ms = since_ms.saturating_add(length_ms(public, question.policy, strike, &why));
    let longer = before.is_none_or(|before| until_ms > before.until_ms);
    (longer && until_ms > question.at_ms).then_some(Ruling {
        since_ms,
        until_ms,
        strike,
        why,
    })
}

/// `mute × ladder[strikes before] × votes / magic`, rounded down.
fn length_ms(public: &Public, policy: u32, strike: u32, why: &Why) -> i64 {
    let policy = public.policy(policy);
    let rung = i128::from(policy.rung(strike.saturating_sub(1)));
    let whole = i128::from(policy.mute_ms) * rung * i128::from(why.votes);
    i64::try_from(whole / i128::from(why.magic.max(1))).unwrap_or(i64::MAX)
}

/// What one more vote brings about.
pub(crate) fn follows(asked: Asked<'_>, docket: Docket<'_>) -> Result<Vec<Fact>, Refusal> {
    let question = Question {
        case: docket.case,
        account: docket.account,
        policy: docket.policy,
        votes: docket.count_with(Measure::Silence),
        acting: asked.who.number,
        at_ms: asked.at_ms,
    };
    let Some(ruling) = rule(asked.public(), &question) else {
        return Ok(Vec::new());
    };
    let silence = Silence {
        case: docket.id,
        account: docket
            .account
            .map_or("".into(), |account| asked.public().name(account)),
        until_ms: ruling.until_ms,
        strike: ruling.strike,
        why: ruling.why,
    };
    let mut facts = vec![asked.ruled(Act::Silence(silence))?];
    if asked.state.twilight.get(&docket.item).is_some() {
        let (item, cause) = (docket.item, DropCause::Silenced);
        facts.push(asked.quietly(Quiet::Drop { item, cause }));
    }
    Ok(facts)
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Silence) -> Result<(), Unlawful> {
    let case = public
        .disputes
        .cases
        .get(&act.case)
        .ok_or(Refusal::UnknownCase)?;
    let account = case.account;
    if !case.is_open() || public.people.number(&act.account) != Some(account) {
        return Err(Unlawful::NoCause { kind: KIND });
    }
    let question = Question::of(case, done.at_ms);
    let why = numbers(public, &question);
    same_why(KIND, &act.why, &why)?;
    let ruling = rule(public, &question).ok_or(Unlawful::NotReached { kind: KIND, why })?;
    same(KIND, "strike", act.strike.into(), ruling.strike.into())?;
    same(KIND, "until_ms", act.until_ms, ruling.until_ms)?;
    let item = case.item;
    hide(public, act, &ruling);
    let case = act.case;
    public
        .disputes
        .files
        .entry(account)
        .or_default()
        .cases
        .insert(case);
    if let Some(item) = public.items.number(&item) {
        public.items.change(item, |item| item.hidden = true);
    }
    public.settle(account);
    let (until_ms, why) = (ruling.until_ms, ruling.why);
    let what = Happening::Silenced {
        case,
        until_ms,
        why,
    };
    public.note(done.at_ms, account, what);
    Ok(())
}

fn hide(public: &mut Public, act: &Silence, ruling: &Ruling) {
    if let Some(case) = public.disputes.cases.get_mut(&act.case) {
        case.lock(Measure::Silence);
        case.silenced = Some(Silenced {
            since_ms: ruling.since_ms,
            until_ms: ruling.until_ms,
            strike: ruling.strike,
            why: ruling.why,
        });
    }
}
