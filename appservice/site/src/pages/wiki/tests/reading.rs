use axum::http::StatusCode;
use secta_record::act::PageChange;

use super::{Member, get, path, village};
use crate::fake::Fake;

const TEXT: &str = "Роман [[Фрэнк Герберт|Герберта]] о [[Планета]].\n\n# Сюжет\n\nПесок.\n\n## Начало\n\nДом.\n\n# Герои\n\nПол.\n\n[[Категория:Книги]]\n";

#[tokio::test]
async fn a_page_is_read_with_its_contents_its_links_and_its_categories() {
    let fake = village();
    fake.page("@ann:x", "Планета", "Арракис.");
    fake.page("@ann:x", "Дюна", TEXT);
    let got = get(&fake, "Дюна", "").await;
    assert_eq!(got.status, 200, "{}", got.body);
    for there in [
        "<h1 dir=\"auto\">Дюна</h1>",
        "<h2 id=\"h-сюжет\">",
        "<h3 id=\"h-начало\">",
        &format!("href=\"{}\"", path(&fake, "Планета")),
        "class=\"missing\"",
        "href=\"#h-герои\"",
        ">Книги</bdi>",
        "1 версия",
        "?feed=atom",
    ] {
        assert!(got.body.contains(there), "{there}: {}", got.body);
    }
    // A stranger finds nothing to change there, and no form but those of the site's foot.
    for absent in ["?edit", "name=\"token\"", "<textarea"] {
        assert!(!got.body.contains(absent), "{absent}: {}", got.body);
    }
}

#[tokio::test]
async fn who_may_edit_is_shown_where_a_section_is_edited_and_a_newcomer_is_not() {
    let fake = village();
    fake.page("@ann:x", "Дюна", TEXT);
    let bob = Member::of(&fake, "@bob:x").get("Дюна", "").await;
    assert!(bob.body.contains("?edit&amp;section=2"), "{}", bob.body);
    assert!(bob.body.contains("?rename"));
    fake.post("@eve:x", "ждёт");
    let eve = Member::of(&fake, "@eve:x");
    let page = eve.get("Дюна", "").await;
    assert!(!page.body.contains("?edit"), "{}", page.body);
    let form = eve.get("Дюна", "?edit").await;
    assert!(form.body.contains("readonly") && !form.body.contains("name=\"text\""));
    let stranger = get(&fake, "Дюна", "?edit").await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
    assert!(stranger.header("location").starts_with("/sign-in?back="));
}

#[tokio::test]
async fn a_page_that_is_missing_is_begun_by_members_and_names_what_looks_like_it() {
    let fake = village();
    fake.page("@ann:x", "СОР", "Кириллицей.");
    let got = get(&fake, "COP", "").await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    assert!(got.body.contains(&path(&fake, "СОР")), "{}", got.body);
    assert!(!got.body.contains("?edit"));
    let bob = Member::of(&fake, "@bob:x").get("COP", "").await;
    assert!(bob.body.contains("?edit"), "{}", bob.body);
}

#[tokio::test]
async fn a_page_that_moved_leads_to_where_it_is_and_moves_in_a_circle_lead_nowhere() {
    let fake = village();
    let old = fake.page("@ann:x", "Старое", "текст");
    fake.revise(
        "@ann:x",
        "Старое",
        PageChange::Moved("Новое".to_owned()),
        &[old],
    );
    fake.page_after("@ann:x", "Новое", "текст", &[old]);
    let got = get(&fake, "Старое", "").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    let to = got.header("location").to_owned();
    assert!(to.starts_with(&path(&fake, "Новое")), "{to}");
    let new = fake.get(&to, &[]).await;
    assert!(
        new.body.contains("?redirect=no\">Старое</a>"),
        "{}",
        new.body
    );
    let stays = get(&fake, "Старое", "?redirect=no").await;
    assert_eq!(stays.status, 200);
    assert!(stays.body.contains(&path(&fake, "Новое")));
    // History follows the page to where it was before.
    let history = get(&fake, "Новое", "?history").await;
    assert_eq!(history.body.matches("name=\"from\"").count(), 2);

    let one = fake.revise("@ann:x", "А", PageChange::Moved("Б".to_owned()), &[]);
    fake.revise("@ann:x", "Б", PageChange::Moved("А".to_owned()), &[one]);
    assert_eq!(get(&fake, "А", "").await.status, 200);
}

