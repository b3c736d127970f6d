//! Two edits of one post within a second: the last one stands, wherever one looks.

use std::time::Instant;

use secta_tests::{event::Event, wait};
use serde_json::{Value, json};

use crate::{
    caller::Caller,
    town::{Citizen, Town},
};

/// The text of an item, as the API has it.
fn text(post: &Value) -> Option<String> {
    post["item"]["words"]["text"].as_str().map(str::to_owned)
}

/// What a room shows of a message: its newest edit.
async fn in_room(citizen: &Citizen, said: &str) -> String {
    let history = citizen.member.history(&citizen.stream).await;
    let edits = history.iter().filter(|event| replaces(event, said));
    let mut text = edits.map(|event| &event.content()["m.new_content"]["body"]);
    let own = history.iter().find(|event| event.id() == said);
    let last = text.next_back().and_then(Value::as_str);
    let own = own.map(|event| event.body());
    last.or(own).unwrap_or_default().to_owned()
}

fn replaces(event: &Event, said: &str) -> bool {
    event.content()["m.relates_to"]["rel_type"] == "m.replace" && event.relates_to() == Some(said)
}

#[tokio::test]
async fn the_last_of_two_edits_within_a_second_stands_on_the_site_in_the_room_and_in_the_record() {
    let town = Town::start().await;
    let home = town.home_that_shows("Меня зовут boris").await;
    let anna = Caller::signs_in(&town, &town.anna).await;
    let on_site = on_the_site(&town, &anna, &home).await;
    let in_room = in_the_room(&town, &anna, &home).await;
    recorded(
        &town,
        &[(&on_site, "Слово третье"), (&in_room, "Речь третья")],
    );
}

/// Edits of what was written on the site.
async fn on_the_site(town: &Town, anna: &Caller, home: &str) -> String {
    let post = json!({ "deed": "post", "text": "Слово первое" });
    let item = anna.does(home, &post).await;
    let said = town.boris.hears(&town.boris.stream, "Слово первое").await;
    let began = Instant::now();
    for text in ["Слово второе", "Слово третье"] {
        let edit = json!({ "deed": "edit", "item": item, "text": text });
        anna.does(home, &edit).await;
    }
    println!(
        "two edits on the site in {} ms",
        began.elapsed().as_millis()
    );
    stands(town, anna, home, (&item, "Слово третье")).await;
    let room = async || (in_room(&town.boris, said.id()).await == "Слово третье").then_some(());
    wait::until("the last edit in the room", wait::SOON, room).await;
    item
}

/// Edits of what was said in the room.
async fn in_the_room(town: &Town, anna: &Caller, home: &str) -> String {
    let citizen = &town.anna;
    let said = citizen.member.say(&citizen.stream, "Речь первая").await;
    let listing = format!("{home}/items");
    let first = |all: &Value| {
        let item = &all["items"][0];
        let is_it = item["words"]["text"] == "Речь первая";
        is_it.then(|| item["id"].as_str().expect("an id").to_owned())
    };
    let item = anna.until_reads(&listing, first).await;
    let began = Instant::now();
    for text in ["Речь вторая", "Речь третья"] {
        citizen.member.edit(&citizen.stream, &said, text).await;
    }
    println!(
        "two edits in the room in {} ms",
        began.elapsed().as_millis()
    );
    stands(town, anna, home, (&item, "Речь третья")).await;
    assert_eq!(in_room(&town.boris, &said).await, "Речь третья");
    item
}

/// The site shows this text of an item: its API, its page, and its listing.
async fn stands(town: &Town, anna: &Caller, home: &str, (item, words): (&str, &str)) {
    let path = format!("{home}/items/{item}");
    let is_it = |post: &Value| (text(post)? == words).then_some(());
    anna.until_reads(&path, is_it).await;
    let before = words.split(' ').next().expect("a word");
    for page in [home.to_owned(), format!("{home}/p/{item}")] {
        let page = town.page(&page, "").await.text().await.expect("a page");
        assert!(page.contains(words), "{page}");
        for other in ["первое", "второе", "первая", "вторая"] {
            assert!(!page.contains(&format!("{before} {other}")), "{page}");
        }
    }
}

/// The export is sound, and the last words that it has of an item are these.
fn recorded(town: &Town, last: &[(&str, &str)]) {
    let setup = town.world.setup();
    for arguments in [&["export", "record.jsonl"][..], &["verify", "record.jsonl"]] {
        let output = setup.output(arguments);
        let said = [output.stdout, output.stderr].concat();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&said)
        );
    }
    let record =
        std::fs::read_to_string(setup.directory().join("record.jsonl")).expect("an export");
    for (item, words) in last {
        let of_item = record.lines().filter(|line| line.contains(item));
        let mut spoken =
            of_item.filter(|line| line.contains(words.split(' ').next().expect("a word")));
        let newest = spoken.next_back().unwrap_or_default();
        assert!(newest.contains(words), "{item}: {newest}");
    }
}
