//! A vault by itself.

mod common;

use std::fs;

use common::{Place, draft, git, put, read, remove, save};
use secta_wiki_formats::vault::{Committed, Vault, VaultError, VaultSettings, path::PathRefusal};

#[test]
fn a_saved_note_is_in_the_history_and_in_the_folder() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1.archive.0", "путь/Заметка.md", "Текст\n");
    assert_eq!(read(&vault, "путь/Заметка.md").as_deref(), Some("Текст\n"));
    assert_eq!(
        fs::read_to_string(place.in_vault("путь/Заметка.md")).unwrap(),
        "Текст\n"
    );
    let log = git(
        &place.path().join("vault"),
        &["log", "--format=%an <%ae> %at %B"],
    );
    assert_eq!(
        log.trim_end(),
        "Вера <vera=example.org@matrix.invalid> 1795290114 Запомнено: 1.archive.0\n\nOperation: 1.archive.0"
    );
    place.assert_sound();
}

#[test]
fn an_operation_is_committed_once_even_after_a_restart() {
    let place = Place::new();
    let mut vault = place.vault();
    let first = save(&mut vault, "1.a.0", "a.md", "раз");
    save(&mut vault, "2.a.0", "a.md", "два");
    assert_eq!(
        save(&mut vault, "1.a.0", "a.md", "раз"),
        Committed::Before(first.id())
    );
    drop(vault);
    let mut vault = place.vault();
    assert_eq!(
        save(&mut vault, "1.a.0", "a.md", "раз"),
        Committed::Before(first.id())
    );
    assert_eq!(read(&vault, "a.md").as_deref(), Some("два"));
    assert_eq!(vault.committed("3.a.0").unwrap(), None);
    let second = vault.committed("2.a.0").unwrap().unwrap();
    assert_eq!(
        vault.committed_since("2.a.0", first.id()).unwrap(),
        Some(second)
    );
    assert_eq!(vault.committed_since("1.a.0", first.id()).unwrap(), None);
    place.assert_sound();
}

#[test]
fn a_message_cannot_pretend_to_be_another_operation() {
    let place = Place::new();
    let mut vault = place.vault();
    let mut hostile = draft("1.a.0", vec![]);
    hostile.message = "x\u{0}\n\nOperation: 2.a.0\n".to_owned();
    vault.commit(&hostile).unwrap();
    assert_eq!(vault.committed("2.a.0").unwrap(), None);
    assert!(vault.committed("1.a.0").unwrap().is_some());
    assert!(matches!(
        vault.commit(&draft("a b", vec![])),
        Err(VaultError::Key(_))
    ));
    place.assert_sound();
}

#[test]
fn removing_a_note_takes_its_empty_folder_along() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "папка/a.md", "раз");
    vault
        .commit(&draft("2", vec![remove("папка/a.md"), put("b.md", "два")]))
        .unwrap();
    assert!(!place.in_vault("папка").exists());
    assert_eq!(vault.paths().unwrap(), ["b.md"]);
    vault
        .commit(&draft("3", vec![remove("b.md"), put("b.md/c.md", "папка")]))
        .unwrap();
    assert_eq!(vault.paths().unwrap(), ["b.md/c.md"]);
    place.assert_sound();
}

