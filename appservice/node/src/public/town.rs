//! A small community as a node stores it, to test with.

use std::sync::Arc;

use secta_record::{
    Body, Draft, Head, RecordId, Reference, Signer,
    act::{AccountId, Content, ItemId, Opinion},
    join_line,
};
use secta_rules::{Ask, Command, Fact, State};
use secta_store::{Move, Step, Store, StoredFact, StoredKept, StoredRecord, memory::Memory};
use serde_json::json;
use tokio::net::TcpListener;
use url::Url;

/// A community with its facts.
pub(crate) struct Town {
    pub(crate) state: State,
    node: Signer,
    head: Option<Head>,
    community: Option<RecordId>,
    facts: Vec<StoredFact>,
}

impl Town {
    /// Founded by Ann, kept by a node; one post is out, and one waits with the words «nobody's business».
    pub(crate) fn of(node: u8, name: &str) -> Self {
        let mut town = Self {
            state: State::new(),
            node: Signer::from_secret(&[node; 32]),
            head: None,
            community: None,
            facts: Vec::new(),
        };
        let found = Ask::Found {
            name: name.to_owned(),
            founder: AccountId::new("@ann:x"),
            policy: json!({}),
        };
        town.ask("@secta:x", found);
        town.post("@ann:x", 1);
        town.post("@bob:x", 2);
        town
    }

    pub(crate) fn id(&self) -> RecordId {
        self.community.expect("it is founded")
    }

    pub(crate) fn post(&mut self, by: &str, item: u8) {
        let (item, tags) = (ItemId([item; 32]), Vec::new());
        self.ask(by, Ask::Post { item, tags });
    }

    pub(crate) fn support(&mut self, by: &str, item: u8) {
        let (item, opinion) = (ItemId([item; 32]), Opinion::Support);
        self.ask(by, Ask::Vote { item, opinion });
    }

    fn ask(&mut self, by: &str, ask: Ask) {
        let by = AccountId::new(by);
        let facts = self.state.decide(&Command { by, ask }, 1_000);
        for fact in facts.expect("allowed") {
            self.state.apply(&fact).expect("lawful");
            self.keep(fact);
        }
    }

    fn keep(&mut self, mut fact: Fact) {
        let words = Content {
            text: "nobody's business".to_owned(),
            ..Content::default()
        };
        fact.fill(words);
        let kept = match fact.act() {
            Some(_) => StoredKept::Record(self.sign(&fact)),
            None => StoredKept::Quiet {
                value: serde_json::to_vec(&fact).expect("JSON"),
            },
        };
        self.facts.push(StoredFact {
            community: self.id().to_string(),
            place: i64::try_from(self.facts.len()).expect("few"),
            item: None,
            kept,
        });
    }

    fn sign(&mut self, fact: &Fact) -> StoredRecord {
        let act = fact.act().expect("public");
        let references = act.references().into_iter().map(Reference);
        let body = Body::new(act.to_body().expect("a body")).expect("a body");
        let draft = Draft {
            author: fact.author.as_str().to_owned(),
            time_ms: fact.time_ms.unsigned_abs(),
            references: references.collect(),
            ..Draft::new(self.community, act.kind(), body)
        };
        let record = draft.sign(&self.node, self.head).expect("signed");
        self.community.get_or_insert(record.id());
        self.head = Some(Head::of(&record));
        StoredRecord {
            id: record.id().to_string(),
            kind: act.kind().to_owned(),
            envelope: record.text().to_owned(),
            signature: record.signature().to_string(),
            body: record.body().map(|body| body.text().to_owned()),
        }
    }

    /// The lines of its export.
    pub(crate) fn export(&self) -> String {
        let records = self.facts.iter().filter_map(StoredFact::record);
        let line = |it: &StoredRecord| join_line(it.body.as_deref(), &it.envelope, &it.signature);
        records.map(|record| line(record) + "\n").collect()
    }
}

/// A store with the communities.
pub(crate) async fn store(towns: &[&Town]) -> Arc<dyn Store> {
    let store = Memory::new("0badcafe");
    let consumer = Move {
        consumer: "desk".to_owned(),
        from: 0,
        to: 1,
    };
    let facts = towns.iter().flat_map(|town| town.facts.clone());
    let step = Step {
        moves: vec![consumer],
        facts: facts.collect(),
        ..Step::default()
    };
    store.commit(step).await.expect("committed");
    Arc::new(store)
}

/// A node that shows the communities of a store; its address.
pub(crate) async fn serve(store: Arc<dyn Store>) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, super::router(store)).await });
    Url::parse(&format!("http://{address}/")).expect("a URL")
}
