use secta_bot_kit::{EventId, when::HOUR_MS};
use secta_record::act::Rank;
use serde_json::Value;

use super::world::World;
use crate::memory::Role;

/// Somebody proposes from the porch: the answer, and the council's message.
fn proposes(world: &mut World, who: &str, text: &str) -> (String, Option<EventId>) {
    let (porch, council) = (world.porch(who), world.room(Role::Council));
    world.story.sent();
    world.story.says(&porch, who, text);
    let sent = world.story.sent();
    let answer = sent.iter().find(|sent| sent.room == porch);
    let topic = sent.iter().find(|sent| sent.room == council);
    (
        answer
            .map(|sent| sent.text().to_owned())
            .unwrap_or_default(),
        topic.map(|sent| sent.id.clone()),
    )
}

fn proposed(world: &mut World, who: &str, text: &str) -> EventId {
    let (answer, topic) = proposes(world, who, text);
    topic.unwrap_or_else(|| panic!("the council is told of it: {answer}"))
}

fn votes(world: &mut World, voters: &[&str], proposal: &EventId) {
    for voter in voters {
        world.reacts(Role::Council, voter, proposal, "👍");
    }
}

#[test]
fn a_proposal_is_shown_with_what_changes_and_accepted_by_more_than_half() {
    // Of four others more than half are three, the magic number is two.
    let mut world = World::with_trusted(&["boris", "clara", "dora", "emil"]);
    let text = "!предложить правило срок в Сумерках: 3 дня\nреакции: ❤️ 💡 👎 🔇 🚫 📜";
    let porch = world.porch("boris");
    world.story.sent();
    world.story.says(&porch, "boris", text);
    let said = world.said_in(Role::Council);
    assert!(said[0].text().contains("@boris:home"), "{said:#?}");
    assert!(said[0].text().contains("срок в Сумерках: 2 дня → 3 дня"));
    assert!(
        said[0]
            .text()
            .contains("👍 💡 👎 🔇 🚫 📜 → ❤️ 💡 👎 🔇 🚫 📜")
    );
    let proposal = said[0].id.clone();
    votes(&mut world, &["anna", "clara"], &proposal);
    assert_eq!(world.rules().policy_version(), 1);
    world.story.sent();
    votes(&mut world, &["dora"], &proposal);
    assert_eq!(world.rules().policy_version(), 2);
    assert_eq!(world.rules().policy().twilight_ms, 72 * HOUR_MS);
    let sent = world.story.sent();
    let said = |role| {
        let room = world.hall.rooms.get(&role);
        sent.iter().find(|sent| Some(&sent.room) == room)
    };
    let council = said(Role::Council).expect("the council is told");
    assert_eq!(council.thread(), Some(proposal.as_str()));
    assert!(council.text().contains("Принято: голосов 3, нужно 3"));
    let stream = said(Role::Stream).expect("the stream is told").text();
    assert!(
        stream.contains("версия 2") && stream.contains("→ 3 дня"),
        "{stream}"
    );
    world.story.check();
}

#[test]
fn the_rules_show_every_field_and_what_has_changed() {
    let mut world = World::with_trusted(&["boris"]);
    let rules = |world: &mut World, text| {
        let porch = world.porch("anna");
        world.story.sent();
        world.story.says(&porch, "anna", text);
        world.story.answer()
    };
    let before = rules(&mut world, "!правила");
    assert!(
        before.contains("квест: принять принципы, представиться"),
        "{before}"
    );
    assert!(before.contains("принципы: обычные"), "{before}");
    let text =
        "!propose rule quest: no quest | announce joins: no\nprinciples: Тихо.\nПо очереди: все";
    let proposal = proposed(&mut world, "anna", text);
    votes(&mut world, &["boris"], &proposal);
    let after = rules(&mut world, "!правила");
    assert!(
        after.contains("версия 2") && after.contains("квест: без квеста"),
        "{after}"
    );
    assert!(after.contains("объявлять вступивших: нет"), "{after}");
    assert!(after.contains("Тихо.\n  По очереди: все"), "{after}");
    let english = rules(&mut world, "!rules");
    assert!(english.contains("quest: no quest"), "{english}");
    world.story.check();
}

