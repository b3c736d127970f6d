//! Somebody without Matrix: from a name to being trusted, on the site alone.

use secta_tests::browser::{Tab, View};

use crate::town::{Town, visitor};

/// Makes an account; gives the recovery phrase.
pub async fn signs_up(tab: &Tab, name: &str) -> String {
    tab.go("/").await;
    tab.follow("Завести имя").await;
    tab.fill("Имя, под которым вас увидят", name).await;
    tab.follow("Завести").await;
    tab.assert_shows(&["Добро пожаловать", "Запишите её"]).await;
    let phrase = tab.script(
        "return document.getElementById('phrase').innerText",
        serde_json::json!([]),
    );
    let phrase = phrase.await.as_str().unwrap_or_default().to_owned();
    assert!(phrase.len() >= 40, "{phrase:?}");
    phrase
}

/// Writes a post after a look at it.
pub async fn posts(tab: &Tab, text: &str) {
    tab.follow("Написать").await;
    tab.fill("Текст", text).await;
    tab.follow("Посмотреть").await;
    tab.assert_shows(&["Будет выглядеть так"]).await;
    assert_eq!(
        tab.filled("Текст").await,
        text,
        "nothing is lost by looking"
    );
    tab.follow("Отправить").await;
}

async fn from_a_name_to_trust(view: View) {
    let town = Town::start().await;
    let home = town.home_that_shows("Меня зовут boris").await;
    let tab = town.tab(&view).await;
    let phrase = signs_up(&tab, "Маша 77").await;
    tab.follow("Фраза записана").await;
    assert_eq!(tab.at().await, home);
    tab.assert_hides(&[&phrase]).await;

    // R3: her first post waits, and she is told so.
    posts(&tab, "# Пирожки\n\nЯ **Маша**, пеку пирожки #еда").await;
    tab.assert_shows(&["Отправлено", "Ушло в Сумерки"]).await;
    tab.go(&format!("{home}/me")).await;
    tab.assert_shows(&["Ваше ждёт решения", "пеку пирожки", "ушёл в Сумерки"])
        .await;
    tab.go(&home).await;
    assert!(!tab.shows("пирожки").await, "what waits is not published");

    // R4: one trusted member votes in Matrix, another on the site.
    let waiting = town.anna.hears(&town.anna.twilight, "пеку пирожки").await;
    town.anna
        .member
        .react(&town.anna.twilight, waiting.id(), "👍")
        .await;
    let his = town.tab(&View::phone()).await;
    town.signs_in(&his, &town.boris, &home).await;
    his.follow("Сумерки").await;
    his.assert_shows(&["пеку пирожки", "новичок"]).await;
    his.follow_beside("пеку пирожки", "полезно").await;
    town.anna.hears(&town.anna.stream, "пеку пирожки").await;
    tab.until_page_shows(&home, "Пирожки").await;
    tab.go(&format!("{home}/me")).await;
    tab.assert_shows(&["доверенный", "вы теперь доверенный"])
        .await;

    acts(&tab, &town, &home).await;
    comes_back(&tab, &town, &view, &home, &phrase).await;
}

/// What a trusted member does: comments, votes, changes, takes back.
async fn acts(tab: &Tab, town: &Town, home: &str) {
    tab.go(home).await;
    tab.follow("Меня зовут boris").await;
    tab.fill("Ваш комментарий", "Здравствуй, Борис").await;
    tab.follow_beside("Ваш комментарий", "Отправить").await;
    tab.assert_shows(&["Здравствуй, Борис", "1 комментарий"])
        .await;
    town.boris
        .hears(&town.boris.stream, "Здравствуй, Борис")
        .await;
    tab.follow_beside("Меня зовут boris", "поддерживаю").await;
    assert!(
        tab.has("article.post button[value=support][aria-pressed]")
            .await
    );
    tab.follow_beside("Меня зовут boris", "снять голос").await;
    assert!(!tab.has("article.post button[aria-pressed]").await);

    tab.follow_beside("Здравствуй, Борис", "Изменить").await;
    tab.fill("Текст", "Здравствуй, Борис!\n\nСлышно ли меня?")
        .await;
    tab.follow("Отправить").await;
    let branch = tab.at().await;
    tab.until_page_shows(&branch, "Слышно ли меня?").await;
    tab.click_beside("Слышно ли меня?", "Забрать").await;
    tab.assert_shows(&["Слова исчезнут отовсюду"]).await;
    tab.follow_beside("Слова исчезнут отовсюду", "Забрать")
        .await;
    tab.until_page_shows(&branch, "Автор забрал свои слова")
        .await;
    tab.assert_hides(&["Слышно ли меня"]).await;

    // R3: what she posts now is out at once.
    posts(tab, "Второй пост, сразу в поток").await;
    tab.assert_shows(&["Второй пост, сразу в поток", "Комментариев нет"])
        .await;
    town.anna.hears(&town.anna.stream, "Второй пост").await;
}

