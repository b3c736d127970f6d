//! Parts of a whole, exact.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The largest denominator.
pub const DENOMINATOR_MAX: u32 = 1000;

/// A part above nothing and up to the whole, written `1/3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    numerator: u32,
    denominator: u32,
}

/// A text that is no share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a part like 1/3")]
pub struct NotAShare;

impl Share {
    pub(super) const fn new(numerator: u32, denominator: u32) -> Self {
        Self {
            numerator,
            denominator,
        }
    }

    /// That part of a number, rounded up.
    pub fn ceil_of(self, number: u32) -> u32 {
        narrow(self.times(number).div_ceil(self.whole()))
    }

    /// The least number that is more than that part of another.
    pub fn more_than(self, number: u32) -> u32 {
        narrow(self.times(number) / self.whole() + 1)
    }

    fn times(self, number: u32) -> u64 {
        u64::from(number) * u64::from(self.numerator)
    }

    fn whole(self) -> u64 {
        u64::from(self.denominator.max(1))
    }
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl FromStr for Share {
    type Err = NotAShare;

    fn from_str(text: &str) -> Result<Self, NotAShare> {
        let (numerator, denominator) = text.split_once('/').ok_or(NotAShare)?;
        let part = |text: &str| text.trim().parse::<u32>().map_err(|_| NotAShare);
        let (numerator, denominator) = (part(numerator)?, part(denominator)?);
        let sane = numerator >= 1 && numerator <= denominator && denominator <= DENOMINATOR_MAX;
        sane.then(|| Self::new(numerator, denominator))
            .ok_or(NotAShare)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
