//! The node dies between a form of the wiki and its record: a page, and a file, are one revision, however often they are
//! sent again.

use reqwest::{RequestBuilder, StatusCode};
use secta_tests::place;
use serde_json::Value;

use crate::{
    caller::Caller,
    deaths::{Desk, dies_everywhere},
    town::{Town, visitor},
};

/// A form that begins a page with its title for a text.
fn page(desk: &Desk, text: &str) -> RequestBuilder {
    let fields = [
        ("token", desk.token.as_str()),
        ("deed", "edit"),
        ("parents", ""),
        ("text", text),
        ("comment", "Новое"),
    ];
    desk.anna.form(&path(&desk.home, text), &fields)
}

/// A form that gives a file called so.
fn file(desk: &Desk, text: &str) -> RequestBuilder {
    let title = format!("{text}.txt");
    let fields = [
        ("token", desk.token.as_str()),
        ("title", title.as_str()),
        ("text", "Слово в файле"),
    ];
    let path = format!("{}/wiki-upload", desk.home);
    let bytes = text.as_bytes();
    desk.anna.form_with_file(&path, &fields, (&title, bytes))
}

fn quoted(title: &str) -> String {
    url::form_urlencoded::byte_serialize(title.as_bytes()).collect()
}

fn path(home: &str, title: &str) -> String {
    format!("{home}/wiki/{}", quoted(&title.replace(' ', "_")))
}

async fn desk(town: &Town, sheet: fn(&Desk, &str) -> RequestBuilder) -> Desk {
    let home = town.home_that_shows("Меня зовут boris").await;
    let anna = Caller::signs_in(town, &town.anna).await;
    let token = anna.token(&format!("{home}/write")).await;
    Desk {
        anna,
        home,
        token,
        sheet,
    }
}

#[tokio::test]
async fn a_page_is_one_revision_wherever_the_node_dies_on_the_way() {
    let mut town = Town::start().await;
    let desk = desk(&town, page).await;
    let texts = dies_everywhere(&mut town, &desk).await;
    // What was sent last comes last: a second revision of anything would be there by now.
    desk.sends_again("Последнее слово").await;
    for text in &texts {
        once(&desk, text).await;
        let shown = visitor().get(format!("{}{}", town.site, path(&desk.home, text)));
        let shown = shown.send().await.expect("the site answers");
        assert_eq!(shown.status(), StatusCode::OK, "{text}");
        let shown = shown.text().await.expect("a page");
        assert!(shown.contains(&format!("<p>{text}</p>")), "{shown}");
    }
    recorded(&mut town, &texts);
}

#[tokio::test]
async fn a_file_is_one_revision_wherever_the_node_dies_on_the_way() {
    let mut town = Town::start().await;
    let desk = desk(&town, file).await;
    let texts = dies_everywhere(&mut town, &desk).await;
    desk.sends_again("Последнее слово").await;
    let titles: Vec<String> = texts
        .iter()
        .map(|text| format!("Файл:{text}.txt"))
        .collect();
    for (title, text) in titles.iter().zip(&texts) {
        once(&desk, title).await;
        let of_file = format!("{}/wiki/page?title={}", desk.home, quoted(title));
        let known = Caller::stranger(&town).reads(&of_file).await;
        let url = known["file"]["url"].as_str().expect("an address");
        let bytes = visitor().get(url).send().await.expect("the site answers");
        assert_eq!(bytes.text().await.expect("the file"), *text);
    }
    let names: Vec<String> = texts.iter().map(|text| format!("{text}.txt")).collect();
    recorded(&mut town, &names);
    let kept = town.world.setup().directory().join("secta-data/wiki");
    for text in &texts {
        let files = place::files_with(&kept, text);
        assert_eq!(files.len(), 1, "{text:?}: {files:?}");
    }
}

/// The page of this title has one revision.
async fn once(desk: &Desk, title: &str) {
    let path = format!("{}/wiki/history?title={}", desk.home, quoted(title));
    let history = desk.anna.reads(&path).await;
    let count = history["revisions"].as_array().map(Vec::len);
    assert_eq!(count, Some(1), "{title}: {history}");
}

/// The record has each of them once, and is sound.
fn recorded(town: &mut Town, titles: &[String]) {
    town.world.secta.terminate();
    let setup = town.world.setup();
    for arguments in [
        &["replay", "--check"][..],
        &["export", "record.jsonl"],
        &["verify", "record.jsonl"],
    ] {
        let output = setup.output(arguments);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(output.status.success(), "{arguments:?}: {said}");
    }
    let record = setup.directory().join("record.jsonl");
    let record = std::fs::read_to_string(record).expect("an export");
    let records = record
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    let records: Vec<Value> = records.collect();
    for title in titles {
        let named = records
            .iter()
            .filter(|one| one.to_string().contains(&format!("{title}\"")));
        assert_eq!(named.count(), 1, "{title:?} in the record");
    }
}
