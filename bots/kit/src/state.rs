//! What bots remember: small JSON values by bot, scope and key. A fold of the journal, kept in the database.
//!
//! The node loads the scopes that a bot names for an input, hands them over as [`State`], and writes the
//! [`Change`]s in the SQL transaction that marks the input done.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    community::Communities,
    ids::{RoomId, UserId},
};

/// A part of a bot's memory that is loaded as a whole: keep it small (a room, a user, a poll).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(String);

impl Scope {
    /// Any other part, `kind/id`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What a bot knows of a room.
    pub fn room(room: &RoomId) -> Self {
        Self(format!("room/{room}"))
    }

    /// What a bot knows of a user.
    pub fn user(user: &UserId) -> Self {
        Self(format!("user/{user}"))
    }

    /// What a bot knows of a user in a room.
    pub fn member(room: &RoomId, user: &UserId) -> Self {
        Self(format!("member/{room}/{user}"))
    }

    /// The room of a room's scope.
    pub fn as_room(&self) -> Option<RoomId> {
        self.0.strip_prefix("room/").map(RoomId::new)
    }

    /// The scope as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a value stands: bot, scope, key.
pub type Address = (String, Scope, String);

/// A value that changed, or went (`None`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub address: Address,
    /// What stands there now, as JSON.
    pub json: Option<Vec<u8>>,
    /// Whether it comes from an encrypted room, and so is sealed at rest (invariant 9).
    pub private: bool,
}

/// The loaded scopes of all bots of a lane, and what has changed in them since they were loaded.
///
/// Changes are collected by address, so that a batch writes each value once.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// By bot, scope and key; a scope that is loaded stands here, empty or not.
    bots: BTreeMap<String, BTreeMap<Scope, BTreeMap<String, Value>>>,
    changed: BTreeMap<Address, bool>,
    len: usize,
    communities: Communities,
}

impl State {
    /// With nothing but the communities.
    pub fn of(communities: Communities) -> Self {
        Self {
            communities,
            ..Self::default()
        }
    }

    /// Lets go of everything that can be loaded again scope by scope.
    pub fn let_go(&mut self) {
        *self = Self::of(std::mem::take(&mut self.communities));
    }

    /// The communities that the node keeps.
    pub fn communities(&self) -> &Communities {
        &self.communities
    }

    pub(crate) fn communities_mut(&mut self) -> &mut Communities {
        &mut self.communities
    }

    /// Whether a scope is here already.
    pub fn is_loaded(&self, bot: &str, scope: &Scope) -> bool {
        self.scope(bot, scope).is_some()
    }

    /// Puts a scope in, as the database has it.
    pub fn load(
        &mut self,
        bot: &str,
        scope: &Scope,
        values: impl IntoIterator<Item = (String, Value)>,
    ) {
        let values: BTreeMap<String, Value> = values.into_iter().collect();
        self.len += 1 + values.len();
        self.scope_mut(bot, scope).extend(values);
    }

    /// Takes out what changed since the last call, in order of address; the values as JSON.
    ///
    /// # Errors
    ///
    /// When a value has no JSON.
    pub fn take_changes(&mut self) -> Result<Vec<Change>, serde_json::Error> {
        let changed = std::mem::take(&mut self.changed);
        let change = |(address, private): (Address, bool)| {
            let (bot, scope, key) = &address;
            let value = self.scope(bot, scope).and_then(|values| values.get(key));
            let json = value.map(serde_json::to_vec).transpose()?;
            Ok(Change {
                address,
                json,
                private,
            })
        };
        changed.into_iter().map(change).collect()
    }

    /// About how many values were put in, to know when to let the cache go.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is loaded.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A value, if it is there and of this shape.
    pub fn get<T: DeserializeOwned>(&self, bot: &str, scope: &Scope, key: &str) -> Option<T> {
        T::deserialize(self.named(bot, scope)?.get(key)?).ok()
    }

    /// All values whose key starts with `prefix`, in order of key.
    pub fn range<T: DeserializeOwned>(
        &self,
        bot: &str,
        scope: &Scope,
        prefix: &str,
    ) -> Vec<(String, T)> {
        let values = self.named(bot, scope).into_iter();
        values
            .flat_map(|values| values.range(prefix.to_owned()..))
            .take_while(|(key, _)| key.starts_with(prefix))
            .filter_map(|(key, value)| Some((key.clone(), T::deserialize(value).ok()?)))
            .collect()
    }

    /// Writes a value (`None` takes it away).
    pub fn set(&mut self, address: Address, value: Option<Value>, private: bool) {
        let (bot, scope, key) = &address;
        let values = self.scope_mut(bot, scope);
        let same = values.get(key) == value.as_ref();
        match value {
            Some(value) => values.insert(key.clone(), value),
            None => values.remove(key),
        };
        if !same {
            self.len += 1;
            self.changed.insert(address, private);
        }
    }

    fn scope(&self, bot: &str, scope: &Scope) -> Option<&BTreeMap<String, Value>> {
        self.bots.get(bot)?.get(scope)
    }

    fn named(&self, bot: &str, scope: &Scope) -> Option<&BTreeMap<String, Value>> {
        let values = self.scope(bot, scope);
        debug_assert!(
            values.is_some(),
            "{bot} reads {scope:?}, which it did not name"
        );
        values
    }

    fn scope_mut(&mut self, bot: &str, scope: &Scope) -> &mut BTreeMap<String, Value> {
        let scopes = self.bots.entry(bot.to_owned()).or_default();
        scopes.entry(scope.clone()).or_default()
    }
}
