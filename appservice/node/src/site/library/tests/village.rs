//! A community that is enacted into a store step by step, as the driver does it.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
};

use secta_bot_kit::community::Enacted;
use secta_bot_search::text::{Lemmas, lemmas::Dictionaries};
use secta_record::{
    Body, Draft, Evidence, Head, Record, RecordId, Reference, Signer,
    act::{AccountId, Content, Enter, ItemId, Media, Opinion, ProposalId, Said},
};
use secta_rules::{Ask, Command, Fact, State};
use secta_store::{Move, Step, Store, memory::Memory, pages::Pages};
use serde_json::{Value, json};

use crate::{
    clock::Clock,
    engine::{facts, folds::Folds},
    seal::Sealer,
    site::library::{
        Follower, Stacks,
        follower::{Hands, SLICE},
        wiki::Reading,
    },
};

/// 2026-11-20 00:00 UTC.
pub const BEGIN_MS: i64 = 1_795_132_800_000;
pub const HOUR_MS: i64 = 3_600_000;
pub const DAY_MS: i64 = 24 * HOUR_MS;
pub const TAG: &str = "0badcafe";

/// A clock that is set.
#[derive(Default)]
pub struct Hand(pub AtomicI64);

impl Clock for Hand {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A store with one community in it.
pub struct Village {
    pub store: Arc<dyn Store>,
    pub clock: Arc<Hand>,
    pub state: State,
    node: Signer,
    head: Option<Head>,
    community: Option<RecordId>,
    place: u64,
    /// Whose place in the journal its steps move.
    desk: &'static str,
    row: i64,
    said: BTreeMap<ItemId, Content>,
    entry: Option<Said>,
}

pub fn item(number: u16) -> ItemId {
    let mut id = [0; 32];
    id[..2].copy_from_slice(&number.to_be_bytes());
    id[31] = 7;
    ItemId(id)
}

pub fn text(text: &str) -> Content {
    Content {
        text: text.to_owned(),
        ..Content::default()
    }
}

pub fn picture(mxc: &str) -> Media {
    Media {
        mxc: mxc.to_owned(),
        name: "a.png".to_owned(),
        mime: "image/png".to_owned(),
        size_bytes: 9,
        blake3: None,
    }
}

impl Village {
    /// Founded by Ann.
    pub async fn founded() -> Self {
        let store = Arc::new(Memory::new(TAG));
        Self::on(store, json!({})).await
    }

    pub async fn on(store: Arc<dyn Store>, policy: Value) -> Self {
        let clock = Arc::new(Hand(AtomicI64::new(BEGIN_MS)));
        let mut village = Self::nobody(store, clock, "desk");
        village.found("Поляна", policy).await;
        village
    }

    /// Another one of the same node, founded by Ann too.
    pub async fn beside(other: &Self) -> Self {
        let (store, clock) = (Arc::clone(&other.store), Arc::clone(&other.clock));
        let mut village = Self::nobody(store, clock, "other desk");
        village.found("Опушка", json!({})).await;
        village
    }

    fn nobody(store: Arc<dyn Store>, clock: Arc<Hand>, desk: &'static str) -> Self {
        Self {
            store,
            clock,
            state: State::new(),
            node: Signer::from_secret(&[5; 32]),
            head: None,
            community: None,
            place: 0,
            desk,
            row: 0,
            said: BTreeMap::new(),
            entry: None,
        }
    }

    async fn found(&mut self, name: &str, policy: Value) {
        let ask = Ask::Found {
            name: name.to_owned(),
            founder: AccountId::new("@ann:x"),
            policy,
        };
        self.ask("@secta:x", ask).await;
    }

    pub fn id(&self) -> RecordId {
        self.community.expect("it is founded")
    }

    pub fn later(&self, by_ms: i64) {
        self.clock.0.fetch_add(by_ms, Ordering::Relaxed);
    }

    pub async fn post(&mut self, by: &str, number: u16, content: Content) {
        let tags = content.text.split_whitespace();
        let tags = tags.filter_map(|word| word.strip_prefix('#'));
        let tags = tags.map(str::to_owned).collect();
        self.said.insert(item(number), content);
        let item = item(number);
        self.ask(by, Ask::Post { item, tags }).await;
    }

    pub async fn comment(&mut self, by: &str, number: u16, below: (u16, u16), words: &str) {
        let content = text(words);
        self.said.insert(item(number), content);
        let (root, parent) = (item(below.0), item(below.1));
        let item = item(number);
        self.ask(by, Ask::Comment { item, root, parent }).await;
    }

    pub async fn edit(&mut self, by: &str, number: u16, words: &str) {
        self.said.insert(item(number), text(words));
        let (item, tags) = (item(number), Vec::new());
        self.ask(by, Ask::Edit { item, tags }).await;
    }

    pub async fn vote(&mut self, by: &str, number: u16, opinion: Opinion) {
        let item = item(number);
        self.ask(by, Ask::Vote { item, opinion }).await;
    }

    pub async fn withdraw(&mut self, by: &str, number: u16) {
        self.ask(by, Ask::Withdraw { item: item(number) }).await;
    }

