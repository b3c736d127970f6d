//! Links of the wiki as links of a folder, and back.

use secta_wiki::markdown::{PageLink, Spot, leads, spots};

use super::shelf::{Entry, Shelf};

/// A text of the wiki as it stands in a note: what Obsidian would not find, or would find elsewhere, gets its path.
///
/// A link that would not come back as it is stays as it is.
pub fn to_folder(text: &str, from: &str, shelf: &Shelf) -> String {
    rewritten(text, |spot| {
        outward(&text[spot.bytes.clone()], spot, from, shelf)
    })
}

/// The text of a note as it stands in the wiki: what leads to a note or a file of the folder leads to its page.
pub fn to_wiki(text: &str, from: &str, shelf: &Shelf) -> String {
    rewritten(text, |spot| inward(spot, from, shelf))
}

/// The titles of what a note links to or shows.
pub fn led_to<'s>(text: &str, from: &str, shelf: &'s Shelf) -> Vec<&'s Entry> {
    let found = spots(text);
    found
        .iter()
        .filter_map(|spot| target_of(spot, from, shelf))
        .collect()
}

fn rewritten(text: &str, mut with: impl FnMut(&Spot) -> Option<String>) -> String {
    let (mut new, mut at) = (String::with_capacity(text.len()), 0);
    for spot in spots(text) {
        if let Some(link) = with(&spot) {
            new.push_str(&text[at..spot.bytes.start]);
            new.push_str(&link);
            at = spot.bytes.end;
        }
    }
    new.push_str(&text[at..]);
    new
}

/// What a link leads to in the folder.
fn target_of<'s>(spot: &Spot, from: &str, shelf: &'s Shelf) -> Option<&'s Entry> {
    let (path, _) = parted(&spot.target);
    if path.trim().is_empty() {
        return None;
    }
    match spot.wiki {
        true => shelf.find(path, from),
        false => shelf.find_beside(path, from),
    }
}

fn inward(spot: &Spot, from: &str, shelf: &Shelf) -> Option<String> {
    let Some(entry) = target_of(spot, from, shelf) else {
        return rooted(spot);
    };
    let lead = PageLink {
        title: entry.title.clone(),
        heading: heading(&spot.target),
    };
    let leads_there = |link: &PageLink| {
        shelf.settled(&link.title).page_id() == lead.title.page_id() && link.heading == lead.heading
    };
    let name = spot.name.as_deref().filter(|name| !name.is_empty());
    let bang = if spot.embed { "!" } else { "" };
    if spot.wiki {
        let named = name.and_then(|name| leads(name, spot.embed));
        if let Some(name) = name.filter(|_| named.is_some_and(|link| leads_there(&link))) {
            return Some(format!("{bang}[[{name}]]"));
        }
    }
    if spot.leads.as_ref().is_some_and(leads_there) {
        return None;
    }
    let (_, behind) = parted(&spot.target);
    // A link to a category is not to file the page in it.
    let colon = match lead.title.namespace() {
        secta_wiki::title::Namespace::Category if !spot.embed => ":",
        _ => "",
    };
    let target = format!("{colon}{}{behind}", lead.title);
    let shown = match name {
        Some(name) => Some(name.to_owned()),
        None if spot.wiki && !spot.embed => Some(spot.target.trim_start_matches('/').to_owned()),
        None => None,
    };
    let fits = |shown: &String| spot.wiki || !shown.contains(['[', ']', '|', '\\', '\n', '\r']);
    if !shown.as_ref().is_none_or(fits) {
        return None;
    }
    Some(link(spot, &target, shown.as_deref()))
}

/// A link from the folder's root to what is not there: to a page that nobody has written.
fn rooted(spot: &Spot) -> Option<String> {
    let target = spot.target.strip_prefix('/').filter(|_| spot.wiki)?;
    let lead = leads(target, spot.embed)?;
    let name = spot.name.as_deref().filter(|name| !name.is_empty());
    let bang = if spot.embed { "!" } else { "" };
    match name {
        Some(name) if leads(name, spot.embed).as_ref() == Some(&lead) => {
            Some(format!("{bang}[[{name}]]"))
        }
        name => Some(link(spot, target, name)),
    }
}

fn outward(written: &str, spot: &Spot, from: &str, shelf: &Shelf) -> Option<String> {
    let lead = spot.leads.as_ref().filter(|_| spot.wiki)?;
    let page = shelf.settled(&lead.title).page_id();
    let wanted = shelf.path_of(&page);
    let found = target_of(spot, from, shelf).map(|entry| entry.path.as_str());
    let stands = |link: Option<String>| link.as_deref().unwrap_or(written) == written;
    if found == wanted && stands(inward(spot, from, shelf)) {
        return None;
    }
    let (_, behind) = parted(&spot.target);
    let paths = match wanted {
        Some(path) => vec![path.to_owned(), format!("/{path}")],
        // Nobody has written it: it is to lead nowhere, and not to a page of another folder.
        None => vec![format!("/{}", lead.title.name())],
    };
    let shown = spot.name.as_deref().unwrap_or(&spot.target);
    let tried = paths.into_iter().map(|path| Spot {
        target: format!("{path}{behind}"),
        name: Some(shown.to_owned()),
        leads: leads(&format!("{path}{behind}"), spot.embed),
        ..spot.clone()
    });
    let mut tried = tried.filter(|tried| {
        let there = target_of(tried, from, shelf).map(|entry| entry.path.as_str());
        there == wanted && inward(tried, from, shelf).as_deref() == Some(written)
    });
    let tried = tried.next()?;
    Some(link(&tried, &tried.target, tried.name.as_deref()))
}

