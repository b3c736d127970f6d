//! What accounts say of themselves.

use serde::{Deserialize, Serialize};

use super::{Body, Reference};

/// An account describes itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The name to show; `None` where that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The picture: an `mxc://` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// A few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

impl Body for Profile {
    fn withheld(_references: &[Reference]) -> Option<Self> {
        Some(Self::default())
    }

    fn is_withheld(&self) -> bool {
        self.display_name.is_none()
    }
}

/// A currency to say thanks in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Currency {
    /// Bitcoin.
    Btc,
    /// Monero.
    Xmr,
    /// Ether.
    Eth,
}

/// An account publishes a wallet's address, or removes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wallet {
    /// The currency; `None` where that is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The address; `None` where it is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Body for Wallet {
    fn withheld(_references: &[Reference]) -> Option<Self> {
        Some(Self::default())
    }

    fn is_withheld(&self) -> bool {
        self.currency.is_none()
    }
}

/// An account registers a key of its own: its records may carry a signature by it from then on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorKey {
    /// The ed25519 public key, in lower-case hexadecimal.
    pub key: String,
}

impl Body for AuthorKey {}
