//! Opening a case (R10).

use std::collections::BTreeMap;

use secta_record::act::{AccountId, CaseId, ItemId, OpenCase, Rank, Rule};

use super::Done;
use crate::{
    refusal::Refusal,
    state::{Case, Due, Happening, Public, Who},
    unlawful::Unlawful,
};

/// Checks that a case may be opened against an item's author.
pub(crate) fn check(public: &Public, who: Who, open: &OpenCase) -> Result<(), Refusal> {
    who.is_at_least(Rank::Trusted, Rule::R8)?;
    is_accusable(public, &open.item, &open.account)?;
    if who.number.is_some() && who.number == public.people.number(&open.account) {
        return Err(Refusal::OwnItem);
    }
    if public.disputes.cases.contains_key(&open.case) {
        return Err(Refusal::CaseExists);
    }
    match last_case(public, &open.item) {
        Some(case) if case.overturned => Err(Refusal::CaseOverturned),
        Some(case) if case.is_open() => Err(Refusal::CaseExists),
        Some(_) | None => Ok(()),
    }
}

fn last_case<'a>(public: &'a Public, item: &ItemId) -> Option<&'a Case> {
    let id: &CaseId = public.disputes.by_item.get(item)?;
    public.disputes.cases.get(id)
}

/// What is public must be there, and that account's; of what waits, the record knows nothing.
fn is_accusable(public: &Public, item: &ItemId, account: &AccountId) -> Result<(), Refusal> {
    if public.who(account).is_excluded() {
        return Err(Refusal::AlreadyExcluded);
    }
    if public.items.number(item).is_none() {
        return Ok(());
    }
    let (_, item) = public.visible(item)?;
    let is_author = public.people.number(account) == Some(item.author);
    if is_author {
        Ok(())
    } else {
        Err(Refusal::UnknownItem)
    }
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, open: &OpenCase) -> Result<(), Unlawful> {
    check(public, done.who, open)?;
    let account = public.people.intern_public(&open.account);
    let due_ms = done.at_ms.saturating_add(public.in_force().case_ms);
    let case = Case {
        item: open.item,
        account,
        opened_by: public.people.intern_public(done.author),
        opened_ms: done.at_ms,
        due_ms,
        policy: public.version(),
        votes: BTreeMap::new(),
        silenced: None,
        excluded: None,
        closed_ms: None,
        overturned: false,
    };
    public.disputes.cases.insert(open.case, case);
    public.disputes.by_item.insert(open.item, open.case);
    public.due.insert((due_ms, Due::Case(open.case)));
    public.note(done.at_ms, account, Happening::CaseOpened(open.case));
    Ok(())
}
