use std::sync::Arc;

use secta_bot_kit::{
    EventId, RoomId, Scope,
    testkit::{Sent, Story},
    when::{DAY_MS, HOUR_MS},
};

use crate::{
    Vote,
    poll::Poll,
    wire::{START, TEXT},
};

pub(crate) fn story() -> Story {
    Story::of([Arc::new(Vote::default()) as Arc<dyn secta_bot_kit::Bot>])
}

/// A story in a room of five, whose greeting has been seen.
pub(crate) fn in_room() -> (Story, RoomId) {
    let mut story = story();
    let room = story.room("tea", &["alice", "bob", "carol", "dave", "erin"]);
    story.sent();
    (story, room)
}

/// The poll that was just sent.
pub(crate) fn poll(story: &mut Story) -> Sent {
    let sent = story.sent();
    assert_eq!(sent.len(), 1, "one poll, not {sent:#?}");
    assert_eq!(sent[0].kind, START, "{sent:#?}");
    sent[0].clone()
}

pub(crate) fn asks(story: &mut Story, room: &RoomId, text: &str) -> EventId {
    story.says(room, "alice", text);
    poll(story).id
}

pub(crate) fn is_forgotten(story: &mut Story, room: &RoomId) {
    for (bot, name, _) in story.timers() {
        assert!(
            bot != "vote" || name.starts_with("ended/"),
            "{name} still waits"
        );
    }
    for seq in 0..200 {
        let poll: Option<Poll> =
            story.remembers("vote", &Scope::room(room), &format!("poll/{seq:012}"));
        assert_eq!(poll, None);
    }
}

#[test]
fn a_question_becomes_a_native_poll_as_element_sends_it() {
    let (mut story, room) = in_room();
    story.says(&room, "alice", "!голосуем Чай? | да | нет");
    let sent = poll(&mut story);
    let start = &sent.content[START];
    assert_eq!(start["kind"], "org.matrix.msc3381.poll.disclosed");
    assert_eq!(start["max_selections"], 1);
    assert_eq!(start["question"][TEXT], "Чай?");
    assert_eq!(start["answers"][0]["id"], "1");
    assert_eq!(start["answers"][0][TEXT], "да");
    assert_eq!(start["answers"][1]["id"], "2");
    let text = sent.content[TEXT]
        .as_str()
        .expect("a text for clients without polls");
    assert!(text.starts_with("Чай?\n1. да\n2. нет\n"), "{text}");
    assert!(sent.content.get("m.relates_to").is_none());
    assert!(!sent.encrypted);
    story.check();
}

#[test]
fn a_hidden_poll_is_undisclosed_and_allows_several_choices() {
    let (mut story, room) = in_room();
    story.says(
        &room,
        "alice",
        "!vote Tea? | black | green | white, hidden, choices: 2",
    );
    let start = poll(&mut story).content[START].clone();
    assert_eq!(start["kind"], "org.matrix.msc3381.poll.undisclosed");
    assert_eq!(start["max_selections"], 2);
    story.check();
}

#[test]
fn without_options_the_answers_are_in_the_language_asked_in() {
    let (mut story, room) = in_room();
    story.says(&room, "alice", "!голосуем Пьём чай?");
    let answers = poll(&mut story).content[START]["answers"].clone();
    let texts: Vec<&str> = (0..3).filter_map(|at| answers[at][TEXT].as_str()).collect();
    assert_eq!(texts, ["да", "нет", "воздержусь"]);
    let english = story.room("english", &["frank", "grace"]);
    story.sent();
    story.says(&english, "frank", "!vote Shall we have some tea?");
    let answers = poll(&mut story).content[START]["answers"].clone();
    let texts: Vec<&str> = (0..3).filter_map(|at| answers[at][TEXT].as_str()).collect();
    assert_eq!(texts, ["yes", "no", "abstain"]);
    story.check();
}

