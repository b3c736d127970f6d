//! What a message may hold, in whichever form.

/// Blocks, one below the other.
pub(super) type Document = Vec<Block>;

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    /// A level of 1 to 6.
    Heading(u8, Vec<Inline>),
    Code {
        language: String,
        text: String,
    },
    Quote(Vec<Block>),
    List {
        /// The first number of an ordered list.
        start: Option<u32>,
        items: Vec<Vec<Block>>,
    },
    /// Rows of cells; the first row is the head.
    Table(Vec<Vec<Vec<Inline>>>),
    Rule,
}

/// What stands in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    Text(String),
    Break,
    Code(String),
    Styled(Style, Vec<Inline>),
    Link(String, Vec<Inline>),
    Image {
        source: String,
        words: String,
    },
    /// A box at the start of a list's item.
    Checkbox(bool),
}

/// How a part of a line looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Bold,
    Italic,
    Strike,
    Underline,
    Above,
    Below,
    /// Hidden until it is asked for, with a reason that may be empty.
    Spoiler(String),
}

impl Style {
    /// The tags of Matrix's HTML.
    pub(super) fn tags(&self) -> (String, &'static str) {
        let (open, close) = match self {
            Self::Bold => ("<strong>", "</strong>"),
            Self::Italic => ("<em>", "</em>"),
            Self::Strike => ("<del>", "</del>"),
            Self::Underline => ("<u>", "</u>"),
            Self::Above => ("<sup>", "</sup>"),
            Self::Below => ("<sub>", "</sub>"),
            Self::Spoiler(reason) if reason.is_empty() => ("<span data-mx-spoiler>", "</span>"),
            Self::Spoiler(reason) => {
                let reason = super::escape::attribute(reason);
                return (format!("<span data-mx-spoiler=\"{reason}\">"), "</span>");
            }
        };
        (open.to_owned(), close)
    }
}