    /// A trusted member, by a post of their own and everybody's vote for it.
    pub async fn admit(&mut self, who: &str, number: u16, voters: &[&str]) {
        self.post(who, number, text("Здравствуйте, я здесь")).await;
        for voter in voters {
            if self.state.draft(&item(number)).is_some() {
                self.vote(voter, number, Opinion::Support).await;
            }
        }
        assert!(self.state.draft(&item(number)).is_none(), "{who} waits");
    }

    /// Has an entry say this.
    pub fn is_said(&mut self, author: &str, content: Content) {
        self.entry = Some(Said {
            author: author.into(),
            time_ms: self.clock.now_ms() - HOUR_MS,
            content,
        });
    }

    pub async fn ask(&mut self, by: &str, ask: Ask) {
        let by = AccountId::new(by);
        let now_ms = self.clock.now_ms();
        let asked = Command { by, ask };
        let decided = self.state.decide(&asked, now_ms);
        let decided = decided.unwrap_or_else(|refusal| panic!("{asked:?}: {refusal:?}"));
        self.enact(decided).await;
    }

    /// What time brings about.
    pub async fn wait(&mut self, by_ms: i64) {
        self.later(by_ms);
        loop {
            let due = self.state.due(self.clock.now_ms());
            if due.is_empty() {
                return;
            }
            self.enact(due).await;
        }
    }

    async fn enact(&mut self, decided: Vec<Fact>) {
        let enacted: Vec<Enacted> = decided.into_iter().map(|fact| self.one(fact)).collect();
        let mut step = Step {
            moves: vec![Move {
                consumer: self.desk.to_owned(),
                from: self.row,
                to: self.row + 1,
            }],
            ..Step::default()
        };
        self.row += 1;
        facts::write(&enacted, &mut step).expect("JSON");
        self.store.commit(step).await.expect("committed");
    }

    fn one(&mut self, mut fact: Fact) -> Enacted {
        if let Some(item) = fact.lacks_content() {
            fact.fill(self.said[&item].clone());
        }
        if let secta_rules::What::Public(secta_record::act::Act::Enter(Enter { said, .. })) =
            &mut fact.what
        {
            said.clone_from(&self.entry);
        }
        self.state.apply(&fact).expect("lawful");
        let record = fact.act().is_some().then(|| self.sign(&fact));
        let place = self.place;
        self.place += 1;
        Enacted {
            community: self.id(),
            place,
            fact,
            record,
        }
    }

    fn sign(&mut self, fact: &Fact) -> Record {
        let act = fact.act().expect("public");
        let references = act.references().into_iter().map(Reference);
        let body = Body::new(act.to_body().expect("a body")).expect("a body");
        let draft = Draft {
            author: fact.author.as_str().to_owned(),
            time_ms: fact.time_ms.unsigned_abs(),
            references: references.collect(),
            evidence: Some(Evidence {
                room: "!stream:x".to_owned(),
                event_id: format!("$event{}", self.place),
                origin: "x".to_owned(),
                extra: serde_json::Map::new(),
            }),
            ..Draft::new(self.community, act.kind(), body)
        };
        let record = draft.sign(&self.node, self.head).expect("signed");
        let record = record.into_record();
        self.community.get_or_insert(record.id());
        self.head = Some(Head::of(&record));
        record
    }

    /// Leaves places out, as if many facts had come and gone.
    pub fn skip(&mut self, places: u64) {
        self.place += places;
    }

    /// The view in a file, and its follower.
    pub fn library(&self, path: &Path) -> (Stacks, Follower) {
        self.library_by(path, SLICE, None)
    }

    /// The same, so many facts at a time, begun from what was folded before.
    pub fn library_by(
        &self,
        path: &Path,
        slice: usize,
        folds: Option<Folds>,
    ) -> (Stacks, Follower) {
        let files = path.with_extension("wiki");
        let stacks = Stacks::open(path, TAG, &files, lemmas()).expect("a view");
        let hands = Hands {
            stacks: stacks.clone(),
            store: Arc::clone(&self.store),
            sealer: Sealer::new(&[7; 32]),
            folds,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            slice,
        };
        (stacks, Follower::with(hands))
    }

    /// A view made anew, row for row.
    pub async fn anew(&self) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pages.db");
        let (stacks, mut follower) = self.library(&path);
        follower.follow_all().await.expect("followed");
        stacks.pages().dump().expect("a view")
    }
}

/// The forms of words, read once.
fn lemmas() -> Arc<dyn Lemmas> {
    static LEMMAS: OnceLock<Arc<Dictionaries>> = OnceLock::new();
    let bundled = || Arc::new(Dictionaries::bundled(|error| panic!("{error}")));
    let lemmas = LEMMAS.get_or_init(bundled);
    Arc::clone(lemmas) as Arc<dyn Lemmas>
}

/// What a view holds, row for row.
pub fn dump(path: &Path) -> Vec<String> {
    let reading = Arc::new(Reading::new(lemmas()));
    let pages = Pages::open(path, TAG, reading).expect("a view");
    pages.dump().expect("a view")
}

pub fn proposal(number: u8) -> ProposalId {
    ProposalId([number; 32])
}
