//! How far a search came, from one end.

/// How many equal lines are a long way.
pub(super) const LONG: isize = 20;
/// Beyond every line.
pub(super) const FAR: isize = isize::MAX;

/// A line of the first text, and one of the second.
pub(super) type Point = (isize, isize);

/// A part of both texts.
pub(super) struct Area {
    pub(super) from: Point,
    pub(super) to: Point,
}

/// How far each diagonal was reached; a diagonal is a line's number less its partner's.
pub(super) struct Front {
    reached: Vec<isize>,
    zero: isize,
    least: isize,
    most: isize,
    pub(super) middle: isize,
}

impl Front {
    pub(super) fn new(diagonals: usize, zero: usize) -> Self {
        Self {
            reached: vec![0; diagonals],
            zero: signed(zero),
            least: 0,
            most: 0,
            middle: 0,
        }
    }

    pub(super) fn begin(&mut self, (row, column): Point) {
        self.middle = row - column;
        (self.least, self.most) = (self.middle, self.middle);
        self.set(self.middle, row);
    }

    pub(super) fn get(&self, diagonal: isize) -> isize {
        self.reached[index(diagonal + self.zero)]
    }

    pub(super) fn set(&mut self, diagonal: isize, row: isize) {
        self.reached[index(diagonal + self.zero)] = row;
    }

    /// One diagonal more at each end, or one less where the area ends; `outside` is what lies beyond.
    pub(super) fn widen(&mut self, area: &Area, outside: isize) {
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

    pub(super) fn has(&self, diagonal: isize) -> bool {
        (self.least..=self.most).contains(&diagonal)
    }

    /// How many diagonals it goes along.
    pub(super) fn width(&self) -> usize {
        index(self.most - self.least) / 2 + 1
    }

    /// Every second diagonal, from the highest.
    pub(super) fn diagonals(&self) -> impl Iterator<Item = isize> + use<> {
        let (least, most) = (self.least, self.most);
        (0..)
            .map(move |step| most - 2 * step)
            .take_while(move |diagonal| *diagonal >= least)
    }

    pub(super) fn points(&self) -> impl Iterator<Item = Point> {
        self.diagonals().map(|diagonal| {
            let row = self.get(diagonal);
            (row, row - diagonal)
        })
    }
}

pub(super) fn signed(number: usize) -> isize {
    isize::try_from(number).unwrap_or(FAR)
}

pub(super) fn index(number: isize) -> usize {
    usize::try_from(number).unwrap_or(0)
}
