//! Writing out what was merged.

use super::{
    Marks, Merged,
    lines::{Lines, Text},
    weave::{Region, Side},
};

pub(super) fn write(lines: &Lines<'_>, regions: &[Region], marks: Marks<'_>) -> Merged {
    let (mut text, mut conflicts, mut at) = (String::new(), 0, 0);
    for region in regions {
        text.extend(lines.ours.lines[at..region.ours.start].iter().copied());
        at = region.ours.end;
        let ours = &lines.ours.lines[region.ours.clone()];
        let theirs = &lines.theirs.lines[region.theirs.clone()];
        match region.side {
            Side::Ours | Side::Alike => text.extend(ours.iter().copied()),
            Side::Theirs => text.extend(theirs.iter().copied()),
            Side::Both => {
                conflicts += 1;
                let feed = feed(lines, region);
                mark(&mut text, ('<', marks.length), (marks.ours, feed));
                side(&mut text, ours, feed);
                mark(&mut text, ('=', marks.length), ("", feed));
                side(&mut text, theirs, feed);
                mark(&mut text, ('>', marks.length), (marks.theirs, feed));
            }
        }
    }
    text.extend(lines.ours.lines[at..].iter().copied());
    Merged { text, conflicts }
}

fn mark(text: &mut String, (mark, length): (char, usize), (label, feed): (&str, &str)) {
    text.extend(std::iter::repeat_n(mark, length));
    if !label.is_empty() {
        text.push(' ');
        text.push_str(label);
    }
    text.push_str(feed);
}

fn side(text: &mut String, lines: &[&str], feed: &str) {
    text.extend(lines.iter().copied());
    if lines.last().is_some_and(|line| !line.ends_with('\n')) {
        text.push_str(feed);
    }
}

/// How lines end near a conflict: with a carriage return where the base's first line has one and no side lacks it.
fn feed(lines: &Lines<'_>, region: &Region) -> &'static str {
    let ends = [
        returns(&lines.ours, region.ours.start.saturating_sub(1)),
        returns(&lines.theirs, region.theirs.start.saturating_sub(1)),
        returns(&lines.base, 0),
    ];
    let everywhere = ends[2] == Some(true) && !ends.contains(&Some(false));
    if everywhere { "\r\n" } else { "\n" }
}

/// Whether a line ends with a carriage return; `None` where that cannot be known.
fn returns(text: &Text<'_>, at: usize) -> Option<bool> {
    let line = text.lines.get(at)?;
    if line.ends_with('\n') {
        return Some(line.ends_with("\r\n"));
    }
    let before = text.lines.get(at.checked_sub(1)?)?;
    Some(before.ends_with("\r\n"))
}
