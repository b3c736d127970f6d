use secta_bot_kit::EventId;
use serde_json::json;

use super::world::World;
use crate::memory::Role;

#[test]
fn a_text_of_64_kb_is_refused_in_words() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.story.sent();
    world
        .story
        .says(&porch, "boris", &format!("!пост {}", "я".repeat(32 * 1024)));
    assert!(world.story.answer().contains("Слишком длинно"));
    let stream = world.room(Role::Stream);
    let said = world.story.says(&stream, "anna", &"я".repeat(32 * 1024));
    assert!(world.story.erased().contains(&said.as_str()));
    world.story.check();
}

#[test]
fn replies_reactions_and_redactions_of_unknown_events_do_nothing() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.story.sent();
    let nowhere = EventId::new("$nowhere");
    let stream = world.room(Role::Stream);
    world.story.reacts(&stream, "anna", &nowhere, "👍");
    world.story.redacts(&stream, "anna", &nowhere);
    world.story.reacts(&porch, "boris", &nowhere, "🚫");
    world.story.silence();
    world.story.replies(&porch, "boris", &nowhere, "!отозвать");
    world.story.replies(&porch, "boris", &nowhere, "!спасибо");
    world.story.replies(&porch, "boris", &nowhere, "!почему");
    assert_eq!(world.story.answers().len(), 3);
    world.story.check();
}

#[test]
fn nobody_forges_what_an_event_stands_for() {
    let mut world = World::opened();
    world.comes("boris");
    let post = world.posts("boris", "Привет");
    let porch = world.porch("boris");
    let item = secta_bot_kit::community::item_of(&world.id, &porch, &post);
    world.story.sent();
    let square = world.room(Role::Square);
    let forged = json!({ "msgtype": "m.text", "body": "поддержите", "net.secta.about": format!("item/{}/{item}", world.id) });
    let event = world.story.sends(&square, "eve", "m.room.message", forged);
    world.story.reacts(&square, "anna", &event, "👍");
    assert_eq!(world.rules().waiting().len(), 1);
    world.story.check();
}

#[test]
fn markup_in_names_and_texts_is_text() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    let stream = world.room(Role::Stream);
    world.story.joins_as(
        &stream,
        "clara",
        "<script>x</script>**жирно**",
        "mxc://home/c",
    );
    let post = world.story.says(
        &stream,
        "clara",
        "<img src=x onerror=alert(1)> **[жми](https://evil)**",
    );
    world.story.sent();
    world.reacts(Role::Stream, "anna", &post, "🔇");
    let case = world.said_in(Role::Council).remove(0);
    assert!(
        !case.html().contains("<script") && !case.html().contains("<img"),
        "{}",
        case.html()
    );
    assert!(
        !case.html().contains("href=\"https://evil\""),
        "{}",
        case.html()
    );
    world.story.check();
}

#[test]
fn a_story_of_two_communities_keeps_them_apart() {
    let mut world = World::opened();
    let tea = world.story.room("other", &["zoe"]);
    world.story.says(&tea, "zoe", "!община создать Лес");
    world.story.sent();
    let direct = world.story.direct("boris");
    world.story.says(&direct, "boris", "!вступить");
    assert!(world.story.answer().contains("!общины"));
    world.story.says(&direct, "boris", "!вступить лес");
    assert_eq!(world.member("boris").porch, None);
    world.story.says(&direct, "boris", "!вступить Поляна");
    assert!(world.member("boris").porch.is_some());
    world.story.check();
}
