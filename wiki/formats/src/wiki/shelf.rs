//! What lies in a folder, for links: they are followed as Obsidian follows them.

use std::collections::BTreeMap;

use secta_wiki::{PageId, title::Title};
use unicode_normalization::UnicodeNormalization;

/// The notes and files of a folder, by what links call them.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// By the path that a link would give: that of a note without `.md`.
    entries: BTreeMap<String, Entry>,
    /// The keys of entries with the same last part.
    names: BTreeMap<String, Vec<String>>,
    pages: BTreeMap<PageId, String>,
    /// Titles that lead to others.
    moved: BTreeMap<PageId, Title>,
}

/// A note or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path as a link gives it: that of a note without `.md`.
    pub path: String,
    /// The page that it is.
    pub title: Title,
}

impl Shelf {
    /// Puts a note or file there, by its whole path; a page's first one is where links to the page lead.
    pub fn put(&mut self, path: &str, title: Title) {
        let path = path.strip_suffix(".md").unwrap_or(path).to_owned();
        let key = folded(&path);
        let name = last(&key).to_owned();
        self.names.entry(name).or_default().push(key.clone());
        let page = title.page_id();
        self.pages.entry(page).or_insert_with(|| path.clone());
        self.entries.insert(key, Entry { path, title });
    }

    /// Says that a title leads to another.
    pub fn moves(&mut self, from: &Title, to: &Title) {
        self.moved.insert(from.page_id(), to.clone());
    }

    /// Takes a note or file away.
    pub fn take(&mut self, path: &str) {
        let key = folded(path.strip_suffix(".md").unwrap_or(path));
        let Some(entry) = self.entries.remove(&key) else {
            return;
        };
        if let Some(keys) = self.names.get_mut(last(&key)) {
            keys.retain(|other| *other != key);
        }
        let page = entry.title.page_id();
        if self.pages.get(&page) == Some(&entry.path) {
            self.pages.remove(&page);
        }
    }

    /// Says that a title leads to no other.
    pub fn stays(&mut self, title: &Title) {
        self.moved.remove(&title.page_id());
    }

    /// The page that a title leads to in the end.
    pub fn settled(&self, title: &Title) -> Title {
        let mut title = title;
        // Two may lead to one another.
        for _ in 0..8 {
            match self.moved.get(&title.page_id()) {
                Some(to) if !self.pages.contains_key(&title.page_id()) => title = to,
                Some(_) | None => break,
            }
        }
        title.clone()
    }

    /// Where a page lies, as a link gives it.
    pub fn path_of(&self, page: &PageId) -> Option<&str> {
        self.pages.get(page).map(String::as_str)
    }

    /// What a link leads to from a note: the whole path, or else the end of one, best in the same folder or least deep.
    pub fn find(&self, link: &str, from: &str) -> Option<&Entry> {
        let wanted = folded(link.trim().trim_end_matches('/'));
        let wanted = wanted.strip_suffix(".md").unwrap_or(&wanted);
        let folder = folder_of(from);
        if let Some(rooted) = wanted.strip_prefix('/') {
            return self.entries.get(rooted);
        }
        if wanted.starts_with("./") || wanted.starts_with("../") {
            return self.entries.get(&joined(&folded(folder), wanted)?);
        }
        if let Some(entry) = self.entries.get(wanted) {
            return Some(entry);
        }
        let ending = format!("/{wanted}");
        let near = format!("{}/", folded(folder));
        let keys = self.names.get(last(wanted))?.iter();
        let mut found: Vec<&String> = keys.filter(|key| key.ends_with(&ending)).collect();
        found.sort_by_cached_key(|key| {
            let far = folder.is_empty() || !key.starts_with(&near);
            (far, key.matches('/').count(), (*key).clone())
        });
        self.entries.get(*found.first()?)
    }

    /// What a link in Markdown's own form leads to: from the note's folder, or else as any link.
    pub fn find_beside(&self, link: &str, from: &str) -> Option<&Entry> {
        let wanted = folded(link.trim());
        let wanted = wanted.strip_suffix(".md").unwrap_or(&wanted);
        let beside = joined(&folded(folder_of(from)), wanted);
        let beside = beside.and_then(|key| self.entries.get(&key));
        beside
            .filter(|_| !wanted.starts_with('/'))
            .or_else(|| self.find(link, from))
    }
}

/// How links are compared.
pub(super) fn folded(path: &str) -> String {
    path.nfc().collect::<String>().to_lowercase()
}

/// The last part of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path from a folder on; `None` where it leads out of all folders.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> Shelf {
        let mut shelf = Shelf::default();
        for path in [
            "Чай.md",
            "а/Чай.md",
            "а/б/Мёд.md",
            "в/Мёд.md",
            "Файлы/кот.png",
        ] {
            let title = path.trim_end_matches(".md").parse().expect(path);
            shelf.put(path, title);
        }
        shelf
    }

    #[test]
    fn links_lead_where_obsidian_leads_them() {
        let shelf = shelf();
        let leads =
            |link: &str, from: &str| shelf.find(link, from).map(|found| found.path.as_str());
        assert_eq!(
            leads("чай", "а/Мята.md"),
            Some("Чай"),
            "a whole path comes first"
        );
        assert_eq!(leads("Мёд", "x.md"), Some("в/Мёд"), "then the least deep");
        assert_eq!(
            leads("Мёд", "а/x.md"),
            Some("а/б/Мёд"),
            "but rather one's own folder"
        );
        assert_eq!(leads("б/Мёд.md", "x.md"), Some("а/б/Мёд"));
        assert_eq!(leads("./Чай", "а/x.md"), Some("а/Чай"));
        assert_eq!(leads("/а/Чай", "в/x.md"), Some("а/Чай"));
        assert_eq!(leads("кот.png", "x.md"), Some("Файлы/кот.png"));
        assert_eq!(leads("../../../etc/passwd", "а/x.md"), None);
        assert_eq!(leads("нет", "x.md"), None);
        let beside = shelf.find_beside("Чай.md", "а/x.md");
        assert_eq!(beside.map(|found| found.path.as_str()), Some("а/Чай"));
    }

    #[test]
    fn titles_that_lead_to_one_another_end_somewhere() {
        let mut shelf = Shelf::default();
        let (one, two): (Title, Title) = ("а".parse().expect("one"), "б".parse().expect("two"));
        shelf.moves(&one, &two);
        shelf.moves(&two, &one);
        assert!([&one, &two].contains(&&shelf.settled(&one)));
    }
}
