//! What is written to harm does none, and forms from elsewhere do nothing.

use reqwest::{Method, StatusCode, header};
use secta_tests::{
    browser::{Tab, View},
    member::quote,
};
use serde_json::{Value, json};

use crate::{
    newcomer::signs_up,
    town::{Citizen, Town, visitor},
};

/// What is written to run.
const HOSTILE: [&str; 12] = [
    "<script>window.pwned=1;alert(1)</script>",
    "<img src=x onerror=\"window.pwned=1;alert(1)\">",
    "<svg onload=\"window.pwned=1\"><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<a href=\"javascript:window.pwned=1\">нажми</a>",
    "<a href=\" java&#09;script:window.pwned=1\">нажми</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">нажми</a>",
    "<iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe>",
    "<details open ontoggle=\"window.pwned=1\"><summary>x</summary></details>",
    "<form action=\"/do\"><button formaction=\"javascript:alert(1)\">x</button></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=\"window.pwned=1\">",
    "<base href=\"https://evil.example/\"><meta http-equiv=refresh content=\"0;url=https://evil.example/\">",
    "</textarea></title><style>*{display:none}</style><b style=\"position:fixed;inset:0\">x</b>",
];

/// What of a page could run, or lead elsewhere unseen.
const RUNS: &str = r"
const words = [...document.querySelectorAll('.words *, h1 *, h2 *, .who *, .labels *, .facts *')];
const bad = words.filter((e) =>
  ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'INPUT', 'BUTTON', 'STYLE', 'BASE', 'META', 'SVG', 'MATH', 'LINK']
    .includes(e.tagName.toUpperCase()));
for (const e of document.querySelectorAll('*')) for (const a of e.attributes)
  if (/^on/i.test(a.name) || a.name === 'style' || /^\s*(javascript|data|vbscript):/i.test(a.value) && e.tagName !== 'LINK') bad.push(e);
return [bad.map((e) => e.outerHTML.slice(0, 200)), typeof window.pwned];";

async fn writes_to_harm(town: &Town) {
    let anna = &town.anna;
    let path = format!("/profile/{}/displayname", quote(anna.member.user_id()));
    let name = json!({ "displayname": "Анна<script>window.pwned=1</script>\u{202e}аннА" });
    anna.member.call(Method::PUT, &path, &name).await;
    anna.asks(&format!("!профиль О себе {} {}", HOSTILE[0], HOSTILE[1]))
        .await;
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let body = format!("Вред {number} {hostile} #<script>alert(1)</script> #метка{number}");
        let content = json!({
            "msgtype": "m.text", "body": body,
            "format": "org.matrix.custom.html", "formatted_body": format!("<p>Вред {number} {hostile}</p>"),
        });
        anna.member
            .send(&anna.stream, "m.room.message", &content)
            .await;
    }
    let title = "Заголовок \u{202e}задом\u{202c} наперёд z\u{351}\u{36b}\u{343}a\u{36f}\u{489}lgo 🦉👩‍👩‍👧 שלום";
    anna.says(&format!("!пост {title}")).await;
    let links = "[https://bank.example](https://evil.example/x) [банк](https://evil.example/y) https://аррӏе.com/ок";
    anna.says(&format!("!пост Ссылки {links}")).await;
}

/// Nothing of what stands on a page has run, and nothing could.
async fn harmless(tab: &Tab, path: &str) {
    tab.go(path).await;
    assert_eq!(tab.dialog().await, None, "{path}");
    let told = tab.script(RUNS, json!([])).await;
    assert_eq!(told, json!([[], "undefined"]), "{path}");
    assert_eq!(tab.complaints().await, [""; 0], "{path}");
    assert_eq!(tab.too_wide().await, None, "{path}");
}

/// The page of a post whose title holds this, on any page of the listing: titles may be for those alone who only hear.
async fn titled(tab: &Tab, home: &str, words: &str) -> String {
    let found = "return [...document.querySelectorAll('article h2 a')].find((e) => e.textContent.includes(arguments[0]))\
        ?.getAttribute('href') ?? ''";
    let older = "return document.querySelector('a[rel=next]')?.getAttribute('href') ?? ''";
    let mut page = home.to_owned();
    loop {
        tab.go(&page).await;
        let path = tab.script(found, json!([words])).await;
        if let Some(path) = path.as_str().filter(|path| !path.is_empty()) {
            return path.to_owned();
        }
        let next = tab.script(older, json!([])).await;
        page = next.as_str().unwrap_or_default().to_owned();
        assert!(!page.is_empty(), "no post titled {words:?}");
    }
}

