//! Laying the changes of both sides over each other.

use std::ops::Range;

use super::lines::Lines;
use crate::compare::{self, Hunk};

/// Whose lines a region takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Ours,
    Theirs,
    /// Both, between marks.
    Both,
    /// Ours, which theirs are equal to.
    Alike,
}

/// Lines of the three texts that belong together, where something changed.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) side: Side,
    pub(super) ours: Range<usize>,
    /// Not kept up when conflicts are refined.
    pub(super) base: Range<usize>,
    pub(super) theirs: Range<usize>,
}

/// Conflicts with so few lines between them are one.
const NEAR: usize = 3;

/// Lays the changes over each other; what both changed alike is in no region.
pub(super) fn lay(lines: &Lines<'_>, ours: &[Hunk], theirs: &[Hunk]) -> Vec<Region> {
    let mut laid = Laid {
        regions: Vec::new(),
        ours: 0,
        theirs: 0,
    };
    let (mut one, mut other) = (ours.iter().peekable(), theirs.iter().peekable());
    loop {
        match (one.peek().copied(), other.peek().copied()) {
            (None, None) => return laid.regions,
            (Some(hunk), beside) if beside.is_none_or(|b| hunk.before.end < b.before.start) => {
                laid.alone(Side::Ours, hunk);
                one.next();
            }
            (beside, Some(hunk)) if beside.is_none_or(|b| hunk.before.end < b.before.start) => {
                laid.alone(Side::Theirs, hunk);
                other.next();
            }
            (Some(mine), Some(their)) => {
                if !alike(lines, mine, their) {
                    laid.clash(mine, their);
                }
                let ends = (mine.before.end, their.before.end);
                if ends.0 >= ends.1 {
                    laid.theirs = shift(their);
                    other.next();
                }
                if ends.1 >= ends.0 {
                    laid.ours = shift(mine);
                    one.next();
                }
            }
            // Of one hunk alone both guards above hold.
            (Some(_), None) | (None, Some(_)) => return laid.regions,
        }
    }
}

/// How far lines behind a hunk stand from those of the base.
fn shift(hunk: &Hunk) -> isize {
    hunk.after.end as isize - hunk.before.end as isize
}

fn shifted(range: &Range<usize>, by: isize) -> Range<usize> {
    range.start.saturating_add_signed(by)..range.end.saturating_add_signed(by)
}

fn alike(lines: &Lines<'_>, mine: &Hunk, their: &Hunk) -> bool {
    mine.before == their.before
        && lines.ours.tokens[mine.after.clone()] == lines.theirs.tokens[their.after.clone()]
}

struct Laid {
    regions: Vec<Region>,
    /// How far our lines stand from those of the base, behind the last hunk.
    ours: isize,
    theirs: isize,
}

impl Laid {
    /// A change of one side.
    fn alone(&mut self, side: Side, hunk: &Hunk) {
        let base = hunk.before.clone();
        let mut region = Region {
            side,
            ours: shifted(&base, self.ours),
            theirs: shifted(&base, self.theirs),
            base,
        };
        if side == Side::Ours {
            region.ours = hunk.after.clone();
            self.ours = shift(hunk);
        } else {
            region.theirs = hunk.after.clone();
            self.theirs = shift(hunk);
        }
        self.put(region);
    }

    /// Two changes that touch: as many lines of each side as both have of the base. Where one change lies over several
    /// of the other side, the later beginnings are wrong, but only ends count then.
    fn clash(&mut self, mine: &Hunk, their: &Hunk) {
        let base = mine.before.start.min(their.before.start)..mine.before.end.max(their.before.end);
        let widened = |hunk: &Hunk| {
            let above = hunk.before.start - base.start;
            let below = base.end - hunk.before.end;
            hunk.after.start.saturating_sub(above)..hunk.after.end + below
        };
        let (ours, theirs) = (widened(mine), widened(their));
        self.put(Region {
            side: Side::Both,
            ours,
            base,
            theirs,
        });
    }

    fn put(&mut self, region: Region) {
        let touches = |last: &&mut Region| {
            region.ours.start <= last.ours.end || region.theirs.start <= last.theirs.end
        };
        match self.regions.last_mut().filter(touches) {
            Some(last) => {
                if last.side != region.side {
                    last.side = Side::Both;
                }
                last.ours.end = region.ours.end;
                last.base.end = region.base.end;
                last.theirs.end = region.theirs.end;
            }
            None => self.regions.push(region),
        }
    }
}

/// Leaves out of conflicts what both sides have alike, and joins those that are then near each other.
pub(super) fn refine(lines: &Lines<'_>, regions: Vec<Region>) -> Vec<Region> {
    let parts = regions.into_iter().flat_map(|region| parts(lines, region));
    let mut refined: Vec<Region> = Vec::new();
    for part in parts {
        match refined
            .last_mut()
            .filter(|last| are_one(lines, last, &part))
        {
            Some(last) => {
                last.ours.end = part.ours.end;
                last.theirs.end = part.theirs.end;
            }
            None => refined.push(part),
        }
    }
    refined
}

/// The parts of a conflict that differ.
fn parts(lines: &Lines<'_>, region: Region) -> Vec<Region> {
    if region.side != Side::Both || region.ours.is_empty() || region.theirs.is_empty() {
        return vec![region];
    }
    let ours = &lines.ours.tokens[region.ours.clone()];
    let theirs = &lines.theirs.tokens[region.theirs.clone()];
    let within = |range: Range<usize>, start: usize| range.start + start..range.end + start;
    let script = compare::script(ours, theirs, lines.kinds);
    if script.is_empty() {
        let side = Side::Alike;
        return vec![Region { side, ..region }];
    }
    script
        .into_iter()
        .map(|hunk| Region {
            ours: within(hunk.before, region.ours.start),
            theirs: within(hunk.after, region.theirs.start),
            ..region.clone()
        })
        .collect()
}

fn are_one(lines: &Lines<'_>, last: &Region, next: &Region) -> bool {
    if last.side != Side::Both || next.side != Side::Both {
        return false;
    }
    let between = &lines.ours.lines[last.ours.end..next.ours.start];
    let says = |line: &&str| line.bytes().any(|byte| byte.is_ascii_alphanumeric());
    between.len() <= NEAR || !between.iter().any(says)
}
