//! From a tree of HTML to what a message may hold. The tree's depth is bounded, so recursion is.

use super::{
    model::{Block, Document, Inline, Style},
    tidy,
    tree::{self, Kind, Node},
};

/// HTML as a document.
pub(super) fn document(html: &str) -> Document {
    blocks(tree::read(html))
}

/// What stands in a container.
fn blocks(nodes: Vec<Node>) -> Document {
    let mut out = Blocks::default();
    for node in nodes {
        out.take(node);
    }
    out.finish()
}

#[derive(Default)]
struct Blocks {
    done: Document,
    /// A line that began outside of any paragraph.
    line: Vec<Inline>,
}

impl Blocks {
    fn take(&mut self, node: Node) {
        match node {
            Node::Element(kind, children) if kind.is_block() => {
                self.end_line();
                self.block(kind, children);
            }
            // A box inside of `<b>` or `<a>` loses the formatting and stays a box.
            Node::Element(_, children) if children.iter().any(holds_block) => {
                children.into_iter().for_each(|child| self.take(child));
            }
            node => inline(node, &mut self.line),
        }
    }

    fn block(&mut self, kind: Kind, children: Vec<Node>) {
        match kind {
            Kind::Heading(level) => {
                let line = tidy::line(lines(children));
                if !line.is_empty() {
                    self.done.push(Block::Heading(level, line));
                }
            }
            Kind::Preformatted => self.done.push(code(&children)),
            Kind::Quote => {
                let inside = blocks(children);
                if !inside.is_empty() {
                    self.done.push(Block::Quote(inside));
                }
            }
            Kind::List(start) => self.list(start, children),
            Kind::Table => self.table(children),
            Kind::Rule => self.done.push(Block::Rule),
            // Parts of lists and tables without the whole are boxes too.
            _ => self.done.extend(blocks(children)),
        }
    }

    fn list(&mut self, start: Option<u32>, children: Vec<Node>) {
        let mut items = Vec::new();
        for child in children {
            match child {
                Node::Element(Kind::Item, children) => items.push(tidy::item(blocks(children))),
                Node::Text(text) if text.trim().is_empty() => {}
                // A list directly in a list belongs to the item before it.
                other => {
                    let stray = blocks(vec![other]);
                    if !stray.is_empty() {
                        match items.last_mut() {
                            Some(item) => item.extend(stray),
                            None => items.push(stray),
                        }
                    }
                }
            }
        }
        // Marks without anything behind them are a line across the page, or the underline of a heading.
        items.retain(|item| !item.is_empty());
        if !items.is_empty() {
            // Markdown has no more digits for it.
            let start = start.map(|start| start.min(999_999_999));
            self.done.push(Block::List { start, items });
        }
    }

    fn table(&mut self, children: Vec<Node>) {
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        for child in children {
            match child {
                Node::Element(Kind::Row, cells) => rows.push(row(cells)),
                Node::Element(kind, children) => self.take(Node::Element(kind, children)),
                Node::Text(text) if text.trim().is_empty() => {}
                Node::Text(text) => self.take(Node::Text(text)),
            }
        }
        self.end_line();
        rows.retain(|row| !row.is_empty());
        let width = rows.first().map_or(0, Vec::len);
        if width == 0 {
            return;
        }
        for row in &mut rows {
            // Markdown has as many cells in every row as in the head.
            let more = row.split_off(width.min(row.len()));
            row.resize(width, Vec::new());
            if let Some(last) = row.last_mut() {
                for cell in more {
                    last.push(Inline::Text(" ".to_owned()));
                    last.extend(cell);
                }
                *last = tidy::line(std::mem::take(last));
            }
        }
        self.done.push(Block::Table(rows));
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let paragraphs = tidy::paragraphs(line);
        self.done
            .extend(paragraphs.into_iter().map(Block::Paragraph));
    }

    fn finish(mut self) -> Document {
        self.end_line();
        self.done
    }
}

fn row(cells: Vec<Node>) -> Vec<Vec<Inline>> {
    let mut row = Vec::new();
    for cell in cells {
        match cell {
            Node::Element(Kind::Cell, children) => row.push(tidy::line(lines(children))),
            Node::Text(text) if text.trim().is_empty() => {}
            other => row.push(tidy::line(lines(vec![other]))),
        }
    }
    row
}

fn holds_block(node: &Node) -> bool {
    match node {
        Node::Text(_) => false,
        Node::Element(kind, children) => kind.is_block() || children.iter().any(holds_block),
    }
}

/// Everything on one line, boxes divided by spaces.
fn lines(nodes: Vec<Node>) -> Vec<Inline> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Element(kind, children) if kind.is_block() => {
                out.push(Inline::Text(" ".to_owned()));
                out.extend(lines(children));
                out.push(Inline::Text(" ".to_owned()));
            }
            node => inline(node, &mut out),
        }
    }
    out
}

fn inline(node: Node, out: &mut Vec<Inline>) {
    match node {
        Node::Text(text) => out.push(Inline::Text(text)),
        Node::Element(kind, children) => match kind {
            Kind::Break => out.push(Inline::Break),
            Kind::Styled(style) => out.push(Inline::Styled(style, inlines(children))),
            Kind::Code(_) => out.push(Inline::Code(text_of(&children))),
            Kind::Link(Some(target)) => out.push(Inline::Link(target, inlines(children))),
            Kind::Image { source, words } => image(source, words, out),
            // At the start of an item it becomes a box again.
            Kind::Checkbox(ticked) => {
                let words = if ticked { "[x] " } else { "[ ] " };
                out.push(Inline::Text(words.to_owned()));
            }
            // Links without a target, and boxes where no box can be.
            _ => out.extend(inlines(children)),
        },
    }
}

fn inlines(nodes: Vec<Node>) -> Vec<Inline> {
    let mut out = Vec::new();
    nodes.into_iter().for_each(|node| inline(node, &mut out));
    out
}

/// A picture from elsewhere is the words that stand for it.
fn image(source: Option<String>, words: String, out: &mut Vec<Inline>) {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match source {
        Some(source) => out.push(Inline::Image { source, words }),
        None => out.push(Inline::Text(words)),
    }
}

fn code(children: &[Node]) -> Block {
    let language = children.iter().find_map(|child| match child {
        Node::Element(Kind::Code(language), _) => Some(language.clone()),
        _ => None,
    });
    let text = text_of(children).replace("\r\n", "\n").replace('\r', "\n");
    // A newline right behind the tag is no part of it.
    let text = match children.first() {
        Some(Node::Text(_)) => text.strip_prefix('\n').unwrap_or(&text),
        _ => &text,
    };
    let text: String = text.chars().filter(|c| !tidy::is_unfit(*c)).collect();
    Block::Code {
        language: language.unwrap_or_default(),
        text: text.strip_suffix('\n').unwrap_or(&text).to_owned(),
    }
}

/// The bare text, with newlines for breaks.
fn text_of(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(Kind::Break, _) => out.push('\n'),
            Node::Element(_, children) => out.push_str(&text_of(children)),
        }
    }
    out
}

/// Whether a style hides nothing of its own: two in each other are one.
pub(super) fn is_same_style(one: &Style, other: &Style) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}
