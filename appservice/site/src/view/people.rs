//! Accounts as pages name them.

use std::collections::BTreeMap;

use secta_bot_kit::{args, words::tidy};
use secta_record::{
    RecordId,
    act::{AccountId, Rank},
};
use secta_rules::State;

use crate::{answer::Fault, here::Here, links};

/// How much of a name is shown, in characters.
const NAME_MAX: usize = 60;

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Person {
    pub href: String,
    /// The name that it has given itself, else the first part of its id.
    pub name: String,
    /// Its whole id, which nobody else has.
    pub id: String,
}

/// An account with the name that it has given itself.
pub(crate) fn person(community: &RecordId, account: &AccountId, name: Option<&str>) -> Person {
    let id = tidy(account.as_str(), 255);
    let given = name.map(|name| tidy(name, NAME_MAX));
    let given = given.filter(|name| !name.is_empty());
    let local = id.trim_start_matches('@').split(':').next();
    Person {
        href: links::account(community, account.as_str()),
        name: given.unwrap_or_else(|| tidy(local.unwrap_or_default(), NAME_MAX)),
        id,
    }
}

/// Accounts with their names, by id.
pub(crate) fn people(
    here: &Here,
    accounts: &[AccountId],
) -> Result<BTreeMap<AccountId, Person>, Fault> {
    let id = here.community_id()?;
    let mut accounts = accounts.to_vec();
    accounts.sort();
    accounts.dedup();
    let names = here.site.ports.library.names(&id, &accounts)?;
    let pairs = accounts.into_iter().zip(names);
    Ok(pairs
        .map(|(account, name)| {
            let person = person(&id, &account, name.as_deref());
            (account, person)
        })
        .collect())
}

/// One of them.
pub(crate) fn of(known: &BTreeMap<AccountId, Person>, account: &AccountId) -> Person {
    known.get(account).cloned().unwrap_or_default()
}

/// A rank in words.
pub(crate) fn rank(here: &Here, rank: Rank) -> String {
    let id = match rank {
        Rank::Ghost => "site-rank-ghost",
        Rank::Commenter => "site-rank-commenter",
        Rank::Trusted => "site-rank-trusted",
    };
    here.say(id, args![]).plain
}

/// An account's rank in words, as it is now.
pub(crate) fn rank_of(here: &Here, rules: &State, account: &AccountId) -> String {
    rank(here, rules.rank(account))
}
