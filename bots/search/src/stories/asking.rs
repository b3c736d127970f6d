use secta_bot_kit::Effect;

use super::{ask, story};

#[test]
fn what_was_said_is_found_with_its_link() {
    let mut story = story();
    let room = story.room("поляна", &["anna", "boris"]);
    let said = story.says(&room, "anna", "Привезли липового мёда");
    let answer = ask(&mut story, &room, "boris", "!найди липовый мёд");
    assert!(
        answer.contains("@anna:home") && answer.contains("Привезли липового мёда"),
        "{answer}"
    );
    assert!(
        answer.contains(&format!("https://matrix.to/#/{room}/{said}?via=home")),
        "{answer}"
    );
    let sent = story.effects().len();
    assert!(sent > 0);
    story.check();
}

#[test]
fn commands_and_answers_are_not_found() {
    let mut story = story();
    let room = story.room("поляна", &["anna"]);
    let answer = ask(&mut story, &room, "anna", "!найди мёд");
    assert!(answer.contains("ничего не нашлось"), "{answer}");
    let again = ask(&mut story, &room, "anna", "!найди мёд");
    assert!(again.contains("ничего не нашлось"), "{again}");
}

#[test]
fn one_pages_through_what_was_found() {
    let mut story = story();
    let room = story.room("поляна", &["anna", "boris"]);
    let refused = ask(&mut story, &room, "anna", "!ещё");
    assert!(refused.contains("ничего не искали"), "{refused}");
    for number in 1..=7 {
        story.says(&room, "boris", &format!("Мёд номер {number}"));
    }
    story.advance(2_000);
    let first = ask(&mut story, &room, "anna", "!найди мёд");
    assert!(first.contains("5. ") && first.contains("!ещё"), "{first}");
    let second = ask(&mut story, &room, "anna", "!ещё");
    assert!(
        second.contains("7. ") && !second.contains("!ещё"),
        "{second}"
    );
    let third = ask(&mut story, &room, "anna", "!ещё");
    assert!(third.contains("больше ничего нет"), "{third}");
    let other = ask(&mut story, &room, "boris", "!more");
    assert!(other.contains("not searched"), "{other}");
    story.check();
}

#[test]
fn nonsense_is_explained_and_an_edit_mends_it() {
    let mut story = story();
    let room = story.room("поляна", &["anna", "boris"]);
    story.says(&room, "boris", "Мёд");
    for (asked, said) in [
        ("!найди", "Что искать?"),
        ("!найди и не в", "почти в каждом"),
        ("!найди -мёд", "чего быть не должно"),
        ("!найди мёд тип:чушь", "тип «чушь»"),
        ("!найди мёд после:никогда", "день «никогда»"),
        ("!найди мёд в:#тайная", "Нет комнаты «#тайная»"),
        ("!find honey before:never", "day “never”"),
    ] {
        let answer = ask(&mut story, &room, "anna", asked);
        assert!(answer.contains(said), "{asked}: {answer}");
    }
    let long = ask(
        &mut story,
        &room,
        "anna",
        &format!("!найди {}", "я".repeat(10_000)),
    );
    assert!(long.contains("Слишком длинный"), "{long}");
    story.advance(60_000);
    let wrong = story.says(&room, "anna", "!найди мёд тип:чушь");
    story.sent();
    story.edits(&room, "anna", &wrong, "!найди мёд");
    assert!(story.answer().contains("@boris:home"));
    story.check();
}

#[test]
fn an_answer_goes_with_what_it_quotes() {
    let mut story = story();
    let room = story.room("поляна", &["anna", "boris"]);
    let said = story.says(&room, "anna", "Мёд и адрес");
    story.says(&room, "boris", "!найди адрес");
    let answer = story.sent().pop().expect("an answer").id;
    story.redacts(&room, "anna", &said);
    let redacted =
        |effect: &&Effect| matches!(effect, Effect::Redact { event_id, .. } if *event_id == answer);
    assert!(story.effects().iter().any(redacted));
    story.check();
}

#[test]
fn what_was_edited_is_found_as_it_is() {
    let mut story = story();
    let room = story.room("поляна", &["anna", "boris"]);
    let said = story.says(&room, "anna", "Мёд по сто");
    story.edits(&room, "anna", &said, "Воск по сто");
    // An edit by somebody else changes nothing.
    story.edits(&room, "boris", &said, "Дёготь по сто");
    assert!(ask(&mut story, &room, "anna", "!найди мёд").contains("ничего"));
    assert!(ask(&mut story, &room, "anna", "!найди воск").contains("Воск по сто"));
    assert!(ask(&mut story, &room, "anna", "!найди дёготь").contains("ничего"));
}

#[test]
fn hostile_words_are_shown_as_words() {
    let mut story = story();
    let room = story.room("поляна", &["anna", "boris"]);
    story.says(
        &room,
        "anna",
        "мёд <b>&amp; <script>alert(1)</script> [x](https://evil) **жирно** @room",
    );
    story.says(&room, "boris", "!найди мёд");
    let sent = story.sent().pop().expect("an answer");
    assert!(
        sent.html().contains("&lt;script&gt;") && !sent.html().contains("<script>"),
        "{}",
        sent.html()
    );
    assert!(
        sent.html().contains("<strong>мёд</strong>"),
        "{}",
        sent.html()
    );
    assert!(
        !sent.html().contains("href=\"https://evil\""),
        "{}",
        sent.html()
    );
    assert_eq!(sent.content["m.mentions"], serde_json::json!({}));
}
