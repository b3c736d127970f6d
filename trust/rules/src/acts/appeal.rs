//! Appealing (R11).

use std::collections::BTreeMap;

use secta_record::act::{Act, Appeal};

use super::{Asked, Done};
use crate::{
    fact::Fact,
    refusal::Refusal,
    state::{Appealed, Due, Happening, Public, Who},
    text::visible_characters,
    unlawful::Unlawful,
};

pub(crate) fn decide(asked: Asked<'_>, appeal: Appeal) -> Result<Vec<Fact>, Refusal> {
    check(asked.public(), asked.who, &appeal, asked.at_ms)?;
    Ok(vec![asked.does(Act::Appeal(appeal))])
}

fn check(public: &Public, who: Who, act: &Appeal, at_ms: i64) -> Result<(), Refusal> {
    if !who.is_restricted(at_ms) {
        return Err(Refusal::NothingToAppeal);
    }
    if public.disputes.appeals.contains_key(&act.appeal) {
        return Err(Refusal::AppealExists);
    }
    let file = who
        .number
        .and_then(|number| public.disputes.files.get(&number));
    if file.is_some_and(|file| file.open_appeal.is_some()) {
        return Err(Refusal::AppealOpen);
    }
    let gap_ms = public.in_force().appeal_gap_ms;
    let refused_ms = file.and_then(|file| file.refused_ms);
    let from_ms = refused_ms.map_or(i64::MIN, |refused_ms| refused_ms.saturating_add(gap_ms));
    if at_ms < from_ms {
        return Err(Refusal::AppealTooSoon { from_ms });
    }
    if act
        .text
        .as_deref()
        .is_some_and(|text| visible_characters(text) == 0)
    {
        return Err(Refusal::AppealEmpty);
    }
    Ok(())
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Appeal) -> Result<(), Unlawful> {
    check(public, done.who, act, done.at_ms)?;
    let (id, account) = (act.appeal, public.people.intern_public(done.author));
    let due_ms = done.at_ms.saturating_add(public.in_force().appeal_ms);
    let appealed = Appealed {
        account,
        opened_ms: done.at_ms,
        due_ms,
        policy: public.version(),
        cases: public.disputes.binding(account, done.at_ms),
        votes: BTreeMap::new(),
        verdict: None,
    };
    public.disputes.appeals.insert(id, appealed);
    public
        .disputes
        .files
        .entry(account)
        .or_default()
        .open_appeal = Some(id);
    public.due.insert((due_ms, Due::Appeal(id)));
    public.note(done.at_ms, account, Happening::Appealed(id));
    Ok(())
}
