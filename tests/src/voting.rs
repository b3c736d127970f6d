//! The story that every combination of servers is tried with: a question, two answers, a result.

use std::time::Duration;

use crate::{
    encrypted::EncryptedMember,
    event::{Event, poll},
    member::Member,
    wait,
};

/// A poll is asked for; both answer, the second changes their mind; the asker wants the result. Then the same again
/// with a deadline. `Чай` and `Кофе` are counted right, and once.
pub async fn vote(bot: &str, room: &str, asker: &Member, other: &Member) {
    asker.say(room, "!голосуем Чай? | да | нет").await;
    let poll = ask_and_answer(room, "Чай?", asker, other).await;
    asker.say(room, "!итоги").await;
    let result = result_of(bot, room, asker, &poll).await;
    assert_counted(&result);
    asker
        .say(room, "!голосуем Кофе? | да | нет | срок: 6 секунд")
        .await;
    let poll = ask_and_answer(room, "Кофе?", asker, other).await;
    let result = result_of(bot, room, asker, &poll).await;
    assert_counted(&result);
    assert_once(bot, &asker.history(room).await, 2);
}

async fn ask_and_answer(room: &str, question: &str, asker: &Member, other: &Member) -> Event {
    let poll = asker.wait_for_poll(room, question).await;
    other.wait_for_poll(room, question).await;
    asker.vote(room, &poll, &["да"]).await;
    other.vote(room, &poll, &["нет"]).await;
    let changed = other.vote(room, &poll, &["да"]).await;
    let seen = |event: &Event| (event.id() == changed).then_some(());
    asker
        .wait_for(room, "the other's answer", wait::SOON, seen)
        .await;
    poll
}

async fn result_of(bot: &str, room: &str, member: &Member, poll: &Event) -> Event {
    let look = |event: &Event| is_result(bot, event, poll.id()).then(|| event.clone());
    member.wait_for(room, "the result", wait::SOON, look).await
}

/// The same in an encrypted direct chat, where one member is all there are.
pub async fn vote_in_secret(bot: &str, room: &str, member: &EncryptedMember) {
    member.say(room, "!голосуем Чай? | да | нет").await;
    let poll = member.wait_for_poll(room, "Чай?").await;
    member.vote(room, &poll, &["нет"]).await;
    member.vote(room, &poll, &["да"]).await;
    member.say(room, "!итоги").await;
    let look = |event: &Event| is_result(bot, event, poll.id()).then(|| event.clone());
    let result = member.wait_for(room, "the result", wait::SOON, look).await;
    assert!(
        row_of(result.body(), "да").contains("100"),
        "{}",
        result.body()
    );
    assert_once(bot, &member.seen(room).await, 1);
}

/// Whether this is the result of that poll: a message of the bot in answer to it.
pub fn is_result(bot: &str, event: &Event, poll: &str) -> bool {
    event.kind() == "m.room.message" && event.sender() == bot && event.answers(poll)
}

fn assert_counted(result: &Event) {
    let body = result.body();
    assert!(
        row_of(body, "да").contains("100"),
        "both said yes in the end: {body}"
    );
    assert!(
        row_of(body, "да").contains('2'),
        "there were two of them: {body}"
    );
}

/// The line of a result with an option's bar.
fn row_of<'a>(body: &'a str, option: &str) -> &'a str {
    let row = body
        .lines()
        .find(|line| line.contains(['█', '░']) && line.contains(option));
    row.unwrap_or_else(|| panic!("no row for {option:?}: {body}"))
}

fn assert_once(bot: &str, history: &[Event], polls: usize) {
    let of_bot = |kind: &str| {
        history
            .iter()
            .filter(|event| event.sender() == bot && event.kind() == kind)
            .count()
    };
    assert_eq!(of_bot(poll::START), polls, "each question is asked once");
    assert_eq!(of_bot(poll::END), polls, "each poll is ended once");
    let starts = history.iter().filter(|event| event.kind() == poll::START);
    for start in starts {
        let results = history
            .iter()
            .filter(|event| is_result(bot, event, start.id()))
            .count();
        assert_eq!(results, 1, "each result is said once");
    }
}

/// How long a scenario waits for what needs a homeserver to come back first.
pub const PATIENT: Duration = Duration::from_secs(120);
