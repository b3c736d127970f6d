//! Feeds, read again by a reader of feeds.

use std::sync::Arc;

use axum::http::StatusCode;
use feed_rs::model::{Entry, Feed, FeedType};
use secta_record::act::{Content, Media};

use super::{Form, xml};
use crate::fake::{COUNTRY, Fake, Got};

fn read(got: &Got) -> Feed {
    assert_eq!(got.status, 200, "{}", got.body);
    assert!(got.body.chars().all(xml::is_char), "{:?}", got.body);
    feed_rs::parser::parse(got.body.as_bytes()).expect("a feed")
}

fn html(entry: &Entry) -> String {
    let content = entry
        .content
        .as_ref()
        .and_then(|content| content.body.clone());
    let summary = entry
        .summary
        .as_ref()
        .map(|summary| summary.content.clone());
    content.or(summary).unwrap_or_default()
}

async fn get(fake: &Arc<Fake>, path: &str) -> Got {
    fake.get(&fake.at(path), &[]).await
}

fn titles(feed: &Feed) -> Vec<&str> {
    let titles = feed.entries.iter().filter_map(|entry| entry.title.as_ref());
    titles.map(|title| title.content.as_str()).collect()
}

#[tokio::test]
async fn the_three_forms_say_the_same() {
    let fake = Fake::new();
    fake.name("@ann:x", "Анна & Ко");
    let content = Content {
        text: "Улун #чай".to_owned(),
        html: Some("<h1>Улун</h1><script>x</script> #чай".to_owned()),
        media: vec![Media {
            mxc: "mxc://x/abc".to_owned(),
            name: "чай\".png".to_owned(),
            mime: "image/png".to_owned(),
            size_bytes: 17,
            blake3: None,
        }],
        lang: Some("ru".to_owned()),
    };
    let post = fake.post_content("@ann:x", content);
    for (form, kind) in Form::ALL
        .into_iter()
        .zip([FeedType::Atom, FeedType::RSS2, FeedType::JSON])
    {
        let got = get(&fake, &format!("/feed{}", form.ending())).await;
        assert_eq!(got.header("content-type"), form.content_type());
        let feed = read(&got);
        assert_eq!(feed.feed_type, kind);
        assert_eq!(titles(&feed), ["Улун #чай", "Здесь говорят о чае."]);
        let entry = &feed.entries[0];
        assert_eq!(entry.id, format!("tag:secta.net,2026:{}/{post}", fake.id));
        let page = format!("https://site.example{}", fake.at(&format!("/p/{post}")));
        assert!(
            entry.links.iter().any(|link| link.href == page),
            "{entry:?}"
        );
        assert_eq!(entry.authors[0].name, "Анна & Ко");
        assert_eq!(
            entry.published.map(|at| at.timestamp_millis() / 1_000),
            Some(fake.now_ms() / 1_000)
        );
        let html = html(entry);
        assert!(
            html.contains("<h3>Улун</h3>") && !html.contains("script"),
            "{html}"
        );
        assert!(html.contains("<img src=\"https://site.example/media/x/abc\""));
    }
}

