//! A community that enters things into its chronicle, to test with.

use std::{path::Path, sync::Arc};

use secta_bot_chronicle::log::{LogKey, WitnessKey};
use secta_record::{Body, Draft, Head, Record, RecordId, Signer};
use secta_store::{Move, Step, Store, StoredFact, StoredKept, StoredRecord, memory::Memory};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{ENTER, Logs, Witnessing, keys::Keys, routes, witnessing};
use crate::{clock::Clock, config::WitnessAt, seal::Sealer};

/// A community in a store.
pub(crate) struct Annals {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) entries: Vec<RecordId>,
    node: Signer,
    head: Option<Head>,
    community: Option<RecordId>,
    place: i64,
}

impl Annals {
    /// Founded under a name, with nothing entered yet.
    pub(crate) async fn begin(store: Arc<dyn Store>, name: &str) -> Self {
        let mut annals = Self {
            store,
            entries: Vec::new(),
            node: Signer::from_secret(&[5; 32]),
            head: None,
            community: None,
            place: 0,
        };
        annals.write(vec![("found", json!({ "name": name }))]).await;
        annals
    }

    /// In memory.
    pub(crate) async fn in_memory() -> Self {
        Self::begin(Arc::new(Memory::new("0badcafe")), "Поляна").await
    }

    pub(crate) fn id(&self) -> RecordId {
        self.community.expect("it is founded")
    }

    /// Enters so many things in one step; before each stands a record of another kind.
    pub(crate) async fn enter(&mut self, count: usize) {
        let from = self.entries.len();
        let acts = (from..from + count).flat_map(|number| {
            let text = format!("запись {number}");
            [("other", json!({})), (ENTER, said(&text))]
        });
        self.write(acts.collect()).await;
    }

    /// Enters a text.
    pub(crate) async fn enter_text(&mut self, text: &str) -> RecordId {
        self.write(vec![(ENTER, said(text))]).await;
        *self.entries.last().expect("it was entered")
    }

    /// Records something that is no entry.
    pub(crate) async fn record_other(&mut self) -> RecordId {
        self.write(vec![("other", json!({}))]).await;
        self.head.expect("it was recorded").id
    }

    /// Takes the words of a record back.
    pub(crate) async fn withhold(&mut self, record: RecordId) {
        let step = Step {
            withheld: vec![(self.id().to_string(), record.to_string())],
            ..self.step().await
        };
        self.store.commit(step).await.expect("committed");
    }

    /// The record as a line of the export.
    pub(crate) async fn line(&self, record: RecordId) -> String {
        let stored = self.stored(record).await;
        let body = stored.body.as_deref();
        secta_record::join_line(body, &stored.envelope, &stored.signature)
    }

    pub(crate) async fn stored(&self, record: RecordId) -> StoredRecord {
        let (community, id) = (self.id().to_string(), record.to_string());
        let found = self.store.record(&community, &id).await.expect("read");
        found.expect("it is there")
    }

    async fn write(&mut self, acts: Vec<(&str, Value)>) {
        let step = self.step().await;
        let mut facts = Vec::new();
        for (kind, body) in acts {
            let record = self.sign(kind, body);
            let (id, community) = (record.id(), self.id().to_string());
            if kind == ENTER {
                self.entries.push(id);
            }
            facts.push(StoredFact {
                community,
                place: self.place,
                item: Some(id.to_string()),
                kept: StoredKept::Record(stored(kind, &record)),
            });
            self.place += 1;
        }
        let step = Step { facts, ..step };
        self.store.commit(step).await.expect("committed");
    }

    fn sign(&mut self, kind: &str, body: Value) -> Record {
        let draft = Draft {
            author: "@anna:example.org".to_owned(),
            time_ms: 1_780_315_200_000 + self.place.unsigned_abs() * 1_000,
            ..Draft::new(self.community, kind, Body::new(body).expect("a body"))
        };
        let signed = draft.sign(&self.node, self.head).expect("a record");
        self.community.get_or_insert(signed.id());
        self.head = Some(Head::of(&signed));
        signed.into_record()
    }

    async fn step(&self) -> Step {
        let positions = self.store.positions(&["desk"]).await.expect("positions");
        let from = positions.get("desk").copied().unwrap_or(0);
        let moved = Move {
            consumer: "desk".to_owned(),
            from,
            to: from + 1,
        };
        Step {
            moves: vec![moved],
            ..Step::default()
        }
    }
}

fn said(text: &str) -> Value {
    json!({ "said": { "author": "@bob:example.org", "time_ms": 1_780_315_199_000_i64, "content": { "text": text } } })
}

fn stored(kind: &str, record: &Record) -> StoredRecord {
    StoredRecord {
        id: record.id().to_string(),
        kind: kind.to_owned(),
        envelope: record.text().to_owned(),
        signature: record.signature().to_string(),
        body: record.body().map(|body| body.text().to_owned()),
    }
}

/// A clock that stands still.
pub(crate) struct Still;

impl Clock for Still {
    fn now_ms(&self) -> i64 {
        1_780_315_300_000
    }
}

/// A node's keys.
pub(crate) fn keys(node: u8) -> Keys {
    let server = format!("n{node}.example.org");
    Keys::new(&server, Sealer::new(&[node; 32])).expect("a name")
}

/// The logs of a node in a folder.
pub(crate) fn logs(
    folder: &Path,
    node: u8,
    store: &Arc<dyn Store>,
    witnesses: Vec<WitnessAt>,
) -> Logs {
    let folder = folder.join("chronicle");
    Logs::new(folder, Arc::clone(store), keys(node), witnesses)
}

/// A node as a witness of these logs, in a folder.
pub(crate) fn witness(folder: &Path, node: u8, of: Vec<LogKey>) -> Witnessing {
    Witnessing::new(folder.join("witness"), keys(node), of, Arc::new(Still))
}

/// Where a witness is asked.
pub(crate) fn at(base: &str, key: WitnessKey) -> WitnessAt {
    WitnessAt {
        url: format!("{base}{}", witnessing::PATH),
        key,
    }
}

/// A port that nobody else has while it is held.
pub(crate) async fn port() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, base)
}

/// Serves a node's logs and its witness until it is dropped.
pub(crate) fn serve(
    listener: TcpListener,
    logs: Option<&Logs>,
    witness: Option<Witnessing>,
) -> Served {
    let mut router = axum::Router::new();
    if let Some(logs) = logs {
        router = router.merge(routes::router(logs.shown().clone()));
    }
    if let Some(witness) = witness {
        router = router.merge(witnessing::router(witness));
    }
    Served(tokio::spawn(async move {
        let _ = axum::serve(listener, router).await;
    }))
}

/// A server that ends when this is dropped.
pub(crate) struct Served(tokio::task::JoinHandle<()>);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.abort();
    }
}