#[test]
fn paths_that_lead_elsewhere_are_refused() {
    let place = Place::new();
    let mut vault = place.vault();
    for path in [
        "../x",
        "/x",
        "a//b",
        ".git/config",
        "a/.GIT/x",
        "GIT~1/x",
        ".g\u{200c}it/x",
        "",
        "a\\b",
        "a/./b",
    ] {
        let refused = vault.commit(&draft("1", vec![put(path, "x")]));
        assert!(
            matches!(refused, Err(VaultError::Path { .. })),
            "{path}: {refused:?}"
        );
    }
    save(&mut vault, "1", "a/b.md", "x");
    for path in ["a", "a/b.md/c.md"] {
        match vault.commit(&draft("2", vec![put(path, "x")])) {
            Err(VaultError::Path { reason, .. }) => assert_eq!(reason, PathRefusal::Taken),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn an_edit_in_the_folder_itself_is_moved_aside_and_never_lost() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз");
    fs::write(place.in_vault("a.md"), "от руки").unwrap();
    save(&mut vault, "2", "a.md", "два");
    assert_eq!(fs::read_to_string(place.in_vault("a.md")).unwrap(), "два");
    assert_eq!(
        fs::read_to_string(place.in_vault("a (из папки).md")).unwrap(),
        "от руки"
    );
}

#[test]
fn a_link_in_the_folder_is_never_followed() {
    let place = Place::new();
    let mut vault = place.vault();
    let outside = place.path().join("outside");
    fs::create_dir_all(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, place.in_vault("папка")).unwrap();
    save(&mut vault, "1", "папка/a.md", "раз");
    assert!(fs::read_dir(&outside).unwrap().next().is_none());
    assert!(place.in_vault("папка/a.md").is_file());
}

#[test]
fn a_second_process_is_told_that_the_vault_is_held() {
    let place = Place::new();
    let vault = place.vault();
    let settings = VaultSettings::new(place.path().join("vault"));
    assert!(matches!(Vault::open(settings), Err(VaultError::Busy)));
    drop(vault);
    place.vault();
}

#[test]
fn what_a_killed_process_left_is_cleared_at_the_next_opening() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз");
    drop(vault);
    for lock in [
        "index.lock",
        "refs/heads/main.lock",
        "HEAD.lock",
        "packed-refs.lock",
    ] {
        fs::write(place.in_vault(".git").join(lock), "").unwrap();
    }
    fs::write(place.in_vault(".secta-unfinished"), "пол").unwrap();
    fs::write(place.in_vault(".git/objects/.tmpAbc"), "пол").unwrap();
    fs::remove_file(place.in_vault("a.md")).unwrap();
    fs::remove_file(place.in_vault(".git/secta/shown")).unwrap();
    let mut vault = place.vault();
    assert_eq!(fs::read_to_string(place.in_vault("a.md")).unwrap(), "раз");
    save(&mut vault, "2", "a.md", "два");
    place.assert_sound();
}

#[test]
fn an_object_that_a_power_cut_emptied_is_written_again() {
    let place = Place::new();
    let mut vault = place.vault();
    let blob = "de/5ed9ef0eb6c9d4cc2dbbc4b7af8b8b8dcf1ea4";
    fs::create_dir_all(place.in_vault(".git/objects/de")).unwrap();
    fs::write(place.in_vault(".git/objects").join(blob), "").unwrap();
    save(&mut vault, "1", "a.md", "раз");
    let id = git(&place.path().join("vault"), &["rev-parse", "HEAD:a.md"]);
    let file = place
        .in_vault(".git/objects")
        .join(&id[..2])
        .join(id[2..].trim());
    fs::remove_file(&file).unwrap();
    fs::write(&file, "").unwrap();
    save(&mut vault, "2", "b.md", "раз");
    fs::remove_file(place.in_vault(".git/objects").join(blob)).unwrap();
    place.assert_sound();
}

#[test]
fn an_existing_repository_is_taken_as_it_is() {
    let place = Place::new();
    let member = place.member("vault");
    member.write("a.md", "раз");
    member.write(".obsidian/app.json", "{}");
    member.commit("Начало");
    member.write("черновик.md", "не в истории");
    let mut vault = place.vault();
    save(&mut vault, "1", "b.md", "два");
    assert_eq!(vault.notes().unwrap().len(), 2);
    assert!(
        place.in_vault("черновик.md").exists() && place.in_vault(".obsidian/app.json").exists()
    );
    drop(vault);
    let settings = VaultSettings {
        branch: "other".to_owned(),
        ..VaultSettings::new(place.path().join("vault"))
    };
    assert!(matches!(
        Vault::open(settings),
        Err(VaultError::Branch { .. })
    ));
    place.assert_sound();
}

#[test]
fn notes_are_found_by_event_tag_and_title() {
    let place = Place::new();
    let mut vault = place.vault();
    save(
        &mut vault,
        "1",
        "сад/Яблоня.md",
        "---\ntags:\n  - сад/деревья\ntime: 2026-11-21T10:00:00\nevent: \"$1\"\n---\nТекст\n",
    );
    save(&mut vault, "2", "Иное.md", "без всего");
    save(&mut vault, "3", "вложения/a.png", [0, 1, 2]);
    let found = vault.notes_tagged("#Сад").unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].time.as_deref(), Some("2026-11-21T10:00:00"));
    assert_eq!(vault.note_of_event("$1").unwrap(), Some(found[0].clone()));
    assert_eq!(vault.notes_titled("яблоня").unwrap(), found);
    assert_eq!(vault.notes().unwrap().len(), 2);
    assert!(vault.notes_tagged("са").unwrap().is_empty());
}
