//! What changed as one text, in the form that `diff -u` prints.

use std::fmt::Write;

use super::{Hunk, Kind, Line, diff};

/// The hunks as text, with so many lines of context; without the names of files.
pub fn unified(before: &str, after: &str, context: usize) -> String {
    let mut text = String::new();
    let (mut removed, mut added) = (0, 0);
    for hunk in diff(before, after, context) {
        let old = numbers(&hunk, |line| line.before);
        let new = numbers(&hunk, |line| line.after);
        // Without lines a hunk stands behind the line before it.
        let old_start = old.0.unwrap_or_else(|| behind(new.0, added, removed));
        let new_start = new.0.unwrap_or_else(|| behind(old.0, removed, added));
        removed += count(&hunk, Kind::Removed);
        added += count(&hunk, Kind::Added);
        head(&mut text, (old_start, old.1), (new_start, new.1));
        for line in &hunk.lines {
            write_line(&mut text, line);
        }
    }
    text
}

/// The first number of one side, and how many there are.
fn numbers(hunk: &Hunk, number: impl Fn(&Line) -> Option<usize>) -> (Option<usize>, usize) {
    let mut numbers = hunk.lines.iter().filter_map(number);
    let first = numbers.next();
    (first, numbers.count() + usize::from(first.is_some()))
}

fn count(hunk: &Hunk, kind: Kind) -> usize {
    hunk.lines.iter().filter(|line| line.kind == kind).count()
}

/// The line before a place whose number in the other text is known.
fn behind(other: Option<usize>, more: usize, fewer: usize) -> usize {
    (other.unwrap_or(1) + fewer).saturating_sub(more + 1)
}

fn head(text: &mut String, old: (usize, usize), new: (usize, usize)) {
    let part = |(start, count): (usize, usize)| match count {
        1 => start.to_string(),
        _ => format!("{start},{count}"),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "@@ -{} +{} @@", part(old), part(new));
}

fn write_line(text: &mut String, line: &Line) {
    text.push(match line.kind {
        Kind::Same => ' ',
        Kind::Removed => '-',
        Kind::Added => '+',
    });
    let shown = line.text();
    text.push_str(&shown);
    if !shown.ends_with('\n') {
        text.push_str("\n\\ No newline at end of file\n");
    }
}
