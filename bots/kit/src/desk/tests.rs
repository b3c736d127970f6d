use serde_json::json;

use super::*;
use crate::{
    effect::Effect,
    ids::{RoomId, UserId},
    testkit::Story,
};

const MINUTE_MS: i64 = 60_000;

fn story() -> Story {
    Story::of([])
}

#[test]
fn invited_by_one_of_its_own_it_comes_and_counts_the_people() {
    let mut story = story();
    let room = story.room("tea", &["alice", "bob"]);
    assert_eq!(story.rooms(), std::slice::from_ref(&room));
    let memory: serde_json::Value = story.remembers(DESK, &Scope::room(&room), "room").unwrap();
    assert_eq!(memory["people"], 2);
    story.joins(&room, "carol");
    story.joins(&room, "carol");
    story.leaves(&room, "bob");
    let memory: serde_json::Value = story.remembers(DESK, &Scope::room(&room), "room").unwrap();
    assert_eq!(memory["people"], 2);
    story.silence();
    story.check();
}

#[test]
fn invited_by_a_stranger_it_declines_politely() {
    let mut story = story();
    story.room("tea", &["@mallory:away"]);
    assert!(story.rooms().is_empty());
    let effects = story.effects();
    assert!(
        matches!(effects[..], [Effect::Leave { reason: Some(reason), .. }] if reason.contains("Спасибо") && reason.contains("Thank"))
    );
    story.check();
}

#[test]
fn left_alone_it_leaves_and_forgets() {
    let mut story = story();
    let room = story.room("tea", &["alice"]);
    story.leaves(&room, "alice");
    assert!(story.rooms().is_empty());
    assert_eq!(
        story.remembers::<serde_json::Value>(DESK, &Scope::room(&room), "room"),
        None
    );
    story.check();
}

#[test]
fn kicked_it_forgets_and_invited_anew_it_counts_anew() {
    let mut story = story();
    let room = story.room("tea", &["alice", "bob"]);
    let bot = story.bot().clone();
    story.state_event(
        &room,
        "alice",
        "m.room.member",
        bot.as_str(),
        json!({ "membership": "leave" }),
    );
    assert_eq!(
        story.remembers::<serde_json::Value>(DESK, &Scope::room(&room), "room"),
        None
    );
    story.invites(&room, "alice", false);
    let memory: serde_json::Value = story.remembers(DESK, &Scope::room(&room), "room").unwrap();
    assert_eq!(memory["people"], 2);
    story.check();
}

#[test]
fn an_upgraded_room_is_followed_with_its_language() {
    let mut story = story();
    let room = story.room("old", &["alice"]);
    story.says(&room, "alice", "!язык английский комната");
    story.state_event(
        &room,
        "alice",
        "m.room.tombstone",
        "",
        json!({ "replacement_room": "!new" }),
    );
    let new = RoomId::new("!new");
    assert!(story.rooms().contains(&new));
    let memory: serde_json::Value = story.remembers(DESK, &Scope::room(&new), "room").unwrap();
    assert_eq!(memory["lang"], "en");
    story.check();
}

#[test]
fn help_lists_the_commands_and_explains_one() {
    let mut story = story();
    let room = story.room("tea", &["alice"]);
    let asked = story.says(&room, "alice", "!помощь");
    let sent = story.sent();
    assert!(
        sent[0].text().contains("!язык русский")
            && sent[0].html().contains("<code>!язык русский</code>")
    );
    assert_eq!(sent[0].answers(), Some(asked.as_str()));
    assert_eq!(sent[0].content["m.mentions"], json!({}));
    story.says(&room, "alice", "!help language");
    assert!(story.answer().contains("which language"));
    story.says(&room, "alice", "!помощь езык");
    assert!(story.answer().contains("!язык"));
    story.check();
}

