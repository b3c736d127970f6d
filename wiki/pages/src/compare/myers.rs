//! The shortest way from one text to another (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986),
//! searched from both ends, and given up for a good one when it takes long, at the points where Git gives up.

use imara_diff::Token;

use super::sift::{Sifted, rough_root};

/// The least cost at which a search is given up.
const COST_LEAST: isize = 256;
/// The cost from which a long way of equal lines is good enough.
const COST_PATIENT: isize = 256;
/// How many equal lines are a long way.
const LONG: isize = 20;
/// How many times its cost a good way must have gone.
const GOOD: isize = 4;
/// Beyond every line.
const FAR: isize = isize::MAX;

/// Marks the lines that are not on the way.
pub(super) fn mark(
    (before, removed): (&Sifted, &mut [bool]),
    (after, added): (&Sifted, &mut [bool]),
) {
    let (rows, columns) = (before.tokens.len(), after.tokens.len());
    let diagonals = rows + columns + 3;
    let mut search = Search {
        before: &before.tokens,
        after: &after.tokens,
        forth: Front::new(diagonals, columns + 1),
        back: Front::new(diagonals, columns + 1),
        cost_most: signed(rough_root(diagonals)).max(COST_LEAST),
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
}

fn mark_all(changed: &mut [bool], places: &[usize]) {
    for place in places {
        changed[*place] = true;
    }
}

fn signed(number: usize) -> isize {
    isize::try_from(number).unwrap_or(FAR)
}

fn index(number: isize) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// A line of the first text, and one of the second.
type Point = (isize, isize);

/// A part of both texts.
struct Area {
    from: Point,
    to: Point,
}

/// Where an area is parted, and whether each part is to be searched to the end.
struct Split {
    at: Point,
    thorough: (bool, bool),
}

/// How far each diagonal was reached; a diagonal is a line's number less its partner's.
struct Front {
    reached: Vec<isize>,
    zero: isize,
    least: isize,
    most: isize,
    middle: isize,
}

impl Front {
    fn new(diagonals: usize, zero: usize) -> Self {
        Self {
            reached: vec![0; diagonals],
            zero: signed(zero),
            least: 0,
            most: 0,
            middle: 0,
        }
    }

    fn begin(&mut self, (row, column): Point) {
        self.middle = row - column;
        (self.least, self.most) = (self.middle, self.middle);
        self.set(self.middle, row);
    }

    fn get(&self, diagonal: isize) -> isize {
        self.reached[index(diagonal + self.zero)]
    }

    fn set(&mut self, diagonal: isize, row: isize) {
        self.reached[index(diagonal + self.zero)] = row;
    }

    /// One diagonal more at each end, or one less where the area ends; `outside` is what lies beyond.
    fn widen(&mut self, area: &Area, outside: isize) {
        if self.least > area.from.0 - area.to.1 {
            self.least -= 1;
            self.set(self.least - 1, outside);
        } else {
            self.least += 1;
        }
        if self.most < area.to.0 - area.from.1 {
            self.most += 1;
            self.set(self.most + 1, outside);
        } else {
            self.most -= 1;
        }
    }

    fn has(&self, diagonal: isize) -> bool {
        (self.least..=self.most).contains(&diagonal)
    }

    /// Every second diagonal, from the highest.
    fn diagonals(&self) -> impl Iterator<Item = isize> + use<> {
        let (least, most) = (self.least, self.most);
        (0..)
            .map(move |step| most - 2 * step)
            .take_while(move |diagonal| *diagonal >= least)
    }

    fn points(&self) -> impl Iterator<Item = Point> {
        self.diagonals().map(|diagonal| {
            let row = self.get(diagonal);
            (row, row - diagonal)
        })
    }
}

struct Search<'a> {
    before: &'a [Token],
    after: &'a [Token],
    forth: Front,
    back: Front,
    cost_most: isize,
}

impl Search<'_> {
    fn same(&self, (row, column): Point) -> bool {
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

    /// The point that went furthest near the middle, at the end of a long way of equal lines.
    fn good(&self, area: &Area, cost: isize) -> Option<Split> {
        let gone = |from: Point, to: Point| (to.0 - from.0) + (to.1 - from.1);
        let within = |from: Point, point: Point, to: Point| {
            from.0 <= point.0 && point.0 <= to.0 && from.1 <= point.1 && point.1 <= to.1
        };
        let shifted = |point: Point, by: isize| (point.0 + by, point.1 + by);
        let forth = self.forth.points().filter_map(|point| {
            let (from, to) = (shifted(area.from, LONG), shifted(area.to, -1));
            let aside = (point.0 - point.1 - self.forth.middle).abs();
            let fits =
                within(from, point, to) && (1..=LONG).all(|back| self.same(shifted(point, -back)));
            fits.then_some((gone(area.from, point) - aside, point))
        });
        if let Some(at) = furthest_beyond(forth, GOOD * cost) {
            let thorough = (true, false);
            return Some(Split { at, thorough });
        }
        let back = self.back.points().filter_map(|point| {
            let (from, to) = (shifted(area.from, 1), shifted(area.to, -LONG));
            let aside = (point.0 - point.1 - self.back.middle).abs();
            let fits = within(from, point, to) && (0..LONG).all(|on| self.same(shifted(point, on)));
            fits.then(|| (gone(point, area.to) - aside, point))
        });
        let thorough = (false, true);
        furthest_beyond(back, GOOD * cost).map(|at| Split { at, thorough })
    }

    /// Where the search that went further ended.
    fn furthest(&self, area: &Area) -> Split {
        let mut forth = (-1, (-1, 0));
        for (row, column) in self.forth.points() {
            let diagonal = row - column;
            let row = row.min(area.to.0).min(area.to.1 + diagonal);
            let point = (row, row - diagonal);
            forth = if forth.0 < point.0 + point.1 {
                (point.0 + point.1, point)
            } else {
                forth
            };
        }
        let mut back = (FAR, (FAR, 0));
        for (row, column) in self.back.points() {
            let diagonal = row - column;
            let row = row.max(area.from.0).max(area.from.1 + diagonal);
            let point = (row, row - diagonal);
            back = if point.0 + point.1 < back.0 {
                (point.0 + point.1, point)
            } else {
                back
            };
        }
        let (begun, ended) = (area.from.0 + area.from.1, area.to.0 + area.to.1);
        if ended - back.0 < forth.0 - begun {
            let thorough = (true, false);
            return Split {
                at: forth.1,
                thorough,
            };
        }
        let thorough = (false, true);
        Split {
            at: back.1,
            thorough,
        }
    }
}

/// The first of the points with the highest value, where that is above a limit.
fn furthest_beyond(points: impl Iterator<Item = (isize, Point)>, limit: isize) -> Option<Point> {
    let mut best = (limit, None);
    for (value, point) in points {
        if value > best.0 {
            best = (value, Some(point));
        }
    }
    best.1
}
