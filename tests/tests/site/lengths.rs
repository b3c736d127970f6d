//! What is too long is refused in plain words and lost to nobody; what is deep is shown.

use reqwest::StatusCode;
use secta_tests::browser::View;
use serde_json::{Value, json};

use crate::{caller::Caller, town::Town};

/// How deep the chain of comments is.
const DEPTH: usize = 300;
/// How many comments a page has.
const PAGE: usize = 200;

#[tokio::test]
async fn a_text_that_is_too_long_is_refused_in_plain_words_and_lost_to_nobody() {
    let town = Town::start().await;
    let home = town.home_that_shows("Меня зовут boris").await;
    let anna = Caller::signs_in(&town, &town.anna).await;
    let before = ids(&anna, &home).await;
    huge(&anna, &home).await;
    long(&town, &anna, &home).await;
    assert_eq!(ids(&anna, &home).await, before, "nothing was posted");
    let post = json!({ "deed": "post", "text": "Покороче" });
    anna.does(&home, &post).await;
    town.boris.hears(&town.boris.stream, "Покороче").await;
}

/// What is posted.
async fn ids(anna: &Caller, home: &str) -> Vec<String> {
    let all = anna.reads(&format!("{home}/items")).await;
    let items = all["items"].as_array().into_iter().flatten();
    items.map(|item| item["id"].to_string()).collect()
}

/// A megabyte is no form at all.
async fn huge(anna: &Caller, home: &str) {
    let text = "Многословие ".repeat(1024 * 1024 / 23 + 1);
    assert!(text.len() > 1024 * 1024);
    let token = anna.token(&format!("{home}/write")).await;
    let fields = [("token", token.as_str()), ("deed", "post"), ("text", &text)];
    for (lang, plain) in [
        ("ru", "вернитесь в браузере назад"),
        ("en", "go back in your browser"),
    ] {
        let form = anna.form(&format!("{home}/do"), &fields);
        let form = form.header("cookie", format!("secta_lang={lang}"));
        let answer = form.send().await.expect("the answer is heard");
        assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let page = answer.text().await.expect("a page");
        assert!(page.contains(plain) && page.contains("256"), "{page}");
    }
    let deed = json!({ "deed": "post", "text": text });
    for (lang, plain) in [("ru", "не больше 256 КБ"), ("en", "256 KB at most")] {
        let request = anna
            .deed(home, "huge", &deed)
            .header("accept-language", lang);
        let answer = request.send().await.expect("the answer is heard");
        assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let told: Value = answer.json().await.expect("JSON");
        assert_eq!(told["error"], "too_large");
        let message = told["message"].as_str().unwrap_or_default();
        assert!(message.contains(plain), "{message}");
    }
}

/// What is a form but no message is given back whole.
async fn long(town: &Town, anna: &Caller, home: &str) {
    let text = format!("Начало 🦉 {}конец", "длинной речи ".repeat(1_500));
    assert!(text.len() > 28 * 1024 && text.chars().count() < 20_000);
    let deed = json!({ "deed": "post", "text": text });
    let answer = anna.deed(home, "long", &deed).send().await;
    let told: Value = answer.expect("an answer").json().await.expect("JSON");
    assert_eq!(told["done"], false);
    let plain = told["plain"].as_str().unwrap_or_default();
    assert!(plain.contains("Слишком длинно"), "{told}");

    let tab = town.tab(&View::phone()).await;
    tab.go("/").await;
    tab.set_cookie("secta_session", anna.secret()).await;
    tab.go(&format!("{home}/write")).await;
    tab.fill("Текст", &text).await;
    tab.follow("Отправить").await;
    tab.assert_shows(&["Так нельзя", "Слишком длинно"]).await;
    let kept = tab.filled("Ваш текст не пропал").await;
    assert_eq!(kept, text, "every letter is given back");
}

#[tokio::test]
async fn a_chain_of_hundreds_of_answers_is_shown_to_its_end() {
    let town = Town::start().await;
    let home = town.home_that_shows("Меня зовут boris").await;
    let anna = Caller::signs_in(&town, &town.anna).await;
    let post = json!({ "deed": "post", "text": "Бездна" });
    let root = anna.does(&home, &post).await;
    let mut parent = root.clone();
    for number in 1..=DEPTH {
        let text = format!("Ступень {number}.");
        let deed = json!({ "deed": "comment", "parent": parent, "text": text });
        parent = anna.does(&home, &deed).await;
    }
    let path = format!("{home}/items/{root}");
    let whole = |post: &Value| (post["total"] == DEPTH).then(|| post.clone());
    let first = anna.until_reads(&path, whole).await;
    assert_eq!(first["comments"][PAGE - 1]["depth"], PAGE - 1);
    assert_eq!(first["next"], PAGE);
    let rest = anna.reads(&format!("{path}?from={PAGE}")).await;
    let last = &rest["comments"][DEPTH - PAGE - 1];
    assert_eq!(last["depth"], DEPTH - 1);
    assert_eq!(last["item"]["words"]["text"], format!("Ступень {DEPTH}."));
    let branch = anna.reads(&format!("{home}/items/{parent}")).await;
    assert_eq!(branch["item"]["id"], parent.as_str());

    let tab = town.tab(&View::phone()).await;
    tab.go(&format!("{home}/p/{root}")).await;
    tab.assert_shows(&[
        "Ступень 1.",
        &format!("Ступень {PAGE}."),
        "300 комментариев",
    ])
    .await;
    assert_eq!(tab.too_wide().await, None);
    tab.go(&format!("{home}/p/{root}?from={PAGE}")).await;
    tab.assert_shows(&[&format!("Ступень {DEPTH}.")]).await;
    assert_eq!(tab.too_wide().await, None);
    assert_eq!(tab.complaints().await, [""; 0]);
}
