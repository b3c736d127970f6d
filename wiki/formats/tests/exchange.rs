//! A vault and members with Git on the other side.

mod common;

use std::fs;

use common::{Place, draft, read, remove, save, synced};
use secta_wiki_formats::sync::{ConflictKind, Push, What};

#[test]
fn an_empty_remote_gets_everything_and_members_can_clone_it() {
    let place = Place::new();
    let mut vault = place.vault();
    assert!(matches!(
        synced(&mut vault, &place.remote()).push,
        Push::Nothing
    ));
    save(&mut vault, "1", "Заметка.md", "Текст\n");
    let report = synced(&mut vault, &place.remote());
    assert!(matches!(report.push, Push::Done) && report.files.is_empty());
    assert_eq!(place.member("peter").read("Заметка.md"), "Текст\n");
    assert!(matches!(
        synced(&mut vault, &place.remote()).push,
        Push::Nothing
    ));
    place.assert_sound();
}

#[test]
fn what_a_member_pushed_arrives_and_is_told() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\nдва\n");
    save(&mut vault, "2", "b.md", "уйдёт\n");
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    member.write("a.md", "раз\nдва с половиной\n");
    member.write("папка/c.md", "новое\n");
    fs::remove_file(member.folder.join("b.md")).unwrap();
    member.commit("Правки");
    member.push();
    let report = synced(&mut vault, &place.remote());
    assert!(matches!(report.push, Push::Nothing));
    assert_eq!(report.authors, ["peter"]);
    let told: Vec<_> = report
        .files
        .iter()
        .map(|file| {
            (
                file.path.as_str(),
                file.what,
                file.lines_added,
                file.lines_removed,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("a.md", What::Changed, 1, 1),
            ("b.md", What::Removed, 0, 1),
            ("папка/c.md", What::Added, 1, 0)
        ]
    );
    assert_eq!(report.files[0].excerpt, ["- два", "+ два с половиной"]);
    assert_eq!(read(&vault, "b.md"), None);
    assert!(!place.in_vault("b.md").exists());
    place.assert_sound();
}

#[test]
fn edits_of_different_lines_are_merged_and_both_sides_get_them() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "1\n2\n3\n4\n5\n");
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    member.write("a.md", "один\n2\n3\n4\n5\n");
    member.commit("Сверху");
    member.push();
    save(&mut vault, "2", "a.md", "1\n2\n3\n4\nпять\n");
    let report = synced(&mut vault, &place.remote());
    assert!(matches!(report.push, Push::Done) && report.conflicts.is_empty());
    assert_eq!(
        read(&vault, "a.md").as_deref(),
        Some("один\n2\n3\n4\nпять\n")
    );
    member.pull();
    assert_eq!(member.read("a.md"), "один\n2\n3\n4\nпять\n");
    place.assert_sound();
}

#[test]
fn a_line_that_both_changed_stands_both_ways_and_says_whose_is_whose() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "строка\n");
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    member.write("a.md", "их строка\n");
    member.commit("Правка");
    member.push();
    save(&mut vault, "2", "a.md", "наша строка\n");
    let report = synced(&mut vault, &place.remote());
    assert_eq!(report.conflicts.len(), 1);
    assert_eq!(report.conflicts[0].kind, ConflictKind::Marked);
    let wanted = "<<<<<<< наша версия\nнаша строка\n=======\nих строка\n>>>>>>> их версия\n";
    assert_eq!(read(&vault, "a.md").as_deref(), Some(wanted));
    member.pull();
    assert_eq!(member.read("a.md"), wanted);
    place.assert_sound();
}

#[test]
fn a_picture_that_both_changed_is_kept_twice() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "вложения/a.png", [0, 1]);
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    member.write("вложения/a.png", [0, 2]);
    member.commit("Другая");
    member.push();
    save(&mut vault, "2", "вложения/a.png", [0, 3]);
    let report = synced(&mut vault, &place.remote());
    let copy = "вложения/a (их версия).png".to_owned();
    assert_eq!(
        report.conflicts[0].kind,
        ConflictKind::Beside { copy: copy.clone() }
    );
    assert_eq!(vault.read("вложения/a.png").unwrap().unwrap(), [0, 3]);
    assert_eq!(vault.read(&copy).unwrap().unwrap(), [0, 2]);
    assert_eq!(fs::read(place.in_vault(&copy)).unwrap(), [0, 2]);
    place.assert_sound();
}

