//! Posts and comments.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Account, DeedOpinion, Why};
use crate::model::Standing;

/// Whether an item's words are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemStanding {
    /// For everybody.
    Published,
    /// Hidden by a case (R10).
    Hidden,
    /// Taken back by its author (R15).
    Withdrawn,
}

impl From<Standing> for ItemStanding {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Published => Self::Published,
            Standing::Hidden => Self::Hidden,
            Standing::Withdrawn => Self::Withdrawn,
        }
    }
}

/// A file that an item carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct File {
    /// Its address on the site.
    pub url: String,
    /// Its name.
    pub name: String,
    /// Its media type, as its author says.
    pub mime: String,
    /// Its size in bytes, as its author says.
    pub size_bytes: u64,
}

/// What somebody has written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Words {
    /// The plain text, as it was written: no more to be trusted than its author.
    pub text: String,
    /// Sanitised HTML.
    pub html: String,
    /// Files.
    pub files: Vec<File>,
    /// The language, as a BCP 47 tag, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// A published post or comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its page on the site.
    pub page: String,
    /// The post of its thread, for a comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// What it answers, for a comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Who wrote it.
    pub author: Account,
    /// When it was written, in milliseconds since 1970.
    pub time_ms: i64,
    /// When it was changed last, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_ms: Option<i64>,
    /// Where it stands.
    pub standing: ItemStanding,
    /// Whether it is withheld where the reader comes from.
    pub withheld: bool,
    /// What it says, unless that is hidden, withdrawn or withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// Its supertags, by their names.
    pub supertags: Vec<String>,
    /// Its plain tags.
    pub tags: Vec<String>,
    /// How many support it.
    pub support: u32,
    /// How many find it useful.
    pub useful: u32,
    /// How many oppose it.
    pub oppose: u32,
    /// For a post, how many comments are published below it.
    pub comments: u32,
    /// Which entry of the chronicle it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// The message in the stream, as a Matrix event id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// What whoever asks thinks of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<DeedOpinion>,
}

/// A page of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Items {
    /// The items, in order.
    pub items: Vec<Item>,
    /// What to give as `after` for the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A comment in its place in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Comment {
    /// 0 for what answers the post (in a branch: the comment that it begins with).
    pub depth: usize,
    /// How many comments stand below it, at any depth.
    pub below: usize,
    /// The comment.
    pub item: Item,
}

/// A post with its thread; a comment with its branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Post {
    /// The item that was asked for.
    pub item: Item,
    /// The decision to publish it, for what has waited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Why>,
    /// What it may bring next, as the numbers are now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_step: Option<Why>,
    /// Its last case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// How many comments stand below it.
    pub total: usize,
    /// The place of the first comment of this page, from 0.
    pub from: usize,
    /// A page of them: each stands behind what it answers.
    pub comments: Vec<Comment>,
    /// What to give as `from` for the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<usize>,
}

/// An item that waits, for the trusted (R3, R6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaitingItem {
    /// Its id.
    pub id: String,
    /// The post of its thread, for a comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Who wrote it.
    pub author: Account,
    /// When it was written, in milliseconds since 1970.
    pub time_ms: i64,
    /// Until when it waits, in milliseconds since 1970.
    pub until_ms: i64,
    /// What it says, while that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// How many support it.
    pub support: u32,
    /// How many find it useful.
    pub useful: u32,
    /// How many oppose it.
    pub oppose: u32,
    /// The numbers for its publication as they are now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<Why>,
    /// What whoever asks thinks of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<DeedOpinion>,
}

/// What waits, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Twilight {
    /// The items.
    pub items: Vec<WaitingItem>,
}
