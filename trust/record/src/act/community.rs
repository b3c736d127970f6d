//! The founding record.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AccountId, Body};

/// A community is founded: its first record, whose author is the service that keeps it (R2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The community's name.
    pub name: String,
    /// Who founds it.
    pub founder: AccountId,
    /// Its first policy; what is left out has the default.
    pub policy: Value,
}

impl Body for Found {}
