//! A trusted author's post reaches the magic number: an invitation (R4).

use secta_record::act::{Grant, Rank};

use super::{
    Done,
    count::{self, Counted},
};
use crate::{
    refusal::Refusal,
    state::{Decided, Item, Public},
    unlawful::{Unlawful, justified},
};

const KIND: &str = "grant";

/// Whether a post can still bring its author an invitation.
pub(crate) fn is_possible(public: &Public, item: &Item) -> bool {
    let author = public.people.get(item.author);
    let trusted = author.is_some_and(|author| author.rank == Rank::Trusted && !author.excluded);
    trusted && item.root.is_none() && item.published_ms.is_some() && !item.spent
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Grant) -> Result<(), Unlawful> {
    let (number, item) = public.items.find(&act.item).ok_or(Refusal::UnknownItem)?;
    let author = item.author;
    if public.people.number(&act.account) != Some(author) || !is_possible(public, item) {
        return Err(Unlawful::NoCause { kind: KIND });
    }
    let counted = Counted {
        author,
        tally: item.tally,
        acting: None,
        at_ms: done.at_ms,
    };
    justified(KIND, &act.why, &count::invitation(public, &counted))?;
    let (time_ms, why) = (done.at_ms, act.why);
    public.items.change(number, |item| item.spent = true);
    public.items.lock(number, |opinion| opinion.is_positive());
    public.items.decided(number).granted = Some(Decided { time_ms, why });
    public.people.change(author, |person| {
        person.invitations = person.invitations.saturating_add(1);
    });
    Ok(())
}
