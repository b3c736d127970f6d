//! Tags and texts as a tree of bounded depth, forgiving as browsers are.

use html5ever::tokenizer::Tag;

use super::{
    links,
    model::Style,
    tokens::{self, Token},
};

/// The deepest nesting; Matrix recommends a hundred, and people need far less.
const DEPTH: usize = 48;
/// What is dropped with all that stands in it.
const DROPPED: &[&str] = &[
    "mx-reply", "script", "style", "head", "title", "template", "iframe", "object", "svg",
];

/// A text or an element.
#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    Element(Kind, Vec<Node>),
}

/// What an element is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    /// A box without a meaning of its own.
    Division,
    Heading(u8),
    Preformatted,
    Quote,
    /// The first number of an ordered list.
    List(Option<u32>),
    Item,
    Table,
    Row,
    Cell,
    Styled(Style),
    /// The language, where its class names one.
    Code(String),
    Link(Option<String>),
    Break,
    Rule,
    Image {
        source: Option<String>,
        words: String,
    },
    Checkbox(bool),
}

impl Kind {
    fn is_empty_element(&self) -> bool {
        matches!(
            self,
            Self::Break | Self::Rule | Self::Image { .. } | Self::Checkbox(_)
        )
    }

    /// Whether it stands for itself, below what was before.
    pub(super) fn is_block(&self) -> bool {
        matches!(
            self,
            Self::Paragraph
                | Self::Division
                | Self::Heading(_)
                | Self::Preformatted
                | Self::Quote
                | Self::List(_)
                | Self::Item
                | Self::Table
                | Self::Row
                | Self::Cell
                | Self::Rule
        )
    }

    fn is_same(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
            && match (self, other) {
                (Self::Styled(one), Self::Styled(other)) => {
                    std::mem::discriminant(one) == std::mem::discriminant(other)
                }
                (Self::List(one), Self::List(other)) => one.is_some() == other.is_some(),
                _ => true,
            }
    }

    /// How far an element of this kind closes others before it opens: those, up to these.
    fn closes(&self) -> Option<(Judge, Judge)> {
        match self {
            Self::Item => Some((
                |kind| *kind == Kind::Item,
                |kind| matches!(kind, Kind::List(_)),
            )),
            Self::Row => Some((|kind| *kind == Kind::Row, |kind| *kind == Kind::Table)),
            Self::Cell => Some((
                |kind| *kind == Kind::Cell,
                |kind| matches!(kind, Kind::Row | Kind::Table),
            )),
            kind if kind.is_block() => Some((
                |kind| *kind == Kind::Paragraph,
                |kind| kind.is_block() && *kind != Kind::Paragraph,
            )),
            _ => None,
        }
    }
}

/// Says something about a kind.
type Judge = fn(&Kind) -> bool;

/// The tree of HTML.
pub(super) fn read(html: &str) -> Vec<Node> {
    let mut builder = Builder::default();
    for token in tokens::read(html) {
        builder.take(token);
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    root: Vec<Node>,
    open: Vec<(Kind, Vec<Node>)>,
    /// Elements that were too deep to open.
    ignored: usize,
    /// What is being dropped, and how often it was opened inside itself.
    dropping: Option<(String, usize)>,
}

impl Builder {
    fn take(&mut self, token: Token) {
        if let Some((name, depth)) = &mut self.dropping {
            match token {
                Token::Open(tag) if *tag.name == **name && !tag.self_closing => *depth += 1,
                Token::Close(closed) if closed == *name && *depth > 0 => *depth -= 1,
                Token::Close(closed) if closed == *name => self.dropping = None,
                Token::Open(_) | Token::Close(_) | Token::Text(_) => {}
            }
            return;
        }
        match token {
            Token::Text(text) => self.add(Node::Text(text)),
            Token::Open(tag) => self.open(&tag),
            Token::Close(name) => self.close(&name),
        }
    }

    fn open(&mut self, tag: &Tag) {
        if DROPPED.contains(&&*tag.name) {
            self.dropping = (!tag.self_closing).then(|| (tag.name.to_string(), 0));
            return;
        }
        let Some(kind) = kind(tag) else { return };
        if let Some((closed, barrier)) = kind.closes() {
            self.close_up_to(closed, barrier);
        }
        if kind.is_empty_element() {
            self.add(Node::Element(kind, Vec::new()));
        } else if self.open.len() < DEPTH {
            self.open.push((kind, Vec::new()));
        } else {
            self.ignored += 1;
        }
    }

    fn close(&mut self, name: &str) {
        if name == "br" {
            self.add(Node::Element(Kind::Break, Vec::new()));
            return;
        }
        let Some(kind) = bare_kind(name).filter(|kind| !kind.is_empty_element()) else {
            return;
        };
        if self.ignored > 0 {
            self.ignored -= 1;
            return;
        }
        if let Some(at) = self.open.iter().rposition(|(open, _)| open.is_same(&kind)) {
            self.pop_to(at);
        }
    }

    fn close_up_to(&mut self, closed: Judge, barrier: Judge) {
        for at in (0..self.open.len()).rev() {
            if closed(&self.open[at].0) {
                self.pop_to(at);
                return;
            }
            if barrier(&self.open[at].0) {
                return;
            }
        }
    }

    fn pop_to(&mut self, length: usize) {
        while self.open.len() > length {
            if let Some((kind, children)) = self.open.pop() {
                self.add(Node::Element(kind, children));
            }
        }
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            Some((_, children)) => children.push(node),
            None => self.root.push(node),
        }
    }

    fn finish(mut self) -> Vec<Node> {
        self.pop_to(0);
        self.root
    }
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    let found = tag
        .attrs
        .iter()
        .find(|attribute| *attribute.name.local == *name)?;
    Some(&found.value)
}

