//! What titles and texts mean, as whoever can read them says it.

use std::sync::Arc;

use secta_record::act::{PageId, RevisionId};

use super::{ChangeRow, GraphRow};

/// Reads titles and texts and merges heads: the part of the wiki that the view does not know.
pub trait Scribe: Send + Sync {
    /// A title, taken apart; `None` where it cannot be one.
    fn title(&self, text: &str) -> Option<TitleRow>;

    /// What a text names, each page once for each kind.
    fn links(&self, text: &str) -> Vec<LinkRow>;

    /// The words of a page's title and text, by which it is found.
    fn words(&self, title: &str, text: &str) -> WordsRow;

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
    /// The heads that are in what is shown.
    pub parents: Vec<RevisionId>,
}

/// A word in its dictionary forms, made of letters, digits and pictures alone; none where it is everywhere.
pub type WordRow = Arc<[String]>;

/// The words of a page, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordsRow {
    /// Those of its title.
    pub title: Vec<WordRow>,
    /// Those of its text.
    pub text: Vec<WordRow>,
}
