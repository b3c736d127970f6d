//! Changing pages of the wiki, protecting them, and taking back what a revision says (R17).

use std::collections::BTreeSet;

use secta_record::act::{
    AccountId, Act, HideRevision, MAX_PARENTS, PageId, Protect, Revise, RevisionId, Rule,
};

use super::{Asked, Done};
use crate::{
    fact::Fact,
    refusal::Refusal,
    state::{Public, Revision, Who},
    unlawful::Unlawful,
};

pub(crate) fn decide(asked: Asked<'_>, revise: Revise) -> Result<Vec<Fact>, Refusal> {
    check(asked.public(), asked.who, &revise, asked.at_ms)?;
    Ok(vec![asked.does(Act::Revise(revise))])
}

fn check(public: &Public, who: Who, revise: &Revise, at_ms: i64) -> Result<(), Refusal> {
    who.may_write(at_ms)?;
    who.is_at_least(public.wiki_rank(&revise.page), Rule::R17)?;
    if public.wiki.revisions.contains_key(&revise.revision) {
        return Err(Refusal::RevisionExists);
    }
    let distinct: BTreeSet<&RevisionId> = revise.parents.iter().collect();
    let sane = revise.parents.len() <= MAX_PARENTS
        && distinct.len() == revise.parents.len()
        && !distinct.contains(&revise.revision);
    let max = u32::try_from(MAX_PARENTS).unwrap_or(u32::MAX);
    sane.then_some(()).ok_or(Refusal::BadParents { max })
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Revise) -> Result<(), Unlawful> {
    check(public, done.who, act, done.at_ms)?;
    let author = public.people.intern_public(done.author);
    let revision = Revision {
        author,
        hidden: false,
    };
    public.wiki.revisions.insert(act.revision, revision);
    let page = public.wiki.pages.entry(act.page).or_default();
    for parent in &act.parents {
        page.heads.remove(parent);
    }
    page.heads.insert(act.revision);
    Ok(())
}

pub(crate) fn decide_protect(asked: Asked<'_>, protect: Protect) -> Result<Vec<Fact>, Refusal> {
    check_protect(asked.public(), asked.who, &protect, asked.at_ms)?;
    Ok(vec![asked.does(Act::Protect(protect))])
}

fn check_protect(public: &Public, who: Who, act: &Protect, at_ms: i64) -> Result<(), Refusal> {
    who.may_write(at_ms)?;
    let needed = public.in_force().wiki_protect;
    // Who could not change the page themselves does not open it to others.
    who.is_at_least(needed.max(public.wiki_rank(&act.page)), Rule::R17)?;
    let page = public.wiki.pages.get(&act.page);
    let page = page.ok_or(Refusal::UnknownPage)?;
    if page.rank == act.rank {
        return Err(Refusal::SameProtection);
    }
    Ok(())
}

pub(crate) fn apply_protect(
    public: &mut Public,
    done: Done<'_>,
    act: &Protect,
) -> Result<(), Unlawful> {
    check_protect(public, done.who, act, done.at_ms)?;
    public.people.intern_public(done.author);
    public.wiki.pages.entry(act.page).or_default().rank = act.rank;
    Ok(())
}

pub(crate) fn decide_hide(asked: Asked<'_>, hide: HideRevision) -> Result<Vec<Fact>, Refusal> {
    check_hide(asked.public(), asked.by, &hide.revision)?;
    Ok(vec![asked.does(Act::HideRevision(hide))])
}

/// Open to the muted and the excluded too, as every withdrawal is.
fn check_hide(public: &Public, by: &AccountId, id: &RevisionId) -> Result<(), Refusal> {
    let revision = public.wiki.revisions.get(id);
    let revision = revision.ok_or(Refusal::UnknownRevision)?;
    if public.people.number(by) != Some(revision.author) {
        return Err(Refusal::NotOwnItem);
    }
    if revision.hidden {
        return Err(Refusal::RevisionHidden);
    }
    Ok(())
}

pub(crate) fn apply_hide(
    public: &mut Public,
    done: Done<'_>,
    act: &HideRevision,
) -> Result<(), Unlawful> {
    check_hide(public, done.author, &act.revision)?;
    if let Some(revision) = public.wiki.revisions.get_mut(&act.revision) {
        revision.hidden = true;
    }
    Ok(())
}

impl Public {
    /// The rank that a page asks of those who change it.
    pub fn wiki_rank(&self, page: &PageId) -> secta_record::act::Rank {
        let own = self.wiki.pages.get(page).and_then(|page| page.rank);
        own.unwrap_or(self.in_force().wiki_edit)
    }
}
