//! Taking back one's own item (R15): open to the muted and the excluded too.

use secta_record::act::{AccountId, Act, ItemId, Withdraw};

use super::{Asked, Done};
use crate::{
    fact::{DropCause, Fact, Quiet},
    refusal::Refusal,
    state::{ItemNo, Public},
    unlawful::Unlawful,
};

pub(crate) fn decide(asked: Asked<'_>, item: ItemId) -> Result<Vec<Fact>, Refusal> {
    if let Some(candidate) = asked.state.twilight.get(&item) {
        if candidate.author_id != *asked.by {
            return Err(Refusal::NotOwnItem);
        }
        let cause = DropCause::Withdrawn;
        return Ok(vec![asked.quietly(Quiet::Drop { item, cause })]);
    }
    check(asked.public(), asked.by, &item)?;
    Ok(vec![asked.does(Act::Withdraw(Withdraw { item }))])
}

fn check(public: &Public, by: &AccountId, id: &ItemId) -> Result<ItemNo, Refusal> {
    let (number, item) = public.items.find(id).ok_or(Refusal::UnknownItem)?;
    if public.people.number(by) != Some(item.author) {
        return Err(Refusal::NotOwnItem);
    }
    if item.withdrawn {
        return Err(Refusal::ItemWithdrawn);
    }
    if item.published_ms.is_none() {
        return Err(Refusal::UnknownItem);
    }
    Ok(number)
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Withdraw) -> Result<(), Unlawful> {
    let number = check(public, done.author, &act.item)?;
    public.items.withdraw(number);
    Ok(())
}
