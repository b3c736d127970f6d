//! What can be asked of a state. Nothing here changes anything.

mod accounts;
mod disputes;
mod items;
mod proposals;
mod tags;
mod wiki;

pub use accounts::{AccountView, Invitation, Rose, RoseBy, Standing};
pub use disputes::{AppealView, CaseView};
pub use items::{ItemStatus, ItemView, VoteView};
pub use proposals::ProposalView;
pub use tags::Filed;
pub use wiki::PageView;

use secta_record::act::AccountId;

use crate::{
    magic::magic,
    policy::Policy,
    state::{Electorate, Except, State},
};

impl State {
    /// The community's name; `None` before it is founded.
    pub fn name(&self) -> Option<&str> {
        self.public.community.as_ref().map(|it| it.name.as_str())
    }

    /// Who keeps the community, and signs what is decided.
    pub fn service(&self) -> Option<&AccountId> {
        self.public.community.as_ref().map(|it| &it.service)
    }

    /// Who founded the community.
    pub fn founder(&self) -> Option<AccountId> {
        let community = self.public.community.as_ref()?;
        Some(self.public.name(community.founder))
    }

    /// When the community was founded, in milliseconds since 1970.
    pub fn founded_ms(&self) -> Option<i64> {
        self.public.community.as_ref().map(|it| it.founded_ms)
    }

    /// The policy in force; the default before the community is founded.
    pub fn policy(&self) -> &Policy {
        self.public.in_force()
    }

    /// The version of the policy in force, from 1; 0 before the community is founded.
    pub fn policy_version(&self) -> u32 {
        self.public.version()
    }

    /// A version of the policy, from 1.
    pub fn policy_of(&self, version: u32) -> Option<&Policy> {
        let known = (1..=self.public.version()).contains(&version);
        known.then(|| self.public.policy(version))
    }

    /// How many trusted members are active, and the magic number of that many (R1); 0 before anybody is trusted.
    pub fn magic_today(&self, now_ms: i64) -> (u32, u32) {
        let people = &self.public.people;
        let x = people.x(Electorate::Trusted, Except::default(), self.now(now_ms));
        let number = magic(x, self.policy().magic_factor);
        (x, number.max(u32::from(people.ever_trusted)))
    }
}
