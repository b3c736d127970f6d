//! Giving an opinion (R8).

use secta_record::act::{Act, Grant, ItemId, Opinion, Promote, Rank, Rule, Vote};

use super::{
    Asked, Done,
    count::{self, Counted},
    grant, presence,
    release::{self, Waiting},
};
use crate::{
    fact::{Fact, Quiet},
    refusal::Refusal,
    state::{AccountNo, Candidate, Item, ItemNo, Leaning, Public, Who},
    unlawful::Unlawful,
};

pub(crate) fn decide(
    asked: Asked<'_>,
    item: ItemId,
    opinion: Opinion,
) -> Result<Vec<Fact>, Refusal> {
    match asked.state.twilight.get(&item) {
        Some(candidate) => lean(asked, item, candidate, opinion),
        None => give(asked, item, opinion),
    }
}

/// On what waits: nobody hears of it but by its effect, or by the voter's presence.
fn lean(
    asked: Asked<'_>,
    item: ItemId,
    candidate: &Candidate,
    opinion: Opinion,
) -> Result<Vec<Fact>, Refusal> {
    asked.who.is_at_least(Rank::Trusted, Rule::R8)?;
    if candidate.author_id == *asked.by {
        return Err(Refusal::OwnItem);
    }
    is_waiting(asked, candidate)?;
    let before = asked
        .who
        .number
        .and_then(|voter| candidate.votes.get(&voter));
    differs(before.map(|leaning: &Leaning| leaning.opinion), opinion)?;
    let now = Some(opinion);
    let waiting = Waiting {
        item,
        candidate,
        now,
    };
    let mut facts = vec![asked.quietly(Quiet::Vote { item, opinion })];
    facts.extend(presence::of(asked));
    facts.extend(release::follows(asked, &waiting)?);
    Ok(facts)
}

/// Checks that an item's time in the twilight is not over (R6).
pub(crate) fn is_waiting(asked: Asked<'_>, candidate: &Candidate) -> Result<(), Refusal> {
    let twilight_ms = asked.public().in_force().twilight_ms;
    let ended_ms = candidate.time_ms.saturating_add(twilight_ms);
    if asked.at_ms >= ended_ms {
        return Err(Refusal::ItemExpired { ended_ms });
    }
    Ok(())
}

fn differs(before: Option<Opinion>, opinion: Opinion) -> Result<(), Refusal> {
    if before == Some(opinion) {
        return Err(Refusal::SameOpinion { opinion });
    }
    Ok(())
}

/// On what is published.
fn give(asked: Asked<'_>, item: ItemId, opinion: Opinion) -> Result<Vec<Fact>, Refusal> {
    let public = asked.public();
    let number = check(public, asked.who, &item, opinion)?;
    let vote = asked.does(Act::Vote(Vote { item, opinion }));
    let effect = effect(asked, number, opinion);
    let effect = effect.map(|act| asked.ruled(act)).transpose()?;
    Ok([vote].into_iter().chain(effect).collect())
}

fn check(public: &Public, who: Who, id: &ItemId, opinion: Opinion) -> Result<ItemNo, Refusal> {
    who.is_at_least(Rank::Commenter, Rule::R8)?;
    let (number, item) = public.visible(id)?;
    if who.number == Some(item.author) {
        return Err(Refusal::OwnItem);
    }
    let before = who
        .number
        .and_then(|voter| public.items.given(number, voter));
    differs(before.map(|given| given.opinion), opinion)?;
    if before.is_some_and(|given| !given.may_become(opinion)) {
        return Err(Refusal::VoteTookEffect);
    }
    Ok(number)
}

/// What the vote brings the item's author.
fn effect(asked: Asked<'_>, number: ItemNo, opinion: Opinion) -> Option<Act> {
    let public = asked.public();
    let item = public.items.get(number)?;
    let voter = asked.who.number?;
    let before = public.items.given(number, voter).map(|given| given.opinion);
    let counted = Counted {
        author: item.author,
        tally: item.tally.after(before, Some(opinion)),
        acting: Some(voter),
        at_ms: asked.at_ms,
    };
    let id = public.items.id(number)?;
    if item.root.is_none() {
        let raised = counted.tally.positive() > item.tally.positive();
        return raised
            .then(|| invitation(public, item, id, &counted))
            .flatten();
    }
    let raised = counted.tally.useful > item.tally.useful;
    raised
        .then(|| commenter(public, item, id, &counted))
        .flatten()
}

fn invitation(public: &Public, item: &Item, id: ItemId, counted: &Counted) -> Option<Act> {
    let why = count::invitation(public, counted);
    let granted = grant::is_possible(public, item) && count::is_reached(&why);
    granted.then(|| {
        Act::Grant(Grant {
            account: public.name(item.author),
            item: id,
            why,
        })
    })
}

fn commenter(public: &Public, item: &Item, id: ItemId, counted: &Counted) -> Option<Act> {
    let author = public.people.get(item.author)?;
    let why = count::useful(public, counted);
    let rises = author.rank == Rank::Ghost && !author.excluded && count::is_reached(&why);
    rises.then(|| {
        Act::Promote(Promote {
            account: public.name(item.author),
            to: Rank::Commenter,
            item: id,
            why,
        })
    })
}

/// Whether the item is public, and the decision to publish it is to come.
pub(crate) fn is_released(public: &Public, item: &ItemId) -> bool {
    let found = public.items.find(item);
    found.is_some_and(|(_, item)| item.published_ms.is_none())
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, vote: &Vote) -> Result<(), Unlawful> {
    let number = if is_released(public, &vote.item) {
        released(public, done, &vote.item)?
    } else {
        check(public, done.who, &vote.item, vote.opinion)?
    };
    let voter = public.people.intern_public(done.author);
    set(public, number, voter, Some((done.at_ms, vote.opinion)));
    public.people.acted(voter, done.at_ms);
    Ok(())
}

/// Checks a vote that was given while the item waited.
fn released(public: &Public, done: Done<'_>, item: &ItemId) -> Result<ItemNo, Unlawful> {
    let (number, item) = public.items.find(item).ok_or(Refusal::UnknownItem)?;
    let (rank, needed) = (done.who.rank, Rank::Trusted);
    if rank < needed {
        let rule = Rule::R8;
        return Err(Refusal::RankTooLow { rule, rank, needed }.into());
    }
    if done.who.number == Some(item.author) {
        return Err(Refusal::OwnItem.into());
    }
    if done.at_ms < item.time_ms {
        let (time_ms, clock_ms) = (done.at_ms, item.time_ms);
        return Err(Unlawful::BackInTime { time_ms, clock_ms });
    }
    Ok(number)
}

/// Sets or takes away an opinion, and changes the author's index by it (R9).
pub(crate) fn set(
    public: &mut Public,
    item: ItemNo,
    voter: AccountNo,
    now: Option<(i64, Opinion)>,
) {
    let change = public.items.opine(item, voter, now);
    let author = public.items.get(item).map(|item| item.author);
    if let Some(author) = author.filter(|_| change != 0) {
        public
            .people
            .change(author, |person| person.index += change);
    }
}
