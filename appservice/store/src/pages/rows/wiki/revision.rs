//! Revisions, and what they make of a page.

use secta_record::{
    RecordId,
    act::{AccountId, PageId, RevisionId},
};
use serde::{Deserialize, Serialize};

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
