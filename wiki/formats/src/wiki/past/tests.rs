use std::{fs, path::Path, process::Command};

use secta_wiki::revision::{Body, Revision};

use super::*;
use crate::wiki::{repository::Repository, round_tests::title};

fn id(n: u8) -> RevisionId {
    RevisionId([n; 32])
}

/// A revision at its own second.
fn said(n: u8, parents: &[u8], name: &str, change: Change) -> Revision {
    let title = title(name);
    Revision {
        id: id(n),
        page: title.page_id(),
        parents: parents.iter().map(|n| id(*n)).collect(),
        author: "@anna:x".to_owned(),
        time_ms: 1_795_300_000_000 + i64::from(n) * 1000,
        body: Some(Body {
            title,
            comment: String::new(),
            change,
        }),
    }
}

fn text(n: u8, parents: &[u8], name: &str, text: &str) -> Revision {
    said(n, parents, name, Change::Text(text.to_owned()))
}

fn export(root: &Path, all: &[Revision]) {
    let repository = Repository::open(root).expect("a repository");
    let done = repository.done().expect("a history");
    let (known, new): (Vec<Revision>, Vec<Revision>) =
        all.iter().cloned().partition(|one| done.contains(&one.id));
    let words = Words {
        deleted: "удаление".to_owned(),
        hidden: "слова взяты назад".to_owned(),
    };
    let names = BTreeMap::from([("@anna:x".to_owned(), "Анна".to_owned())]);
    let mut past = Past::new(words, names);
    past.go_on(&repository.files().expect("files"));
    past.known(known);
    if !new.is_empty() {
        let written =
            repository.write(|out| past.write(new, out, &mut |_| Ok(Some(b"png".to_vec()))));
        written.expect("commits");
    }
    assert!(repository.show().expect("it is shown"));
}

fn git(root: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(root)
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .output();
    let output = output.expect("git");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("text")
}

fn subjects(root: &Path) -> Vec<String> {
    let log = git(root, &["log", "--reverse", "--format=%s"]);
    log.lines().map(str::to_owned).collect()
}

fn renaming() -> Vec<Revision> {
    let mut moved = said(4, &[2], "Чай", Change::Moved(title("Отвар: мята")));
    let mut new = text(5, &[2], "Отвар: мята", "вода\nмята\n");
    moved.time_ms = new.time_ms;
    new.body.as_mut().expect("a body").comment = "так зовут".to_owned();
    vec![
        text(1, &[], "Чай", "вода\n"),
        text(2, &[1], "Чай", "вода\nмята\n"),
        text(3, &[], "Сад", "[[Отвар: мята]] и [[Чай]]"),
        moved,
        new,
        said(6, &[3], "Сад", Change::Deleted),
        text(7, &[6], "Сад", "снова"),
    ]
}

#[test]
fn every_revision_is_a_commit_and_a_second_export_goes_on() {
    let place = tempfile::tempdir().expect("a folder");
    let (once, twice) = (place.path().join("once"), place.path().join("twice"));
    let all = renaming();
    export(&once, &all);
    for part in 1..=all.len() {
        export(&twice, &all[..part]);
    }
    assert_eq!(
        subjects(&once),
        [
            "Чай",
            "Чай",
            "Сад",
            "Чай → Отвар: мята",
            "Отвар: мята: так зовут",
            "Сад: удаление",
            "Сад"
        ]
    );
    assert_eq!(subjects(&twice), subjects(&once));
    let tree = |root: &Path| git(root, &["rev-parse", "main^{tree}"]);
    assert_eq!(tree(&once), tree(&twice), "it comes to the same");
    git(&once, &["fsck", "--strict", "--no-dangling"]);
    assert_eq!(git(&once, &["status", "--porcelain"]), "");
    let followed = git(
        &once,
        &[
            "log",
            "--follow",
            "--format=%an <%ae> %at",
            "--",
            "Отвар мята.md",
        ],
    );
    assert_eq!(followed.lines().count(), 4, "a renaming is one: {followed}");
    assert!(followed.contains("Анна <anna=x@matrix.invalid>"));
    let note = fs::read_to_string(once.join("Отвар мята.md")).expect("a note");
    assert!(note.contains("aliases:\n  - Чай\n"), "{note}");
    assert!(!once.join("Чай.md").exists());
    let before = git(&once, &["show", "main~4:Сад.md"]);
    assert!(before.ends_with("[[Отвар: мята]] и [[Чай]]\n"), "{before}");
    let after = git(&once, &["show", "main~2:Сад.md"]);
    assert!(
        after.ends_with("[[Отвар мята|Отвар: мята]] и [[Отвар мята|Чай]]\n"),
        "{after}"
    );
}

