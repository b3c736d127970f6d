use axum::http::StatusCode;
use secta_record::act::Rank;

use super::{Member, get, path, value, village};
use crate::fake::held;

#[tokio::test]
async fn a_page_is_deleted_by_a_revision_and_brought_back_by_another() {
    let fake = village();
    let first = fake.page("@ann:x", "Дюна", "Раз");
    let bob = Member::of(&fake, "@bob:x");
    let form = bob.get("Дюна", "?delete").await;
    let parents = value(&form.body, "parents");
    let fields = [
        ("deed", "delete"),
        ("parents", parents.as_str()),
        ("comment", "пусто"),
    ];
    let got = bob.post("Дюна", &fields).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let gone = get(&fake, "Дюна", "").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.body.contains("Страницу удалили") && gone.body.contains("?history"));
    let revision = first.to_string();
    let fields = [("deed", "revert"), ("revision", revision.as_str())];
    bob.post("Дюна", &fields).await;
    assert_eq!(fake.text_of("Дюна"), "Раз");
    assert!(fake.last_comment().starts_with("Возвращена версия"));
    assert_eq!(get(&fake, "Дюна", "").await.status, 200);
    let other = fake.page("@ann:x", "Планета", "Арракис").to_string();
    let fields = [("deed", "revert"), ("revision", other.as_str())];
    let got = bob.post("Дюна", &fields).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_page_is_renamed_and_leads_to_its_new_title() {
    let fake = village();
    fake.page("@ann:x", "Дюна", "Раз");
    let bob = Member::of(&fake, "@bob:x");
    let form = bob.get("Дюна", "?rename").await;
    let parents = value(&form.body, "parents");
    let fields = |to| {
        [
            ("deed", "rename"),
            ("parents", parents.as_str()),
            ("to", to),
        ]
    };
    for (wrong, said) in [
        ("", "Название пустое"),
        ("а[б", "В названии нельзя писать ["),
        ("Дюна", "осталось прежним"),
        ("Cло", "смешаны буквы"),
    ] {
        let got = bob.post("Дюна", &fields(wrong)).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(got.body.contains(said), "{wrong}: {}", got.body);
    }
    let got = bob.post("Дюна", &fields("Арракис")).await;
    assert_eq!(got.header("location"), path(&fake, "Арракис"));
    let old = get(&fake, "Дюна", "").await;
    assert!(old.header("location").starts_with(&path(&fake, "Арракис")));
}

#[tokio::test]
async fn the_trusted_say_who_edits_a_page() {
    let fake = village();
    fake.page("@ann:x", "Дюна", "Раз");
    let bob = Member::of(&fake, "@bob:x");
    let form = bob.get("Дюна", "?protect").await;
    assert!(
        form.body.contains("value=\"policy\" checked"),
        "{}",
        form.body
    );
    let back = path(&fake, "Дюна");
    let fields = [
        ("deed", "protect"),
        ("rank", "trusted"),
        ("back", back.as_str()),
    ];
    let got = bob.post("Дюна", &fields).await;
    assert_eq!(got.header("location"), back);
    {
        let state = fake.state.read();
        let page = secta_record::act::PageId(
            "Дюна"
                .parse::<secta_wiki::title::Title>()
                .expect("a title")
                .page_id()
                .0,
        );
        assert_eq!(state.page(&page).rank, Rank::Trusted);
    }
    let page = get(&fake, "Дюна", "").await;
    assert!(page.body.contains("Страница защищена"), "{}", page.body);
    assert_eq!(
        get(&fake, "Дюна", "?protect").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn an_author_takes_their_own_words_back_and_nobody_elses() {
    let fake = village();
    let anns = fake.page("@ann:x", "Дюна", "слова Анны").to_string();
    let bobs = fake.page("@bob:x", "Дюна", "слова Боба").to_string();
    let bob = Member::of(&fake, "@bob:x");
    let history = bob.get("Дюна", "?history").await;
    assert_eq!(
        history.body.matches("value=\"hide\"").count(),
        1,
        "{}",
        history.body
    );
    let hide = |revision| [("deed", "hide"), ("revision", revision), ("back", "/x")];
    let other = bob.post("Дюна", &hide(&anns)).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    let own = bob.post("Дюна", &hide(&bobs)).await;
    assert_eq!(own.header("location"), "/x");
    let page = get(&fake, "Дюна", "").await;
    assert!(
        page.body.contains("слова Анны") && !page.body.contains("слова Боба"),
        "{}",
        page.body
    );
    let old = get(&fake, "Дюна", &format!("?revision={bobs}")).await;
    assert!(
        old.status == 200 && old.body.contains("Автор забрал"),
        "{}",
        old.body
    );
}

#[tokio::test]
async fn a_page_is_watched_and_discussed() {
    let fake = village();
    fake.page("@ann:x", "Дюна", "Раз");
    let bob = Member::of(&fake, "@bob:x");
    let back = path(&fake, "Дюна");
    let watch = |told| [("deed", "watch"), ("told", told), ("back", back.as_str())];
    bob.post("Дюна", &watch("yes")).await;
    assert!(
        bob.get("Дюна", "")
            .await
            .body
            .contains("value=\"no\" aria-pressed")
    );
    bob.post("Дюна", &watch("no")).await;
    assert!(held(&fake.wiki).watched.is_empty());
    bob.post("Дюна", &[("deed", "discuss"), ("back", back.as_str())])
        .await;
    let page = get(&fake, "Дюна", "").await;
    assert!(page.body.contains("https://matrix.to/"), "{}", page.body);
    assert!(!bob.get("Дюна", "").await.body.contains("value=\"discuss\""));
}
