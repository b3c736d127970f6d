//! The state of one community.
//!
//! It has two parts. The public one is folded from public facts alone and never looks at the other, so everybody who
//! has the record has the same one; the technical one knows what waits in the twilight.

mod disputes;
mod items;
mod lookup;
mod names;
mod pairs;
mod people;
mod person;
mod proposals;
mod public;
mod twilight;
mod wiki;

use secta_record::act::{AccountId, Act};
use serde::{Deserialize, Serialize};

pub use disputes::Verdict;
pub use items::{Decided, Tally};
pub use proposals::{Entry, Matter, Outcome};
pub use public::{Happening, Logged};

pub(crate) use disputes::{AppealGiven, Appealed, Case, Moderated, Silenced};
pub(crate) use items::Item;
pub(crate) use names::Names;
pub(crate) use people::{Electorate, Except};
pub(crate) use person::{Person, Rise, RiseBy};
pub(crate) use proposals::Proposal;
pub(crate) use public::{Community, Due, Poll, Public, Who};
pub(crate) use twilight::{Candidate, Leaning, Twilight};
pub(crate) use wiki::Revision;

use crate::{
    acts,
    fact::{Fact, What},
    unlawful::Unlawful,
};

/// An account's number in this state.
pub(crate) type AccountNo = u32;
/// An item's number in this state.
pub(crate) type ItemNo = u32;

/// Everything that the rules know of one community.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct State {
    pub(crate) public: Public,
    pub(crate) twilight: Twilight,
}

impl State {
    /// A state in which nothing has happened yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Folds facts from the beginning.
    ///
    /// # Errors
    ///
    /// The first [`Unlawful`] fact's place and what is wrong with it.
    pub fn replay<'a>(
        facts: impl IntoIterator<Item = &'a Fact>,
    ) -> Result<Self, (usize, Unlawful)> {
        let mut state = Self::new();
        for (place, fact) in facts.into_iter().enumerate() {
            state.apply(fact).map_err(|unlawful| (place, unlawful))?;
        }
        Ok(state)
    }

    /// Takes a fact.
    ///
    /// # Errors
    ///
    /// [`Unlawful`], where the state doesn't justify the fact; nothing has changed then.
    pub fn apply(&mut self, fact: &Fact) -> Result<(), Unlawful> {
        match &fact.what {
            What::Public(act) => self.apply_public(&fact.author, act, fact.time_ms)?,
            What::Quiet(quiet) => acts::quiet::apply(self, fact, quiet)?,
        }
        self.twilight.clock_ms = self.twilight.clock_ms.max(fact.time_ms);
        Ok(())
    }

    /// Takes a public act.
    ///
    /// # Errors
    ///
    /// [`Unlawful`], where the state doesn't justify the act; nothing has changed then.
    pub fn apply_public(
        &mut self,
        author: &AccountId,
        act: &Act,
        time_ms: i64,
    ) -> Result<(), Unlawful> {
        acts::apply(&mut self.public, author, act, time_ms)?;
        acts::quiet::follow(&self.public, &mut self.twilight, author, act);
        Ok(())
    }

    /// Lets go of what waits in the twilight: what is left may be kept for longer than an item waits (R6).
    pub fn forget_waiting(&mut self) {
        self.twilight.clear();
    }

    /// Takes a technical fact about an item that waits once more, after [`State::forget_waiting`]. What entitled
    /// somebody to it then is not asked again; facts that are not about items are not for here.
    ///
    /// # Errors
    ///
    /// [`Unlawful`], where the item is not there.
    pub fn wait_again(&mut self, fact: &Fact) -> Result<(), Unlawful> {
        match &fact.what {
            What::Public(_) => Ok(()),
            What::Quiet(quiet) => acts::quiet::again(self, fact, quiet),
        }
    }

    /// The latest time that the state knows of, in milliseconds since 1970.
    pub fn clock_ms(&self) -> i64 {
        self.public.clock_ms().max(self.twilight.clock_ms)
    }

    /// A time that doesn't go back behind what has happened.
    pub(crate) fn now(&self, now_ms: i64) -> i64 {
        now_ms.max(self.clock_ms())
    }
}
