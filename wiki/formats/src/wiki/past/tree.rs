//! The files of a wiki at some moment, and what of them a commit changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use secta_wiki::{
    PageId,
    markdown::spots,
    revision::Attachment,
    title::{Namespace, Title},
};

use super::{
    super::{
        FILES,
        layout::Layout,
        page::{Page, Shown, mime},
        sheet::Sheet,
        shelf::{self, Shelf},
    },
    Bytes, stream,
};

/// The files of a wiki.
#[derive(Default)]
pub(super) struct Tree {
    layout: Layout,
    shelf: Shelf,
    pages: BTreeMap<PageId, Page>,
    /// What each file says, or is.
    files: BTreeMap<String, Content>,
    /// The paths of each page.
    places: BTreeMap<PageId, Vec<String>>,
    /// Titles that lead to others.
    moved: BTreeMap<PageId, (Title, PageId)>,
    aliases: BTreeMap<PageId, BTreeMap<PageId, String>>,
    /// Pages whose links may lead elsewhere when something comes or goes, by what links call it.
    linking: BTreeMap<String, BTreeSet<PageId>>,
    /// Pages whose files are to be looked at.
    dirty: BTreeSet<PageId>,
}

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    Note([u8; 32]),
    File([u8; 32]),
    /// One that is there, whatever it holds.
    There,
}

impl Content {
    fn note(text: &str) -> Self {
        Self::Note(*blake3::hash(text.as_bytes()).as_bytes())
    }
}

impl Tree {
    /// Takes what lies in the repository.
    pub fn read(&mut self, files: &BTreeMap<String, Option<String>>) {
        let mut sheets = BTreeMap::new();
        for (path, text) in files {
            let sheet = text.as_deref().map(Sheet::read);
            let content = text.as_deref().map_or(Content::There, Content::note);
            self.files.insert(path.clone(), content);
            sheets.extend(sheet.map(|sheet| (path, sheet)));
        }
        for (path, header) in sheets
            .iter()
            .filter_map(|(path, it)| Some((path, it.header.as_ref()?)))
        {
            self.layout.keep_note(&header.title, path);
            let places = self.places.entry(header.title.page_id()).or_default();
            places.push((*path).clone());
            let file = header.file.as_ref().map(|(file, _)| file);
            if let Some(file) = file {
                self.layout.keep_file(&header.title, file);
                places.push(file.clone());
            }
            let place = file.map_or(path.as_str(), String::as_str);
            self.shelf.put(place, header.title.clone());
        }
        let told: BTreeSet<String> = self.places.values().flatten().cloned().collect();
        for path in files.keys().filter(|path| !told.contains(*path)) {
            let name = path
                .strip_prefix(FILES)
                .and_then(|name| name.strip_prefix('/'));
            if let Some(Ok(title)) = name.map(|name| Title::new(Namespace::File, name)) {
                self.layout.keep_file(&title, path);
                self.places.insert(title.page_id(), vec![path.clone()]);
                self.shelf.put(path, title.clone());
                let shown = Shown::File(attachment(&title, mime(path), String::new()));
                self.pages.insert(title.page_id(), page(title, shown));
            }
        }
        for (path, sheet) in sheets {
            let Some(header) = sheet.header.clone() else {
                continue;
            };
            let text = sheet.text_for_wiki((path.as_str(), &self.shelf));
            let shown = match &header.file {
                Some((_, mime)) => Shown::File(attachment(&header.title, mime, text)),
                None => Shown::Text(text),
            };
            let page = Page {
                revisions: header.revisions,
                author: header.author,
                time_ms: header.time_ms,
                ..page(header.title, shown)
            };
            self.index(&page);
            self.pages.insert(page.title.page_id(), page);
        }
    }

    /// Says that a title leads to another.
    pub fn moves(&mut self, from: &Title, to: &Title) {
        self.stays(&from.page_id());
        self.shelf.moves(from, to);
        let (page, target) = (from.page_id(), to.page_id());
        self.dirty.insert(target);
        self.moved.insert(page, (from.clone(), target));
        let aliases = self.aliases.entry(target).or_default();
        aliases.insert(page, from.to_string());
        self.touch(&page_key(&page));
    }

    /// Says that a title leads nowhere else.
    pub fn stays(&mut self, page: &PageId) {
        if let Some((from, target)) = self.moved.remove(page) {
            self.shelf.stays(&from);
            self.dirty.insert(target);
            if let Some(aliases) = self.aliases.get_mut(&target) {
                aliases.remove(page);
            }
            self.touch(&page_key(page));
        }
    }

    /// Gives a page another title, if it is there and nothing is under the new one; returns the old path and the new one.
    pub fn rename(&mut self, from: &PageId, to: &Title) -> Option<(String, String)> {
        let there = self.pages.contains_key(&to.page_id());
        let page = self
            .pages
            .get(from)
            .filter(|page| !there && page.file().is_none())?;
        let page = Page {
            title: to.clone(),
            ..page.clone()
        };
        let old = self.places.get(from)?.first()?.clone();
        let new = self.layout.note(to);
        let content = self.files.remove(&old)?;
        self.set(from, None);
        self.places.remove(from);
        self.files.insert(new.clone(), content);
        self.places.insert(to.page_id(), vec![new.clone()]);
        self.set(&to.page_id(), Some(page));
        Some((old, new))
    }

