use std::collections::BTreeSet;

use axum::http::StatusCode;
use secta_record::act::Opinion;
use serde_json::Value;

use super::{get, get_as, village};
use crate::fake::{COUNTRY, Fake, held};

fn texts(listed: &Value) -> Vec<&str> {
    let items = listed["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["words"]["text"].as_str().unwrap_or_default())
        .collect()
}

#[tokio::test]
async fn a_listing_is_read_page_by_page() {
    let (fake, _) = village().await;
    let first = get(&fake, "/items?take=2").await.json();
    assert_eq!(
        texts(&first),
        ["Какой чай лучше? #улун", "@bob:x пишет о себе."]
    );
    let next = first["next"].as_str().expect("a next page");
    let last = get(&fake, &format!("/items?take=2&after={next}")).await;
    let last = last.json();
    assert_eq!(texts(&last), ["Здесь говорят о чае."]);
    assert!(last.get("next").is_none());
}

#[tokio::test]
async fn listings_are_narrowed_to_a_tag_a_member_or_comments() {
    let (fake, _) = village().await;
    let tagged = get(&fake, "/items?tag=%D0%A3%D0%BB%D1%83%D0%BD").await;
    assert_eq!(texts(&tagged.json()), ["Какой чай лучше? #улун"]);
    let by = get(&fake, "/items?by=@bob:x").await.json();
    assert_eq!(texts(&by), ["Тот, что налит.", "@bob:x пишет о себе."]);
    let comments = get(&fake, "/items?list=comments").await.json();
    assert_eq!(texts(&comments), ["А если нет?", "Тот, что налит."]);
    for bad in ["list=best", "tag=a&by=@b:x", "after=x", "take=many"] {
        let got = get(&fake, &format!("/items?{bad}")).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{bad}");
        assert_eq!(got.json()["error"], "malformed");
    }
}

#[tokio::test]
async fn a_post_comes_with_its_thread() {
    let (fake, post) = village().await;
    let got = get(&fake, &format!("/items/{post}")).await.json();
    assert_eq!(got["total"], 2);
    let depths: Vec<&Value> = got["comments"]
        .as_array()
        .expect("comments")
        .iter()
        .map(|comment| &comment["depth"])
        .collect();
    assert_eq!(depths, [0, 1]);
    assert_eq!(got["comments"][0]["below"], 1);
    assert!(got["item"]["page"].as_str().is_some_and(|page| {
        page == format!("https://site.example{}", fake.at(&format!("/p/{post}")))
    }));
}

#[tokio::test]
async fn what_waits_is_for_the_trusted_and_for_others_there_is_no_such_thing() {
    let (fake, _) = village().await;
    let ann = fake.session("@ann:x");
    let eve = fake.session("@eve:x");
    let waiting = get_as(&fake, &ann, "/twilight").await.json();
    assert_eq!(texts(&waiting), ["Секретные слова"]);
    let id = waiting["items"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let nothing = get(&fake, "/nothing-at-all").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    for (path, secret) in [
        ("/twilight".to_owned(), None),
        ("/twilight".to_owned(), Some(&eve)),
        (format!("/items/{id}"), None),
        (format!("/items/{id}"), Some(&ann)),
    ] {
        let got = match secret {
            Some(secret) => get_as(&fake, secret, &path).await,
            None => get(&fake, &path).await,
        };
        assert_eq!(
            (got.status, &got.body, &got.headers),
            (nothing.status, &nothing.body, &nothing.headers),
            "{path}"
        );
    }
    // A newcomer whose words all wait is nobody to others.
    assert_eq!(
        get(&fake, "/members/@eve:x").await.status,
        StatusCode::NOT_FOUND
    );
    let own = get_as(&fake, &eve, "/members/@eve:x").await.json();
    assert_eq!(own["rank"], "ghost");
}

#[tokio::test]
async fn a_session_tells_whoever_asks_what_they_think() {
    let (fake, post) = village().await;
    fake.vote("@bob:x", post, Opinion::Useful);
    let bob = fake.session("@bob:x");
    let got = get_as(&fake, &bob, &format!("/items/{post}")).await;
    assert_eq!(got.json()["item"]["opinion"], "useful");
    assert_eq!(got.header("cache-control"), "no-store");
    let open = get(&fake, &format!("/items/{post}")).await;
    assert!(open.json()["item"].get("opinion").is_none());
    // A browser's cookie means nothing here.
    let path = format!("/api/v1{}", fake.at(&format!("/items/{post}")));
    let cookie = format!("secta_session={bob}");
    let got = fake.get(&path, &[("cookie", &cookie)]).await;
    assert!(got.json()["item"].get("opinion").is_none());
    let wrong = get_as(&fake, "nonsense", "/items").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong.header("www-authenticate"), "Bearer");
}

#[tokio::test]
async fn what_is_withheld_answers_with_451_where_it_is() {
    let (fake, post) = village().await;
    fake.withhold(post, "FR");
    let path = format!("/api/v1{}", fake.at(&format!("/items/{post}")));
    let got = fake.get(&path, &[(COUNTRY, "FR")]).await;
    assert_eq!(got.status, StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS);
    assert_eq!(
        got.header("link"),
        "<https://court.example/order>; rel=\"blocked-by\""
    );
    assert_eq!(got.json()["error"], "withheld");
    assert!(!got.body.contains("чай"));
    assert_eq!(fake.get(&path, &[(COUNTRY, "DE")]).await.status, 200);
    let list = format!("/api/v1{}", fake.at("/items"));
    let got = fake.get(&list, &[(COUNTRY, "FR")]).await;
    assert!(!got.body.contains("улун?") && !got.body.contains("Какой чай"));
    assert_eq!(got.json()["items"][0]["withheld"], true);
}

#[tokio::test]
async fn each_country_is_told_of_its_own_order() {
    let (fake, post) = village().await;
    for (country, over) in [("FR", true), ("FR", false), ("DE", false)] {
        fake.withhold(post, country);
        let mut orders = held(&fake.withheld);
        let number = orders.len();
        let order = orders.last_mut().expect("an order");
        order.authority = format!("https://court.example/{number}");
        order.until_ms = over.then_some(order.since_ms);
    }
    let page = fake.at(&format!("/p/{post}"));
    let item = format!("/api/v1{}", fake.at(&format!("/items/{post}")));
    for path in [page, item] {
        for (country, number) in [("FR", 2), ("DE", 3)] {
            let got = fake.get(&path, &[(COUNTRY, country)]).await;
            assert_eq!(got.status, StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS);
            let link = format!("<https://court.example/{number}>; rel=\"blocked-by\"");
            assert_eq!(got.header("link"), link, "{path} in {country}");
        }
    }
}

#[tokio::test]
async fn an_error_is_told_in_the_language_that_is_asked_for() {
    let fake = Fake::new();
    let path = format!("/api/v1{}", fake.at("/items/nonsense"));
    let got = fake.get(&path, &[("accept-language", "en")]).await;
    assert!(
        got.json()["message"]
            .as_str()
            .is_some_and(|text| { text.starts_with("There is nothing here") })
    );
    let got = fake.get(&path, &[]).await;
    assert!(got.body.contains("Здесь ничего нет"));
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let (fake, _) = village().await;
    let site = fake.site();
    let path = format!("/api/v1{}", fake.at("/items"));
    let first = Fake::through(site.clone(), "GET", &path, &[], "").await;
    let etag = first.header("etag").to_owned();
    assert!(!etag.is_empty());
    let known = [("if-none-match", etag.as_str())];
    let again = Fake::through(site.clone(), "GET", &path, &known, "").await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    fake.post("@bob:x", "Новое");
    let fresh = Fake::through(site, "GET", &path, &known, "").await;
    assert!(fresh.status == 200 && fresh.body.contains("Новое"));
}

#[tokio::test]
async fn every_address_of_the_document_answers_and_no_other() {
    let (fake, post) = village().await;
    fake.page("@ann:x", "a", "текст");
    let document: Value = serde_json::from_str(&super::super::document()).expect("JSON");
    assert!(
        document["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1"))
    );
    let paths = document["paths"].as_object().expect("paths");
    let filled = |path: &str| {
        let path = path.replace("{c}", &fake.id.to_string());
        let path = path.replace("{item}", &post.to_string());
        let path = path.replace("{account}", "@ann:x");
        path.replace("{number}", "1")
            .replace("{id}", &"0".repeat(64))
            .replace("{space}", &"0".repeat(64))
    };
    let mut answered = BTreeSet::new();
    for (path, methods) in paths {
        for method in methods.as_object().expect("methods").keys() {
            let bearer = format!("Bearer {}", fake.session("@ann:x"));
            let headers = [("authorization", bearer.as_str())];
            let query = match path.rsplit('/').next() {
                Some("search") => "?q=a",
                Some("page" | "history") => "?title=a",
                _ => "",
            };
            let at = format!("{}{query}", filled(path));
            let method = method.to_uppercase();
            let got = fake.send(&method, &at, &headers, "{").await;
            let known = match path.as_str() {
                // Whatever is sent may be a file.
                path if path.ends_with("/files") => got.status == 200,
                // There is nothing of these in the village.
                path if path.ends_with("/{id}") || path.ends_with("/{number}") => got.status == 404,
                _ if method == "POST" => got.status == 400 || got.status == 401,
                path if path.contains("/{space}/") => got.status == 404,
                _ => got.status == 200,
            };
            assert!(known, "{method} {path}: {} {}", got.status, got.body);
            answered.insert(format!("{method} {path}"));
        }
    }
    assert_eq!(answered.len(), 37);
}

