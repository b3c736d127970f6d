use secta_bot_kit::when::DAY_MS;
use serde_json::json;

use super::world::World;

#[test]
fn in_a_direct_chat_the_way_to_the_porch_is_shown() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.said();
    let direct = world.story.direct("boris");
    for text in [
        "!квест",
        "!принимаю",
        "!дальше",
        "!пропустить",
        "!квест пропустить",
    ] {
        world.story.says(&direct, "boris", text);
        let said = world.expect("Поляна: https://matrix.to/#/");
        assert_eq!(said.room, direct);
        assert!(said.text().contains(porch.as_str()));
        assert!(said.encrypted);
    }
    world.in_porch("boris", "!квест");
    world.expect("Шаг 1 из 4");
    world.story.check();
}

#[test]
fn in_company_nothing_is_said_but_in_the_porch() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.said();
    let tea = world.story.room("tea", &["boris", "clara"]);
    world.said();
    world.story.says(&tea, "boris", "!квест пропустить");
    let said = world.expect("здесь, в предбаннике");
    assert_eq!(said.room, porch);
    assert_eq!(
        said.content["m.mentions"]["user_ids"],
        json!(["@boris:home"])
    );
    assert_eq!(said.answers(), None);
    world.in_porch("boris", "!квест");
    world.expect("Шаг 1 из 4: ▶️ принципы");
    world.story.check();
}

#[test]
fn whoever_has_no_porch_is_told_how_to_get_one() {
    let mut world = World::opened();
    let direct = world.story.direct("boris");
    world.story.says(&direct, "boris", "!квест");
    world.expect("!вступить имя");
    world.story.says(&direct, "boris", "!quest");
    world.expect("!join name");
    world.story.check();
}

#[test]
fn two_communities_have_two_quests() {
    let mut world = World::opened();
    world.founds("Лес");
    let glade = world.comes("boris");
    let forest = world.comes_to("boris", "!вступить Лес");
    world.said();
    world.story.says(&glade, "boris", "!принимаю");
    world.expect("Шаг 2 из 4: ✅ принципы");
    world.story.says(&forest, "boris", "!квест");
    let said = world.expect("Шаг 1 из 4: ▶️ принципы");
    assert_eq!(said.room, forest);
    let direct = world.story.direct("boris");
    world.story.says(&direct, "boris", "!квест");
    let text = world.says().text().to_owned();
    assert!(
        text.contains(glade.as_str()) && text.contains(forest.as_str()),
        "{text}"
    );
    world.story.check();
}

#[test]
fn whoever_comes_back_is_shown_where_they_were() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.in_porch("boris", "!принимаю");
    world.said();
    world.story.leaves(&porch, "boris");
    world.silence();
    world.story.advance(30 * DAY_MS);
    let direct = world.story.direct("boris");
    world.story.says(&direct, "boris", "!вступить Поляна");
    world.silence();
    world.story.joins(&porch, "boris");
    world.expect("Шаг 2 из 4: ✅ принципы · ▶️ знакомство");
    world
        .story
        .joins_as(&porch, "boris", "Борис", "mxc://home/b");
    world.silence();
    world.story.check();
}

#[test]
fn whoever_has_skipped_the_quest_is_left_alone_when_they_come_back() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.in_porch("boris", "!квест пропустить");
    world.said();
    world.story.leaves(&porch, "boris");
    world.story.joins(&porch, "boris");
    world.silence();
    world.story.check();
}

#[test]
fn what_a_member_writes_in_the_stream_counts() {
    let mut world = World::with(json!({ "quest": ["first_comment", "introduce"] }));
    world.anna_posts();
    world.in_porch("anna", "!квест");
    world.expect("Шаг 1 из 2: ▶️ первый комментарий");
    let stream = world.stream.clone();
    world.story.joins(&stream, "anna");
    world
        .story
        .says(&stream, "anna", "!комментарий И ещё вот что");
    let said = world.expect("Шаг 2 из 2: ✅ первый комментарий");
    assert_eq!(said.room, world.porch("anna"));
    world.story.check();
}

#[test]
fn a_newcomers_comment_that_comes_out_counts() {
    let mut world =
        World::with(json!({ "quest": ["accept_principles", "first_comment", "introduce"] }));
    world.anna_posts();
    world.comes("boris");
    world.in_porch("boris", "!комментарий Согласен");
    world.in_porch("anna", "!за @boris:home");
    world.said();
    world.in_porch("boris", "!принимаю");
    world.expect("Шаг 3 из 3: ✅ принципы · ✅ первый комментарий · ▶️ знакомство");
    world.story.check();
}