#[test]
fn a_note_that_one_removed_and_the_other_changed_stays() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\n");
    save(&mut vault, "2", "b.md", "раз\n");
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    fs::remove_file(member.folder.join("a.md")).unwrap();
    member.write("b.md", "их правка\n");
    member.commit("Правки");
    member.push();
    save(&mut vault, "3", "a.md", "наша правка\n");
    vault.commit(&draft("4", vec![remove("b.md")])).unwrap();
    let report = synced(&mut vault, &place.remote());
    let kinds: Vec<_> = report
        .conflicts
        .iter()
        .map(|conflict| &conflict.kind)
        .collect();
    assert_eq!(
        kinds,
        [&ConflictKind::RemovedThere, &ConflictKind::RemovedHere]
    );
    assert_eq!(read(&vault, "a.md").as_deref(), Some("наша правка\n"));
    assert_eq!(read(&vault, "b.md").as_deref(), Some("их правка\n"));
    place.assert_sound();
}

#[test]
fn a_file_and_a_folder_of_one_name_are_both_kept() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "x.md", "раз\n");
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    member.write("a/b.md", "их\n");
    member.write("c", "их файл\n");
    member.commit("Папка");
    member.push();
    save(&mut vault, "2", "a", "наш файл\n");
    save(&mut vault, "3", "c/d.md", "наш\n");
    let report = synced(&mut vault, &place.remote());
    assert_eq!(report.conflicts.len(), 2);
    let paths = vault.paths().unwrap();
    assert_eq!(
        paths,
        ["a (их версия)", "a/b.md", "c (их версия)", "c/d.md", "x.md"]
    );
    assert_eq!(read(&vault, "a (их версия)").as_deref(), Some("наш файл\n"));
    place.assert_sound();
}

#[test]
fn notes_that_both_added_under_one_name_stand_in_one_note() {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "x.md", "раз\n");
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    member.write("a.md", "их\n");
    member.commit("Новое");
    member.push();
    save(&mut vault, "2", "a.md", "наше\n");
    synced(&mut vault, &place.remote());
    let text = read(&vault, "a.md").unwrap();
    assert!(text.contains("наше\n=======\nих\n"), "{text}");
}

/// Lines with some taken out and some of one's own put in, the same for the same seed.
fn edited(text: &str, whose: &str, seed: &mut u64) -> String {
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        match *seed >> 60 {
            0 => {}
            1 => out.push_str(&format!("{whose} {at} {seed}\n")),
            2 => out.push_str(&format!("{line}\n{whose} {at} {seed}\n")),
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

#[test]
fn whatever_two_sides_write_no_line_of_either_is_lost() {
    let place = Place::new();
    let mut vault = place.vault();
    let start: String = (0..20).map(|number| format!("строка {number}\n")).collect();
    save(&mut vault, "0", "a.md", &start);
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    let mut seed = 2026;
    for round in 1..=12 {
        member.pull();
        let before = read(&vault, "a.md").unwrap();
        assert_eq!(member.read("a.md"), before);
        let theirs = edited(&before, "их", &mut seed);
        let ours = edited(&before, "наша", &mut seed);
        member.write("a.md", &theirs);
        member.write("отметка.md", format!("{round}\n"));
        member.commit("Правки");
        member.push();
        save(&mut vault, &round.to_string(), "a.md", &ours);
        synced(&mut vault, &place.remote());
        let merged = read(&vault, "a.md").unwrap();
        let new = theirs
            .lines()
            .chain(ours.lines())
            .filter(|line| !before.contains(line));
        for line in new {
            assert!(
                merged.contains(line),
                "{round}: {line} is lost in\n{merged}"
            );
        }
    }
    place.assert_sound();
}

#[test]
fn long_names_and_long_notes_come_through_a_merge() {
    let place = Place::new();
    let mut vault = place.vault();
    let name = format!("{}.bin", "я".repeat(120));
    let long = "строка\n".repeat(350_000);
    save(&mut vault, "1", &name, [0, 1]);
    save(&mut vault, "2", "a.md", &long);
    synced(&mut vault, &place.remote());
    let member = place.member("peter");
    member.write(&name, [0, 2]);
    member.write("a.md", format!("их\n{long}"));
    member.commit("Правки");
    member.push();
    save(&mut vault, "3", &name, [0, 3]);
    save(&mut vault, "4", "a.md", format!("{long}наше\n"));
    let report = synced(&mut vault, &place.remote());
    assert_eq!(report.conflicts.len(), 1);
    assert_eq!(read(&vault, "a.md"), Some(format!("их\n{long}наше\n")));
    assert_eq!(vault.paths().unwrap().len(), 3);
    place.assert_sound();
}
