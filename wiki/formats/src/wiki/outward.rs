//! All pages of a wiki as files.

use std::collections::BTreeMap;

use secta_wiki::{PageId, revision::Attachment, title::Title};

use super::{layout::Layout, page::Page, shelf::Shelf};

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Out {
    /// A note.
    Note(String),
    /// What was given to the wiki.
    File(Attachment),
}

/// The files of these pages by their paths, with the titles that lead to them.
pub fn files(pages: &[Page], moved: &[(Title, Title)]) -> BTreeMap<String, Out> {
    let (mut layout, mut shelf) = (Layout::default(), Shelf::default());
    for page in pages {
        let path = match page.file() {
            Some(_) => layout.file(&page.title),
            None => layout.note(&page.title),
        };
        shelf.put(&path, page.title.clone());
    }
    let mut aliases: BTreeMap<PageId, Vec<String>> = BTreeMap::new();
    for (from, to) in moved {
        shelf.moves(from, to);
        let there = aliases.entry(to.page_id()).or_default();
        there.push(from.to_string());
    }
    let mut files = BTreeMap::new();
    for page in pages {
        let path = page.file().map(|_| layout.file(&page.title));
        if page.has_note(path.as_deref()) {
            let place = layout.note(&page.title);
            let aliases = aliases.remove(&page.title.page_id()).unwrap_or_default();
            let note = page.note(aliases, path.as_deref(), (place.as_str(), &shelf));
            files.insert(place, Out::Note(note));
        }
        if let Some((path, file)) = path.zip(page.file()) {
            files.insert(path, Out::File(file.clone()));
        }
    }
    files
}
