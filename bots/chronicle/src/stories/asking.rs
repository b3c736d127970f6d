use secta_bot_kit::{Effect, SendFile};
use serde::Deserialize;

use super::world::World;
use crate::{NAME, act::Question};

fn questions(world: &World) -> Vec<Question> {
    let effects = world.story.effects();
    let composed = effects.iter().filter_map(|effect| match effect {
        Effect::SendFile(SendFile { compose, .. }) => compose.clone(),
        _ => None,
    });
    composed
        .map(|compose| {
            assert_eq!(compose.by, NAME);
            Question::deserialize(&compose.ask).expect("a question")
        })
        .collect()
}

#[test]
fn a_proof_is_asked_for_by_number_link_and_reply() {
    let mut world = World::of_five();
    let said = world.enters("Моё слово");
    let copy = world.sent_to("chronicle").remove(0);
    let (square, chronicle) = (world.room("square"), world.room("chronicle"));
    let link = format!("https://matrix.to/#/{chronicle}/{}?via=home", copy.id);
    for text in [
        "!доказательство 1",
        "!доказательство №1",
        &format!("!доказательство {link}"),
    ] {
        world.story.says(&square, "zoe", text);
    }
    world.replies("square", "zoe", &said, "!доказательство");
    let asked = questions(&world);
    assert_eq!(asked.len(), 4, "{asked:#?}");
    let records: Vec<_> = world
        .story
        .enacted()
        .filter(|one| one.fact.act().is_some_and(|act| act.kind() == "enter"))
        .filter_map(|one| one.record.as_ref().map(|record| record.id()))
        .collect();
    assert!(
        asked
            .iter()
            .all(|asked| [asked.record] == records[..] && asked.number == 1)
    );
    assert_eq!(world.sent().len(), 4, "each is answered with a file");
    world.story.check();
}

#[test]
fn what_is_not_in_has_no_proof() {
    let mut world = World::of_five();
    let said = world.says("square", "zoe", "Мята");
    world.replies("square", "zoe", &said, "!доказательство");
    assert!(world.answer().contains("Какую запись?"));
    world.replies("square", "anna", &said, "!в летопись");
    world.sent();
    world.replies("square", "zoe", &said, "!доказательство");
    assert!(world.answer().contains("в летописи нет"));
    let square = world.room("square");
    for text in [
        "!доказательство 99999999999999999999",
        "!доказательство -1",
        "!доказательство 0",
    ] {
        world.story.says(&square, "zoe", text);
        assert!(world.answer().contains("Какую запись?"), "{text}");
    }
    world.story.check();
}

#[test]
fn the_last_entries_are_listed() {
    let mut world = World::of_five();
    let square = world.room("square");
    world.story.says(&square, "zoe", "!летопись");
    assert!(world.answer().contains("пока пуста"));
    for n in 1..=12 {
        // Nobody says so many commands at once.
        world.story.advance(60_000);
        world.enters(&format!("Слово {n}"));
    }
    world.story.says(&square, "anna", "!из летописи 11");
    world.sent();
    world.story.says(&square, "zoe", "!летопись");
    let answer = world.answer();
    assert!(answer.contains("Записей: 12"), "{answer}");
    assert!(answer.contains("№ 12 · anna the First"), "{answer}");
    assert!(answer.contains("№ 11 · забрана"), "{answer}");
    assert!(
        answer.contains("№ 3 ") && !answer.contains("№ 2 "),
        "{answer}"
    );
    world.story.check();
}

#[test]
fn elsewhere_it_answers_what_is_asked_and_overhears_nothing() {
    let mut world = World::of_five();
    let said = world.enters("Моё слово");
    let square = world.room("square");
    world.sent();
    let direct = world.story.direct("zoe");
    let link = format!("https://matrix.to/#/{square}/{said}");
    for text in ["!доказательство 1", &format!("!доказательство {link}")]
    {
        world.story.says(&direct, "zoe", text);
        assert_eq!(world.sent().len(), 1, "{text}");
    }
    world.story.says(&direct, "zoe", "!летопись");
    assert!(world.answer().contains("№ 1 · anna the First"));
    world
        .story
        .says(&direct, "zoe", &format!("!из летописи {link}"));
    assert!(world.answer().contains("только автор"));
    world.story.says(&direct, "zoe", "!в летопись");
    assert!(world.answer().contains("из комнат общины"));
    let other = world.story.says(&direct, "zoe", "Просто слова");
    let reaction = world.story.reacts(&direct, "zoe", &other, "📜");
    world.story.redacts(&direct, "zoe", &reaction);
    world.story.redacts(&direct, "zoe", &other);
    // Even of an entry, from another room.
    world.story.reacts(&direct, "anna", &said, "📜");
    world.story.redacts(&direct, "anna", &said);
    assert!(world.sent().is_empty());
    assert!(!world.entries()[0].withdrawn);
    world.story.check();
}
