//! Logs as anybody reads them over HTTP.

use reqwest::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};
use secta_bot_chronicle::log::{LogKey, Policy, verify};

use crate::chronicle::{
    annals::{Annals, keys, logs, port, serve},
    find, routes,
};

/// What a server answers: status, kind, how long it is kept, bytes.
async fn get(url: &str) -> (StatusCode, String, String, Vec<u8>) {
    let answer = reqwest::get(url).await.expect("an answer");
    let header = |name| {
        let value = answer.headers().get(name);
        value.map_or_else(String::new, |value| {
            value.to_str().expect("text").to_owned()
        })
    };
    let (kind, keep) = (header(CONTENT_TYPE), header(CACHE_CONTROL));
    let status = answer.status();
    (
        status,
        kind,
        keep,
        answer.bytes().await.expect("a body").to_vec(),
    )
}

#[tokio::test]
async fn a_served_log_is_read_checked_and_cached() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut annals = Annals::in_memory().await;
    annals.enter(300).await;
    logs(folder.path(), 1, &annals.store, Vec::new())
        .catch_up(&annals.id())
        .await
        .expect("fine");
    // Served by a process that does not write it.
    let reading = logs(folder.path(), 1, &annals.store, Vec::new());
    let (listener, base) = port().await;
    let _served = serve(listener, Some(&reading), None);
    let root = format!("{base}{}", routes::path(&annals.id()));
    let (status, kind, keep, checkpoint) = get(&format!("{root}/checkpoint")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        kind.starts_with("text/plain") && keep == "no-cache",
        "{kind} {keep}"
    );
    let origin = format!("n1.example.org/chronicle/{}\n300\n", annals.id());
    assert!(checkpoint.starts_with(origin.as_bytes()));
    for (path, length) in [
        ("tile/0/000", 8192),
        ("tile/0/001.p/44", 1408),
        ("tile/1/000.p/1", 32),
    ] {
        let (status, kind, keep, bytes) = get(&format!("{root}/{path}")).await;
        assert_eq!((status, bytes.len()), (StatusCode::OK, length), "{path}");
        assert_eq!(kind, "application/octet-stream");
        assert!(keep.contains("immutable"), "{keep}");
    }
    let (status, _, _, bundle) = get(&format!("{root}/tile/entries/001.p/44")).await;
    let last = find::entry(&annals.stored(annals.entries[299]).await);
    assert!(status.is_success() && bundle.ends_with(last.as_bytes()));
    let (_, kind, _, key) = get(&format!("{root}/key")).await;
    let key = LogKey::parse(String::from_utf8(key).expect("text").trim_end()).expect("a key");
    assert!(kind.starts_with("text/plain") && key == keys(1).log_key(&annals.id()));
    let (_, kind, _, proof) = get(&format!("{root}/proof/{}", annals.entries[299])).await;
    let proven = verify(last.as_bytes(), &proof, &key, &Policy::none()).expect("it holds");
    assert!(kind.starts_with("text/plain") && proven.index == 299);
}

#[tokio::test]
async fn hostile_paths_and_strangers_are_not_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut annals = Annals::in_memory().await;
    annals.enter(3).await;
    let other = annals.record_other().await;
    let logs = logs(folder.path(), 1, &annals.store, Vec::new());
    logs.catch_up(&annals.id()).await.expect("fine");
    std::fs::write(folder.path().join("secret"), "hush").expect("a file");
    let (listener, base) = port().await;
    let _served = serve(listener, Some(&logs), None);
    let (id, stranger) = (annals.id(), "ab".repeat(32));
    let root = format!("{base}{}", routes::path(&id));
    let upper = id.to_string().to_uppercase();
    for path in [
        format!("{root}/tile/0/000"),
        format!("{root}/tile/0/000.p/4"),
        format!("{root}/tile/0/000.p/0"),
        format!("{root}/tile/0/000.p/03"),
        format!("{root}/tile/0/0"),
        format!("{root}/tile/64/000.p/3"),
        format!("{root}/tile/entries/x001/000"),
        format!("{root}/tile/..%2f..%2f..%2fsecret"),
        format!("{root}/tile/%2e%2e/%2e%2e/%2e%2e/secret"),
        format!("{root}/tile/0/000.p/3%00"),
        format!("{root}/tile/%ff%fe"),
        format!("{root}/cosigned"),
        format!("{root}/.lock"),
        format!("{root}/proof/{other}"),
        format!("{root}/proof/{stranger}"),
        format!("{root}/proof/nothing"),
        format!("{root}/proof/..%2f..%2fsecret"),
        format!("{base}/_secta/v1/communities/{stranger}/log/checkpoint"),
        format!("{base}/_secta/v1/communities/{stranger}/log/key"),
        format!("{base}/_secta/v1/communities/{upper}/log/checkpoint"),
        format!("{base}/_secta/v1/communities/..%2fchronicle%2f{id}/log/checkpoint"),
        format!(
            "{base}/_secta/v1/communities/{stranger}/log/proof/{}",
            annals.entries[0]
        ),
    ] {
        let (status, _, _, bytes) = get(&path).await;
        let found = String::from_utf8_lossy(&bytes).into_owned();
        assert!(
            matches!(status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST),
            "{path}: {status}"
        );
        assert!(!found.contains("hush"), "{path}");
    }
    let (status, ..) = get(&format!("{root}/tile/0/000.p/3")).await;
    assert_eq!(status, StatusCode::OK, "the log itself is there");
}
