//! Folders that mean harm, or are merely strange.

use std::{fs, os::unix::fs::symlink};

use super::{
    drafts::{Draft, Drafts, What},
    folder::Skip,
    round_tests::{read, title},
    sheet::Odd,
};

fn why<'d>(found: &'d Drafts, path: &str) -> &'d Skip {
    let mut all = found.skipped.iter();
    &all.find(|(other, _)| other == path).expect(path).1
}

fn titles(found: &Drafts) -> Vec<String> {
    let titles = found.pages.iter().map(|draft| draft.title.to_string());
    titles.collect()
}

fn text(draft: &Draft) -> &str {
    match &draft.what {
        What::Text(text) => text,
        What::File { .. } | What::Moved(_) => panic!("a text"),
    }
}

#[test]
fn links_of_the_file_system_lead_nowhere_and_what_is_hidden_stays_so() {
    let place = tempfile::tempdir().expect("a folder");
    let root = place.path().join("vault");
    fs::create_dir_all(root.join(".git/хуки")).expect("folders");
    fs::create_dir_all(root.join(".obsidian")).expect("folders");
    fs::write(place.path().join("тайна.md"), "тайна").expect("a file");
    symlink("../тайна.md", root.join("ссылка.md")).expect("a link");
    symlink("..", root.join("вверх")).expect("a link");
    symlink(".", root.join("круг")).expect("a link");
    for path in [".git/хуки/а.md", ".obsidian/app.md", ".скрыто.md", "вот.md"] {
        fs::write(root.join(path), "слова").expect("a file");
    }
    let found = read(&root);
    assert_eq!(titles(&found), ["вот"]);
    for path in ["ссылка.md", "вверх", "круг"] {
        assert_eq!(why(&found, path), &Skip::Link);
    }
    assert_eq!(found.skipped.len(), 3);
}

#[test]
fn names_that_are_no_titles_get_some_and_none_takes_anothers_place() {
    let place = tempfile::tempdir().expect("a folder");
    let root = place.path();
    let long = "я".repeat(125);
    for name in [
        "План",
        "ПЛАН",
        "план",
        "Ёж",
        "еж",
        "a\u{202e}dm",
        "USBшный",
        "[1]",
        "Файл: x",
        &long,
    ] {
        fs::write(root.join(format!("{name}.md")), format!("о {name}")).expect("a file");
    }
    let found = read(root);
    assert_eq!(why(&found, "План.md"), &Skip::Taken("ПЛАН.md".to_owned()));
    assert_eq!(why(&found, "план.md"), &Skip::Taken("ПЛАН.md".to_owned()));
    assert_eq!(found.skipped.len(), 3, "{:?}", found.skipped);
    let renamed: Vec<String> = found.renamed.iter().map(|(_, to)| to.to_string()).collect();
    for wanted in ["a dm", "USB-шный", "1", "Файл - x"] {
        assert!(
            renamed.iter().any(|made| made == wanted),
            "{wanted}: {renamed:?}"
        );
    }
    assert_eq!(renamed.len(), 5);
    assert!(
        found
            .pages
            .iter()
            .all(|draft| draft.title.name().chars().count() <= 120)
    );
}

#[test]
fn what_is_too_large_or_no_text_or_broken_is_named() {
    let place = tempfile::tempdir().expect("a folder");
    let root = place.path();
    fs::write(root.join("большая.md"), "x".repeat(10 << 20)).expect("a file");
    fs::write(root.join("чуть больше.md"), "x".repeat(200 * 1024 + 1)).expect("a file");
    fs::write(root.join("ровно.md"), "x".repeat(200 * 1024)).expect("a file");
    fs::write(root.join("cp1251.md"), [0xcf, 0xf0, 0xe8]).expect("a file");
    fs::write(root.join("пусто.md"), "\n\n").expect("a file");
    fs::write(root.join("шапка.md"), "---\n- x\n---\nслова\n").expect("a file");
    fs::write(
        root.join("бомба.md"),
        "---\na: &a [x,x]\nb: *a\n---\nслова\n",
    )
    .expect("a file");
    let found = read(root);
    assert_eq!(titles(&found), ["бомба", "ровно", "шапка"]);
    let large = Skip::Large(200 * 1024);
    assert_eq!(
        (why(&found, "большая.md"), why(&found, "чуть больше.md")),
        (&large, &large)
    );
    assert_eq!(why(&found, "cp1251.md"), &Skip::NotText);
    assert!(!why(&found, "пусто.md").is_fault());
    assert!(found.odd.contains(&("шапка.md".to_owned(), Odd::Broken)));
    assert_eq!(
        text(&found.pages[2]),
        "---\n- x\n---\nслова",
        "nothing is lost"
    );
}

#[test]
fn a_note_brings_only_files_of_its_folder() {
    let place = tempfile::tempdir().expect("a folder");
    let root = place.path().join("vault");
    fs::create_dir_all(root.join("а")).expect("a folder");
    fs::create_dir_all(root.join("б")).expect("a folder");
    fs::write(place.path().join("тайна.png"), "тайна").expect("a file");
    for (path, bytes) in [
        ("а/вид.png", "один"),
        ("б/вид.png", "два"),
        ("программа.bin", "x"),
    ] {
        fs::write(root.join(path), bytes).expect("a file");
    }
    let note =
        "![](../тайна.png) ![[../../тайна.png]] ![](/etc/passwd) ![[а/вид.png]] ![](б/вид.png)\n";
    fs::write(root.join("вот.md"), note).expect("a file");
    let forged = format!(
        "---\ntitle: \"Файл:тайна.png\"\nrevision: \"{}\"\nfile: \"../тайна.png\"\nmime: image/png\n---\n",
        "0".repeat(64)
    );
    fs::write(root.join("тайна.md"), forged).expect("a file");
    let found = read(&root);
    assert_eq!(titles(&found), ["Файл:вид.png", "Файл:б/вид.png", "вот"]);
    assert_eq!(
        why(&found, "тайна.md"),
        &Skip::NoSuchFile("../тайна.png".to_owned())
    );
    assert_eq!(found.unshown, 1);
    assert_eq!(
        text(&found.pages[2]),
        "![](../тайна.png) ![[../../тайна.png]] ![](/etc/passwd) ![[Файл:вид.png]] ![[Файл:б/вид.png]]"
    );
    assert_eq!(found.pages[2].title, title("вот"));
}
