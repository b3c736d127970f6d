//! The shortest way from one text to another (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986),
//! searched from both ends, and given up for a good one when it takes long, at the points where Git gives up.

use imara_diff::Token;

use super::{
    front::{Area, FAR, Front, LONG, Point, index, signed},
    sift::{Sifted, rough_root},
};

/// The least cost at which a search is given up.
const COST_LEAST: isize = 256;
/// The cost from which a long way of equal lines is good enough.
const COST_PATIENT: isize = 256;

/// Marks the lines that are not on the way; gives how much was searched.
pub(super) fn mark(
    (before, removed): (&Sifted, &mut [bool]),
    (after, added): (&Sifted, &mut [bool]),
) -> usize {
    let (rows, columns) = (before.tokens.len(), after.tokens.len());
    let diagonals = rows + columns + 3;
    let mut search = Search {
        before: &before.tokens,
        after: &after.tokens,
        forth: Front::new(diagonals, columns + 1),
        back: Front::new(diagonals, columns + 1),
        cost_most: signed(rough_root(diagonals)).max(COST_LEAST),
        effort: 0,
    };
    let whole = Area {
        from: (0, 0),
        to: (signed(rows), signed(columns)),
    };
    let mut areas = vec![(whole, false)];
    while let Some((area, thorough)) = areas.pop() {
        let area = search.shrunk(area);
        if area.from.0 == area.to.0 {
            mark_all(added, &after.places[index(area.from.1)..index(area.to.1)]);
        } else if area.from.1 == area.to.1 {
            mark_all(
                removed,
                &before.places[index(area.from.0)..index(area.to.0)],
            );
        } else {
            let split = search.split(&area, thorough);
            let (from, to) = (area.from, area.to);
            areas.push((Area { from: split.at, to }, split.thorough.1));
            areas.push((Area { from, to: split.at }, split.thorough.0));
        }
    }
    search.effort
}

fn mark_all(changed: &mut [bool], places: &[usize]) {
    for place in places {
        changed[*place] = true;
    }
}

/// Where an area is parted, and whether each part is to be searched to the end.
pub(super) struct Split {
    pub(super) at: Point,
    pub(super) thorough: (bool, bool),
}

/// A search on its way.
pub(super) struct Search<'a> {
    before: &'a [Token],
    after: &'a [Token],
    pub(super) forth: Front,
    pub(super) back: Front,
    cost_most: isize,
    /// How many diagonals were gone along.
    effort: usize,
}

impl Search<'_> {
    pub(super) fn same(&self, (row, column): Point) -> bool {
        self.before[index(row)] == self.after[index(column)]
    }

    /// An area without the equal lines at its ends.
    fn shrunk(&self, Area { from, to }: Area) -> Area {
        let from = self.down(from, to);
        let to = self.up(to, from);
        Area { from, to }
    }

    fn down(&self, (mut row, mut column): Point, to: Point) -> Point {
        while row < to.0 && column < to.1 && self.same((row, column)) {
            (row, column) = (row + 1, column + 1);
        }
        (row, column)
    }

    fn up(&self, (mut row, mut column): Point, from: Point) -> Point {
        while row > from.0 && column > from.1 && self.same((row - 1, column - 1)) {
            (row, column) = (row - 1, column - 1);
        }
        (row, column)
    }

    fn split(&mut self, area: &Area, thorough: bool) -> Split {
        self.forth.begin(area.from);
        self.back.begin(area.to);
        let odd = (self.forth.middle - self.back.middle) & 1 != 0;
        let mut cost = 1;
        loop {
            let mut long = false;
            let met = self.step_forth(area, odd, &mut long);
            if let Some(at) = met.or_else(|| self.step_back(area, odd, &mut long)) {
                let thorough = (true, true);
                return Split { at, thorough };
            }
            if !thorough {
                let good = (long && cost > COST_PATIENT).then(|| self.good(area, cost));
                if let Some(split) = good.flatten() {
                    return split;
                }
                if cost >= self.cost_most {
                    return self.furthest(area);
                }
            }
            cost += 1;
            self.effort += self.forth.width() + self.back.width();
        }
    }

    /// Goes one change further from the beginning; gives where both searches met.
    fn step_forth(&mut self, area: &Area, odd: bool, long: &mut bool) -> Option<Point> {
        self.forth.widen(area, -1);
        for diagonal in self.forth.diagonals() {
            let (left, right) = (self.forth.get(diagonal - 1), self.forth.get(diagonal + 1));
            let row = if left >= right { left + 1 } else { right };
            let end = self.down((row, row - diagonal), area.to);
            *long |= end.0 - row > LONG;
            self.forth.set(diagonal, end.0);
            if odd && self.back.has(diagonal) && self.back.get(diagonal) <= end.0 {
                return Some(end);
            }
        }
        None
    }

    /// Goes one change further from the end.
    fn step_back(&mut self, area: &Area, odd: bool, long: &mut bool) -> Option<Point> {
        self.back.widen(area, FAR);
        for diagonal in self.back.diagonals() {
            let (left, right) = (self.back.get(diagonal - 1), self.back.get(diagonal + 1));
            let row = if left < right { left } else { right - 1 };
            let end = self.up((row, row - diagonal), area.from);
            *long |= row - end.0 > LONG;
            self.back.set(diagonal, end.0);
            if !odd && self.forth.has(diagonal) && end.0 <= self.forth.get(diagonal) {
                return Some(end);
            }
        }
        None
    }
}
