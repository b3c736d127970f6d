//! Lines as Markdown: printed, read back, and printed with more care where that is not the same.

use super::{
    escape::{self, Care},
    model::{Block, Inline, Style},
    read,
};

const WIKI_CHARACTERS: usize = 300;

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Heading,
    Cell,
}

/// A line as Markdown.
pub(super) fn markdown(line: &[Inline], place: Place) -> String {
    let (checkbox, line) = match line.split_first() {
        Some((Inline::Checkbox(true), rest)) => ("[x] ", rest),
        Some((Inline::Checkbox(false), rest)) => ("[ ] ", rest),
        _ => ("", line),
    };
    let mut printed = String::new();
    for care in [Care::Little, Care::Much, Care::All] {
        let in_bold = false;
        printed = Printer {
            care,
            place,
            in_bold,
        }
        .line(line);
        if reads_back(&printed, line, place) {
            break;
        }
    }
    format!("{checkbox}{printed}")
}

fn reads_back(printed: &str, line: &[Inline], place: Place) -> bool {
    if line.is_empty() {
        return true;
    }
    let (text, wanted) = match place {
        Place::Paragraph => (printed.to_owned(), Block::Paragraph(line.to_vec())),
        Place::Heading => (format!("# {printed}"), Block::Heading(1, line.to_vec())),
        Place::Cell => (
            format!("| {printed} |\n| --- |"),
            Block::Table(vec![vec![line.to_vec()]]),
        ),
    };
    read::document(&text) == [wanted]
}

#[derive(Clone, Copy)]
struct Printer {
    care: Care,
    place: Place,
    /// Where italics are better told apart by another mark.
    in_bold: bool,
}

impl Printer {
    fn line(&self, line: &[Inline]) -> String {
        let mut out = String::new();
        self.inlines(line, &mut out);
        if self.place == Place::Cell {
            out = out.replace('|', "\\|");
        }
        if self.place == Place::Heading && out.ends_with('#') {
            out.pop();
            out.push_str("\\#");
        }
        out
    }

    fn inlines(&self, line: &[Inline], out: &mut String) {
        for (at, inline) in line.iter().enumerate() {
            let next = line.get(at + 1).and_then(first_character);
            self.inline(inline, next, out);
        }
    }

    fn inline(&self, inline: &Inline, next: Option<char>, out: &mut String) {
        match inline {
            Inline::Text(text) => self.text(text, out),
            Inline::Break if self.place == Place::Paragraph => out.push('\n'),
            Inline::Break => out.push_str("<br>"),
            Inline::Code(text) => out.push_str(&code(text)),
            Inline::Styled(style, inside) => self.styled(style, inside, next, out),
            Inline::Link(target, inside) => {
                let mut words = String::new();
                self.inlines(inside, &mut words);
                match inside.as_slice() {
                    [Inline::Text(text)]
                        if self.care == Care::Little && is_itself(text, target) =>
                    {
                        out.push_str(&format!("<{text}>"));
                    }
                    _ => out.push_str(&format!("[{words}]({})", address(target))),
                }
            }
            Inline::Image { source, words } => {
                let words = escape::text(words, self.care.max_much(), false);
                out.push_str(&format!("![{words}]({})", address(source)));
            }
            Inline::Checkbox(ticked) => out.push_str(if *ticked { "\\[x\\]" } else { "\\[ \\]" }),
        }
    }

    /// Links of Obsidian stay links, unless nothing else helps.
    fn text(&self, text: &str, out: &mut String) {
        let mut rest = text;
        while let Some((start, end)) = self.kept_link(rest) {
            self.plain(&rest[..start], out);
            out.push_str(&rest[start..end]);
            rest = &rest[end..];
        }
        self.plain(rest, out);
    }

    fn kept_link(&self, text: &str) -> Option<(usize, usize)> {
        (self.care != Care::All).then(|| wiki_link(text)).flatten()
    }

    fn plain(&self, text: &str, out: &mut String) {
        let at_start = out.is_empty() || out.ends_with('\n');
        out.push_str(&escape::text(text, self.care, at_start));
    }

    fn styled(&self, style: &Style, inside: &[Inline], next: Option<char>, out: &mut String) {
        let mut words = String::new();
        let in_bold = self.in_bold || *style == Style::Bold;
        Self { in_bold, ..*self }.inlines(inside, &mut words);
        let mark = self
            .marks(style)
            .iter()
            .find(|mark| fits(mark, out, &words, next));
        match mark {
            Some(mark) => out.push_str(&format!("{mark}{words}{mark}")),
            None => {
                let (open, close) = style.tags();
                out.push_str(&format!("{open}{words}{close}"));
            }
        }
    }

    fn marks(&self, style: &Style) -> &'static [&'static str] {
        match style {
            _ if self.care == Care::All => &[],
            Style::Bold => &["**"],
            Style::Italic if self.in_bold => &["_", "*"],
            Style::Italic => &["*", "_"],
            Style::Strike => &["~~"],
            Style::Spoiler(reason) if reason.is_empty() && self.place != Place::Cell => &["||"],
            Style::Spoiler(_) | Style::Underline | Style::Above | Style::Below => &[],
        }
    }
}

impl Care {
    fn max_much(self) -> Self {
        match self {
            Self::Little => Self::Much,
            more => more,
        }
    }
}

/// Whether a mark opens and closes here, and runs into no other.
fn fits(mark: &str, before: &str, words: &str, next: Option<char>) -> bool {
    let (Some(first), Some(last)) = (words.chars().next(), words.chars().last()) else {
        return false;
    };
    let sign = mark.chars().next();
    let before = before.chars().last();
    let apart = |outer: Option<char>| outer.is_none_or(|c| c.is_whitespace() || is_mark(c));
    let touches = [before, Some(first), Some(last), next].contains(&sign);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !touches
        && !first.is_whitespace()
        && !last.is_whitespace()
        && (!is_mark(first) || apart(before))
        && (!is_mark(last) || apart(next))
        && (mark != "_" || (!word(before) && !word(next)))
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// Whether a text is the address it leads to.
fn is_itself(text: &str, target: &str) -> bool {
    super::link_target(text).as_deref() == Some(target)
}

fn first_character(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(text) => text.chars().next(),
        Inline::Break => Some('\n'),
        Inline::Code(_) => Some('`'),
        Inline::Styled(style, _) => Some(match style {
            Style::Bold => '*',
            // It has another mark where this one does not fit.
            Style::Italic => '_',
            Style::Strike => '~',
            Style::Spoiler(reason) if reason.is_empty() => '|',
            Style::Spoiler(_) | Style::Underline | Style::Above | Style::Below => '<',
        }),
        Inline::Link(..) | Inline::Checkbox(_) => Some('['),
        Inline::Image { .. } => Some('!'),
    }
}

fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// How many of a character stand together at most.
pub(super) fn longest_run(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(str::len).max().unwrap_or(0) / sign.len_utf8()
}

/// An address in which nothing is an entity.
fn address(target: &str) -> String {
    target.replace('&', "&amp;")
}

/// The first `[[link]]` of a text.
fn wiki_link(text: &str) -> Option<(usize, usize)> {
    text.match_indices("[[")
        .find_map(|(start, _)| Some((start, start + 4 + wiki_target(&text[start + 2..])?)))
}

/// How long the inside of a link is.
fn wiki_target(inside: &str) -> Option<usize> {
    let mut characters = inside.char_indices().take(WIKI_CHARACTERS);
    let (length, _) = characters.find(|(_, c)| "[]\n`*<".contains(*c))?;
    (length > 0 && inside[length..].starts_with("]]")).then_some(length)
}