#[test]
fn an_answer_that_comes_late_calls_whoever_asked() {
    let mut story = story();
    let room = story.room("tea", &["alice"]);
    for (ago_ms, called) in [
        (10_000, json!({})),
        (10_001, json!({ "user_ids": ["@alice:home"] })),
    ] {
        story.said_before(&room, "alice", "!помощь", ago_ms);
        assert_eq!(story.sent()[0].content["m.mentions"], called, "{ago_ms}");
    }
    story.check();
}

#[test]
fn the_language_is_the_users_else_the_rooms_else_the_texts() {
    let mut story = story();
    let room = story.room("tea", &["alice", "bob"]);
    story.says(&room, "alice", "!language");
    assert!(story.answer().contains("in English"));
    story.says(&room, "alice", "!язык английский");
    assert!(story.answer().contains("in English"));
    story.says(&room, "alice", "!язык");
    assert!(story.answer().contains("in English"));
    story.says(&room, "bob", "!язык");
    assert!(story.answer().contains("по-русски"));
    story.says(&room, "bob", "!язык en комната");
    story.answers();
    story.says(&room, "bob", "!язык");
    assert!(story.answer().contains("in English"));
    story.says(&room, "bob", "!язык клингонский");
    assert!(story.answer().contains("клингонский"));
    story.check();
}

#[test]
fn a_slip_is_answered_in_its_thread_and_strangers_commands_are_left_alone() {
    let mut story = story();
    let room = story.room("tea", &["alice", "bob"]);
    let root = story.says(&room, "alice", "тред");
    story.says_in_thread(&room, "alice", &root, "!помошь");
    let sent = story.sent();
    assert!(sent[0].text().contains("!помощь"));
    assert_eq!(sent[0].thread(), Some(root.as_str()));
    story.says(&room, "alice", "!погода");
    story.says(&room, "alice", "!!!");
    story.silence();
    let chat = story.direct("carol");
    story.says(&chat, "carol", "!погода");
    assert!(story.sent()[0].encrypted);
    story.check();
}

#[test]
fn a_refused_command_is_mended_by_an_edit_in_time_and_once() {
    let mut story = story();
    let room = story.room("tea", &["alice", "bob"]);
    let root = story.says(&room, "alice", "тред");
    let slip = story.says_in_thread(&room, "alice", &root, "!помошь");
    story.answers();
    story.edits(&room, "bob", &slip, "!помощь");
    story.silence();
    story.advance(4 * MINUTE_MS);
    story.edits(&room, "alice", &slip, "!помощь");
    let sent = story.sent();
    assert!(sent[0].text().contains("!язык"));
    assert_eq!(
        (sent[0].thread(), sent[0].answers()),
        (Some(root.as_str()), Some(slip.as_str()))
    );
    story.edits(&room, "alice", &slip, "!помощь язык");
    story.silence();
    let late = story.says(&room, "alice", "!помошь");
    story.answers();
    story.advance(6 * MINUTE_MS);
    story.edits(&room, "alice", &late, "!помощь");
    story.silence();
    story.check();
}

#[test]
fn a_flood_of_a_thousand_commands_is_answered_a_few_times_and_told_once() {
    let mut story = story();
    let room = story.room("tea", &["mallory", "alice"]);
    (0..1000).for_each(|_| drop(story.says(&room, "mallory", "!помощь")));
    let answers = story.answers();
    assert_eq!(answers.len(), 11);
    assert!(answers[10].contains("Слишком быстро"));
    story.says(&room, "alice", "!помощь");
    assert_eq!(story.answers().len(), 1, "others are not held up");
    story.step_back(60 * MINUTE_MS);
    story.says(&room, "mallory", "!помощь");
    story.silence();
    story.advance(MINUTE_MS);
    story.says(&room, "mallory", "!помощь");
    assert_eq!(story.answers().len(), 1);
    story.check();
}

#[test]
fn own_events_and_notices_are_never_answered() {
    let mut story = story();
    let room = story.room("tea", &["alice"]);
    let bot = story.bot().as_str().to_owned();
    story.says(&room, &bot, "!помощь");
    story.says(&room, "@_secta_puppet:home", "!помощь");
    story.sends(
        &room,
        "alice",
        "m.room.message",
        json!({ "msgtype": "m.notice", "body": "!помощь" }),
    );
    story.silence();
    story.check();
}

