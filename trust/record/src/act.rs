//! What a record says: one body for every act of the rules.
//!
//! A record's `kind` and body make an [`Act`]. Some acts carry words of a member (a post, an argument, an appeal); such
//! a body may be erased later (rule R15), and every decision must come out the same without it. So whatever the rules
//! need of these acts stands outside the body: in the kind, and in the envelope's references, which begin with
//! [`Act::references`]. [`Act::from_parts`] makes an act of either.
//!
//! To add an act: write its body in the file of its subject, implement [`Body`], and give it a line in `acts!` below.

mod appeals;
mod cases;
mod chronicle;
mod community;
mod content;
mod ids;
mod personal;
mod proposals;
mod ranks;
mod votes;
mod why;
mod wiki;

#[cfg(test)]
mod tests;

pub use appeals::{Appeal, AppealUnvote, AppealVote, DecideAppeal};
pub use cases::{CloseCase, Exclude, ModerationVote, OpenCase, Silence, Unmoderate};
pub use chronicle::{Enter, ProposeEntry, Said, WithdrawEntry};
pub use community::Found;
pub use content::{Comment, Content, Edit, Media, Post, Withdraw};
pub use ids::{AccountId, AppealId, CaseId, ItemId, ProposalId};
pub use personal::{AuthorKey, Currency, Profile, Wallet};
pub use proposals::{
    AcceptProposal, LapseProposal, ProposalUnvote, ProposalVote, ProposePolicy, ProposeSupertag,
    Supertag,
};
pub use ranks::{Grant, Invite, Join, Presence, Promote, Publish, Rank};
pub use votes::{Measure, Opinion, Unvote, Vote};
pub use why::{Rule, Why};
pub use wiki::{
    HideRevision, MAX_PARENTS, PageChange, PageFile, PageId, Protect, Revise, RevisionId,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The bytes of an id, as an envelope refers to it.
pub type Reference = [u8; 32];

/// What every body is.
pub trait Body: Serialize + DeserializeOwned {
    /// The ids that the envelope's references begin with.
    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }

    /// The act as it stands without its body; `None` where it says nothing then.
    fn withheld(_references: &[Reference]) -> Option<Self> {
        None
    }

    /// Whether the body is withheld.
    fn is_withheld(&self) -> bool {
        false
    }

    /// The item whose content is not filled in, for bodies that have one.
    fn lacks_content(&self) -> Option<ItemId> {
        None
    }

    /// Fills in the item's content, for bodies that have one.
    fn fill(&mut self, _content: Content) {}
}

/// A body that cannot be read as its kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActFault {
    /// The body is not what its kind asks for.
    #[error("a body of kind {kind} is malformed: {reason}")]
    Malformed {
        /// The record's kind.
        kind: String,
        /// What is wrong.
        reason: String,
    },
    /// The body is withheld, and this kind cannot stand without.
    #[error("a record of kind {kind} cannot stand without its body")]
    NoBody {
        /// The record's kind.
        kind: String,
    },
    /// The envelope's references don't begin with the body's.
    #[error("the references of a record of kind {kind} are not those of its body")]
    References {
        /// The record's kind.
        kind: String,
    },
}

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident($body:ident) = $kind:literal,)*) => {
        /// A public act: what somebody did, or what was decided of it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "body")]
        pub enum Act {
            $($(#[$doc])* #[serde(rename = $kind)] $name($body),)*
        }

        /// Every kind that this program knows.
        pub const KINDS: &[&str] = &[$($kind),*];

        impl Act {
            /// The record's kind.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $kind,)*
                }
            }

            /// The record's body; `None` where it is withheld.
            pub fn to_body(&self) -> Option<Value> {
                match self {
                    $(Self::$name(body) => written(body),)*
                }
            }

            /// The item whose content is to be filled in before the act is signed.
            pub fn lacks_content(&self) -> Option<ItemId> {
                match self {
                    $(Self::$name(body) => body.lacks_content(),)*
                }
            }

            /// Fills in an item's content; acts without one stay as they are.
            pub fn fill(&mut self, content: Content) {
                match self {
                    $(Self::$name(body) => body.fill(content),)*
                }
            }

            /// The ids that the envelope's references begin with.
            pub fn references(&self) -> Vec<Reference> {
                match self {
                    $(Self::$name(body) => body.references(),)*
                }
            }

            /// Makes an act of a record's kind, references and body; `None` for a kind that this program does not know.
            ///
            /// # Errors
            ///
            /// An [`ActFault`], where the body is not what the kind asks for.
            pub fn from_parts(
                kind: &str,
                references: &[Reference],
                body: Option<&Value>,
            ) -> Result<Option<Self>, ActFault> {
                match kind {
                    $($kind => read(kind, references, body).map(|body| Some(Self::$name(body))),)*
                    _ => Ok(None),
                }
            }
        }
    };
}