#[test]
fn the_result_comes_at_the_deadline_with_bars_and_turnout() {
    let (mut story, room) = in_room();
    let poll = asks(&mut story, &room, "!голосуем Чай? | да | нет, срок: 2 часа");
    story.votes(&room, "alice", &poll, &["1"]);
    story.votes(&room, "bob", &poll, &["1"]);
    story.votes(&room, "carol", &poll, &["2"]);
    story.advance(2 * HOUR_MS - 1);
    story.silence();
    story.advance(1);
    let sent = story.sent();
    assert_eq!(sent.len(), 2, "{sent:#?}");
    assert_eq!(sent[0].kind, "org.matrix.msc3381.poll.end");
    assert_eq!(sent[0].content["m.relates_to"]["event_id"], poll.as_str());
    assert_eq!(sent[0].content["m.relates_to"]["rel_type"], "m.reference");
    assert_eq!(sent[0].content[TEXT], "Победил вариант да: 2 голоса.");
    assert_eq!(sent[1].answers(), Some(poll.as_str()));
    assert_eq!(
        sent[1].text(),
        "Итоги: Чай?\nПобедил вариант да: 2 голоса.\n\n\
         ███████░░░ 67 % · 2 · да\n███░░░░░░░ 33 % · 1 · нет\n\n\
         Проголосовали 3 из 5"
    );
    assert!(
        sent[1].html().contains("<strong>Чай?</strong>"),
        "{}",
        sent[1].html()
    );
    is_forgotten(&mut story, &room);
    story.advance(30 * DAY_MS);
    story.silence();
    assert!(
        story.timers().iter().all(|(bot, ..)| bot != "vote"),
        "nothing is left"
    );
    story.check();
}

#[test]
fn a_poll_of_a_thread_stays_in_it() {
    let (mut story, room) = in_room();
    let root = story.says(&room, "bob", "Про чай");
    story.says_in_thread(&room, "alice", &root, "!голосуем Чай? | да | нет");
    let sent = poll(&mut story);
    assert_eq!(sent.thread(), Some(root.as_str()));
    story.says_in_thread(&room, "alice", &root, "!итоги");
    let result = story.sent();
    assert_eq!(result[1].thread(), Some(root.as_str()));
    assert_eq!(result[1].answers(), Some(sent.id.as_str()));
    story.check();
}

#[test]
fn encrypted_rooms_and_direct_chats_work_as_well() {
    let mut story = story();
    let secret = story.encrypted_room("secret", &["alice", "bob"]);
    story.sent();
    let direct = story.direct("alice");
    story.sent();
    for room in [secret, direct] {
        story.says(&room, "alice", "!голосуем Чай? | да | нет");
        let sent = poll(&mut story);
        assert!(sent.encrypted);
        story.votes(&room, "alice", &sent.id, &["2"]);
        story.advance(DAY_MS);
        let result = story.sent();
        assert!(result.iter().all(|sent| sent.encrypted), "{result:#?}");
        assert!(
            result[1].text().contains("Победил вариант нет: 1 голос."),
            "{}",
            result[1].text()
        );
    }
    story.check();
}

#[test]
fn a_redacted_answer_was_never_given_also_where_its_key_comes_later() {
    let mut story = story();
    let room = story.encrypted_room("secret", &["alice", "bob"]);
    story.sent();
    let poll = asks(&mut story, &room, "!голосуем Чай? | да | нет");
    story.keys_missing("bob");
    let vote = story.votes(&room, "bob", &poll, &["1"]);
    story.redacts(&room, "bob", &vote);
    story.keys_arrive("bob");
    story.says(&room, "alice", "!итоги");
    let result = story.sent();
    assert!(
        result[1].text().contains("Никто не проголосовал"),
        "{}",
        result[1].text()
    );
    story.check();
}

#[test]
fn a_refused_question_runs_when_it_is_edited() {
    let (mut story, room) = in_room();
    let ask = story.says(&room, "alice", "!голосуем Чай? | да | нет, срок: вчера");
    assert!(story.answer().contains("уже прошёл"));
    story.edits(&room, "alice", &ask, "!голосуем Чай? | да");
    assert!(story.answer().contains("хотя бы два"));
    story.edits(
        &room,
        "alice",
        &ask,
        "!голосуем Чай? | да | нет, срок: 2 часа",
    );
    let first = poll(&mut story);
    story.edits(&room, "alice", &ask, "!голосуем Кофе? | да | нет");
    story.silence();
    story.redacts(&room, "alice", &ask);
    assert!(story.effects().iter().any(|effect| matches!(
        effect,
        secta_bot_kit::Effect::Redact { event_id, .. } if *event_id == first.id
    )));
    story.check();
}

