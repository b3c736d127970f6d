//! The wiki: revisions of pages (R17).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Body, Rank, Reference};
use crate::hex::hex_bytes;

hex_bytes! {
    /// A page's name: a hash of its title, so that who makes the same page apart makes the same one.
    PageId, 32
}
hex_bytes! {
    /// A revision's name.
    RevisionId, 32
}

/// The most parents of a revision: references name the revision and its page before them.
pub const MAX_PARENTS: usize = 62;

/// A page says something else (R17). Nothing takes a revision away: a page is deleted, and an older text comes back, by
/// another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revise {
    /// The revision.
    pub revision: RevisionId,
    /// Its page.
    pub page: PageId,
    /// The revisions that it follows, of this page or of those that it was moved from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<RevisionId>,
    /// The title as it is written; `None` where the body is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What was done, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// What the page is from now on; `None` where the body is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<PageChange>,
}

/// What a revision makes of its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageChange {
    /// Markdown.
    Text(String),
    /// It is to be found under another title.
    Moved(String),
    /// It is deleted.
    Deleted,
    /// A file, and what is said of it.
    File(PageFile),
}

/// A file of the wiki. What is in it is kept apart, under its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFile {
    /// Its media type.
    pub mime: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// The BLAKE3 of what is in it, hexadecimal.
    pub blake3: String,
    /// Markdown about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Fields that are not known here.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Body for Revise {
    fn references(&self) -> Vec<Reference> {
        let parents = self.parents.iter().map(|parent| parent.0);
        [self.revision.0, self.page.0]
            .into_iter()
            .chain(parents)
            .collect()
    }

    fn withheld(references: &[Reference]) -> Option<Self> {
        let (head, parents) = references.split_at_checked(2)?;
        let &[revision, page] = head else {
            return None;
        };
        Some(Self {
            revision: RevisionId(revision),
            page: PageId(page),
            parents: parents.iter().copied().map(RevisionId).collect(),
            title: None,
            comment: String::new(),
            change: None,
        })
    }

    fn is_withheld(&self) -> bool {
        self.title.is_none() || self.change.is_none()
    }
}

/// A trusted member says which rank a page asks of those who change it (R17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protect {
    /// The page.
    pub page: PageId,
    /// The rank; `None` for what the policy says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Rank>,
}

impl Body for Protect {
    fn references(&self) -> Vec<Reference> {
        vec![self.page.0]
    }
}

/// An author takes back the words of a revision of theirs (R15); its place in the page's history stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HideRevision {
    /// The revision.
    pub revision: RevisionId,
}

impl Body for HideRevision {
    fn references(&self) -> Vec<Reference> {
        vec![self.revision.0]
    }
}
