//! The accounts, and how many of them are active (R1).
//!
//! Every active account stands once in a queue, at its last act or an older one. As time moves, those at the front whose
//! window is over either leave or, having acted since, go back to where they belong: an act costs nothing but a
//! comparison, and each account is moved once in a window.

use std::collections::BTreeSet;

use secta_record::act::{AccountId, Rank};
use serde::{Deserialize, Serialize};

use super::{AccountNo, Names, Person};

/// Those who may cast a vote (R1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Electorate {
    /// Commenters and trusted.
    Members = 0,
    /// The trusted.
    Trusted = 1,
    /// The trusted with a positive index.
    Jurors = 2,
}

impl Electorate {
    const ALL: [Self; 3] = [Self::Members, Self::Trusted, Self::Jurors];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// How many belong to each electorate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Heads {
    members: u32,
    trusted: u32,
    jurors: u32,
}

impl Heads {
    fn of(&mut self, electorate: Electorate) -> &mut u32 {
        match electorate {
            Electorate::Members => &mut self.members,
            Electorate::Trusted => &mut self.trusted,
            Electorate::Jurors => &mut self.jurors,
        }
    }

    fn change(&mut self, before: u8, after: u8) {
        for electorate in Electorate::ALL {
            let (was, is) = (before & electorate.bit(), after & electorate.bit());
            let heads = self.of(electorate);
            if was < is {
                *heads += 1;
            } else if was > is {
                *heads = heads.saturating_sub(1);
            }
        }
    }
}

/// Whom to leave out of a count, and whose act of this moment to count already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Except {
    pub candidate: Option<AccountNo>,
    pub acting: Option<AccountNo>,
}

/// All accounts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct People {
    names: Names<AccountId>,
    persons: Vec<Person>,
    queue: BTreeSet<(i64, AccountNo)>,
    active: Heads,
    all: Heads,
    window_ms: i64,
    clock_ms: i64,
    /// Whether anybody has ever been trusted.
    pub ever_trusted: bool,
}

impl People {
    pub fn clock_ms(&self) -> i64 {
        self.clock_ms
    }

    pub fn number(&self, name: &AccountId) -> Option<AccountNo> {
        self.names.number(name)
    }

    pub fn intern(&mut self, name: &AccountId) -> AccountNo {
        let number = self.names.intern(name);
        if self.persons.len() <= at(number) {
            self.persons.resize_with(at(number) + 1, Person::default);
        }
        number
    }

    /// The number of an account that a public record names.
    pub fn intern_public(&mut self, name: &AccountId) -> AccountNo {
        let number = self.intern(name);
        if let Some(person) = self.persons.get_mut(at(number)) {
            person.public = true;
        }
        number
    }

    pub fn name(&self, number: AccountNo) -> Option<&AccountId> {
        self.names.name(number)
    }

    pub fn get(&self, number: AccountNo) -> Option<&Person> {
        self.persons.get(at(number))
    }

    pub fn find(&self, name: &AccountId) -> Option<&Person> {
        self.get(self.number(name)?)
    }

    pub fn all(&self) -> impl Iterator<Item = (AccountNo, &AccountId, &Person)> {
        let pairs = self.names.all().zip(&self.persons);
        pairs.map(|((number, name), person)| (number, name, person))
    }

    /// Changes an account, and what it counts for.
    pub fn change(&mut self, number: AccountNo, change: impl FnOnce(&mut Person)) {
        let Some(person) = self.persons.get_mut(at(number)) else {
            return;
        };
        change(person);
        let before = person.belongs;
        person.belongs = belongs(person);
        let after = person.belongs;
        if before != after {
            self.ever_trusted |= person.rank == Rank::Trusted;
            self.all.change(before, after);
            if person.queued {
                self.active.change(before, after);
            }
        }
    }

