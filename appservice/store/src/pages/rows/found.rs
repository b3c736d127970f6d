//! What is read from the view.

use secta_bot_kit::Lang;
use secta_record::{
    RecordId,
    act::{AccountId, Content, Currency, ItemId, Media, Profile},
};

use super::{Below, DayEnd, Happened, ItemStanding, Reached, Tallied};

/// A community at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityRow {
    /// Its id.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// When it was founded, in milliseconds since 1970.
    pub founded_ms: i64,
    /// The language of its common rooms, once it is known.
    pub lang: Option<Lang>,
    /// Its stream.
    pub stream_room: Option<String>,
    /// How far it was followed.
    pub reached: Reached,
    /// Grows with whatever changes a page.
    pub version: u64,
}

/// A post or comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRow {
    /// Its id.
    pub item: ItemId,
    /// Where it hangs; `None` for a post.
    pub below: Option<Below>,
    /// Who wrote it.
    pub author: AccountId,
    /// The name that they have given themselves.
    pub name: Option<String>,
    /// When it was written, in milliseconds since 1970.
    pub time_ms: i64,
    /// When it was changed last, in milliseconds since 1970.
    pub edited_ms: Option<i64>,
    /// How it stands.
    pub standing: ItemStanding,
    /// What it says; `None` unless it is published and its words are there.
    pub content: Option<Content>,
    /// Its supertags, by their names.
    pub supertags: Vec<String>,
    /// Its plain tags.
    pub tags: Vec<String>,
    /// How many are of which opinion.
    pub tally: Tallied,
    /// For a post, how many comments are published below it.
    pub comments: u32,
    /// The message in the stream.
    pub event: Option<String>,
    /// Which entry of the chronicle it is.
    pub entry: Option<u64>,
}

/// A comment without its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwigRow {
    /// The comment.
    pub item: ItemId,
    /// What it answers.
    pub parent: ItemId,
    /// Who wrote it.
    pub author: AccountId,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// Support + useful − oppose.
    pub score: i64,
    /// Whether its text holds a question mark.
    pub asks: bool,
}

/// Which items are listed, the newest first where nothing else is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// All posts.
    Newest,
    /// All posts, those with the highest score first.
    Supported,
    /// Posts with a supertag.
    Supertag(String),
    /// Posts with a plain tag.
    Tag(String),
    /// Posts and comments of an account.
    By(AccountId),
    /// All comments.
    Comments,
}

/// A place in a listing: what stands behind it comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The score where the listing is by it, else 0.
    pub score: i64,
    /// When the item was written, in milliseconds since 1970.
    pub time_ms: i64,
    /// The item.
    pub item: ItemId,
}

/// A page of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The items, in order.
    pub items: Vec<ItemRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<Spot>,
}

/// What an account says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonaRow {
    /// What it says.
    pub profile: Profile,
    /// Wallets.
    pub wallets: Vec<(Currency, String)>,
    /// How many posts are published.
    pub posts: u64,
    /// How many comments are published.
    pub comments: u64,
}

/// How a tag is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRow {
    /// The tag.
    pub tag: String,
    /// How many published posts carry it.
    pub posts: u64,
}

/// A day of a community.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayRow {
    /// What happened on it.
    pub happened: Happened,
    /// How many there were at its end.
    pub end: DayEnd,
}

/// A file that something published carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRow {
    /// What is said of it.
    pub media: Media,
    /// The community.
    pub community: RecordId,
    /// The item that carries it; `None` for a picture of somebody.
    pub item: Option<ItemId>,
}
