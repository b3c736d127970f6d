//! The pages that a folder comes to.

use std::collections::{BTreeMap, BTreeSet};

use secta_wiki::{
    PageId, RevisionId,
    revision::MAX_TEXT_BYTES,
    title::{Namespace, Title, TitleFault},
};

use super::{
    FILES,
    folder::{Folder, Skip},
    links,
    sheet::{Odd, Sheet},
    shelf::Shelf,
    titles::{self, Named},
};

/// How a folder is read.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// Below which title its pages are put.
    pub below: Option<&'a Title>,
    /// The largest file, in bytes.
    pub file_max: u64,
}

/// A page that a folder has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its title.
    pub title: Title,
    /// Where it comes from.
    pub path: String,
    /// The revisions that it was written from, as the note says.
    pub seen: Vec<RevisionId>,
    /// What it is.
    pub what: What,
}

/// What a page of a folder is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A text.
    Text(String),
    /// A file.
    File {
        /// Its path.
        path: String,
        /// What it is, where the note says so.
        mime: Option<String>,
        /// What is said of it.
        text: String,
    },
    /// It leads to another page.
    Moved(Title),
}

/// What a folder comes to.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    /// The pages: files before what shows them, and titles that lead to others last.
    pub pages: Vec<Draft>,
    /// What is left out, and why.
    pub skipped: Vec<(String, Skip)>,
    /// What has no title for a name, with the title that it gets.
    pub renamed: Vec<(String, Title)>,
    /// Notes whose front matter is odd.
    pub odd: Vec<(String, Odd)>,
    /// How many files are left out because no note shows them.
    pub unshown: usize,
}

/// Makes pages of a folder.
pub fn drafts(folder: &Folder, wish: Wish<'_>) -> Drafts {
    let mut sheets = BTreeMap::new();
    for (path, text) in &folder.notes {
        sheets.insert(path.as_str(), Sheet::read(text));
    }
    let mut making = Making {
        folder,
        wish,
        taken: BTreeMap::new(),
        notes: BTreeMap::new(),
        files: BTreeMap::new(),
        drafts: Drafts {
            skipped: folder.skipped.clone(),
            ..Drafts::default()
        },
    };
    making.name_files(&sheets);
    making.name_notes(&sheets);
    making.made(&sheets)
}

type Sheets<'a> = BTreeMap<&'a str, Sheet>;

struct Making<'a> {
    folder: &'a Folder,
    wish: Wish<'a>,
    /// Which path makes a page.
    taken: BTreeMap<PageId, &'a str>,
    notes: BTreeMap<&'a str, Title>,
    files: BTreeMap<&'a str, Result<Title, Skip>>,
    drafts: Drafts,
}

impl<'a> Making<'a> {
    fn skip(&mut self, path: &str, why: Skip) {
        self.drafts.skipped.push((path.to_owned(), why));
    }

    /// Takes a title for a path.
    fn take(&mut self, path: &'a str, named: Result<Named, TitleFault>) -> Result<Title, Skip> {
        let Named { title, made } = named.map_err(Skip::Title)?;
        if let Some(other) = self.taken.get(&title.page_id()) {
            return Err(Skip::Taken((*other).to_owned()));
        }
        self.taken.insert(title.page_id(), path);
        if made {
            self.drafts.renamed.push((path.to_owned(), title.clone()));
        }
        Ok(title)
    }

    /// A file is called as the note beside it says, or by its name; a second one with that name by its whole path.
    fn name_files(&mut self, sheets: &Sheets<'a>) {
        for header in sheets.values().filter_map(|sheet| sheet.header.as_ref()) {
            let path = header.file.as_ref().map(|(path, _)| path.as_str());
            if let Some((path, _)) = path.and_then(|path| self.folder.files.get_key_value(path)) {
                let named = titles::below(self.wish.below, header.title.clone());
                let title = self.take(path, named);
                self.files.insert(path, title);
            }
        }
        for path in self.folder.files.keys().map(String::as_str) {
            if self.files.contains_key(path) {
                continue;
            }
            let own = path
                .strip_prefix(FILES)
                .and_then(|own| own.strip_prefix('/'));
            let own = own.unwrap_or(path);
            let name = own.rsplit('/').next().unwrap_or(own);
            let named = |name| titles::of_name(self.wish.below, Namespace::File, name);
            let taken = named(name).is_ok_and(|it| self.taken.contains_key(&it.title.page_id()));
            let named = named(if taken { own } else { name });
            let title = self.take(path, named);
            self.files.insert(path, title);
        }
    }

    fn name_notes(&mut self, sheets: &Sheets<'a>) {
        for (path, sheet) in sheets {
            let named = match (&sheet.header, &sheet.title) {
                (Some(header), _) if header.file.is_some() => continue,
                (Some(header), _) => titles::below(self.wish.below, header.title.clone()),
                (None, Some(title)) => titles::of_text(self.wish.below, title),
                (None, None) => titles::of_path(self.wish.below, path),
            };
            match self.take(path, named) {
                Ok(title) => {
                    self.notes.insert(path, title);
                }
                Err(why) => self.skip(path, why),
            }
        }
    }

