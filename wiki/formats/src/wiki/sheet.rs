//! A page as a note, and a note as a page.

use std::collections::BTreeSet;

use secta_wiki::{
    PageId, RevisionId,
    markdown::{self, front_end},
    title::{Namespace, Title},
};

use super::{header::Header, links, shelf::Shelf};
use crate::note::{Note, Value};

/// A page as a note, with its path. Read again, it says the same, letter by letter.
pub fn note(text: &str, header: &Header, (path, shelf): (&str, &Shelf)) -> String {
    let comes_back = |written: &String| {
        let sheet = Sheet::read(written);
        sheet
            .header
            .as_ref()
            .is_some_and(|it| it.title == header.title)
            && sheet.text_for_wiki((path, shelf)) == text
    };
    let linked = links::to_folder(text, path, shelf);
    let kept = Header {
        links_kept: true,
        ..header.clone()
    };
    let mut tried = [within(&linked, header, text), above(&linked, header, text)]
        .into_iter()
        .flatten();
    tried
        .find(comes_back)
        .or_else(|| above(text, &kept, text))
        .unwrap_or_default()
}

/// With the page's own front matter, which gets more fields.
fn within(text: &str, header: &Header, wiki: &str) -> Option<String> {
    let mut note = Note::parse(text);
    if note.has_front() && Header::is_in_the_way(&note) {
        return None;
    }
    header.write(&mut note);
    put_tags(&mut note, wiki);
    Some(ended(note))
}

/// With front matter above all that the page says.
fn above(text: &str, header: &Header, wiki: &str) -> Option<String> {
    let mut note = Note::below(text);
    header.write(&mut note);
    put_tags(&mut note, wiki);
    Some(ended(note))
}

/// Categories are tags too.
fn put_tags(note: &mut Note, text: &str) {
    let tags = filed(text);
    if note.field("tags").is_none() && !tags.is_empty() {
        let tags = tags.iter().map(|title| title.name().replace(' ', "_"));
        note.set_field("tags", &Value::List(tags.collect()));
    }
}

/// The categories that links in a text file it in.
fn filed(text: &str) -> Vec<Title> {
    markdown::links(&text[front_end(text)..]).categories
}

/// The note with a line end of its own behind it, as editors leave it.
fn ended(note: Note) -> String {
    format!("{note}\n")
}

/// A note as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What is said of the page that it was written from, if it was.
    pub header: Option<Header>,
    /// The title that it gives itself.
    pub title: Option<String>,
    /// What it says, with links as they stand in the note.
    pub text: String,
    /// What is odd about its front matter.
    pub odd: Option<Odd>,
    /// Whether its front matter has more than is said of the page.
    has_more: bool,
}

/// What is odd about a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Odd {
    /// It is none: it is kept as text.
    Broken,
    /// The wiki does not know it as such, and shows it as text.
    Shown,
}

impl Sheet {
    /// Reads a note; any text is one.
    pub fn read(file: &str) -> Self {
        // Git on Windows ends lines otherwise.
        let unix = file
            .starts_with("---\r\n")
            .then(|| file.replace("\r\n", "\n"));
        let file = unix.as_deref().unwrap_or(file);
        let mut note = Note::parse(file);
        let Some(header) = Header::read(&note) else {
            return Self::foreign(file);
        };
        Header::remove(&mut note);
        let text = note.to_string();
        let text = text.strip_suffix('\n').unwrap_or(&text);
        Self {
            header: Some(header),
            title: None,
            text: text.to_owned(),
            odd: None,
            has_more: note.has_front(),
        }
    }

    /// A note of somebody who knows nothing of the wiki: its title is taken out, all else stays.
    fn foreign(file: &str) -> Self {
        let file = file.strip_prefix('\u{feff}').unwrap_or(file);
        let file = file.replace("\r\n", "\n");
        let mut note = Note::parse(&file);
        let title = note.field("title").and_then(Value::as_text);
        let title = title.filter(|title| !title.trim().is_empty());
        if title.is_some() {
            note.remove_field("title");
        }
        let text = note.to_string();
        let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
        let odd = match (note.has_front(), front_end(&text)) {
            (true, 0) => Some(Odd::Shown),
            (false, 0) if looks_like_front(&text) => Some(Odd::Broken),
            (true | false, _) => None,
        };
        Self {
            header: None,
            title,
            text,
            odd,
            has_more: false,
        }
    }

    /// What the page says, with links as the wiki has them.
    pub fn text_for_wiki(&self, (path, shelf): (&str, &Shelf)) -> String {
        let text = match self.header.as_ref().is_some_and(|it| it.links_kept) {
            true => self.text.clone(),
            false => links::to_wiki(&self.text, path, shelf),
        };
        match self.has_more {
            true => without_tags(&text),
            false => text,
        }
    }