#[test]
fn nonsense_is_refused_with_each_field_and_what_it_can_be() {
    let mut world = World::with_trusted(&["boris"]);
    let text =
        "!предложить правило лестница наказаний: 3, 1\nсрок дела: никогда\nсрок апеляции: 2 дня";
    let (answer, topic) = proposes(&mut world, "anna", text);
    assert_eq!(topic, None);
    for part in [
        "лестница наказаний: множители через запятую",
        "срок дела: срок от 1 день до 90 дней",
        "Может быть, срок апелляции?",
        "R12",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
    let (answer, _) = proposes(&mut world, "anna", "!предложить правило");
    assert!(answer.contains("через двоеточие"), "{answer}");
    let (answer, _) = proposes(&mut world, "anna", "!предложить квест: нет | квест: нет");
    assert!(answer.contains("дважды"), "{answer}");
    let (answer, _) = proposes(&mut world, "anna", "!предложить срок дела: 14 дней");
    assert!(answer.contains("уже действуют"), "{answer}");
    let (answer, _) = proposes(&mut world, "anna", "!propose case time: 91 days");
    assert!(
        answer.contains("90 days") || answer.contains("90 дней"),
        "{answer}"
    );
    world.story.check();
}

#[test]
fn only_the_trusted_propose_and_the_others_are_told_why() {
    let mut world = World::with_trusted(&["boris"]);
    world.makes_commenter("zoe");
    let (answer, topic) = proposes(&mut world, "zoe", "!предложить срок дела: 7 дней");
    assert_eq!(topic, None);
    assert!(
        answer.contains("доверенный") && answer.contains("комментатор"),
        "{answer}"
    );
    world.comes("guest");
    assert_eq!(world.rank("guest"), Rank::Ghost);
    let (answer, topic) = proposes(&mut world, "guest", "!предложить срок дела: 7 дней");
    assert_eq!(topic, None);
    assert!(answer.contains("новичок"), "{answer}");
    world.story.check();
}

#[test]
fn a_lone_founder_is_told_that_nobody_can_accept() {
    let mut world = World::opened();
    let (answer, topic) = proposes(&mut world, "anna", "!предложить срок дела: 7 дней");
    assert!(answer.contains("голосовать пока некому"), "{answer}");
    votes(&mut world, &["anna"], &topic.expect("the council has it"));
    assert_eq!(world.rules().policy_version(), 1);
    world.story.advance(15 * 24 * HOUR_MS);
    let said = world.said_in(Role::Council);
    assert!(
        said.iter().any(|sent| sent.text().contains("Не принято")),
        "{said:#?}"
    );
    world.story.check();
}

#[test]
fn two_proposals_at_once_both_hold() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    let cases = proposed(&mut world, "anna", "!предложить срок дела: 7 дней");
    let pending = proposed(&mut world, "boris", "!предложить записей в Сумерках: 9");
    votes(&mut world, &["boris", "clara"], &cases);
    world.story.sent();
    votes(&mut world, &["anna", "clara"], &pending);
    let said = world.said_in(Role::Stream);
    assert!(
        said[0].text().contains("записей в Сумерках: 5 → 9"),
        "{said:#?}"
    );
    assert!(!said[0].text().contains("срок дела"), "{said:#?}");
    let policy = world.rules().policy();
    assert_eq!((policy.case_ms, policy.pending_max), (7 * 24 * HOUR_MS, 9));
    assert_eq!(world.rules().policy_version(), 3);
    world.story.check();
}

#[test]
fn a_case_is_judged_by_the_rules_that_it_was_opened_under() {
    let mut world = World::with_trusted(&["boris", "clara", "dora"]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "dora", "Купите мои пирожки");
    world.story.sent();
    world.reacts(Role::Stream, "anna", &post, "🔇");
    let case = world.said_in(Role::Council)[0].id.clone();
    let proposal = proposed(
        &mut world,
        "boris",
        "!предложить голоса для лишения слова: 3",
    );
    votes(&mut world, &["anna", "clara"], &proposal);
    assert_eq!(world.rules().policy().silence_min, 3);
    let council = world.room(Role::Council);
    world
        .story
        .says_in_thread(&council, "anna", &case, "Это реклама, а не пост");
    world.reacts(Role::Council, "clara", &case, "🔇");
    world.story.sent();
    world
        .story
        .says_in_thread(&council, "clara", &case, "Торговать здесь не стоит");
    let said = world.said_in(Role::Council);
    assert!(
        said.iter()
            .any(|sent| sent.text().contains("Голосов 2, нужно 2")),
        "{said:#?}"
    );
    world.story.check();
}

#[test]
fn the_longest_principles_fit_into_an_event() {
    for c in ['"', '🦆', '<'] {
        let mut world = World::with_trusted(&["boris"]);
        let principles = c.to_string().repeat(4000);
        for principles in [&principles, &principles.replacen(c, "x", 1)] {
            let text = format!("!предложить принципы: {principles}");
            let proposal = proposed(&mut world, "anna", &text);
            votes(&mut world, &["boris"], &proposal);
        }
        assert_eq!(world.rules().policy_version(), 3);
        let porch = world.porch("anna");
        world.story.says(&porch, "anna", "!правила");
        let effects = world.story.effects();
        let sizes = effects.iter().map(|effect| match effect {
            secta_bot_kit::Effect::Send(send) => send.content.to_string().len(),
            _ => 0,
        });
        assert!(sizes.max().is_some_and(|size| size < 60_000), "{c}");
    }
}

#[test]
fn hostile_words_in_a_proposal_are_shown_as_words() {
    let mut world = World::with_trusted(&["boris"]);
    let text = "!предложить <b>поле</b>: 1\n[ссылка](https://evil): 2";
    let (answer, _) = proposes(&mut world, "anna", text);
    assert!(answer.contains("<b>поле</b>: такого поля нет"), "{answer}");
    let proposal = proposed(
        &mut world,
        "anna",
        "!предложить принципы: <img src=x> **[жми](https://evil)**",
    );
    let council = world.room(Role::Council);
    let effects = world.story.effects();
    let html = effects.iter().rev().find_map(|effect| match effect {
        secta_bot_kit::Effect::Send(send) if send.room == council => {
            send.content["formatted_body"].as_str()
        }
        _ => None,
    });
    let html: &str = html.expect("the council's message");
    assert!(
        !html.contains("<img") && !html.contains("href=\"https://evil\""),
        "{html}"
    );
    votes(&mut world, &["boris"], &proposal);
    assert_eq!(
        world.rules().policy().to_value()["principles"],
        Value::from("<img src=x> **[жми](https://evil)**")
    );
    world.story.check();
}
