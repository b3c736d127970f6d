use std::sync::Arc;

use axum::http::StatusCode;

use super::{Member, get, path, village};
use crate::fake::{Fake, Got};

async fn list(fake: &Arc<Fake>, name: &str) -> Got {
    let got = fake.get(&fake.at(name), &[]).await;
    assert_eq!(got.status, 200, "{name}");
    got
}

/// Where a list goes on.
fn next(body: &str) -> Option<String> {
    let (_, after) = body.split_once("rel=\"next\" href=\"")?;
    let href = after.split('"').next()?;
    Some(href.replace("&#38;", "&"))
}

#[tokio::test]
async fn the_front_shows_the_main_page_and_what_is_new() {
    let fake = village();
    let empty = list(&fake, "/wiki").await;
    assert!(empty.body.contains("Здесь община пишет") && !empty.body.contains("?edit"));
    let bob = Member::of(&fake, "@bob:x");
    assert!(bob.at(&fake.at("/wiki")).await.body.contains("?edit"));
    fake.page(
        "@ann:x",
        "Главная",
        "Добро **пожаловать**. [[Категория:Важное]]",
    );
    fake.page("@ann:x", "Категория:Важное", "о важном");
    let front = list(&fake, "/wiki").await;
    for there in [
        "<strong>пожаловать</strong>",
        "Категория:Важное",
        "wiki-changes",
        "name=\"q\"",
    ] {
        assert!(front.body.contains(there), "{there}: {}", front.body);
    }
    let navigation = list(&fake, "").await;
    assert!(
        navigation
            .body
            .contains(&format!("href=\"{}\"", fake.at("/wiki")))
    );
}

#[tokio::test]
async fn a_page_is_opened_by_its_title_and_what_is_no_title_is_told() {
    let fake = village();
    let to = fake
        .get(&fake.at("/wiki?title=%D0%94%D1%8E%D0%BD%D0%B0/a"), &[])
        .await;
    assert_eq!(to.header("location"), path(&fake, "Дюна/a"));
    let wrong = fake.get(&fake.at("/wiki?title=%3Cb%3E"), &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"&#60;b&#62;\"") && wrong.body.contains("нельзя писать"));
}

#[tokio::test]
async fn each_list_holds_its_pages() {
    let fake = village();
    fake.page(
        "@ann:x",
        "Дюна",
        "[[Планета]] [[Планета/Пески]] [[Категория:Книги]]",
    );
    fake.page("@ann:x", "Планета", "[[Пески]] [[Дюна]]");
    fake.page("@ann:x", "Категория:Книги", "о книгах");
    fake.page("@ann:x", "Одинокая", "слова");
    for (name, there, absent) in [
        (
            "/wiki-pages",
            &["Дюна", "Планета", "Одинокая"][..],
            &["Пески"][..],
        ),
        ("/wiki-categories", &["Категория:Книги"], &["Дюна"]),
        (
            "/wiki-wanted",
            &["Пески", "Планета/Пески"],
            &["Дюна", "Планета"],
        ),
        ("/wiki-orphans", &["Одинокая"], &["Планета"]),
        ("/wiki-contested", &[], &["Дюна"]),
        ("/wiki-files", &[], &["Дюна"]),
    ] {
        let got = list(&fake, name).await;
        let shows = |title: &str| got.body.contains(&format!("<bdi>{title}</bdi>"));
        assert!(
            there.iter().all(|title| shows(title)),
            "{name}: {}",
            got.body
        );
        assert!(
            !absent.iter().any(|title| shows(title)),
            "{name}: {}",
            got.body
        );
    }
    let category = get(&fake, "Категория:Книги", "").await;
    assert!(
        category.body.contains("<bdi>Дюна</bdi>"),
        "{}",
        category.body
    );
    let links = get(&fake, "Планета", "?links").await;
    assert!(links.body.contains("<bdi>Дюна</bdi>") && !links.body.contains("<bdi>Одинокая</bdi>"));
}

#[tokio::test]
async fn lists_histories_and_changes_go_on_from_page_to_page() {
    let fake = village();
    for number in 0..130 {
        fake.page("@ann:x", &format!("Страница {number}"), "[[Категория:Все]]");
    }
    for number in 0..60 {
        fake.page("@ann:x", "Дюна", &format!("{number}"));
    }
    for (first, total, mark) in [
        (fake.at("/wiki-pages"), 131, "<li><a href"),
        (path(&fake, "Категория:Все"), 130, "<li><a href=\"/c/"),
        (fake.at("/wiki-changes"), 190, "<a class=\"wiki-title\""),
        (
            format!("{}?history", path(&fake, "Дюна")),
            60,
            "name=\"from\"",
        ),
    ] {
        let (mut seen, mut at, mut pages) = (0, Some(first.clone()), 0);
        while let Some(here) = at {
            let got = fake.get(&here, &[]).await;
            let main = got.body.split("<main").nth(1).expect("a page");
            let within = main.split("<ul class=\"pages\">").last().unwrap_or(main);
            let within = within.split("</ul>").next().unwrap_or(within);
            let within = if main.contains("<ul class=\"pages\">") {
                within
            } else {
                main
            };
            seen += within.matches(mark).count();
            at = next(&got.body);
            pages += 1;
            assert!(pages < 10, "{first}");
        }
        assert_eq!(seen, total, "{first}");
        assert!(pages > 1, "{first}");
    }
}
