//! A community in which things happen, checked at the end against its own record.

use secta_record::act::{
    AccountId, Act, AppealId, CaseId, HideRevision, ItemId, Measure, Opinion, PageChange, PageId,
    ProposalId, Protect, Rank, Revise, RevisionId, Supertag,
};
use serde_json::{Value, json};

pub(super) use crate::policy::{DAY_MS, HOUR_MS};
use crate::{
    command::{Ask, Command},
    dump::View,
    fact::{Fact, What},
    query::Standing,
    refusal::Refusal,
    state::State,
};

/// The service that keeps the community.
pub(super) const SERVICE: &str = "secta";
/// Who founds it.
pub(super) const ANN: &str = "ann";
/// An argument of exactly ten characters.
pub(super) const TEN: &str = "he is rude";

fn bytes(name: &str) -> [u8; 32] {
    *blake3::hash(name.as_bytes()).as_bytes()
}

pub(super) fn account(name: &str) -> AccountId {
    AccountId::new(format!("@{name}:x"))
}

pub(super) fn item(name: &str) -> ItemId {
    ItemId(bytes(name))
}

pub(super) fn case(name: &str) -> CaseId {
    CaseId(bytes(&format!("case of {name}")))
}

pub(super) fn appeal(name: &str) -> AppealId {
    AppealId(bytes(&format!("appeal {name}")))
}

pub(super) fn proposal(name: &str) -> ProposalId {
    ProposalId(bytes(name))
}

pub(super) fn posts(name: &str) -> Ask {
    tagged(name, &[])
}

pub(super) fn tagged(name: &str, tags: &[&str]) -> Ask {
    let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    Ask::Post {
        item: item(name),
        tags,
    }
}

pub(super) fn comments(name: &str, root: &str) -> Ask {
    Ask::Comment {
        item: item(name),
        root: item(root),
        parent: item(root),
    }
}

pub(super) fn votes(name: &str, opinion: Opinion) -> Ask {
    Ask::Vote {
        item: item(name),
        opinion,
    }
}

pub(super) fn supports(name: &str) -> Ask {
    votes(name, Opinion::Support)
}

pub(super) fn unvotes(name: &str) -> Ask {
    Ask::Unvote {
        item: item(name),
        opinion: None,
    }
}

pub(super) fn withdraws(name: &str) -> Ask {
    Ask::Withdraw { item: item(name) }
}

/// A moderation vote on an item, whose case is named like it.
pub(super) fn moderates(name: &str, measure: Measure) -> Ask {
    argues(name, measure, Some(TEN))
}

pub(super) fn argues(name: &str, measure: Measure, argument: Option<&str>) -> Ask {
    let argument = argument.map(str::to_owned);
    Ask::Moderate {
        item: item(name),
        case: case(name),
        measure,
        argument,
    }
}

pub(super) fn invites(name: &str) -> Ask {
    Ask::Invite {
        account: account(name),
    }
}

pub(super) fn appeals(name: &str) -> Ask {
    Ask::Appeal {
        appeal: appeal(name),
        text: "I was quoted wrongly".into(),
    }
}

pub(super) fn proposes(name: &str, synonyms: &[&str]) -> Ask {
    let supertag = Supertag {
        name: name.into(),
        definition: "what belongs under this".into(),
        synonyms: synonyms.iter().map(|name| (*name).to_owned()).collect(),
    };
    Ask::ProposeSupertag {
        proposal: proposal(name),
        supertag,
    }
}

pub(super) fn backs(name: &str) -> Ask {
    Ask::ProposalVote {
        proposal: proposal(name),
    }
}

/// Proposes somebody's message for the chronicle.
pub(super) fn enters(name: &str, author: &str) -> Ask {
    Ask::ProposeEntry {
        proposal: proposal(name),
        author: account(author),
        item: None,
    }
}

/// Takes an entry back.
pub(super) fn unenters(name: &str) -> Ask {
    Ask::WithdrawEntry {
        proposal: proposal(name),
    }
}

pub(super) fn revision(name: &str) -> RevisionId {
    RevisionId(bytes(name))
}

pub(super) fn page(title: &str) -> PageId {
    PageId(bytes(title))
}

/// Changes a page by a revision that follows others.
pub(super) fn revises(title: &str, name: &str, parents: &[&str]) -> Ask {
    Ask::Revise(Revise {
        revision: revision(name),
        page: page(title),
        parents: parents.iter().map(|name| revision(name)).collect(),
        title: Some(title.into()),
        comment: String::new(),
        change: Some(PageChange::Text(name.into())),
    })
}

pub(super) fn protects(title: &str, rank: Option<Rank>) -> Ask {
    let page = page(title);
    Ask::Protect(Protect { page, rank })
}

pub(super) fn hides(name: &str) -> Ask {
    let revision = revision(name);
    Ask::HideRevision(HideRevision { revision })
}

/// A community, its clock, and everything that happened in it.
pub(super) struct Story {
    pub state: State,
    pub facts: Vec<Fact>,
    pub now_ms: i64,
}

impl Story {
    /// A community that Ann founds, before her first post.
    pub fn new(policy: Value) -> Self {
        let mut story = Self {
            state: State::new(),
            facts: Vec::new(),
            now_ms: 1_000_000,
        };
        let found = Ask::Found {
            name: "Чай".into(),
            founder: account(ANN),
            policy,
        };
        story.when(SERVICE, found);
        story
    }

    /// With Ann's first post, "first", and so many more trusted members: t1, t2 …
    pub fn of(trusted: usize) -> Self {
        let mut story = Self::new(json!({}));
        story.when(ANN, posts("first"));
        (1..=trusted).for_each(|n| story.make_trusted(&format!("t{n}")));
        story
    }

