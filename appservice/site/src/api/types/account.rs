//! Accounts.

use secta_record::act::{AccountId, Rank};
use secta_rules::query::Standing;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An account as others name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Account {
    /// Its Matrix user id, which nobody else has.
    pub id: String,
    /// The name that it has given itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Account {
    /// An account with the name that it has given itself.
    pub fn of(id: &AccountId, name: Option<&str>) -> Self {
        Self {
            id: id.as_str().to_owned(),
            name: name.map(str::to_owned),
        }
    }
}

/// A rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemberRank {
    /// A newcomer: seen by the trusted alone.
    Ghost,
    /// Comments and votes.
    Commenter,
    /// Posts, comments, votes, and moderates.
    Trusted,
}

impl From<Rank> for MemberRank {
    fn from(rank: Rank) -> Self {
        match rank {
            Rank::Ghost => Self::Ghost,
            Rank::Commenter => Self::Commenter,
            Rank::Trusted => Self::Trusted,
        }
    }
}

impl From<MemberRank> for Rank {
    fn from(rank: MemberRank) -> Self {
        match rank {
            MemberRank::Ghost => Self::Ghost,
            MemberRank::Commenter => Self::Commenter,
            MemberRank::Trusted => Self::Trusted,
        }
    }
}

/// Whether somebody may take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemberStanding {
    /// Nothing stands against it.
    Active,
    /// They may not write.
    Muted {
        /// Until when, in milliseconds since 1970.
        until_ms: i64,
    },
    /// They are out.
    Excluded,
}

impl From<Standing> for MemberStanding {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Active => Self::Active,
            Standing::Muted { until_ms } => Self::Muted { until_ms },
            Standing::Excluded => Self::Excluded,
        }
    }
}

/// A wallet to say thanks to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Wallet {
    /// `btc`, `xmr` or `eth`.
    pub currency: String,
    /// The address.
    pub address: String,
}

/// A member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// Who.
    pub account: Account,
    /// The picture's address on the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// A few words about themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The rank.
    pub rank: MemberRank,
    /// Whether they may take part.
    pub standing: MemberStanding,
    /// The support index (R9).
    pub index: i64,
    /// The invitations that they may give away (R7).
    pub invitations: u32,
    /// When they went through the quest, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_ms: Option<i64>,
    /// When they came to their rank, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rose_ms: Option<i64>,
    /// The item that brought the rank, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rose_by: Option<String>,
    /// Who invited them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<Account>,
    /// Whom they invited, the first of them.
    pub invited: Vec<Account>,
    /// Wallets.
    pub wallets: Vec<Wallet>,
    /// How many posts are published.
    pub posts: u64,
    /// How many comments are published.
    pub comments: u64,
}

/// A member with the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ranked {
    /// Who.
    pub account: Account,
    /// The support index (R9).
    pub index: i64,
}

/// An edge of the tree of invitations (R7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// Who invited.
    pub by: Account,
    /// Who was invited.
    pub account: Account,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
}

/// Who belongs to a community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct People {
    /// The trusted with the highest index, at most `limit` of them.
    pub trusted: Vec<Ranked>,
    /// How many trusted there are.
    pub trusted_count: usize,
    /// The commenters with the highest index, at most `limit` of them.
    pub commenters: Vec<Ranked>,
    /// How many commenters there are.
    pub commenters_count: usize,
    /// Who invited whom, the first of it.
    pub invitations: Vec<Invitation>,
    /// How many invitations were given.
    pub invitations_count: usize,
    /// How many of a kind are listed at the most.
    pub limit: usize,
}
