//! Files that members send go through the node: pictures are shown, all else is saved, and what waits stays hidden.

use reqwest::{Method, Response, StatusCode, header};
use secta_tests::{browser::View, homeserver::http, member::quote, wait};
use serde_json::{Value, json};

use crate::{
    caller::Caller,
    newcomer::signs_up,
    town::{Citizen, Town, visitor},
};

/// A picture of one transparent dot.
pub const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, 0x49, 0x44, 0x41, 0x54,
    0x78, 0x9c, 0x63, 0, 1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];

/// What would run if a browser showed it.
const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"window.pwned=1\"><script>alert(1)</script></svg>";
const PAGE: &[u8] = b"<!DOCTYPE html><title>x</title><script>window.pwned=1;alert(1)</script>";

/// Uploads a file to the homeserver; gives its `mxc://` address.
pub async fn uploads(town: &Town, citizen: &Citizen, mime: &str, bytes: &[u8]) -> String {
    let homeserver = town.world.homeserver.address().url();
    let request = http().post(format!("{homeserver}/_matrix/media/v3/upload"));
    let request = request.header(header::CONTENT_TYPE, mime);
    let request = request.bearer_auth(citizen.member.token());
    let answer = request.body(bytes.to_vec()).send().await;
    let answer: Value = answer.expect("an answer").json().await.expect("JSON");
    let address = answer["content_uri"].as_str();
    address.expect("an address").to_owned()
}

/// The path of a file on the site.
pub fn path_of(mxc: &str) -> String {
    mxc.replacen("mxc://", "/media/", 1)
}

/// Posts a file with a caption; gives its path on the site.
async fn posts(town: &Town, who: &Citizen, caption: &str, file: (&str, &str, &[u8])) -> String {
    let (name, mime, bytes) = file;
    let mxc = uploads(town, who, mime, bytes).await;
    let kind = if mime.starts_with("image/") {
        "m.image"
    } else {
        "m.file"
    };
    let content = json!({
        "msgtype": kind, "body": format!("!пост {caption}"), "filename": name, "url": mxc,
        "info": { "mimetype": mime, "size": bytes.len() },
    });
    who.member
        .send(&who.porch, "m.room.message", &content)
        .await;
    path_of(&mxc)
}

/// The page of a post.
async fn post_of(town: &Town, home: &str, words: &str) -> String {
    let all = Caller::stranger(town).reads(&format!("{home}/items")).await;
    let mut items = all["items"].as_array().into_iter().flatten();
    let found = items.find(|item| item["words"]["text"] == words);
    let id = found.and_then(|item| item["id"].as_str());
    format!("{home}/p/{}", id.unwrap_or_else(|| panic!("{all}")))
}

/// Asks for a file as whoever has this secret.
async fn asks(town: &Town, method: Method, path: &str, secret: &str) -> Response {
    let request = visitor().request(method, format!("{}{path}", town.site));
    let request = request.header(header::ACCEPT_LANGUAGE, "ru");
    let request = request.header(header::COOKIE, format!("secta_session={secret}"));
    request.send().await.expect("the site answers")
}

#[tokio::test]
async fn pictures_are_shown_and_nothing_else_of_what_members_send_is_opened() {
    let town = Town::start().await;
    let anna = &town.anna;
    let picture = posts(&town, anna, "Мост", ("мост.png", "image/png", PNG)).await;
    let drawn = posts(&town, anna, "Чертёж", ("a.svg", "image/svg+xml", SVG)).await;
    let page = posts(&town, anna, "Страница", ("a.html", "text/html", PAGE)).await;
    let lie = posts(&town, anna, "Обман", ("обман.png", "image/png", PAGE)).await;
    let home = town.home_that_shows("Обман").await;
    shown(&town, &home, &picture).await;
    for file in [&drawn, &page, &lie] {
        saved(&town, file).await;
    }
    too_large(&town).await;
    no_addresses(&town).await;
    taken_back(&town, &picture).await;
}

/// The picture is on the page and is handed on as it is.
async fn shown(town: &Town, home: &str, picture: &str) {
    let answer = asks(town, Method::GET, picture, "").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let headers = answer.headers().clone();
    assert_eq!(headers["content-type"], "image/png");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(!headers.contains_key("content-disposition"));
    assert_eq!(answer.bytes().await.expect("bytes"), PNG);
    let head = asks(town, Method::HEAD, picture, "").await;
    assert_eq!(head.status(), StatusCode::OK);
    assert_eq!(head.headers()["content-type"], "image/png");
    assert_eq!(head.headers()["content-length"], PNG.len().to_string());
    assert!(head.bytes().await.expect("nothing").is_empty());

    let tab = town.tab(&View::desk()).await;
    tab.go(&post_of(town, home, "Мост").await).await;
    let script = "const i = document.querySelector('.post img[src^=\"/media/\"]'); i.loading = 'eager';\
        return i.complete && i.naturalWidth === 1";
    tab.until("the picture", async || {
        (tab.script(script, json!([])).await == true).then_some(())
    })
    .await;
    assert_eq!(tab.complaints().await, [""; 0]);
    // A drawing may hold scripts: it is a link.
    tab.go(&post_of(town, home, "Чертёж").await).await;
    assert_eq!(tab.count(".post img[src^='/media/']").await, 0);
    tab.assert_shows(&["a.svg"]).await;
    assert_eq!(tab.dialog().await, None);
}

