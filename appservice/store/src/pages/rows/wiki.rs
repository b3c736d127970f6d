//! The wiki's rows, and who reads for it what members wrote.

use secta_record::{
    RecordId,
    act::{AccountId, PageId, RevisionId},
};
use serde::{Deserialize, Serialize};

/// Reads titles and texts and merges heads: the part of the wiki that the view does not know.
pub trait Scribe: Send + Sync {
    /// A title, taken apart; `None` where it cannot be one.
    fn title(&self, text: &str) -> Option<TitleRow>;

    /// What a text names, each page once for each kind.
    fn links(&self, text: &str) -> Vec<LinkRow>;

    /// What a page shows, from the revisions that its heads stand on: parents stand before children.
    fn head(&self, page: &PageId, revisions: Vec<GraphRow>) -> HeadRow;
}

/// A title, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleRow {
    /// The page that it names.
    pub page: PageId,
    /// How it is written.
    pub title: String,
    /// Its namespace.
    pub space: Space,
    /// What it is put in order by.
    pub key: String,
    /// What it shares with all titles that look the same.
    pub skeleton: String,
}

/// A namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// Pages of a community.
    Page,
    /// Pages of all communities.
    Commons,
    /// Categories.
    Category,
    /// Files.
    File,
}

/// A page that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// How it is named.
    pub title: TitleRow,
    /// What for.
    pub kind: LinkKind,
}

/// What a text names a page for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// It leads there.
    Link,
    /// It shows it.
    Embed,
    /// It is filed there.
    Category,
}

/// What a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadRow {
    /// What it is; `None` where all that it says is taken back.
    pub change: Option<ChangeRow>,
    /// How many places of the text conflict.
    pub conflicts: u32,
    /// Whether its heads are of kinds that no merge brings together.
    pub contested: bool,
    /// The heads that are in what is shown: the next revision follows them.
    pub parents: Vec<RevisionId>,
}

/// A revision, put into the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRevision {
    /// Its place among others, and what it says.
    pub row: GraphRow,
    /// Its record.
    pub record: RecordId,
}

/// A revision as merging needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphRow {
    /// Its name.
    pub id: RevisionId,
    /// Its page.
    pub page: PageId,
    /// The revisions that it follows.
    pub parents: Vec<RevisionId>,
    /// Who wrote it.
    pub author: AccountId,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// What it says; `None` where that is taken back, or not asked for.
    pub body: Option<BodyRow>,
}

/// What a revision says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyRow {
    /// The title as it is written.
    pub title: String,
    /// What its author says of it.
    pub comment: String,
    /// What it makes of the page.
    pub change: ChangeRow,
}

/// What a page is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeRow {
    /// A text.
    Text(String),
    /// Moved to a title.
    Moved(String),
    /// Deleted.
    Deleted,
    /// A file.
    File(FileRow),
}

/// A file of the wiki.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// The BLAKE3 of what is in it.
    pub blake3: [u8; 32],
    /// What is said of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// Of which kind a page or a revision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindRow {
    /// A text.
    Text,
    /// Moved.
    Moved,
    /// Deleted.
    Deleted,
    /// A file.
    File,
    /// What it says is taken back.
    Hidden,
}

/// A revision, read from the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionRow {
    /// Its place among others; what it says where that was asked for.
    pub row: GraphRow,
    /// The title as it is written, where that is not taken back.
    pub title: Option<String>,
    /// What its author says of it.
    pub comment: String,
    /// What it makes of its page.
    pub kind: KindRow,
    /// How many bytes the page's text has after it.
    pub bytes: u64,
    /// How many it had before.
    pub bytes_before: u64,
    /// Its record.
    pub record: RecordId,
}

/// A page of the wiki, read from the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRow {
    /// Its line.
    pub line: LineRow,
    /// What it is; `None` where that is taken back, or nobody wrote it.
    pub change: Option<ChangeRow>,
    /// The revisions that the next one follows.
    pub heads: Vec<RevisionId>,
    /// How many places of the text conflict.
    pub conflicts: u32,
    /// Whether its heads are of kinds that no merge brings together.
    pub contested: bool,
    /// Who changed it last.
    pub changed_by: Option<AccountId>,
    /// How many revisions it has, with those of the pages that it was moved from.
    pub revisions: u32,
    /// The titles of its categories.
    pub categories: Vec<String>,
}

/// A page in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRow {
    /// Its name.
    pub page: PageId,
    /// Its title.
    pub title: String,
    /// What it is put in order by.
    pub sort: String,
    /// What it is; `None` where nobody wrote it.
    pub kind: Option<KindRow>,
    /// Where it moved to.
    pub moved_to: Option<String>,
    /// How many pages link to it.
    pub linked: u32,
    /// When it was changed last, in milliseconds since 1970.
    pub changed_ms: i64,
    /// The file, where it is one, without what is said of it.
    pub file: Option<FileRow>,
}

/// Which pages are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WikiList {
    /// All that have a text or a file.
    Written,
    /// Those filed under a category.
    In(PageId),
    /// Categories with a text or with pages.
    Categories,
    /// Files.
    Files,
    /// Those that nobody wrote, the most linked first.
    Wanted,
    /// Those that nothing links to.
    Orphans,
    /// Those with conflicts.
    Contested,
    /// Those that link to a page.
    Linking(PageId),
}

impl ChangeRow {
    /// Its kind.
    pub fn kind(&self) -> KindRow {
        match self {
            Self::Text(_) => KindRow::Text,
            Self::Moved(_) => KindRow::Moved,
            Self::Deleted => KindRow::Deleted,
            Self::File(_) => KindRow::File,
        }
    }

    /// The text, or what is said of a file.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::File(file) => Some(&file.text),
            Self::Moved(_) | Self::Deleted => None,
        }
    }

    /// Where a page moved to.
    pub fn moved_to(&self) -> Option<&str> {
        match self {
            Self::Moved(to) => Some(to),
            Self::Text(_) | Self::Deleted | Self::File(_) => None,
        }
    }

    /// The file, without what is said of it.
    pub fn file(&self) -> Option<FileRow> {
        match self {
            Self::File(file) => Some(FileRow {
                text: String::new(),
                ..file.clone()
            }),
            Self::Text(_) | Self::Moved(_) | Self::Deleted => None,
        }
    }
}

impl KindRow {
    pub(in crate::pages) fn code(self) -> i64 {
        match self {
            Self::Text => 0,
            Self::Moved => 1,
            Self::Deleted => 2,
            Self::File => 3,
            Self::Hidden => 4,
        }
    }

    pub(in crate::pages) fn of_code(code: i64) -> Option<Self> {
        let all = [
            Self::Text,
            Self::Moved,
            Self::Deleted,
            Self::File,
            Self::Hidden,
        ];
        all.into_iter().find(|kind| kind.code() == code)
    }
}

impl TitleRow {
    /// What pages are put in order by: no two of a community have the same.
    pub fn sort(&self) -> String {
        match self.space {
            Space::Page => self.key.clone(),
            Space::Commons | Space::Category | Space::File => {
                format!("{}#{}", self.key, self.space.code())
            }
        }
    }
}

impl Space {
    pub(in crate::pages) fn code(self) -> i64 {
        match self {
            Self::Page => 0,
            Self::Commons => 1,
            Self::Category => 2,
            Self::File => 3,
        }
    }
}