    /// Lets time pass; what falls due, happens.
    pub fn pass(&mut self, time_ms: i64) -> Vec<Fact> {
        let end_ms = self.now_ms + time_ms;
        let mut happened = Vec::new();
        while let Some(due_ms) = self.state.next_due_ms().filter(|due_ms| *due_ms <= end_ms) {
            self.now_ms = self.now_ms.max(due_ms);
            let facts = self.state.due(self.now_ms);
            assert!(!facts.is_empty(), "what is due happens");
            self.take(&facts);
            happened.extend(facts);
        }
        self.now_ms = end_ms;
        happened
    }

    fn take(&mut self, facts: &[Fact]) {
        for fact in facts {
            self.state
                .apply(fact)
                .unwrap_or_else(|unlawful| panic!("{fact:?}: {unlawful}"));
        }
        self.facts.extend_from_slice(facts);
    }

    /// Asks; what comes of it happens.
    pub fn ask(&mut self, by: &str, ask: Ask) -> Result<Vec<Fact>, Refusal> {
        let by = account(by);
        let facts = self.state.decide(&Command { by, ask }, self.now_ms)?;
        self.take(&facts);
        Ok(facts)
    }

    /// Asks for what must not be refused, and says what came of it, by kinds.
    pub fn when(&mut self, by: &str, ask: Ask) -> Vec<&'static str> {
        let facts = self.ask(by, ask.clone());
        let facts = facts.unwrap_or_else(|refusal| panic!("{by}: {ask:?}: {refusal}"));
        facts.iter().map(kind).collect()
    }

    /// Asks for what must be refused.
    pub fn refused(&mut self, by: &str, ask: Ask) -> Refusal {
        self.ask(by, ask).expect_err("a refusal")
    }

    /// Somebody posts, and the trusted vote until the post is published.
    pub fn make_trusted(&mut self, name: &str) {
        let post = format!("way of {name}");
        self.when(name, posts(&post));
        for voter in self.trusted() {
            if self.rank(name) < Rank::Trusted {
                self.when(&voter, supports(&post));
            }
        }
        assert_eq!(self.rank(name), Rank::Trusted, "{name}");
    }

    /// Somebody comments under "first", and members find it useful until they are a commenter.
    pub fn make_commenter(&mut self, name: &str) {
        let comment = format!("words of {name}");
        self.when(name, comments(&comment, "first"));
        let commenters = self.names(Rank::Commenter);
        for voter in self.trusted().into_iter().chain(commenters) {
            if self.rank(name) < Rank::Commenter {
                self.when(&voter, votes(&comment, Opinion::Useful));
            }
        }
        assert_eq!(self.rank(name), Rank::Commenter, "{name}");
    }

    fn names(&self, rank: Rank) -> Vec<String> {
        let names = self.state.accounts_of(rank);
        let bare = |name: &AccountId| name.as_str().trim_matches(['@', 'x', ':']).to_owned();
        names.iter().map(bare).collect()
    }

    /// The trusted who are not excluded.
    pub fn trusted(&self) -> Vec<String> {
        let mut names = self.names(Rank::Trusted);
        let out =
            |name: &str| self.state.standing(&account(name), self.now_ms) == Standing::Excluded;
        names.retain(|name| !out(name));
        names
    }

    pub fn rank(&self, name: &str) -> Rank {
        self.state.rank(&account(name))
    }

    /// The numbers that an item must meet now: x, magic, threshold, votes.
    pub fn numbers(&self, name: &str) -> (u32, u32, u32, u32) {
        let view = self.state.item(&item(name), self.now_ms).expect("an item");
        let why = view.next.expect("something to bring");
        (why.x, why.magic, why.threshold, why.votes)
    }

    pub fn public(&self) -> Vec<Fact> {
        let facts = self.facts.iter();
        facts
            .filter(|fact| matches!(fact.what, What::Public(_)))
            .cloned()
            .collect()
    }

    /// Checks that the record alone, and the stored state, say the same as the state.
    pub fn check(&self) {
        let public = State::replay(&self.public()).expect("the record replays");
        assert_eq!(public.dump(View::Public), self.state.dump(View::Public));
        let live = State::replay(&self.facts).expect("everything replays");
        assert_eq!(live.dump(View::Whole), self.state.dump(View::Whole));
        let stored = serde_json::to_string(&self.state).expect("JSON");
        let loaded: State = serde_json::from_str(&stored).expect("a state");
        assert_eq!(loaded.digest(View::Whole), self.state.digest(View::Whole));
        assert_eq!(loaded.next_due_ms(), self.state.next_due_ms());
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.check();
        }
    }
}

/// A fact's kind.
pub(super) fn kind(fact: &Fact) -> &'static str {
    use crate::fact::Quiet;
    match &fact.what {
        What::Public(act) => act.kind(),
        What::Quiet(quiet) => match quiet {
            Quiet::Submit { .. } => "~submit",
            Quiet::Edit { .. } => "~edit",
            Quiet::Vote { .. } => "~vote",
            Quiet::Unvote { .. } => "~unvote",
            Quiet::Drop { .. } => "~drop",
            Quiet::Intend { .. } => "~intend",
            Quiet::Unintend { .. } => "~unintend",
            Quiet::Unmute { .. } => "~unmute",
        },
    }
}

pub(super) fn kinds(facts: &[Fact]) -> Vec<&'static str> {
    facts.iter().map(kind).collect()
}

/// Whether an act's text names an item.
pub(super) fn names(act: &Act, name: &str) -> bool {
    let text = serde_json::to_string(act).expect("JSON");
    text.contains(&item(name).to_string())
}
