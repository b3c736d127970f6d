use secta_rules::policy::QuestStep;
use serde_json::json;

use super::world::World;

#[test]
fn the_quest_begins_below_the_greeting() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    let sent = world.story.sent();
    let here: Vec<_> = sent.iter().filter(|sent| sent.room == porch).collect();
    assert_eq!(here.len(), 2, "{here:#?}");
    assert_eq!(here[0].text(), "hello");
    for words in [
        "Квест новичка.",
        "Шаг 1 из 4: ▶️ принципы · ▫️ знакомство · ▫️ чтение · ▫️ первый пост",
        "Спорим с мыслями",
        "!принимаю",
        "!пропустить",
        "!квест пропустить",
    ] {
        assert!(
            here[1].text().contains(words),
            "{words}: {}",
            here[1].text()
        );
    }
    assert!(here[1].html().contains("<code>!принимаю</code>"));
    assert_eq!(here[1].content["msgtype"], "m.notice");
    world.story.check();
}

#[test]
fn an_english_speaker_is_asked_in_english() {
    let mut world = World::opened();
    world.comes_to("bob", "!join Поляна");
    world.expect("Step 1 of 4: ▶️ principles");
    world.in_porch("bob", "!accept");
    world.expect("Introduce yourself");
    world.in_porch("bob", "!profile A gardener");
    world.expect("Read a post");
    world.in_porch("bob", "!next");
    world.expect("Write your first post");
    world.in_porch("bob", "!post Hello");
    let said = world.said();
    let texts = said.iter().map(|it| it.text());
    let texts: Vec<&str> = texts.collect();
    assert_eq!(texts.len(), 2, "{texts:#?}");
    assert!(
        texts[0].contains("Добро пожаловать!"),
        "the stream's language"
    );
    assert!(texts[1].contains("The quest is done!"));
    world.story.check();
}

#[test]
fn principles_are_accepted_by_a_reaction() {
    for key in ["✅", "👍", "👍🏽", "☑️", "✔️"] {
        let mut world = World::opened();
        let porch = world.comes("boris");
        let asked = world.says();
        world.story.reacts(&porch, "boris", &asked.id, key);
        world.expect("Шаг 2 из 4: ✅ принципы · ▶️ знакомство");
        world.story.check();
    }
}

#[test]
fn principles_are_accepted_by_a_command() {
    let mut world = World::opened();
    world.comes("boris");
    world.said();
    let message = world.in_porch("boris", "!принимаю");
    let next = world.expect("Представьтесь");
    assert_eq!(next.answers(), Some(message.as_str()));
    world.story.check();
}

#[test]
fn the_communitys_own_principles_are_shown_as_they_are() {
    let mut world = World::with(json!({ "principles": "Любим <b>чай</b>\nи **мёд**" }));
    world.comes("boris");
    let asked = world.expect("Любим <b>чай</b>\nи **мёд**");
    assert!(
        asked
            .html()
            .contains("Любим &lt;b&gt;чай&lt;/b&gt;<br>и **мёд**")
    );
    assert!(!asked.text().contains("Спорим"));
    world.story.check();
}

#[test]
fn whoever_describes_themselves_is_introduced() {
    let mut world = World::with(json!({ "quest": ["introduce", "first_post"] }));
    world.comes("boris");
    world.expect("!профиль");
    world.in_porch("boris", "Просто разговор, и не такой уж короткий");
    world.silence();
    world.in_porch("boris", "!профиль Садовник");
    world.expect("Напишите первый пост");
    world.story.check();
}

#[test]
fn whoever_chooses_a_language_is_spoken_to_in_it() {
    let mut world = World::with(json!({ "quest": ["choose_language", "first_post"] }));
    world.comes("boris");
    world.expect("Выберите язык");
    world.in_porch("boris", "!язык");
    world.silence();
    world.in_porch("boris", "!язык английский");
    world.expect("Step 2 of 2: ✅ language · ▶️ first post");
    world.in_porch("boris", "!квест");
    world.expect("Write your first post");
    world.story.check();
}

#[test]
fn a_language_chosen_for_the_porch_counts_too() {
    let mut world = World::with(json!({ "quest": ["choose_language", "first_post"] }));
    world.comes("boris");
    world.said();
    world.in_porch("boris", "!язык русский комната");
    world.expect("Шаг 2 из 2: ✅ язык");
    world.story.check();
}

#[test]
fn a_post_is_read() {
    let mut world = World::with(json!({ "quest": ["read_post", "first_post"] }));
    let stream = world.stream.clone();
    world.story.joins(&stream, "anna");
    let post = world.story.says(&stream, "anna", "!пост Второй пост");
    let porch = world.comes("eve");
    let asked = world.expect(&format!("https://matrix.to/#/{stream}/{post}?via=home"));
    world.story.reacts(&porch, "eve", &asked.id, "✅");
    world.expect("Напишите первый пост");
    world.story.check();
}

#[test]
fn a_post_is_read_by_a_command_too() {
    let mut world = World::with(json!({ "quest": ["read_post", "first_post"] }));
    world.anna_posts();
    world.comes("eve");
    world.said();
    world.in_porch("eve", "!дальше");
    world.expect("Напишите первый пост");
    world.in_porch("eve", "!дальше");
    world.expect("Шаг 2 из 2: ✅ чтение · ▶️ первый пост");
    world.story.check();
}

