//! The wiki goes out as a folder or a repository and comes in again, by the program itself.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use secta_tests::{place, process, wait};
use tempfile::TempDir;

use crate::{
    terminal::{Terminal, ends},
    town::Town,
};

/// How many notes a large vault has, unless `SECTA_NOTES` says otherwise.
const NOTES: usize = 1_000;

/// A member at a terminal, with a folder for what goes out and comes in.
struct Desk {
    terminal: Terminal,
    folder: TempDir,
}

impl Desk {
    async fn of(town: &Town) -> Self {
        town.home_that_shows("Меня зовут boris").await;
        let terminal = Terminal::new(town);
        let (good, told, wrong) = terminal.signs_in(&town.anna, None).await;
        assert!(good, "{told}{wrong}");
        let folder = place::directory("exchange");
        Self { terminal, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a command of the wiki tells that goes well.
    fn tells(&self, arguments: &[&str]) -> String {
        self.terminal.tells(&[&["wiki"], arguments].concat())
    }

    fn runs(&self, arguments: &[&str]) -> (bool, String, String) {
        self.terminal.runs(&[&["wiki"], arguments].concat())
    }

    fn writes(&self, title: &str, text: &str) {
        let (good, told, wrong) = ends(self.terminal.starts(&["wiki", "write", title]), text);
        assert!(good, "{told}{wrong}");
    }

    /// Waits until a page says just this.
    async fn until_says(&self, title: &str, text: &str) {
        let what = format!("{title} to say {text:?}");
        let wanted = format!("{text}\n");
        wait::until(&what, wait::SOON, async || {
            let (good, told, _) = self.runs(&["read", title]);
            (good && told == wanted).then_some(())
        })
        .await;
    }

    fn out(&self, name: &str, more: &[&str]) -> PathBuf {
        let path = self.path(name);
        self.tells(&[&["export", path.to_str().expect("a path")], more].concat());
        path
    }

    /// Brings a folder in; tells what was said of it.
    fn brings(&self, path: &Path, more: &[&str]) -> String {
        self.tells(&[&["import", path.to_str().expect("a path")], more].concat())
    }
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    process::clean(&mut command).current_dir(folder);
    command.args([
        "-c",
        "user.name=Борис",
        "-c",
        "user.email=boris@example.org",
    ]);
    command.args(["-c", "core.quotePath=false"]).args(arguments);
    let output = command.output().expect("git runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The files of a folder with what is in them, less what tells whence they come.
fn files(folder: &Path) -> Vec<(String, String)> {
    let (mut found, mut left) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(place) = left.pop() {
        for entry in fs::read_dir(place).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("below it");
            let name = name.to_string_lossy().into_owned();
            if path.is_dir() {
                left.push(path);
                continue;
            }
            let text = fs::read(&path).expect("a file");
            let text = String::from_utf8_lossy(&text).into_owned();
            let ours = |line: &&str| !line.starts_with("revision: ") && !line.starts_with("time: ");
            let lines: Vec<&str> = text.lines().filter(ours).collect();
            found.push((name, lines.join("\n")));
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn what_is_changed_in_a_clone_comes_back_and_is_merged() {
    let town = Town::start().await;
    let desk = Desk::of(&town).await;
    desk.writes("Сад: план", "раз\nдва\nтри\n[[Чай]]");
    desk.until_says("Сад: план", "раз\nдва\nтри\n[[Чай]]").await;
    desk.writes("Чай", "вода [[Категория:Напитки]]");
    desk.until_says("Чай", "вода [[Категория:Напитки]]").await;
    desk.writes("Чай", "мята [[Сад: план]] [[Категория:Напитки]]");
    desk.until_says("Чай", "мята [[Сад: план]] [[Категория:Напитки]]")
        .await;

    let wiki = desk.out("wiki", &["--git"]);
    git(&wiki, &["fsck", "--strict"]);
    let log = git(&wiki, &["log", "--reverse", "--format=%s %ae"]);
    let subjects: Vec<&str> = log
        .lines()
        .map(|line| line.split(" anna=").next().expect("a subject"))
        .collect();
    assert_eq!(subjects, ["Сад: план", "Чай", "Чай"], "{log}");
    let tea = fs::read_to_string(wiki.join("Чай.md")).expect("a note");
    assert!(
        tea.contains("[[Сад план|Сад: план]]") && tea.contains("tags:\n  - Напитки\n"),
        "{tea}"
    );

    let clone = desk.path("clone");
    git(desk.folder.path(), &["clone", "-q", "wiki", "clone"]);
    let garden = clone.join("Сад план.md");
    let note = fs::read_to_string(&garden).expect("a note");
    fs::write(&garden, note.replace("раз\n", "РАЗ\n")).expect("a note");
    git(&clone, &["commit", "-qam", "правка"]);
    // Somebody else changes the page meanwhile.
    desk.writes("Сад: план", "раз\nдва\nТРИ\n[[Чай]]");
    desk.until_says("Сад: план", "раз\nдва\nТРИ\n[[Чай]]").await;
    let told = desk.brings(&clone, &["--dry-run"]);
    assert!(
        told.contains("Сад: план") && told.contains("записано страниц: 1"),
        "{told}"
    );
    let told = desk.brings(&clone, &["--comment", "из клона"]);
    assert!(told.contains("страниц: 1; без изменений: 1;"), "{told}");
    desk.until_says("Сад: план", "РАЗ\nдва\nТРИ\n[[Чай]]").await;
    let told = desk.brings(&clone, &[]);
    assert!(
        told.contains("страниц: 0; без изменений: 2;"),
        "a second time: {told}"
    );

    desk.out("wiki", &["--git"]);
    let log = git(&wiki, &["log", "--format=%s"]);
    assert_eq!(log.lines().count(), 5, "it goes on: {log}");
    assert!(log.starts_with("Сад: план: из клона\n"), "{log}");
    git(&wiki, &["fsck", "--strict"]);
    git(&clone, &["pull", "-q", "--no-rebase", "--no-edit"]);
    let note = fs::read_to_string(&garden).expect("a note");
    assert!(note.contains("РАЗ\nдва\nТРИ\n"), "{note}");
}

#[tokio::test]
async fn a_vault_comes_in_goes_out_and_comes_in_below_another_page() {
    let town = Town::start().await;
    let desk = Desk::of(&town).await;
    let vault = desk.path("vault");
    for folder in ["Рецепты", "pics", ".obsidian"] {
        fs::create_dir_all(vault.join(folder)).expect("a folder");
    }
    let notes = [
        (
            "Рецепты/Чай.md",
            "---\ntags: [напитки]\ncooked: true\n---\nСм. [[План]] и ![[кот.png|100]]\n",
        ),
        ("План.md", "[чай](Рецепты/Чай.md) [[Чай#Мята|мята]]\n"),
        (".obsidian/app.md", "настройки"),
        ("[1].md", "первое"),
    ];
    for (path, text) in notes {
        fs::write(vault.join(path), text).expect("a note");
    }
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    fs::write(vault.join("pics/кот.png"), picture).expect("a file");
    let told = desk.brings(&vault, &[]);
    assert!(
        told.contains("страниц: 4; без изменений: 0; пропущено: 0."),
        "{told}"
    );
    desk.until_says("План", "[чай](Рецепты/Чай.md) [[Рецепты/Чай#Мята|мята]]")
        .await;
    desk.until_says("1", "первое").await;
    let told = desk.brings(&vault, &[]);
    assert!(
        told.contains("страниц: 0; без изменений: 4; пропущено: 0."),
        "{told}"
    );

    let one = desk.out("one", &[]);
    assert_eq!(
        fs::read(one.join("Файлы/кот.png")).expect("a file"),
        picture
    );
    let told = desk.brings(&one, &[]);
    assert!(
        told.contains("страниц: 0; без изменений: 4; пропущено: 0."),
        "{told}"
    );
    let told = desk.brings(&one, &["--prefix", "Копия"]);
    assert!(
        told.contains("страниц: 4; без изменений: 0; пропущено: 0."),
        "{told}"
    );
    desk.until_says("Копия/1", "первое").await;
    let two = desk.out("two", &[]);
    let copied = files(&two.join("Копия")).len();
    assert_eq!(copied, 3, "the notes stand below");
    let told = desk.brings(&one, &["--prefix", "Копия"]);
    assert!(
        told.contains("страниц: 0; без изменений: 4; пропущено: 0."),
        "{told}"
    );
    let first: Vec<_> = files(&two)
        .into_iter()
        .filter(|(path, _)| !path.contains("Копия"))
        .collect();
    assert_eq!(first, files(&one), "what was there is as it was");
}

#[tokio::test]
async fn a_vault_that_means_harm_brings_only_what_it_may() {
    let town = Town::start().await;
    let desk = Desk::of(&town).await;
    let vault = desk.path("vault");
    fs::create_dir_all(&vault).expect("a folder");
    let secret = desk.path("тайна.md");
    fs::write(&secret, "совершенная тайна").expect("a file");
    symlink(&secret, vault.join("ссылка.md")).expect("a link");
    symlink("/", vault.join("корень")).expect("a link");
    fs::write(vault.join("большая.md"), "x".repeat(10 << 20)).expect("a file");
    fs::write(vault.join("чужое.md"), [0xff, 0xfe]).expect("a file");
    fs::write(vault.join("План.md"), "слова \u{202e} ![](../тайна.md)").expect("a file");
    fs::write(vault.join("план.md"), "другие").expect("a file");
    fs::write(vault.join("a\u{202e}b.md"), "\u{1b}[31m").expect("a file");
    let path = vault.to_str().expect("a path");
    let (good, told, wrong) = desk.runs(&["import", path]);
    assert!(!good, "something is left out: {told}");
    assert!(
        told.contains("страниц: 2; без изменений: 0; пропущено: 5."),
        "{told}{wrong}"
    );
    for name in ["ссылка.md", "корень", "большая.md", "чужое.md", "план.md"]
    {
        assert!(
            wrong.contains(&format!("пропущено {name}: ")),
            "{name}: {wrong}"
        );
    }
    assert!(!wrong.contains(['\u{1b}', '\u{202e}']), "{wrong:?}");
    wait::until("two pages", wait::SOON, async || {
        let listed = desk.tells(&["pages"]).lines().count();
        (listed == 2).then_some(())
    })
    .await;
    assert!(place::files_with(town.world.setup().directory(), "совершенная тайна").is_empty());
}

#[tokio::test]
async fn a_large_vault_is_brought_in_at_once() {
    let count = std::env::var("SECTA_NOTES").ok();
    let count = count.map_or(NOTES, |count| count.parse().expect("a number"));
    let town = Town::start().await;
    let desk = Desk::of(&town).await;
    let vault = desk.path("vault");
    for n in 0..count {
        let folder = vault.join(format!("Папка {}", n % 100));
        fs::create_dir_all(&folder).expect("a folder");
        let words = "слова о саде и о чае ".repeat(40);
        let note = format!(
            "---\ntags: [а{}]\n---\n# Заметка\n\n{words}\n\n[[Заметка {}]]\n",
            n % 7,
            (n * 31) % count
        );
        fs::write(folder.join(format!("Заметка {n}.md")), note).expect("a note");
    }
    let start = Instant::now();
    let told = desk.brings(&vault, &[]);
    let first = start.elapsed();
    assert!(
        told.contains(&format!("страниц: {count}; без изменений: 0;")),
        "{told}"
    );
    let all = async || {
        let told = desk.tells(&["pages"]);
        (told.lines().count() == count).then_some(())
    };
    wait::until("all pages to be listed", wait::START, all).await;
    let shown = start.elapsed();
    let start = Instant::now();
    let told = desk.brings(&vault, &[]);
    assert!(
        told.contains(&format!("страниц: 0; без изменений: {count};")),
        "{told}"
    );
    let again = start.elapsed();
    let start = Instant::now();
    let wiki = desk.out("wiki", &["--git"]);
    println!(
        "{count} notes: brought in {first:?}, all shown {shown:?}, again {again:?}, as commits {:?}",
        start.elapsed()
    );
    assert_eq!(
        git(&wiki, &["rev-list", "--count", "main"]).trim(),
        count.to_string()
    );
}