#[tokio::test]
async fn what_members_write_runs_nowhere_and_leads_nowhere_unseen() {
    let town = Town::start().await;
    writes_to_harm(&town).await;
    let home = town.home_that_shows("Ссылки").await;
    let tab = town.tab(&View::desk()).await;
    town.signs_in(&tab, &town.boris, &home).await;
    tab.until_page_shows(&home, "Вред 11").await;
    let anna = format!("{home}/u/{}", town.anna.member.user_id());
    for page in [
        "",
        "/top",
        "/tags",
        "/people",
        "/search?q=Вред",
        "/twilight",
    ] {
        harmless(&tab, &format!("{home}{page}")).await;
    }
    harmless(&tab, &anna).await;
    tab.go(&home).await;
    let posts =
        "return [...document.querySelectorAll('article h2 a')].map((e) => e.getAttribute('href'))";
    let older = "return document.querySelector('a[rel=next]')?.getAttribute('href') ?? ''";
    let mut paths: Vec<String> = Vec::new();
    loop {
        let page = tab.script(posts, json!([])).await;
        paths.extend(serde_json::from_value::<Vec<String>>(page).expect("paths"));
        let next = tab.script(older, json!([])).await;
        match next.as_str() {
            Some("") | None => break,
            Some(next) => tab.go(next).await,
        };
    }
    let posts = paths;
    assert!(posts.len() > HOSTILE.len(), "{posts:?}");
    for post in &posts {
        harmless(&tab, post).await;
    }

    tab.go(&titled(&tab, &home, "Ссылки").await).await;
    let links =
        "return [...document.querySelectorAll('.post .words')].map((e) => e.innerText).join(' ')";
    let links = tab.script(links, json!([])).await;
    let links = links.as_str().unwrap_or_default();
    assert!(
        links.contains("evil.example") && links.contains("xn--"),
        "{links}"
    );
    tab.go(&titled(&tab, &home, "наперёд").await).await;
    assert!(
        !tab.title().await.contains('\u{202e}'),
        "a title runs in its own direction"
    );
    what_is_written_on_the_site(&tab, &home).await;
}

/// The same through the site's own form, looked at and sent.
async fn what_is_written_on_the_site(tab: &Tab, home: &str) {
    tab.go(&format!("{home}/write")).await;
    tab.fill(
        "Текст",
        &format!("Со стороны сайта\n\n{}", HOSTILE.join("\n\n")),
    )
    .await;
    for step in ["Посмотреть", "Отправить"] {
        tab.follow(step).await;
        assert_eq!(tab.dialog().await, None);
        assert_eq!(
            tab.script(RUNS, json!([])).await,
            json!([[], "undefined"]),
            "{step}"
        );
        assert_eq!(tab.complaints().await, [""; 0], "{step}");
    }
    tab.assert_shows(&["Со стороны сайта"]).await;
}

/// A session's cookie, and a token of one of its pages.
async fn session(town: &Town, tab: &Tab, citizen: &Citizen, home: &str) -> (String, String) {
    town.signs_in(tab, citizen, home).await;
    let session = tab.cookie("secta_session").await.expect("a session");
    assert!(session.http_only && session.path == "/", "{session:?}");
    assert_eq!(session.same_site.as_deref(), Some("Lax"));
    tab.go(&format!("{home}/write")).await;
    let token = tab.script(
        "return document.querySelector('input[name=token]').value",
        json!([]),
    );
    let token: Value = token.await;
    (
        format!("secta_session={}", session.value),
        token.as_str().expect("a token").to_owned(),
    )
}

