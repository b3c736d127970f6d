use secta_bot_kit::{
    Effect, EventId,
    when::{DAY_MS, HOUR_MS},
};
use secta_record::act::Rank;
use secta_rules::query::Standing;
use serde_json::json;

use super::world::World;
use crate::memory::Role;

/// A post of dora's that somebody minds: its event, and the case's.
fn accused() -> (World, EventId, EventId) {
    let mut world = World::with_trusted(&["boris", "clara", "dora"]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "dora", "Купите мои пирожки");
    world.story.sent();
    world.reacts(Role::Stream, "anna", &post, "🔇");
    let said = world.said_in(Role::Council);
    assert_eq!(
        said.len(),
        2,
        "a case, and a request for the argument: {said:#?}"
    );
    assert!(said[0].text().contains("Купите мои пирожки"), "{said:#?}");
    assert!(said[0].text().contains("@dora:home"), "{said:#?}");
    assert!(said[0].text().contains(post.as_str()), "{said:#?}");
    assert_eq!(said[1].thread(), Some(said[0].id.as_str()));
    let case = said[0].id.clone();
    (world, post, case)
}

fn argues(world: &mut World, who: &str, case: &EventId, text: &str) {
    let council = world.room(Role::Council);
    world.story.says_in_thread(&council, who, case, text);
}

#[test]
fn votes_with_arguments_hide_the_item_and_mute_its_author() {
    let (mut world, post, case) = accused();
    argues(&mut world, "anna", &case, "Это реклама, а не пост");
    assert_eq!(
        world
            .rules()
            .standing(&world.account("dora"), world.story.now_ms()),
        Standing::Active
    );
    world.reacts(Role::Council, "boris", &case, "🔇");
    world.story.sent();
    argues(&mut world, "boris", &case, "Согласен, торговать не здесь");
    let standing = world
        .rules()
        .standing(&world.account("dora"), world.story.now_ms());
    assert!(matches!(standing, Standing::Muted { .. }), "{standing:?}");
    assert!(world.story.erased().contains(&post.as_str()));
    let levels = levels_of(&world, Role::Stream).expect("levels were set");
    assert_eq!(levels["users"]["@dora:home"], -1);
    assert!(levels.to_string().len() < 4096);
    let told = world.told("dora");
    assert!(
        told[0].contains("лишил вас слова") && told[0].contains("!апелляция"),
        "{told:#?}"
    );
    world.story.advance(3 * DAY_MS);
    let levels = levels_of(&world, Role::Stream).expect("levels were set");
    assert_eq!(levels.get("users"), None);
    assert!(
        world
            .told("dora")
            .iter()
            .any(|text| text.contains("снова можете писать"))
    );
    world.story.check();
}

fn levels_of(world: &World, role: Role) -> Option<serde_json::Value> {
    let wanted = world.room(role);
    let effects = world.story.effects();
    effects.iter().rev().find_map(|effect| match effect {
        Effect::SetState {
            room,
            kind,
            content,
            ..
        } if kind == "m.room.power_levels" && *room == wanted => Some(content.clone()),
        _ => None,
    })
}

#[test]
fn a_vote_without_an_argument_does_not_count() {
    let (mut world, _, case) = accused();
    world.reacts(Role::Council, "boris", &case, "🔇");
    world.reacts(Role::Council, "clara", &case, "🔇");
    let standing = world
        .rules()
        .standing(&world.account("dora"), world.story.now_ms());
    assert_eq!(standing, Standing::Active);
    world.story.check();
}

#[test]
fn an_argument_of_nine_characters_is_refused_with_its_numbers() {
    let (mut world, _, case) = accused();
    argues(&mut world, "anna", &case, "девять зн");
    let answer = world.story.answer();
    assert!(
        answer.contains("9 знаков") && answer.contains("10") && answer.contains("R8"),
        "{answer}"
    );
    argues(&mut world, "anna", &case, "<b></b><i></i>девять");
    assert!(world.story.answer().contains("6 знаков"));
    argues(&mut world, "anna", &case, "десять зна");
    assert_eq!(
        world.rules().open_cases(world.story.now_ms())[0]
            .silence
            .len(),
        1
    );
    world.story.check();
}

#[test]
fn talk_in_the_thread_without_a_vote_is_talk() {
    let (mut world, _, case) = accused();
    argues(&mut world, "clara", &case, "А мне пирожки нравятся");
    world.story.silence();
    world.story.check();
}

#[test]
fn a_moderation_vote_is_taken_back_with_its_reaction() {
    let (mut world, _, case) = accused();
    let council = world.room(Role::Council);
    let vote = world.reacts(Role::Council, "boris", &case, "🔇");
    argues(&mut world, "boris", &case, "Торговать можно не здесь");
    world.story.redacts(&council, "boris", &vote);
    argues(&mut world, "anna", &case, "Это реклама, а не пост");
    let standing = world
        .rules()
        .standing(&world.account("dora"), world.story.now_ms());
    assert_eq!(standing, Standing::Active);
    world.story.check();
}

#[test]
fn a_case_that_reaches_nothing_closes_in_14_days() {
    let (mut world, _, case) = accused();
    world.story.advance(15 * DAY_MS);
    let said = world.said_in(Role::Council);
    assert!(
        said.iter()
            .any(|sent| sent.thread() == Some(case.as_str()) && sent.text().contains("закрыто"))
    );
    world.story.check();
}

