use secta_bot_kit::Effect;
use secta_record::act::Rank;
use serde_json::json;

use super::world::World;
use crate::memory::Role;

#[test]
fn a_community_is_founded_with_its_six_rooms() {
    let world = World::founded();
    assert!(world.hall.ready);
    assert_eq!(world.hall.rooms.len(), 6);
    let made = world.story.made();
    assert_eq!(made.len(), 7, "six rooms and the founder's porch");
    let stream = &made
        .iter()
        .find(|(room, _)| *room == world.room(Role::Stream))
        .expect("the stream")
        .1;
    assert_eq!(stream["power_level_content_override"]["redact"], 100);
    let states = stream["initial_state"].as_array().expect("states");
    let content = |kind: &str| {
        states
            .iter()
            .find(|state| state["type"] == kind)
            .map(|state| state["content"].clone())
    };
    assert_eq!(
        content("m.room.history_visibility"),
        Some(json!({ "history_visibility": "world_readable" }))
    );
    assert_eq!(
        content("m.room.join_rules"),
        Some(json!({ "join_rule": "knock" }))
    );
    world.story.check();
}

#[test]
fn the_rooms_hang_in_the_space() {
    let world = World::founded();
    let count = |wanted: &str| {
        let effects = world.story.effects();
        let set = effects
            .iter()
            .filter(|effect| matches!(effect, Effect::SetState { kind, .. } if kind == wanted));
        set.count()
    };
    assert_eq!(count("m.space.child"), 5);
    assert_eq!(count("m.space.parent"), 5);
}

#[test]
fn the_founders_first_post_makes_them_trusted() {
    let mut world = World::founded();
    assert_eq!(world.rank("anna"), Rank::Ghost);
    world.posts("anna", "Здравствуйте, люди");
    assert_eq!(world.rank("anna"), Rank::Trusted);
    let said = world.said_in(Role::Stream);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!(said[0].text(), "Здравствуйте, люди");
    assert!(said[0].sender.as_str().starts_with("@_secta_c_"));
    world.story.check();
}