    /// Says what a page is now.
    pub fn set(&mut self, id: &PageId, page: Option<Page>) {
        self.dirty.insert(*id);
        let place = |page: &Page, layout: &mut Layout| match page.file() {
            Some(_) => layout.file(&page.title),
            None => layout.note(&page.title),
        };
        let before = self
            .pages
            .remove(id)
            .map(|page| place(&page, &mut self.layout));
        let after = page.as_ref().map(|page| place(page, &mut self.layout));
        if let Some(path) = before.as_ref().filter(|_| before != after) {
            self.shelf.take(path);
        }
        if let Some(page) = page {
            self.index(&page);
            if let Some(path) = after.as_ref().filter(|_| before != after) {
                self.shelf.put(path, page.title.clone());
            }
            self.pages.insert(*id, page);
        }
        if before == after {
            return;
        }
        for path in [before, after].into_iter().flatten() {
            self.touch(&name_key(&path));
        }
        self.touch(&page_key(id));
    }

    /// Remembers what a page links to.
    fn index(&mut self, page: &Page) {
        let id = page.title.page_id();
        for spot in spots(page.text()) {
            let path = spot.target.split('#').next().unwrap_or_default();
            self.linking.entry(name_key(path)).or_default().insert(id);
            if let Some(link) = &spot.leads {
                let key = page_key(&link.title.page_id());
                self.linking.entry(key).or_default().insert(id);
            }
        }
    }

    fn touch(&mut self, key: &str) {
        let linking = self.linking.get(key).into_iter().flatten();
        self.dirty.extend(linking.copied());
    }

    /// Writes what has changed since the last time.
    pub fn changes(&mut self, out: &mut dyn Write, bytes: Bytes<'_>) -> io::Result<()> {
        let mut puts = Vec::new();
        for id in std::mem::take(&mut self.dirty) {
            let mut wanted = self.wanted(&id);
            for path in self.places.remove(&id).unwrap_or_default() {
                let stays = wanted.iter().any(|(other, ..)| *other == path);
                if !stays && self.files.remove(&path).is_some() {
                    stream::remove(out, &path)?;
                }
            }
            let places: Vec<String> = wanted.iter().map(|(path, ..)| path.clone()).collect();
            if !places.is_empty() {
                self.places.insert(id, places);
            }
            wanted.retain(|(path, content, _)| {
                let there = self.files.get(path);
                let same =
                    there == Some(content) || (there.is_some() && *content == Content::There);
                !same
            });
            puts.append(&mut wanted);
        }
        for (path, content, what) in puts {
            match what {
                Put::Note(text) => stream::put(out, &path, text.as_bytes())?,
                Put::File(file) => match bytes(&file)? {
                    Some(bytes) => stream::put(out, &path, &bytes)?,
                    None => continue,
                },
            }
            self.files.insert(path, content);
        }
        Ok(())
    }

    /// The files of a page as they are to be.
    fn wanted(&mut self, id: &PageId) -> Vec<(String, Content, Put)> {
        let Some(page) = self.pages.get(id) else {
            return Vec::new();
        };
        let file = page.file().map(|_| self.layout.file(&page.title));
        let mut wanted = Vec::new();
        if page.has_note(file.as_deref()) {
            let path = self.layout.note(&page.title);
            let aliases = self.aliases.get(id).into_iter().flatten();
            let aliases = aliases.map(|(_, title)| title.clone()).collect();
            let text = page.note(aliases, file.as_deref(), (path.as_str(), &self.shelf));
            wanted.push((path, Content::note(&text), Put::Note(text)));
        }
        if let (Some(path), Some(file)) = (file, page.file()) {
            // One that was read from the repository is there.
            let content = match file.bytes {
                0 => Content::There,
                _ => Content::File(file.blake3),
            };
            wanted.push((path, content, Put::File(file.clone())));
        }
        wanted
    }
}

enum Put {
    Note(String),
    File(Attachment),
}

fn page(title: Title, shown: Shown) -> Page {
    Page {
        title,
        revisions: Vec::new(),
        author: None,
        time_ms: None,
        shown,
    }
}

/// A file that was read from the repository: it has no bytes here.
fn attachment(title: &Title, mime: &str, text: String) -> Attachment {
    Attachment {
        name: title.name().to_owned(),
        content_type: mime.to_owned(),
        bytes: 0,
        blake3: [0; 32],
        text,
    }
}

fn name_key(path: &str) -> String {
    let path = shelf::folded(path.trim());
    let path = path.strip_suffix(".md").unwrap_or(&path);
    format!("n:{}", shelf::last(path))
}

fn page_key(page: &PageId) -> String {
    format!("p:{page}")
}
