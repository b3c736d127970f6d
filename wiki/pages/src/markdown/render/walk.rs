//! The way through a text's tree, node by node, without recursion that the text could drive.

use comrak::{Node, nodes::NodeValue};

use super::{
    blocks, inlines,
    page::{Page, Shown},
};

/// The most nodes within each other that are shown as what they are; deeper ones are shown as their text.
const MAX_DEPTH: usize = 60;

/// What follows once a node was begun.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// What it holds is written.
    Within,
    /// It was written whole.
    Done,
}

enum Step<'a> {
    Enter(Node<'a>, usize),
    Leave(Node<'a>),
}

/// Writes a text.
pub(super) fn walk<'a>(page: &mut Page<'_>, mut shown: Shown<'_>, root: Node<'a>) {
    let mut steps = vec![Step::Enter(root, 0)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(_, _) if page.html.is_full() => {}
            Step::Enter(node, depth) if depth > MAX_DEPTH => {
                flat(page, node);
                let within = node.reverse_children();
                steps.extend(within.map(|node| Step::Enter(node, depth + 1)));
            }
            Step::Enter(node, depth) => {
                steps.push(Step::Leave(node));
                if enter(page, &mut shown, node) == Then::Within {
                    let within = node.reverse_children();
                    steps.extend(within.map(|node| Step::Enter(node, depth + 1)));
                }
            }
            Step::Leave(node) => leave(page, &mut shown, node),
        }
    }
}

fn enter(page: &mut Page<'_>, shown: &mut Shown<'_>, node: Node<'_>) -> Then {
    match node.data().value.block() {
        true => blocks::enter(page, shown, node),
        false => inlines::enter(page, shown, node),
    }
}

fn leave(page: &mut Page<'_>, shown: &mut Shown<'_>, node: Node<'_>) {
    match node.data().value.block() {
        true => blocks::leave(page, shown, node),
        false => inlines::leave(page, shown, node),
    }
}

/// A node that is too deep, as text.
fn flat(page: &mut Page<'_>, node: Node<'_>) {
    match &node.data().value {
        NodeValue::Text(text) => page.html.text(text),
        NodeValue::Code(code) => page.html.text(&code.literal),
        NodeValue::CodeBlock(code) => page.html.text(&code.literal),
        NodeValue::SoftBreak | NodeValue::LineBreak => page.html.text("\n"),
        value if value.block() => page.html.text("\n"),
        // What else is within a line shows what it holds.
        _ => {}
    }
}
