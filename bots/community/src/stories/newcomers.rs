use secta_bot_kit::{Effect, Lang, community::About};
use serde_json::json;

use super::world::World;
use crate::memory::Role;

#[test]
fn whoever_knocks_gets_a_porch_and_a_greeting() {
    let mut world = World::opened();
    let space = world.room(Role::Space);
    world.story.knocks(&space, "boris");
    let told = world.told("boris");
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("!пост"), "{told:#?}");
    let porch = world.porch("boris");
    let asked = &world.story.made().last().expect("made").1;
    assert_eq!(asked["is_direct"], true);
    assert_eq!(asked["invite"], json!(["@boris:home"]));
    assert!(!world.story.is_in(&porch, "boris"));
    world.story.check();
}

#[test]
fn the_greeting_tells_other_bots_whose_porch_it_is() {
    let mut world = World::opened();
    let space = world.room(Role::Space);
    world.story.knocks(&space, "boris");
    let hello = world.story.sent().remove(0);
    let about = hello.content["net.secta.about"]
        .as_str()
        .unwrap_or_default();
    let porch = About::Porch {
        community: world.id,
        lang: Lang::Ru,
        user: world.story.user("boris"),
    };
    assert_eq!(About::read(about), Some(porch));
    world.story.check();
}

#[test]
fn each_room_tells_other_bots_which_it_is() {
    let world = World::opened();
    let effects = world.story.effects();
    let told = effects.iter().filter_map(|effect| match effect {
        Effect::SetState { room, content, .. } => {
            let about = content["net.secta.about"].as_str()?;
            Some((room.clone(), About::read(about)?))
        }
        _ => None,
    });
    let told: Vec<_> = told.collect();
    assert_eq!(told.len(), Role::HALLS.len() - 1);
    let stream = About::Hall {
        community: world.id,
        lang: Lang::Ru,
        room: "stream".to_owned(),
    };
    assert!(told.contains(&(world.room(Role::Stream), stream)));
}

#[test]
fn a_second_knock_makes_no_second_porch() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    let made = world.story.made().len();
    for role in [Role::Space, Role::Stream, Role::Square] {
        let room = world.room(role);
        world.story.knocks(&room, "boris");
    }
    assert_eq!(world.story.made().len(), made);
    assert_eq!(world.porch("boris"), porch);
    world.story.check();
}

#[test]
fn a_word_to_the_bot_opens_a_porch_too() {
    let mut world = World::opened();
    let direct = world.story.direct("boris");
    world.story.says(&direct, "boris", "!вступить поляна");
    let sent = world.story.sent();
    assert!(
        sent.iter()
            .any(|sent| sent.room == direct && sent.encrypted),
        "{sent:#?}"
    );
    let porch = world.porch("boris");
    assert!(sent.iter().any(|sent| sent.room == porch), "{sent:#?}");
    world.story.says(&direct, "boris", "!войти");
    let again = world.story.sent();
    assert!(again[0].text().contains(porch.as_str()), "{again:#?}");
    world.story.check();
}

#[test]
fn an_unknown_community_is_not_guessed() {
    let mut world = World::opened();
    let direct = world.story.direct("boris");
    world.story.says(&direct, "boris", "!вступить Лес");
    assert!(world.story.answer().contains("!общины"));
    assert_eq!(world.member("boris").porch, None);
    world.story.check();
}

#[test]
fn english_speakers_are_spoken_to_in_english() {
    let mut world = World::opened();
    let direct = world.story.direct("bob");
    world.story.says(&direct, "bob", "!join");
    let told = world.told("bob");
    assert!(
        told.iter().any(|text| text.contains("This is your porch")),
        "{told:#?}"
    );
    world.story.check();
}

#[test]
fn a_porch_that_the_server_refuses_can_be_asked_for_again() {
    let mut world = World::opened();
    world.story.refuse_next("porch", "M_LIMIT_EXCEEDED");
    let space = world.room(Role::Space);
    world.story.knocks(&space, "boris");
    assert_eq!(world.member("boris").porch, None);
    world.story.knocks(&space, "boris");
    assert!(world.member("boris").porch.is_some());
    world.story.check();
}

#[test]
fn a_room_that_the_server_refuses_is_made_at_the_second_attempt() {
    use std::sync::Arc;
    let mut story =
        secta_bot_kit::testkit::Story::of([Arc::new(super::bot()) as Arc<dyn secta_bot_kit::Bot>]);
    story.refuse_next("make/stream/1", "M_UNSUPPORTED_ROOM_VERSION");
    let tea = story.room("tea", &["anna"]);
    story.says(&tea, "anna", "!община создать Поляна");
    let stream = |request: &serde_json::Value| {
        request["name"]
            .as_str()
            .is_some_and(|name| name.starts_with("Поток"))
    };
    let asked = story.effects();
    let rules: Vec<_> = asked
        .iter()
        .filter_map(|effect| match effect {
            Effect::CreateRoom { request } if stream(request) => {
                let states = request["initial_state"].as_array()?;
                let rule = states
                    .iter()
                    .find(|state| state["type"] == "m.room.join_rules")?;
                rule["content"]["join_rule"].as_str()
            }
            _ => None,
        })
        .collect();
    assert_eq!(rules, ["knock", "invite"]);
    let answers = story.answers();
    assert!(
        answers.iter().any(|text| text.contains("готова")),
        "{answers:#?}"
    );
    story.check();
}

#[test]
fn a_room_that_the_server_refuses_twice_is_reported_and_asked_for_again() {
    use std::sync::Arc;
    let mut story =
        secta_bot_kit::testkit::Story::of([Arc::new(super::bot()) as Arc<dyn secta_bot_kit::Bot>]);
    story.refuse_next("make/twilight/1", "M_FORBIDDEN");
    story.refuse_next("make/twilight/2", "M_FORBIDDEN");
    let tea = story.room("tea", &["anna", "boris"]);
    story.says(&tea, "anna", "!община создать Поляна");
    assert!(
        story
            .answers()
            .iter()
            .any(|text| text.contains("сервер отказал"))
    );
    story.says(&tea, "boris", "!община создать поляна");
    assert!(story.answer().contains("уже есть"));
    story.says(&tea, "anna", "!община создать Поляна");
    assert!(story.answers().iter().any(|text| text.contains("готова")));
    assert_eq!(story.communities().iter().count(), 1);
    story.check();
}

#[test]
fn communities_are_listed_with_links() {
    let mut world = World::opened();
    let direct = world.story.direct("boris");
    world.story.says(&direct, "boris", "!общины");
    let answer = world.story.answer();
    assert!(
        answer.contains("Поляна") && answer.contains("matrix.to"),
        "{answer}"
    );
    world.story.check();
}

#[test]
fn the_space_stays_when_its_last_person_leaves() {
    let mut world = World::opened();
    let space = world.room(Role::Space);
    world.story.leaves(&space, "anna");
    assert!(world.story.rooms().contains(&space));
    world.story.check();
}
