//! What members do.

use secta_bot_kit::{UserId, web};
use secta_record::act::{AppealId, CaseId, Currency, ItemId, Measure, Opinion, ProposalId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a member thinks of an item (R8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeedOpinion {
    /// Supports it.
    Support,
    /// Finds it useful.
    Useful,
    /// Opposes it.
    Oppose,
}

/// A measure against an item's author (R10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeedMeasure {
    /// The item is hidden and its author muted.
    Silence,
    /// The author is out.
    Exclude,
}

/// A currency to say thanks in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeedCurrency {
    /// Bitcoin.
    Btc,
    /// Monero.
    Xmr,
    /// Ether.
    Eth,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum Deed {
    /// A post, with its `#tags` in the text (R3).
    Post {
        /// Markdown.
        text: String,
    },
    /// A comment (R5).
    Comment {
        /// What it answers: the post, or a comment of its thread.
        #[schema(value_type = String)]
        parent: ItemId,
        /// Markdown.
        text: String,
    },
    /// One's own item says something else.
    Edit {
        /// The item.
        #[schema(value_type = String)]
        item: ItemId,
        /// Markdown.
        text: String,
    },
    /// One's own item is taken back (R15).
    Withdraw {
        /// The item.
        #[schema(value_type = String)]
        item: ItemId,
    },
    /// An opinion (R8).
    Vote {
        /// The item.
        #[schema(value_type = String)]
        item: ItemId,
        /// The opinion.
        opinion: DeedOpinion,
    },
    /// The opinion is taken back (R8).
    Unvote {
        /// The item.
        #[schema(value_type = String)]
        item: ItemId,
    },
    /// A moderation vote with its argument (R10).
    Moderate {
        /// The item.
        #[schema(value_type = String)]
        item: ItemId,
        /// The measure.
        measure: DeedMeasure,
        /// Why.
        argument: String,
    },
    /// A moderation vote is taken back (R8).
    Unmoderate {
        /// The case.
        #[schema(value_type = String)]
        case: CaseId,
        /// The measure.
        measure: DeedMeasure,
    },
    /// An appeal (R11).
    Appeal {
        /// What the appellant says.
        text: String,
    },
    /// A vote on an appeal (R11).
    AppealVote {
        /// The appeal.
        #[schema(value_type = String)]
        appeal: AppealId,
        /// Whether for the appellant; `null` takes the vote back.
        in_favour: Option<bool>,
    },
    /// A supertag is proposed (R12).
    ProposeSupertag {
        /// Its name.
        name: String,
        /// What belongs under it.
        definition: String,
        /// Other names for it.
        #[serde(default)]
        synonyms: Vec<String>,
    },
    /// A vote for a proposal, or its taking back (R12).
    ProposalVote {
        /// The proposal.
        #[schema(value_type = String)]
        proposal: ProposalId,
        /// Whether it is given.
        given: bool,
    },
    /// An invitation (R7).
    Invite {
        /// Who becomes a commenter: a Matrix user id.
        account: String,
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
        currency: DeedCurrency,
        /// The address; `null` removes it.
        address: Option<String>,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeedAnswer {
    /// Whether it was done.
    pub done: bool,
    /// What is said of it, as plain text.
    pub plain: String,
    /// The same as safe HTML.
    pub html: String,
    /// The item that was made or is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
}

impl From<web::Answer> for DeedAnswer {
    fn from(answer: web::Answer) -> Self {
        Self {
            done: answer.done,
            plain: answer.plain,
            html: answer.html,
            item: answer.item.map(|item| item.to_string()),
        }
    }
}

impl From<Deed> for web::Deed {
    fn from(deed: Deed) -> Self {
        match deed {
            Deed::Post { text } => Self::Post { text },
            Deed::Comment { parent, text } => Self::Comment { parent, text },
            Deed::Edit { item, text } => Self::Edit { item, text },
            Deed::Withdraw { item } => Self::Withdraw { item },
            Deed::Vote { item, opinion } => Self::Vote {
                item,
                opinion: opinion.into(),
            },
            Deed::Unvote { item } => Self::Unvote { item },
            Deed::Moderate {
                item,
                measure,
                argument,
            } => Self::Moderate {
                item,
                measure: measure.into(),
                argument,
            },
            Deed::Unmoderate { case, measure } => Self::Unmoderate {
                case,
                measure: measure.into(),
            },
            Deed::Appeal { text } => Self::Appeal { text },
            Deed::AppealVote { appeal, in_favour } => Self::AppealVote { appeal, in_favour },
            Deed::ProposeSupertag {
                name,
                definition,
                synonyms,
            } => Self::ProposeSupertag {
                name,
                definition,
                synonyms,
            },
            Deed::ProposalVote { proposal, given } => Self::ProposalVote { proposal, given },
            Deed::Invite { account } => Self::Invite {
                account: UserId::new(account),
            },
            Deed::Profile { name, about } => Self::Profile { name, about },
            Deed::Wallet { currency, address } => Self::Wallet {
                currency: currency.into(),
                address,
            },
        }
    }
}

impl From<DeedOpinion> for Opinion {
    fn from(opinion: DeedOpinion) -> Self {
        match opinion {
            DeedOpinion::Support => Self::Support,
            DeedOpinion::Useful => Self::Useful,
            DeedOpinion::Oppose => Self::Oppose,
        }
    }
}

impl From<Opinion> for DeedOpinion {
    fn from(opinion: Opinion) -> Self {
        match opinion {
            Opinion::Support => Self::Support,
            Opinion::Useful => Self::Useful,
            Opinion::Oppose => Self::Oppose,
        }
    }
}

impl From<DeedMeasure> for Measure {
    fn from(measure: DeedMeasure) -> Self {
        match measure {
            DeedMeasure::Silence => Self::Silence,
            DeedMeasure::Exclude => Self::Exclude,
        }
    }
}

impl From<DeedCurrency> for Currency {
    fn from(currency: DeedCurrency) -> Self {
        match currency {
            DeedCurrency::Btc => Self::Btc,
            DeedCurrency::Xmr => Self::Xmr,
            DeedCurrency::Eth => Self::Eth,
        }
    }
}
