//! What changed as one text, in the form that `diff -u` prints.

use std::ops::Range;

use super::{Kind, Line, diff};

/// The hunks as text, with so many lines of context; without the names of files.
pub fn unified(before: &str, after: &str, context: usize) -> String {
    let mut text = String::new();
    for hunk in diff(before, after, context) {
        let (old, new) = (numbers(&hunk.before), numbers(&hunk.after));
        text.push_str(&format!("@@ -{old} +{new} @@\n"));
        for line in &hunk.lines {
            write(&mut text, line);
        }
    }
    text
}

/// The number of the first line, and how many there are; where there is none, the line before the place.
fn numbers(lines: &Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        count => format!("{},{count}", lines.start + 1),
    }
}

fn write(text: &mut String, line: &Line) {
    text.push(match line.kind {
        Kind::Same => ' ',
        Kind::Removed => '-',
        Kind::Added => '+',
    });
    text.extend(line.pieces.iter().map(|piece| piece.text.as_str()));
    if !text.ends_with('\n') {
        text.push_str("\n\\ No newline at end of file\n");
    }
}
