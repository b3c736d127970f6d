//! Signing in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who wants to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignIn {
    /// The Matrix user id; its name alone does on this homeserver.
    pub user: String,
    /// In which community they have a porch; may be left out where the node has one community.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community: Option<String>,
}

/// An attempt to sign in: a code has been sent to the porch, if there is such a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attempt {
    /// Its secret, to which the code is bound.
    pub attempt: String,
}

/// The code that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Code {
    /// The attempt's secret.
    pub attempt: String,
    /// The code from the porch.
    pub code: String,
}

/// The recovery phrase of an account that was made on the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Phrase {
    /// The phrase.
    pub phrase: String,
}

/// A session has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Secret {
    /// Its secret, for `Authorization: Bearer`.
    pub secret: String,
}

/// Whose session it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// The account.
    pub account: String,
    /// Since when, in milliseconds since 1970.
    pub since_ms: i64,
}
