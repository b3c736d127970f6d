use super::world::{World, revises, text};

const HOUR_MS: i64 = 60 * 60 * 1000;

#[test]
fn who_watches_is_told_at_once_and_then_hourly() {
    let mut world = World::new();
    let porch = world.porch("clara");
    world.says("clara", "!вики следить Устав");
    assert!(world.answer().contains("Буду сообщать"));
    world.files("boris", "one", revises("Устав", &[], text("раз")));
    let sent = world.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].room, porch);
    assert!(sent[0].text().contains(r#""by":"@boris:home","count":1"#));
    for (id, said) in [("two", "два"), ("three", "три")] {
        let heads = world.heads("Устав");
        world.files("boris", id, revises("Устав", &heads, text(said)));
    }
    assert!(world.sent().is_empty(), "not again so soon");
    world.story.advance(HOUR_MS);
    let told = world.answer();
    assert!(told.contains(r#""by":null,"count":2"#), "{told}");
    world.story.advance(2 * HOUR_MS);
    assert!(world.sent().is_empty());
    world.story.check();
    world.story.check_replay();
}

#[test]
fn nobody_is_told_of_their_own_changes_or_after_they_have_stopped() {
    let mut world = World::new();
    world.porch("clara");
    world.says("clara", "!вики следить Устав");
    world.sent();
    world.files("clara", "one", revises("Устав", &[], text("раз")));
    assert!(world.sent().is_empty());
    world.says("clara", "!вики не следить Устав");
    world.sent();
    let heads = world.heads("Устав");
    world.files("boris", "two", revises("Устав", &heads, text("два")));
    assert!(world.sent().is_empty());
    world.story.check();
}

#[test]
fn without_a_porch_nobody_can_be_told() {
    let mut world = World::new();
    world.says("boris", "!вики следить Устав");
    assert!(world.answer().contains("Atom"));
}
