use secta_bot_kit::{
    EventId, RoomId,
    testkit::Story,
    when::{DAY_MS, HOUR_MS, MINUTE_MS},
};
use serde_json::json;

use crate::stories::{asks, in_room, is_forgotten, poll, story};

const TEA: &str = "!голосуем Чай? | да | нет, срок: 2 часа";

/// The result that was just told.
fn result(story: &mut Story) -> String {
    story.answer()
}

fn vote_at(story: &mut Story, room: &RoomId, poll: &EventId, id: &str, sent_ms: i64) {
    story.deliver(&json!({
        "event_id": id, "room_id": room, "sender": "@bob:home", "origin_server_ts": sent_ms,
        "type": "org.matrix.msc3381.poll.response",
        "content": {
            "org.matrix.msc3381.poll.response": { "answers": ["1"] },
            "m.relates_to": { "rel_type": "m.reference", "event_id": poll },
        },
    }));
}

#[test]
fn the_asker_ends_a_poll_by_word_as_a_reply_or_without() {
    for reply in [true, false] {
        let (mut story, room) = in_room();
        let first = asks(&mut story, &room, TEA);
        let second = asks(&mut story, &room, "!голосуем Кофе? | да | нет");
        if reply {
            story.replies(&room, "alice", &first, "!итоги");
            assert!(result(&mut story).contains("Итоги: Чай?"));
        } else {
            story.says(&room, "alice", "!results");
            assert!(result(&mut story).contains("Итоги: Кофе?"));
        }
        story.votes(&room, "bob", &second, &["1"]);
        story.advance(DAY_MS);
        assert_eq!(story.answers().len(), 1);
        is_forgotten(&mut story, &room);
        story.check();
    }
}

#[test]
fn only_the_asker_ends_it_by_word() {
    let (mut story, room) = in_room();
    asks(&mut story, &room, TEA);
    story.says(&room, "bob", "!итоги");
    assert!(story.answer().contains("может только @alice:home"));
    story.advance(2 * HOUR_MS);
    assert!(result(&mut story).contains("Никто не проголосовал"));
    story.check();
}

#[test]
fn results_of_an_ended_poll_are_pointed_at() {
    let (mut story, room) = in_room();
    let poll = asks(&mut story, &room, TEA);
    story.says(&room, "bob", "!итоги");
    story.answer();
    story.says(&room, "alice", "!итоги");
    let told = story.sent()[1].clone();
    for event in [&poll, &told.id] {
        story.replies(&room, "bob", event, "!итоги");
        assert!(story.answer().contains(told.id.as_str()));
    }
    story.replies(&room, "bob", &EventId::new("$other"), "!итоги");
    assert!(story.answer().contains("не моё голосование"));
    story.check();
}

#[test]
fn the_asker_may_end_it_in_the_client_and_a_stranger_may_not() {
    let (mut story, room) = in_room();
    let poll = asks(&mut story, &room, TEA);
    story.ends_poll(&room, "bob", &poll);
    story.silence();
    story.ends_poll(&room, "alice", &poll);
    let sent = story.sent();
    assert_eq!(
        sent.len(),
        2,
        "clients ignore the end of one who may not redact: {sent:#?}"
    );
    story.ends_poll(&room, "alice", &poll);
    story.silence();
    story.check();
}

#[test]
fn a_moderator_may_end_it_in_the_client() {
    let (mut story, room) = in_room();
    story.state_event(
        &room,
        "alice",
        "m.room.power_levels",
        "",
        json!({ "users": { "@bob:home": 50 } }),
    );
    story.sent();
    let poll = asks(&mut story, &room, TEA);
    story.ends_poll(&room, "carol", &poll);
    story.silence();
    story.ends_poll(&room, "bob", &poll);
    let sent = story.sent();
    assert_eq!(sent.len(), 1, "the poll is ended already: {sent:#?}");
    assert!(sent[0].text().starts_with("Итоги: Чай?"));
    story.check();
}

#[test]
fn who_was_mighty_before_the_bot_came_may_end_it_too() {
    let mut story = story();
    story.rooms_have(json!({ "users": { "@bob:home": 50 } }), &["dave"]);
    let room = story.room("tea", &["alice", "bob", "carol", "dave"]);
    story.sent();
    for (who, may) in [("carol", false), ("bob", true), ("dave", true)] {
        let poll = asks(&mut story, &room, TEA);
        story.ends_poll(&room, who, &poll);
        assert_eq!(story.sent().len(), usize::from(may), "{who}");
    }
    story.check();
}

