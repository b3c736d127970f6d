//! Links with the places where they stand, for whoever writes them anew.

use std::ops::Range;

use comrak::{
    Arena, Node,
    nodes::{NodeLink, NodeValue, NodeWikiLink, Sourcepos},
};

use super::{
    PageLink, front,
    parse::{Parsed, parse},
    render::outside,
    target::{self, Target},
};

/// The most brackets of a line that are tried for one link.
const MAX_TRIED: usize = 50;
/// The longest link that is looked at, in bytes.
const MAX_LINK: usize = 4000;

/// A link as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Where it stands, with its brackets and the mark of what is shown within the page.
    pub bytes: Range<usize>,
    /// Whether it stands in double brackets; else it has Markdown's own form.
    pub wiki: bool,
    /// Whether it shows what it leads to.
    pub embed: bool,
    /// Whether it stands in a table, where bars are escaped.
    pub in_table: bool,
    /// Where it leads, as it is meant: without escapes.
    pub target: String,
    /// Its name, as it is written.
    pub name: Option<String>,
    /// The page that the wiki takes it for.
    pub leads: Option<PageLink>,
}

/// Where the text begins after its front matter, as the wiki reads it.
pub fn front_end(text: &str) -> usize {
    front::end(text)
}

/// The page that a link in double brackets leads to, if it is another one's.
pub fn leads(target: &str, embed: bool) -> Option<PageLink> {
    led(target::wiki(target, embed))
}

/// The links of a text to pages and files, in the order in which they stand; what stands in code is none.
pub fn spots(text: &str) -> Vec<Spot> {
    let arena = Arena::new();
    let parsed = parse(&arena, text);
    let mut found: Vec<Spot> = Vec::new();
    for node in parsed.root.descendants() {
        let data = node.data();
        let after = found.last().map_or(0, |spot| spot.bytes.end);
        let spot = match &data.value {
            NodeValue::WikiLink(link) => in_brackets(&parsed, data.sourcepos, link, after),
            NodeValue::Link(link) => in_markdown(&parsed, data.sourcepos, link, false),
            NodeValue::Image(link) => in_markdown(&parsed, data.sourcepos, link, true),
            // Nothing else in Markdown leads anywhere.
            _ => None,
        };
        let spot = spot.filter(|spot| spot.bytes.start >= after);
        found.extend(spot.map(|spot| Spot {
            in_table: is_in_table(node),
            ..spot
        }));
    }
    found
}

fn led(target: Target) -> Option<PageLink> {
    match target {
        Target::Page(title, heading) => Some(PageLink { title, heading }),
        Target::Category(title) => Some(PageLink {
            title,
            heading: None,
        }),
        Target::Here(_) | Target::Faulty(_) => None,
    }
}

fn is_in_table(node: Node<'_>) -> bool {
    node.ancestors()
        .any(|above| matches!(above.data().value, NodeValue::TableCell))
}

/// A link in double brackets: where the parser says, or behind that in the line, as escapes in tables move it.
fn in_brackets(
    parsed: &Parsed<'_, '_>,
    place: Sourcepos,
    link: &NodeWikiLink,
    after: usize,
) -> Option<Spot> {
    let (start, end) = (parsed.start(place)?.max(after), parsed.line_end(place));
    let brackets = parsed.text.get(start..end)?.match_indices("[[");
    let mut tried = brackets.map(|(at, _)| start + at).take(MAX_TRIED);
    tried.find_map(|at| {
        let inner = at + 2;
        let inside = parsed.text.get(inner..end)?;
        let inside = &inside[..inside.find("]]").filter(|length| *length <= MAX_LINK)?];
        let bar = inside.find('|');
        let written = bar.map_or(inside, |bar| inside[..bar].trim_end_matches('\\'));
        (read(&format!("[[{written}]]"), true)? == link.url).then(|| Spot {
            bytes: at - usize::from(link.embed)..inner + inside.len() + 2,
            wiki: true,
            embed: link.embed,
            in_table: false,
            target: link.url.clone(),
            name: bar.map(|bar| inside[bar + 1..].to_owned()),
            leads: leads(&link.url, link.embed),
        })
    })
}

/// A link in Markdown's own form, `[name](target)`; others, by reference or as bare addresses, are left alone.
fn in_markdown(
    parsed: &Parsed<'_, '_>,
    place: Sourcepos,
    link: &NodeLink,
    embed: bool,
) -> Option<Spot> {
    if outside(&link.url).is_some() || link.url.len() > MAX_LINK {
        return None;
    }
    let bytes = parsed.start(place)?..parsed.end(place)?;
    let written = parsed.text.get(bytes.clone())?;
    let begun = written.strip_prefix('!').filter(|_| embed);
    let inside = begun.unwrap_or(written).strip_prefix('[')?;
    let at = inside.rfind("](").filter(|_| inside.ends_with(')'))?;
    (read(written, false)? == link.url).then(|| Spot {
        bytes,
        wiki: false,
        embed,
        in_table: false,
        target: target::percent_decoded(&link.url).unwrap_or_default(),
        name: Some(inside[..at].to_owned()),
        leads: target::relative(&link.url).and_then(led),
    })
}

/// What the parser takes a link alone for.
fn read(written: &str, wiki: bool) -> Option<String> {
    let arena = Arena::new();
    let parsed = parse(&arena, written);
    parsed
        .root
        .descendants()
        .find_map(|node| match &node.data().value {
            NodeValue::WikiLink(link) if wiki => Some(link.url.clone()),
            NodeValue::Link(link) | NodeValue::Image(link) if !wiki => Some(link.url.clone()),
            // Only links lead somewhere.
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Vec<&str> {
        let spots = spots(text);
        spots.iter().map(|spot| &text[spot.bytes.clone()]).collect()
    }

    #[test]
    fn every_link_is_found_where_it_stands() {
        let text = "---\na: \"[[x]]\"\n---\nДа [[Дюна]], ![[кот.png|300]] и [сад](../Сад.md#Розы).\n\n\
            `[[Код]]` [[#Тут]] ![](a%20b.png) <https://x.example> [y](https://y.example)\n\n\
            | a\\|b [[Один\\|имя]] | [[Два]] |\n|-|-|\n| [[Три#Раз\\|имя]] | x |\n";
        assert_eq!(
            written(text),
            [
                "[[Дюна]]",
                "![[кот.png|300]]",
                "[сад](../Сад.md#Розы)",
                "[[#Тут]]",
                "![](a%20b.png)",
                "[[Один\\|имя]]",
                "[[Два]]",
                "[[Три#Раз\\|имя]]",
            ]
        );
        let spots = spots(text);
        assert_eq!(spots[2].target, "../Сад.md#Розы");
        assert_eq!(spots[4].target, "a b.png");
        assert_eq!(spots[5].name.as_deref(), Some("имя"));
        assert!(spots[5].in_table && !spots[0].in_table);
        let leads = |at: usize| spots[at].leads.as_ref().map(|it| it.title.to_string());
        assert_eq!(leads(1).as_deref(), Some("Файл:кот.png"));
        assert_eq!((leads(2), leads(3)), (None, None));
    }
}
