use reqwest::StatusCode;
use secta_rules::dump::View;

use super::town::{Town, serve, store};

async fn get(base: &url::Url, path: &str) -> (StatusCode, String) {
    let url = base.join(path).expect("a path");
    let answer = reqwest::get(url).await.expect("an answer");
    (answer.status(), answer.text().await.expect("a text"))
}

#[tokio::test]
async fn everybody_reads_the_records_and_the_state_and_nothing_that_waits() {
    let town = Town::of(1, "Чай");
    assert!(town.state.dump(View::Whole).contains("waits"));
    let base = serve(store(&[&town]).await).await;
    let root = format!("_secta/v1/communities/{}", town.id());
    let (_, all) = get(&base, "_secta/v1/communities").await;
    assert!(
        all.contains("Чай") && all.contains(&town.id().to_string()),
        "{all}"
    );
    let (status, records) = get(&base, &format!("{root}/records")).await;
    assert_eq!(
        (status, records.as_str()),
        (StatusCode::OK, town.export().as_str())
    );
    let (_, state) = get(&base, &format!("{root}/state")).await;
    assert_eq!(state, town.state.dump(View::Public));
    for answer in [all, records, state] {
        assert!(!answer.contains("@bob:x"), "{answer}");
    }
}

#[tokio::test]
async fn records_come_page_by_page() {
    let mut town = Town::of(1, "Чай");
    town.support("@ann:x", 2);
    let base = serve(store(&[&town]).await).await;
    let root = format!("_secta/v1/communities/{}/records", town.id());
    let (mut read, mut after) = (String::new(), String::new());
    loop {
        let (status, page) = get(&base, &format!("{root}?limit=2{after}")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.lines().count() <= 2);
        let Some(last) = page.lines().last() else {
            break;
        };
        let last = secta_record::read_line(last.as_bytes()).expect("a record");
        after = format!("&after={}", last.id());
        read.push_str(&page);
    }
    assert_eq!(read, town.export());
}

#[tokio::test]
async fn what_there_is_not_is_not_found() {
    let (town, other) = (Town::of(1, "Чай"), Town::of(2, "Кофе"));
    let base = serve(store(&[&town]).await).await;
    let root = "_secta/v1/communities";
    let (id, stranger) = (town.id(), other.id());
    for path in [
        format!("{root}/{stranger}/records"),
        format!("{root}/{stranger}/state"),
        format!("{root}/nothing/state"),
        format!("{root}/nothing/records"),
        format!("{root}/{id}/records?after={stranger}"),
    ] {
        assert_eq!(get(&base, &path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let nonsense = format!("{root}/{id}/records?after=nonsense");
    assert_eq!(get(&base, &nonsense).await.0, StatusCode::BAD_REQUEST);
}