    /// Where the links of notes lead.
    fn shelf(&self, sheets: &Sheets<'a>) -> Shelf {
        let mut shelf = Shelf::default();
        let files = self.files.iter();
        let files = files.filter_map(|(path, title)| Some((*path, title.as_ref().ok()?)));
        let notes = self.notes.iter().map(|(path, title)| (*path, title));
        for (path, title) in files.chain(notes) {
            shelf.put(path, title.clone());
        }
        for (from, to) in self.moved(sheets) {
            shelf.moves(&from, &to);
        }
        shelf
    }

    /// Titles that lead to others, as notes say that were written from pages.
    fn moved(&self, sheets: &Sheets<'a>) -> Vec<(Title, Title)> {
        let mut moved = Vec::new();
        for (path, to) in &self.notes {
            let header = sheets.get(path).and_then(|sheet| sheet.header.as_ref());
            for alias in header.map_or(&[][..], |header| &header.aliases) {
                let from = Title::parse(alias).and_then(|it| titles::below(self.wish.below, it));
                let from = from.ok().map(|named| named.title);
                let from = from.filter(|from| !self.taken.contains_key(&from.page_id()));
                moved.extend(from.map(|from| (from, to.clone())));
            }
        }
        moved
    }

    fn made(mut self, sheets: &Sheets<'a>) -> Drafts {
        let shelf = self.shelf(sheets);
        let (mut texts, mut shown) = (Vec::new(), BTreeSet::new());
        for (path, title) in std::mem::take(&mut self.notes) {
            let Some(sheet) = sheets.get(path) else {
                continue;
            };
            let led = links::led_to(&sheet.text, path, &shelf);
            shown.extend(led.iter().map(|entry| entry.title.page_id()));
            let text = sheet.text_for_wiki((path, &shelf));
            if let Some(odd) = sheet.odd {
                self.drafts.odd.push((path.to_owned(), odd));
            }
            if text.trim().is_empty() {
                self.skip(path, Skip::Empty);
            } else if text.len() > MAX_TEXT_BYTES {
                self.skip(path, Skip::Large(MAX_TEXT_BYTES as u64));
            } else {
                texts.push((path, title, sheet.seen().to_vec(), text));
            }
            // For the titles that lead here.
            self.notes
                .extend(texts.last().map(|(path, title, ..)| (*path, title.clone())));
        }
        self.put_files(sheets, (&shelf, &shown));
        let moved = self.moved(sheets);
        let texts = texts.into_iter().map(|(path, title, seen, text)| Draft {
            title,
            path: path.to_owned(),
            seen,
            what: What::Text(text),
        });
        self.drafts.pages.extend(texts);
        self.drafts
            .pages
            .extend(moved.into_iter().map(|(from, to)| Draft {
                path: from.to_string(),
                title: from,
                seen: Vec::new(),
                what: What::Moved(to),
            }));
        self.drafts
    }

    /// Files that notes show or tell of, and those of the folder that is for them.
    fn put_files(&mut self, sheets: &Sheets<'a>, (shelf, shown): (&Shelf, &BTreeSet<PageId>)) {
        let mut told = BTreeMap::new();
        for (path, sheet) in sheets {
            if let Some((file, mime)) = sheet.header.as_ref().and_then(|it| it.file.as_ref()) {
                if self.files.contains_key(file.as_str()) {
                    told.insert(
                        file.as_str(),
                        (mime, sheet.text_for_wiki((*path, shelf)), sheet.seen()),
                    );
                } else {
                    self.skip(path, Skip::NoSuchFile(file.clone()));
                }
            }
        }
        for (path, title) in std::mem::take(&mut self.files) {
            let about = told.remove(path);
            let is_shown = title.as_ref().is_ok_and(|it| shown.contains(&it.page_id()));
            let own = path
                .strip_prefix(FILES)
                .is_some_and(|own| own.starts_with('/'));
            let size = self.folder.files.get(path).copied().unwrap_or_default();
            if about.is_none() && !is_shown && !own {
                self.drafts.unshown += 1;
                continue;
            }
            match title {
                Err(why) => self.skip(path, why),
                Ok(_) if size == 0 => self.skip(path, Skip::Empty),
                Ok(_) if size > self.wish.file_max => {
                    self.skip(path, Skip::Large(self.wish.file_max));
                }
                Ok(title) => {
                    let (mime, text, seen) = match about {
                        Some((mime, text, seen)) => (Some(mime.clone()), text, seen.to_vec()),
                        None => (None, String::new(), Vec::new()),
                    };
                    let path = path.to_owned();
                    let what = What::File {
                        path: path.clone(),
                        mime,
                        text,
                    };
                    self.drafts.pages.push(Draft {
                        title,
                        path,
                        seen,
                        what,
                    });
                }
            }
        }
    }
}
