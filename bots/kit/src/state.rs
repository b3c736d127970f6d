//! What bots remember: small JSON values by bot, scope and key. A fold of the journal, kept in the database.
//!
//! The node loads the scopes that a bot names for an input, hands them over as [`State`], and writes the
//! [`Change`]s in the SQL transaction that marks the input done.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::ids::{RoomId, UserId};

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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Where it stands.
    pub address: Address,
    /// What stands there now.
    pub value: Option<Value>,
    /// Whether it comes from an encrypted room, and so is sealed at rest (invariant 9).
    pub private: bool,
}

/// The loaded scopes of all bots of a lane, and what has changed in them since they were loaded.
///
/// Changes are collected by address, so that a batch writes each value once.
#[derive(Clone, Debug, Default)]
pub struct State {
    loaded: BTreeSet<(String, Scope)>,
    values: BTreeMap<Address, Value>,
    changed: BTreeMap<Address, bool>,
}

impl State {
    /// Whether a scope is here already.
    pub fn is_loaded(&self, bot: &str, scope: &Scope) -> bool {
        self.loaded.contains(&(bot.to_owned(), scope.clone()))
    }

    /// Puts a scope in, as the database has it.
    pub fn load(
        &mut self,
        bot: &str,
        scope: &Scope,
        values: impl IntoIterator<Item = (String, Value)>,
    ) {
        self.loaded.insert((bot.to_owned(), scope.clone()));
        for (key, value) in values {
            self.values
                .insert((bot.to_owned(), scope.clone(), key), value);
        }
    }

    /// Takes out what changed since the last call, in order of address.
    pub fn take_changes(&mut self) -> Vec<Change> {
        let changed = std::mem::take(&mut self.changed);
        changed
            .into_iter()
            .map(|(address, private)| Change {
                value: self.values.get(&address).cloned(),
                address,
                private,
            })
            .collect()
    }

    /// How many values are held, to know when to let the cache go.
    pub fn len(&self) -> usize {
        self.values.len() + self.loaded.len()
    }

    /// Whether nothing is loaded.
    pub fn is_empty(&self) -> bool {
        self.loaded.is_empty()
    }

    /// A value, if it is there and of this shape.
    pub fn get<T: DeserializeOwned>(&self, bot: &str, scope: &Scope, key: &str) -> Option<T> {
        debug_assert!(
            self.is_loaded(bot, scope),
            "{bot} reads {scope:?}, which it did not name"
        );
        let value = self
            .values
            .get(&(bot.to_owned(), scope.clone(), key.to_owned()))?;
        serde_json::from_value(value.clone()).ok()
    }

    /// All values whose key starts with `prefix`, in order of key.
    pub fn range<T: DeserializeOwned>(
        &self,
        bot: &str,
        scope: &Scope,
        prefix: &str,
    ) -> Vec<(String, T)> {
        debug_assert!(
            self.is_loaded(bot, scope),
            "{bot} reads {scope:?}, which it did not name"
        );
        let from = (bot.to_owned(), scope.clone(), prefix.to_owned());
        self.values
            .range(from..)
            .take_while(|((b, s, key), _)| b == bot && s == scope && key.starts_with(prefix))
            .filter_map(|((_, _, key), value)| {
                Some((key.clone(), serde_json::from_value(value.clone()).ok()?))
            })
            .collect()
    }

    /// Writes a value (`None` takes it away).
    pub fn set(&mut self, address: Address, value: Option<Value>, private: bool) {
        let before = match value {
            Some(ref value) => self.values.insert(address.clone(), value.clone()),
            None => self.values.remove(&address),
        };
        if before != value {
            self.changed.insert(address, private);
        }
    }
}
