use secta_bot_kit::community::About;
use serde_json::json;

use super::world::World;

#[test]
fn reactions_of_others_do_not_count() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    let asked = world.says();
    world.story.joins(&porch, "eve");
    world.story.reacts(&porch, "eve", &asked.id, "✅");
    world.silence();
    world.in_porch("boris", "!квест");
    world.expect("Шаг 1 из 4");
    world.story.check();
}

#[test]
fn commands_of_others_in_a_porch_do_not_count() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.comes("eve");
    world.said();
    world.story.joins(&porch, "eve");
    world.story.says(&porch, "eve", "!принимаю");
    let said = world.expect("здесь, в предбаннике");
    assert_eq!(said.room, world.porch("eve"));
    world.in_porch("boris", "!квест");
    world.expect("Шаг 1 из 4");
    world.story.check();
}

#[test]
fn a_flood_of_reactions_brings_one_message() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    let asked = world.says();
    for n in 0..100 {
        let key = ["✅", "👍", "🎉", "👎"][n % 4];
        let reaction = world.story.reacts(&porch, "boris", &asked.id, key);
        world.story.redacts(&porch, "boris", &reaction);
    }
    world.expect("Шаг 2 из 4");
    world.story.check();
}

#[test]
fn other_reactions_and_other_messages_do_not_count() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    let asked = world.says();
    world.story.reacts(&porch, "boris", &asked.id, "👎");
    let word = world.in_porch("boris", "слово");
    world.story.reacts(&porch, "boris", &word, "✅");
    world.silence();
    world.story.check();
}

#[test]
fn what_is_done_stays_done_when_its_message_is_redacted() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    let accepted = world.in_porch("boris", "!принимаю");
    world.said();
    world.story.redacts(&porch, "boris", &accepted);
    world.silence();
    world.in_porch("boris", "!квест");
    world.expect("✅ принципы");
    world.story.check();
}

#[test]
fn a_member_cannot_pass_for_the_service() {
    let mut world = World::opened();
    let tea = world.story.room("tea", &["eve"]);
    let eve = world.story.user("eve");
    let about = About::Porch {
        community: world.id,
        lang: secta_bot_kit::Lang::Ru,
        user: eve,
    };
    let content = json!({ "msgtype": "m.text", "body": "x", "net.secta.about": about.to_string() });
    world.story.sends(&tea, "eve", "m.room.message", content);
    world.silence();
    world.story.check();
}

#[test]
fn a_community_that_is_not_kept_here_is_left_alone() {
    let mut world = World::opened();
    let about = About::Porch {
        community: secta_record::RecordId([5; 32]),
        lang: secta_bot_kit::Lang::Ru,
        user: world.story.user("boris"),
    };
    world.story.deliver(&json!({
        "event_id": "$alien", "room_id": "!alien", "sender": world.story.bot(),
        "type": "m.room.message", "origin_server_ts": 0,
        "content": { "msgtype": "m.notice", "body": "x", "net.secta.about": about.to_string() },
    }));
    world.silence();
    let alien = secta_bot_kit::RoomId::new("!alien");
    world.story.says(&alien, "boris", "слово");
    world.silence();
    world.story.check();
}

#[test]
fn a_hostile_name_is_shown_as_it_is() {
    let mut world = World::with(json!({ "quest": ["accept_principles"] }));
    let hostile = "@<b>**x**[y](https://evil)\u{202e}:home";
    world.comes(hostile);
    world.said();
    world.in_porch(hostile, "!принимаю");
    let said = world.said();
    let shown = said
        .iter()
        .find(|it| it.room == world.stream)
        .expect("words");
    assert!(
        shown.text().contains("@<b>**x**[y](https://evil):home"),
        "{}",
        shown.text()
    );
    assert!(
        shown.html().contains("&lt;b&gt;**x**[y]"),
        "{}",
        shown.html()
    );
    assert!(!shown.html().contains("<b>") && !shown.html().contains("<strong>"));
    assert!(!shown.html().contains("href=\"https://evil"));
    world.story.check();
}

#[test]
fn commands_take_nothing_behind_them() {
    let mut world = World::opened();
    world.comes("boris");
    world.said();
    world.in_porch("boris", "!принимаю, но не всё");
    world.silence();
    world.in_porch("boris", "!квест");
    world.expect("Шаг 1 из 4");
    world.story.check();
}
