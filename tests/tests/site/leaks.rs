//! What waits in the twilight is nowhere but for the trusted.

use reqwest::header;
use secta_tests::{
    browser::{Tab, View},
    member::quote,
};

use crate::{
    newcomer::signs_up,
    scene::{SECRET, Scene},
    town::{Citizen, Town},
};

/// A status, headers and a body.
type Answer = (u16, Vec<(String, String)>, String);

/// Everything of an answer but its time, as it is for whoever has this session's secret.
async fn answer(town: &Town, path: &str, secret: &str) -> Answer {
    let answer = town.page(path, secret).await;
    let status = answer.status().as_u16();
    let told = answer.headers().iter();
    // The tag of a page is of all that stands on it, its own address too.
    let told = told.filter(|(name, _)| ![header::DATE, header::ETAG].contains(*name));
    let text = |value: &header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = told.map(|(name, value)| (name.to_string(), text(value)));
    let mut headers: Vec<(String, String)> = headers.collect();
    headers.sort();
    (status, headers, answer.text().await.expect("a text"))
}

/// A commenter: what they said was found useful.
async fn commenter(town: &Town) -> Citizen {
    let clara = Citizen::comes(&town.world, "clara").await;
    let (anna, boris) = (&town.anna, &town.boris);
    let post = anna.sees(&anna.stream, "Как мы чиним мост").await;
    let link = format!("https://matrix.to/#/{}/{}", anna.stream, post.id());
    clara
        .says(&format!("!комментарий {link} Из дуба держится дольше"))
        .await;
    let waiting = anna.hears(&anna.twilight, "Из дуба").await;
    for voter in [anna, boris] {
        voter.hears(&voter.twilight, "Из дуба").await;
        voter
            .member
            .react(&voter.twilight, waiting.id(), "💡")
            .await;
    }
    let out = anna.hears(&anna.stream, "Из дуба").await;
    anna.member.react(&anna.stream, out.id(), "💡").await;
    boris.hears(&boris.stream, "Из дуба").await;
    boris.member.react(&boris.stream, out.id(), "💡").await;
    clara.hears(&clara.porch, "комментатор").await;
    clara
}

/// The id of the item that waits, as the trusted see it.
async fn waiting_item(scene: &Scene) -> String {
    let tab = scene.town.tab(&View::phone()).await;
    scene
        .town
        .signs_in(&tab, &scene.town.anna, &scene.home)
        .await;
    tab.follow("Сумерки").await;
    tab.assert_shows(&[SECRET, "#заговор"]).await;
    let item = "return [...document.querySelectorAll('article')].find((e) => e.innerText.includes(arguments[0])).\
        querySelector('input[name=item]').value";
    let item = tab.script(item, serde_json::json!([SECRET])).await;
    item.as_str().expect("an id").to_owned()
}

/// The secret of a visitor's session.
async fn secret(tab: &Tab) -> String {
    let session = tab.cookie("secta_session").await.expect("a session");
    session.value
}

/// Addresses under which something might be told of an item, with its name in them.
fn addresses(home: &str, item: &str) -> Vec<(String, String)> {
    let of_item = |around: &str| {
        let (before, after) = around.split_once('*').unwrap_or((around, ""));
        (format!("{before}{item}{after}"), item.to_owned())
    };
    let named = |before: &str, name: &str| (format!("{before}{name}"), name.to_owned());
    vec![
        of_item(&format!("{home}/p/*")),
        of_item(&format!("{home}/p/*/feed.atom")),
        of_item(&format!("{home}/p/*/feed.json")),
        of_item(&format!("/api/v1{home}/items/*")),
        of_item(&format!("/api/v1{home}/cases/*")),
        named(&format!("{home}/"), "twilight"),
        named(&format!("/api/v1{home}/"), "twilight"),
        named(&format!("{home}/tag/"), "заговор"),
        named(&format!("{home}/tag/"), "заговор.atom"),
    ]
}

#[tokio::test]
async fn nobody_learns_of_what_waits_but_the_trusted() {
    let scene = Scene::start().await;
    let (town, home) = (&scene.town, &scene.home);
    let clara = commenter(town).await;
    let item = waiting_item(&scene).await;
    let ghost = town.tab(&View::phone()).await;
    signs_up(&ghost, "Призрак").await;
    let other = town.tab(&View::phone()).await;
    town.signs_in(&other, &clara, home).await;
    let readers = [String::new(), secret(&ghost).await, secret(&other).await];

    for (path, name) in addresses(home, &item) {
        let never = match name.strip_suffix(".atom") {
            Some(_) => "никогда.atom".to_owned(),
            None if name == "заговор" => "никогда".to_owned(),
            None if name == "twilight" => "nonesuch".to_owned(),
            None => "0".repeat(name.len()),
        };
        for reader in &readers {
            let found = bared(answer(town, &path, reader).await, &name);
            let missing = path.replace(&name, &never);
            let missing = bared(answer(town, &missing, reader).await, &never);
            assert_eq!(found, missing, "{path} is told from what never was");
            assert!(
                found.0 == 404 || path.contains("/tag/"),
                "{path}: {}",
                found.0
            );
        }
    }
    nowhere(&scene, &readers).await;
    let author = Scene::own(&scene.zoe, town, home).await;
    assert!(author.contains(SECRET), "whoever wrote it sees it");
}

/// An answer without the name that was asked for, and without what is drawn anew each time.
fn bared(answer: Answer, name: &str) -> Answer {
    let (status, headers, mut page) = answer;
    let name = name.trim_end_matches(".atom");
    for name in [name, &quote(name), &quote(&quote(name))] {
        page = page.replace(name, "");
    }
    let mut parts = page.split("name=\"token\" value=\"");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    (status, headers, bare)
}

/// No page, list, count or feed tells of it.
async fn nowhere(scene: &Scene, readers: &[String]) {
    let home = &scene.home;
    let zoe = scene.zoe.member.user_id();
    for page in [
        "",
        "/top",
        "/comments",
        "/tags",
        "/people",
        "/affairs",
        "/log",
        "/statistics",
        "/chronicle",
        "/search?q=абракадабра",
        "/feed.atom",
        "/feed.rss",
        "/feed.json",
    ] {
        for reader in readers {
            let (_, _, text) = answer(&scene.town, &format!("{home}{page}"), reader).await;
            for word in ["Сокровенная", "#заговор", zoe] {
                assert!(!text.contains(word), "{word} stands on {page}");
            }
        }
    }
    let person = format!("{home}/u/{zoe}");
    let (_, _, text) = answer(&scene.town, &person, &readers[0]).await;
    assert!(
        !text.contains("Сокровенная") && !text.contains("заговор"),
        "{text}"
    );
}

impl Scene {
    /// What somebody sees on their own page.
    async fn own(who: &Citizen, town: &Town, home: &str) -> String {
        let tab = town.tab(&View::phone()).await;
        town.signs_in(&tab, who, home).await;
        tab.go(&format!("{home}/me")).await;
        tab.text().await
    }
}