#[test]
fn a_direct_chat_is_greeted_and_its_secrets_are_read_and_answered_in_secret() {
    let mut story = story();
    let chat = story.direct("alice");
    let text = story.says(&chat, "alice", "!help");
    let sent = story.sent();
    assert!(sent[0].encrypted && sent[0].answers() == Some(text.as_str()));
    assert!(story.timers().is_empty());
    story.check();
}

#[test]
fn an_event_without_its_key_is_answered_after_a_minute_and_read_when_it_comes() {
    let mut story = story();
    let room = story.encrypted_room("secret", &["alice", "bob"]);
    story.keys_missing("alice");
    story.says(&room, "alice", "!помощь");
    story.says(&room, "alice", "!помощь");
    story.advance(MINUTE_MS - 1);
    story.silence();
    story.advance(1);
    assert!(story.answer().contains("расшифровать"));
    story.keys_arrive("alice");
    assert_eq!(story.answers().len(), 2);
    story.says(&room, "alice", "!помощь");
    assert_eq!(story.answers().len(), 1);
    story.check();
}

#[test]
fn what_is_redacted_is_erased() {
    let mut story = story();
    let room = story.room("tea", &["alice"]);
    let said = story.says(&room, "alice", "лишнее");
    story.redacts(&room, "alice", &said);
    assert_eq!(story.erased(), [said.as_str()]);
    story.check();
}

#[test]
fn the_admin_room_hears_of_refusals_without_a_word_of_the_message() {
    let policy = DeskPolicy {
        admin_room: Some(RoomId::new("!admin")),
        ..DeskPolicy::default()
    };
    let mut story = Story::under(policy, []);
    story.room("admin", &["root"]);
    let room = story.room("tea", &["alice"]);
    story.refuse_next("answer", "M_FORBIDDEN");
    story.says(&room, "alice", "!помощь тайна");
    let sent = story.sent();
    assert_eq!((sent.len(), sent[0].room.as_str()), (1, "!admin"));
    assert!(sent[0].text().contains("M_FORBIDDEN") && !sent[0].text().contains("тайна"));
    story.check();
}

#[test]
fn hostile_texts_are_answered_safely_or_not_at_all() {
    let mut story = story();
    let room = story.direct("mallory");
    let tower = "\u{301}".repeat(32 * 1024);
    for text in [
        format!("!а{tower}"),
        "!\0\0".to_owned(),
        "!пом\u{202e}ощь\0".to_owned(),
        format!("!{}", "я".repeat(30_000)),
    ] {
        story.says(&room, "mallory", &text);
    }
    for sent in story.sent() {
        assert!(sent.text().chars().count() < 2_000, "{}", sent.text());
        assert!(!sent.text().contains(['\0', '\u{202e}']));
    }
    story.check();
}

#[test]
fn a_malformed_event_is_parked_and_the_next_is_answered() {
    let mut story = story();
    let room = story.room("tea", &["alice"]);
    story.deliver(
        &json!({ "event_id": "$bad", "room_id": room, "type": "m.room.message", "content": {} }),
    );
    assert_eq!(story.parked().len(), 1);
    story.says(&room, "alice", "!помощь");
    assert_eq!(story.answers().len(), 1);
    story.check_replay();
}

#[test]
fn who_may_invite_is_a_matter_of_policy() {
    let listed = Inviters::Listed(vec!["@eve:away".to_owned(), "friends".to_owned()]);
    let allowed = |who: &str| listed.allow(&UserId::new(who), "home");
    assert!(
        allowed("@eve:away")
            && allowed("@any:friends")
            && !allowed("@adam:away")
            && !allowed("@alice:home")
    );
    assert!(Inviters::Anyone.allow(&UserId::new("@x:y"), "home"));
}
