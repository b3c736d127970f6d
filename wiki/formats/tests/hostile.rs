//! Remotes that mean harm, or are merely strange.

mod common;

use std::{fs, os::unix::fs::symlink};

use common::{AT_MS, Member, Place, read, save, sync, synced};
use secta_wiki_formats::{
    sync::{Outcome, Push, SyncError, SyncSettings, outcome::Refusal},
    vault::Vault,
};

fn shared() -> (Place, Vault, Member) {
    let place = Place::new();
    let mut vault = place.vault();
    save(&mut vault, "1", "a.md", "раз\n");
    synced(&mut vault, &place.remote());
    let member = place.member("mallory");
    (place, vault, member)
}

/// A commit with entries that no ordinary `git add` makes.
fn push_entries(member: &Member, entries: &str) {
    let file = member.folder.join(".git/entries");
    fs::write(&file, entries).unwrap();
    let script = "tree=$(git mktree --missing < .git/entries) && \
                  git update-ref HEAD $(git commit-tree $tree -p HEAD -m x)";
    let run = std::process::Command::new("sh")
        .current_dir(&member.folder)
        .args(["-c", script])
        .status();
    assert!(run.unwrap().success());
    member.push();
}

#[test]
fn a_link_out_of_the_vault_becomes_a_file_with_the_name_in_it() {
    let (place, mut vault, member) = shared();
    symlink("/etc/passwd", member.folder.join("пароли.md")).unwrap();
    symlink("..", member.folder.join("вверх")).unwrap();
    member.commit("Ссылки");
    member.push();
    synced(&mut vault, &place.remote());
    let shown = place.in_vault("пароли.md");
    assert!(shown.symlink_metadata().unwrap().is_file());
    assert_eq!(fs::read_to_string(shown).unwrap(), "/etc/passwd");
    assert_eq!(read(&vault, "пароли.md"), None, "a link is not a note");
    assert_eq!(vault.notes().unwrap().len(), 1);
}

#[test]
fn a_link_that_becomes_a_folder_leads_nowhere() {
    let (place, mut vault, member) = shared();
    let outside = place.path().join("outside");
    fs::create_dir(&outside).unwrap();
    symlink(&outside, member.folder.join("папка")).unwrap();
    member.commit("Ссылка");
    member.push();
    synced(&mut vault, &place.remote());
    fs::remove_file(member.folder.join("папка")).unwrap();
    member.write("папка/зло.md", "зло\n");
    member.commit("Папка");
    member.push();
    synced(&mut vault, &place.remote());
    assert!(fs::read_dir(&outside).unwrap().next().is_none());
    assert_eq!(
        fs::read_to_string(place.in_vault("папка/зло.md")).unwrap(),
        "зло\n"
    );
    place.assert_sound();
}

#[test]
fn names_that_reach_into_the_repository_or_out_of_it_are_not_taken_in() {
    for name in [".git", ".GIT", "git~1", "..", ".g\u{200c}it"] {
        let (place, mut vault, member) = shared();
        let before = vault.head().unwrap();
        member.git(&["config", "core.protectNTFS", "false"]);
        let blob = member.git(&["rev-parse", "HEAD:a.md"]);
        let hook = member.git(&["rev-parse", "HEAD^{tree}"]);
        let entries = format!(
            "100644 blob {}\ta.md\n040000 tree {}\t{name}\n",
            blob.trim(),
            hook.trim()
        );
        push_entries(&member, &entries);
        match vault.sync(&place.remote(), &SyncSettings::default(), AT_MS) {
            Err(SyncError::Hostile(_)) => {}
            Ok(Outcome::Refused {
                reason: Refusal::Path(_),
                ..
            }) => {}
            other => panic!("{name}: {other:?}"),
        }
        assert_eq!(vault.head().unwrap(), before);
        place.assert_sound();
    }
}

