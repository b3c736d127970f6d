//! Private spaces: who may ask, and what is answered.

use axum::http::StatusCode;
use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::*;
use crate::fake::held;

async fn send(fake: &Arc<Fake>, who: &str, path: &str, entry: &[u8]) -> Got {
    let secret = fake.session(who);
    let bearer = format!("Bearer {secret}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let entry = BASE64_STANDARD.encode(entry);
    let path = format!("/api/v1{}", fake.at(path));
    let body = format!(r#"{{"entry":"{entry}"}}"#);
    fake.send("POST", &path, &headers, &body).await
}

async fn founded(fake: &Arc<Fake>) -> String {
    let got = send(fake, "@bob:x", "/spaces", b"first").await;
    assert_eq!(got.status, 200, "{}", got.body);
    let space = got.json()["space"].as_str().expect("a space").to_owned();
    format!("/spaces/{space}/entries")
}

#[tokio::test]
async fn what_is_appended_is_read_in_order_some_at_a_time() {
    let (fake, _) = village().await;
    let entries = founded(&fake).await;
    for (entry, place) in [("second", 1), ("third", 2), ("second", 1)] {
        let got = send(&fake, "@ann:x", &entries, entry.as_bytes()).await;
        assert_eq!(got.json()["position"], place, "{}", got.body);
    }
    let secret = fake.session("@ann:x");
    let (mut after, mut all) = (0, Vec::new());
    loop {
        let page = get_as(&fake, &secret, &format!("{entries}?after={after}")).await;
        let page = page.json();
        let some = page["entries"].as_array().expect("entries").clone();
        if some.is_empty() {
            break;
        }
        all.extend(some);
        after = page["next"].as_u64().expect("a place");
    }
    let texts: Vec<Vec<u8>> = all
        .iter()
        .map(|entry| BASE64_STANDARD.decode(entry.as_str().expect("text")))
        .collect::<Result<_, _>>()
        .expect("base64");
    assert_eq!(texts, [&b"first"[..], b"second", b"third"]);
    let mine = get_as(&fake, &fake.session("@bob:x"), "/spaces").await;
    assert_eq!(mine.json()["spaces"][0]["entries"], 3);
    let others = get_as(&fake, &secret, "/spaces").await;
    assert_eq!(others.json()["spaces"], serde_json::json!([]));
}

#[tokio::test]
async fn spaces_are_for_commenters_and_the_trusted_with_a_bearer() {
    let (fake, _) = village().await;
    let entries = founded(&fake).await;
    let before = held(&fake.spaces).clone();
    for path in ["/spaces", entries.as_str()] {
        let got = get(&fake, path).await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED);
        for ghost in ["@eve:x", "@nobody:x"] {
            let got = get_as(&fake, &fake.session(ghost), path).await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{ghost}");
            assert_eq!(got.json()["error"], "rank");
            let got = send(&fake, ghost, path, b"more").await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{ghost}");
        }
        let cookie = format!("secta_session={}", fake.session("@bob:x"));
        let headers = [
            ("cookie", cookie.as_str()),
            ("content-type", "application/json"),
        ];
        let whole = format!("/api/v1{}", fake.at(path));
        let got = fake
            .send("POST", &whole, &headers, r#"{"entry":"AA=="}"#)
            .await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(*held(&fake.spaces), before);
}

#[tokio::test]
async fn each_refusal_has_its_word() {
    let (fake, _) = village().await;
    let entries = founded(&fake).await;
    for (entry, status, word) in [
        ("malformed", 400, "malformed"),
        ("stranger", 403, "no_member"),
        ("stale", 409, "stale"),
        ("full", 413, "full"),
        ("many", 403, "too_many"),
    ] {
        let got = send(&fake, "@bob:x", &entries, entry.as_bytes()).await;
        assert_eq!(got.status.as_u16(), status, "{entry}: {}", got.body);
        assert_eq!(got.json()["error"], word);
    }
    let nowhere = format!("/spaces/{}/entries", "0".repeat(64));
    let got = send(&fake, "@bob:x", &nowhere, b"x").await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    let secret = fake.session("@bob:x");
    let got = get_as(&fake, &secret, &nowhere).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    let got = get_as(&fake, &secret, &format!("{entries}?after=x")).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_entry_of_two_mebibytes_has_room_and_a_larger_one_has_not() {
    let (fake, _) = village().await;
    let entries = founded(&fake).await;
    let got = send(&fake, "@bob:x", &entries, &vec![7; 2 << 20]).await;
    assert_eq!(got.status, 200, "{}", got.body);
    let got = send(&fake, "@bob:x", &entries, &vec![7; 3 << 20]).await;
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
}
