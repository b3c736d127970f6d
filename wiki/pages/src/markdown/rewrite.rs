//! Links written anew when the page that they lead to is called otherwise.

use std::ops::Range;

use comrak::{
    Arena,
    nodes::{NodeValue, Sourcepos},
};

use super::{
    parse::{Parsed, parse},
    target::{self, Target},
};
use crate::title::{Language, Namespace, Title};

/// A text whose links to one page lead to another: headings, names and everything else stay as they are.
///
/// `None` if nothing leads there. Links in Markdown's own form (`[name](Page.md)`) are left to the old page's redirect.
pub fn rewrite_links(text: &str, from: &Title, to: &Title) -> Option<String> {
    let arena = Arena::new();
    let parsed = parse(&arena, text);
    let mut places: Vec<Place> = Vec::new();
    for node in parsed.root.descendants() {
        let data = node.data();
        let NodeValue::WikiLink(link) = &data.value else {
            continue;
        };
        if leads_to(&target::wiki(&link.url, link.embed), from) {
            let after = places.last().map_or(0, |place| place.title.end);
            places.extend(place(&parsed, data.sourcepos, from, after));
        }
    }
    if places.is_empty() {
        return None;
    }
    places.sort_by_key(|place| place.title.start);
    let (mut new, mut at) = (String::with_capacity(text.len()), 0);
    for place in places {
        new.push_str(&text[at..place.title.start]);
        new.push_str(&written(&text[place.title.clone()], to, place.embed));
        at = place.title.end;
    }
    new.push_str(&text[at..]);
    Some(new)
}

fn leads_to(target: &Target, page: &Title) -> bool {
    match target {
        Target::Page(title, _) | Target::Category(title) => title.page_id() == page.page_id(),
        Target::Here(_) | Target::Faulty(_) => false,
    }
}

/// The most brackets of a line that are tried for one link.
const MAX_TRIED: usize = 50;

/// The longest target that is read, in bytes; the parser's links are no longer.
const MAX_TARGET: usize = 1000;

/// Where a title stands in a text.
struct Place {
    title: Range<usize>,
    embed: bool,
}

/// Where the title of a link stands: where the parser says, or behind that in the line,
/// as escaped bars in the cell of a table move it.
fn place(
    parsed: &Parsed<'_, '_>,
    sourcepos: Sourcepos,
    from: &Title,
    after: usize,
) -> Option<Place> {
    let end = parsed.line_end(sourcepos);
    let start = parsed.start(sourcepos)?;
    let start = match (start..end).contains(&after) {
        true => after,
        false => start,
    };
    let brackets = parsed.text.get(start..end)?.match_indices("[[");
    let mut tried = brackets.map(|(at, _)| start + at).take(MAX_TRIED);
    tried.find_map(|at| {
        let embed = parsed.text[..at].ends_with('!');
        let title = title_range(parsed.text, at + 2, from)?;
        Some(Place { title, embed })
    })
}

/// What stands before the name of a link, as the parser reads it.
fn clean(written: &str) -> String {
    // Entities and escapes are the parser's business: a small document of this link alone.
    let arena = Arena::new();
    let link = format!("[[{written}]]");
    let parsed = parse(&arena, &link);
    let url = parsed.root.descendants().find_map(|node| {
        let NodeValue::WikiLink(link) = &node.data().value else {
            return None;
        };
        Some(link.url.clone())
    });
    url.unwrap_or_default()
}

/// Where what names the target ends: at the bar or the brackets.
fn link_end(text: &str, start: usize) -> usize {
    let end = text[start..]
        .find(['|', ']', '['])
        .map_or(text.len(), |at| start + at);
    let bar = text[end..].starts_with('|') && text[start..end].ends_with('\\');
    end - usize::from(bar)
}

/// Where the title alone stands, without a colon before it, the heading behind it and spaces around it,
/// if it is that of a page.
fn title_range(text: &str, start: usize, page: &Title) -> Option<Range<usize>> {
    let end = link_end(text, start);
    let written = text.get(start..end).filter(|it| it.len() <= MAX_TARGET)?;
    // A number sign may also be a part of an entity.
    let headings = written.match_indices('#').map(|(at, _)| at);
    let parts = headings
        .chain([written.len()])
        .map(|at| written[..at].trim_end());
    let mut names = parts.filter_map(|part| {
        let begun = part.trim_start();
        let begun = begun.strip_prefix(':').map_or(begun, str::trim_start);
        let range = start + part.len() - begun.len()..start + part.len();
        (!begun.is_empty()).then_some(range)
    });
    names.find(|range| leads_to(&target::wiki(&clean(&text[range.clone()]), true), page))
}

/// A title as it stands in a link, with a prefix in the language of the one before.
fn written(before: &str, to: &Title, embed: bool) -> String {
    let prefix = before.split_once(':').map(|(prefix, _)| prefix.trim());
    let english = Namespace::ALL
        .into_iter()
        .filter_map(|namespace| namespace.prefix(Language::English))
        .any(|known| prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(known)));
    let title = match english {
        true => to.prefixed(Language::English),
        false => to.prefixed(Language::Russian),
    };
    let was_category =
        matches!(Title::parse(before), Ok(title) if title.namespace() == Namespace::Category);
    match to.namespace() {
        // It would be filed into the category, where it was a link.
        Namespace::Category if !was_category && !embed => format!(":{title}"),
        Namespace::Category | Namespace::Page | Namespace::Commons | Namespace::File => title,
    }
}
