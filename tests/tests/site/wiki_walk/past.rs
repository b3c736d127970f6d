//! Titles change, versions come back, changes part and meet again.

use secta_tests::wait;
use serde_json::json;

use super::Walk;

/// The page is called otherwise: what links to it follows, and its old title leads to it.
pub async fn renames(walk: &mut Walk) {
    walk.tab.go(&walk.path("Дюна")).await;
    walk.chooses("Переименовать").await;
    walk.judge("wiki-rename").await;
    walk.tab.fill("Новое название", "Арракис").await;
    walk.tab.fill("Что изменилось", "Так её зовут там").await;
    walk.tab.follow_css("main form button.main").await;
    assert_eq!(walk.tab.at().await, walk.path("Арракис"));
    let planets = walk.path("Планеты");
    walk.tab.until_page_shows(&planets, "Арракис").await;
    walk.tab.follow("Арракис").await;
    assert_eq!(walk.tab.at().await, walk.path("Арракис"));
    walk.tab.go(&walk.path("Дюна")).await;
    walk.tab
        .assert_shows(&["Вас привело сюда прежнее название", "Харконнен"])
        .await;
    walk.judge("wiki-redirected").await;
}

/// The history, what changed between two versions, an old one brought back.
pub async fn looks_back(walk: &mut Walk) {
    walk.tab.go(&walk.path("Арракис")).await;
    walk.tab.follow("История").await;
    walk.tab
        .assert_shows(&["Начало", "Так её зовут там", "boris"])
        .await;
    let versions = walk.tab.count(".history li").await;
    walk.judge("wiki-history").await;
    let before = version(walk, "Сюжет:").await;
    let pick = format!("{before} input[name=from]");
    walk.tab.click_css(&pick).await;
    walk.tab.follow("Сравнить отмеченные").await;
    walk.tab.assert_shows(&["Было", "Стало", "План.png"]).await;
    assert!(walk.tab.has(".diff .changed").await);
    walk.judge("wiki-diff").await;

    let history = format!("{}?history", walk.path("Арракис"));
    walk.tab.go(&history).await;
    walk.tab.follow_css(&format!("{before} a.at")).await;
    walk.tab
        .assert_shows(&["Так страница выглядела раньше"])
        .await;
    walk.judge("wiki-old").await;
    walk.tab.go(&history).await;
    walk.tab.click_css(&format!("{before} summary")).await;
    walk.tab.follow("Вернуть эту версию").await;
    walk.tab.assert_shows(&["остаётся там навсегда"]).await;
    assert!(!walk.tab.has(".words img").await, "the picture came later");
    walk.tab.go(&history).await;
    assert_eq!(walk.tab.count(".history li").await, versions + 1);
    walk.tab.assert_shows(&["Возвращена версия"]).await;
}

/// The line of the history in which these words stand, as a CSS selector.
async fn version(walk: &Walk, words: &str) -> String {
    let script = "return [...document.querySelectorAll('.history li')].findIndex((e) => e.innerText.includes(arguments[0])) + 1";
    let number = walk.tab.script(script, json!([words])).await;
    assert_ne!(number, 0, "no {words:?}: {}", walk.tab.text().await);
    format!(".history li:nth-child({number})")
}

/// In the room and on the site the same line is changed apart; both stand until a member chooses.
pub async fn settles(walk: &mut Walk) {
    let boris = &walk.town.boris;
    boris
        .asks("!вики править Кошки\nКошки.\n\nЕдят рыбу.\n\nСпят.")
        .await;
    let seen = boris.asks("!вики Кошки").await;
    walk.tab
        .until_page_shows(&walk.path("Кошки"), "Едят рыбу")
        .await;
    walk.changes("Кошки", "Кошки.\n\nЕдят мясо.\n\nСпят.").await;
    walk.tab.assert_shows(&["Едят мясо"]).await;
    let text = "!вики править Кошки\nКошки.\n\nПьют молоко.\n\nСпят.";
    let boris = &walk.town.boris;
    let asked = boris.replies(&boris.porch, seen.id(), text).await;
    boris
        .member
        .wait_for_answer(&boris.porch, &asked, wait::SOON)
        .await;
    walk.tab
        .until_page_shows(&walk.path("Кошки"), "Пьют молоко")
        .await;
    walk.tab.assert_shows(&["Едят мясо"]).await;
    walk.judge("wiki-conflict").await;
    walk.tab.follow("Свести правки").await;
    walk.tab
        .assert_shows(&["Место 1", "Одна правка", "Другая правка"])
        .await;
    walk.tab.click("Как было раньше").await;
    walk.tab.assert_shows(&["Едят рыбу"]).await;
    walk.judge("wiki-resolve").await;
    walk.tab.choose("вторую").await;
    walk.tab.follow("Сохранить так").await;
    assert!(!walk.tab.offers("Свести правки").await);
    let meat = walk.tab.shows("Едят мясо").await;
    assert_ne!(meat, walk.tab.shows("Пьют молоко").await, "one of them");
}

/// Only the trusted may change a page from now on.
pub async fn protects(walk: &mut Walk) {
    walk.tab.go(&walk.path("Арракис")).await;
    walk.chooses("Защитить").await;
    walk.judge("wiki-protect").await;
    walk.tab.choose("доверенный").await;
    walk.tab.follow("Сохранить").await;
    walk.tab
        .assert_shows(&["Страница защищена", "доверенный"])
        .await;
}

/// A page goes and comes back.
pub async fn deletes(walk: &mut Walk) {
    walk.tab.go(&walk.path("Кошки")).await;
    walk.chooses("Удалить").await;
    walk.judge("wiki-delete").await;
    walk.tab.fill("Что изменилось", "Не о том").await;
    walk.tab.follow_css("main button.grave").await;
    walk.tab.assert_shows(&["Страницу удалили"]).await;
    walk.judge("wiki-deleted").await;
    walk.tab.follow("История").await;
    walk.tab.assert_shows(&["удалено", "Не о том"]).await;
    walk.tab.click_css(".history li:nth-child(2) summary").await;
    walk.judge("wiki-history-open").await;
    walk.tab.follow("Вернуть эту версию").await;
    walk.tab.assert_shows(&["Кошки", "Спят"]).await;
    assert!(!walk.tab.shows("Страницу удалили").await);
}