#[test]
fn a_submodule_is_neither_fetched_nor_made() {
    let (place, mut vault, member) = shared();
    let head = member.git(&["rev-parse", "HEAD"]);
    let blob = member.git(&["rev-parse", "HEAD:a.md"]);
    push_entries(
        &member,
        &format!(
            "100644 blob {}\ta.md\n160000 commit {}\tмодуль\n",
            blob.trim(),
            head.trim()
        ),
    );
    synced(&mut vault, &place.remote());
    assert!(!place.in_vault("модуль").exists());
    save(&mut vault, "2", "b.md", "два\n");
    assert!(matches!(
        synced(&mut vault, &place.remote()).push,
        Push::Done
    ));
}

#[test]
fn a_huge_file_is_named_and_keeps_everything_out_until_it_is_gone() {
    let (place, mut vault, member) = shared();
    let settings = SyncSettings {
        max_file_bytes: 1000,
        ..SyncSettings::default()
    };
    member.write("видео.mkv", vec![7; 1001]);
    member.commit("Большое");
    member.push();
    let before = vault.head().unwrap();
    match vault.sync(&place.remote(), &settings, AT_MS).unwrap() {
        Outcome::Refused { path, reason } => {
            assert_eq!(
                (path.as_str(), reason),
                ("видео.mkv", Refusal::Large { bytes: 1001 })
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(vault.head().unwrap(), before);
    fs::remove_file(member.folder.join("видео.mkv")).unwrap();
    member.commit("Убрано");
    member.push();
    assert!(matches!(
        vault.sync(&place.remote(), &settings, AT_MS).unwrap(),
        Outcome::Synced(_)
    ));
    place.assert_sound();
}

#[test]
fn a_fetch_that_fills_the_disk_is_ended() {
    let (place, mut vault, member) = shared();
    let mut noise = Vec::new();
    let mut state = 1_u32;
    for _ in 0..2_000_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        noise.push((state >> 24) as u8);
    }
    member.write("шум.bin", noise);
    member.commit("Шум");
    member.push();
    let settings = SyncSettings {
        max_fetch_bytes: 200_000,
        ..SyncSettings::default()
    };
    let error = vault.sync(&place.remote(), &settings, AT_MS).unwrap_err();
    assert!(matches!(error, SyncError::Hostile(_)), "{error}");
    place.assert_sound();
}

#[test]
fn hooks_run_neither_here_nor_in_a_remote_on_this_machine() {
    let (place, mut vault, member) = shared();
    let mark = place.path().join("ran");
    let script = format!("#!/bin/sh\ntouch '{}'\n", mark.display());
    for folder in [place.bare().join("hooks"), place.in_vault(".git/hooks")] {
        fs::create_dir_all(&folder).unwrap();
        for hook in [
            "pre-receive",
            "post-receive",
            "update",
            "post-update",
            "pre-push",
            "reference-transaction",
        ] {
            let file = folder.join(hook);
            fs::write(&file, &script).unwrap();
            fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755))
                .unwrap();
        }
    }
    fs::remove_dir_all(&member.folder).unwrap();
    save(&mut vault, "2", "b.md", "два\n");
    assert!(matches!(
        synced(&mut vault, &place.remote()).push,
        Push::Done
    ));
    assert!(!mark.exists());
}

#[test]
fn a_remote_that_declines_a_push_is_told_and_theirs_is_taken_in_all_the_same() {
    let (place, mut vault, member) = shared();
    member.write("b.md", "их\n");
    member.commit("Новое");
    member.push();
    save(&mut vault, "2", "c.md", "наше\n");
    common::git(&place.bare(), &["config", "receive.maxInputSize", "1"]);
    let report = synced(&mut vault, &place.remote());
    assert_eq!(report.files.len(), 1);
    match report.push {
        Push::Failed(error) => assert!(!error.to_string().is_empty()),
        other => panic!("{other:?}"),
    }
    common::git(&place.bare(), &["config", "receive.maxInputSize", "0"]);
    assert!(matches!(
        synced(&mut vault, &place.remote()).push,
        Push::Done
    ));
}

