use secta_bot_kit::web::{PageEdit, WikiDeed};
use secta_record::act::{PageChange, PageFile, Rank, RevisionId};
use serde_json::Map;

use super::world::{World, revises, text, title};
use crate::act::{Came, Relinked};

#[test]
fn a_form_changes_a_page_once() {
    let mut world = World::new();
    let done = world.files("boris", "one", revises("Устав", &[], text("раз")));
    assert!(done.done, "{done:?}");
    let again = world.files("boris", "one", revises("Устав", &[], text("раз")));
    assert_eq!(again, done);
    assert_eq!(world.revisions().len(), 1);
    assert_eq!(done.item.expect("a revision").0, world.heads("Устав")[0].0);
    world.story.check();
    world.story.check_replay();
}

#[test]
fn an_import_is_done_whole_or_not_at_all() {
    let mut world = World::new();
    let edit = |title: &str, said: &str| PageEdit {
        title: title.to_owned(),
        parents: Vec::new(),
        change: text(said),
    };
    let import = |edits| WikiDeed::Revise {
        edits,
        comment: "из Obsidian".to_owned(),
    };
    let no = world.files(
        "boris",
        "one",
        import(vec![edit("а", "а"), edit("б|в", "б")]),
    );
    assert!(!no.done && no.plain.contains("«|»"), "{no:?}");
    assert_eq!(world.revisions(), []);
    let edits = (0..150).map(|n| edit(&format!("Заметка {n}"), "слова"));
    let yes = world.files("boris", "two", import(edits.collect()));
    assert!(yes.done && yes.plain.contains("150 страниц"), "{yes:?}");
    assert_eq!(world.revisions().len(), 150);
    world.story.check();
}

#[test]
fn a_page_is_renamed_and_links_follow() {
    let mut world = World::new();
    world.files("boris", "one", revises("Сад", &[], text("яблоки")));
    world.files("boris", "two", revises("Село", &[], text("[[Сад]]")));
    let (garden, village) = (world.heads("Сад"), world.heads("Село"));
    let found = Relinked {
        title: title("Село"),
        parents: village.clone(),
        text: "[[Парк]]".to_owned(),
    };
    for (pages, after) in [(vec![found], Some("село".to_owned())), (vec![], None)] {
        world.comes(Came::Relinked { pages, after });
    }
    let rename = WikiDeed::Rename {
        from: "Сад".to_owned(),
        to: "Парк".to_owned(),
        parents: garden.clone(),
        change: text("яблоки"),
        comment: "вырос".to_owned(),
    };
    let done = world.files("clara", "three", rename);
    assert!(done.done, "{done:?}");
    let revisions = world.revisions();
    let (park, old, link) = (&revisions[2], &revisions[3], &revisions[4]);
    assert_eq!(park.parents, garden);
    assert_eq!(old.change, Some(PageChange::Moved("Парк".to_owned())));
    assert_eq!(link.parents, village);
    assert_eq!(link.comment, "ссылка: Сад → Парк");
    assert_eq!(link.change, Some(text("[[Парк]]")));
    world.story.check();
    world.story.check_replay();
}

#[test]
fn a_page_is_not_renamed_to_itself() {
    let mut world = World::new();
    world.files("boris", "one", revises("Сад", &[], text("яблоки")));
    let rename = WikiDeed::Rename {
        from: "Сад".to_owned(),
        to: "сад".to_owned(),
        parents: world.heads("Сад"),
        change: text("яблоки"),
        comment: String::new(),
    };
    let no = world.files("boris", "two", rename);
    assert!(!no.done, "{no:?}");
    assert_eq!(world.revisions().len(), 1);
}

#[test]
fn a_protected_page_asks_the_rank() {
    let mut world = World::new();
    world.files("boris", "one", revises("Сад", &[], text("яблоки")));
    let protect = |rank| WikiDeed::Protect {
        title: "Сад".to_owned(),
        rank,
    };
    let no = world.files("zoe", "two", protect(None));
    assert!(!no.done && no.plain.contains("R17"), "{no:?}");
    assert!(
        world
            .files("boris", "three", protect(Some(Rank::Trusted)))
            .done
    );
    let again = world.files("clara", "four", protect(Some(Rank::Trusted)));
    assert!(again.plain.contains("Уже так"), "{again:?}");
}

#[test]
fn an_author_takes_back_the_words_of_a_form() {
    let mut world = World::new();
    world.files("boris", "one", revises("Сад", &[], text("тайна")));
    let revision = world.heads("Сад")[0];
    let hide = || WikiDeed::Hide { revision };
    let no = world.files("clara", "two", hide());
    assert!(!no.done && no.plain.contains("только её автор"), "{no:?}");
    let yes = world.files("boris", "three", hide());
    assert!(yes.done, "{yes:?}");
    assert_eq!(world.story.forgotten_forms(), ["one"]);
    world.story.check();
}

#[test]
fn a_file_has_a_hash_and_a_type() {
    let mut world = World::new();
    let file = |blake3: &str| {
        let file = PageFile {
            mime: "image/png".to_owned(),
            size_bytes: 7,
            blake3: blake3.to_owned(),
            text: String::new(),
            extra: Map::new(),
        };
        revises("Файл:кот.png", &[], PageChange::File(file))
    };
    assert!(!world.files("boris", "one", file("../../etc")).done);
    assert!(world.files("boris", "two", file(&"ab".repeat(32))).done);
}

#[test]
fn a_revision_follows_what_its_author_saw() {
    let mut world = World::new();
    let seen = RevisionId([9; 32]);
    world.files("boris", "one", revises("Сад", &[seen], text("раз")));
    assert_eq!(world.revisions()[0].parents, [seen], "it may come later");
    let twice = world.files("boris", "two", revises("Сад", &[seen, seen], text("два")));
    assert!(!twice.done && twice.plain.contains("каждую один раз"));
}
