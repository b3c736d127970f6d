//! What the bots remember, for those who only look.

use std::collections::BTreeMap;

use secta_bot_kit::{Scope, State};
use secta_bot_search::NAME;
use secta_store::Store;

use super::SearchError;
use crate::seal::Sealer;

/// Loads what `wanted` names of the search's memory, until it names nothing that is new.
pub(crate) async fn load(
    store: &dyn Store,
    sealer: &Sealer,
    wanted: impl Fn(&State) -> Vec<Scope>,
) -> Result<State, SearchError> {
    let mut state = State::default();
    loop {
        let mut missing = wanted(&state);
        missing.retain(|scope| !state.is_loaded(NAME, scope));
        missing.sort();
        missing.dedup();
        if missing.is_empty() {
            return Ok(state);
        }
        let asked: Vec<(&str, Scope)> = missing.iter().map(|scope| (NAME, scope.clone())).collect();
        let mut found: BTreeMap<Scope, Vec<_>> = BTreeMap::new();
        for value in store.scopes(&asked).await? {
            let json = if value.sealed {
                sealer.open(&value.value)?
            } else {
                value.value
            };
            let parsed = serde_json::from_slice(&json)?;
            found
                .entry(value.scope)
                .or_default()
                .push((value.key, parsed));
        }
        for scope in missing {
            let values = found.remove(&scope).unwrap_or_default();
            state.load(NAME, &scope, values);
        }
    }
}
