//! Being there: the only public trace of what is done in the twilight (R1).

use secta_record::act::{Act, Presence, Rank, Rule};

use super::{Asked, Done};
use crate::{fact::Fact, state::Public, unlawful::Unlawful};

/// The trace of who asks, if they may count.
pub(crate) fn of(asked: Asked<'_>) -> Option<Fact> {
    let counts = asked.who.rank >= Rank::Commenter;
    counts.then(|| asked.does(Act::Presence(Presence {})))
}

pub(crate) fn apply(public: &mut Public, done: Done<'_>) -> Result<(), Unlawful> {
    done.who.is_at_least(Rank::Commenter, Rule::R1)?;
    let author = public.people.intern_public(done.author);
    public.people.acted(author, done.at_ms);
    Ok(())
}
