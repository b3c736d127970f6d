//! The differences of two texts, chosen among all possible ones as Git chooses them.

mod myers;
mod sift;

use std::ops::Range;

use imara_diff::Token;

/// Lines that stand for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hunk {
    pub(crate) before: Range<usize>,
    pub(crate) after: Range<usize>,
}

/// One of two texts, and which of its lines the other has not.
struct Half<'a> {
    tokens: &'a [Token],
    changed: Vec<bool>,
}

/// What makes the second text of the first; `kinds` is more than every token.
pub(crate) fn script(before: &[Token], after: &[Token], kinds: usize) -> Vec<Hunk> {
    if before == after {
        return Vec::new();
    }
    let half = |tokens| Half {
        tokens,
        changed: vec![false; <[Token]>::len(tokens)],
    };
    let (mut before, mut after) = (half(before), half(after));
    let (one, other) = sift::sift(&mut before, &mut after, kinds);
    myers::mark((&one, &mut before.changed), (&other, &mut after.changed));
    compact(&mut before, &after.changed);
    compact(&mut after, &before.changed);
    hunks(&before.changed, &after.changed)
}

fn hunks(before: &[bool], after: &[bool]) -> Vec<Hunk> {
    let (mut at, mut hunks) = ((0, 0), Vec::new());
    while at.0 < before.len() || at.1 < after.len() {
        let end = (end_of_run(before, at.0), end_of_run(after, at.1));
        if end != at {
            hunks.push(Hunk {
                before: at.0..end.0,
                after: at.1..end.1,
            });
        }
        at = (end.0 + 1, end.1 + 1);
    }
    hunks
}

fn end_of_run(changed: &[bool], start: usize) -> usize {
    let rest = changed.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|changed| **changed).count()
}

/// A run of changed lines, possibly empty, up to the next line that stayed.
#[derive(Clone)]
struct Run(Range<usize>);

impl Run {
    fn first(changed: &[bool]) -> Self {
        Self(0..end_of_run(changed, 0))
    }

    /// Goes to the next run; `false` at the end.
    fn next(&mut self, changed: &[bool]) -> bool {
        if self.0.end >= changed.len() {
            return false;
        }
        let start = self.0.end + 1;
        self.0 = start..end_of_run(changed, start);
        true
    }

    fn previous(&mut self, changed: &[bool]) {
        let Some(end) = self.0.start.checked_sub(1) else {
            return;
        };
        self.0 = start_of_run(changed, end)..end;
    }
}

fn start_of_run(changed: &[bool], end: usize) -> usize {
    let before = changed[..end].iter().rev();
    end - before.take_while(|changed| **changed).count()
}

impl Half<'_> {
    /// Moves a run one line up where that changes nothing, and joins it with one that it meets.
    fn slide_up(&mut self, run: &mut Run) -> bool {
        let Range { start, end } = run.0;
        if start == 0 || self.tokens[start - 1] != self.tokens[end - 1] {
            return false;
        }
        self.changed[start - 1] = true;
        self.changed[end - 1] = false;
        run.0 = start_of_run(&self.changed, start - 1)..end - 1;
        true
    }

    /// Moves a run one line down, likewise.
    fn slide_down(&mut self, run: &mut Run) -> bool {
        let Range { start, end } = run.0;
        if end >= self.tokens.len() || self.tokens[start] != self.tokens[end] {
            return false;
        }
        self.changed[start] = false;
        self.changed[end] = true;
        run.0 = start + 1..end_of_run(&self.changed, end);
        true
    }
}

/// Moves each run as far down as it goes, or to the last place where the other text has a run too.
fn compact(half: &mut Half<'_>, other: &[bool]) {
    let (mut run, mut beside) = (Run::first(&half.changed), Run::first(other));
    loop {
        if !run.0.is_empty() {
            settle(half, &mut run, (other, &mut beside));
        }
        if !run.next(&half.changed) {
            return;
        }
        beside.next(other);
    }
}

fn settle(half: &mut Half<'_>, run: &mut Run, (other, beside): (&[bool], &mut Run)) {
    let (mut highest, mut meets);
    loop {
        let length = run.0.len();
        while half.slide_up(run) {
            beside.previous(other);
        }
        highest = run.0.end;
        meets = !beside.0.is_empty();
        while half.slide_down(run) {
            beside.next(other);
            meets |= !beside.0.is_empty();
        }
        if run.0.len() == length {
            break;
        }
    }
    if run.0.end == highest || !meets {
        return;
    }
    while beside.0.is_empty() && half.slide_up(run) {
        beside.previous(other);
    }
}