fn kind(tag: &Tag) -> Option<Kind> {
    let text = |name| attribute(tag, name);
    Some(match &*tag.name {
        "ol" => Kind::List(Some(
            text("start")
                .and_then(|start| start.parse().ok())
                .unwrap_or(1),
        )),
        "a" => Kind::Link(text("href").and_then(links::link_target)),
        "code" => Kind::Code(language(text("class").unwrap_or_default())),
        "img" => Kind::Image {
            source: text("src").and_then(links::image_source),
            words: text("alt").or(text("title")).unwrap_or_default().to_owned(),
        },
        "input" if text("type") == Some("checkbox") => Kind::Checkbox(text("checked").is_some()),
        "span" => Kind::Styled(Style::Spoiler(spoiler(tag)?)),
        name => return bare_kind(name),
    })
}

fn bare_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "p" => Kind::Paragraph,
        "div" | "details" | "summary" | "caption" | "section" | "article" | "dl" | "dt" | "dd" => {
            Kind::Division
        }
        "h1" => Kind::Heading(1),
        "h2" => Kind::Heading(2),
        "h3" => Kind::Heading(3),
        "h4" => Kind::Heading(4),
        "h5" => Kind::Heading(5),
        "h6" => Kind::Heading(6),
        "pre" => Kind::Preformatted,
        "blockquote" => Kind::Quote,
        "ul" => Kind::List(None),
        "ol" => Kind::List(Some(1)),
        "li" => Kind::Item,
        "table" => Kind::Table,
        "tr" => Kind::Row,
        "td" | "th" => Kind::Cell,
        "strong" | "b" => Kind::Styled(Style::Bold),
        "em" | "i" => Kind::Styled(Style::Italic),
        "del" | "s" | "strike" => Kind::Styled(Style::Strike),
        "u" | "ins" => Kind::Styled(Style::Underline),
        "sup" => Kind::Styled(Style::Above),
        "sub" => Kind::Styled(Style::Below),
        "span" => Kind::Styled(Style::Spoiler(String::new())),
        "code" => Kind::Code(String::new()),
        "a" => Kind::Link(None),
        "br" => Kind::Break,
        "hr" => Kind::Rule,
        _ => return None,
    })
}

/// Matrix's attribute, or the class that comrak gives.
fn spoiler(tag: &Tag) -> Option<String> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    attribute(tag, "data-mx-spoiler")
        .map(words)
        .or_else(|| (attribute(tag, "class") == Some("spoiler")).then(String::new))
}

fn language(class: &str) -> String {
    let name = class
        .split_whitespace()
        .find_map(|class| class.strip_prefix("language-"));
    let fine = |c: char| c.is_alphanumeric() || "+-#._".contains(c);
    name.filter(|name| name.chars().all(fine) && name.len() <= 40)
        .unwrap_or_default()
        .to_owned()
}