#[test]
fn an_answer_at_the_deadline_counts_and_one_after_it_does_not() {
    for (after_ms, turnout) in [(0, "Проголосовал 1 из 5"), (1, "Проголосовало 0 из 5")]
    {
        let (mut story, room) = in_room();
        let poll = asks(&mut story, &room, TEA);
        let deadline_ms = story.now_ms() + 2 * HOUR_MS;
        story.sleep_through(3 * HOUR_MS);
        vote_at(&mut story, &room, &poll, "$late", deadline_ms + after_ms);
        story.advance(MINUTE_MS);
        let told = result(&mut story);
        assert!(told.contains(turnout), "{after_ms}: {told}");
        story.check();
    }
}

#[test]
fn an_answer_from_a_clock_that_is_ahead_counts_as_sent_when_it_came() {
    for ahead_ms in [HOUR_MS, i64::MAX / 2] {
        let (mut story, room) = in_room();
        let poll = asks(&mut story, &room, TEA);
        let sent_ms = story.now_ms() + ahead_ms;
        vote_at(&mut story, &room, &poll, "$ahead", sent_ms);
        story.advance(MINUTE_MS);
        let second = story.votes(&room, "bob", &poll, &["2"]);
        story.says(&room, "alice", "!итоги");
        assert!(result(&mut story).contains("Победил вариант нет: 1 голос."));
        let again = asks(&mut story, &room, TEA);
        vote_at(&mut story, &room, &again, "$again", sent_ms);
        story.redacts(&room, "bob", &second);
        story.advance(2 * HOUR_MS);
        assert!(result(&mut story).contains("Победил вариант да: 1 голос."));
        story.check();
    }
}

#[test]
fn a_late_end_waits_for_what_was_under_way_and_says_that_it_is_late() {
    let (mut story, room) = in_room();
    asks(&mut story, &room, TEA);
    story.sleep_through(4 * HOUR_MS);
    let sent = story.sent();
    assert_eq!(sent.len(), 1, "{sent:#?}");
    assert_eq!(sent[0].kind, "org.matrix.msc3381.poll.end");
    story.advance(MINUTE_MS);
    let sent = story.sent();
    assert_eq!(sent.len(), 1, "{sent:#?}");
    assert!(
        sent[0]
            .text()
            .contains("Итоги опоздали: срок вышел раньше на 2 часа"),
        "{}",
        sent[0].text()
    );
    is_forgotten(&mut story, &room);
    story.check();
}

#[test]
fn a_short_delay_is_not_worth_a_word() {
    let (mut story, room) = in_room();
    asks(&mut story, &room, TEA);
    story.sleep_through(2 * HOUR_MS + 59_000);
    story.advance(MINUTE_MS);
    let told = result(&mut story);
    assert!(!told.contains("опоздали"), "{told}");
    story.check();
}

#[test]
fn redacting_an_answer_brings_the_earlier_one_back() {
    let (mut story, room) = in_room();
    let poll = asks(&mut story, &room, TEA);
    story.votes(&room, "bob", &poll, &["1"]);
    story.advance(1000);
    let second = story.votes(&room, "bob", &poll, &["2"]);
    story.redacts(&room, "bob", &second);
    story.redacts(&room, "bob", &second);
    story.advance(2 * HOUR_MS);
    assert!(result(&mut story).contains("Победил вариант да: 1 голос."));
    story.check();
}

#[test]
fn redacting_the_question_or_the_poll_calls_the_vote_off() {
    for question in [true, false] {
        let (mut story, room) = in_room();
        let ask = story.says(&room, "alice", TEA);
        let event = poll(&mut story).id;
        story.votes(&room, "bob", &event, &["1"]);
        story.redacts(&room, "alice", if question { &ask } else { &event });
        assert!(story.answer().contains("Голосование отменено"));
        is_forgotten(&mut story, &room);
        story.advance(DAY_MS);
        story.silence();
        story.check();
    }
}

#[test]
fn the_quorum_is_said_at_its_edge() {
    for (quorum, voters, said) in [
        (
            "2",
            1,
            "Кворума нет, решение не принято: нужно 2, а проголосовал 1.",
        ),
        ("2", 2, "Кворум есть: нужно было 2."),
        (
            "60%",
            2,
            "Кворума нет, решение не принято: нужно 3, а проголосовали 2.",
        ),
        ("60%", 3, "Кворум есть: нужно было 3."),
    ] {
        let (mut story, room) = in_room();
        let poll = asks(
            &mut story,
            &room,
            &format!("!голосуем Чай? | да | нет, кворум: {quorum}"),
        );
        for voter in ["alice", "bob", "carol"].iter().take(voters) {
            story.votes(&room, voter, &poll, &["1"]);
        }
        story.advance(DAY_MS);
        let told = result(&mut story);
        assert!(told.contains(said), "{told}");
        story.check();
    }
}