/// A file is saved under its name, and would run nowhere.
async fn saved(town: &Town, file: &str) {
    let answer = asks(town, Method::GET, file, "").await;
    let headers = answer.headers();
    assert_eq!(answer.status(), StatusCode::OK, "{file}");
    assert_eq!(headers["content-type"], "application/octet-stream");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    let policy = headers["content-security-policy"].to_str().expect("text");
    assert!(
        policy.contains("sandbox") && policy.contains("'none'"),
        "{policy}"
    );
    let way = headers["content-disposition"].to_str().expect("text");
    assert!(way.starts_with("attachment; filename*="), "{way}");
}

/// What is too large for the site is said to be so.
async fn too_large(town: &Town) {
    let mut bytes = vec![0; 33 * 1024 * 1024];
    bytes[..PNG.len()].copy_from_slice(PNG);
    let file = ("снимок.png", "image/png", bytes.as_slice());
    let path = posts(town, &town.anna, "Снимок", file).await;
    town.home_that_shows("Снимок").await;
    let answer = asks(town, Method::GET, &path, "").await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let told = answer.text().await.expect("a page");
    assert!(told.contains("больше 32 МБ"), "{told}");
}

/// Only what was published has an address.
async fn no_addresses(town: &Town) {
    let unsaid = path_of(&uploads(town, &town.anna, "image/png", PNG).await);
    let caller = Caller::signs_in(town, &town.anna).await;
    for path in [
        unsaid.as_str(),
        "/media/secta.test/nothing",
        "/media/elsewhere.example/abc",
        "/media/secta.test/..%2f..%2fv3%2fsync",
        "/media/%2e%2e/abc",
    ] {
        for secret in ["", caller.secret()] {
            let answer = asks(town, Method::GET, path, secret).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}

/// What its author takes back is gone with its picture.
async fn taken_back(town: &Town, picture: &str) {
    let anna = &town.anna;
    let said = anna.hears(&anna.stream, "Мост").await;
    anna.replies(&anna.stream, said.id(), "!отозвать").await;
    wait::until("the picture to be gone", wait::SOON, async || {
        let status = asks(town, Method::GET, picture, "").await.status();
        (status == StatusCode::NOT_FOUND).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_picture_that_waits_is_nowhere_but_for_the_trusted_and_its_author() {
    let town = Town::start().await;
    let zoe = Citizen::comes(&town.world, "zoe").await;
    let clara = Citizen::comes(&town.world, "clara").await;
    let picture = posts(&town, &zoe, "Тайный мост", ("t.png", "image/png", PNG)).await;
    town.anna.hears(&town.anna.twilight, "Тайный мост").await;
    let tab = town.tab(&View::phone()).await;
    signs_up(&tab, "Призрак").await;
    let native = tab.cookie("secta_session").await.expect("a session").value;
    let other = Caller::signs_in(&town, &clara).await;
    let never = "/media/secta.test/neverwasneverwasneverwas";
    for secret in ["", native.as_str(), other.secret(), "chosen"] {
        for method in [Method::GET, Method::HEAD] {
            let found = bare(
                asks(&town, method.clone(), &picture, secret).await,
                &picture,
            );
            let missing = bare(asks(&town, method, never, secret).await, never);
            assert_eq!(found.await, missing.await, "told from what never was");
        }
    }
    for citizen in [&town.anna, &zoe] {
        let caller = Caller::signs_in(&town, citizen).await;
        let answer = asks(&town, Method::GET, &picture, caller.secret()).await;
        assert_eq!(
            answer.status(),
            StatusCode::OK,
            "{}",
            citizen.member.user_id()
        );
        let kept = answer.headers()["cache-control"].to_str().expect("text");
        assert!(kept.starts_with("private"), "{kept}");
        assert_eq!(answer.bytes().await.expect("bytes"), PNG);
    }
}

/// A status and a page without its own address, and without what is drawn anew each time.
async fn bare(answer: Response, path: &str) -> (u16, String) {
    let status = answer.status().as_u16();
    let mut page = answer.text().await.expect("a text");
    for name in [path, &quote(path)] {
        page = page.replace(name, "");
    }
    let mut parts = page.split("name=\"token\" value=\"");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        rest.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    (status, rest)
}
