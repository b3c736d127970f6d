//! Revisions: what members wrote, one after another and side by side.

use crate::{PageId, RevisionId, title::Title};

/// The longest text of a page or of a file's description, in bytes.
pub const MAX_TEXT_BYTES: usize = 200 * 1024;
/// The longest comment, in letters.
pub const MAX_COMMENT_LETTERS: usize = 200;
/// The most parents of a revision.
pub const MAX_PARENTS: usize = 62;

/// One revision of a page; none is ever deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its name.
    pub id: RevisionId,
    /// The page it is of.
    pub page: PageId,
    /// The revisions it was made from; where a page was renamed they are of another page.
    pub parents: Vec<RevisionId>,
    /// Who wrote it.
    pub author: String,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// What it says; `None` where that is hidden.
    pub body: Option<Body>,
}

/// What a revision says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The page's title as written.
    pub title: Title,
    /// What the author says of the change.
    pub comment: String,
    /// The change.
    pub change: Change,
}

/// What a page becomes by a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A text.
    Text(String),
    /// A redirect: the page has this title now.
    Moved(Title),
    /// Nothing, until somebody writes again.
    Deleted,
    /// A file.
    File(Attachment),
}

/// A file that a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The file's name.
    pub name: String,
    /// What it is, as in `Content-Type`.
    pub content_type: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// BLAKE3 of it.
    pub blake3: [u8; 32],
    /// Its description.
    pub text: String,
}

/// Why a revision cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevisionFault {
    /// It has too many parents.
    #[error("a revision has {count} parents; at most {MAX_PARENTS} are allowed")]
    Parents {
        /// How many it has.
        count: usize,
    },
    /// It names a parent twice, or itself.
    #[error("a revision names {parent} twice, or itself")]
    Repeated {
        /// The parent.
        parent: RevisionId,
    },
    /// Its text is too long.
    #[error("a text has {bytes} bytes; at most {MAX_TEXT_BYTES} are allowed")]
    Text {
        /// How long it is.
        bytes: usize,
    },
    /// Its comment is too long.
    #[error("a comment has {letters} letters; at most {MAX_COMMENT_LETTERS} are allowed")]
    Comment {
        /// How long it is.
        letters: usize,
    },
    /// Its title is another page's.
    #[error("the title {title} is not of the page {page}")]
    Title {
        /// The title.
        title: Box<Title>,
        /// The page that the revision names.
        page: PageId,
    },
    /// It moves a page to itself.
    #[error("the page {page} is moved to itself")]
    Moved {
        /// The page.
        page: PageId,
    },
}

impl Revision {
    /// Whether it can be in a history.
    ///
    /// # Errors
    ///
    /// The first limit that it does not keep.
    pub fn check(&self) -> Result<(), RevisionFault> {
        let count = self.parents.len();
        if count > MAX_PARENTS {
            return Err(RevisionFault::Parents { count });
        }
        for (at, &parent) in self.parents.iter().enumerate() {
            if parent == self.id || self.parents[..at].contains(&parent) {
                return Err(RevisionFault::Repeated { parent });
            }
        }
        self.body
            .as_ref()
            .map_or(Ok(()), |body| body.check(self.page))
    }

    /// What it makes of the page; `None` where that is hidden.
    pub fn change(&self) -> Option<&Change> {
        self.body.as_ref().map(|body| &body.change)
    }

    /// What revisions are ordered by wherever one must come before another.
    pub fn order(&self) -> (i64, RevisionId) {
        (self.time_ms, self.id)
    }
}

impl Body {
    fn check(&self, page: PageId) -> Result<(), RevisionFault> {
        if self.title.page_id() != page {
            let title = Box::new(self.title.clone());
            return Err(RevisionFault::Title { title, page });
        }
        let letters = self.comment.chars().count();
        if letters > MAX_COMMENT_LETTERS {
            return Err(RevisionFault::Comment { letters });
        }
        let bytes = self.change.text().map_or(0, str::len);
        if bytes > MAX_TEXT_BYTES {
            return Err(RevisionFault::Text { bytes });
        }
        match &self.change {
            Change::Moved(to) if to.page_id() == page => Err(RevisionFault::Moved { page }),
            Change::Moved(_) | Change::Text(_) | Change::Deleted | Change::File(_) => Ok(()),
        }
    }
}

impl Change {
    /// The text of a page, or a file's description.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::File(file) => Some(&file.text),
            Self::Moved(_) | Self::Deleted => None,
        }
    }
}

#[cfg(test)]
mod tests;
