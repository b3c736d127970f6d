//! What the pages show, as the library gives it. Words come as they were written: hostile until they are sanitised.

use secta_bot_kit::{Lang, UserId};
use secta_record::{
    RecordId,
    act::{AccountId, Content, Currency, ItemId, Media},
};
use secta_wiki::title::Title;
use serde::{Deserialize, Serialize};

/// A community at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Community {
    /// Its id.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// The language of its common rooms.
    pub lang: Lang,
    /// Its rooms' ids, by role (`stream`, `chronicle` …): those that everybody may enter or ask to.
    pub stream_room: Option<String>,
}

/// Whether an item's words are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// For everybody.
    Published,
    /// Hidden by a case (R10).
    Hidden,
    /// Taken back by its author (R15).
    Withdrawn,
}

/// A published post or comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub item: ItemId,
    /// The post of its thread; `None` for a post.
    pub root: Option<ItemId>,
    /// What it answers; `None` for a post.
    pub parent: Option<ItemId>,
    /// Who wrote it.
    pub author: AccountId,
    /// The name that they have given themselves, if any.
    pub name: Option<String>,
    /// When it was written, in milliseconds since 1970.
    pub time_ms: i64,
    /// When it was changed last, in milliseconds since 1970.
    pub edited_ms: Option<i64>,
    /// Where it stands.
    pub standing: Standing,
    /// What it says; `None` unless it is published and its words are there.
    pub content: Option<Content>,
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
    /// The message in the stream, as a Matrix event id, where it is known.
    pub event: Option<String>,
    /// Which entry of the chronicle it is.
    pub entry: Option<u64>,
}

/// Which posts are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// All, the newest first.
    Newest,
    /// All, those with the most support (support + useful − oppose) first, the newest among equals.
    Supported,
    /// Those with a supertag, by its name, the newest first.
    Supertag(String),
    /// Those with a plain tag, folded, the newest first.
    Tag(String),
    /// What an account has written, posts and comments, the newest first.
    By(AccountId),
    /// The newest comments of all threads.
    Comments,
}

/// A place in a listing: what stands behind it comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The item's support where the listing is by it, else 0.
    pub score: i64,
    /// When the item was written, in milliseconds since 1970.
    pub time_ms: i64,
    /// The item.
    pub item: ItemId,
}

/// A page of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The items, in order.
    pub items: Vec<Item>,
    /// Where the next page begins, if there is one.
    pub next: Option<Key>,
}

/// A comment without its words: what a thread is put in order by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twig {
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
    /// Whether its text asks something (holds a question mark).
    pub asks: bool,
}

/// What an account says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Persona {
    /// The name to show.
    pub name: Option<String>,
    /// The picture, an `mxc://` address.
    pub avatar: Option<String>,
    /// A few words.
    pub about: Option<String>,
    /// Wallets.
    pub wallets: Vec<(Currency, String)>,
    /// How many posts are published.
    pub posts: u64,
    /// How many comments are published.
    pub comments: u64,
}

/// An entry of the chronicle (R16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1.
    pub number: u64,
    /// The record that entered it.
    pub record: RecordId,
    /// Who wrote the message.
    pub author: AccountId,
    /// The name that they have given themselves.
    pub name: Option<String>,
    /// When it was written, in milliseconds since 1970.
    pub written_ms: i64,
    /// When it was entered, in milliseconds since 1970.
    pub entered_ms: i64,
    /// What it says; `None` where it was taken back.
    pub content: Option<Content>,
    /// The post or comment that it is, where it is one.
    pub item: Option<ItemId>,
}

/// What somebody has said in a case, an appeal or a proposal, by record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub author: AccountId,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// The kind of the record: `silence_vote`, `exclude_vote`, `appeal` …
    pub kind: String,
    /// The words; `None` where they are withheld.
    pub text: Option<String>,
}

/// A day of a community, by its own records alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Days since 1970-01-01 (UTC).
    pub day: i32,
    /// Posts published.
    pub posts: u32,
    /// Comments published.
    pub comments: u32,
    /// Opinions given.
    pub votes: u32,
    /// Members who did something in the thirty days up to this one.
    pub active: u32,
    /// The trusted among them.
    pub trusted: u32,
    /// The magic number of the trusted at the end of the day (R1).
    pub magic: u32,
}

/// How a tag is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagUse {
    /// The tag.
    pub tag: String,
    /// How many published posts carry it.
    pub posts: u64,
}

/// A file that an item carries, or somebody's picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What is said of it.
    pub media: Media,
    /// The community.
    pub community: RecordId,
    /// The item that carries it; `None` for a picture of somebody.
    pub item: Option<ItemId>,
}

/// An item that waits in the twilight, for those who may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub item: ItemId,
    /// What it says; `None` while it is not known.
    pub content: Option<Content>,
    /// The name that its author has given themselves.
    pub name: Option<String>,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The session, as its list names it; not the secret.
    pub id: String,
    /// Whose it is.
    pub account: UserId,
    /// Whether the account was made on the site.
    pub native: bool,
    /// The name that it was made under there.
    pub name: Option<String>,
    /// From what its forms' tokens are made.
    pub csrf: [u8; 32],
    /// When it began, in milliseconds since 1970.
    pub since_ms: i64,
    /// When it was used last, in milliseconds since 1970.
    pub seen_ms: i64,
    /// What the browser said of itself when it began.
    pub agent: String,
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The item that it is, where it is one.
    pub item: Option<ItemId>,
    /// The post of its thread, for a comment.
    pub root: Option<ItemId>,
    /// Who wrote it.
    pub author: String,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// The room's name.
    pub room: String,
    /// A link to the message for Matrix clients.
    pub link: String,
    /// A piece of the text; the marked parts are what was looked for.
    pub snippet: Vec<(bool, String)>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// One page of it.
    pub hits: Vec<Hit>,
    /// How many there are: of messages, or of pages where only these were asked for.
    pub total: u64,
    /// What was looked for instead, where nothing was found as asked.
    pub instead: Option<String>,
    /// Pages of the wiki that stand above it, or are all that was asked for.
    pub pages: FoundPages,
}

/// Pages of the wiki that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundPages {
    /// Those that were asked for, the best first.
    pub pages: Vec<FoundPage>,
    /// How many there are.
    pub total: u64,
    /// What was looked for instead, where nothing was found as asked.
    pub instead: Option<String>,
}

/// A page of the wiki that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPage {
    /// Its title.
    pub title: Title,
    /// A piece of the text; the marked parts are what was looked for.
    pub snippet: Vec<(bool, String)>,
}
