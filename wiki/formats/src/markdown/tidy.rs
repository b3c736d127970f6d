//! One form for one look: spaces, breaks and styles as Markdown can hold them.

use super::{
    convert::is_same_style,
    model::{Block, Inline, Style},
};

/// Control characters that no text needs.
pub(super) fn is_unfit(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// One line, with spaces for breaks.
pub(super) fn line(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::new();
    flatten(inlines, &[], &mut out);
    for piece in out.iter_mut().filter(|piece| piece.what == Inline::Break) {
        piece.what = Inline::Text(" ".to_owned());
    }
    spaces(&mut out);
    let mut rest = out.into_iter().peekable();
    group(&mut rest, 0)
}

/// Paragraphs: where two breaks follow each other, a new one begins.
pub(super) fn paragraphs(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut out = Vec::new();
    flatten(inlines, &[], &mut out);
    let (mut paragraphs, mut current) = (Vec::new(), Vec::new());
    let mut breaks = 0;
    for piece in out {
        let blank = matches!(&piece.what, Inline::Text(text) if text.chars().all(is_space));
        match piece.what {
            Inline::Break => breaks += 1,
            _ if blank && breaks > 0 => continue,
            _ if blank => {}
            _ => {
                if breaks > 1 {
                    paragraphs.push(std::mem::take(&mut current));
                }
                breaks = 0;
            }
        }
        current.push(piece);
    }
    paragraphs.push(current);
    paragraphs
        .into_iter()
        .map(|mut paragraph| {
            spaces(&mut paragraph);
            group(&mut paragraph.into_iter().peekable(), 0)
        })
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

/// An item of a list: `[x] ` at its start is a box.
pub(super) fn item(mut blocks: Vec<Block>) -> Vec<Block> {
    if let Some(Block::Paragraph(line)) = blocks.first_mut()
        && let Some(Inline::Text(text)) = line.first_mut()
        && let Some(ticked) = box_at_start(text)
    {
        text.drain(..BOX_BYTES);
        if text.is_empty() {
            line.remove(0);
        }
        line.insert(0, Inline::Checkbox(ticked));
    }
    blocks
}

const BOX_BYTES: usize = 4;

fn box_at_start(text: &str) -> Option<bool> {
    match text.get(..BOX_BYTES)? {
        "[ ] " => Some(false),
        "[x] " | "[X] " => Some(true),
        _ => None,
    }
}

/// What encloses a piece, from outside in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Around {
    Style(Style),
    Link(String),
}

/// A text, a break, a code or a picture, with all that encloses it.
struct Piece {
    what: Inline,
    around: Vec<Around>,
}

fn flatten(inlines: Vec<Inline>, around: &[Around], out: &mut Vec<Piece>) {
    for inline in inlines {
        match inline {
            Inline::Styled(style, inside) => {
                let known = around.iter().any(
                    |outer| matches!(outer, Around::Style(outer) if is_same_style(outer, &style)),
                );
                flatten_in(
                    inside,
                    around,
                    (!known).then_some(Around::Style(style)),
                    out,
                );
            }
            Inline::Link(target, inside) => {
                // A link is the outermost of all, and there is none in another.
                let known = around.iter().any(|outer| matches!(outer, Around::Link(_)));
                flatten_in(
                    inside,
                    around,
                    (!known).then_some(Around::Link(target)),
                    out,
                );
            }
            what => out.push(Piece {
                what,
                around: around.to_vec(),
            }),
        }
    }
}

fn flatten_in(inside: Vec<Inline>, around: &[Around], more: Option<Around>, out: &mut Vec<Piece>) {
    let mut around = around.to_vec();
    around.extend(more);
    flatten(inside, &around, out);
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Single spaces, none at the edges of lines, and none at the inner edges of styles.
fn spaces(pieces: &mut Vec<Piece>) {
    tidy_codes(pieces);
    let mut after_space = true;
    for piece in pieces.iter_mut() {
        match &mut piece.what {
            Inline::Text(text) => *text = single_spaces(text, &mut after_space),
            Inline::Break => after_space = true,
            _ => after_space = false,
        }
    }
    let mut before_edge = true;
    for piece in pieces.iter_mut().rev() {
        match &mut piece.what {
            Inline::Text(text) => {
                if before_edge {
                    text.truncate(text.trim_end_matches(' ').len());
                }
                before_edge &= text.is_empty();
            }
            Inline::Break => before_edge = true,
            _ => before_edge = false,
        }
    }
    pieces.retain(|piece| piece.what != Inline::Text(String::new()));
    trim_breaks(pieces);
    hoist(pieces);
}

fn tidy_codes(pieces: &mut Vec<Piece>) {
    for piece in pieces.iter_mut() {
        if let Inline::Code(text) = &mut piece.what {
            let fit = text.replace(is_unfit, "");
            let words = fit.split(is_space).filter(|word| !word.is_empty());
            *text = words.collect::<Vec<_>>().join(" ");
        }
    }
    pieces.retain(|piece| piece.what != Inline::Code(String::new()));
}

fn single_spaces(text: &str, after_space: &mut bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if is_space(c) {
            if !*after_space {
                out.push(' ');
            }
            *after_space = true;
        } else if !is_unfit(c) {
            out.push(c);
            *after_space = false;
        }
    }
    out
}

fn trim_breaks(pieces: &mut Vec<Piece>) {
    while pieces
        .last()
        .is_some_and(|piece| piece.what == Inline::Break)
    {
        pieces.pop();
    }
    let mut last = Inline::Break;
    pieces.retain(|piece| {
        let keep = piece.what != Inline::Break || last != Inline::Break;
        last = piece.what.clone();
        keep
    });
}

/// Spaces and breaks at the edge of a style stand outside of it.
fn hoist(pieces: &mut Vec<Piece>) {
    let mut split = Vec::new();
    for piece in pieces.drain(..) {
        match &piece.what {
            Inline::Text(text) => {
                let words = text.trim_matches(' ');
                let lead = text.len() - text.trim_start_matches(' ').len();
                let trail = text.len() - text.trim_end_matches(' ').len();
                let part = |text: &str| Piece {
                    what: Inline::Text(text.to_owned()),
                    around: piece.around.clone(),
                };
                split.extend((lead > 0).then(|| part(" ")));
                split.extend((!words.is_empty()).then(|| part(words)));
                split.extend((trail > 0 && !words.is_empty()).then(|| part(" ")));
            }
            _ => split.push(piece),
        }
    }
    let arounds: Vec<_> = split.iter().map(|piece| piece.around.clone()).collect();
    let gap =
        |piece: &Piece| piece.what == Inline::Break || piece.what == Inline::Text(" ".to_owned());
    for at in 0..split.len() {
        if gap(&split[at]) {
            let before = split[..at].iter().rposition(|piece| !gap(piece));
            let after = split[at..]
                .iter()
                .position(|piece| !gap(piece))
                .map(|next| at + next);
            let common = match (before, after) {
                (Some(before), Some(after)) => shared(&arounds[before], &arounds[after]),
                _ => Vec::new(),
            };
            split[at].around = common;
        }
    }
    *pieces = split;
}

fn shared(one: &[Around], other: &[Around]) -> Vec<Around> {
    one.iter()
        .zip(other)
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.clone())
        .collect()
}

/// The pieces as a tree again, with what adjoins and looks alike in one.
fn group(pieces: &mut std::iter::Peekable<std::vec::IntoIter<Piece>>, depth: usize) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    // Pieces of one style, one after the other.
    while let Some(piece) = pieces.next() {
        let Some(around) = piece.around.get(depth).cloned() else {
            match (out.last_mut(), piece.what) {
                (Some(Inline::Text(before)), Inline::Text(text))
                | (Some(Inline::Code(before)), Inline::Code(text)) => before.push_str(&text),
                (_, what) => out.push(what),
            }
            continue;
        };
        let mut inside = vec![piece];
        while let Some(next) = pieces.next_if(|next| next.around.get(depth) == Some(&around)) {
            inside.push(next);
        }
        let inside = group(&mut inside.into_iter().peekable(), depth + 1);
        out.push(match around {
            Around::Style(style) => Inline::Styled(style, inside),
            Around::Link(target) => Inline::Link(target, inside),
        });
    }
    out
}
