//! Changing one's own item: what was voted on stays what counts.

use secta_record::act::{AccountId, Act, Edit, ItemId};

use super::{Asked, Done, vote};
use crate::{
    fact::{Draft, Fact, Quiet},
    refusal::Refusal,
    state::{Candidate, ItemNo, Public},
    tags,
    unlawful::Unlawful,
};

pub(crate) fn decide(
    asked: Asked<'_>,
    item: ItemId,
    written: &[String],
) -> Result<Vec<Fact>, Refusal> {
    asked.who.may_write(asked.at_ms)?;
    if let Some(candidate) = asked.state.twilight.get(&item) {
        return redraft(asked, item, candidate, written);
    }
    check(asked.public(), asked.by, &item)?;
    let content = None;
    Ok(vec![asked.does(Act::Edit(Edit { item, content }))])
}

/// Another text for what waits: the votes were for the old one.
fn redraft(
    asked: Asked<'_>,
    item: ItemId,
    candidate: &Candidate,
    written: &[String],
) -> Result<Vec<Fact>, Refusal> {
    if candidate.author_id != *asked.by {
        return Err(Refusal::NotOwnItem);
    }
    vote::is_waiting(asked, candidate)?;
    let draft = match &candidate.draft {
        Draft::Post { .. } => {
            let (supertags, tags) = tags::sorted(asked.public(), written)?;
            Draft::Post { supertags, tags }
        }
        Draft::Comment { root, parent } => Draft::Comment {
            root: *root,
            parent: *parent,
        },
    };
    let void = u32::try_from(candidate.votes.len()).unwrap_or(u32::MAX);
    Ok(vec![asked.quietly(Quiet::Edit { item, draft, void })])
}

fn check(public: &Public, by: &AccountId, id: &ItemId) -> Result<ItemNo, Refusal> {
    let (number, item) = public.visible(id)?;
    if public.people.number(by) != Some(item.author) {
        return Err(Refusal::NotOwnItem);
    }
    Ok(number)
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, edit: &Edit) -> Result<(), Unlawful> {
    done.who.may_write(done.at_ms)?;
    let number = check(public, done.author, &edit.item)?;
    public
        .items
        .change(number, |item| item.edited_ms = Some(done.at_ms));
    Ok(())
}
