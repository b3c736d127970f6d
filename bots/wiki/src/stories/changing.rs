use secta_record::act::{PageChange, RevisionId};

use super::world::{World, revises, text};
use crate::act::Came;

#[test]
fn a_message_changes_a_page() {
    let mut world = World::new();
    world.says("boris", "!вики править Устав\n# Устав\n\nНе шуметь.");
    assert!(world.answer().contains(r#""about":"saved""#));
    let revisions = world.revisions();
    assert_eq!(revisions.len(), 1);
    assert_eq!(revisions[0].title.as_deref(), Some("Устав"));
    assert_eq!(revisions[0].change, Some(text("# Устав\n\nНе шуметь.")));
    world.says("clara", "!вики править устав\nНе шуметь ночью.");
    let revisions = world.revisions();
    assert_eq!(revisions[1].parents, [revisions[0].revision]);
    assert_eq!(world.heads("Устав"), [revisions[1].revision]);
    world.story.check();
    world.story.check_replay();
}

#[test]
fn who_answers_a_page_that_was_shown_follows_what_they_saw() {
    let mut world = World::new();
    world.says("boris", "!вики править Устав\nраз");
    world.says("clara", "!вики Устав");
    let shown = world.sent().pop().expect("an answer").id;
    world.says("boris", "!вики править Устав\nдва");
    let square = world.room("square");
    world
        .story
        .replies(&square, "clara", &shown, "!вики править Устав\nтри");
    let revisions = world.revisions();
    assert_eq!(revisions[2].parents, [RevisionId([7; 32])]);
    assert_eq!(world.heads("Устав").len(), 2, "both stand");
    world.story.check();
}

#[test]
fn a_newcomer_changes_nothing() {
    let mut world = World::new();
    world.says("zoe", "!вики править Устав\nшуметь");
    let answer = world.answer();
    assert!(
        answer.contains("«комментатор»") && answer.contains("R17"),
        "{answer}"
    );
    assert_eq!(world.revisions(), []);
}

#[test]
fn what_does_not_fit_into_a_page_is_refused() {
    let mut world = World::new();
    // The first is short enough, but not as a record has it.
    for (id, long) in [
        ("one", "\\\"".repeat(90 * 1024)),
        ("two", "ы".repeat(101 * 1024)),
    ] {
        let no = world.files("boris", id, revises("Устав", &[], text(&long)));
        assert!(!no.done && no.plain.contains("до 200 КБ"), "{}", no.plain);
    }
    let no = world.files("boris", "three", revises("тай\u{202e}на", &[], text("а")));
    assert!(no.plain.contains("U+202E"), "{}", no.plain);
    assert_eq!(world.revisions(), []);
    world.story.check();
}

#[test]
fn redacting_the_message_takes_back_the_words() {
    let mut world = World::new();
    let said = world.says("boris", "!вики править Устав\nтайна");
    let square = world.room("square");
    world.story.redacts(&square, "clara", &said);
    assert_eq!(hidden(&world), 0, "somebody else's redaction hides nothing");
    world.story.redacts(&square, "boris", &said);
    assert_eq!(hidden(&world), 1);
    world.story.check();
    world.story.check_replay();
}

fn hidden(world: &World) -> usize {
    let kinds = world.story.enacted().filter_map(|one| one.fact.act());
    kinds.filter(|act| act.kind() == "hide_revision").count()
}

fn read(text: &str, left_out: u32) -> Came {
    Came::Thread {
        text: text.to_owned(),
        left_out,
    }
}

#[test]
fn a_thread_becomes_a_page() {
    let mut world = World::new();
    let stream = world.room("stream");
    let root = world.story.says(&stream, "anna", "Чем кормить кошку?");
    world.comes(read("Чем кормить кошку?\n\nРыбой.", 0));
    world
        .story
        .says_in_thread(&stream, "boris", &root, "!вики из обсуждения Кошки");
    assert!(world.answer().contains(r#""about":"saved""#));
    assert_eq!(
        world.revisions()[0].change,
        Some(text("Чем кормить кошку?\n\nРыбой."))
    );
    world
        .story
        .says_in_thread(&stream, "boris", &root, "!вики из обсуждения Кошки");
    assert!(world.answer().contains("уже есть"));
    world.story.check();
    world.story.check_replay();
}

#[test]
fn of_the_square_only_ones_own_words_are_taken() {
    let mut world = World::new();
    let root = world.says("anna", "Тайна анны");
    let square = world.room("square");
    world.comes(read("", 1));
    world
        .story
        .replies(&square, "boris", &root, "!вики из обсуждения Тайна");
    assert!(world.answer().contains("чужие не для всех"));
    world.comes(read("Моё", 1));
    world
        .story
        .replies(&square, "boris", &root, "!вики из обсуждения Тайна");
    assert!(world.answer().contains(r#""left_out":1"#));
    let council = world.room("council");
    world
        .story
        .replies(&council, "boris", &root, "!вики из обсуждения Совет");
    assert!(world.answer().contains("Потока или Площади"));
    assert_eq!(world.revisions().len(), 1);
    world.story.check();
}

#[test]
fn a_page_that_was_written_meanwhile_stays_beside_the_thread() {
    let mut world = World::new();
    let stream = world.room("stream");
    let root = world.story.says(&stream, "anna", "Вопрос");
    world.comes(read("Вопрос", 0));
    world
        .story
        .says_in_thread(&stream, "boris", &root, "!вики из обсуждения Ответ");
    let made = world.revisions();
    assert_eq!(made[0].parents, []);
    assert!(matches!(made[0].change, Some(PageChange::Text(_))));
}
