//! What happened, as the state takes it.

use secta_record::{
    Body, Record,
    act::{AccountId, Act, ActFault, CaseId, Content, ItemId, Measure, Opinion},
};
use serde::{Deserialize, Serialize};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// Who did it; for what nobody did (decisions), the service.
    pub author: AccountId,
    /// What it is.
    pub what: What,
}

/// A public act or a technical one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// For the record: to be signed, kept and shown to everyone.
    Public(Act),
    /// For this node alone: never recorded, never exported.
    Quiet(Quiet),
}

/// What waits in the twilight, and other things that are nobody else's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quiet {
    /// An item waits (R3, R5).
    Submit {
        /// The item.
        item: ItemId,
        /// What it is.
        draft: Draft,
    },
    /// A waiting item was changed: the votes on it are void.
    Edit {
        /// The item.
        item: ItemId,
        /// What it is now.
        draft: Draft,
        /// How many votes are void.
        void: u32,
    },
    /// An opinion of a waiting item.
    Vote {
        /// The item.
        item: ItemId,
        /// The opinion.
        opinion: Opinion,
    },
    /// The opinion is taken back.
    Unvote {
        /// The item.
        item: ItemId,
    },
    /// A waiting item is gone: to be redacted and wiped (R6).
    Drop {
        /// The item.
        item: ItemId,
        /// Why.
        cause: DropCause,
    },
    /// A moderation vote that waits for its argument (R10).
    Intend {
        /// The case.
        case: CaseId,
        /// What the voter wants.
        measure: Measure,
    },
    /// The voter doesn't want it any more.
    Unintend {
        /// The case.
        case: CaseId,
        /// What the voter wanted.
        measure: Measure,
    },
    /// A mute's time is over (R10).
    Unmute {
        /// Who may write again.
        account: AccountId,
    },
}

/// A waiting item, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Draft {
    /// A post.
    Post {
        /// Its supertags, by their names.
        supertags: Vec<String>,
        /// Its plain tags, folded.
        tags: Vec<String>,
    },
    /// A comment.
    Comment {
        /// The post of its thread.
        root: ItemId,
        /// What it answers.
        parent: ItemId,
    },
}

/// Why a waiting item is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropCause {
    /// Its time was over (R6).
    Expired,
    /// Its author took it back (R15).
    Withdrawn,
    /// A case silenced it (R10).
    Silenced,
    /// Its author was excluded (R10).
    Excluded,
}

impl Fact {
    /// A public fact.
    pub fn public(time_ms: i64, author: &AccountId, act: Act) -> Self {
        let (author, what) = (author.clone(), What::Public(act));
        Self {
            time_ms,
            author,
            what,
        }
    }

    /// A technical fact.
    pub fn quiet(time_ms: i64, author: &AccountId, quiet: Quiet) -> Self {
        let (author, what) = (author.clone(), What::Quiet(quiet));
        Self {
            time_ms,
            author,
            what,
        }
    }

    /// What a record tells the rules; `None` where it is of a kind that this program does not know.
    ///
    /// # Errors
    ///
    /// An [`ActFault`], where its body is not what its kind asks for.
    pub fn of_record(record: &Record) -> Result<Option<Self>, ActFault> {
        let envelope = record.envelope();
        let references: Vec<[u8; 32]> = envelope.references.iter().map(|one| one.0).collect();
        let body = record.body().map(Body::value);
        let act = Act::from_parts(&envelope.kind, &references, body)?;
        let time_ms = i64::try_from(envelope.time_ms).unwrap_or(i64::MAX);
        Ok(act.map(|act| Self::public(time_ms, &AccountId::new(&envelope.author), act)))
    }

    /// The act, where the fact is for the record.
    pub fn act(&self) -> Option<&Act> {
        match &self.what {
            What::Public(act) => Some(act),
            What::Quiet(_) => None,
        }
    }

    /// The item whose words the shell shall fill in with [`Fact::fill`] before it signs; the state holds none.
    pub fn lacks_content(&self) -> Option<ItemId> {
        self.act()?.lacks_content()
    }

    /// Fills in an item's words; other facts stay as they are.
    pub fn fill(&mut self, words: Content) {
        if let What::Public(act) = &mut self.what {
            act.fill(words);
        }
    }
}
