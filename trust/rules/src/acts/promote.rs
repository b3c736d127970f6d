//! An account's rank rises by its item (R2, R4, R5).

use secta_record::act::{Opinion, Promote, Rank, Rule};

use super::{
    Done,
    count::{self, Counted},
};
use crate::{
    refusal::Refusal,
    state::{Decided, Item, ItemNo, Public, Rise, RiseBy},
    unlawful::{Unlawful, justified, same_why},
};

const KIND: &str = "promote";

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Promote) -> Result<(), Unlawful> {
    let (number, item) = public.items.find(&act.item).ok_or(Refusal::UnknownItem)?;
    let author = item.author;
    let is_author = public.people.number(&act.account) == Some(author);
    let rises = act.to > public.rank(author) && !public.who(&act.account).is_excluded();
    if !is_author || !rises || item.spent || item.published_ms.is_none() {
        return Err(Unlawful::NoCause { kind: KIND });
    }
    match (item.root, act.to) {
        (None, Rank::Trusted) => by_post(public, number, act)?,
        (Some(_), Rank::Commenter) => by_comment(public, item, done.at_ms, act)?,
        (None, Rank::Ghost | Rank::Commenter) | (Some(_), Rank::Ghost | Rank::Trusted) => {
            return Err(Unlawful::NoCause { kind: KIND });
        }
    }
    let is_post = item.root.is_none();
    let (time_ms, why) = (done.at_ms, act.why);
    public.items.change(number, |item| item.spent = true);
    if is_post {
        public.items.lock(number, Opinion::is_positive);
    } else {
        public.items.lock_exactly(number, Opinion::Useful);
    }
    public.items.decided(number).promoted = Some(Decided { time_ms, why });
    public.people.change(author, |person| {
        person.rank = act.to;
        let by = RiseBy::Item(act.item);
        person.rose = Some(Rise { time_ms, by });
    });
    Ok(())
}

/// A post promotes by the numbers by which it was published.
fn by_post(public: &Public, number: ItemNo, act: &Promote) -> Result<(), Unlawful> {
    let published = public
        .items
        .decisions(number)
        .and_then(|decisions| decisions.published);
    let published = published.filter(|decided| matches!(decided.why.rule, Rule::R2 | Rule::R4));
    let published = published.ok_or(Unlawful::NoCause { kind: KIND })?;
    same_why(KIND, &act.why, &published.why)
}

fn by_comment(public: &Public, item: &Item, at_ms: i64, act: &Promote) -> Result<(), Unlawful> {
    let counted = Counted {
        author: item.author,
        tally: item.tally,
        acting: None,
        at_ms,
    };
    justified(KIND, &act.why, &count::useful(public, &counted))
}
