//! Nodes that witness one another over HTTP.

use std::{fs, path::Path, time::Duration};

use aws_lc_rs::digest::{SHA256, digest};
use reqwest::{Client, StatusCode, header::CONTENT_TYPE};
use secta_bot_chronicle::log::{
    Hash, LogKey, LogSigner, ReadOnly, SignedCheckpoint, Source, WitnessKey, conflict_size,
};
use secta_record::RecordId;
use tempfile::TempDir;
use tokio::time::timeout;

use crate::chronicle::{
    Logs, LogsError,
    annals::{Annals, at, keys, logs, port, serve, witness},
    asking::{AskFault, Asker},
    witnessing,
};

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Whether the log's checkpoint bears a witness's cosignature, and of how many entries it is.
fn cosigned(folder: &Path, node: u8, community: &RecordId, witness: &WitnessKey) -> Option<u64> {
    let source = ReadOnly::open(folder.join("chronicle").join(community.to_string()));
    let bytes = source
        .read("checkpoint")
        .expect("read")
        .expect("it is there");
    let checkpoint = SignedCheckpoint::open(&bytes, &keys(node).log_key(community));
    let checkpoint = checkpoint.expect("the log's");
    let all = checkpoint.cosignatures(std::slice::from_ref(witness));
    (all.expect("right").len() == 1).then(|| checkpoint.size())
}

fn asker(logs: &Logs) -> Asker {
    let witness = logs.witnesses()[0].clone();
    Asker::new(logs.clone(), witness).expect("a client")
}

async fn post(base: &str, body: Vec<u8>) -> (StatusCode, String, Vec<u8>) {
    let url = format!("{base}{}/add-checkpoint", witnessing::PATH);
    let answer = Client::new()
        .post(url)
        .body(body)
        .send()
        .await
        .expect("an answer");
    let kind = answer.headers().get(CONTENT_TYPE).expect("a kind");
    let kind = kind.to_str().expect("text").to_owned();
    (
        answer.status(),
        kind,
        answer.bytes().await.expect("a body").to_vec(),
    )
}

#[tokio::test]
async fn two_nodes_witness_one_another() {
    let (one, two) = (folder(), folder());
    let (mut ours, mut theirs) = (Annals::in_memory().await, Annals::in_memory().await);
    ours.enter(3).await;
    theirs.enter(5).await;
    let ((first, first_base), (second, second_base)) = (port().await, port().await);
    let (first_key, second_key) = (keys(1).witness_key(), keys(2).witness_key());
    let first_logs = logs(
        one.path(),
        1,
        &ours.store,
        vec![at(&second_base, second_key.clone())],
    );
    let second_logs = logs(
        two.path(),
        2,
        &theirs.store,
        vec![at(&first_base, first_key.clone())],
    );
    let log_key = |node: u8, of: &Annals| vec![keys(node).log_key(&of.id())];
    let first_witness = witness(one.path(), 1, log_key(2, &theirs));
    let second_witness = witness(two.path(), 2, log_key(1, &ours));
    let _first = serve(first, Some(&first_logs), Some(first_witness));
    let _second = serve(second, Some(&second_logs), Some(second_witness));
    for (logs, annals) in [(&first_logs, &mut ours), (&second_logs, &mut theirs)] {
        let mut asker = asker(logs);
        for _ in 0..2 {
            logs.catch_up(&annals.id()).await.expect("fine");
            asker.ask(&annals.id()).await.expect("cosigned");
            annals.enter(300).await;
        }
    }
    assert_eq!(cosigned(one.path(), 1, &ours.id(), &second_key), Some(303));
    assert_eq!(cosigned(two.path(), 2, &theirs.id(), &first_key), Some(305));
    let record = ours.entries[7];
    let proof = first_logs
        .prove(&ours.id(), &record)
        .await
        .expect("fine")
        .expect("there");
    let told = (proof.size, proof.witnesses);
    assert_eq!(
        told,
        (303, 1),
        "the cosigned checkpoint goes before the newer one"
    );
    let last = *ours.entries.last().expect("entries");
    let proof = first_logs
        .prove(&ours.id(), &last)
        .await
        .expect("fine")
        .expect("there");
    assert_eq!((proof.size, proof.witnesses), (603, 0));
}

