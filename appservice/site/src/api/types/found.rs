//! What was found.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they are what was looked for.
    pub marked: bool,
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hit {
    /// The item that it is, where it is a public one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Its page on the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Who wrote it.
    pub author: String,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// The room's name.
    pub room: String,
    /// A link to the message for Matrix clients.
    pub link: String,
    /// A piece of the text.
    pub snippet: Vec<Piece>,
}

/// A page of the wiki that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FoundPage {
    /// Its title.
    pub title: String,
    /// Its page on the site.
    pub page: String,
    /// A piece of the text.
    pub snippet: Vec<Piece>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Found {
    /// One page of it.
    pub hits: Vec<Hit>,
    /// How many there are that may be read: of messages, or of pages where only these are asked for.
    pub total: u64,
    /// Pages of the wiki that stand above the first messages, or all that is asked for.
    #[serde(default)]
    pub pages: Vec<FoundPage>,
    /// How many pages of the wiki there are.
    #[serde(default)]
    pub pages_total: u64,
    /// What was looked for instead, where nothing was found as asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// What to give as `skip` for the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<usize>,
}
