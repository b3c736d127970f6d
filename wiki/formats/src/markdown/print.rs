//! Blocks as Markdown.

use super::{
    inline::{self, Place},
    model::{Block, Inline},
};

/// A document as Markdown, without a newline at its end.
pub(super) fn markdown(document: &[Block]) -> String {
    lines(document, false).join("\n")
}

/// The lines of blocks; `tight` where lists follow what is above them without an empty line.
fn lines(blocks: &[Block], tight: bool) -> Vec<String> {
    let mut out = Vec::new();
    let mut last: Option<&Block> = None;
    let mut alternate = false;
    for block in blocks {
        let close = tight && matches!(last, Some(Block::Paragraph(_))) && may_follow_a_line(block);
        if last.is_some() && !close {
            out.push(String::new());
        }
        // Two lists of one kind, one below the other, are told apart by their marks.
        alternate = !alternate && last.is_some_and(|last| is_same_list(last, block));
        out.extend(block_lines(block, alternate));
        last = Some(block);
    }
    out
}

/// Only a list that begins with one ends a paragraph without an empty line.
fn may_follow_a_line(block: &Block) -> bool {
    matches!(
        block,
        Block::List {
            start: None | Some(1),
            ..
        }
    )
}

fn is_same_list(one: &Block, other: &Block) -> bool {
    matches!((one, other), (Block::List { start: one, .. }, Block::List { start: other, .. })
        if one.is_some() == other.is_some())
}

fn block_lines(block: &Block, alternate: bool) -> Vec<String> {
    match block {
        Block::Paragraph(line) => split(&inline::markdown(line, Place::Paragraph)),
        Block::Heading(level, line) => {
            let marks = "#".repeat(usize::from(*level));
            vec![format!(
                "{marks} {}",
                inline::markdown(line, Place::Heading)
            )]
        }
        Block::Code { language, text } => code(language, text),
        Block::Quote(inside) => lines(inside, false)
            .into_iter()
            .map(|line| {
                if line.is_empty() {
                    ">".to_owned()
                } else {
                    format!("> {line}")
                }
            })
            .collect(),
        Block::List { start, items } => list(*start, items, alternate),
        Block::Table(rows) => table(rows),
        // Neither a list's mark nor the line under a heading.
        Block::Rule => vec!["___".to_owned()],
    }
}

fn split(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}

fn code(language: &str, text: &str) -> Vec<String> {
    let fence = "`".repeat((inline::longest_run(text, '`') + 1).max(3));
    let mut out = vec![format!("{fence}{language}")];
    if !text.is_empty() {
        out.extend(split(text));
    }
    out.push(fence);
    out
}

fn list(start: Option<u32>, items: &[Vec<Block>], alternate: bool) -> Vec<String> {
    let tight = items.iter().all(|item| is_tight(item));
    let mut out = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 && !tight {
            out.push(String::new());
        }
        let mark = match (start, alternate) {
            (None, false) => "- ".to_owned(),
            (None, true) => "* ".to_owned(),
            (Some(start), alternate) => {
                let number = u64::from(start) + at as u64;
                let sign = if alternate { ')' } else { '.' };
                format!("{}{sign} ", number.min(999_999_999))
            }
        };
        let indent = " ".repeat(mark.len());
        for (line_at, line) in lines(item, tight).into_iter().enumerate() {
            let line = match (line_at, line.is_empty()) {
                (0, _) => format!("{mark}{line}"),
                (_, true) => line,
                (_, false) => format!("{indent}{line}"),
            };
            out.push(line);
        }
    }
    out
}

/// An item of a line, or of a line and lists.
pub(super) fn is_tight(item: &[Block]) -> bool {
    match item.split_first() {
        None => true,
        Some((Block::Paragraph(_), [])) => true,
        Some((Block::Paragraph(_), [Block::List { items, .. }])) => {
            items.iter().all(|item| is_tight(item))
        }
        Some(_) => false,
    }
}

fn table(rows: &[Vec<Vec<Inline>>]) -> Vec<String> {
    let mut out = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<_> = row
            .iter()
            .map(|cell| inline::markdown(cell, Place::Cell))
            .collect();
        out.push(format!("| {} |", cells.join(" | ")));
        if at == 0 {
            let rule = vec!["---"; row.len()].join(" | ");
            out.push(format!("| {rule} |"));
        }
    }
    out
}
