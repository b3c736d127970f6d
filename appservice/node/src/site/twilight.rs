//! What waits in the twilight, for the site: read of what the bot of communities remembers at the moment of asking, and
//! kept nowhere else.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use secta_bot_community::memory;
use secta_bot_kit::{Scope, UserId, Written};
use secta_record::{
    RecordId,
    act::{AccountId, ItemId},
};
use secta_site::{
    model::Waiting,
    ports::{Library, PortError, Twilight},
};
use secta_store::Store;

use super::library::{
    Stacks,
    memory::{names, remembered},
};
use crate::seal::Sealer;

/// Reads what the bot of communities remembers.
pub struct Remembered {
    stacks: Stacks,
    store: Arc<dyn Store>,
    sealer: Sealer,
}

impl Remembered {
    /// Over a store, beside the view of what is published.
    pub fn new(stacks: Stacks, store: Arc<dyn Store>, sealer: Sealer) -> Self {
        Self {
            stacks,
            store,
            sealer,
        }
    }

    /// Those that wait still, with their authors, in the order asked for.
    fn candidates(&self, community: &RecordId, ids: &[ItemId]) -> Vec<(ItemId, AccountId)> {
        let Some(rules) = self.stacks.rules(community) else {
            return Vec::new();
        };
        let rules = rules.read();
        let waiting = ids.iter().filter(|item| rules.draft(item).is_some());
        let waiting = waiting.filter_map(|item| Some((*item, rules.item(item, 0)?.author)));
        waiting.collect()
    }

    async fn read(&self, scopes: Vec<Scope>, key: &str) -> Result<Values, PortError> {
        let read = remembered(self.store.as_ref(), &self.sealer, scopes, key).await;
        read.map_err(|error| PortError(error.to_string()))
    }
}

type Values = BTreeMap<Scope, serde_json::Value>;

#[async_trait]
impl Twilight for Remembered {
    async fn waiting(
        &self,
        community: &RecordId,
        ids: &[ItemId],
    ) -> Result<Vec<Waiting>, PortError> {
        let candidates = self.candidates(community, ids);
        let scopes = candidates.iter();
        let scopes = scopes.map(|(item, _)| memory::item(community, item));
        let mut words = self.read(scopes.collect(), "words").await?;
        let authors: Vec<AccountId> = candidates.iter().map(|(_, by)| by.clone()).collect();
        let given = self.stacks.names(community, &authors)?;
        let known = authors.iter().cloned().collect();
        let asked = (community, &known);
        let known = names(self.store.as_ref(), &self.sealer, asked).await;
        let known: BTreeMap<AccountId, String> = known
            .map_err(|error| PortError(error.to_string()))?
            .into_iter()
            .collect();
        let names = authors.iter().zip(given);
        let names = names.map(|(by, given)| given.or_else(|| known.get(by).cloned()));
        let named = candidates.into_iter().zip(names);
        Ok(named
            .map(|((item, _), name)| {
                let words = words.remove(&memory::item(community, &item));
                let words = words.and_then(|words| serde_json::from_value::<Written>(words).ok());
                Waiting {
                    item,
                    content: words.map(|words| words.content()),
                    name,
                }
            })
            .collect())
    }

    async fn told(
        &self,
        community: &RecordId,
        account: &UserId,
    ) -> Result<Vec<(i64, String)>, PortError> {
        let scope = memory::member(community, account);
        let mut told = self.read(vec![scope.clone()], "told").await?;
        let Some(told) = told.remove(&scope) else {
            return Ok(Vec::new());
        };
        let told: Result<Vec<(i64, String)>, _> = serde_json::from_value(told);
        let mut told = told.map_err(|error| PortError(error.to_string()))?;
        told.reverse();
        Ok(told)
    }
}
