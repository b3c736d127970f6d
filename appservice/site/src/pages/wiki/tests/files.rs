use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use tower::ServiceExt as _;

use super::{Member, get, path, village};
use crate::fake::{Fake, held};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n....";

/// Sends a file by the site's form.
async fn upload(
    member: &Member,
    name: &str,
    bytes: &[u8],
    fields: &[(&str, &str)],
) -> (StatusCode, String, String) {
    let token = member.token().await;
    let mut all = vec![("token", token.as_str())];
    all.extend(fields);
    sent(member, name, bytes, &all).await
}

/// The same with fields as they are.
async fn sent(
    member: &Member,
    name: &str,
    bytes: &[u8],
    fields: &[(&str, &str)],
) -> (StatusCode, String, String) {
    let mut body = Vec::new();
    for (field, value) in fields {
        let head = format!(
            "--frontier\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
        );
        body.extend(head.into_bytes());
    }
    let head = format!(
        "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
    );
    body.extend(head.into_bytes());
    body.extend(bytes);
    body.extend(b"\r\n--frontier--\r\n");
    let request = Request::builder()
        .method("POST")
        .uri(member.fake.at("/wiki-upload"))
        .header("cookie", &member.cookie)
        .header("content-type", "multipart/form-data; boundary=frontier")
        .body(Body::from(body))
        .expect("a request");
    let response = member
        .fake
        .site()
        .oneshot(request)
        .await
        .expect("an answer");
    let status = response.status();
    let to = response.headers().get("location");
    let to = to
        .map(|to| to.to_str().expect("text").to_owned())
        .unwrap_or_default();
    let body = to_bytes(response.into_body(), 1 << 20)
        .await
        .expect("a body");
    (status, to, String::from_utf8(body.to_vec()).expect("text"))
}

async fn bytes(fake: &Arc<Fake>, path: &str) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
    let request = Request::builder()
        .uri(path)
        .body(Body::empty())
        .expect("a request");
    let response = fake.site().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("a body");
    (parts.status, parts.headers, body.to_vec())
}

fn address(body: &str) -> String {
    let (_, after) = body
        .split_once("<a class=\"button\" href=\"")
        .expect("a file");
    after.split('"').next().expect("an address").to_owned()
}

#[tokio::test]
async fn a_picture_is_uploaded_shown_and_given_out_for_ever() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    assert_eq!(bob.at(&fake.at("/wiki-upload")).await.status, 200);
    let fields = [
        ("text", "Мой [[Кот]]"),
        ("comment", "кот"),
        ("title", ""),
        ("parents", ""),
    ];
    let (status, to, body) = upload(&bob, "Кот.png", PNG, &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    assert_eq!(to, path(&fake, "Файл:Кот.png"));
    let page = get(&fake, "Файл:Кот.png", "").await;
    assert!(
        page.body.contains("<figure>") && page.body.contains("image/png"),
        "{}",
        page.body
    );
    let at = address(&page.body);
    let (status, headers, got) = bytes(&fake, &at).await;
    assert_eq!((status, got.as_slice()), (StatusCode::OK, PNG));
    assert_eq!(headers["content-type"], "image/png");
    assert!(
        headers["cache-control"]
            .to_str()
            .expect("text")
            .contains("immutable")
    );
    assert!(
        headers["content-security-policy"]
            .to_str()
            .expect("text")
            .contains("sandbox")
    );
    // A page that shows it loads it from here, and an edit of its words keeps it.
    fake.page("@ann:x", "Дюна", "![[Кот.png]]");
    let dune = get(&fake, "Дюна", "").await;
    assert!(
        dune.body.contains(&format!("src=\"{at}\"")),
        "{}",
        dune.body
    );
    let saved = bob.edit("Файл:Кот.png", "Другие слова").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = get(&fake, "Файл:Кот.png", "").await;
    assert!(page.body.contains("Другие слова") && address(&page.body) == at);
    let files = fake.get(&fake.at("/wiki-files"), &[]).await;
    assert!(files.body.contains("Файл:Кот.png"));
}

#[tokio::test]
async fn what_runs_is_never_shown_in_place() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    for name in ["зло.svg", "зло.html", "зло.png"] {
        let (status, _, body) = upload(&bob, name, svg, &[]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
        let page = get(&fake, &format!("Файл:{name}"), "").await;
        assert!(!page.body.contains("<figure>"), "{}", page.body);
        let (_, headers, _) = bytes(&fake, &address(&page.body)).await;
        assert_eq!(headers["content-type"], "application/octet-stream");
        let disposition = headers["content-disposition"].to_str().expect("text");
        assert!(disposition.starts_with("attachment"), "{disposition}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
    }
}

#[tokio::test]
async fn a_new_version_follows_the_one_that_was_seen() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    upload(&bob, "Кот.png", PNG, &[]).await;
    let other = [PNG, b"2"].concat();
    let (status, _, body) = upload(&bob, "Кот.png", &other, &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("уже есть"), "{body}");
    let form = bob.get("Файл:Кот.png", "?upload").await;
    let parents = super::value(&form.body, "parents");
    let fields = [("title", "Файл:Кот.png"), ("parents", parents.as_str())];
    let (status, _, body) = upload(&bob, "иначе.png", &other, &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    let page = get(&fake, "Файл:Кот.png", "").await;
    let versions = page.body.split("id=\"versions\"").nth(1).expect("versions");
    assert_eq!(versions.matches("/wiki-file/").count(), 2, "{versions}");
}

#[tokio::test]
async fn what_is_no_file_is_refused_and_the_words_stay() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let words = [("text", "мои слова")];
    let large = vec![b'x'; 10 * 1024 * 1024 + 1];
    for (name, bytes, said) in [
        ("a.txt", &b""[..], "не выбран"),
        ("a.txt", &large, "больше 10 МБ"),
        ("a[b].txt", b"x", "нельзя писать"),
    ] {
        let (status, _, body) = upload(&bob, name, bytes, &words).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(body.contains(said) && body.contains("мои слова"), "{body}");
    }
    fake.post("@eve:x", "ждёт");
    let (status, _, body) = upload(&Member::of(&fake, "@eve:x"), "a.txt", b"x", &words).await;
    assert!(
        status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("ранг"),
        "{body}"
    );
    assert!(held(&fake.wiki).files.is_empty() && held(&fake.filed).is_empty());
    for nothing in [
        "/wiki-file/x/a",
        &format!("/wiki-file/{}/a", "0".repeat(64)),
    ] {
        let got = fake.get(&fake.at(nothing), &[]).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn a_file_that_is_sent_twice_by_one_form_is_given_once() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let token = bob.token().await;
    let fields = [("token", token.as_str()), ("text", "План дома")];
    let first = sent(&bob, "план.png", PNG, &fields).await;
    let again = sent(&bob, "план.png", PNG, &fields).await;
    assert_eq!(first.0, StatusCode::SEE_OTHER, "{}", first.2);
    assert_eq!((again.0, &again.1), (first.0, &first.1), "{}", again.2);
    assert_eq!(held(&fake.wiki).revisions.len(), 1);
    let (status, _, page) = upload(&bob, "план.png", PNG, &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("с таким названием уже есть"), "{page}");
}
