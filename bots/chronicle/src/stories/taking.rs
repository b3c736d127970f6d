use secta_bot_kit::Effect;

use super::world::World;

fn redacted(world: &World) -> usize {
    let effects = world.story.effects();
    let redactions = effects.iter();
    redactions
        .filter(|effect| matches!(effect, Effect::Redact { .. }))
        .count()
}

/// That a word stands nowhere that a step has written since: memory and what outcomes are to be kept.
fn forgets(world: &World) -> bool {
    world.story.forgotten().len() == 1
}

#[test]
fn deleting_the_message_takes_it_out() {
    let mut world = World::of_five();
    let said = world.enters("Моё слово");
    assert_eq!(world.rules().entries(), 1);
    world.sent();
    let square = world.room("square");
    world.story.redacts(&square, "anna", &said);
    assert!(world.entries()[0].withdrawn);
    assert_eq!(redacted(&world), 1, "the copy goes");
    assert!(forgets(&world));
    let edit = world.sent().remove(0);
    assert!(edit.text().contains("забрано автором"), "{}", edit.text());
    world.replies("square", "boris", &said, "!в летопись");
    assert!(world.answer().contains("забрано автором"));
    world.story.check();
}

#[test]
fn who_is_not_the_author_takes_nothing_out() {
    let mut world = World::of_five();
    let said = world.enters("Моё слово");
    world.sent();
    let square = world.room("square");
    world.story.redacts(&square, "boris", &said);
    world.replies("square", "boris", &said, "!из летописи");
    assert!(world.answer().contains("только автор (R15)"));
    assert!(!world.entries()[0].withdrawn);
    assert_eq!(redacted(&world), 0);
    world.story.check();
}

#[test]
fn the_author_says_so() {
    let mut world = World::of_five();
    world.enters("Моё слово");
    world.sent();
    let square = world.room("square");
    world.story.says(&square, "anna", "!из летописи № 1");
    let said = world.said();
    assert!(said.concat().contains("Забрали"), "{said:#?}");
    assert!(world.entries()[0].withdrawn);
    assert_eq!(redacted(&world), 1);
    world.story.says(&square, "anna", "!из летописи 1");
    assert!(world.answer().contains("забрано автором"));
    world.story.says(&square, "anna", "!из летописи 2");
    assert!(world.answer().contains("Какую запись?"));
    world.story.check();
}

#[test]
fn a_post_that_is_withdrawn_goes_from_the_chronicle_too() {
    let mut world = World::of_five();
    let stream = world.room("stream");
    let post = world.story.says(&stream, "anna", "!пост");
    world.finds(&post, "anna", "Пост");
    world.replies("stream", "boris", &post, "!в летопись");
    for who in ["clara", "dora"] {
        world.reacts("stream", who, &post, "📜");
    }
    assert!(world.entries()[0].item.is_some(), "it is known as the post");
    world.story.replies(&stream, "anna", &post, "!отозвать");
    // The one who keeps the community redacts the copy in the stream.
    let bot = world.story.bot().as_str().to_owned();
    world.story.redacts(
        &stream,
        bot.trim_start_matches('@').trim_end_matches(":home"),
        &post,
    );
    assert!(world.entries()[0].withdrawn);
    world.story.check();
}

#[test]
fn a_proposal_ends_when_its_message_goes() {
    for who in ["zoe", "anna"] {
        let mut world = World::of_five();
        let said = world.says("square", "zoe", "Мята");
        world.replies("square", "anna", &said, "!в летопись");
        world.sent();
        let square = world.room("square");
        world.story.redacts(&square, who, &said);
        assert!(world.entries()[0].withdrawn, "{who}");
        assert!(forgets(&world));
        for voter in ["boris", "clara", "dora"] {
            world.reacts("square", voter, &said, "📜");
        }
        assert_eq!(world.rules().entries(), 0);
        world.story.advance(20 * 24 * 3_600_000);
        assert_eq!(world.sent().len(), 1, "it is told once");
        world.story.check();
    }
}
