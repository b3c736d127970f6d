//! The wiki: pages that members write in rooms and on the site, and the record from which they are made anew.

use std::{fs, path::PathBuf};

use secta_tests::{event::Event, homeserver::Kind, place, wait};
use serde_json::json;

use crate::town::{Citizen, Town};

const WIKI: &str = "/wiki/";

/// The path of a page.
fn path(home: &str, title: &str) -> String {
    let slug: String =
        url::form_urlencoded::byte_serialize(title.replace(' ', "_").as_bytes()).collect();
    format!("{home}{WIKI}{slug}")
}

/// Waits until a stranger reads this on a page.
async fn until_shows(town: &Town, path: &str, words: &str) -> String {
    let what = format!("{path} to show {words:?}");
    wait::until(&what, wait::SOON, async || {
        let page = town.page(path, "").await;
        let page = page.text().await.ok()?;
        page.contains(words).then_some(page)
    })
    .await
}

fn runs(town: &Town, arguments: &[&str]) -> (bool, String) {
    let output = town.world.setup().output(arguments);
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[tokio::test]
async fn a_page_is_written_in_a_room_and_read_on_the_site_on_synapse() {
    written_and_read(Kind::Synapse).await;
}

#[tokio::test]
async fn a_page_is_written_in_a_room_and_read_on_the_site_on_dendrite() {
    written_and_read(Kind::Dendrite).await;
}

async fn written_and_read(kind: Kind) {
    let mut town = Town::start_with(kind, |_| ()).await;
    let home = town.home_that_shows("Меня зовут boris").await;
    let first = writes(&town, &home).await;
    discusses(&town, &home).await;
    takes_back(&town, &home, &first).await;
    a_newcomer_reads_and_does_not_write(&town).await;
    made_anew(&mut town, &home).await;
    proven(&mut town);
}

/// Boris writes a page twice, and anna, who watches it, is told.
async fn writes(town: &Town, home: &str) -> String {
    let (anna, boris) = (&town.anna, &town.boris);
    let asked = boris
        .says("!вики править Устав\nбелиберда с опечаткой")
        .await;
    let saved = boris
        .member
        .wait_for_answer(&boris.porch, &asked, wait::SOON)
        .await;
    assert!(
        saved.body().contains("Сохранено: Устав"),
        "{}",
        saved.body()
    );
    let link = saved.content()["formatted_body"].to_string();
    assert!(link.contains(&format!("{home}{WIKI}")), "{link}");
    let watched = anna.asks("!вики следить Устав").await;
    assert!(
        watched.body().contains("Буду сообщать"),
        "{}",
        watched.body()
    );
    let text = "# Устав\\n\\nНе **шуметь**. См. [[Сад]].\\n\\n<script>alert(1)</script>";
    boris
        .asks(&format!(
            "!вики править Устав\n{}",
            text.replace("\\n", "\n")
        ))
        .await;
    anna.hears(&anna.porch, "изменил(а) @boris").await;
    let page = until_shows(town, &path(home, "Устав"), "<strong>шуметь</strong>").await;
    assert!(!page.contains("alert(1)</script>") && !page.contains("<script>alert"));
    assert!(
        page.contains("missing"),
        "the link to what nobody wrote is marked"
    );
    let shown = anna.asks("!вики Устав").await;
    assert!(shown.body().contains("Не шуметь"), "{}", shown.body());
    let history = anna.asks("!вики история Устав").await;
    assert!(history.body().contains("boris"), "{}", history.body());
    for words in ["!вики найти шумели", "!найди шумели"] {
        let found = anna.asks(words).await;
        assert!(found.body().contains("Устав"), "{}", found.body());
    }
    let words: String = url::form_urlencoded::byte_serialize("шумели".as_bytes()).collect();
    let found = until_shows(town, &format!("{home}/search?q={words}"), "шуметь").await;
    assert!(found.contains(&path(home, "Устав")), "{found}");
    asked
}

/// A thread of the stream becomes a page, and two who change it apart from one another both stand.
async fn discusses(town: &Town, home: &str) {
    let (anna, boris) = (&town.anna, &town.boris);
    let root = anna.member.say(&anna.stream, "Чем кормить кошку?").await;
    let in_thread = |words: &str| {
        json!({
            "msgtype": "m.text", "body": words,
            "m.relates_to": { "rel_type": "m.thread", "event_id": root },
        })
    };
    boris.hears(&boris.stream, "Чем кормить кошку?").await;
    boris
        .member
        .send(
            &boris.stream,
            "m.room.message",
            &in_thread("Рыбой, конечно"),
        )
        .await;
    anna.hears(&anna.stream, "Рыбой").await;
    let asked = in_thread("!вики из обсуждения Кошки");
    let asked = anna
        .member
        .send(&anna.stream, "m.room.message", &asked)
        .await;
    let saved = anna
        .member
        .wait_for_answer(&anna.stream, &asked, wait::SOON)
        .await;
    assert!(
        saved.body().contains("Сохранено: Кошки"),
        "{}",
        saved.body()
    );
    until_shows(town, &path(home, "Кошки"), "Рыбой, конечно").await;
    // Both answer the same page.
    let seen = [
        answered(anna, "Кошки").await,
        answered(boris, "Кошки").await,
    ];
    for (citizen, seen, words) in [(anna, &seen[0], "Мясом"), (boris, &seen[1], "Молоком")]
    {
        let text = format!("!вики править Кошки\nЧем кормить кошку?\n\n{words}");
        let asked = citizen.replies(&citizen.porch, seen.id(), &text).await;
        citizen
            .member
            .wait_for_answer(&citizen.porch, &asked, wait::SOON)
            .await;
    }
    let page = until_shows(town, &path(home, "Кошки"), "Молоком").await;
    assert!(page.contains("Мясом"), "both stand");
    let source = anna.asks("!вики править Кошки").await;
    assert!(source.body().contains("<<<<<<<"), "{}", source.body());
}

/// The bot's answer about a page, in somebody's porch.
async fn answered(citizen: &Citizen, title: &str) -> Event {
    citizen.asks(&format!("!вики {title}")).await
}

/// Boris redacts his first message: its words are gone from wherever the node has put them.
async fn takes_back(town: &Town, home: &str, first: &str) {
    let boris = &town.boris;
    let folder = town.world.setup().directory();
    assert!(!place::files_with(folder, "белиберда").is_empty());
    boris.member.redact(&boris.porch, first).await;
    wait::until("the words to be gone", wait::SOON, async || {
        let mut left = place::files_with(folder, "белиберда").into_iter();
        // SQLite's log is emptied when the node ends.
        let log = |path: &PathBuf| path.to_string_lossy().ends_with("-wal");
        left.all(|path| log(&path)).then_some(())
    })
    .await;
    until_shows(town, &path(home, "Устав"), "шуметь").await;
}

async fn a_newcomer_reads_and_does_not_write(town: &Town) {
    let vera = Citizen::comes(&town.world, "vera").await;
    let refused = vera.asks("!вики править Устав\nшуметь").await;
    assert!(refused.body().contains("R17"), "{}", refused.body());
    let read = vera.asks("!вики Устав").await;
    assert!(read.body().contains("Не шуметь"), "{}", read.body());
}

/// The view is deleted: it is made anew from the records.
async fn made_anew(town: &mut Town, home: &str) {
    town.world.secta.kill9();
    let folder = town.world.setup().directory().join("secta-data/site");
    fs::remove_dir_all(&folder).expect("the view is there");
    town.comes_back().await;
    until_shows(town, &path(home, "Устав"), "<strong>шуметь</strong>").await;
    let cats = until_shows(town, &path(home, "Кошки"), "Молоком").await;
    assert!(cats.contains("Мясом"));
}

/// The record proves it all, and the journal gives the same again.
fn proven(town: &mut Town) {
    town.world.secta.terminate();
    let left = place::files_with(town.world.setup().directory(), "белиберда");
    assert_eq!(left, Vec::<PathBuf>::new(), "nothing of it is left");
    let (same, told) = runs(town, &["replay", "--check"]);
    assert!(same, "{told}");
    let (good, told) = runs(town, &["export", "record.jsonl"]);
    assert!(good, "{told}");
    let (good, told) = runs(town, &["verify", "record.jsonl"]);
    assert!(good && told.contains("revise"), "{told}");
}
