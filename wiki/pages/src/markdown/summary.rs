//! A text as words: for chats, feeds and search.

use comrak::{
    Arena, Node,
    arena_tree::NodeEdge,
    nodes::{NodeValue, NodeWikiLink},
};

use super::{
    parse::parse,
    target::{self, Target},
};

/// The first paragraph of a text as plain words, cut between words at so many letters.
pub fn summary(text: &str, letters: usize) -> String {
    let arena = Arena::new();
    let parsed = parse(&arena, text);
    let paragraphs = parsed
        .root
        .children()
        .filter(|node| matches!(node.data().value, NodeValue::Paragraph));
    let first = paragraphs.map(words).find(|words| !words.is_empty());
    shortened(first.unwrap_or_default(), letters)
}

/// All of a text as plain words: code and names of links too, addresses, HTML and what is shown from elsewhere not.
pub fn plain(text: &str) -> String {
    let arena = Arena::new();
    words(parse(&arena, text).root)
}

/// At most so many letters of a text, cut between words if one ends in its last third.
fn shortened(text: String, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text;
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    let whole = kept
        .rfind(' ')
        .filter(|at| at * 3 > kept.len() * 2)
        .unwrap_or(kept.len());
    let kept = kept[..whole].trim_end_matches(|c: char| !c.is_alphanumeric());
    match letters {
        0 => String::new(),
        _ => format!("{kept}…"),
    }
}

/// The words of a node, with single spaces.
pub(super) fn words(node: Node<'_>) -> String {
    let mut words = String::new();
    for edge in node.traverse() {
        match edge {
            NodeEdge::Start(node) => begin(node, &mut words),
            NodeEdge::End(node) if node.data().value.block() => words.push(' '),
            NodeEdge::End(_) => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn begin(node: Node<'_>, words: &mut String) {
    match &node.data().value {
        NodeValue::Text(text) if !is_in_link(node) => words.push_str(text),
        NodeValue::Code(code) => words.push_str(&code.literal),
        NodeValue::CodeBlock(code) => words.push_str(&code.literal),
        NodeValue::WikiLink(link) if !link.embed => words.push_str(&name(node, link)),
        NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
        // Other nodes have no words of their own.
        _ => {}
    }
}

fn is_in_link(text: Node<'_>) -> bool {
    text.parent()
        .is_some_and(|parent| matches!(parent.data().value, NodeValue::WikiLink(_)))
}

/// What a link in double brackets shows: its name, or what it leads to.
pub(super) fn name(node: Node<'_>, link: &NodeWikiLink) -> String {
    let target = target::wiki(&link.url, link.embed);
    if matches!(target, Target::Category(_)) {
        return String::new();
    }
    let written = node.collect_text();
    if written != link.url || matches!(target, Target::Faulty(_)) {
        return written;
    }
    match target {
        Target::Here(heading) => heading,
        Target::Page(_, _) | Target::Category(_) | Target::Faulty(_) => {
            let shown = written.trim_start_matches(':');
            shown.replace('#', " › ").trim().to_owned()
        }
    }
}
