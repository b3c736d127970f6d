//! What is put into the view.

use secta_record::{
    RecordId,
    act::{AccountId, Content, ItemId, Profile, RevisionId, Wallet},
};

use super::NewRevision;

/// What a stretch of a community's records changes: written together with the place that is reached by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The community.
    pub community: RecordId,
    /// What is reached by it.
    pub reached: Reached,
    /// Whether a page may look otherwise after it.
    pub public: bool,
    /// What the community is called from now on, and since when it is there.
    pub founded: Option<Founded>,
    /// Items that are published, in the order of their records.
    pub items: Vec<NewItem>,
    /// Items that stand otherwise than they did.
    pub standings: Vec<Stood>,
    /// Items that say something else, in order.
    pub edits: Vec<Edited>,
    /// Tallies as they are now.
    pub tallies: Vec<Tallied>,
    /// What accounts say of themselves, in order.
    pub profiles: Vec<(AccountId, Profile)>,
    /// Under which names authors are known in the rooms: shown until they give themselves another.
    pub names: Vec<(AccountId, String)>,
    /// Wallets that are published or removed, in order.
    pub wallets: Vec<(AccountId, Wallet)>,
    /// Entries of the chronicle.
    pub entries: Vec<EntryRow>,
    /// The proposals of entries that are taken back.
    pub entries_withdrawn: Vec<[u8; 32]>,
    /// What was said in cases, appeals and proposals, with the place of each fact.
    pub said: Vec<(i64, SaidRow)>,
    /// What happened on days, to be added.
    pub happened: Vec<Happened>,
    /// How many were there at the ends of days.
    pub days_ended: Vec<DayEnd>,
    /// Revisions of the wiki's pages, in the order of their records.
    pub revisions: Vec<NewRevision>,
    /// Revisions whose words are taken back.
    pub revisions_hidden: Vec<RevisionId>,
}

/// How far a community was followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// The place of the next fact.
    pub place: i64,
    /// The last record.
    pub record: Option<RecordId>,
}

/// A community's founding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founded {
    /// The community's name.
    pub name: String,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
}

/// What an item says and is filed under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What it says.
    pub content: Content,
    /// Its supertags, by their names.
    pub supertags: Vec<String>,
    /// Its plain tags, folded.
    pub tags: Vec<String>,
}

/// A post or comment that is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewItem {
    /// Its id.
    pub item: ItemId,
    /// The post of its thread and what it answers; `None` for a post.
    pub below: Option<Below>,
    /// Who wrote it.
    pub author: AccountId,
    /// When it was written, in milliseconds since 1970.
    pub time_ms: i64,
    /// The record that it came with.
    pub record: RecordId,
    /// The message in the stream, as a Matrix event id, where it is known.
    pub event: Option<String>,
    /// What it says; `None` where that is withheld.
    pub words: Option<Words>,
}

/// Where a comment hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Below {
    /// The post of the thread.
    pub root: ItemId,
    /// What it answers.
    pub parent: ItemId,
}

/// Whether an item's words are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ItemStanding {
    /// For everybody.
    #[default]
    Published,
    /// Hidden by a case (R10).
    Hidden,
    /// Taken back by its author (R15).
    Withdrawn,
}

/// An item stands otherwise than it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    /// The item.
    pub item: ItemId,
    /// How it stands now.
    pub standing: ItemStanding,
    /// What it says, for one that may have been hidden and is shown again.
    pub words: Option<Words>,
    /// Its message in the stream, for the same.
    pub event: Option<String>,
}

/// An item says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The item.
    pub item: ItemId,
    /// The record of the edit.
    pub record: RecordId,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// What it says now; `None` where that is withheld.
    pub content: Option<Content>,
}

/// How many are of which opinion on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tallied {
    /// The item.
    pub item: ItemId,
    /// Support it.
    pub support: u32,
    /// Find it useful.
    pub useful: u32,
    /// Oppose it.
    pub oppose: u32,
}

/// The records that an item's words stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The one that it came with.
    pub record: RecordId,
    /// The last edit.
    pub edit: Option<RecordId>,
}

/// An entry of the chronicle (R16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// Its number, from 1.
    pub number: u64,
    /// The proposal.
    pub proposal: [u8; 32],
    /// The record that entered it.
    pub record: RecordId,
    /// Who wrote the message.
    pub author: AccountId,
    /// The name that they have given themselves; nothing where it is written.
    pub name: Option<String>,
    /// When it was written, in milliseconds since 1970; when it was entered, where that is withheld.
    pub written_ms: i64,
    /// When it was entered, in milliseconds since 1970.
    pub entered_ms: i64,
    /// The post or comment that it is, where it is one.
    pub item: Option<ItemId>,
    /// What it says; `None` where it was taken back.
    pub content: Option<Content>,
}

/// What somebody has said in a case, an appeal or a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidRow {
    /// The case, the appeal or the proposal.
    pub about: [u8; 32],
    /// Who.
    pub author: AccountId,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// The kind of the record.
    pub kind: String,
    /// The words; `None` where they are withheld.
    pub text: Option<String>,
}

/// What happened on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    /// Days since 1970-01-01 (UTC).
    pub day: i32,
    /// Posts published.
    pub posts: u32,
    /// Comments published.
    pub comments: u32,
    /// Opinions given.
    pub votes: u32,
}

/// How many there were at the end of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayEnd {
    /// Days since 1970-01-01 (UTC).
    pub day: i32,
    /// Members who did something in the time that counts.
    pub active: u32,
    /// The trusted among them.
    pub trusted: u32,
    /// The magic number of the trusted.
    pub magic: u32,
}

impl Batch {
    /// One that moves the place alone.
    pub fn new(community: RecordId, reached: Reached) -> Self {
        Self {
            community,
            reached,
            public: false,
            founded: None,
            items: Vec::new(),
            standings: Vec::new(),
            edits: Vec::new(),
            tallies: Vec::new(),
            profiles: Vec::new(),
            names: Vec::new(),
            wallets: Vec::new(),
            entries: Vec::new(),
            entries_withdrawn: Vec::new(),
            said: Vec::new(),
            happened: Vec::new(),
            days_ended: Vec::new(),
            revisions: Vec::new(),
            revisions_hidden: Vec::new(),
        }
    }
}

impl Tallied {
    /// Support + useful − oppose.
    pub fn score(&self) -> i64 {
        i64::from(self.support) + i64::from(self.useful) - i64::from(self.oppose)
    }
}

impl ItemStanding {
    pub(in crate::pages) fn code(self) -> i64 {
        match self {
            Self::Published => 0,
            Self::Hidden => 1,
            Self::Withdrawn => 2,
        }
    }

    pub(in crate::pages) fn of_code(code: i64) -> Option<Self> {
        match code {
            0 => Some(Self::Published),
            1 => Some(Self::Hidden),
            2 => Some(Self::Withdrawn),
            _ => None,
        }
    }
}
