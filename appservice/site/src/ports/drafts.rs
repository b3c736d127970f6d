//! Drafts of the wiki's pages, which members keep for later.

use secta_bot_kit::UserId;
use secta_record::RecordId;
use secta_wiki::{PageId, RevisionId, title::Title};

use super::PortError;

/// A draft at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The community in whose wiki it was begun.
    pub community: RecordId,
    /// The page's title, as it was asked for.
    pub title: Title,
    /// When it was kept, in milliseconds since 1970.
    pub kept_ms: i64,
}

/// What a member is writing and has kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is a draft of, and since when.
    pub begun: Begun,
    /// The text: of the page, or of a section.
    pub text: String,
    /// What is said of the change.
    pub comment: String,
    /// The revisions that were seen.
    pub parents: Vec<RevisionId>,
    /// The section that is written; nothing for the whole.
    pub section: Option<usize>,
}

/// Drafts: one for each account and page of a community, for nobody's eyes but their author's. Its methods read and
/// write a local file: they are called where that holds nobody up.
pub trait Drafts: Send + Sync {
    /// Keeps a draft in the place of the one before. Where the account has too many, gives the oldest, which has gone.
    ///
    /// # Errors
    ///
    /// When it cannot be written: then the draft before is still there.
    fn keep(&self, account: &UserId, draft: &Kept) -> Result<Option<Kept>, PortError>;

    /// The draft of a page.
    ///
    /// # Errors
    ///
    /// When the drafts cannot be read.
    fn kept(
        &self,
        account: &UserId,
        community: &RecordId,
        page: &PageId,
    ) -> Result<Option<Kept>, PortError>;

    /// The drafts of an account, the newest first.
    ///
    /// # Errors
    ///
    /// When the drafts cannot be read.
    fn all(&self, account: &UserId) -> Result<Vec<Begun>, PortError>;

    /// Lets go of a draft as it was kept at its time; one that was kept since stays. Gives what has gone.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn forget(&self, account: &UserId, begun: &Begun) -> Result<Option<Kept>, PortError>;
}
