//! Where a search that takes long is given up.

use super::{
    front::{Area, FAR, LONG, Point},
    myers::{Search, Split},
};

/// How many times its cost a good way must have gone.
const GOOD: isize = 4;

impl Search<'_> {
    /// The point that went furthest near the middle, at the end of a long way of equal lines.
    pub(super) fn good(&self, area: &Area, cost: isize) -> Option<Split> {
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
    pub(super) fn furthest(&self, area: &Area) -> Split {
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
