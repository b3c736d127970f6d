use std::sync::Arc;

use axum::http::StatusCode;
use secta_record::act::PageChange;

use super::{Member, get, value, village};
use crate::fake::Fake;

/// A page that two have changed apart.
fn split() -> Arc<Fake> {
    let fake = village();
    let first = fake.page("@ann:x", "Дюна", "Раз\nДва\nТри\n");
    fake.page_after("@ann:x", "Дюна", "Раз\nДвойка <i>\nТри\n", &[first]);
    fake.page_after("@bob:x", "Дюна", "Раз\nПара\nТри\n", &[first]);
    fake
}

#[tokio::test]
async fn what_conflicts_is_told_and_shown_side_by_side() {
    let fake = split();
    let page = get(&fake, "Дюна", "").await;
    assert!(page.body.contains("?resolve"), "{}", page.body);
    let quotes = page.body.split("<blockquote>").skip(1);
    let quotes: Vec<&str> = quotes
        .map(|quote| quote.split("</blockquote>").next().unwrap_or(quote))
        .collect();
    assert!(
        quotes.len() == 2 && quotes[1].contains("Пара"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("&lt;&lt;&lt;"));
    let got = get(&fake, "Дюна", "?resolve").await;
    for there in ["Двойка &#60;i&#62;", "Пара", "Два"] {
        assert!(got.body.contains(there), "{there}: {}", got.body);
    }
    assert!(
        !got.body.contains("type=\"radio\""),
        "a stranger chooses nothing"
    );
    let list = fake.get(&fake.at("/wiki-contested"), &[]).await;
    assert!(list.body.contains(">Дюна</bdi>"), "{}", list.body);
}

#[tokio::test]
async fn a_choice_is_a_revision_that_follows_all() {
    for (choice, text) in [
        ("ours", "Раз\nДвойка <i>\nТри\n"),
        ("theirs", "Раз\nПара\nТри\n"),
        ("both", "Раз\nДвойка <i>\nПара\nТри\n"),
    ] {
        let fake = split();
        let bob = Member::of(&fake, "@bob:x");
        let form = bob.get("Дюна", "?resolve").await;
        assert!(form.body.contains("name=\"place-0\""), "{}", form.body);
        let parents = value(&form.body, "parents");
        assert_eq!(parents.split(' ').count(), 2);
        let fields = [
            ("deed", "resolve"),
            ("parents", parents.as_str()),
            ("place-0", choice),
        ];
        let got = bob.post("Дюна", &fields).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
        assert_eq!(fake.text_of("Дюна"), text, "{choice}");
        let page = get(&fake, "Дюна", "").await;
        assert!(!page.body.contains("?resolve"), "{}", page.body);
    }
}

#[tokio::test]
async fn what_is_chosen_can_be_mended_before_it_is_saved() {
    let fake = split();
    let bob = Member::of(&fake, "@bob:x");
    let parents = value(&bob.get("Дюна", "?resolve").await.body, "parents");
    let mut fields = vec![("deed", "resolve"), ("parents", parents.as_str())];
    // Without a choice the marks are still there to be settled.
    let form = bob.post("Дюна", &fields).await;
    assert_eq!(form.status, 200);
    assert!(form.body.contains("&#60;&#60;&#60;&#60;"), "{}", form.body);
    fields.extend([("place-0", "ours"), ("edit", "yes")]);
    let form = bob.post("Дюна", &fields).await;
    assert!(!form.body.contains("&#60;&#60;&#60;&#60;") && form.body.contains("Двойка"));
    assert_eq!(value(&form.body, "parents"), parents);
}

#[tokio::test]
async fn an_edit_that_meets_another_says_that_they_conflict() {
    let fake = village();
    fake.page("@ann:x", "Дюна", "Раз\n");
    let bob = Member::of(&fake, "@bob:x");
    let form = bob.get("Дюна", "?edit").await;
    let parents = value(&form.body, "parents");
    fake.page("@ann:x", "Дюна", "Два\n");
    let fields = [
        ("deed", "edit"),
        ("parents", parents.as_str()),
        ("text", "Три"),
    ];
    let saved = bob.post("Дюна", &fields).await;
    let page = bob.at(saved.header("location")).await;
    assert!(page.body.contains("правки разошлись"), "{}", page.body);
    assert!(page.body.contains("?resolve"));
}

#[tokio::test]
async fn heads_that_no_merge_brings_together_are_chosen_from() {
    let fake = village();
    let first = fake.page("@ann:x", "Дюна", "Раз\n");
    fake.revise(
        "@ann:x",
        "Дюна",
        PageChange::Moved("Арракис".to_owned()),
        &[first],
    );
    fake.revise(
        "@bob:x",
        "Дюна",
        PageChange::Moved("Планета".to_owned()),
        &[first],
    );
    let bob = Member::of(&fake, "@bob:x");
    let form = bob.get("Дюна", "?resolve").await;
    assert_eq!(
        form.body.matches("value=\"revert\"").count(),
        2,
        "{}",
        form.body
    );
    let revision = value(&form.body, "revision");
    let got = bob
        .post("Дюна", &[("deed", "revert"), ("revision", &revision)])
        .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let page = get(&fake, "Дюна", "?redirect=no").await;
    assert!(!page.body.contains("?resolve"), "{}", page.body);
}
