//! Ranks, standings, the index, and who invited whom.

use secta_record::act::{AccountId, ItemId, Rank};
use serde::{Deserialize, Serialize};

use crate::state::{AccountNo, Person, RiseBy, State};

/// Whether somebody may take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing stands against it.
    Active,
    /// They may not write.
    Muted {
        /// Until when, in milliseconds since 1970.
        until_ms: i64,
    },
    /// They are out.
    Excluded,
}

/// What made an account rise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoseBy {
    /// Its own item (R2, R4, R5).
    Item(ItemId),
    /// A trusted member's invitation (R7).
    Invitation(AccountId),
}

/// An account's last rise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rose {
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// By what.
    pub by: RoseBy,
}

/// What the rules know of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Its name.
    pub account: AccountId,
    /// Its rank.
    pub rank: Rank,
    /// Its standing.
    pub standing: Standing,
    /// Its support index (R9).
    pub index: i64,
    /// The invitations that it may give away (R7).
    pub invitations: u32,
    /// How often it was silenced (R10).
    pub strikes: u32,
    /// How many of its items wait (R3).
    pub waiting: u32,
    /// When it went through the onboarding quest, in milliseconds since 1970.
    pub joined_ms: Option<i64>,
    /// Whether it has described itself, be the words withheld or not.
    pub described: bool,
    /// How it came to its rank.
    pub rose: Option<Rose>,
    /// Its last public act that counts for R1, in milliseconds since 1970.
    pub active_ms: Option<i64>,
}

/// An edge of the invitation tree (R7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Who invited.
    pub by: AccountId,
    /// Who was invited.
    pub account: AccountId,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
}

impl State {
    /// An account's rank; whoever is unknown is a ghost.
    pub fn rank(&self, account: &AccountId) -> Rank {
        self.public.who(account).rank
    }

    /// An account's standing.
    pub fn standing(&self, account: &AccountId, now_ms: i64) -> Standing {
        let person = self.public.people.find(account);
        person.map_or(Standing::Active, |person| {
            standing(person, self.now(now_ms))
        })
    }

    /// An account's support index (R9).
    pub fn index(&self, account: &AccountId) -> i64 {
        self.public.who(account).index
    }

    /// The invitations that an account may give away (R7).
    pub fn invitations(&self, account: &AccountId) -> u32 {
        let person = self.public.people.find(account);
        person.map_or(0, |person| person.invitations)
    }

    /// Everything that the rules know of an account; `None` where they have never met it.
    pub fn account(&self, account: &AccountId, now_ms: i64) -> Option<AccountView> {
        let number = self.public.people.number(account)?;
        let person = self.public.people.get(number)?;
        Some(self.view(number, account, person, self.now(now_ms)))
    }

    /// Everybody of a rank, in the order of their names.
    pub fn accounts_of(&self, rank: Rank) -> Vec<AccountId> {
        let all = self.public.people.all();
        let of = all.filter(|(_, _, person)| person.rank == rank && person.public);
        let mut names: Vec<AccountId> = of.map(|(_, name, _)| name.clone()).collect();
        names.sort_unstable();
        names
    }

    /// Who invited whom, in the order of time (R7).
    pub fn invitation_tree(&self) -> Vec<Invitation> {
        let all = self.public.people.all();
        let mut edges: Vec<Invitation> = all
            .filter_map(|(_, account, _)| self.invitation(account))
            .collect();
        edges.sort_by(|a, b| (a.time_ms, &a.account).cmp(&(b.time_ms, &b.account)));
        edges
    }

    /// Who invited an account, if anybody did, even where it has risen further since (R7).
    pub fn invitation(&self, account: &AccountId) -> Option<Invitation> {
        let person = self.public.people.find(account)?;
        let (by, time_ms) = person.invited?;
        Some(Invitation {
            by: self.public.name(by),
            account: account.clone(),
            time_ms,
        })
    }

    fn view(
        &self,
        number: AccountNo,
        account: &AccountId,
        person: &Person,
        at_ms: i64,
    ) -> AccountView {
        let rose = person.rose.as_ref().map(|rise| Rose {
            time_ms: rise.time_ms,
            by: match &rise.by {
                RiseBy::Item(item) => RoseBy::Item(*item),
                RiseBy::Invitation(by) => RoseBy::Invitation(self.public.name(*by)),
            },
        });
        AccountView {
            account: account.clone(),
            rank: person.rank,
            standing: standing(person, at_ms),
            index: person.index,
            invitations: person.invitations,
            strikes: person.strikes,
            waiting: u32::try_from(self.twilight.of(number).count()).unwrap_or(u32::MAX),
            joined_ms: person.joined_ms,
            described: person.described,
            rose,
            active_ms: person.last_ms,
        }
    }
}

fn standing(person: &Person, at_ms: i64) -> Standing {
    if person.excluded {
        return Standing::Excluded;
    }
    let until_ms = person.muted_until_ms;
    if at_ms < until_ms {
        Standing::Muted { until_ms }
    } else {
        Standing::Active
    }
}