#[test]
fn a_binary_and_a_strange_encoding_come_through_as_they_are() {
    let (place, mut vault, member) = shared();
    let strange = [0xCF, 0xF0, 0xE8, b'\r', b'\n', 0xFF, 0];
    member.write("a.md", strange);
    member.write("crlf.md", "раз\r\nдва\r\n");
    member.commit("Windows");
    member.push();
    synced(&mut vault, &place.remote());
    assert_eq!(vault.read("a.md").unwrap().unwrap(), strange);
    assert_eq!(fs::read(place.in_vault("a.md")).unwrap(), strange);
    assert_eq!(
        fs::read(place.in_vault("crlf.md")).unwrap(),
        "раз\r\nдва\r\n".as_bytes()
    );
    assert_eq!(vault.notes().unwrap().len(), 2);
    place.assert_sound();
}

#[test]
fn attributes_and_configuration_of_the_remote_run_nothing() {
    let (place, mut vault, member) = shared();
    let mark = place.path().join("ran");
    member.write(
        ".gitattributes",
        "* filter=evil merge=evil diff=evil text=auto eol=crlf\n",
    );
    member.write("b.md", "их\n");
    member.commit("Атрибуты");
    member.push();
    let evil = format!("touch '{}'; cat", mark.display());
    for key in [
        "filter.evil.smudge",
        "filter.evil.clean",
        "core.fsmonitor",
        "core.sshCommand",
    ] {
        common::git(&place.bare(), &["config", key, &evil]);
    }
    synced(&mut vault, &place.remote());
    assert_eq!(fs::read_to_string(place.in_vault("b.md")).unwrap(), "их\n");
    assert!(!mark.exists());
}

#[test]
fn a_folder_of_a_hundred_levels_is_refused() {
    let (place, mut vault, member) = shared();
    member.write(&format!("{}x.md", "a/".repeat(100)), "глубоко\n");
    member.commit("Глубоко");
    member.push();
    assert!(matches!(
        sync(&mut vault, &place.remote()),
        Outcome::Refused { .. }
    ));
    place.assert_sound();
}

const PLUGIN: &str = ".obsidian/plugins/зло/main.js";

#[test]
fn settings_that_may_hold_code_stay_in_the_remote_and_are_never_shown() {
    let (place, mut vault, member) = shared();
    member.write(PLUGIN, "require('child_process')\n");
    member.write(".obsidian/community-plugins.json", "[\"зло\"]\n");
    member.write("сад/.obsidian/app.json", "{}\n");
    member.write("сад/мята.md", "мята\n");
    member.commit("Настройки");
    member.push();
    let report = synced(&mut vault, &place.remote());
    let files: Vec<&str> = report.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(files, ["сад/мята.md"]);
    let settings = [
        ".obsidian/community-plugins.json",
        PLUGIN,
        "сад/.obsidian/app.json",
    ];
    assert_eq!(report.hidden, settings);
    assert!(place.in_vault("сад/мята.md").exists());
    assert!(!place.in_vault(".obsidian").exists() && !place.in_vault("сад/.obsidian").exists());
    place.assert_sound();
    common::git(&place.in_vault(""), &["add", "--all"]);
    place.assert_sound();
}

#[test]
fn what_is_not_shown_is_lost_neither_by_our_push_nor_by_a_merge() {
    let (place, mut vault, member) = shared();
    member.write(PLUGIN, "раз\n");
    member.commit("Настройки");
    member.push();
    synced(&mut vault, &place.remote());
    save(&mut vault, "2", "b.md", "два\n");
    let pushed = synced(&mut vault, &place.remote());
    assert!(matches!(pushed.push, Push::Done) && pushed.hidden.is_empty());
    member.pull();
    assert_eq!(member.read(PLUGIN), "раз\n");
    member.write(PLUGIN, "два\n");
    member.commit("Новые настройки");
    member.push();
    save(&mut vault, "3", "c.md", "три\n");
    assert_eq!(synced(&mut vault, &place.remote()).hidden, [PLUGIN]);
    member.pull();
    assert_eq!(member.read(PLUGIN), "два\n");
    assert_eq!(member.read("c.md"), "три\n");
    fs::remove_file(member.folder.join(PLUGIN)).unwrap();
    member.commit("Без настроек");
    member.push();
    synced(&mut vault, &place.remote());
    assert_eq!(read(&vault, PLUGIN), None);
    assert!(!place.in_vault(".obsidian").exists());
    place.assert_sound();
}
