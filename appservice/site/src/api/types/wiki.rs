//! The wiki.

use secta_bot_kit::web;
use secta_record::act::{PageChange, PageFile, Rank, RevisionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Account, MemberRank};
use crate::ports::ChangeKind;

/// What a page is, or what a revision does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WikiKind {
    /// A text.
    Text,
    /// The page has another title.
    Moved,
    /// The page is deleted.
    Deleted,
    /// A file.
    File,
    /// What it says is taken back.
    Hidden,
}

impl From<ChangeKind> for WikiKind {
    fn from(kind: ChangeKind) -> Self {
        match kind {
            ChangeKind::Text => Self::Text,
            ChangeKind::Moved => Self::Moved,
            ChangeKind::Deleted => Self::Deleted,
            ChangeKind::File => Self::File,
            ChangeKind::Hidden => Self::Hidden,
        }
    }
}

/// A file of the wiki.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WikiFile {
    /// Where it is; empty in what is sent.
    #[serde(default)]
    pub url: String,
    /// Its media type.
    pub mime: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// The BLAKE3 of what is in it.
    pub blake3: String,
}

/// A page in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WikiLine {
    /// Its title.
    pub title: String,
    /// Its page on the site.
    pub page: String,
    /// What it is; nothing where it is only wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<WikiKind>,
    /// Where it moved to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    /// How many pages link to it.
    pub linked: u32,
    /// When it was changed last, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_ms: Option<i64>,
    /// The file, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<WikiFile>,
}

/// A part of a list of pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WikiList {
    /// The pages, in order.
    pub pages: Vec<WikiLine>,
    /// What to give as `after` for the next part, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A page as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WikiPage {
    /// Its title, as it was written last.
    pub title: String,
    /// Its id.
    pub id: String,
    /// Its page on the site.
    pub page: String,
    /// What it is.
    pub kind: WikiKind,
    /// Markdown: the page's text, or what is said of the file; with marks where it conflicts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The same as sanitised HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// Where it moved to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    /// The file, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<WikiFile>,
    /// The revisions that the next one follows: what to give as `parents`.
    pub heads: Vec<String>,
    /// How many places of the text conflict.
    pub conflicts: u32,
    /// Whether its heads are of kinds that no merge brings together.
    pub contested: bool,
    /// Who changed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Account>,
    /// When, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_ms: Option<i64>,
    /// How many revisions it has.
    pub revisions: u32,
    /// How many pages link to it.
    pub linked: u32,
    /// The categories that it is filed in.
    pub categories: Vec<String>,
    /// The rank that it asks of those who change it.
    pub rank: MemberRank,
}

/// A revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WikiRevision {
    /// Its id.
    pub id: String,
    /// Its record.
    pub record: String,
    /// The id of its page.
    pub page: String,
    /// The title of its page, where that is not hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The revisions that it follows.
    pub parents: Vec<String>,
    /// Who wrote it.
    pub author: Account,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// What its author says of it.
    pub comment: String,
    /// What it does.
    pub kind: WikiKind,
    /// How many bytes of text the page has after it.
    pub size_bytes: u64,
    /// How many more or less that is than before.
    pub change_bytes: i64,
    /// Markdown, where the revision is asked for alone and says something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where the page moved to, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    /// The file, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<WikiFile>,
}

/// A part of a history, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WikiRevisions {
    /// The revisions.
    pub revisions: Vec<WikiRevision>,
    /// What to give as `after` for the next part, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What is done with the wiki (R17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum WikiDeed {
    /// Pages say something else: one, or all that an import brings.
    Revise {
        /// What each becomes.
        edits: Vec<WikiEdit>,
        /// What is said of it, in at most 200 letters.
        #[serde(default)]
        comment: String,
    },
    /// A page gets another title, and what links to it follows.
    Rename {
        /// The title that it has.
        from: String,
        /// The title that it gets.
        to: String,
        /// The revisions that were seen.
        #[schema(value_type = Vec<String>)]
        parents: Vec<RevisionId>,
        /// What it says.
        change: WikiChange,
        /// What is said of it.
        #[serde(default)]
        comment: String,
    },
    /// A rank is asked of those who change a page.
    Protect {
        /// The page's title.
        title: String,
        /// The rank; `null` for the policy's.
        rank: Option<MemberRank>,
    },
    /// The words of one's own revision are taken back (R15).
    Hide {
        /// The revision.
        #[schema(value_type = String)]
        revision: RevisionId,
    },
    /// One wants to be told of a page's changes, or no more.
    Watch {
        /// The page's title.
        title: String,
        /// Whether one is told.
        told: bool,
    },
    /// A page is to have a thread in which it is discussed.
    Discuss {
        /// The page's title.
        title: String,
    },
}

/// What a page becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WikiEdit {
    /// The page's title.
    pub title: String,
    /// The revisions that were seen; none for a new page.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub parents: Vec<RevisionId>,
    /// What it becomes.
    pub change: WikiChange,
}

/// What becomes of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WikiChange {
    /// Markdown, at most 200 KB.
    Text(String),
    /// It is to be found under another title.
    Moved(String),
    /// It is deleted.
    Deleted,
    /// A file that was given before, and what is said of it.
    File {
        /// The file.
        file: WikiFile,
        /// Markdown about it.
        #[serde(default)]
        text: String,
    },
}

impl From<WikiDeed> for web::WikiDeed {
    fn from(deed: WikiDeed) -> Self {
        match deed {
            WikiDeed::Revise { edits, comment } => Self::Revise {
                edits: edits.into_iter().map(Into::into).collect(),
                comment,
            },
            WikiDeed::Rename {
                from,
                to,
                parents,
                change,
                comment,
            } => Self::Rename {
                from,
                to,
                parents,
                change: change.into(),
                comment,
            },
            WikiDeed::Protect { title, rank } => Self::Protect {
                title,
                rank: rank.map(Rank::from),
            },
            WikiDeed::Hide { revision } => Self::Hide { revision },
            WikiDeed::Watch { title, told } => Self::Watch { title, told },
            WikiDeed::Discuss { title } => Self::Discuss { title },
        }
    }
}

impl From<WikiEdit> for web::PageEdit {
    fn from(edit: WikiEdit) -> Self {
        Self {
            title: edit.title,
            parents: edit.parents,
            change: edit.change.into(),
        }
    }
}

impl From<WikiChange> for PageChange {
    fn from(change: WikiChange) -> Self {
        match change {
            WikiChange::Text(text) => Self::Text(text),
            WikiChange::Moved(to) => Self::Moved(to),
            WikiChange::Deleted => Self::Deleted,
            WikiChange::File { file, text } => Self::File(PageFile {
                mime: file.mime,
                size_bytes: file.size_bytes,
                blake3: file.blake3,
                text,
                extra: serde_json::Map::new(),
            }),
        }
    }
}