/// Signs out and in again, from elsewhere too, and ends the other session.
async fn comes_back(tab: &Tab, town: &Town, view: &View, home: &str, phrase: &str) {
    tab.go(&format!("{home}/me")).await;
    tab.follow("Выйти").await;
    tab.assert_shows(&["Войти"]).await;
    tab.go(&format!("{home}/me")).await;
    assert!(tab.at().await.starts_with("/sign-in"), "{}", tab.at().await);
    enters(tab, "совсем не та фраза").await;
    tab.assert_shows(&["Войти не получилось"]).await;
    tab.go(&format!("/sign-in?back={home}/me")).await;
    enters(tab, phrase).await;
    tab.assert_shows(&["Где вы вошли", "здесь и сейчас"]).await;

    let other = town.tab(view).await;
    other.go(&format!("/sign-in?back={home}/me")).await;
    enters(&other, phrase).await;
    other.assert_shows(&["здесь и сейчас", "Завершить"]).await;
    other.follow("Завершить").await;
    assert!(!other.offers("Завершить").await);
    tab.reload().await;
    assert!(
        tab.at().await.starts_with("/sign-in"),
        "the other session has ended"
    );
}

async fn enters(tab: &Tab, phrase: &str) {
    tab.fill("Фраза восстановления", phrase).await;
    tab.follow_beside("По фразе", "Войти").await;
}

#[tokio::test]
async fn somebody_without_matrix_becomes_trusted_on_a_telephone_without_scripts() {
    from_a_name_to_trust(View::phone()).await;
}

#[tokio::test]
async fn somebody_without_matrix_becomes_trusted_at_a_desk_with_scripts() {
    from_a_name_to_trust(View::desk()).await;
}

#[tokio::test]
async fn a_passkey_opens_the_site() {
    let town = Town::start().await;
    let home = town.home().await;
    let tab = town.tab(&View::desk()).await;
    let authenticator = tab.add_authenticator().await;
    signs_up(&tab, "Ключница").await;
    tab.go(&format!("{home}/me")).await;
    tab.follow("Добавить ключ доступа").await;
    tab.assert_shows(&["Где вы вошли"]).await;
    assert_eq!(tab.passkeys(&authenticator).await, 1);
    let account = tab.text().await;
    let account = account.lines().find(|line| line.contains("@_secta_w_"));
    let account = account.expect("one's own address").to_owned();

    tab.follow("Выйти").await;
    tab.go(&format!("/sign-in?back={home}/me")).await;
    tab.follow("Войти по ключу доступа").await;
    assert_eq!(tab.at().await, format!("{home}/me"));
    assert!(
        tab.shows(account.split(" · ").next().unwrap_or_default())
            .await
    );
    assert_eq!(tab.complaints().await, [""; 0]);
}

#[tokio::test]
async fn an_open_page_tells_of_news() {
    let town = Town::start().await;
    let home = town.home_that_shows("Меня зовут boris").await;
    let tab = town.tab(&View::desk()).await;
    let still = town.tab(&View::phone()).await;
    // The first page of whoever only reads has no script.
    let best = format!("{home}/top");
    tab.go(&best).await;
    still.go(&best).await;
    let news = "Появилось новое: показать";
    assert!(!tab.shows(news).await);
    town.anna.says("!пост Свежая новость").await;
    tab.until_shows(news).await;
    assert!(!tab.shows("Свежая новость").await, "the page does not jump");
    tab.follow(news).await;
    tab.assert_shows(&["Свежая новость"]).await;
    assert!(!still.shows(news).await);
    let live = visitor().get(format!("{}{home}/live", town.site)).send();
    let live = live.await.expect("the site answers");
    assert_eq!(live.headers()["content-type"], "text/event-stream");
    assert_eq!(tab.complaints().await, [""; 0]);
}
