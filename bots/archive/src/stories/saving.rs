use secta_bot_kit::EventId;

use super::{Vault, ask};
use crate::act::{Act, Came, Edit, Fate, Save, What, Why};

fn saved(vault: &Vault) -> Save {
    let mut asked = vault.asked();
    asked.retain(|act| matches!(act, Act::Save(_)));
    match asked.as_slice() {
        [Act::Save(save)] => save.clone(),
        other => panic!("one saving, not {other:?}"),
    }
}

#[test]
fn a_message_a_thread_and_a_text_are_saved() {
    let vault = Vault::default();
    let mut story = vault.story(false);
    let room = story.room("поляна", &["anna", "boris"]);
    let said = story.says(&room, "anna", "Сушить в тени, вниз головой");
    story.sent();
    story.replies(&room, "boris", &said, "!запомни рецепты/мята #чай #травы");
    assert!(story.answer().contains("Запомнил: Заметка.md"));
    let save = saved(&vault);
    assert_eq!(save.what, What::Message(said.clone()));
    assert_eq!(save.path.as_deref(), Some("рецепты/мята"));
    assert_eq!(save.tags, ["чай", "травы"]);
    assert_eq!(save.by.as_str(), "@boris:home");
    assert!(!save.vault.common && !save.encrypted);

    story.says_in_thread(&room, "boris", &said, "!запомни");
    assert_eq!(saved(&vault).what, What::Thread(said));
    story.sent();

    let told = ask(
        &mut story,
        &room,
        "anna",
        "!запомни Ключ от сарая у Веры #ключи\nи второй у Глеба",
    );
    assert!(told.contains("Запомнил"), "{told}");
    let save = saved(&vault);
    let What::Text { body, .. } = &save.what else {
        panic!("a text, not {:?}", save.what);
    };
    assert_eq!(body, "Ключ от сарая у Веры #ключи\nи второй у Глеба");
    assert_eq!((save.path, save.tags), (None, vec!["ключи".to_owned()]));
    story.check();
}

#[test]
fn what_came_of_it_is_told() {
    let vault = Vault::default();
    let mut story = vault.story(false);
    let room = story.room("поляна", &["anna"]);
    let grown = Came::Saved {
        path: "Чай.md".to_owned(),
        fate: Fate::Grown(3),
        left_out: vec!["кино.mkv".to_owned()],
    };
    for (came, said) in [
        (grown, "3 сообщения"),
        (Came::Not(Why::Gone), "сообщения нет"),
        (Came::Not(Why::Empty), "нечего запоминать"),
        (Came::Not(Why::Taken), "другая заметка"),
    ] {
        vault.says(came);
        let told = ask(&mut story, &room, "anna", "!запомни Чай");
        assert!(told.contains(said), "{told}");
    }
    story.advance(60_000);
    story.refuse_next(crate::save::SAVING, "SECTA_NO_VIEW");
    let told = ask(&mut story, &room, "anna", "!remember tea");
    assert!(told.contains("could not be saved"), "{told}");
    story.check();
}

#[test]
fn nonsense_is_explained() {
    let vault = Vault::default();
    let mut story = vault.story(false);
    let room = story.room("поляна", &["anna"]);
    assert!(ask(&mut story, &room, "anna", "!запомни").contains("Что запомнить?"));
    assert!(ask(&mut story, &room, "anna", "!вспомни").contains("Что вспомнить?"));
    let said = story.says(&room, "anna", "Чай");
    let deep = "а/".repeat(20);
    for (path, why) in [
        ("../../x", "`.` и `..`"),
        ("/etc/passwd", "с корня"),
        ("а//б", "пустая часть"),
        (deep.as_str(), "Слишком много уровней"),
    ] {
        story.advance(10_000);
        story.sent();
        story.replies(&room, "anna", &said, &format!("!запомни {path}"));
        let told = story.answer();
        assert!(
            told.replace('`', "").contains(&why.replace('`', "")),
            "{path}: {told}"
        );
    }
    assert!(vault.asked().is_empty());
    story.check();
}

