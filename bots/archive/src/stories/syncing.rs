use super::{Vault, ask};
use crate::act::{Act, Came, Changed, Synced, Trouble};

const MINUTE_MS: i64 = 60_000;

fn synced(vault: &Vault) -> usize {
    let asked = vault.asked();
    asked
        .iter()
        .filter(|act| matches!(act, Act::Sync { .. }))
        .count()
}

#[test]
fn without_a_remote_nothing_is_exchanged() {
    let vault = Vault::default();
    let mut story = vault.story(false);
    let room = story.room("поляна", &["anna"]);
    ask(&mut story, &room, "anna", "!запомни Чай");
    story.advance(60 * MINUTE_MS);
    assert_eq!(synced(&vault), 0);
    story.check();
}

#[test]
fn what_was_saved_is_pushed_soon_and_exchanged_again_and_again() {
    let vault = Vault::default();
    let mut story = vault.story(true);
    let room = story.room("поляна", &["anna"]);
    ask(&mut story, &room, "anna", "!запомни Чай");
    story.advance(MINUTE_MS);
    assert_eq!(synced(&vault), 1);
    story.advance(11 * MINUTE_MS);
    assert_eq!(synced(&vault), 2);
    story.silence();
    story.check();
}

#[test]
fn what_others_changed_is_told() {
    let vault = Vault::default();
    let mut story = vault.story(true);
    let room = story.room("поляна", &["anna"]);
    ask(&mut story, &room, "anna", "!запомни Чай");
    let file = |path: &str, what, added, removed| Changed {
        path: path.to_owned(),
        what,
        added,
        removed,
    };
    vault.says(Came::Synced(Synced {
        files: vec![
            file("Чай.md", '~', 3, 1),
            file("Мята.md", '+', 9, 0),
            file("Старое.md", '-', 0, 4),
        ],
        count: 3,
        authors: vec!["Вера".to_owned()],
        conflicts: vec!["Чай.md".to_owned()],
        ..Synced::default()
    }));
    story.advance(MINUTE_MS);
    let told = story.answer();
    for part in [
        "Вера",
        "файлов: 3",
        "+3 −1",
        "новая Мята.md",
        "убрана Старое.md",
        "оставлены обе",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    story.check();
}

#[test]
fn of_changed_settings_it_is_warned() {
    let vault = Vault::default();
    let mut story = vault.story(true);
    let room = story.room("поляна", &["anna"]);
    ask(&mut story, &room, "anna", "!запомни Чай");
    vault.says(Came::Synced(Synced {
        hidden: vec![".obsidian/plugins/x/main.js".to_owned()],
        ..Synced::default()
    }));
    story.advance(MINUTE_MS);
    let told = story.answer();
    assert!(
        told.contains("Внимание") && told.contains(".obsidian/plugins/x/main.js"),
        "{told}"
    );
    assert!(!told.contains("Архив изменили"), "{told}");
    story.check();
}

#[test]
fn trouble_is_told_once_and_again_when_it_is_another() {
    let vault = Vault::default();
    let mut story = vault.story(true);
    let room = story.room("поляна", &["anna"]);
    ask(&mut story, &room, "anna", "!запомни Чай");
    let trouble = |trouble| {
        Came::Synced(Synced {
            trouble: Some(trouble),
            ..Synced::default()
        })
    };
    let failed = || trouble(Trouble::Failed("nobody answers".to_owned()));
    for came in [trouble(Trouble::Rewound), failed(), failed()] {
        vault.says(came);
    }
    story.advance(MINUTE_MS);
    assert!(story.answer().contains("nobody answers"));
    story.advance(5 * MINUTE_MS);
    story.silence();
    story.advance(5 * MINUTE_MS);
    assert!(story.answer().contains("откатили"));
    story.check();
}
