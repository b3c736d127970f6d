//! What the API says, as JSON: the words are those of the pages. Times are milliseconds since 1970, ids are lower-case
//! hexadecimal, and what members wrote is theirs: `text` is plain, `html` is sanitised.

mod account;
mod affair;
mod chronicle;
mod community;
mod deed;
mod found;
mod item;
mod session;
mod space;
mod wiki;

pub use account::{
    Account, Invitation, Member, MemberRank, MemberStanding, People, Ranked, Wallet,
};
pub use affair::{
    Affair, Appeal, Argument, Case, LogLine, ModerationLog, OpenAppeals, OpenCases, OpenProposals,
    Proposal, ProposalKind, SupertagWords, Why,
};
pub use chronicle::{Chronicle, ChronicleEntry};
pub use community::{
    Communities, Community, Rules, Statistics, StatisticsDay, Supertag, Tag, Tags,
};
pub use deed::{Deed, DeedAnswer, DeedCurrency, DeedMeasure, DeedOpinion};
pub use found::{Found, FoundPage, Hit, Piece};
pub use item::{Comment, File, Item, ItemStanding, Items, Post, Twilight, WaitingItem, Words};
pub use session::{Attempt, Code, Me, Phrase, Secret, SignIn};
pub use space::{PrivateSpace, PrivateSpaces, SpaceEntries, SpaceEntry, SpacePosition};
pub use wiki::{
    WikiChange, WikiDeed, WikiEdit, WikiFile, WikiKind, WikiLine, WikiList, WikiPage, WikiRevision,
    WikiRevisions,
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refused {
    /// A word for programs: `missing`, `malformed`, `stranger`, `withheld`, `wrong`, `may_not`, `too_often`, `too_large`,
    /// `not_yet`, `rank`, `no_member`, `stale`, `full`, `too_many`, `away`.
    pub error: String,
    /// The same for people, in the language of `Accept-Language`.
    pub message: String,
}
