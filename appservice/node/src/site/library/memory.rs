//! What the bot of communities remembers, for those who only look.

use std::collections::{BTreeMap, BTreeSet};

use secta_bot_community::{
    NAME,
    memory::{self, Copies, Hall, Member},
};
use secta_bot_kit::{Scope, UserId};
use secta_record::{
    RecordId,
    act::{AccountId, ItemId},
};
use secta_store::Store;
use serde_json::Value;

use super::LibraryError;
use crate::seal::Sealer;

/// The values under one key of scopes, where there are any.
pub(in crate::site) async fn remembered(
    store: &dyn Store,
    sealer: &Sealer,
    scopes: Vec<Scope>,
    key: &str,
) -> Result<BTreeMap<Scope, Value>, LibraryError> {
    of_bot(store, sealer, (NAME, scopes), key).await
}

/// The values under one key of scopes of any bot, where there are any.
pub(in crate::site) async fn of_bot(
    store: &dyn Store,
    sealer: &Sealer,
    (bot, scopes): (&str, Vec<Scope>),
    key: &str,
) -> Result<BTreeMap<Scope, Value>, LibraryError> {
    if scopes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let wanted: Vec<(&str, Scope)> = scopes.into_iter().map(|scope| (bot, scope)).collect();
    let mut values = BTreeMap::new();
    for stored in store.scopes(&wanted).await? {
        if stored.key != key {
            continue;
        }
        let json = if stored.sealed {
            sealer.open(&stored.value)?
        } else {
            stored.value
        };
        values.insert(stored.scope, serde_json::from_slice(&json)?);
    }
    Ok(values)
}

/// A community's rooms.
pub(super) async fn hall(
    store: &dyn Store,
    sealer: &Sealer,
    community: &RecordId,
) -> Result<Option<Hall>, LibraryError> {
    let scope = memory::community(community);
    let mut values = remembered(store, sealer, vec![scope.clone()], "hall").await?;
    let hall = values.remove(&scope).map(serde_json::from_value);
    Ok(hall.transpose()?)
}

/// The messages in the stream that items are, where there are any.
pub(super) async fn messages(
    store: &dyn Store,
    sealer: &Sealer,
    (community, items): (&RecordId, &[ItemId]),
) -> Result<BTreeMap<ItemId, String>, LibraryError> {
    let scopes = items.iter().map(|item| memory::item(community, item));
    let mut values = remembered(store, sealer, scopes.collect(), "copies").await?;
    let mut messages = BTreeMap::new();
    for item in items {
        let Some(copies) = values.remove(&memory::item(community, item)) else {
            continue;
        };
        let copies: Copies = serde_json::from_value(copies)?;
        messages.extend(
            copies
                .stream
                .map(|event| (*item, event.as_str().to_owned())),
        );
    }
    Ok(messages)
}

/// The names under which accounts are known in the rooms, where they are.
pub(in crate::site) async fn names(
    store: &dyn Store,
    sealer: &Sealer,
    (community, accounts): (&RecordId, &BTreeSet<AccountId>),
) -> Result<Vec<(AccountId, String)>, LibraryError> {
    let scope = |account: &AccountId| memory::member(community, &UserId::new(account.as_str()));
    let scopes = accounts.iter().map(scope).collect();
    let mut values = remembered(store, sealer, scopes, "member").await?;
    let mut names = Vec::new();
    for account in accounts {
        let Some(member) = values.remove(&scope(account)) else {
            continue;
        };
        let member: Member = serde_json::from_value(member)?;
        names.extend(member.name.map(|name| (account.clone(), name)));
    }
    Ok(names)
}