    /// Notes a public act that counts for R1.
    pub fn acted(&mut self, number: AccountNo, time_ms: i64) {
        let Some(person) = self.persons.get_mut(at(number)) else {
            return;
        };
        let last_ms = person.last_ms.map_or(time_ms, |last| last.max(time_ms));
        person.last_ms = Some(last_ms);
        if !person.queued && self.clock_ms < last_ms.saturating_add(self.window_ms) {
            person.queued = true;
            self.active.change(0, person.belongs);
            self.queue.insert((last_ms, number));
        }
    }

    /// Moves the clock; it never goes back.
    pub fn tick(&mut self, time_ms: i64) {
        self.clock_ms = self.clock_ms.max(time_ms);
        while let Some(&(since_ms, number)) = self.queue.first() {
            if self.clock_ms < since_ms.saturating_add(self.window_ms) {
                return;
            }
            self.queue.pop_first();
            self.requeue(number);
        }
    }

    fn requeue(&mut self, number: AccountNo) {
        let Some(person) = self.persons.get_mut(at(number)) else {
            return;
        };
        let last_ms = person.last_ms.unwrap_or(i64::MIN);
        if self.clock_ms < last_ms.saturating_add(self.window_ms) {
            self.queue.insert((last_ms, number));
        } else {
            person.queued = false;
            self.active.change(person.belongs, 0);
        }
    }

    /// Sets how long an act counts, and counts everybody anew.
    pub fn set_window(&mut self, window_ms: i64) {
        self.window_ms = window_ms;
        self.queue.clear();
        self.active = Heads::default();
        for (number, person) in (0..).zip(&mut self.persons) {
            let last_ms = person.last_ms.unwrap_or(i64::MIN);
            person.queued = self.clock_ms < last_ms.saturating_add(window_ms);
            if person.queued {
                self.queue.insert((last_ms, number));
                self.active.change(0, person.belongs);
            }
        }
    }

    /// How many of an electorate are active at a time, somebody left out (R1).
    pub fn x(&self, electorate: Electorate, except: Except, at_ms: i64) -> u32 {
        let at_ms = at_ms.max(self.clock_ms);
        let bit = electorate.bit();
        let is_active = |person: &Person| {
            let last_ms = person.last_ms.unwrap_or(i64::MIN);
            person.belongs & bit != 0 && at_ms < last_ms.saturating_add(self.window_ms)
        };
        let over = (at_ms.saturating_sub(self.window_ms), AccountNo::MAX);
        let front = self.queue.range(..=over);
        let left = front.filter_map(|(_, number)| self.get(*number));
        let left = left.filter(|person| person.belongs & bit != 0 && !is_active(person));
        let mut x = { self.active }.of(electorate).saturating_sub(count(left));
        let person = |number: Option<AccountNo>| number.and_then(|number| self.get(number));
        if person(except.candidate).is_some_and(is_active) {
            x = x.saturating_sub(1);
        }
        if except.acting != except.candidate
            && person(except.acting).is_some_and(|it| it.belongs & bit != 0 && !is_active(it))
        {
            x = x.saturating_add(1);
        }
        x
    }

    /// How many trusted members have a positive index, active or not, somebody left out (R11).
    pub fn jurors(&self, except: Option<AccountNo>) -> u32 {
        let bit = Electorate::Jurors.bit();
        let left_out = except.and_then(|number| self.get(number));
        let left_out = left_out.is_some_and(|person| person.belongs & bit != 0);
        self.all.jurors.saturating_sub(u32::from(left_out))
    }
}

fn belongs(person: &Person) -> u8 {
    if person.excluded {
        return 0;
    }
    match person.rank {
        Rank::Ghost => 0,
        Rank::Commenter => Electorate::Members.bit(),
        Rank::Trusted => {
            let juror = if person.index > 0 {
                Electorate::Jurors.bit()
            } else {
                0
            };
            Electorate::Members.bit() | Electorate::Trusted.bit() | juror
        }
    }
}

fn at(number: AccountNo) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn count<T>(things: impl Iterator<Item = T>) -> u32 {
    u32::try_from(things.count()).unwrap_or(u32::MAX)
}
