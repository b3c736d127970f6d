use secta_bot_kit::when::DAY_MS;
use secta_record::act::{Act, Rank};
use serde_json::json;

use super::world::World;

#[test]
fn one_step_can_be_skipped() {
    let mut world = World::opened();
    world.comes("boris");
    world.said();
    world.in_porch("boris", "!пропустить");
    world.expect("Шаг 2 из 4: ➖ принципы · ▶️ знакомство");
    world.story.check();
}

#[test]
fn whoever_skipped_some_steps_gets_the_sign_all_the_same() {
    let mut world = World::opened();
    world.comes("boris");
    for text in ["!принимаю", "!пропустить", "!пропустить"] {
        world.in_porch("boris", text);
    }
    world.said();
    world.in_porch("boris", "!пропустить");
    let said = world.said();
    assert!(
        said.iter().any(|it| it.text().contains("Квест пройден!")),
        "{said:#?}"
    );
    assert_eq!(world.signs().len(), 1);
    world.story.check();
}

#[test]
fn whoever_skipped_every_step_gets_none_and_may_begin_anew() {
    let mut world = World::opened();
    world.comes("boris");
    world.said();
    for _ in 0..4 {
        world.in_porch("boris", "!пропустить");
    }
    let said = world.said();
    assert!(
        said.last()
            .expect("words")
            .text()
            .contains("пропустили все шаги")
    );
    assert!(world.signs().is_empty());
    world.in_porch("boris", "!квест");
    world.expect("Шаг 1 из 4: ▶️ принципы");
    world.story.check();
}

#[test]
fn the_whole_quest_can_be_skipped_and_taken_up_again() {
    for words in ["!квест пропустить", "!пропустить квест", "!quest skip"]
    {
        let mut world = World::opened();
        world.comes("boris");
        world.in_porch("boris", "!принимаю");
        world.said();
        world.in_porch("boris", words);
        assert!(world.says().text().contains("!"));
        for text in ["!профиль Садовник", "!пост Я пишу и без квеста"]
        {
            world.in_porch("boris", text);
            world.silence();
        }
        assert!(world.signs().is_empty());
        world.in_porch("boris", "!квест");
        world.expect("Шаг 3 из 4: ✅ принципы · ✅ знакомство · ▶️ чтение · ✅ первый пост");
        world.story.check();
    }
}

#[test]
fn what_is_not_under_way_cannot_be_skipped() {
    let mut world = World::opened();
    world.comes("boris");
    world.in_porch("boris", "!квест пропустить");
    world.said();
    for text in ["!пропустить", "!квест пропустить"] {
        world.in_porch("boris", text);
        world.expect("Квест сейчас не идёт");
    }
    world.story.check();
}

#[test]
fn a_founder_may_ask_for_the_quest() {
    let mut world = World::with(json!({ "quest": ["accept_principles"] }));
    world.anna_posts();
    world.silence();
    world.in_porch("anna", "!квест");
    world.expect("Шаг 1 из 1");
    world.in_porch("anna", "!принимаю");
    assert_eq!(world.signs(), [world.story.user("anna")]);
    world.story.check();
}

#[test]
fn whoever_is_a_member_already_is_not_asked_for_anything() {
    let mut world = World::opened();
    let direct = world.story.direct("clara");
    world.story.says(&direct, "clara", "!пост Пишу издалека");
    world.in_porch("anna", "!за @clara:home");
    assert_eq!(world.rank("clara"), Rank::Trusted);
    world.comes("clara");
    world.silence();
    world.in_porch("clara", "!квест");
    world.expect("Шаг 1 из 4: ▶️ принципы · ▫️ знакомство · ▫️ чтение · ✅ первый пост");
    world.story.check();
}

#[test]
fn a_community_without_a_quest_says_so() {
    let mut world = World::with(json!({ "quest": [] }));
    world.comes("boris");
    world.silence();
    world.in_porch("boris", "!квест");
    world.expect("квеста нет");
    assert!(world.signs().is_empty());
    world.story.check();
}

#[test]
fn progress_is_kept_by_the_names_of_steps_when_the_quest_changes() {
    let other = json!({ "quest": ["first_comment", "accept_principles", "introduce"] });
    let mut world = World::of(json!({}), other, false);
    world.anna_posts();
    world.trusts("boris", &["anna"]);
    world.comes("eve");
    world.in_porch("eve", "!принимаю");
    world.said();
    world.in_porch("boris", "!предложить");
    world.in_porch("anna", "!за политику");
    assert_eq!(world.rules().policy_version(), 2);
    world.said();
    world.in_porch("eve", "!квест");
    world.expect("Шаг 1 из 3: ▶️ первый комментарий · ✅ принципы · ▫️ знакомство");
    world.story.check();
}

#[test]
fn the_excluded_may_look_and_get_their_sign_when_they_are_back() {
    let policy = json!({ "quest": ["accept_principles"], "exclude_min": 2 });
    let mut world = World::with(policy);
    world.anna_posts();
    world.trusts("boris", &["anna"]);
    world.comes("eve");
    world.in_porch("eve", "!пост Спорное");
    for voter in ["anna", "boris"] {
        world.in_porch(voter, "!исключить @eve:home");
    }
    world.said();
    world.in_porch("eve", "!квест");
    world.expect("Шаг 1 из 1");
    world.in_porch("eve", "!принимаю");
    world.expect("Пока вы исключены");
    world.in_porch("eve", "!квест");
    world.expect("Пока вы исключены");
    assert!(world.signs().is_empty());
    world.in_porch("eve", "!апелляция Простите");
    for voter in ["anna", "boris"] {
        world.in_porch(voter, "!вернуть");
    }
    world.silence();
    world.story.advance(8 * DAY_MS);
    world.in_porch("anna", "!пора");
    let said = world.said();
    assert!(
        said.iter().any(|it| it.text().contains("Квест пройден!")),
        "{said:#?}"
    );
    assert_eq!(world.signs(), [world.story.user("eve")]);
    let acts = world.story.enacted();
    let mut joins = acts.filter(|one| matches!(one.fact.act(), Some(Act::Join(_))));
    let record = joins.next().and_then(|one| one.record.clone());
    let evidence = record.expect("a record").envelope().evidence.clone();
    assert_eq!(
        evidence, None,
        "what the bot says in a porch is no evidence"
    );
    world.story.check();
}
