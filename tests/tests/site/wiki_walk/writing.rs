//! A page is written, put off, gone on with, and read.

use serde_json::json;

use super::Walk;

/// A page with a bit of everything.
const TEXT: &str = "\
Роман о [[Планеты|планетах]], на которых мало воды, и о [[Пряность|пряности]].[^1]

# Сюжет

Пауль приезжает на **Дюну** и остаётся там один.

# Дома

| Дом | Планета | Цвет |
| --- | --- | --- |
| Атрейдес | Каладан | зелёный |
| Харконнен | Гьеди Прим | чёрный |

# Расчёт воды

```rust
/// Сколько литров нужно на дорогу.
fn water(days: u32) -> u32 {
    days * 3
}
```

# Люди

> Страх убивает разум.

- фримены
- сардаукары

[[Категория:Книги]]

[^1]: Пряность бывает только там.";

/// Begins a page and looks at it before it is saved.
pub async fn writes(walk: &mut Walk) {
    walk.tab.go(&format!("{}/wiki", walk.home)).await;
    walk.judge("wiki-empty").await;
    walk.opens("Дюна").await;
    walk.tab.assert_shows(&["Такой страницы ещё нет"]).await;
    walk.judge("wiki-missing").await;
    walk.tab.follow_css("main a.button").await;
    walk.tab.fill("Текст", TEXT).await;
    walk.tab.fill("Что изменилось", "Начало").await;
    walk.tab.follow("Посмотреть").await;
    walk.tab
        .assert_shows(&["Будет выглядеть так", "Каладан"])
        .await;
    assert_eq!(walk.tab.filled("Текст").await, TEXT);
    walk.judge("wiki-preview").await;
}

/// Puts it off, comes back by one's own page, and saves it.
pub async fn keeps_a_draft(walk: &mut Walk) {
    let draft = "Черновики вики";
    walk.tab.follow("Отложить черновик").await;
    walk.tab.assert_shows(&["Это ваш черновик"]).await;
    assert_eq!(walk.tab.filled("Текст").await, TEXT);
    walk.judge("wiki-draft").await;
    walk.opens("Дюна").await;
    walk.tab.assert_shows(&["Такой страницы ещё нет"]).await;
    walk.tab.complaints().await;
    walk.tab.go(&format!("{}/wiki", walk.home)).await;
    walk.tab.follow("Мои черновики: 1").await;
    walk.tab.assert_shows(&[draft]).await;
    walk.judge("wiki-me").await;
    walk.tab.follow_beside("Выбросить", "Дюна").await;
    walk.tab.assert_shows(&["Это ваш черновик"]).await;
    assert_eq!(walk.tab.filled("Текст").await, TEXT);
    assert_eq!(walk.tab.filled("Что изменилось").await, "Начало");
    walk.tab.follow("Сохранить").await;
    walk.tab
        .assert_shows(&["Роман о планетах", "Изменено: boris"])
        .await;
    let page = walk.tab.at().await;
    walk.tab.go(&format!("{}/me", walk.home)).await;
    assert!(!walk.tab.shows(draft).await, "a page takes its draft along");
    walk.tab.go(&page).await;
}

/// Reads what was written.
pub async fn reads(walk: &mut Walk) {
    let tab = &walk.tab;
    for part in [
        ".words table",
        ".words pre .k",
        ".words section.footnotes li",
        ".words blockquote",
        ".contents a",
        ".words a.missing",
    ] {
        assert!(tab.has(part).await, "{part}: {}", tab.html().await);
    }
    tab.assert_shows(&["Книги", "Пряность бывает только там"])
        .await;
    tab.click_css(".words sup a").await;
    let note = tab.script("return location.hash", json!([])).await;
    assert!(note.as_str().is_some_and(|hash| hash.starts_with("#fn")));
    tab.click_css(".contents li:last-child a").await;
    let place = "return decodeURIComponent(location.hash)";
    assert_eq!(tab.script(place, json!([])).await, "#h-люди");
    let stays = "return getComputedStyle(document.querySelector('.contents')).position";
    let narrow = walk.view.width < 700;
    let way = if narrow { "static" } else { "sticky" };
    assert_eq!(tab.script(stays, json!([])).await, way);
    walk.tab.go(&walk.path("Дюна")).await;
    walk.judge("wiki-page").await;
}

/// Changes one section, which the others do not notice.
pub async fn edits_a_section(walk: &mut Walk) {
    walk.tab.follow_css("[id='h-сюжет'] a.edit").await;
    let part = walk.tab.filled("Текст").await;
    assert!(
        part.starts_with("# Сюжет") && !part.contains("Дома"),
        "{part}"
    );
    walk.tab
        .fill("Текст", &part.replace("один", "навсегда"))
        .await;
    walk.judge("wiki-section").await;
    walk.tab.follow("Сохранить").await;
    walk.tab
        .assert_shows(&["остаётся там навсегда", "Харконнен"])
        .await;
}

/// Begins another page, and thinks better of it.
pub async fn throws_away(walk: &mut Walk) {
    walk.changes("Планеты", "Самая известная: [[Дюна]].").await;
    walk.tab.follow("Править").await;
    walk.tab.fill("Текст", "Ничего особенного").await;
    walk.tab.follow("Отложить черновик").await;
    walk.tab.follow("Открыть страницу без черновика").await;
    let text = walk.tab.filled("Текст").await;
    assert!(text.starts_with("Самая известная"), "{text}");
    walk.tab
        .assert_shows(&["У вас есть черновик этой страницы"])
        .await;
    walk.judge("wiki-draft-beside").await;
    walk.tab.follow("Открыть черновик").await;
    walk.tab.follow("Выбросить").await;
    walk.tab.assert_shows(&["Черновик выброшен"]).await;
    assert_eq!(
        walk.tab.filled("Ваш текст не пропал").await,
        "Ничего особенного"
    );
    walk.judge("wiki-draft-thrown").await;
    walk.tab.go(&format!("{}?edit", walk.path("Планеты"))).await;
    assert!(!walk.tab.shows("черновик этой страницы").await);
}
