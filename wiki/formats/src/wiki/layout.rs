//! A path for each title, in its own letters as far as file systems take them.

use std::collections::{BTreeMap, BTreeSet};

use secta_wiki::{
    PageId,
    title::{Language, Namespace, Title},
};

use super::FILES;
use crate::names;

/// The most folders of a path; what is below them is in the name.
const LEVELS: usize = 16;
/// The longest path without its ending, in bytes.
const BYTES: usize = 900;

/// Which path each page has. A page keeps it, and no two have paths that some file system takes for one.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    notes: BTreeMap<PageId, String>,
    files: BTreeMap<PageId, String>,
    taken: BTreeSet<String>,
}

impl Layout {
    /// Says that the note of a page stands at a path.
    pub fn keep_note(&mut self, title: &Title, path: &str) {
        self.taken.insert(names::folded(path));
        self.notes.insert(title.page_id(), path.to_owned());
    }

    /// Says that the file of a page stands at a path.
    pub fn keep_file(&mut self, title: &Title, path: &str) {
        self.taken.insert(names::folded(path));
        self.files.insert(title.page_id(), path.to_owned());
    }

    /// The path of a page's note, given now if it has none.
    pub fn note(&mut self, title: &Title) -> String {
        if let Some(path) = self.notes.get(&title.page_id()) {
            return path.clone();
        }
        let path = match title.namespace() {
            Namespace::File => format!("{}.md", self.file(title)),
            Namespace::Page | Namespace::Commons | Namespace::Category => {
                self.free(&stem(title), ".md")
            }
        };
        self.keep_note(title, &path);
        path
    }

    /// The path of a page's file, given now if it has none.
    pub fn file(&mut self, title: &Title) -> String {
        if let Some(path) = self.files.get(&title.page_id()) {
            return path.clone();
        }
        let name = title.name().replace('/', " - ");
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && is_ending(ending) => (stem, ending),
            Some(_) | None => (name.as_str(), "bin"),
        };
        let stem = format!("{FILES}/{}", part(stem));
        let path = self.free(&stem, &format!(".{ending}"));
        self.keep_file(title, &path);
        self.taken.insert(names::folded(&format!("{path}.md")));
        path
    }

    fn free(&self, stem: &str, ending: &str) -> String {
        let mut path = format!("{stem}{ending}");
        let mut number = 2_u64;
        while self.taken.contains(&names::folded(&path)) {
            path = format!("{stem} {number}{ending}");
            number += 1;
        }
        path
    }
}

/// An ending that makes no note of a file, and nothing that a system would run without being asked.
fn is_ending(ending: &str) -> bool {
    let plain = ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain && (1..=8).contains(&ending.len()) && !ending.eq_ignore_ascii_case("md")
}

/// The path of a note without its ending.
fn stem(title: &Title) -> String {
    let name = title.name();
    let folder = title.namespace().prefix(Language::Russian);
    let mut parts: Vec<String> = name.splitn(LEVELS, '/').map(part).collect();
    parts.splice(0..0, folder.map(str::to_owned));
    let path = parts.join("/");
    match path.char_indices().find(|(at, _)| *at > BYTES) {
        Some((at, _)) => path[..at].trim_end_matches(['/', ' ', '.']).to_owned(),
        None => path,
    }
}

/// A part of a path. None ends like a note or a file, so that no folder is called like one.
fn part(part: &str) -> String {
    let name = names::name(&part.replace('/', " - ")).unwrap_or_else(|| "_".to_owned());
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    match is_ending(ending) || ending.eq_ignore_ascii_case("md") {
        true => format!("{stem} {ending}").trim().to_owned(),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Title {
        text.parse().expect(text)
    }

    #[test]
    fn a_title_becomes_a_path_that_people_read() {
        let mut layout = Layout::default();
        for (text, path) in [
            ("Дюна", "Дюна.md"),
            ("Рецепты/Чай", "Рецепты/Чай.md"),
            ("Дюна: роман?", "Дюна роман.md"),
            ("Общее:Устав", "Общее/Устав.md"),
            ("Категория:Книги", "Категория/Книги.md"),
            ("CON", "CON_.md"),
            ("дюна роман", "дюна роман 2.md"),
            ("a.md", "a md.md"),
        ] {
            assert_eq!(layout.note(&title(text)), path);
            assert_eq!(layout.note(&title(text)), path, "it is kept");
        }
        assert_eq!(layout.file(&title("Файл:Кот.png")), "Файлы/Кот.png");
        assert_eq!(layout.file(&title("Файл:а/Кот.png")), "Файлы/а - Кот.png");
        assert_eq!(layout.note(&title("Файл:Кот.png")), "Файлы/Кот.png.md");
        assert_eq!(layout.file(&title("Файл:x.md")), "Файлы/x md.bin");
    }

    #[test]
    fn no_two_pages_have_one_path_and_none_leads_elsewhere() {
        let mut layout = Layout::default();
        let titles = [
            "a?",
            "a*",
            "...",
            "?",
            "*",
            "a/b",
            "a /b",
            "Категория/Книги",
            "Категория:Книги",
        ];
        let mut seen = BTreeSet::new();
        for text in titles {
            let path = layout.note(&title(text));
            assert!(crate::vault::path::check(&path).is_ok(), "{path}");
            assert!(seen.insert(names::folded(&path)), "{path}");
        }
        let deep = layout.note(&title(&["б"; 60].join("/")));
        assert!(crate::vault::path::check(&deep).is_ok(), "{deep}");
    }
}