#[test]
fn an_encrypted_room_is_kept_only_where_its_members_agree() {
    let vault = Vault::default();
    let mut story = vault.story(false);
    let room = story.encrypted_room("тайная", &["anna", "boris"]);
    assert!(ask(&mut story, &room, "anna", "!запомни Чай").contains("зашифрована"));
    assert!(vault.asked().is_empty());
    assert!(ask(&mut story, &room, "boris", "!архив включить").contains("Внимание"));
    assert!(ask(&mut story, &room, "anna", "!запомни Чай").contains("Запомнил"));
    assert!(saved(&vault).encrypted);
    assert!(ask(&mut story, &room, "anna", "!архив").contains("можно сохранять"));
    assert!(ask(&mut story, &room, "anna", "!archive off").contains("forbids"));
    assert!(ask(&mut story, &room, "boris", "!запомни Чай").contains("нельзя"));
    story.check();
}

fn edits(vault: &Vault) -> Vec<Edit> {
    let edit = |act| match act {
        Act::Edit(edit) => Some(edit),
        _ => None,
    };
    vault.asked().into_iter().filter_map(edit).collect()
}

#[test]
fn what_is_edited_changes_in_its_note() {
    let vault = Vault::default();
    let mut story = vault.story(true);
    let room = story.room("поляна", &["anna", "boris"]);
    let said = story.says(&room, "anna", "Сушить на солнце");
    story.edits(&room, "anna", &said, "Сушить");
    assert!(edits(&vault).is_empty(), "nothing is kept of this room");
    story.replies(&room, "boris", &said, "!запомни");
    story.advance(10_000);
    vault.asked();
    let by = story.edits(&room, "anna", &said, "Сушить в тени");
    let asked = edits(&vault);
    let [edit] = asked.as_slice() else {
        panic!("one edit, not {asked:?}");
    };
    assert_eq!((&edit.event, &edit.edit), (&said, &by));
    assert_eq!(
        (edit.by.as_str(), edit.body.as_str()),
        ("@anna:home", "Сушить в тени")
    );
    assert!(!edit.encrypted && !edit.file);
    story.advance(10_000);
    let pushed = vault.asked();
    assert!(
        matches!(pushed.as_slice(), [Act::Sync { .. }]),
        "{pushed:?}"
    );
    let asking = story.says(&room, "anna", "!запомни Чай");
    vault.asked();
    story.edits(&room, "anna", &asking, "!запомни Чай и мёд");
    assert!(
        edits(&vault).is_empty(),
        "what is asked of a bot is no memory"
    );
    ask(&mut story, &room, "boris", "!архив выключить");
    story.edits(&room, "anna", &said, "Не сушить");
    assert!(
        edits(&vault).is_empty(),
        "nothing more is saved of this room"
    );
    story.check();
}

#[test]
fn in_an_encrypted_room_edits_are_kept_where_its_members_agree() {
    let vault = Vault::default();
    let mut story = vault.story(false);
    let room = story.encrypted_room("тайная", &["anna"]);
    ask(&mut story, &room, "anna", "!архив включить");
    let said = story.says(&room, "anna", "Чай");
    story.replies(&room, "anna", &said, "!запомни");
    vault.asked();
    story.edits(&room, "anna", &said, "Мята");
    let asked = edits(&vault);
    assert!(
        matches!(asked.as_slice(), [edit] if edit.encrypted && edit.body == "Мята"),
        "{asked:?}"
    );
    story.check();
}

#[test]
fn what_is_redacted_leaves_its_note() {
    let vault = Vault::default();
    let mut story = vault.story(false);
    let room = story.room("поляна", &["anna"]);
    let said = story.says(&room, "anna", "Адрес Веры");
    story.redacts(&room, "anna", &EventId::new("$unknown"));
    assert!(vault.asked().is_empty(), "nothing is kept of this room");
    story.replies(&room, "anna", &said, "!запомни");
    vault.asked();
    story.redacts(&room, "anna", &said);
    let asked = vault.asked();
    assert!(
        matches!(asked.as_slice(), [Act::Forget { event, .. }] if *event == said),
        "{asked:?}"
    );
    story.check();
}