acts! {
    /// A community is founded (R2).
    Found(Found) = "found",
    /// A trusted member posts to the stream (R3).
    Post(Post) = "post",
    /// A post that waited in the twilight becomes public; a decision to publish follows (R4).
    ReleasedPost(Post) = "released_post",
    /// A member comments (R5).
    Comment(Comment) = "comment",
    /// A comment that waited in the twilight becomes public; a decision to publish follows (R5).
    ReleasedComment(Comment) = "released_comment",
    /// An author changes a published item; what was voted on stays what counts.
    Edit(Edit) = "edit",
    /// An author takes back their own item (R15).
    Withdraw(Withdraw) = "withdraw",
    /// A member gives an opinion of an item (R8).
    Vote(Vote) = "vote",
    /// A member takes back their opinion (R8).
    Unvote(Unvote) = "unvote",
    /// Somebody who may count did something that is not public (R1).
    Presence(Presence) = "presence",
    /// An item is published (R2, R4, R5).
    Publish(Publish) = "publish",
    /// An account's rank rises by its item (R2, R4, R5).
    Promote(Promote) = "promote",
    /// An author has earned an invitation (R4).
    Grant(Grant) = "grant",
    /// A trusted member makes an account a commenter (R7).
    Invite(Invite) = "invite",
    /// An account has gone through the onboarding quest.
    Join(Join) = "join",
    /// A moderation vote opens a case (R10).
    OpenCase(OpenCase) = "open_case",
    /// A vote to silence (R8).
    SilenceVote(ModerationVote) = "silence_vote",
    /// A vote to exclude (R8).
    ExcludeVote(ModerationVote) = "exclude_vote",
    /// A moderation vote is taken back (R8).
    Unmoderate(Unmoderate) = "unmoderate",
    /// An item is hidden and its author muted (R10).
    Silence(Silence) = "silence",
    /// An account is excluded (R10).
    Exclude(Exclude) = "exclude",
    /// A case's time is over (R10).
    CloseCase(CloseCase) = "close_case",
    /// A muted or excluded account appeals (R11).
    Appeal(Appeal) = "appeal",
    /// A vote on an appeal (R11).
    AppealVote(AppealVote) = "appeal_vote",
    /// A vote on an appeal is taken back (R8).
    AppealUnvote(AppealUnvote) = "appeal_unvote",
    /// An appeal is decided (R11).
    DecideAppeal(DecideAppeal) = "decide_appeal",
    /// A trusted member proposes a supertag (R12).
    ProposeSupertag(ProposeSupertag) = "propose_supertag",
    /// A trusted member proposes another policy.
    ProposePolicy(ProposePolicy) = "propose_policy",
    /// A vote for a proposal (R12).
    ProposalVote(ProposalVote) = "proposal_vote",
    /// A vote for a proposal is taken back (R8).
    ProposalUnvote(ProposalUnvote) = "proposal_unvote",
    /// A proposal is accepted (R12).
    AcceptProposal(AcceptProposal) = "accept_proposal",
    /// A proposal's time is over (R12).
    LapseProposal(LapseProposal) = "lapse_proposal",
    /// A trusted member proposes a message for the chronicle (R16).
    ProposeEntry(ProposeEntry) = "propose_entry",
    /// A message is entered into the chronicle (R16).
    Enter(Enter) = "enter",
    /// An author takes back an entry of the chronicle (R15, R16).
    WithdrawEntry(WithdrawEntry) = "withdraw_entry",
    /// A member changes a page of the wiki (R17).
    Revise(Revise) = "revise",
    /// A trusted member says who changes a page (R17).
    Protect(Protect) = "protect",
    /// An author takes back the words of a revision (R15, R17).
    HideRevision(HideRevision) = "hide_revision",
    /// An account describes itself.
    Profile(Profile) = "profile",
    /// An account publishes or removes a wallet's address.
    Wallet(Wallet) = "wallet",
    /// An account registers a key of its own.
    Key(AuthorKey) = "key",
}

fn written<B: Body>(body: &B) -> Option<Value> {
    if body.is_withheld() {
        return None;
    }
    // Bodies are plain structs with text for keys: there is nothing that could fail.
    serde_json::to_value(body).ok()
}

fn read<B: Body>(
    kind: &str,
    references: &[Reference],
    body: Option<&Value>,
) -> Result<B, ActFault> {
    let kind = || kind.to_owned();
    let Some(body) = body else {
        return B::withheld(references).ok_or_else(|| ActFault::NoBody { kind: kind() });
    };
    let body = B::deserialize(body).map_err(|error| ActFault::Malformed {
        kind: kind(),
        reason: error.to_string(),
    })?;
    if body.is_withheld() {
        return Err(ActFault::NoBody { kind: kind() });
    }
    if !references.starts_with(&body.references()) {
        return Err(ActFault::References { kind: kind() });
    }
    Ok(body)
}