#[tokio::test]
async fn a_log_that_has_forgotten_what_was_cosigned_learns_it_from_the_witness() {
    let (one, two) = (folder(), folder());
    let mut annals = Annals::in_memory().await;
    annals.enter(3).await;
    let (listener, base) = port().await;
    let key = keys(2).witness_key();
    let witnesses = vec![at(&base, key.clone())];
    let _served = serve(
        listener,
        None,
        Some(witness(two.path(), 2, vec![keys(1).log_key(&annals.id())])),
    );
    let logs_of = || logs(one.path(), 1, &annals.store, witnesses.clone());
    let before = logs_of();
    before.catch_up(&annals.id()).await.expect("fine");
    asker(&before).ask(&annals.id()).await.expect("cosigned");
    drop(before);
    fs::remove_dir_all(one.path().join("chronicle")).expect("removed");
    let anew = logs_of();
    anew.catch_up(&annals.id()).await.expect("fine");
    assert_eq!(cosigned(one.path(), 1, &annals.id(), &key), None);
    let asked = anew
        .ask(&annals.id(), &key, None)
        .await
        .expect("fine")
        .expect("a request");
    let (status, kind, answer) = post(&base, asked.body).await;
    assert_eq!(
        (status, kind.as_str()),
        (StatusCode::CONFLICT, "text/x.tlog.size")
    );
    assert_eq!(conflict_size(&answer), Some(3));
    asker(&anew)
        .ask(&annals.id())
        .await
        .expect("cosigned after a conflict");
    assert_eq!(cosigned(one.path(), 1, &annals.id(), &key), Some(3));
}

#[tokio::test]
async fn a_rewound_log_and_a_split_one_are_not_cosigned() {
    let (one, two, split) = (folder(), folder(), folder());
    let mut annals = Annals::in_memory().await;
    annals.enter(5).await;
    let (listener, base) = port().await;
    let key = keys(2).witness_key();
    let log = keys(1).log_key(&annals.id());
    let _served = serve(
        listener,
        None,
        Some(witness(two.path(), 2, vec![log.clone()])),
    );
    let witnesses = || vec![at(&base, key.clone())];
    let honest = logs(one.path(), 1, &annals.store, witnesses());
    honest.catch_up(&annals.id()).await.expect("fine");
    asker(&honest).ask(&annals.id()).await.expect("cosigned");
    let seen = fs::read(state_file(two.path())).expect("it is remembered");

    // The same community with another second entry: longer, but no continuation.
    let mut other = Annals::in_memory().await;
    other.enter(1).await;
    other.enter_text("другая").await;
    let rewound = logs(split.path(), 1, &other.store, witnesses());
    assert_eq!(rewound.catch_up(&other.id()).await.expect("fine"), 2);
    assert_eq!(other.id(), annals.id());
    let refused = asker(&rewound).ask(&other.id()).await;
    assert!(
        matches!(refused, Err(AskFault::Log(LogsError::Prove(_)))),
        "{refused:?}"
    );
    other.enter(7).await;
    rewound.catch_up(&other.id()).await.expect("fine");
    let refused = asker(&rewound).ask(&other.id()).await;
    let Err(AskFault::Refused(status, _)) = refused else {
        panic!("it was cosigned: {refused:?}")
    };
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(cosigned(split.path(), 1, &other.id(), &key), None);
    assert_eq!(fs::read(state_file(two.path())).expect("there"), seen);
}

/// Where a witness remembers the only log that it knows.
fn state_file(folder: &Path) -> std::path::PathBuf {
    let entries = fs::read_dir(folder.join("witness")).expect("a folder");
    let folders = entries.map(|entry| entry.expect("an entry").path());
    let mut folders = folders.filter(|path| path.is_dir() && !path.ends_with(".new"));
    folders.next().expect("it remembers one").join("checkpoint")
}

