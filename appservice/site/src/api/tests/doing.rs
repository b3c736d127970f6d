use std::sync::Arc;

use axum::http::StatusCode;
use secta_bot_kit::web::Deed;

use super::village;
use crate::fake::{CODE, Fake, Got, PHRASE, held};

async fn done(fake: &Arc<Fake>, headers: &[(&str, &str)], body: &str) -> Got {
    let path = format!("/api/v1{}", fake.at("/do"));
    let mut all = vec![("content-type", "application/json")];
    all.extend(headers);
    fake.send("POST", &path, &all, body).await
}

async fn posted(fake: &Arc<Fake>, path: &str, body: &str) -> Got {
    let json = [("content-type", "application/json")];
    fake.send("POST", path, &json, body).await
}

#[tokio::test]
async fn a_deed_with_the_same_key_is_done_once() {
    let (fake, post) = village().await;
    let (ann, bob) = (fake.session("@ann:x"), fake.session("@bob:x"));
    let deed = format!(r#"{{"deed":"vote","item":"{post}","opinion":"useful"}}"#);
    let as_bob = format!("Bearer {bob}");
    let headers = [
        ("authorization", as_bob.as_str()),
        ("idempotency-key", "k1"),
    ];
    let first = done(&fake, &headers, &deed).await;
    assert_eq!(first.status, 200, "{}", first.body);
    assert_eq!(first.json()["plain"], "done as number 1");
    let again = done(&fake, &headers, &deed).await;
    assert_eq!(again.json(), first.json());
    // The same key of somebody else is another deed.
    let as_ann = format!("Bearer {ann}");
    let headers = [
        ("authorization", as_ann.as_str()),
        ("idempotency-key", "k1"),
    ];
    let other = done(&fake, &headers, &deed).await;
    assert_eq!(other.json()["plain"], "done as number 2");
    let filed = held(&fake.filed);
    let by: Vec<&str> = filed.values().map(|(form, _)| form.by.as_str()).collect();
    assert!(by.contains(&"@ann:x") && by.contains(&"@bob:x"));
    let kinds = filed.values().map(|(form, _)| &form.deed);
    assert!(
        kinds
            .into_iter()
            .all(|deed| matches!(deed, Deed::Vote { .. }))
    );
}

#[tokio::test]
async fn nothing_is_done_without_a_bearer_or_a_key() {
    let (fake, _) = village().await;
    let bob = fake.session("@bob:x");
    let deed = r#"{"deed":"post","text":"чай"}"#;
    let cookie = format!("secta_session={bob}");
    let bearer = format!("Bearer {bob}");
    for (headers, status) in [
        (vec![("idempotency-key", "k")], StatusCode::UNAUTHORIZED),
        (
            vec![("idempotency-key", "k"), ("cookie", cookie.as_str())],
            StatusCode::UNAUTHORIZED,
        ),
        (
            vec![("idempotency-key", "k"), ("authorization", "Basic eDp5")],
            StatusCode::UNAUTHORIZED,
        ),
        (
            vec![("authorization", bearer.as_str())],
            StatusCode::BAD_REQUEST,
        ),
        (
            vec![
                ("authorization", bearer.as_str()),
                ("idempotency-key", "a b"),
            ],
            StatusCode::BAD_REQUEST,
        ),
    ] {
        let got = done(&fake, &headers, deed).await;
        assert_eq!(got.status, status, "{headers:?}");
    }
    assert!(held(&fake.filed).is_empty());
}

#[tokio::test]
async fn what_is_no_deed_of_a_member_is_refused() {
    let (fake, _) = village().await;
    let bearer = format!("Bearer {}", fake.session("@bob:x"));
    let headers = [("authorization", bearer.as_str()), ("idempotency-key", "k")];
    for body in [
        "",
        "{",
        "[]",
        r#"{"deed":"code","code":"1","valid_ms":1}"#,
        r#"{"deed":"arrive","name":"x"}"#,
        r#"{"deed":"vote","item":"nonsense","opinion":"support"}"#,
        r#"{"deed":"post"}"#,
    ] {
        let got = done(&fake, &headers, body).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(got.json()["error"], "malformed");
    }
    let large = format!(r#"{{"deed":"post","text":"{}"}}"#, "x".repeat(300_000));
    let got = done(&fake, &headers, &large).await;
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(got.json()["error"], "too_large");
    assert!(held(&fake.filed).is_empty());
}

#[tokio::test]
async fn a_program_signs_in_with_a_code_and_out_again() {
    let (fake, _) = village().await;
    let attempt = posted(&fake, "/api/v1/sign-in", r#"{"user":"@bob:x"}"#).await;
    let attempt = attempt.json()["attempt"].as_str().expect("one").to_owned();
    let code = |code: &str| format!(r#"{{"attempt":"{attempt}","code":"{code}"}}"#);
    let wrong = posted(&fake, "/api/v1/sign-in/code", &code("0000")).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    let right = posted(&fake, "/api/v1/sign-in/code", &code(CODE)).await;
    let secret = right.json()["secret"].as_str().expect("one").to_owned();
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str())];
    let me = fake.get("/api/v1/session", &headers).await;
    assert_eq!(me.json()["account"], "@bob:x");
    let end = fake.send("DELETE", "/api/v1/session", &headers, "").await;
    assert_eq!(end.status, 200);
    let gone = fake.get("/api/v1/session", &headers).await;
    assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_phrase_opens_a_session_and_haste_is_told_to_wait() {
    let (fake, _) = village().await;
    let body = format!(r#"{{"phrase":"{PHRASE}"}}"#);
    let got = posted(&fake, "/api/v1/sign-in/phrase", &body).await;
    assert!(got.json()["secret"].is_string());
    let got = posted(&fake, "/api/v1/sign-in", r#"{"user":"@flood:x"}"#).await;
    assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(got.header("retry-after"), "60");
    let nowhere = r#"{"user":"@bob:x","community":"0000000000000000"}"#;
    let got = posted(&fake, "/api/v1/sign-in", nowhere).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
}
