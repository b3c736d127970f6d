//! The harness tried on pages that are known.

use axum::{Router, extract::RawQuery, http::HeaderMap, response::Html, routing::get};
use serde_json::json;

use super::*;
use crate::{process, wait};

const FIRST: &str = r#"<!DOCTYPE html><html lang="ru"><head><title>Первая</title><link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,"></head><body><p id="scripts">без скриптов</p><script>
document.getElementById("scripts").textContent = "со скриптами"; console.error("жалоба");</script>
<p id="dark">светло</p><article><h2>Один</h2><a href="/said?name=one">Ответить</a></article>
<article><h2>Два</h2><a href="/said?name=two">Ответить</a></article>
<details><summary>Свернуть</summary><p>внутри</p></details>
<form method="post" action="/said"><label for="a">Ваше имя</label><input id="a" name="name"><button>Отправить</button></form>
<p hidden>не видно</p><div style="width:500px">широко</div></body></html>"#;

async fn said(headers: HeaderMap, RawQuery(query): RawQuery, body: String) -> Html<String> {
    let lang = headers["accept-language"].to_str().unwrap_or_default();
    let form = query.unwrap_or(body);
    let mut form = url::form_urlencoded::parse(form.as_bytes());
    let name = form.next().map(|(_, name)| name.into_owned());
    Html(format!(
        "<p>Вы сказали {} ({lang})</p>",
        name.unwrap_or_default()
    ))
}

/// A site of two pages; tells its address.
async fn site() -> String {
    let router = Router::new()
        .route("/", get(|| async { Html(FIRST) }))
        .route(
            "/style.css",
            get(|| async { ([("content-type", "text/css")], "p { margin: 0 }") }),
        )
        .route("/said", get(said).post(said));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://localhost:{port}")
}

#[tokio::test]
async fn a_page_is_read_filled_in_and_followed_without_scripts() {
    let (browser, site) = (Browser::start().await, site().await);
    let tab = browser.open(&site, &View::phone()).await;
    tab.go("/").await;
    tab.assert_shows(&["без скриптов", "Один"]).await;
    assert!(!tab.shows("не видно").await && !tab.shows("внутри").await);
    let asked: Vec<String> = tab
        .requests()
        .await
        .iter()
        .map(|asked| format!("{} {}", asked.kind, asked.status))
        .collect();
    assert_eq!(asked, ["Document 200", "Stylesheet 200"]);
    assert!(tab.requests().await.is_empty());
    let size = tab
        .script("return [innerWidth, innerHeight]", json!([]))
        .await;
    assert_eq!(size, json!([360, 780]));
    assert!(
        tab.too_wide()
            .await
            .is_some_and(|told| told.contains("широко"))
    );
    tab.click("Свернуть").await;
    tab.assert_shows(&["внутри"]).await;
    tab.follow_beside("Два", "Ответить").await;
    tab.assert_shows(&["Вы сказали two"]).await;
    assert_eq!(tab.at().await, "/said?name=two");
    tab.go("/").await;
    tab.fill("Ваше имя", "Анна 🦉").await;
    assert_eq!(tab.filled("name").await, "Анна 🦉");
    tab.fill("Ваше имя", "Анна").await;
    tab.follow("Отправить").await;
    tab.assert_shows(&["Вы сказали Анна (ru"]).await;
    assert_eq!(tab.dialog().await, None);
}

#[tokio::test]
async fn a_page_with_scripts_runs_them_and_its_complaints_are_heard() {
    let (browser, site) = (Browser::start().await, site().await);
    let view = View::desk().in_language("en");
    let tab = browser.open(&site, &view).await;
    tab.go("/").await;
    tab.assert_shows(&["со скриптами"]).await;
    let complaints = tab.complaints().await;
    assert!(
        complaints.len() == 1 && complaints[0].contains("жалоба"),
        "{complaints:?}"
    );
    assert_eq!(tab.too_wide().await, None);
    let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
    assert_eq!(tab.script(dark, json!([])).await, json!(false));
    tab.darken(true).await;
    assert_eq!(tab.script(dark, json!([])).await, json!(true));
    tab.script("setTimeout(() => alert('тут'), 0)", json!([]))
        .await;
    let said = tab.until("a dialog", async || tab.dialog().await).await;
    assert_eq!(said, "тут");
}

#[tokio::test]
async fn what_hinders_people_is_told_and_an_authenticator_keeps_passkeys() {
    let (browser, site) = (Browser::start().await, site().await);
    let tab = browser.open(&site, &View::desk()).await;
    tab.go("/said").await;
    let found = tab.hindrances().await;
    assert!(
        found.iter().any(|one| one.contains("html-has-lang")),
        "{found:?}"
    );
    let authenticator = tab.add_authenticator().await;
    let create = "const done = arguments[0]; navigator.credentials.create({ publicKey: { challenge: new Uint8Array(16), \
        rp: { name: 'x' }, user: { id: new Uint8Array(4), name: 'x', displayName: 'x' }, \
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }] } }).then(() => done('made'), (e) => done(String(e)))";
    assert_eq!(
        tab.script_until_done(create, json!([])).await,
        json!("made")
    );
    assert_eq!(tab.passkeys(&authenticator).await, 1);
}

#[tokio::test]
async fn a_browser_ends_with_its_window_even_after_its_driver() {
    let browser = Browser::start().await;
    let tab = browser.open("http://localhost", &View::desk()).await;
    let argument = driver::profile_argument(tab.profile.path());
    assert!(!process::with_argument(&argument).is_empty());
    drop(browser);
    drop(tab);
    let gone = async || process::with_argument(&argument).is_empty().then_some(());
    wait::until("the browser to end", wait::SOON, gone).await;
}
