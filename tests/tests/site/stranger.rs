//! A stranger with a telephone on which scripts are off reads everything.

use secta_tests::browser::{Tab, View};
use serde_json::json;

use crate::{
    scene::{Scene, WALLET},
    town::{Town, visitor},
};

/// What the first page may weigh, with all that it asks for, in bytes.
const FIRST_PAGE: u64 = 50 * 1024;

#[tokio::test]
async fn a_stranger_reads_everything_on_a_telephone_without_scripts() {
    let scene = Scene::start().await;
    let (town, home) = (&scene.town, &scene.home);
    let tab = town.tab(&View::phone()).await;
    first_page(&tab, &town.site).await;
    thread(&tab, home).await;
    people(&tab, town).await;
    chronicle(&tab, home).await;
    affairs(&tab, home).await;
    lists(&tab, home).await;
    finds(&tab, home).await;
    chooses(&tab, home).await;
    feeds(&tab, town, home).await;
    // One page was not there, on purpose.
    let mut complaints = tab.complaints().await;
    complaints.retain(|one| !one.contains("/nothing-like-it"));
    assert_eq!(complaints, [""; 0]);
    let site = format!("{}/", town.site);
    let asked = tab.requests().await;
    let elsewhere = asked.iter().find(|asked| !asked.url.starts_with(&site));
    assert!(elsewhere.is_none(), "{elsewhere:?}");
}

async fn first_page(tab: &Tab, site: &str) {
    tab.go("/").await;
    tab.assert_shows(&[
        "Поляна",
        "Как мы чиним мост",
        "Читать дальше",
        "Меня зовут boris",
        "Магическое число",
    ])
    .await;
    let asked = tab.requests().await;
    let kinds: Vec<&str> = asked.iter().map(|asked| asked.kind.as_str()).collect();
    assert_eq!(kinds, ["Document", "Stylesheet"], "{asked:?}");
    assert!(
        asked
            .iter()
            .all(|asked| asked.status == 200 && asked.url.starts_with(site)),
        "{asked:?}"
    );
    let weight: u64 = asked.iter().map(|asked| asked.bytes).sum();
    assert!(
        weight > 0 && weight <= FIRST_PAGE,
        "{weight} bytes: {asked:?}"
    );
    assert_eq!(tab.cookies().await.len(), 0, "nobody is marked for reading");
}

async fn thread(tab: &Tab, home: &str) {
    tab.follow("Как мы чиним мост").await;
    tab.assert_shows(&[
        "потом на перила",
        "#мост",
        "А перила зачем?",
        "Чтобы держаться",
        "3 комментария",
    ])
    .await;
    tab.assert_shows(&[
        "Скрыто по решению сообщества",
        "Войдите, чтобы ответить",
        "в летописи",
    ])
    .await;
    tab.assert_hides(&["Купите слона"]).await;
    // A branch is collapsed by its own head.
    let time = "article.comment summary";
    assert!(tab.shows("А перила зачем?").await);
    tab.click_css(time).await;
    assert!(
        !tab.shows("А перила зачем?").await,
        "a collapsed comment is not to be seen"
    );
    tab.click_css(time).await;
    assert!(tab.shows("А перила зачем?").await);
    tab.click("Почему так").await;
    tab.assert_shows(&["Голосов"]).await;
    for order in ["по поддержке", "вопросы без ответа", "по времени"]
    {
        tab.follow(order).await;
        let current = tab.script(
            "return document.querySelector('.orders [aria-current]').innerText",
            json!([]),
        );
        assert_eq!(current.await, order);
        tab.assert_shows(&["3 комментария"]).await;
    }
    tab.follow("ветка, 1 ответ").await;
    tab.assert_shows(&["А перила зачем?", "Чтобы держаться", "Всё обсуждение"])
        .await;
    tab.follow("Всё обсуждение").await;
    tab.assert_shows(&["Как мы чиним мост"]).await;
    tab.go(&format!("{home}/top")).await;
    tab.assert_shows(&["Лучшее", "Как мы чиним мост"]).await;
}

async fn people(tab: &Tab, town: &Town) {
    tab.follow("Люди").await;
    tab.assert_shows(&["3 доверенных", "anna", "boris", "vera"])
        .await;
    tab.follow("anna").await;
    tab.assert_shows(&[
        town.anna.member.user_id(),
        "Строю мосты через все реки",
        "доверенный",
        "Написано",
    ])
    .await;
    tab.click("Спасибо: BTC").await;
    tab.assert_shows(&[WALLET]).await;
    let code = "const i = document.querySelector('img.qr'); i.loading = 'eager'; return i.complete && i.naturalWidth > 0";
    tab.until("the QR code", async || {
        let drawn = tab.script(code, json!([])).await;
        (drawn == true).then_some(())
    })
    .await;
    tab.go("/").await;
    tab.follow("Люди").await;
    tab.follow("vera").await;
    tab.assert_shows(&["Без права слова до"]).await;
}

