//! Where tiles and entry bundles are: their paths, read strictly.

use crate::log::MAX_SIZE;

/// How many hashes a full tile holds, and how many entries a full bundle.
pub const WIDTH: u64 = 256;

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Entries.
    Entries,
    /// Hashes of this level.
    Hashes(u8),
}

impl Kind {
    /// The level of the tree: entries stand beside level 0.
    #[must_use]
    pub fn level(self) -> u8 {
        match self {
            Kind::Entries => 0,
            Kind::Hashes(level) => level,
        }
    }
}

/// One tile or entry bundle, full or partial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// What it holds.
    pub kind: Kind,
    /// Its number within its level.
    pub number: u64,
    /// How many hashes or entries it holds, 1 to 256.
    pub width: u64,
}

/// How many hashes a level has in a tree of this size.
#[must_use]
pub fn count(size: u64, level: u8) -> u64 {
    size.checked_shr(8 * u32::from(level)).unwrap_or(0)
}

impl Place {
    /// Gives the tile of this number as a tree of this size has it, or nothing when the tree has none.
    #[must_use]
    pub fn within(kind: Kind, number: u64, size: u64) -> Option<Self> {
        let before = number.checked_mul(WIDTH)?;
        let width = count(size, kind.level()).checked_sub(before)?.min(WIDTH);
        (width > 0).then_some(Self {
            kind,
            number,
            width,
        })
    }

    /// Gives every tile and bundle of a tree of this size, bundles first, then level by level.
    pub fn all(size: u64) -> impl Iterator<Item = Self> {
        let levels = (0..8).map(Kind::Hashes);
        std::iter::once(Kind::Entries)
            .chain(levels)
            .flat_map(move |kind| {
                (0..count(size, kind.level()).div_ceil(WIDTH))
                    .filter_map(move |number| Self::within(kind, number, size))
            })
    }

    /// Whether a tree of this size has it.
    #[must_use]
    pub fn is_within(&self, size: u64) -> bool {
        Self::within(self.kind, self.number, size).is_some_and(|whole| self.width <= whole.width)
    }

    /// Whether it is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }

    /// The full tile of the same number.
    #[must_use]
    pub fn full(self) -> Self {
        Self {
            width: WIDTH,
            ..self
        }
    }

    /// Its path in the log.
    #[must_use]
    pub fn path(&self) -> String {
        if self.is_full() {
            self.stem()
        } else {
            format!("{}/{}", self.partials(), self.width)
        }
    }

    /// The folder of its partial forms.
    #[must_use]
    pub fn partials(&self) -> String {
        format!("{}.p", self.stem())
    }

    fn stem(&self) -> String {
        let mut digits = format!("{:03}", self.number % 1000);
        let mut rest = self.number / 1000;
        while rest > 0 {
            digits = format!("x{:03}/{digits}", rest % 1000);
            rest /= 1000;
        }
        match self.kind {
            Kind::Entries => format!("tile/entries/{digits}"),
            Kind::Hashes(level) => format!("tile/{level}/{digits}"),
        }
    }

    /// Reads a path; only the very form that [`Place::path`] writes is one.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let kind = match kind {
            "entries" => Kind::Entries,
            level => Kind::Hashes(level.parse().ok().filter(|level| *level < 64)?),
        };
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, width.parse().ok()?),
            None => (rest, WIDTH),
        };
        let place = Self {
            kind,
            number: parse_number(number)?,
            width,
        };
        let partial_fits = width < WIDTH || !rest.contains(".p/");
        (partial_fits && width > 0 && place.path() == path).then_some(place)
    }
}

/// Reads `x001/x234/067`, not strictly: the caller compares with what is written.
fn parse_number(text: &str) -> Option<u64> {
    let digits = text.split('/').map(|part| part.trim_start_matches('x'));
    let number = digits.into_iter().try_fold(0_u64, |number, part| {
        let part: u64 = part.parse().ok()?;
        number.checked_mul(1000)?.checked_add(part)
    })?;
    (number <= MAX_SIZE).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_it_is_written() {
        for (path, kind, number, width) in [
            ("tile/0/000", Kind::Hashes(0), 0, 256),
            ("tile/3/x001/x234/067", Kind::Hashes(3), 1_234_067, 256),
            ("tile/entries/x001/000.p/7", Kind::Entries, 1000, 7),
            ("tile/63/999.p/255", Kind::Hashes(63), 999, 255),
        ] {
            let place = Place {
                kind,
                number,
                width,
            };
            assert_eq!(Place::parse(path), Some(place));
            assert_eq!(place.path(), path);
        }
    }

    #[test]
    fn no_other_form_is_a_path() {
        for path in [
            "",
            "tile",
            "tile/",
            "tile/0",
            "tile/0/",
            "/tile/0/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/1000",
            "tile/00/000",
            "tile/+0/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/8/0/000",
            "tile/0/000.p",
            "tile/0/000.p/",
            "tile/0/000.p/0",
            "tile/0/000.p/01",
            "tile/0/000.p/256",
            "tile/0/000.p/+1",
            "tile/0/x000/001",
            "tile/0/001/000",
            "tile/0/x001/xx02",
            "tile/0/../0/000",
            "tile/entries/../../checkpoint",
            "tile/data/000",
            "tile/0/000/",
            "tile/0/000 ",
            "tile/0/x001/000.p/7/8",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
            "tile\\0\\000",
            "tile/0/%30",
        ] {
            assert_eq!(Place::parse(path), None, "{path:?}");
        }
    }

    #[test]
    fn a_tree_has_the_tiles_that_the_format_names() {
        let places: Vec<Place> = Place::all(70_000).collect();
        let of = |kind| places.iter().filter(move |place| place.kind == kind);
        assert_eq!(of(Kind::Hashes(0)).count(), 274);
        assert_eq!(
            of(Kind::Hashes(0)).next_back().map(|place| place.width),
            Some(112)
        );
        assert_eq!(of(Kind::Entries).count(), 274);
        let above: Vec<u64> = of(Kind::Hashes(1)).map(|place| place.width).collect();
        assert_eq!(above, [256, 17]);
        let top: Vec<String> = of(Kind::Hashes(2)).map(Place::path).collect();
        assert_eq!(top, ["tile/2/000.p/1"]);
        assert!(Place::all(0).next().is_none());
    }
}
