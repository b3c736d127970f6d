use axum::http::StatusCode;
use secta_record::act::{AccountId, CaseId, Measure, PageId};
use secta_rules::Ask;

use super::{
    super::{Member, get, path, value, village},
    text,
};
use crate::fake::held;

#[tokio::test]
async fn a_draft_is_thrown_away_and_its_words_are_shown_once_more() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let form = bob.keeps("Дюна", "Песок и вода").await;
    let draft = value(&form.body, "draft");
    let fields = [
        ("deed", "discard"),
        ("draft", draft.as_str()),
        ("back", "/me"),
    ];
    let token = [("token", "x.y"), fields[0], fields[1]];
    let forged = bob.send("Дюна", &token).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
    let ann = Member::of(&fake, "@ann:x");
    let others = ann.post("Дюна", &fields).await;
    assert_eq!(others.status, StatusCode::SEE_OTHER);
    assert_eq!(held(&fake.drafts).len(), 1, "nobody throws away another's");
    let thrown = bob.post("Дюна", &fields).await;
    assert!(thrown.body.contains("Песок и вода") && thrown.body.contains("href=\"/me\""));
    assert!(held(&fake.drafts).is_empty());
    let again = bob.post("Дюна", &fields).await;
    assert_eq!(again.header("location"), "/me");
}

#[tokio::test]
async fn a_draft_is_seen_by_nobody_else() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    bob.keeps("Дюна", "Сокровенное").await;
    let ann = Member::of(&fake, "@ann:x");
    for got in [
        ann.get("Дюна", "?edit").await,
        ann.get("Дюна", "").await,
        ann.at("/me").await,
        get(&fake, "Дюна", "?history").await,
        fake.get(&fake.at("/wiki"), &[]).await,
        fake.get(&fake.at("/wiki-changes.atom"), &[]).await,
        fake.get(&fake.at("/search?q=Сокровенное"), &[]).await,
    ] {
        assert!(!got.body.contains("Сокровенное</"), "{}", got.body);
        for words in [
            "Мои черновики",
            "Черновики вики",
            "черновик этой",
            "ваш черновик",
        ] {
            assert!(!got.body.contains(words), "{}", got.body);
        }
    }
}

#[tokio::test]
async fn drafts_are_listed_for_their_author() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let none = bob.at("/me").await;
    assert!(!none.body.contains("Черновики"), "{}", none.body);
    bob.keeps("Дюна", "Песок").await;
    bob.keeps("Общее:Сад", "Яблони").await;
    for address in ["/me".to_owned(), fake.at("/me")] {
        let me = bob.at(&address).await;
        for title in ["Дюна", "Общее:Сад"] {
            let link = format!("href=\"{}?edit\"", path(&fake, title));
            assert!(me.body.contains(&link), "{title}: {}", me.body);
        }
        assert_eq!(me.body.matches("value=\"discard\"").count(), 2);
    }
    assert!(bob.at("/me").await.body.contains("<bdi>Чай</bdi>"));
    let front = bob.at(&fake.at("/wiki")).await;
    assert!(front.body.contains("Мои черновики: 2"), "{}", front.body);
}

#[tokio::test]
async fn of_too_many_drafts_the_oldest_goes_with_a_word_and_its_text() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    for title in ["Раз", "Два", "Три"] {
        let kept = bob.keeps(title, &format!("слова {title}")).await;
        assert!(!kept.body.contains("не больше 50"), "{}", kept.body);
    }
    let kept = bob.keeps("Четыре", "слова Четыре").await;
    assert!(
        kept.body.contains("самый старый, «Раз», пропал"),
        "{}",
        kept.body
    );
    assert!(kept.body.contains("слова Раз") && text(&kept) == "слова Четыре");
    assert_eq!(held(&fake.drafts).len(), 3);
}

#[tokio::test]
async fn what_cannot_be_kept_comes_back() {
    let fake = village();
    let bob = Member::of(&fake, "@bob:x");
    let long = "слово ".repeat(40_000);
    let got = bob.keeps("Дюна", &long).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.body.contains("слово слово") && got.body.contains("200 КБ"));
    let form = [
        ("token", "x.y"),
        ("deed", "edit"),
        ("text", "мои слова"),
        ("keep", "yes"),
    ];
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
    let eve = Member::of(&fake, "@eve:x");
    let ghost = eve.post("Дюна", &form[1..]).await;
    assert_eq!(ghost.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ghost.body.contains("мои слова") && ghost.body.contains("Ваш ранг"));
    let no_edit = [("deed", "revert"), ("text", "мои слова"), ("keep", "yes")];
    let malformed = bob.post("Дюна", &no_edit).await;
    assert_eq!(malformed.status, StatusCode::BAD_REQUEST);
    assert!(held(&fake.drafts).is_empty());
}

#[tokio::test]
async fn the_excluded_get_their_words_back_and_read_the_draft_that_they_have() {
    let fake = village();
    fake.trust("@cid:x", &["@ann:x", "@bob:x"]);
    fake.trust("@dee:x", &["@ann:x", "@bob:x"]);
    let bob = Member::of(&fake, "@bob:x");
    bob.keeps("Дюна", "Песок и вода").await;
    let bad = fake.post("@bob:x", "Купите слона");
    for voter in ["@ann:x", "@cid:x", "@dee:x"] {
        let moderate = Ask::Moderate {
            item: bad,
            case: CaseId([9; 32]),
            measure: Measure::Exclude,
            argument: Some("Это реклама, а не разговор".to_owned()),
        };
        fake.ask(voter, moderate);
    }
    {
        let rules = fake.state.read();
        let page = PageId([0; 32]);
        let bob = AccountId::new("@bob:x");
        assert!(!rules.may_revise(&bob, &page, fake.now_ms()));
    }
    let form = [("deed", "edit"), ("text", "мои слова"), ("keep", "yes")];
    let refused = bob.post("Дюна", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("мои слова"), "{}", refused.body);
    assert!(
        refused.body.contains("Исключён из сообщества"),
        "{}",
        refused.body
    );
    let form = bob.get("Дюна", "?edit").await;
    assert!(form.body.contains("readonly") && form.body.contains("Песок и вода"));
    assert!(form.body.contains("value=\"discard\""));
}