#[test]
fn ties_spoiled_answers_and_several_choices_are_counted() {
    let (mut story, room) = in_room();
    let poll = asks(
        &mut story,
        &room,
        "!голосуем Чай? | чёрный | зелёный | белый, выбор: 2",
    );
    story.votes(&room, "alice", &poll, &["1", "2", "3"]);
    story.votes(&room, "bob", &poll, &["1"]);
    story.votes(&room, "carol", &poll, &["2"]);
    story.votes(&room, "dave", &poll, &["3"]);
    story.votes(&room, "dave", &poll, &["7"]);
    story.sends(
        &room,
        "erin",
        "m.poll.response",
        json!({
            "m.selections": "нет", "m.relates_to": { "rel_type": "m.reference", "event_id": poll },
        }),
    );
    story.advance(DAY_MS);
    let told = result(&mut story);
    assert!(
        told.contains("Ничья: поровну голосов за «чёрный», «зелёный»."),
        "{told}"
    );
    assert!(
        told.contains("67 % · 2 · чёрный") && told.contains("0 % · 0 · белый"),
        "{told}"
    );
    assert!(
        told.contains("Проголосовали 3 из 5") && told.contains("до 2"),
        "{told}"
    );
    story.check();
}

#[test]
fn answers_to_other_polls_and_after_the_end_are_nobodys() {
    let (mut story, room) = in_room();
    let poll = asks(&mut story, &room, TEA);
    story.votes(&room, "bob", &EventId::new("$other"), &["1"]);
    story.says(&room, "alice", "!итоги");
    assert!(result(&mut story).contains("Никто не проголосовал"));
    story.votes(&room, "bob", &poll, &["1"]);
    story.ends_poll(&room, "alice", &poll);
    story.silence();
    story.check();
}

#[test]
fn a_poll_that_the_homeserver_refuses_never_was() {
    let (mut story, room) = in_room();
    story.says(&room, "bob", "привет");
    for n in 0..12 {
        story.refuse_next(&format!("start/{n}"), "M_FORBIDDEN");
    }
    story.says(&room, "alice", TEA);
    assert!(story.answer().contains("сервер не принял опрос"));
    is_forgotten(&mut story, &room);
    story.advance(DAY_MS);
    story.silence();
    story.check();
}

#[test]
fn fifty_answers_of_a_voter_are_kept() {
    let (mut story, room) = in_room();
    let poll = asks(&mut story, &room, TEA);
    let mut last = Vec::new();
    for n in 0..60 {
        story.advance(1000);
        last.push(story.votes(&room, "bob", &poll, &[if n == 0 { "1" } else { "2" }]));
    }
    for vote in last.iter().skip(1) {
        story.redacts(&room, "bob", vote);
    }
    story.advance(2 * HOUR_MS);
    assert!(
        result(&mut story).contains("Никто не проголосовал"),
        "the first was forgotten"
    );
    story.check();
}

#[test]
fn turnout_is_of_those_who_are_there_at_the_end() {
    let (mut story, room) = in_room();
    let poll = asks(&mut story, &room, "!голосуем Чай? | да | нет, кворум: 50%");
    story.votes(&room, "bob", &poll, &["1"]);
    story.votes(&room, "carol", &poll, &["1"]);
    for leaver in ["bob", "dave", "erin"] {
        story.leaves(&room, leaver);
    }
    story.joins(&room, "frank");
    story.joins(&room, "grace");
    story.advance(DAY_MS);
    let told = result(&mut story);
    assert!(
        told.contains("Проголосовали 2 из 4") && told.contains("Кворум есть"),
        "{told}"
    );
    story.check();
}

#[test]
fn a_word_in_a_thread_means_the_poll_of_the_thread_else_the_askers_only_one() {
    let (mut story, room) = in_room();
    let root = story.says(&room, "bob", "Про чай");
    story.says_in_thread(&room, "alice", &root, "!голосуем Чай? | да | нет");
    poll(&mut story);
    asks(&mut story, &room, "!голосуем Кофе? | да | нет");
    story.says_in_thread(&room, "alice", &root, "!итоги");
    assert!(result(&mut story).contains("Итоги: Чай?"));
    let other = story.says(&room, "bob", "Про другое");
    story.says_in_thread(&room, "alice", &other, "!итоги");
    assert!(result(&mut story).contains("Итоги: Кофе?"));
    story.check();
}

#[test]
fn a_poll_is_ended_in_a_thread_of_its_own() {
    let (mut story, room) = in_room();
    let first = asks(&mut story, &room, TEA);
    asks(&mut story, &room, "!голосуем Кофе? | да | нет");
    story.says_in_thread(&room, "alice", &first, "!итоги");
    assert!(result(&mut story).contains("Итоги: Чай?"));
    story.check();
}
