//! A waiting item is published (R2, R4, R5, R6).

use secta_record::act::{Publish, Why};

use super::{
    Done,
    count::{self, Counted},
};
use crate::{
    refusal::Refusal,
    state::{Decided, Item, Public},
    unlawful::{Unlawful, justified},
};

const KIND: &str = "publish";

pub(crate) fn apply(public: &mut Public, done: Done<'_>, act: &Publish) -> Result<(), Unlawful> {
    let (number, item) = public.items.find(&act.item).ok_or(Refusal::UnknownItem)?;
    if item.published_ms.is_some() {
        return Err(Unlawful::NoCause { kind: KIND });
    }
    let ended_ms = item.time_ms.saturating_add(public.in_force().twilight_ms);
    if done.at_ms >= ended_ms {
        return Err(Refusal::ItemExpired { ended_ms }.into());
    }
    let (author, is_post) = (item.author, item.root.is_none());
    justified(KIND, &act.why, &computed(public, item, done.at_ms))?;
    let change = public.items.publish(number, done.at_ms);
    public
        .people
        .change(author, |person| person.index += change);
    public
        .items
        .lock(number, |opinion| !is_post || opinion.is_positive());
    let (time_ms, why) = (done.at_ms, act.why);
    public.items.decided(number).published = Some(Decided { time_ms, why });
    Ok(())
}

fn computed(public: &Public, item: &Item, at_ms: i64) -> Why {
    let counted = Counted {
        author: item.author,
        tally: item.tally,
        acting: None,
        at_ms,
    };
    match item.root {
        None => count::post(public, &counted),
        Some(_) => count::comment(public, &counted),
    }
}
