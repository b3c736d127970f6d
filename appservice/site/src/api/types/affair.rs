//! Cases, appeals, proposals, and the log of what came of them.

use secta_record::act;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Account;

/// The numbers of a decision (R14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Why {
    /// The rule that decided: `R4`.
    pub rule: String,
    /// How many others may cast the vote and were active (R1).
    pub x: u32,
    /// The magic number of that x.
    pub magic: u32,
    /// How many votes were needed.
    pub threshold: u32,
    /// How many were given.
    pub votes: u32,
    /// The version of the policy that it was judged by.
    pub policy: u32,
}

impl From<&act::Why> for Why {
    fn from(why: &act::Why) -> Self {
        Self {
            rule: format!("{:?}", why.rule),
            x: why.x,
            magic: why.magic,
            threshold: why.threshold,
            votes: why.votes,
            policy: why.policy,
        }
    }
}

/// What somebody has said in a case, an appeal or a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Argument {
    /// Who.
    pub author: Account,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// The kind of the record: `silence_vote`, `exclude_vote`, `appeal` …
    pub kind: String,
    /// The words, unless they are withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A case (R10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// The item that it is about.
    pub item: String,
    /// Whether the item is or was public.
    pub item_public: bool,
    /// The item's author.
    pub account: Account,
    /// Who asked for it.
    pub opened_by: Account,
    /// When, in milliseconds since 1970.
    pub opened_ms: i64,
    /// When its time is over, in milliseconds since 1970.
    pub due_ms: i64,
    /// When it was closed, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_ms: Option<i64>,
    /// Whether an appeal has undone it.
    pub overturned: bool,
    /// Who wants to silence.
    pub silence: Vec<Account>,
    /// The numbers for silencing: of the decision, else as they are now.
    pub silence_why: Why,
    /// Until when it has muted the account, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub muted_until_ms: Option<i64>,
    /// Who wants to exclude.
    pub exclude: Vec<Account>,
    /// The numbers for excluding: of the decision, else as they are now.
    pub exclude_why: Why,
    /// Whether it has excluded the account.
    pub excluded: bool,
    /// What was said; only where one case is asked for.
    pub arguments: Vec<Argument>,
}

/// Open cases, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenCases {
    /// The cases.
    pub cases: Vec<Case>,
}

/// An appeal (R11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Appeal {
    /// Its id.
    pub id: String,
    /// Who appeals.
    pub account: Account,
    /// When, in milliseconds since 1970.
    pub opened_ms: i64,
    /// When its time is over, in milliseconds since 1970.
    pub due_ms: i64,
    /// The cases that it is against.
    pub cases: Vec<String>,
    /// Who is for the appellant.
    pub in_favour: Vec<Account>,
    /// Who is against.
    pub against: Vec<Account>,
    /// Whether it has ended.
    pub decided: bool,
    /// Whether it is upheld: by the decision, else as the numbers are now.
    pub upheld: bool,
    /// The numbers.
    pub why: Why,
    /// What was said; only where one appeal is asked for.
    pub arguments: Vec<Argument>,
}

/// Open appeals, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenAppeals {
    /// The appeals.
    pub appeals: Vec<Appeal>,
}

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProposalKind {
    /// A supertag (R12).
    Supertag,
    /// Another policy.
    Policy,
    /// A message for the chronicle (R16).
    Entry,
}

/// The words of a supertag that is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SupertagWords {
    /// Its name.
    pub name: String,
    /// What belongs under it.
    pub definition: String,
    /// Other names for it.
    pub synonyms: Vec<String>,
}

/// A proposal (R12, R16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Proposal {
    /// Its id.
    pub id: String,
    /// What is proposed.
    pub kind: ProposalKind,
    /// In words.
    pub title: String,
    /// The supertag, where it is one and its words are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supertag: Option<SupertagWords>,
    /// The whole policy, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub policy: Option<serde_json::Value>,
    /// The item, where one is proposed for the chronicle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Who proposes.
    pub by: Account,
    /// When, in milliseconds since 1970.
    pub opened_ms: i64,
    /// When its time is over, in milliseconds since 1970.
    pub due_ms: i64,
    /// Who votes for it.
    pub votes: Vec<Account>,
    /// Whether it was accepted, where it is decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<bool>,
    /// The numbers: of the decision, else as they are now.
    pub why: Why,
    /// What was said; only where one proposal is asked for.
    pub arguments: Vec<Argument>,
}

/// Open proposals, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenProposals {
    /// The proposals.
    pub proposals: Vec<Proposal>,
}

/// What a line of the log is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Affair {
    /// A case, by its id.
    Case(String),
    /// An appeal, by its id.
    Appeal(String),
}

/// A line of the moderation log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogLine {
    /// Its number, from 0.
    pub number: usize,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// Whom it is about.
    pub account: Account,
    /// What happened: `opened`, `silenced`, `excluded`, `closed`, `appealed`, `upheld`, `refused`.
    pub what: String,
    /// The case or appeal.
    pub affair: Affair,
    /// Until when, for a mute, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<i64>,
    /// The numbers of a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

/// A page of the moderation log, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ModerationLog {
    /// The lines.
    pub lines: Vec<LogLine>,
    /// What to give as `before` for the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<usize>,
}
