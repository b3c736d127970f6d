//! Why something may not be done, with every number that an explanation needs. The words are elsewhere.

use secta_record::act::{Measure, Opinion, Rank, Rule};
use serde::{Deserialize, Serialize};

use crate::policy::PolicyFaults;

/// Why a command is refused. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{self:?}")]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No community is founded yet.
    NotFounded,
    /// The community is founded already.
    AlreadyFounded,
    /// The policy is nonsense.
    BadPolicy(PolicyFaults),
    /// The proposed policy is the one in force.
    SamePolicy,
    /// Only the service that keeps the community does this.
    NotTheService,
    /// Who asks is excluded (R10).
    Excluded,
    /// Who asks is muted (R10).
    Muted {
        /// Until when, in milliseconds since 1970.
        until_ms: i64,
    },
    /// The rank doesn't suffice.
    RankTooLow {
        /// The rule that asks for more.
        rule: Rule,
        /// The rank of who asks.
        rank: Rank,
        /// The rank needed.
        needed: Rank,
    },
    /// As many items wait as may (R3).
    TooManyPending {
        /// How many wait.
        waiting: u32,
        /// The most that may.
        max: u32,
    },
    /// The post has too many supertags (R12).
    TooManySupertags {
        /// How many.
        count: u32,
        /// The most that may be.
        max: u32,
    },
    /// An item with this id is known.
    ItemExists,
    /// No such item is known.
    UnknownItem,
    /// What is commented on is no public post.
    NotAPost,
    /// What is answered doesn't stand in the post's thread.
    NotInThread,
    /// The item is hidden (R10).
    ItemHidden,
    /// The item is withdrawn (R15).
    ItemWithdrawn,
    /// The item's time in the twilight is over (R6).
    ItemExpired {
        /// When it was over, in milliseconds since 1970.
        ended_ms: i64,
    },
    /// One doesn't vote on one's own (R8).
    OwnItem,
    /// It is somebody else's item (R15).
    NotOwnItem,
    /// That opinion is given already (R8).
    SameOpinion {
        /// The opinion.
        opinion: Opinion,
    },
    /// No such vote is given.
    NoSuchVote,
    /// The vote has had its effect (R8).
    VoteTookEffect,
    /// The time for taking the vote back is over (R8).
    TooLateToWithdraw {
        /// When it was over, in milliseconds since 1970.
        ended_ms: i64,
    },
    /// The argument is too short (R8).
    ArgumentTooShort {
        /// Its visible characters.
        count: u32,
        /// How many there must be.
        min: u32,
    },
    /// No moderation vote of theirs waits for an argument (R10).
    NothingToArgue,
    /// That moderation vote is given already (R8).
    AlreadyModerated {
        /// The measure.
        measure: Measure,
    },
    /// The account is excluded already (R10).
    AlreadyExcluded,
    /// An appeal has cleared this item (R11).
    CaseOverturned,
    /// A case has another id for this item, or the id is taken.
    CaseExists,
    /// No such case is known.
    UnknownCase,
    /// The case is closed (R10).
    CaseClosed,
    /// No invitation is left (R7).
    NoInvitation,
    /// The account is a commenter or trusted already (R7).
    AlreadyMember {
        /// Its rank.
        rank: Rank,
    },
    /// The account is excluded (R7).
    InviteeExcluded,
    /// The account has joined already.
    AlreadyJoined,
    /// There is nothing to appeal against (R11).
    NothingToAppeal,
    /// An appeal with this id is known.
    AppealExists,
    /// An appeal is open (R11).
    AppealOpen,
    /// The next appeal may not come yet (R11).
    AppealTooSoon {
        /// From when on, in milliseconds since 1970.
        from_ms: i64,
    },
    /// An appeal says something (R11).
    AppealEmpty,
    /// No such appeal is known.
    UnknownAppeal,
    /// The appeal is decided, or its time is over (R11).
    AppealClosed,
    /// Only those with a positive index vote on appeals (R11).
    IndexTooLow {
        /// The index of who asks.
        index: i64,
        /// How many have a positive one.
        positive: u32,
    },
    /// The supertag's name has no or too many words (R12).
    SupertagWords {
        /// How many.
        count: u32,
        /// The most that may be.
        max: u32,
    },
    /// The supertag's definition is too short (R12).
    DefinitionTooShort {
        /// Its visible characters.
        count: u32,
        /// How many there must be.
        min: u32,
    },
    /// A supertag, accepted or proposed, has this name (R12).
    SupertagExists {
        /// The name.
        name: String,
    },
    /// A proposal with this id is known.
    ProposalExists,
    /// No such proposal is known.
    UnknownProposal,
    /// The proposal is accepted or its time is over (R12).
    ProposalClosed,
    /// They vote for it already (R8).
    AlreadyVoted,
    /// A revision with this id is known (R17).
    RevisionExists,
    /// No such revision is known (R17).
    UnknownRevision,
    /// No such page is known (R17).
    UnknownPage,
    /// The words of that revision are taken back (R15).
    RevisionHidden,
    /// The revision follows too many others, one of them twice, or itself (R17).
    BadParents {
        /// The most that it may follow.
        max: u32,
    },
    /// The page is asked of that rank already (R17).
    SameProtection,
    /// A profile has a name, a wallet a currency, a key 64 digits.
    BadPersonal,
}

impl Refusal {
    /// The rule that refuses.
    pub fn rule(&self) -> Rule {
        match self {
            Self::NotFounded | Self::AlreadyFounded | Self::NotTheService => Rule::R2,
            Self::RankTooLow { rule, .. } => *rule,
            Self::TooManyPending { .. } | Self::ItemExists => Rule::R3,
            Self::UnknownItem | Self::NotAPost | Self::NotInThread => Rule::R5,
            Self::ItemExpired { .. } => Rule::R6,
            Self::NoInvitation
            | Self::AlreadyMember { .. }
            | Self::InviteeExcluded
            | Self::AlreadyJoined => Rule::R7,
            Self::OwnItem
            | Self::SameOpinion { .. }
            | Self::NoSuchVote
            | Self::VoteTookEffect
            | Self::TooLateToWithdraw { .. }
            | Self::ArgumentTooShort { .. }
            | Self::AlreadyModerated { .. }
            | Self::AlreadyVoted => Rule::R8,
            Self::Excluded
            | Self::Muted { .. }
            | Self::ItemHidden
            | Self::NothingToArgue
            | Self::AlreadyExcluded
            | Self::CaseExists
            | Self::UnknownCase
            | Self::CaseClosed => Rule::R10,
            Self::CaseOverturned
            | Self::NothingToAppeal
            | Self::AppealExists
            | Self::AppealOpen
            | Self::AppealTooSoon { .. }
            | Self::AppealEmpty
            | Self::UnknownAppeal
            | Self::AppealClosed
            | Self::IndexTooLow { .. } => Rule::R11,
            Self::TooManySupertags { .. }
            | Self::SupertagWords { .. }
            | Self::DefinitionTooShort { .. }
            | Self::SupertagExists { .. }
            | Self::ProposalExists
            | Self::UnknownProposal
            | Self::ProposalClosed
            | Self::BadPolicy(_)
            | Self::SamePolicy => Rule::R12,
            Self::BadPersonal => Rule::R13,
            Self::ItemWithdrawn | Self::NotOwnItem | Self::RevisionHidden => Rule::R15,
            Self::RevisionExists
            | Self::UnknownRevision
            | Self::UnknownPage
            | Self::BadParents { .. }
            | Self::SameProtection => Rule::R17,
        }
    }
}
