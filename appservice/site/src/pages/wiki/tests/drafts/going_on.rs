use axum::http::StatusCode;

use super::{
    super::{Member, value, village},
    text,
};
use crate::fake::held;

#[tokio::test]
async fn a_draft_is_kept_without_a_revision_and_stands_there_again() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let kept = bob.keeps("дюна", "# Песок\r\n\r\nи <b>вода</b>").await;
    assert_eq!(kept.status, 200, "{}", kept.body);
    assert!(kept.body.contains("Это ваш черновик, отложен 21 сентября"));
    assert_eq!(text(&kept), "# Песок\n\nи &#60;b&#62;вода&#60;/b&#62;");
    assert!(held(&fake.filed).is_empty() && held(&fake.wiki).revisions.is_empty());
    fake.wait_ms(1_000);
    let again = bob.get("Дюна", "?edit").await;
    assert_eq!(text(&again), text(&kept));
    assert!(again.body.contains("value=\"начато\""), "{}", again.body);
    assert!(!again.body.contains("изменил кто-то ещё"));
    let looks = [("deed", "edit"), ("text", "иначе"), ("preview", "yes")];
    let draft = value(&again.body, "draft");
    let looks = [&looks[..], &[("draft", draft.as_str())]].concat();
    let seen = bob.post("Дюна", &looks).await;
    assert_eq!(value(&seen.body, "draft"), draft, "a look loses nothing");
}

#[tokio::test]
async fn a_page_that_is_saved_takes_its_draft_with_it() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let kept = bob.keeps("Дюна", "Песок").await;
    let saved = bob.saves("Дюна", &kept).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(fake.text_of("Дюна"), "Песок\n");
    assert!(held(&fake.drafts).is_empty());
    let form = bob.get("Дюна", "?edit").await;
    assert!(!form.body.contains("черновик, отложен"), "{}", form.body);
}

#[tokio::test]
async fn a_form_without_the_draft_leaves_it_where_it_is() {
    let fake = village();
    fake.page("@ann:x", "Дюна", "Песок\n");
    let bob = Member::of(&fake, "@bob:x");
    bob.keeps("Дюна", "Песок и вода").await;
    let form = bob.get("Дюна", "?edit&draft=no").await;
    assert_eq!(text(&form), "Песок\n");
    assert!(form.body.contains("У вас есть черновик этой страницы"));
    let parents = value(&form.body, "parents");
    let fields = [("deed", "edit"), ("parents", &parents), ("text", "Пыль")];
    let saved = bob.post("Дюна", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(text(&bob.get("Дюна", "?edit").await), "Песок и вода");
    // An older form does not take away what was kept since.
    let old = bob.get("Дюна", "?edit").await;
    fake.wait_ms(1_000);
    bob.keeps("Дюна", "Песок, вода и ветер").await;
    bob.saves("Дюна", &old).await;
    assert_eq!(text(&bob.get("Дюна", "?edit").await), "Песок, вода и ветер");
}

#[tokio::test]
async fn a_draft_of_what_has_changed_since_says_so_and_merges() {
    let fake = village();
    let first = fake.page("@ann:x", "Дюна", "Раз\n\nДва\n\nТри\n");
    let bob = Member::of(&fake, "@bob:x");
    bob.keeps("Дюна", "Раз\n\nДва\n\nТретий\n").await;
    fake.page("@ann:x", "Дюна", "Первый\n\nДва\n\nТри\n");
    let form = bob.get("Дюна", "?edit").await;
    assert!(
        form.body.contains("С тех пор страницу изменил"),
        "{}",
        form.body
    );
    assert!(!form.body.contains("Пока форма была открыта"));
    assert!(form.body.contains(&format!("?diff={first}..")));
    let saved = bob.saves("Дюна", &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(fake.text_of("Дюна"), "Первый\n\nДва\n\nТретий\n");
}

#[tokio::test]
async fn a_draft_of_a_section_goes_back_into_its_page() {
    let fake = village();
    fake.page("@ann:x", "Дюна", "# Раз\n\nодин\n\n# Два\n\nдва\n");
    let bob = Member::of(&fake, "@bob:x");
    let form = bob.get("Дюна", "?edit&section=2").await;
    let parents = value(&form.body, "parents");
    let fields = [
        ("deed", "edit"),
        ("parents", parents.as_str()),
        ("section", "2"),
        ("text", "# Два\n\nдважды"),
        ("keep", "yes"),
    ];
    bob.post("Дюна", &fields).await;
    let form = bob.get("Дюна", "?edit&section=1").await;
    assert_eq!(text(&form), "# Два\n\nдважды", "one draft to a page");
    assert!(form.body.contains("Здесь один раздел") && form.body.contains("без черновика"));
    assert!(
        form.body.contains("?edit&#38;section=1&#38;draft=no"),
        "{}",
        form.body
    );
    bob.saves("Дюна", &form).await;
    assert_eq!(fake.text_of("Дюна"), "# Раз\n\nодин\n\n# Два\n\nдважды\n");
    assert!(held(&fake.drafts).is_empty());
}