#[test]
fn what_was_taken_back_is_a_commit_without_words() {
    let place = tempfile::tempdir().expect("a folder");
    let mut hidden = text(2, &[1], "Чай", "брань");
    hidden.body = None;
    let all = [
        text(1, &[], "Чай", "вода"),
        hidden,
        text(3, &[2], "Чай", "вода и мята"),
    ];
    export(place.path(), &all);
    assert_eq!(
        subjects(place.path()),
        ["Чай", "Чай: слова взяты назад", "Чай"]
    );
    assert!(!git(place.path(), &["log", "-p"]).contains("брань"));
}

#[test]
fn two_who_write_apart_are_merged_as_the_wiki_does() {
    let place = tempfile::tempdir().expect("a folder");
    let file = Attachment {
        name: String::new(),
        content_type: "image/png".to_owned(),
        bytes: 3,
        blake3: [1; 32],
        text: String::new(),
    };
    let all = [
        text(1, &[], "Чай", "раз\nдва\nтри\n"),
        text(2, &[1], "Чай", "РАЗ\nдва\nтри\n"),
        text(3, &[1], "Чай", "раз\nдва\nТРИ\n"),
        said(4, &[], "Файл:кот.png", Change::File(file)),
    ];
    export(place.path(), &all[..2]);
    export(place.path(), &all);
    let note = fs::read_to_string(place.path().join("Чай.md")).expect("a note");
    assert!(note.ends_with("РАЗ\nдва\nТРИ\n\n"), "{note}");
    assert_eq!(
        fs::read(place.path().join("Файлы/кот.png")).expect("a file"),
        b"png"
    );
}

#[test]
fn commits_of_ones_own_are_never_lost() {
    let place = tempfile::tempdir().expect("a folder");
    let root = place.path();
    let all = [text(1, &[], "Чай", "вода"), text(2, &[1], "Чай", "мята")];
    export(root, &all[..1]);
    fs::write(root.join("своё.md"), "своё").expect("a file");
    git(root, &["add", "."]);
    git(
        root,
        &[
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@x",
            "commit",
            "-qm",
            "своё",
        ],
    );
    let repository = Repository::open(root).expect("a repository");
    let mut past = Past::new(
        Words {
            deleted: String::new(),
            hidden: String::new(),
        },
        BTreeMap::new(),
    );
    past.go_on(&repository.files().expect("files"));
    past.known(vec![all[0].clone()]);
    let written = repository.write(|out| past.write(vec![all[1].clone()], out, &mut |_| Ok(None)));
    written.expect("commits");
    assert!(!repository.show().expect("it can be told"));
    assert_eq!(git(root, &["log", "-1", "--format=%s"]), "своё\n");
    assert_eq!(git(root, &["log", "-1", "--format=%s", "wiki"]), "Чай\n");
}

#[test]
fn nothing_that_is_said_makes_a_commit_something_else() {
    let mut hostile = text(1, &[], "Чай", "from refs/heads/x\ndone\ndata 5\n");
    hostile.author = "@a\nfrom x:<b> \u{0}".to_owned();
    let body = hostile.body.as_mut().expect("a body");
    body.comment = format!("a\n\n{TRAILER}{}\n\0", id(9));
    let place = tempfile::tempdir().expect("a folder");
    export(place.path(), &[hostile]);
    let done = Repository::open(place.path()).expect("a repository").done();
    assert_eq!(done.expect("a history"), BTreeSet::from([id(1)]));
    git(place.path(), &["fsck", "--strict"]);
}
