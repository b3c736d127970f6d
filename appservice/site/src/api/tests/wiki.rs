use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{get, village};
use crate::fake::{Fake, Got};

async fn done(fake: &Arc<Fake>, who: &str, key: &str, deed: &Value) -> Got {
    let path = format!("/api/v1{}", fake.at("/wiki/do"));
    let bearer = format!("Bearer {}", fake.session(who));
    let headers = [
        ("authorization", bearer.as_str()),
        ("idempotency-key", key),
        ("content-type", "application/json"),
    ];
    fake.send("POST", &path, &headers, &deed.to_string()).await
}

#[tokio::test]
async fn a_page_is_read_written_and_followed() {
    let (fake, _) = village().await;
    assert_eq!(
        get(&fake, "/wiki/page?title=a").await.status,
        StatusCode::NOT_FOUND
    );
    let first = json!({"deed": "revise", "comment": "начало", "edits": [
        {"title": "Дюна", "change": {"text": "Песок [[Планета]]"}},
        {"title": "Категория:Книги", "change": {"text": "о книгах"}},
    ]});
    let got = done(&fake, "@bob:x", "k1", &first).await;
    assert_eq!(got.json()["done"], true, "{}", got.body);
    let page = get(&fake, "/wiki/page?title=%D0%B4%D1%8E%D0%BD%D0%B0")
        .await
        .json();
    assert_eq!(page["title"], "Дюна");
    assert_eq!(page["text"], "Песок [[Планета]]");
    assert!(
        page["html"]
            .as_str()
            .is_some_and(|html| html.contains("class=\"missing\""))
    );
    assert_eq!(page["author"]["id"], "@bob:x");
    let second = json!({"deed": "revise", "edits": [
        {"title": "Дюна", "parents": page["heads"], "change": {"text": "Вода"}},
    ]});
    done(&fake, "@ann:x", "k2", &second).await;
    let history = get(&fake, "/wiki/history?title=%D0%94%D1%8E%D0%BD%D0%B0&take=1")
        .await
        .json();
    let newest = &history["revisions"][0];
    assert_eq!(newest["parents"], page["heads"]);
    let next = history["next"].as_str().expect("more");
    let rest = format!("/wiki/history?title=%D0%94%D1%8E%D0%BD%D0%B0&after={next}");
    let rest = get(&fake, &rest).await.json();
    assert_eq!(rest["revisions"][0]["comment"], "начало");
    assert!(rest.get("next").is_none());
    let id = newest["id"].as_str().expect("an id");
    let one = get(&fake, &format!("/wiki/revisions/{id}")).await.json();
    assert_eq!(one["text"], "Вода");
    let changes = get(&fake, "/wiki/changes").await.json();
    assert_eq!(changes["revisions"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn lists_are_read_part_by_part() {
    let (fake, _) = village().await;
    fake.page("@ann:x", "а", "[[я]]");
    fake.page("@ann:x", "б", "[[а]] [[я]] [[ю]]");
    let first = get(&fake, "/wiki?take=1").await.json();
    assert_eq!(first["pages"][0]["title"], "а");
    let next = crate::links::escaped(first["next"].as_str().expect("more"));
    let rest = get(&fake, &format!("/wiki?after={next}")).await.json();
    assert_eq!(rest["pages"][0]["title"], "б");
    let wanted = get(&fake, "/wiki?list=wanted&take=1").await.json();
    assert_eq!(wanted["pages"][0]["title"], "я");
    assert_eq!(wanted["pages"][0]["linked"], 2);
    let next = crate::links::escaped(wanted["next"].as_str().expect("more"));
    let rest = get(&fake, &format!("/wiki?list=wanted&after={next}"))
        .await
        .json();
    assert_eq!(rest["pages"][0]["title"], "ю");
    let linking = get(&fake, "/wiki?list=linking&title=%D0%B0").await.json();
    assert_eq!(linking["pages"][0]["title"], "б");
    for bad in [
        "list=best",
        "list=in",
        "list=in&title=%3C",
        "after=x",
        "take=x",
    ] {
        let got = get(&fake, &format!("/wiki?{bad}")).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{bad}");
    }
}

#[tokio::test]
async fn a_file_is_given_and_shown_by_those_who_may_edit() {
    let (fake, _) = village().await;
    let path = format!("/api/v1{}", fake.at("/wiki/files"));
    let give = async |who: &str| {
        let bearer = format!("Bearer {}", fake.session(who));
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "text/plain"),
        ];
        fake.send("POST", &path, &headers, "слова").await
    };
    let refused = give("@eve:x").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.json()["error"], "may_not");
    let unsigned = fake.send("POST", &path, &[], "слова").await;
    assert_eq!(unsigned.status, StatusCode::UNAUTHORIZED);
    let file = give("@bob:x").await.json();
    assert_eq!(file["mime"], "text/plain");
    let deed = json!({"deed": "revise", "edits": [
        {"title": "Файл:слова.txt", "change": {"file": {"file": file, "text": "о словах"}}},
    ]});
    assert_eq!(done(&fake, "@bob:x", "k", &deed).await.json()["done"], true);
    let page = get(
        &fake,
        "/wiki/page?title=File:%D1%81%D0%BB%D0%BE%D0%B2%D0%B0.txt",
    )
    .await
    .json();
    let url = page["file"]["url"].as_str().expect("an address");
    let got = fake
        .get(url.trim_start_matches("https://site.example"), &[])
        .await;
    assert_eq!(got.body, "слова");
    assert_eq!(page["text"], "о словах");
}

#[tokio::test]
async fn every_deed_of_the_forms_is_one_of_the_api() {
    let (fake, _) = village().await;
    let first = fake.page("@bob:x", "Дюна", "текст").to_string();
    for (key, deed) in [
        json!({"deed": "protect", "title": "Дюна", "rank": "trusted"}),
        json!({"deed": "protect", "title": "Дюна", "rank": null}),
        json!({"deed": "watch", "title": "Дюна", "told": true}),
        json!({"deed": "discuss", "title": "Дюна"}),
        json!({"deed": "rename", "from": "Дюна", "to": "Арракис", "parents": [first], "change": {"text": "текст"}}),
        json!({"deed": "hide", "revision": first}),
        json!({"deed": "revise", "edits": [{"title": "Арракис", "change": "deleted"}]}),
    ]
    .iter()
    .enumerate()
    {
        let got = done(&fake, "@bob:x", &format!("k{key}"), deed).await;
        assert_eq!(got.json()["done"], true, "{deed}: {}", got.body);
    }
    for bad in [
        json!({"deed": "revise"}),
        json!({"deed": "hide", "revision": "x"}),
        json!({}),
    ] {
        let got = done(&fake, "@bob:x", "bad", &bad).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{bad}");
    }
}
