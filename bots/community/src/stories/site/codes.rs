use secta_bot_kit::{
    web::{Deed, answer_scope},
    when::MINUTE_MS,
};

use super::World;

const CODE: &str = "7KXM-4PQA";

fn code() -> Deed {
    Deed::Code {
        code: CODE.to_owned(),
        valid_ms: 10 * MINUTE_MS,
    }
}

#[test]
fn a_code_is_told_in_the_porch_and_goes_when_it_holds_no_more() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.story.sent();
    world.files("boris", "one", code());
    let said = world.story.sent();
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!(said[0].room, porch);
    assert!(said[0].text().contains(CODE) && said[0].text().contains("10 мин"));
    assert_eq!(world.answer_to("one"), None);
    world.story.advance(10 * MINUTE_MS - 1);
    assert!(world.story.erased().is_empty());
    world.story.advance(1);
    assert!(world.story.erased().contains(&said[0].id.as_str()));
    assert_eq!(world.story.forgotten_forms(), ["one"]);
    let left: Option<serde_json::Value> =
        world
            .story
            .remembers("community", &answer_scope("one"), "code");
    assert_eq!(left, None);
    world.story.check();
}

#[test]
fn whoever_has_no_porch_is_told_nothing() {
    let mut world = World::opened();
    for who in ["eve", "@_secta_w_eve:home", "@_secta_bot:home"] {
        world.files(who, who, code());
        assert_eq!(world.answer_to(who), None);
    }
    world.story.silence();
    assert!(world.member("eve").porch.is_none());
    world.story.check();
}

#[test]
fn of_a_code_that_the_server_refuses_nothing_is_left() {
    let mut world = World::opened();
    world.comes("boris");
    world.story.refuse_next("code", "M_FORBIDDEN");
    world.files("boris", "one", code());
    world.story.advance(10 * MINUTE_MS);
    let left: Option<serde_json::Value> =
        world
            .story
            .remembers("community", &answer_scope("one"), "code");
    assert_eq!(left, None);
    assert_eq!(world.story.forgotten_forms(), ["one"]);
    world.story.check();
}

#[test]
fn a_code_that_is_told_too_late_goes_at_once() {
    let mut world = World::opened();
    world.comes("boris");
    let deed = Deed::Code {
        code: CODE.to_owned(),
        valid_ms: 0,
    };
    world.files("boris", "one", deed);
    let said = world.story.sent();
    let said = said.last().expect("a code");
    assert!(world.story.erased().contains(&said.id.as_str()));
    world.story.check();
}