#[tokio::test]
async fn a_witness_that_was_away_cosigns_when_it_is_back() {
    let (one, two) = (folder(), folder());
    let mut annals = Annals::in_memory().await;
    annals.enter(2).await;
    let (listener, base) = port().await;
    drop(listener);
    let key = keys(2).witness_key();
    let logs = logs(one.path(), 1, &annals.store, vec![at(&base, key.clone())]);
    logs.catch_up(&annals.id())
        .await
        .expect("the log goes on without");
    let away = asker(&logs).ask(&annals.id()).await;
    assert!(matches!(away, Err(AskFault::Away(_))), "{away:?}");
    let mut changes = logs.changes();
    changes.mark_unchanged();
    let asking = tokio::spawn(asker(&logs).resting(Duration::from_millis(1)).run());
    let address = base.strip_prefix("http://").expect("an address");
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .expect("the port");
    let log = keys(1).log_key(&annals.id());
    let _served = serve(listener, None, Some(witness(two.path(), 2, vec![log])));
    let changed = timeout(Duration::from_secs(60), changes.changed()).await;
    changed.expect("it is cosigned").expect("kept");
    assert_eq!(cosigned(one.path(), 1, &annals.id(), &key), Some(2));
    annals.enter(1).await;
    logs.catch_up(&annals.id()).await.expect("fine");
    while cosigned(one.path(), 1, &annals.id(), &key) != Some(3) {
        let changed = timeout(Duration::from_secs(60), changes.changed()).await;
        changed.expect("it is cosigned").expect("kept");
    }
    asking.abort();
}

/// A witness that answers each request with the next of these: a status, and a body.
fn liar(
    listener: tokio::net::TcpListener,
    answers: Vec<(u16, Vec<u8>)>,
) -> tokio::task::JoinHandle<()> {
    let answers = std::sync::Arc::new(std::sync::Mutex::new(answers.into_iter()));
    let answer = async move || {
        let next = answers.lock().expect("a lock").next();
        let (status, body) = next.expect("it is not asked so often");
        let status = StatusCode::from_u16(status).expect("a status");
        (status, [("location", "http://127.0.0.1:1/")], body)
    };
    let path = format!("{}/add-checkpoint", witnessing::PATH);
    let router = axum::Router::new().route(&path, axum::routing::post(answer));
    tokio::spawn(async move {
        let _ = axum::serve(listener, router).await;
    })
}

#[tokio::test]
async fn whatever_a_witness_answers_the_log_stays_as_it_is() {
    let one = folder();
    let mut annals = Annals::in_memory().await;
    annals.enter(3).await;
    let (listener, base) = port().await;
    let key = keys(2).witness_key();
    let logs = logs(one.path(), 1, &annals.store, vec![at(&base, key.clone())]);
    logs.catch_up(&annals.id()).await.expect("fine");
    let path = one.path().join("chronicle").join(annals.id().to_string());
    let checkpoint = || fs::read(path.join("checkpoint")).expect("a checkpoint");
    let before = checkpoint();
    // A right cosignature, but of another witness.
    let asked = logs.ask(&annals.id(), &key, None).await.expect("fine");
    let body = asked.expect("a request").body;
    let log = keys(1).log_key(&annals.id());
    let other = tempfile::tempdir().expect("a folder");
    let (stranger, stranger_base) = port().await;
    let _served = serve(stranger, None, Some(witness(other.path(), 3, vec![log])));
    let (_, _, foreign) = post(&stranger_base, body).await;
    let lying = liar(
        listener,
        vec![
            (200, b"nonsense".to_vec()),
            (200, Vec::new()),
            (200, vec![b'x'; 20_000]),
            (200, foreign),
            (
                200,
                b"\n\n\xe2\x80\x94 n2.example.org/witness AAAA\n".to_vec(),
            ),
            (302, Vec::new()),
            (404, b"who?\x1b[31m\nnext line".to_vec()),
            (409, b"many\n".to_vec()),
            (409, b"2\n".to_vec()),
            (409, b"1\n".to_vec()),
            (409, b"2\n".to_vec()),
            (409, b"99\n".to_vec()),
        ],
    );
    let mut told = Vec::new();
    for _ in 0..10 {
        let fault = asker(&logs).ask(&annals.id()).await;
        told.push(fault.expect_err("nothing was cosigned"));
    }
    for (number, fault) in told.iter().enumerate() {
        let expected = match number {
            0 | 1 | 3 | 4 => matches!(fault, AskFault::Log(LogsError::Append(_))),
            2 => matches!(fault, AskFault::TooLong),
            5 => matches!(fault, AskFault::Refused(StatusCode::FOUND, _)),
            6 => {
                matches!(fault, AskFault::Refused(StatusCode::NOT_FOUND, text) if text == "who?[31m")
            }
            7 => matches!(fault, AskFault::Refused(StatusCode::CONFLICT, _)),
            8 => matches!(fault, AskFault::Conflicts),
            _ => matches!(fault, AskFault::Log(LogsError::Prove(_))),
        };
        assert!(expected, "answer {number}: {fault:?}");
    }
    assert_eq!(checkpoint(), before);
    assert_eq!(logs.catch_up(&annals.id()).await.expect("fine"), 3);
    lying.abort();
}