#[test]
fn the_document_in_the_repository_is_the_generated_one() {
    let written = include_str!("../../../../../docs/openapi.json");
    let same = super::super::document() == written;
    assert!(same, "run `cargo xtask generate`");
}

#[test]
fn every_operation_of_the_document_has_a_name_of_its_own() {
    let document: Value = serde_json::from_str(&super::super::document()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let operations = paths
        .values()
        .flat_map(|path| path.as_object().expect("methods").values());
    let names: Vec<&str> = operations
        .map(|operation| operation["operationId"].as_str().expect("a name"))
        .collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
}

#[tokio::test]
async fn the_other_pages_have_their_json() {
    let (fake, _) = village().await;
    let people = get(&fake, "/people").await.json();
    assert_eq!(people["trusted_count"], 2);
    let rules = get(&fake, "/rules").await.json();
    assert!(rules["magic"].as_u64().is_some_and(|magic| magic >= 1));
    assert!(
        rules["words"]
            .as_array()
            .is_some_and(|words| !words.is_empty())
    );
    let tags = get(&fake, "/tags").await.json();
    assert_eq!(tags["tags"][0]["tag"], "улун");
    let found = get(&fake, "/search?q=%D0%BD%D0%B0%D0%BB%D0%B8%D1%82").await;
    let found = found.json();
    assert_eq!(found["total"], 1);
    assert_eq!(found["hits"][0]["snippet"][1]["marked"], true);
    fake.page("@ann:x", "Посуда", "В неё чай налит");
    let found = get(&fake, "/search?q=%D0%BD%D0%B0%D0%BB%D0%B8%D1%82").await;
    let found = found.json();
    assert_eq!(
        (&found["total"], &found["pages_total"]),
        (&1.into(), &1.into())
    );
    assert_eq!(found["pages"][0]["title"], "Посуда");
    assert_eq!(found["pages"][0]["snippet"][1]["text"], "налит");
    let address = found["pages"][0]["page"].as_str().expect("an address");
    assert!(address.starts_with("https://site.example/c/") && address.contains("/wiki/"));
    let statistics = get(&fake, "/statistics").await.json();
    assert_eq!(statistics["days"][0]["magic"], 1);
    let member = get(&fake, "/members/@bob:x").await.json();
    assert_eq!(member["rank"], "trusted");
}