#[tokio::test]
async fn a_title_written_otherwise_leads_to_the_one_that_stands() {
    let fake = village();
    fake.page("@ann:x", "Ёлка и Дюна", "текст");
    let got = get(&fake, "елка_и_дюна", "").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    assert_eq!(got.header("location"), path(&fake, "Ёлка и Дюна"));
    // The prefix is read in either language, and shown in the reader's.
    fake.page("@ann:x", "Категория:Книги", "о книгах");
    let address = path(&fake, "Категория:Книги");
    let address = address.replace(&crate::links::escaped("Категория"), "Category");
    let got = fake.get(&address, &[("accept-language", "en")]).await;
    assert!(
        got.body.contains("<h1 dir=\"auto\">Category:Книги</h1>"),
        "{}",
        got.body
    );
}

#[tokio::test]
async fn subpages_stand_below_their_page() {
    let fake = village();
    fake.page("@ann:x", "Дюна/Герои/Пол", "Атрейдес.");
    let got = get(&fake, "Дюна/Герои/Пол", "").await;
    assert_eq!(got.status, 200);
    let crumbs = got.body.split("crumbs").nth(1).expect("crumbs");
    for above in ["Дюна", "Дюна/Герои"] {
        assert!(
            crumbs.contains(&format!("\"{}\"", path(&fake, above))),
            "{above}"
        );
    }
}

#[tokio::test]
async fn versions_are_listed_compared_and_read() {
    let fake = village();
    let first = fake.page("@ann:x", "Дюна", "Песок и вода.\n\nКонец.\n");
    let second = fake.page("@bob:x", "Дюна", "Песок и спайс.\n\nКонец.\n");
    let history = get(&fake, "Дюна", "?history").await;
    assert_eq!(history.body.matches("name=\"from\"").count(), 2);
    assert!(
        history.body.contains(&format!("?diff={first}..{second}")),
        "{}",
        history.body
    );
    for query in [
        format!("?diff={first}..{second}"),
        format!("?diff=&from={first}&to={second}"),
        format!("?diff={first}.."),
    ] {
        let diff = get(&fake, "Дюна", &query).await;
        assert!(
            diff.body.contains("<del>вода</del>"),
            "{query}: {}",
            diff.body
        );
        assert!(diff.body.contains("<ins>спайс</ins>"), "{query}");
    }
    let begun = get(&fake, "Дюна", &format!("?diff=..{first}")).await;
    assert!(begun.body.contains("<ins>"), "{}", begun.body);
    let old = get(&fake, "Дюна", &format!("?revision={first}")).await;
    assert!(old.body.contains("<p>Песок и вода.</p>"), "{}", old.body);
    assert_eq!(old.header("x-robots-tag"), "noindex");
    // Another page's words are not shown under this title.
    let other = fake.page("@ann:x", "Планета", "Арракис");
    let led = get(&fake, "Дюна", &format!("?revision={other}")).await;
    assert!(led.header("location").starts_with(&path(&fake, "Планета")));
    for nothing in ["?revision=x", "?diff=x", "?diff=x..y", "?feed=x"] {
        let got = get(&fake, "Дюна", nothing).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    assert_eq!(
        get(&fake, "Нет", "?history").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_page_that_is_kept_changes_with_its_edit() {
    let fake = village();
    fake.page("@ann:x", "Дюна", "первое");
    let (site, at) = (fake.site(), path(&fake, "Дюна"));
    let get = |headers| Fake::through(site.clone(), "GET", &at, headers, "");
    let first = get(&[]).await;
    let etag = first.header("etag").to_owned();
    assert!(!etag.is_empty());
    let headers = [("if-none-match", etag.as_str())];
    let again = Fake::through(site.clone(), "GET", &at, &headers, "").await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    fake.page("@ann:x", "Дюна", "второе");
    let fresh = Fake::through(site.clone(), "GET", &at, &headers, "").await;
    assert!(fresh.status == 200 && fresh.body.contains("второе"));
}