    /// The revisions that it was written from.
    pub fn seen(&self) -> &[RevisionId] {
        self.header.as_ref().map_or(&[], |header| &header.revisions)
    }
}

/// A text without the tags that stand for categories which its links say already.
fn without_tags(text: &str) -> String {
    let mut note = Note::parse(text);
    let tags = note.tags();
    let filed: BTreeSet<PageId> = filed(note.body()).iter().map(Title::page_id).collect();
    let is_filed = |tag: &String| {
        let title = Title::new(Namespace::Category, tag);
        title.is_ok_and(|title| filed.contains(&title.page_id()))
    };
    let left: Vec<String> = tags.iter().filter(|tag| !is_filed(tag)).cloned().collect();
    if left.is_empty() && !tags.is_empty() {
        note.remove_field("tags");
    } else if left.len() < tags.len() {
        note.set_field("tags", &Value::List(left));
    }
    note.to_string()
}

/// A first line of three dashes and another one among the first lines.
fn looks_like_front(text: &str) -> bool {
    let mut lines = text.lines().take(50);
    let dashes = |line: &str| line.trim_end() == "---";
    lines.next().is_some_and(dashes) && lines.any(dashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(title: &str) -> Header {
        Header {
            title: title.parse().expect(title),
            revisions: vec![RevisionId([1; 32])],
            author: Some(("Анна".to_owned(), "@anna:x".to_owned())),
            time_ms: Some(1_795_300_000_000),
            file: None,
            aliases: vec!["Арракис".to_owned()],
            links_kept: false,
        }
    }

    fn written(text: &str) -> String {
        note(text, &header("Дюна"), ("Дюна.md", &Shelf::default()))
    }

    fn said(sheet: &Sheet) -> String {
        sheet.text_for_wiki(("Дюна.md", &Shelf::default()))
    }

    #[test]
    fn a_note_tells_what_its_page_is() {
        let note = written("Песок [[Категория:Книги]]\n");
        assert_eq!(
            note,
            format!(
                "---\ntitle: Дюна\nrevision: \"{}\"\nauthor: Анна\nauthor_id: \"@anna:x\"\n\
                 time: 2026-11-21T22:26:40\naliases:\n  - Арракис\ntags:\n  - Книги\n---\n\
                 Песок [[Категория:Книги]]\n\n",
                "01".repeat(32)
            )
        );
        let sheet = Sheet::read(&note);
        assert_eq!(said(&sheet), "Песок [[Категория:Книги]]\n");
        assert_eq!(sheet.header.expect("a header").aliases, ["Арракис"]);
    }

    #[test]
    fn front_matter_of_a_page_stays_letter_by_letter() {
        for text in [
            "---\ntags: [а, б]\nx:   1 # да\n---\nтекст",
            "---\ntitle: моё\nauthor: я\n---\nтекст",
            "---\naliases: а\n---\n[[Категория:Б]]",
            "---\nя: {\n---\nтекст",
            "---\n---\n",
            "---\na: b\n---",
            "\n\n---\n",
            "",
        ] {
            let note = written(text);
            assert_eq!(said(&Sheet::read(&note)), text, "{note}");
            assert!(note.starts_with("---\n"));
        }
    }

    #[test]
    fn a_tag_that_somebody_adds_in_obsidian_files_the_page() {
        let note =
            written("Песок [[Категория:Книги]]").replace("  - Книги\n", "  - Книги\n  - новое\n");
        let sheet = Sheet::read(&note);
        let text = said(&sheet);
        assert_eq!(
            text,
            "---\ntags:\n  - новое\n---\nПесок [[Категория:Книги]]"
        );
        assert_eq!(markdown::links(&text).categories.len(), 2);
    }

    #[test]
    fn a_note_of_elsewhere_keeps_its_fields_but_for_the_title() {
        let sheet = Sheet::read("\u{feff}---\r\ntitle: О чае\r\nauthor: я\r\n---\r\nтекст\r\n");
        assert_eq!(sheet.title.as_deref(), Some("О чае"));
        assert_eq!(sheet.text, "---\nauthor: я\n---\nтекст");
        assert_eq!((sheet.header, sheet.odd), (None, None));
        let broken = Sheet::read("---\na: [\n---\nтекст\n");
        assert_eq!(
            (broken.text.as_str(), broken.odd),
            ("---\na: [\n---\nтекст", None)
        );
        let broken = Sheet::read("---\n- a\n---\nтекст\n");
        assert_eq!(broken.odd, Some(Odd::Broken));
    }
}
