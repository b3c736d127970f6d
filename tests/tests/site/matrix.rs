//! A member of Matrix signs in by a code, and acts on the site: the rooms and the pages show the same.

use secta_tests::browser::{Tab, View};

use crate::town::{Citizen, Town};

#[tokio::test]
async fn a_matrix_member_signs_in_by_a_code_and_acts_in_both_places() {
    let town = Town::start().await;
    let (anna, boris) = (&town.anna, &town.boris);
    let vera = Citizen::admitted(&town.world, "vera", &[anna, boris]).await;
    let home = town.home_that_shows("Меня зовут vera").await;
    let tab = town.tab(&View::phone()).await;
    a_wrong_code_opens_nothing(&tab, anna).await;
    town.signs_in(&tab, anna, &home).await;
    assert!(!tab.offers("Войти").await);
    writes(&tab, &town, &home).await;
    argues(&tab, &town, &vera, &home).await;
    appeals(&tab, &town, &vera, &home).await;
    assert_eq!(tab.complaints().await, [""; 0]);
}

/// Whoever is named, the page is the same; a wrong code is told, and a right one still does.
async fn a_wrong_code_opens_nothing(tab: &Tab, anna: &Citizen) {
    let mut pages = Vec::new();
    for user in [anna.member.user_id(), "@nobody:secta.test"] {
        tab.go("/sign-in").await;
        tab.fill("Ваш Matrix ID", user).await;
        tab.follow("Прислать код").await;
        pages.push(tab.html().await);
    }
    assert_eq!(pages[0], pages[1], "the page doesn't tell who is a member");
    tab.fill("Код", "ABCD-EFGH").await;
    tab.follow("Войти").await;
    tab.assert_shows(&["Код не подошёл или устарел"]).await;
    tab.go("/me").await;
    assert!(tab.at().await.starts_with("/sign-in"), "{}", tab.at().await);
}

/// What is written on the site is in the room, and what is said in the room is on the site.
async fn writes(tab: &Tab, town: &Town, home: &str) {
    let (anna, boris) = (&town.anna, &town.boris);
    tab.go(home).await;
    tab.follow("Написать").await;
    tab.fill("Текст", "Написано **на сайте**").await;
    tab.follow("Отправить").await;
    tab.assert_shows(&["Написано на сайте"]).await;
    let post = tab.at().await;
    boris.hears(&boris.stream, "Написано").await;
    boris.member.say(&boris.stream, "Сказано в Потоке").await;
    tab.until_page_shows(home, "Сказано в Потоке").await;
    tab.follow("Сказано в Потоке").await;
    tab.fill("Ваш комментарий", "А отвечено на сайте").await;
    tab.follow("Отправить").await;
    tab.assert_shows(&["А отвечено на сайте"]).await;
    let comment = boris.hears(&boris.stream, "А отвечено на сайте").await;
    let root = boris.sees(&boris.stream, "Сказано в Потоке").await;
    assert_eq!(
        comment.relates_to(),
        Some(root.id()),
        "it stands in the post's thread"
    );
    tab.follow_beside("Сказано в Потоке", "поддерживаю").await;
    assert!(
        tab.has("article.post button[value=support][aria-pressed]")
            .await
    );

    let said = boris.sees(&boris.stream, "Написано").await;
    boris.member.react(&boris.stream, said.id(), "👎").await;
    let against = "return document.querySelector('article.post .below').innerText";
    tab.until("the vote on the page", async || {
        tab.go(&post).await;
        let tally = tab.script(against, serde_json::json!([])).await;
        tally
            .as_str()
            .unwrap_or_default()
            .contains("▼ 1")
            .then_some(())
    })
    .await;
    anna.sees(&anna.stream, "Сказано в Потоке").await;
}

/// A case is opened on the site, and goes on in the council and on the site.
async fn argues(tab: &Tab, town: &Town, vera: &Citizen, home: &str) {
    let boris = &town.boris;
    tab.go(home).await;
    tab.follow("Меня зовут vera").await;
    tab.click("Пожаловаться").await;
    tab.choose("лишить слова").await;
    tab.fill("Довод", "Она не назвала себя").await;
    tab.follow("Проголосовать").await;
    let case = boris.hears(&boris.council, "Дело").await;
    boris.hears(&boris.council, "Она не назвала себя").await;

    let his = town.tab(&View::desk()).await;
    town.signs_in(&his, boris, home).await;
    his.follow("Дела").await;
    his.follow_beside("vera", "Дело").await;
    his.assert_shows(&["Она не назвала себя", "Доводы", "anna"])
        .await;
    his.choose("лишить слова").await;
    his.fill("Довод", "Имя слишком короткое").await;
    his.follow("Проголосовать").await;
    his.assert_shows(&["Имя слишком короткое"]).await;
    vera.hears(&vera.porch, "лишил вас слова").await;
    assert!(!case.id().is_empty());
    assert_eq!(his.complaints().await, [""; 0]);
}

/// Whoever was muted appeals on the site, and the others see it.
async fn appeals(tab: &Tab, town: &Town, vera: &Citizen, home: &str) {
    let hers = town.tab(&View::phone()).await;
    town.signs_in(&hers, vera, home).await;
    hers.follow("Написать").await;
    hers.fill("Текст", "За что?").await;
    hers.follow("Отправить").await;
    hers.assert_shows(&["Так нельзя", "лишены слова", "Ваш текст не пропал"])
        .await;
    assert_eq!(hers.filled("Ваш текст не пропал").await, "За что?");
    hers.go(&format!("{home}/me")).await;
    hers.assert_shows(&["Без права слова до"]).await;
    hers.follow("Подать апелляцию").await;
    hers.fill("Ваша апелляция", "Имя такое, каким его дали родители")
        .await;
    hers.follow_beside("Ваша апелляция", "Подать апелляцию")
        .await;
    town.boris.hears(&town.boris.council, "Имя такое").await;

    tab.until_page_shows(&format!("{home}/affairs"), "Апелляция")
        .await;
    tab.follow("Апелляция: ").await;
    tab.assert_shows(&["Имя такое, каким его дали родители"])
        .await;
    tab.follow("За").await;
    assert!(tab.has("button[value=for][aria-pressed]").await);
    let council = &town.boris.council;
    let appeal = town.boris.hears(council, "Апелляция").await;
    town.boris.member.react(council, appeal.id(), "👍").await;
    let page = tab.at().await;
    tab.until_page_shows(&page, "boris").await;
}