#[test]
fn an_excluded_member_is_removed_and_comes_back_by_appeal() {
    let mut world = World::with_trusted(&["boris", "clara", "dora"]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "dora", "Всем назло");
    world.story.sent();
    world.reacts(Role::Stream, "anna", &post, "🚫");
    let case = world.said_in(Role::Council)[0].id.clone();
    argues(&mut world, "anna", &case, "Она всем мешает");
    for who in ["boris", "clara"] {
        world.reacts(Role::Council, who, &case, "🚫");
        argues(&mut world, who, &case, "И мне она тоже мешает");
    }
    let standing = world
        .rules()
        .standing(&world.account("dora"), world.story.now_ms());
    assert_eq!(standing, Standing::Excluded);
    for role in [Role::Stream, Role::Square, Role::Twilight, Role::Council] {
        assert!(!world.story.is_in(&world.room(role), "dora"), "{role:?}");
    }
    let porch = world.porch("dora");
    world.posts("dora", "Пустите!");
    assert!(
        world
            .story
            .sent()
            .iter()
            .any(|sent| sent.text().contains("исключены"))
    );
    world
        .story
        .says(&porch, "dora", "!апелляция Я больше не буду");
    let said = world.said_in(Role::Council);
    assert!(said[0].text().contains("Я больше не буду"), "{said:#?}");
    let appeal = said[0].id.clone();
    for who in ["anna", "boris", "clara"] {
        world.reacts(Role::Council, who, &appeal, "👍");
    }
    let stream_before = world.invited("dora").len();
    world.story.advance(7 * DAY_MS + HOUR_MS);
    let standing = world
        .rules()
        .standing(&world.account("dora"), world.story.now_ms());
    assert_eq!(standing, Standing::Active);
    assert_eq!(world.rank("dora"), Rank::Trusted);
    assert_eq!(world.invited("dora").len(), stream_before + 5);
    world.story.check();
}

#[test]
fn an_upheld_appeal_shows_the_hidden_item_again() {
    let (mut world, _, case) = accused();
    argues(&mut world, "anna", &case, "Это реклама, а не пост");
    for who in ["boris", "clara"] {
        world.reacts(Role::Council, who, &case, "🔇");
        argues(&mut world, who, &case, "Торговать можно не здесь");
    }
    let porch = world.porch("dora");
    world.story.sent();
    world
        .story
        .says(&porch, "dora", "!апелляция Пирожки были бесплатные");
    let appeal = world.said_in(Role::Council)[0].id.clone();
    for who in ["anna", "boris", "clara"] {
        world.reacts(Role::Council, who, &appeal, "👍");
    }
    world.story.says(&porch, "dora", "!апелляция Ну пожалуйста");
    assert!(
        world
            .story
            .sent()
            .iter()
            .any(|sent| sent.text().contains("уже рассматривается"))
    );
    world.story.advance(7 * DAY_MS + HOUR_MS);
    let said = world.said_in(Role::Stream);
    assert!(
        said.iter().any(|sent| sent.text() == "Купите мои пирожки"),
        "{said:#?}"
    );
    world.story.check();
}

#[test]
fn a_case_on_what_waits_links_it_and_does_not_quote_it() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    world.comes("dora");
    let candidate = world.candidate("dora", "Купите слона");
    world.reacts(Role::Twilight, "anna", &candidate, "🔇");
    let said = world.said_in(Role::Council);
    assert!(
        !said[0].text().contains("слона") && said[0].text().contains(candidate.as_str()),
        "{said:#?}"
    );
    let case = said[0].id.clone();
    argues(&mut world, "anna", &case, "Слонов не продают");
    world.reacts(Role::Council, "boris", &case, "🔇");
    argues(&mut world, "boris", &case, "Слонов не продают");
    assert!(world.rules().waiting().is_empty());
    assert!(world.story.erased().contains(&candidate.as_str()));
    world.story.check();
}

#[test]
fn a_muted_member_who_writes_all_the_same_is_not_heard() {
    let (mut world, _, case) = accused();
    argues(&mut world, "anna", &case, "Это реклама, а не пост");
    for who in ["boris", "clara"] {
        world.reacts(Role::Council, who, &case, "🔇");
        argues(&mut world, who, &case, "Торговать можно не здесь");
    }
    world.story.sent();
    let stream = world.room(Role::Stream);
    let said = world.story.says(&stream, "dora", "А я всё равно");
    assert!(world.story.erased().contains(&said.as_str()));
    assert!(world.told("dora")[0].contains("лишены слова"));
    world.story.check();
}

#[test]
fn levels_that_somebody_changes_are_set_back_once_an_hour() {
    let mut world = World::opened();
    let stream = world.room(Role::Stream);
    let before = world.story.effects().len();
    let foreign = json!({ "users": { "@eve:home": 100 } });
    world
        .story
        .state_event(&stream, "eve", "m.room.power_levels", "", foreign.clone());
    let levels = levels_of(&world, Role::Stream).expect("set back");
    assert_eq!(levels.get("users"), None);
    assert!(world.said_in(Role::Council)[0].text().contains("@eve:home"));
    let after = world.story.effects().len();
    assert!(after > before);
    world
        .story
        .state_event(&stream, "eve", "m.room.power_levels", "", foreign);
    assert_eq!(world.story.effects().len(), after);
    world.story.check();
}
