//! The public part of a state, and what every act asks of it.

use std::collections::BTreeSet;

use secta_record::act::{AccountId, AppealId, CaseId, ItemId, ProposalId, Rank, Rule, Why};
use serde::{Deserialize, Serialize};

use super::{
    AccountNo, Electorate, Except, disputes::Disputes, items::Items, people::People,
    proposals::Proposals, wiki::Wiki,
};
use crate::{magic::magic, policy::Policy, refusal::Refusal, unlawful::Unlawful};

/// What the founding record says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Community {
    pub name: String,
    pub founder: AccountNo,
    pub service: AccountId,
    pub founded_ms: i64,
}

/// Something that falls due; what is due at one time is handled in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Due {
    Case(CaseId),
    Appeal(AppealId),
    Proposal(ProposalId),
}

/// A line of the public moderation log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged {
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// Whom it is about.
    pub account: AccountId,
    /// What happened.
    pub what: Happening,
}

/// What the moderation log tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// A case was opened.
    CaseOpened(CaseId),
    /// An item was hidden and its author muted, or a mute lengthened.
    Silenced {
        /// The case.
        case: CaseId,
        /// Until when, in milliseconds since 1970.
        until_ms: i64,
        /// The numbers.
        why: Why,
    },
    /// An account was excluded.
    Excluded {
        /// The case.
        case: CaseId,
        /// The numbers.
        why: Why,
    },
    /// A case's time was over.
    CaseClosed(CaseId),
    /// An account has appealed.
    Appealed(AppealId),
    /// An appeal was decided.
    AppealDecided {
        /// The appeal.
        appeal: AppealId,
        /// Whether it was upheld.
        upheld: bool,
        /// The numbers.
        why: Why,
    },
}

/// The public part.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Public {
    pub community: Option<Community>,
    pub policies: Vec<Policy>,
    pub people: People,
    pub items: Items,
    pub disputes: Disputes,
    pub proposals: Proposals,
    pub wiki: Wiki,
    pub due: BTreeSet<(i64, Due)>,
    pub log: Vec<Logged>,
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who {
    pub number: Option<AccountNo>,
    pub rank: Rank,
    pub index: i64,
    excluded: bool,
    muted_until_ms: i64,
}

impl Who {
    /// Checks that they are not excluded.
    pub fn belongs(&self) -> Result<(), Refusal> {
        if self.excluded {
            Err(Refusal::Excluded)
        } else {
            Ok(())
        }
    }

    /// Checks that they are neither excluded nor muted.
    pub fn may_write(&self, at_ms: i64) -> Result<(), Refusal> {
        self.belongs()?;
        let until_ms = self.muted_until_ms;
        if at_ms < until_ms {
            Err(Refusal::Muted { until_ms })
        } else {
            Ok(())
        }
    }

    /// Checks that they are not excluded and have a rank.
    pub fn is_at_least(&self, needed: Rank, rule: Rule) -> Result<(), Refusal> {
        self.belongs()?;
        let rank = self.rank;
        if rank < needed {
            return Err(Refusal::RankTooLow { rule, rank, needed });
        }
        Ok(())
    }

    pub fn is_excluded(&self) -> bool {
        self.excluded
    }

    pub fn is_restricted(&self, at_ms: i64) -> bool {
        self.excluded || at_ms < self.muted_until_ms
    }
}

/// What a decision is counted over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Poll {
    pub rule: Rule,
    pub electorate: Electorate,
    pub except: Except,
    pub policy: u32,
    pub at_ms: i64,
}

impl Public {
    pub fn clock_ms(&self) -> i64 {
        self.people.clock_ms()
    }

    pub fn community(&self) -> Result<&Community, Refusal> {
        self.community.as_ref().ok_or(Refusal::NotFounded)
    }

    /// The version of the policy in force, from 1; 0 before the community is founded.
    pub fn version(&self) -> u32 {
        u32::try_from(self.policies.len()).unwrap_or(u32::MAX)
    }

    /// A version of the policy; the first one where there is none such.
    pub fn policy(&self, version: u32) -> &Policy {
        static FALLBACK: std::sync::LazyLock<Policy> = std::sync::LazyLock::new(Policy::default);
        let place = usize::try_from(version)
            .unwrap_or(usize::MAX)
            .checked_sub(1);
        let policy = place.and_then(|place| self.policies.get(place));
        policy.unwrap_or(&FALLBACK)
    }

    /// The policy in force.
    pub fn in_force(&self) -> &Policy {
        self.policy(self.version())
    }

    pub fn who(&self, name: &AccountId) -> Who {
        let number = self.people.number(name);
        let person = number.and_then(|number| self.people.get(number));
        Who {
            number,
            rank: person.map_or(Rank::Ghost, |person| person.rank),
            index: person.map_or(0, |person| person.index),
            excluded: person.is_some_and(|person| person.excluded),
            muted_until_ms: person.map_or(i64::MIN, |person| person.muted_until_ms),
        }
    }

    pub fn name(&self, number: AccountNo) -> AccountId {
        let name = self.people.name(number).cloned();
        name.unwrap_or_else(|| AccountId::new(""))
    }

    pub fn rank(&self, number: AccountNo) -> Rank {
        self.people
            .get(number)
            .map_or(Rank::Ghost, |person| person.rank)
    }

    /// The numbers of a decision at which votes stand against the magic number (R1); see [`Why`] for what to change.
    pub fn why(&self, poll: Poll, votes: u32) -> Why {
        let x = self.people.x(poll.electorate, poll.except, poll.at_ms);
        let magic = magic(x, self.policy(poll.policy).magic_factor);
        // The founder's own way in is the only one without a vote (R2).
        let magic = if poll.rule == Rule::R2 {
            magic
        } else {
            magic.max(1)
        };
        Why {
            rule: poll.rule,
            x,
            magic,
            threshold: magic,
            votes,
            policy: poll.policy,
        }
    }

    /// Checks that an act is not older than what came before it.
    pub fn is_next(&self, time_ms: i64) -> Result<(), Unlawful> {
        let clock_ms = self.clock_ms();
        if time_ms < clock_ms {
            return Err(Unlawful::BackInTime { time_ms, clock_ms });
        }
        Ok(())
    }

    /// An item that is published and may be looked at.
    pub fn visible(&self, id: &ItemId) -> Result<(super::ItemNo, &super::Item), Refusal> {
        let (number, item) = self.items.find(id).ok_or(Refusal::UnknownItem)?;
        if item.published_ms.is_none() {
            return Err(Refusal::UnknownItem);
        }
        if item.withdrawn {
            return Err(Refusal::ItemWithdrawn);
        }
        if item.hidden {
            return Err(Refusal::ItemHidden);
        }
        Ok((number, item))
    }

    /// Sets an account's standing to what its cases come to.
    pub fn settle(&mut self, account: AccountNo) {
        let (muted_until_ms, strikes, excluded) = self.disputes.standing(account);
        self.people.change(account, |person| {
            person.muted_until_ms = muted_until_ms;
            person.strikes = strikes;
            person.excluded = excluded;
        });
    }

    pub fn note(&mut self, time_ms: i64, account: AccountNo, what: Happening) {
        let account = self.name(account);
        self.log.push(Logged {
            time_ms,
            account,
            what,
        });
    }
}