#[test]
fn the_post_that_is_shown_is_the_one_that_is_liked_best() {
    let mut world = World::with(json!({ "quest": ["read_post", "introduce"] }));
    world.anna_posts();
    world.comes("boris");
    world.in_porch("boris", "!пост Я Борис");
    world.said();
    world.in_porch("anna", "!за @boris:home");
    let liked = world.story.sent().remove(0);
    assert_eq!(liked.room, world.stream);
    world.anna_posts();
    world.comes("eve");
    world.expect(liked.id.as_str());
    world.in_porch("boris", "!квест");
    let own = world.says();
    assert!(
        !own.text().contains(liked.id.as_str()),
        "one's own: {}",
        own.text()
    );
    world.story.check();
}

#[test]
fn where_there_is_nothing_to_read_the_step_is_done_by_itself() {
    let mut world = World::with(json!({ "quest": ["read_post", "first_post"] }));
    world.comes("boris");
    let said = world.expect("Читать пока нечего");
    assert!(
        said.text()
            .contains("Шаг 2 из 2: ✅ чтение · ▶️ первый пост")
    );
    world.story.check();
}

#[test]
fn a_post_that_waits_is_not_shown() {
    let mut world = World::with(json!({ "quest": ["read_post", "first_post"] }));
    world.comes("boris");
    world.in_porch("boris", "!пост Ждёт");
    world.said();
    world.comes("eve");
    world.expect("Читать пока нечего");
    world.story.check();
}

#[test]
fn a_comment_that_waits_is_a_first_comment() {
    let mut world = World::with(json!({ "quest": ["first_comment", "introduce"] }));
    world.anna_posts();
    world.comes("boris");
    world.expect("Напишите первый комментарий");
    world.in_porch("boris", "!комментарий Согласен");
    world.expect("Шаг 2 из 2: ✅ первый комментарий · ▶️ знакомство");
    world.story.check();
}

#[test]
fn what_was_done_before_its_turn_is_passed_with_a_tick() {
    let mut world = World::opened();
    world.comes("boris");
    world.said();
    world.in_porch("boris", "!пост Сразу к делу");
    world.silence();
    world.in_porch("boris", "!профиль Садовник");
    world.silence();
    world.in_porch("boris", "!принимаю");
    world.expect("Шаг 3 из 4: ✅ принципы · ✅ знакомство · ▶️ чтение · ✅ первый пост");
    world.story.check();
}

#[test]
fn the_last_step_brings_the_sign_once() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.said();
    for text in ["!принимаю", "!профиль Садовник", "!дальше"] {
        world.in_porch("boris", text);
    }
    world.said();
    assert!(world.signs().is_empty());
    world.in_porch("boris", "!пост Мой первый");
    let said = world.said();
    assert_eq!(said.len(), 2, "{said:#?}");
    assert_eq!(said[0].room, world.stream);
    assert!(said[0].text().contains("@boris:home"));
    assert!(
        said[0]
            .html()
            .contains("<a href=\"https://matrix.to/#/@boris:home\">@boris:home</a>")
    );
    assert_eq!(said[1].room, porch);
    assert!(said[1].text().contains("Квест пройден!"));
    assert_eq!(world.signs(), [world.story.user("boris")]);
    world.in_porch("boris", "!пост Второй");
    world.silence();
    world.in_porch("boris", "!квест");
    world.expect("Знак вступления у вас есть");
    world.in_porch("boris", "!пропустить");
    world.expect("сейчас не идёт");
    assert_eq!(world.signs().len(), 1);
    world.story.check();
}

#[test]
fn a_community_that_wants_no_announcements_gets_none() {
    let mut world = World::with(json!({ "quest": ["introduce"], "announce_joins": false }));
    world.comes("boris");
    world.said();
    world.in_porch("boris", "!профиль Садовник");
    let said = world.says();
    assert_ne!(said.room, world.stream);
    assert_eq!(world.signs().len(), 1);
    world.story.check();
}

#[test]
fn each_step_has_its_words() {
    for step in QuestStep::ALL {
        let other = if step == QuestStep::FirstPost {
            "introduce"
        } else {
            "first_post"
        };
        let mut world = World::with(json!({ "quest": [step.name(), other] }));
        world.anna_posts();
        world.comes_to("bob", "!join Поляна");
        let said = world.says();
        assert!(said.text().contains("Step 1 of 2: ▶️"), "{}", said.text());
        assert!(!said.text().contains("onboarding-"), "{}", said.text());
        world.story.check();
    }
}

#[test]
fn whichever_bot_comes_first_the_quest_ends_the_same() {
    for first in [false, true] {
        let mut world = World::of(json!({}), json!({}), first);
        world.comes("boris");
        for text in [
            "!принимаю",
            "!профиль Садовник",
            "!пропустить",
            "!пост Мой первый",
        ] {
            world.in_porch("boris", text);
            world.in_porch("boris", "и ещё пара слов");
        }
        assert_eq!(world.signs().len(), 1, "{first}");
        world.story.check();
    }
}