/// A link in double brackets; in tables a bar is escaped.
fn link(spot: &Spot, target: &str, name: Option<&str>) -> String {
    let bang = if spot.embed { "!" } else { "" };
    let bar = if spot.in_table { "\\|" } else { "|" };
    match name {
        Some(name) => format!("{bang}[[{target}{bar}{name}]]"),
        None => format!("{bang}[[{target}]]"),
    }
}

/// The path of a target, and what stands behind it from the number sign on.
fn parted(target: &str) -> (&str, &str) {
    match target.find('#') {
        Some(at) => target.split_at(at),
        None => (target, ""),
    }
}

/// The heading of a target: the last of a path of them is the one that is meant.
fn heading(target: &str) -> Option<String> {
    let (_, behind) = parted(target);
    let heading = behind.rsplit('#').next()?.trim();
    (!heading.is_empty()).then(|| heading.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> Shelf {
        let mut shelf = Shelf::default();
        for (path, title) in [
            ("Дюна роман.md", "Дюна: роман"),
            ("а/Чай.md", "а/Чай"),
            ("Категория/Книги.md", "Категория:Книги"),
            ("Файлы/кот.png", "Файл:кот.png"),
            ("Файлы/к т.png", "Файл:к?т.png"),
        ] {
            shelf.put(path, title.parse().expect(title));
        }
        let old = "Старое".parse().expect("a title");
        shelf.moves(&old, &"Дюна: роман".parse().expect("a title"));
        shelf
    }

    #[test]
    fn names_that_had_to_change_get_their_path_and_come_back() {
        let shelf = shelf();
        for (wiki, note) in [
            ("[[Дюна: роман]]", "[[Дюна роман|Дюна: роман]]"),
            (
                "[[дюна: роман#Конец]]",
                "[[Дюна роман#Конец|дюна: роман#Конец]]",
            ),
            ("[[Дюна: роман|имя]]", "[[Дюна роман|имя]]"),
            ("[[а/Чай]]", "[[а/Чай]]"),
            ("[[Чай]]", "[[/Чай|Чай]]"),
            ("[[Нет такой]]", "[[Нет такой]]"),
            ("[[Категория:Книги]]", "[[Категория/Книги|Категория:Книги]]"),
            (
                "[[:Категория:Книги]]",
                "[[Категория/Книги|:Категория:Книги]]",
            ),
            ("[[Старое]]", "[[Дюна роман|Старое]]"),
            ("![[кот.png|300]]", "![[кот.png|300]]"),
            ("![[к?т.png]]", "![[Файлы/к т.png|к?т.png]]"),
            ("![[Файл:к?т.png|300]]", "![[Файлы/к т.png|300]]"),
            ("`[[Дюна: роман]]`", "`[[Дюна: роман]]`"),
            (
                "| [[Дюна: роман]] |\n|-|",
                "| [[Дюна роман\\|Дюна: роман]] |\n|-|",
            ),
        ] {
            assert_eq!(to_folder(wiki, "x.md", &shelf), note);
            assert_eq!(to_wiki(note, "x.md", &shelf), wiki);
        }
    }

    #[test]
    fn links_of_any_folder_become_links_of_the_wiki() {
        let shelf = shelf();
        for (note, wiki) in [
            ("[[Чай]]", "[[а/Чай|Чай]]"),
            ("[[Чай#Мята|мята]]", "[[а/Чай#Мята|мята]]"),
            ("[сад](../а/Чай.md#Мята)", "[сад](../а/Чай.md#Мята)"),
            ("[сад](а/%D0%A7ай.md)", "[сад](а/%D0%A7ай.md)"),
            ("[сад](Чай.md)", "[[а/Чай|сад]]"),
            ("![](Файлы/кот.png)", "![](Файлы/кот.png)"),
            ("![вид](Файлы/к%20т.png)", "![[Файл:к?т.png|вид]]"),
            (
                "[[Категория/Книги]]",
                "[[:Категория:Книги|Категория/Книги]]",
            ),
            (
                "[x](https://x.example/Чай.md)",
                "[x](https://x.example/Чай.md)",
            ),
            ("[[../../etc/passwd]]", "[[../../etc/passwd]]"),
        ] {
            assert_eq!(to_wiki(note, "x.md", &shelf), wiki, "{note}");
        }
    }
}
