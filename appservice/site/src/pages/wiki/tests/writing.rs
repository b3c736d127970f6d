use axum::http::StatusCode;
use secta_bot_kit::web::{Deed, WikiDeed};

use super::{Member, get, path, value, village};
use crate::fake::held;

#[tokio::test]
async fn a_page_is_written_seen_before_and_saved() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let form = bob.get("Дюна", "?edit").await;
    assert!(
        form.body.contains("<textarea id=\"text\" name=\"text\""),
        "{}",
        form.body
    );
    let fields = [
        ("deed", "edit"),
        ("text", "# Сюжет\r\n\r\nПесок <b>и</b> вода"),
        ("comment", "начало"),
        ("preview", "yes"),
    ];
    let looks = bob.post("Дюна", &fields).await;
    assert_eq!(looks.status, 200);
    assert!(
        looks.body.contains("<h2 id=\"h-сюжет\">Сюжет</h2>"),
        "{}",
        looks.body
    );
    assert!(looks.body.contains("value=\"начало\""));
    assert!(looks.body.contains("Песок &#60;b&#62;и"), "{}", looks.body);
    assert!(fake.text_of("Дюна").is_empty());
    let saved = bob.post("Дюна", &fields[..3]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(saved.header("location").starts_with(&path(&fake, "Дюна")));
    assert_eq!(fake.text_of("Дюна"), "# Сюжет\n\nПесок <b>и</b> вода\n");
    assert_eq!(fake.last_comment(), "начало");
}

#[tokio::test]
async fn the_same_form_sent_twice_is_saved_once() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let token = bob.token().await;
    let fields = [("token", token.as_str()), ("deed", "edit"), ("text", "раз")];
    let first = bob.send("Дюна", &fields).await;
    let again = bob.send("Дюна", &fields).await;
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(held(&fake.wiki).revisions.len(), 1);
}

#[tokio::test]
async fn a_section_is_put_back_into_the_text_that_was_seen() {
    let fake = village();
    fake.page(
        "@ann:x",
        "Дюна",
        "Начало.\n\n# Раз\n\nодин\n\n# Два\n\nдва\n",
    );
    let bob = Member::of(&fake, "@bob:x");
    let form = bob.get("Дюна", "?edit&section=1").await;
    assert!(
        form.body.contains(">\n# Раз") || form.body.contains("># Раз"),
        "{}",
        form.body
    );
    assert!(!form.body.contains("# Два"));
    let parents = value(&form.body, "parents");
    // Meanwhile somebody changes another section.
    fake.page(
        "@ann:x",
        "Дюна",
        "Начало.\n\n# Раз\n\nодин\n\n# Два\n\nдважды\n",
    );
    let fields = [
        ("deed", "edit"),
        ("parents", parents.as_str()),
        ("section", "1"),
        ("text", "# Раз\n\nоднажды"),
    ];
    let saved = bob.post("Дюна", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(
        fake.text_of("Дюна"),
        "Начало.\n\n# Раз\n\nоднажды\n\n# Два\n\nдважды\n"
    );
    let page = bob.at(saved.header("location")).await;
    assert!(page.body.contains("правки слиты"), "{}", page.body);
    let gone = [
        ("deed", "edit"),
        ("parents", parents.as_str()),
        ("section", "9"),
        ("text", "слова"),
    ];
    let refused = bob.post("Дюна", &gone).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("слова") && refused.body.contains("Этого раздела"));
}

#[tokio::test]
async fn whatever_is_refused_keeps_the_words() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let long = "слово ".repeat(40_000);
    let got = bob.edit("Дюна", &long).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        got.body.contains("слово слово") && got.body.contains("200 КБ"),
        "limit"
    );
    let form = [("token", "x.y"), ("deed", "edit"), ("text", "мои слова")];
    let forged = bob.send("Дюна", &form).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
    assert!(forged.body.contains("мои слова"));
    let stranger = Member {
        fake: fake.clone(),
        cookie: String::new(),
    };
    let out = stranger.send("Дюна", &form).await;
    assert_eq!(out.status, StatusCode::UNAUTHORIZED);
    assert!(out.body.contains("мои слова") && out.body.contains("/sign-in?back="));
    fake.post("@eve:x", "ждёт");
    let eve = Member::of(&fake, "@eve:x");
    let ghost = eve
        .post("Дюна", &[("deed", "edit"), ("text", "слова новичка")])
        .await;
    assert_eq!(ghost.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ghost.body.contains("слова новичка"), "{}", ghost.body);
    assert!(fake.text_of("Дюна").is_empty());
    let nothing = bob.post("Дюна", &[("deed", "nothing")]).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
    let parents = bob
        .post("Дюна", &[("deed", "edit"), ("parents", "x"), ("text", "а")])
        .await;
    assert_eq!(parents.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_form_from_elsewhere_or_without_its_token_changes_nothing() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let token = bob.token().await;
    let body = format!("token={token}&deed=edit&text=x");
    let headers = [
        ("cookie", bob.cookie.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", "https://evil.example"),
    ];
    let got = fake
        .send("POST", &path(&fake, "Дюна"), &headers, &body)
        .await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    let other = Member::of(&fake, "@ann:x");
    let fields = [
        ("token", token.as_str()),
        ("deed", "delete"),
        ("parents", ""),
    ];
    let got = other.send("Дюна", &fields).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    assert!(held(&fake.filed).is_empty());
}

#[tokio::test]
async fn what_was_not_changed_is_not_saved() {
    let fake = village();
    fake.page("@ann:x", "Дюна", "то же\n");
    let bob = Member::of(&fake, "@bob:x");
    let got = bob.edit("Дюна", "то же").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.body.contains("не изменился"));
    assert_eq!(held(&fake.wiki).revisions.len(), 1);
}

#[tokio::test]
async fn an_edit_says_what_was_seen() {
    let fake = village();
    let seen = fake.page("@ann:x", "Дюна", "первое");
    let bob = Member::of(&fake, "@bob:x");
    bob.edit("Дюна", "второе").await;
    {
        let filed = held(&fake.filed);
        let (form, _) = filed.values().next().expect("a form");
        let Deed::Wiki(WikiDeed::Revise { edits, .. }) = &form.deed else {
            panic!("{form:?}");
        };
        assert_eq!(
            edits[0].parents.iter().map(|id| id.0).collect::<Vec<_>>(),
            [seen.0]
        );
        assert_eq!(edits[0].title, "Дюна");
    }
    assert!(get(&fake, "Дюна", "").await.body.contains("второе"));
}