#[tokio::test]
async fn tags_members_and_threads_have_feeds_beside_their_pages() {
    let fake = Fake::new();
    fake.trust("@bob:x.rss", &["@ann:x"]);
    let post = fake.post("@bob:x.rss", "Первый #node.rss #чай");
    fake.comment("@ann:x", post, "Ответ");
    for (path, expected) in [
        (
            "/tag/%D1%87%D0%B0%D0%B9.atom".to_owned(),
            vec!["Первый #node.rss #чай"],
        ),
        (
            "/tag/node.rss.json".to_owned(),
            vec!["Первый #node.rss #чай"],
        ),
        (
            "/u/@bob:x.rss.rss".to_owned(),
            vec!["Первый #node.rss #чай", "@bob:x.rss пишет о себе."],
        ),
        (
            format!("/p/{post}/feed.atom"),
            vec!["Ответ", "Первый #node.rss #чай"],
        ),
    ] {
        let feed = read(&get(&fake, &path).await);
        assert_eq!(titles(&feed), expected, "{path}");
    }
    // What only looks like a feed is the page that it always was.
    for page in ["/tag/node.rss", "/u/@bob:x.rss", "/tag/node"] {
        let got = get(&fake, page).await;
        assert!(
            got.header("content-type").starts_with("text/html"),
            "{page}"
        );
        assert_eq!(got.status, 200, "{page}");
    }
    for nothing in [
        "/u/@nobody:x.atom",
        "/supertag/none.atom",
        "/p/00/feed.atom",
    ] {
        let got = get(&fake, nothing).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn every_feed_that_a_page_announces_is_there() {
    let fake = Fake::new();
    let post = fake.post("@ann:x", "Пост #чай");
    for page in [
        "",
        "/tag/%D1%87%D0%B0%D0%B9",
        "/u/@ann:x",
        &format!("/p/{post}"),
    ] {
        let got = get(&fake, page).await;
        let announced = got.body.split("<link rel=\"alternate\"").skip(1);
        let hrefs: Vec<&str> = announced
            .filter_map(|link| link.split("href=\"").nth(1)?.split('"').next())
            .collect();
        assert_eq!(hrefs.len(), 3, "{page}");
        for href in hrefs {
            read(&fake.get(href, &[]).await);
        }
    }
}

#[tokio::test]
async fn what_waits_was_taken_back_or_is_withheld_is_in_no_feed() {
    let fake = Fake::new();
    fake.trust("@bob:x", &["@ann:x"]);
    fake.post("@eve:x", "ждущее");
    let gone = fake.post("@bob:x", "взятое назад");
    fake.ask("@bob:x", secta_rules::Ask::Withdraw { item: gone });
    let here = fake.post("@bob:x", "скрытое во Франции");
    fake.withhold(here, "FR");
    for form in Form::ALL {
        let path = fake.at(&format!("/feed{}", form.ending()));
        let french = fake.get(&path, &[(COUNTRY, "FR")]).await;
        let feed = read(&french);
        assert_eq!(feed.entries.len(), 2);
        assert!(!french.body.contains("скрытое"));
        assert!(!french.header("etag").is_empty());
        let other = fake.get(&path, &[(COUNTRY, "DE")]).await;
        assert_eq!(read(&other).entries.len(), 3);
        for got in [&french, &other] {
            assert!(!got.body.contains("ждущее") && !got.body.contains("взятое"));
        }
    }
    let path = fake.at(&format!("/p/{here}/feed.atom"));
    let got = fake.get(&path, &[(COUNTRY, "FR")]).await;
    assert_eq!(got.status, StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS);
}

#[tokio::test]
async fn a_feed_that_has_not_changed_is_not_sent_again() {
    let fake = Fake::new();
    let path = fake.at("/feed.rss");
    let first = fake.get(&path, &[]).await;
    let known = [("if-none-match", first.header("etag"))];
    let again = fake.get(&path, &known).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
    fake.post("@ann:x", "Новое");
    assert_eq!(fake.get(&path, &known).await.status, 200);
}

#[tokio::test]
async fn changes_of_the_wiki_have_feeds() {
    let fake = Fake::new();
    for text in HOSTILE {
        fake.page("@ann:x", "Дюна.atom", text);
    }
    fake.page("@ann:x", "Планета", "слова");
    for form in Form::ALL {
        let changes = get(&fake, &format!("/wiki-changes{}", form.ending())).await;
        let feed = read(&changes);
        assert_eq!(feed.entries.len(), HOSTILE.len() + 1);
        assert_eq!(titles(&feed)[..2], ["Планета", "Дюна.atom"]);
        let code = &form.ending()[1..];
        let slug = "%D0%94%D1%8E%D0%BD%D0%B0.atom";
        let page = read(&get(&fake, &format!("/wiki/{slug}?feed={code}")).await);
        assert_eq!(page.entries.len(), HOSTILE.len());
        let link = &page.entries[0].links[0].href;
        assert!(link.contains("?diff="), "{link}");
    }
    // A title may end like a feed, and is the page.
    let got = get(&fake, "/wiki/%D0%94%D1%8E%D0%BD%D0%B0.atom").await;
    assert!(got.header("content-type").starts_with("text/html"));
}

const HOSTILE: [&str; 12] = [
    "]]></description></item></channel></rss>",
    "<![CDATA[ x ]]> <!-- x -- > <?php x ?>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>&y;",
    "&#0; &#x1f; &nbsp; &unknown; &amp;lt;",
    "\u{0}\u{1}\u{8}\u{b}\u{c}\u{e}\u{1b}[31m\u{7f}\u{85}\u{fffe}\u{ffff}\u{10ffff}",
    "\u{202e}txet desrever\u{2066}\u{feff}",
    "\"' onload='x' x=\"",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a> https://e.org/?a=1&b=2",
    "#a&b #\"quoted\" #<x>",
    "  \r\n\t\r  ",
    "</content></entry></feed>{\"items\":[",
];

#[tokio::test]
async fn hostile_names_and_words_leave_a_feed_well_formed() {
    for name in HOSTILE {
        let fake = Fake::named(&format!("Чай {name}"));
        fake.name("@ann:x", name);
        for text in HOSTILE {
            fake.post("@ann:x", text);
            let content = Content {
                text: text.to_owned(),
                html: Some(text.to_owned()),
                media: vec![Media {
                    mxc: "mxc://x/abc".to_owned(),
                    name: text.to_owned(),
                    mime: text.to_owned(),
                    size_bytes: u64::MAX,
                    blake3: None,
                }],
                lang: Some(text.to_owned()),
            };
            fake.post_content("@ann:x", content);
        }
        for form in Form::ALL {
            let feed = read(&get(&fake, &format!("/feed{}", form.ending())).await);
            assert_eq!(feed.entries.len(), 25, "{name:?} {form:?}");
            for entry in &feed.entries {
                let html = html(entry);
                for bad in ["<script", "<img src=x", "href=\"javascript", "<!"] {
                    assert!(!html.contains(bad), "{html}");
                }
            }
        }
    }
}
