//! What members do on the site, on its way through the journal: one row of source [`SOURCE`] for each form that was
//! sent, whose external id is the form's own, so that a form sent twice is done once.
//!
//! The row is sealed where it holds what is not for everybody (a code, a draft that waits).

use secta_record::{
    RecordId,
    act::{
        AppealId, CaseId, Currency, ItemId, Measure, Opinion, PageChange, ProposalId, Rank,
        RevisionId,
    },
};
use serde::{Deserialize, Serialize};

use crate::{ids::UserId, lang::Lang, state::Scope};

/// Under which key of somebody's scope in a community stands what they were told who have no porch: `[[time_ms, html]]`,
/// the newest last.
pub const TOLD: &str = "told";

/// The source of the rows.
pub const SOURCE: &str = "web";

/// Under which key of [`answer_scope`] the bot leaves what came of a form, an [`Answer`].
pub const ANSWER: &str = "answer";

/// What somebody does on the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The community.
    pub community: RecordId,
    /// Who; for [`Deed::Code`] whom the code is for.
    pub by: UserId,
    /// In which language they are to be answered.
    pub lang: Lang,
    /// What.
    pub deed: Deed,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum Deed {
    /// A code for signing in is to be sent to the porch.
    Code {
        /// The code.
        code: String,
        /// How long it holds, in milliseconds.
        valid_ms: i64,
    },
    /// An account that was made on the site comes into the community, as a ghost.
    Arrive {
        /// The name to show.
        name: String,
    },
    /// A post, with its `#tags` in the text (R3).
    Post {
        /// Markdown.
        text: String,
    },
    /// A comment (R5).
    Comment {
        /// What it answers: the post, or a comment of its thread.
        parent: ItemId,
        /// Markdown.
        text: String,
    },
    /// One's own item says something else.
    Edit {
        /// The item.
        item: ItemId,
        /// Markdown.
        text: String,
    },
    /// One's own item is taken back (R15).
    Withdraw {
        /// The item.
        item: ItemId,
    },
    /// An opinion (R8).
    Vote {
        /// The item.
        item: ItemId,
        /// The opinion.
        opinion: Opinion,
    },
    /// The opinion is taken back (R8).
    Unvote {
        /// The item.
        item: ItemId,
    },
    /// A moderation vote with its argument (R10).
    Moderate {
        /// The item.
        item: ItemId,
        /// The measure.
        measure: Measure,
        /// Why.
        argument: String,
    },
    /// A moderation vote is taken back (R8).
    Unmoderate {
        /// The case.
        case: CaseId,
        /// The measure.
        measure: Measure,
    },
    /// An appeal (R11).
    Appeal {
        /// What the appellant says.
        text: String,
    },
    /// A vote on an appeal (R11); `None` takes it back.
    AppealVote {
        /// The appeal.
        appeal: AppealId,
        /// Whether for the appellant.
        in_favour: Option<bool>,
    },
    /// A supertag is proposed (R12).
    ProposeSupertag {
        /// Its name.
        name: String,
        /// What belongs under it.
        definition: String,
        /// Other names for it.
        synonyms: Vec<String>,
    },
    /// A vote for a proposal, or its taking back (R12).
    ProposalVote {
        /// The proposal.
        proposal: ProposalId,
        /// Whether it is given.
        given: bool,
    },
    /// An invitation (R7).
    Invite {
        /// Who becomes a commenter.
        account: UserId,
    },
    /// One describes oneself.
    Profile {
        /// The name to show.
        name: String,
        /// A few words.
        about: String,
    },
    /// A wallet's address, or its removal.
    Wallet {
        /// The currency.
        currency: Currency,
        /// The address; `None` removes it.
        address: Option<String>,
    },
    /// Something is done with the wiki (R17).
    Wiki(WikiDeed),
}

/// What is done with the wiki.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wiki", rename_all = "snake_case")]
pub enum WikiDeed {
    /// Pages say something else: one, or all that an import brings.
    Revise {
        /// What each becomes.
        edits: Vec<PageEdit>,
        /// What is said of it, in a line.
        comment: String,
    },
    /// A page gets another title, and what links to it follows.
    Rename {
        /// The title that it has.
        from: String,
        /// The title that it gets.
        to: String,
        /// The revisions that were seen.
        parents: Vec<RevisionId>,
        /// What it says.
        change: PageChange,
        /// What is said of it, in a line.
        comment: String,
    },
    /// A rank is asked of those who change a page; `None` for the policy's.
    Protect {
        /// The page's title.
        title: String,
        /// The rank.
        rank: Option<Rank>,
    },
    /// The words of one's own revision are taken back (R15).
    Hide {
        /// The revision.
        revision: RevisionId,
    },
    /// One wants to be told of a page's changes, or no more.
    Watch {
        /// The page's title.
        title: String,
        /// Whether one is told.
        told: bool,
    },
    /// A page is to have a thread in the square in which it is discussed.
    Discuss {
        /// The page's title.
        title: String,
    },
}

/// What a page becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageEdit {
    /// The page's title.
    pub title: String,
    /// The revisions that were seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<RevisionId>,
    /// What it becomes.
    pub change: PageChange,
}

impl Deed {
    /// Whether its row is sealed: it holds a code, or words that may have to wait in the twilight.
    pub fn is_private(&self) -> bool {
        match self {
            Self::Code { .. } | Self::Post { .. } | Self::Comment { .. } | Self::Edit { .. } => {
                true
            }
            Self::Arrive { .. }
            | Self::Withdraw { .. }
            | Self::Vote { .. }
            | Self::Unvote { .. }
            | Self::Moderate { .. }
            | Self::Unmoderate { .. }
            | Self::Appeal { .. }
            | Self::AppealVote { .. }
            | Self::ProposeSupertag { .. }
            | Self::ProposalVote { .. }
            | Self::Invite { .. }
            | Self::Profile { .. }
            | Self::Wallet { .. }
            | Self::Wiki(_) => false,
        }
    }
}

/// What came of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it was done.
    pub done: bool,
    /// What is said of it, as plain text.
    pub plain: String,
    /// The same as safe HTML.
    pub html: String,
    /// The item that was made or is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
}

/// The name of the revision that the `index`-th edit of a form makes (R17).
pub fn revision_of(community: &RecordId, form: &str, index: usize) -> RevisionId {
    RevisionId(name_of(community, &format!("{form}/{index}")))
}

/// The name of what a form brings into a community: an item, a case, an appeal, a proposal.
pub fn name_of(community: &RecordId, form: &str) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("net.secta community form 1");
    hasher.update(&community.0);
    hasher.update(form.as_bytes());
    hasher.finalize().into()
}

/// The scope of the community bot's memory in which a form's answer stands.
pub fn answer_scope(form: &str) -> Scope {
    Scope::new(format!("web/{form}"))
}
