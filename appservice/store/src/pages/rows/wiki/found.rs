//! What is read of the wiki.

use secta_record::{
    RecordId,
    act::{AccountId, PageId, RevisionId},
};

use super::{ChangeRow, FileRow, GraphRow, KindRow, WordRow};

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
    /// The revisions that the next one follows: the heads, first those that are shown.
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

/// What pages are looked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoughtRow {
    /// Words that stand together.
    pub words: Vec<WordRow>,
    /// Whether they must not be there.
    pub not: bool,
}

/// Pages that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundRows {
    /// Those that were asked for, the best first.
    pub pages: Vec<FoundRow>,
    /// How many there are that can be asked for.
    pub total: usize,
}

/// A page that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// Its title.
    pub title: String,
    /// Its text, or what is said of the file.
    pub text: String,
}