#[test]
fn each_refusal_says_what_is_wrong_and_gives_an_example() {
    let (mut story, room) = in_room();
    let many: String = (0..21).map(|n| format!(" | {n}")).collect();
    for (text, wrong) in [
        ("!голосуем".to_owned(), "Не вижу вопроса"),
        ("!голосуем Чай? | да".to_owned(), "Вариант всего один"),
        ("!голосуем Чай? |".to_owned(), "Вариантов нет"),
        (format!("!голосуем Чай?{many}"), "Вариантов 21"),
        ("!голосуем Чай? | да | да".to_owned(), "встречается дважды"),
        ("!голосуем Чай? | да | | нет".to_owned(), "Вариант 2 пустой"),
        (
            "!голосуем Чай? | да | нет, до: 31.12.9999".to_owned(),
            "слишком далёк",
        ),
        (
            "!голосуем Чай? | да | нет, до: вчера".to_owned(),
            "уже прошёл",
        ),
        (
            "!голосуем Чай? | да | нет, до: скоро".to_owned(),
            "Не понимаю срок «скоро»",
        ),
        (
            "!голосуем Чай? | да | нет, выбор: 3".to_owned(),
            "Выбрать 3 нельзя",
        ),
        (
            "!голосуем Чай? | да | нет, кворум: 200%".to_owned(),
            "Не понимаю кворум «200%»",
        ),
        (
            "!голосуем Чай? | да | нет, тайно".to_owned(),
            "Тайных голосований пока нет",
        ),
    ] {
        story.says(&room, "alice", &text);
        let answer = story.answer();
        assert!(
            answer.contains(wrong) && answer.contains("!голосуем "),
            "{text}: {answer}"
        );
        story.advance(HOUR_MS);
    }
    story.check();
}

#[test]
fn hostile_texts_stay_texts() {
    let (mut story, room) = in_room();
    let nasty = "<b>\u{202e}x</b> **y** `z` [a](javascript:1) { $n }";
    let poll = asks(
        &mut story,
        &room,
        &format!("!голосуем {nasty}\u{0}? | <i>да</i> | \u{feff}н\u{200b}ет"),
    );
    story.votes(&room, "bob", &poll, &["1"]);
    story.says(&room, "alice", "!итоги");
    let result = story.sent()[1].clone();
    assert!(
        !result.html().contains("<b>") && !result.html().contains("<i>"),
        "{}",
        result.html()
    );
    assert!(
        !result.html().contains("javascript:1\""),
        "{}",
        result.html()
    );
    assert!(!result.text().contains('\u{202e}') && !result.text().contains('\u{200b}'));
    story.check();
}

#[test]
fn the_list_tells_open_votes_with_links() {
    let (mut story, room) = in_room();
    story.says(&room, "bob", "!голосования");
    assert!(story.answer().contains("Открытых голосований здесь нет"));
    let first = asks(&mut story, &room, "!голосуем Чай? | да | нет, срок: 2 часа");
    let second = asks(&mut story, &room, "!голосуем Кофе? | да | нет, скрыто");
    story.votes(&room, "bob", &second, &["1"]);
    story.says(&room, "bob", "!голосования");
    let list = story.answer();
    for part in [
        first.as_str(),
        second.as_str(),
        "Чай?",
        "Кофе?",
        "Проголосовал 1 из 5",
        "Проголосовало 0 из 5",
        "@alice:home",
    ] {
        assert!(list.contains(part), "{part} in {list}");
    }
    assert!(list.contains("https://matrix.to/#/!tea/"), "{list}");
    assert!(list.contains("сегодня в 17:00 (UTC+3)"), "{list}");
    assert!(
        !list.contains('█') && !list.contains("100"),
        "no tally: {list}"
    );
    story.check();
}

#[test]
fn a_room_has_twenty_open_votes_at_most() {
    let (mut story, room) = in_room();
    for n in 0..20 {
        asks(&mut story, &room, &format!("!голосуем Чай {n}? | да | нет"));
        story.advance(HOUR_MS / 60);
    }
    story.says(&room, "alice", "!голосуем Ещё? | да | нет");
    assert!(story.answer().contains("уже 20 открытых голосований"));
    story.check();
}