#[tokio::test]
async fn forms_from_elsewhere_do_nothing() {
    let town = Town::start().await;
    let home = town.home().await;
    let (tab, other) = (
        town.tab(&View::phone()).await,
        town.tab(&View::phone()).await,
    );
    let (cookie, token) = session(&town, &tab, &town.boris, &home).await;
    let (_, foreign) = session(&town, &other, &town.anna, &home).await;
    let (path, site) = (format!("{home}/do"), town.site.clone());
    let ours = ("origin", site.as_str());
    let signed = ("cookie", cookie.as_str());
    let mut tampered = token.clone();
    tampered.replace_range(0..1, if token.starts_with('A') { "B" } else { "A" });
    let text = "Написано не мной";
    for (token, headers) in [
        ("", &[signed, ours][..]),
        (foreign.as_str(), &[signed, ours]),
        (tampered.as_str(), &[signed, ours]),
        (token.as_str(), &[signed, ("origin", "http://evil.example")]),
        (token.as_str(), &[signed, ("origin", "null")]),
        (token.as_str(), &[signed, ("sec-fetch-site", "cross-site")]),
        (token.as_str(), &[ours]),
        (token.as_str(), &[("cookie", "secta_session=chosen"), ours]),
    ] {
        let fields = [
            ("token", token),
            ("deed", "post"),
            ("text", text),
            ("back", home.as_str()),
        ];
        let answer = town.form(&path, &fields, headers).await;
        let status = answer.status();
        let to = answer.headers().get(header::LOCATION);
        let to = to.and_then(|to| to.to_str().ok()).unwrap_or_default();
        let refused = status.is_client_error() || to.starts_with("/sign-in");
        assert!(refused, "{token:?} {headers:?}: {status} {to}");
    }
    // What is right is done, once however often it is sent; and nothing else was.
    for _ in 0..2 {
        let fields = [
            ("token", token.as_str()),
            ("deed", "post"),
            ("text", "Написано мной"),
            ("back", home.as_str()),
        ];
        let answer = town.form(&path, &fields, &[signed, ours]).await;
        assert_eq!(
            answer.status(),
            StatusCode::SEE_OTHER,
            "{:?}",
            answer.text().await
        );
    }
    tab.until_page_shows(&home, "Написано мной").await;
    tab.assert_hides(&[text]).await;
    let history = town.boris.member.history(&town.boris.stream).await;
    let said = history
        .iter()
        .filter(|event| event.body() == "Написано мной")
        .count();
    assert_eq!(said, 1, "a form sent twice is done once");
    let said = history.iter().any(|event| event.body().contains(text));
    assert!(!said, "nothing was done for anybody else");
}

#[tokio::test]
async fn a_session_is_nobody_elses_choice_and_leads_nowhere_else() {
    let town = Town::start().await;
    let tab = town.tab(&View::phone()).await;
    tab.go("/").await;
    tab.set_cookie("secta_session", "chosen-by-somebody-else")
        .await;
    signs_up(&tab, "Осторожная").await;
    let session = tab.cookie("secta_session").await.expect("a session");
    assert_ne!(session.value, "chosen-by-somebody-else");
    assert!(session.http_only && session.path == "/", "{session:?}");
    assert_eq!(session.same_site.as_deref(), Some("Lax"));
    let answer = town
        .page("/me", "secta_session=chosen-by-somebody-else")
        .await;
    let to = answer.headers()[header::LOCATION].to_str().expect("a path");
    assert!(to.starts_with("/sign-in"), "{to}");

    for back in [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
    ] {
        let fields = [("look", "dark"), ("back", back)];
        let answer = town.form("/look", &fields, &[("origin", &town.site)]).await;
        assert_eq!(answer.headers()[header::LOCATION], "/", "{back}");
    }
    let headers = visitor().get(&town.site).send().await.expect("an answer");
    let headers = headers.headers();
    let policy = headers["content-security-policy"].to_str().expect("a text");
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["x-frame-options"], "DENY");
    assert!(headers.contains_key("referrer-policy"));
}

#[tokio::test]
async fn the_ways_in_stay_open_however_often_they_are_looked_at() {
    let town = Town::start().await;
    let tab = town.tab(&View::phone()).await;
    tab.go("/").await;
    for _ in 0..40 {
        let answer = town.page("/sign-in", "").await;
        assert_eq!(answer.status(), StatusCode::OK);
    }
    let home = town.home().await;
    town.signs_in(&tab, &town.anna, &home).await;
}