#[tokio::test]
async fn a_log_that_stands_still_is_cosigned_once_it_is_open() {
    let (one, two) = (folder(), folder());
    let mut annals = Annals::in_memory().await;
    annals.enter(2).await;
    let before = logs(one.path(), 1, &annals.store, Vec::new());
    before.catch_up(&annals.id()).await.expect("fine");
    drop(before);
    let (listener, base) = port().await;
    let key = keys(2).witness_key();
    let log = keys(1).log_key(&annals.id());
    let _served = serve(listener, None, Some(witness(two.path(), 2, vec![log])));
    let logs = logs(one.path(), 1, &annals.store, vec![at(&base, key.clone())]);
    let mut changes = logs.changes();
    let asking = tokio::spawn(asker(&logs).run());
    // The asker looks, and finds no log open.
    tokio::task::yield_now().await;
    logs.catch_up(&annals.id()).await.expect("fine");
    while cosigned(one.path(), 1, &annals.id(), &key) != Some(2) {
        let changed = timeout(Duration::from_secs(60), changes.changed()).await;
        changed.expect("it is cosigned").expect("kept");
    }
    asking.abort();
}

#[tokio::test]
async fn a_witness_says_what_the_protocol_asks_it_to() {
    let (two, community) = (folder(), RecordId([7; 32]));
    let signer: LogSigner = keys(1).log(&community).expect("a name");
    let (listener, base) = port().await;
    let _served = serve(
        listener,
        None,
        Some(witness(two.path(), 2, vec![signer.key()])),
    );
    let root = Hash([7; 32]);
    let checkpoint = |signer: &LogSigner| {
        SignedCheckpoint::sign(signer, 1, root)
            .expect("signed")
            .to_bytes()
    };
    let request = |old: &str, checkpoint: &[u8]| [old.as_bytes(), b"\n", checkpoint].concat();
    let (status, _, _) = post(&base, b"nonsense".to_vec()).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let stranger = keys(3).log(&community).expect("a name");
    let (status, ..) = post(&base, request("old 0\n", &checkpoint(&stranger))).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let thief = LogSigner::new(signer.key().name(), &[9; 32]).expect("a name");
    let (status, ..) = post(&base, request("old 0\n", &checkpoint(&thief))).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, ..) = post(&base, request("old 2\n", &checkpoint(&signer))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, ..) = post(&base, request("old 1\n", &checkpoint(&signer))).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (status, ..) = post(&base, vec![b'x'; 40_000]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        last(&base, &signer.key()).await.is_none(),
        "nothing was cosigned yet"
    );
    let (status, kind, line) = post(&base, request("old 0\n", &checkpoint(&signer))).await;
    assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&line));
    assert!(
        kind.starts_with("text/plain") && line.starts_with("— n2.example.org/witness ".as_bytes())
    );
    let remembered = last(&base, &signer.key()).await.expect("it is shown");
    assert!(remembered.ends_with(&line));
    let url = format!("{base}{}/key", witnessing::PATH);
    let key = reqwest::get(url)
        .await
        .expect("an answer")
        .text()
        .await
        .expect("text");
    assert_eq!(WitnessKey::parse(key.trim_end()), Ok(keys(2).witness_key()));
}

/// What the witness shows of a log, at the path that the protocol names.
async fn last(base: &str, log: &LogKey) -> Option<Vec<u8>> {
    let hash = digest(&SHA256, log.name().as_bytes());
    let origin = secta_record::hex::encode(hash.as_ref());
    let url = format!("{base}{}/{origin}/checkpoint", witnessing::PATH);
    let answer = reqwest::get(url).await.expect("an answer");
    match answer.status() {
        StatusCode::OK => Some(answer.bytes().await.expect("a body").to_vec()),
        StatusCode::NOT_FOUND => None,
        status => panic!("{status}"),
    }
}
