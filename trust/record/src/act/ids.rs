//! What accounts, items, cases, appeals and proposals are called.
//!
//! None of these names depends on a record: whoever opens a case or files an item makes its id of the community, the
//! room and the event, so that it is known at once and stays through publication.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::hex::hex_bytes;

hex_bytes! {
    /// A post's or comment's name.
    ItemId, 32
}
hex_bytes! {
    /// A case's name (R10).
    CaseId, 32
}
hex_bytes! {
    /// An appeal's name (R11).
    AppealId, 32
}
hex_bytes! {
    /// A proposal's name (R12).
    ProposalId, 32
}

/// An account: a Matrix user id, as it is written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(Arc<str>);

impl AccountId {
    /// Takes the name as it is written.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(Arc::from(text.as_ref()))
    }

    /// The name as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for AccountId {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self.0)
    }
}

impl Serialize for AccountId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}
