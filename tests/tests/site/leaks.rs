//! What waits in the twilight is nowhere but for the trusted.

use reqwest::header;
use secta_tests::browser::View;

use crate::{
    newcomer::signs_up,
    scene::{SECRET, Scene},
    town::{Citizen, Town},
};

/// A status, headers and a body.
type Answer = (u16, Vec<(String, String)>, String);

/// Everything of an answer but its time.
async fn answer(town: &Town, path: &str, cookies: &str) -> Answer {
    let answer = town.page(path, cookies).await;
    let status = answer.status().as_u16();
    let told = answer
        .headers()
        .iter()
        .filter(|(name, _)| *name != header::DATE);
    let text = |value: &header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = told
        .map(|(name, value)| (name.to_string(), text(value)))
        .collect();
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

/// A visitor's cookies, as they are sent.
async fn cookies(tab: &secta_tests::browser::Tab) -> String {
    let session = tab.cookie("secta_session").await.expect("a session");
    format!("secta_session={}; secta_lang=ru", session.value)
}

#[tokio::test]
async fn nobody_learns_of_what_waits_but_the_trusted() {
    let scene = Scene::start().await;
    let (town, home) = (&scene.town, &scene.home);
    let clara = commenter(town).await;
    let item = waiting_item(&scene).await;
    let (ghost, other) = (
        town.tab(&View::phone()).await,
        town.tab(&View::phone()).await,
    );
    signs_up(&ghost, "Призрак").await;
    town.signs_in(&other, &clara, home).await;
    let readers = [
        "secta_lang=ru".to_owned(),
        cookies(&ghost).await,
        cookies(&other).await,
    ];

    let never = "0".repeat(item.len());
    for (there, never) in [
        (format!("/p/{item}"), format!("/p/{never}")),
        (format!("/p/{item}.atom"), format!("/p/{never}.atom")),
        (format!("/p/{item}.json"), format!("/p/{never}.json")),
        ("/twilight".to_owned(), "/nonesuch".to_owned()),
        ("/twilight.atom".to_owned(), "/nonesuch.atom".to_owned()),
    ] {
        for reader in &readers {
            let (there, never) = (format!("{home}{there}"), format!("{home}{never}"));
            let found = bared(answer(town, &there, reader).await, &there);
            let missing = bared(answer(town, &never, reader).await, &never);
            assert_eq!(found.0, 404, "{there}");
            assert_eq!(found, missing, "{there} is told from what never was");
        }
    }
    nowhere(&scene, &readers).await;
    let author = Scene::own(&scene.zoe, town, home).await;
    assert!(author.contains(SECRET), "whoever wrote it sees it");
}

/// An answer without its own address, and without what is drawn anew each time.
fn bared(answer: Answer, path: &str) -> Answer {
    let (status, headers, page) = answer;
    let page = page
        .replace(path, "")
        .replace(&path.replace('/', "%2F"), "");
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
        "/stream.atom",
        "/stream.rss",
        "/stream.json",
        "/tag/заговор",
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
