//! The wiki, as the pages of the site ask for it.

use async_trait::async_trait;
use secta_bot_kit::{EventId, RoomId, UserId};
use secta_record::{RecordId, act::AccountId};
use secta_wiki::{
    PageId, RevisionId,
    revision::{Attachment, Change, Revision},
    title::{Namespace, Title},
};

use super::PortError;
use crate::model::FoundPages;

/// What a page is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WikiPage {
    /// Its title, as it was written last.
    pub title: Title,
    /// What it is: the merge of all that was written, marks of conflict in it where there are any. `None` while nothing
    /// that it says may be shown, or nobody has written it yet.
    pub change: Option<Change>,
    /// The revisions that the next one follows: the heads, first those that are shown.
    pub heads: Vec<RevisionId>,
    /// How many places of the text conflict.
    pub conflicts: u32,
    /// Whether its heads are of kinds that no merge brings together.
    pub contested: bool,
    /// Who changed it last, and when, in milliseconds since 1970.
    pub changed: Option<(AccountId, i64)>,
    /// How many revisions it has.
    pub revisions: u32,
    /// How many pages link here.
    pub linked: u32,
    /// The categories that it is filed in.
    pub categories: Vec<Title>,
}

/// A revision beside what the record says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WikiRevision {
    /// It; its text is not there where it was not asked for.
    pub revision: Revision,
    /// Its title, where that is not hidden.
    pub title: Option<Title>,
    /// What its author says of it; empty where that is hidden.
    pub comment: String,
    /// What it does, without its text.
    pub kind: ChangeKind,
    /// How many bytes the page has after it, and how many more or less that is than before.
    pub size: (u64, i64),
    /// Its record.
    pub record: RecordId,
}

/// What a revision does to its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It writes a text.
    Text,
    /// It moves the page.
    Moved,
    /// It deletes the page.
    Deleted,
    /// It puts a file there.
    File,
    /// What it says is taken back.
    Hidden,
}

/// A page in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLine {
    /// Its title.
    pub title: Title,
    /// What it is; `None` where it is only wanted.
    pub kind: Option<ChangeKind>,
    /// Where it moved to.
    pub moved_to: Option<Title>,
    /// How many pages link to it.
    pub linked: u32,
    /// When it was changed last, in milliseconds since 1970; 0 where it is only wanted.
    pub changed_ms: i64,
    /// The file, where it is one.
    pub file: Option<Attachment>,
}

/// Which pages are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageList {
    /// All that have a text or a file, by title.
    All,
    /// Those filed in a category, by title.
    In(PageId),
    /// Categories that have pages or a text, by title.
    Categories,
    /// Files, by title.
    Files,
    /// Titles that are linked to and that nobody has written, the most wanted first.
    Wanted,
    /// Pages that nothing links to, by title.
    Orphans,
    /// Pages whose text conflicts, by title.
    Contested,
    /// Pages that link to one, by title.
    Linking(PageId),
}

/// Where a list goes on: behind this line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageKey {
    /// How much the line is linked to; 0 in lists by title.
    pub linked: u32,
    /// The title's key, with its namespace behind `#` where it has a prefix: titles of several may have the same key.
    pub key: String,
}

impl PageKey {
    /// Where a list goes on behind a line of it.
    pub fn behind(list: PageList, line: &PageLine) -> Self {
        let linked = match list {
            PageList::Wanted => line.linked,
            PageList::All
            | PageList::In(_)
            | PageList::Categories
            | PageList::Files
            | PageList::Orphans
            | PageList::Contested
            | PageList::Linking(_) => 0,
        };
        let key = line.title.key();
        let key = match line.title.namespace() {
            Namespace::Page => key,
            Namespace::Commons => key + "#1",
            Namespace::Category => key + "#2",
            Namespace::File => key + "#3",
        };
        Self { linked, key }
    }
}

/// The wiki. Like the library's, its methods read a local file for a few milliseconds.
///
/// Pages of the commons are those of all communities of the node: their revisions are asked for under any of them.
pub trait Wiki: Send + Sync {
    /// What a page is; `None` where nobody has written or linked to it, and where no title of it may be shown any more.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn page(&self, community: &RecordId, page: &PageId) -> Result<Option<WikiPage>, PortError>;

    /// Revisions with what they say, in the order asked for; those that are not known are left out.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn revisions(
        &self,
        community: &RecordId,
        ids: &[RevisionId],
    ) -> Result<Vec<WikiRevision>, PortError>;

    /// The revisions of a page and of those that it was moved from, the newest first, without their texts: at most
    /// `take` behind `after` (time and id).
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn history(
        &self,
        community: &RecordId,
        page: &PageId,
        after: Option<(i64, RevisionId)>,
        take: usize,
    ) -> Result<Vec<WikiRevision>, PortError>;

    /// What was changed last on all pages, the newest first, without texts.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn recent(
        &self,
        community: &RecordId,
        after: Option<(i64, RevisionId)>,
        take: usize,
    ) -> Result<Vec<WikiRevision>, PortError>;

    /// A list of pages: at most `take` behind `after`.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn listed(
        &self,
        community: &RecordId,
        list: PageList,
        after: Option<&PageKey>,
        take: usize,
    ) -> Result<Vec<PageLine>, PortError>;

    /// What is known of pages, in the order asked for; `None` for those of which nothing is.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn known(
        &self,
        community: &RecordId,
        pages: &[PageId],
    ) -> Result<Vec<Option<PageLine>>, PortError>;

    /// Pages whose titles look the same ([`Title::skeleton`]).
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn alike(&self, community: &RecordId, skeleton: &str) -> Result<Vec<Title>, PortError>;

    /// Pages that have all of these words in any of their forms, the best first: words, phrases in quotes, and behind a
    /// minus what must not be there.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn found(
        &self,
        community: &RecordId,
        words: &str,
        take: usize,
    ) -> Result<FoundPages, PortError>;

    /// All revisions that the merge of a page's heads stands on, with what they say: the heads and their ancestors, parents
    /// before children. Where there is very much of it, old texts that the merge does not need are left out.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn graph(&self, community: &RecordId, page: &PageId) -> Result<Vec<Revision>, PortError>;

    /// Keeps what is in a file, to be shown by a revision, and returns its BLAKE3. What no revision shows a day later goes.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    fn keep(&self, bytes: &[u8]) -> Result<[u8; 32], PortError>;

    /// What is in a file, by its BLAKE3.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    fn bytes(&self, blake3: &[u8; 32]) -> Result<Option<Vec<u8>>, PortError>;
}

/// What the bot of the wiki remembers beside a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Margin {
    /// Whether whoever asks is told of changes.
    pub watched: bool,
    /// Where it is discussed.
    pub discussion: Option<(RoomId, EventId)>,
}

/// What the bot of the wiki remembers.
#[async_trait]
pub trait Margins: Send + Sync {
    /// Beside a page, for somebody or for nobody in particular.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    async fn margin(
        &self,
        community: &RecordId,
        page: &PageId,
        reader: Option<&UserId>,
    ) -> Result<Margin, PortError>;
}