async fn chronicle(tab: &Tab, home: &str) {
    tab.follow("Летопись").await;
    tab.assert_shows(&[
        "№ 1",
        "Как мы чиним мост",
        "Доказательство",
        "Контрольная точка",
    ])
    .await;
    let proof = "return [...document.links].find((e) => e.innerText === 'Доказательство').href";
    let proof = tab.script(proof, json!([])).await;
    let proof = visitor().get(proof.as_str().expect("an address")).send();
    let proof = proof.await.expect("an answer");
    assert_eq!(proof.status(), 200, "the proof is there to be taken away");
    tab.follow("№ 1").await;
    assert_eq!(tab.at().await, format!("{home}/chronicle/1"));
    tab.follow("К посту").await;
    tab.assert_shows(&["в летописи"]).await;
}

async fn affairs(tab: &Tab, home: &str) {
    tab.follow("Дела").await;
    tab.assert_shows(&["Апелляции", "Главная тема «Стройка»"])
        .await;
    tab.follow("Главная тема «Стройка»").await;
    tab.assert_shows(&["Всё о мостах, домах и дорогах"]).await;
    tab.go(&format!("{home}/affairs")).await;
    tab.follow("Апелляция").await;
    tab.assert_shows(&["Слон был деда", "Дело, о котором речь"])
        .await;
    tab.follow("Дело, о котором речь").await;
    tab.assert_shows(&["Это реклама, а не разговор", "слонов не продают", "Доводы"])
        .await;
    assert!(!tab.offers("Проголосовать").await);
    tab.go(&format!("{home}/affairs")).await;
    tab.follow("Журнал модерации").await;
    tab.assert_shows(&[
        "открыто дело",
        "без права слова до",
        "подана апелляция",
        "vera",
    ])
    .await;
}

async fn lists(tab: &Tab, home: &str) {
    tab.follow("Правила").await;
    tab.assert_shows(&["Магическое число", "Как всё устроено", "Все поля"])
        .await;
    tab.follow("Цифры").await;
    tab.assert_shows(&["Последние дни", "Посты и комментарии за день"])
        .await;
    assert!(tab.count("svg.chart").await >= 3);
    tab.follow("Темы").await;
    tab.assert_shows(&["#мост", "#река", "#начало"]).await;
    tab.assert_hides(&["заговор"]).await;
    tab.follow("#мост").await;
    tab.assert_shows(&["Как мы чиним мост"]).await;
    assert!(!tab.shows("Меня зовут boris").await);
    tab.go(&format!("{home}/comments")).await;
    tab.assert_shows(&["Чтобы держаться"]).await;
    tab.go("/withheld").await;
    tab.assert_shows(&["Ничего не скрыто"]).await;
    tab.go(&format!("{home}/nothing-like-it")).await;
    tab.assert_shows(&["Здесь ничего нет"]).await;
}

async fn finds(tab: &Tab, home: &str) {
    tab.go(home).await;
    tab.follow("Поиск").await;
    tab.fill("Что найти", "сваи").await;
    tab.follow("Найти").await;
    tab.assert_shows(&["Сначала смотрим на сваи"]).await;
    assert!(tab.has("mark").await);
    tab.follow("Поиск").await;
    tab.fill("Что найти", "абракадабра").await;
    tab.follow("Найти").await;
    assert!(!tab.shows("Сокровенная").await);
}

async fn chooses(tab: &Tab, home: &str) {
    let paper = "return getComputedStyle(document.body).backgroundColor";
    tab.go(home).await;
    let light = tab.script(paper, json!([])).await;
    tab.follow("тёмный").await;
    assert_eq!(tab.at().await, home, "one stays where one was");
    let dark = tab.script(paper, json!([])).await;
    assert_ne!(light, dark);
    tab.follow("Люди").await;
    assert_eq!(
        tab.script(paper, json!([])).await,
        dark,
        "the choice is kept"
    );
    tab.follow("светлый").await;
    tab.darken(true).await;
    assert_eq!(
        tab.script(paper, json!([])).await,
        light,
        "a choice is stronger than the system"
    );
    tab.follow("как в системе").await;
    assert_eq!(tab.script(paper, json!([])).await, dark);
    tab.darken(false).await;
    tab.follow("English").await;
    let lang = "return document.documentElement.lang";
    assert_eq!(tab.script(lang, json!([])).await, "en");
    tab.assert_shows(&["People"]).await;
    tab.follow("Русский").await;
    tab.assert_shows(&["Люди"]).await;
}

async fn feeds(tab: &Tab, town: &Town, home: &str) {
    tab.go(home).await;
    let links = "return [...document.querySelectorAll('link[rel=alternate]')].map((e) => e.getAttribute('href'))";
    let links = tab.script(links, json!([])).await;
    let links: Vec<String> = serde_json::from_value(links).expect("addresses");
    assert_eq!(links.len(), 3, "{links:?}");
    for link in links {
        let answer = town.page(&link, "").await;
        assert_eq!(answer.status(), 200, "{link}");
        let feed = answer.text().await.expect("a text");
        assert!(feed.contains("Как мы чиним мост"), "{link}: {feed}");
    }
}
