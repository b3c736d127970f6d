//! Durations and deadlines as people write them, in Russian and English, whatever the language of the room.
//!
//! Pure: the present and the time zone are arguments, and the zones' rules come with the program, so that a replay
//! on another machine comes to the same milliseconds.
//!
//! - [`duration`]: «2 часа», «полчаса», «1д 2ч», "90m", "an hour and a half".
//! - [`deadline`]: «завтра 18:00», «в пятницу», «через полчаса», «25 декабря», "tomorrow 6pm", "2026-12-25 20:00".
//! - [`print_duration`] and [`print_instant`] say them back.

mod clock;
mod deadline;
mod lexer;
mod lexicon;
mod number;
mod print;
mod span;

#[cfg(test)]
mod deadline_tests;
#[cfg(test)]
mod duration_tests;
#[cfg(test)]
mod print_tests;

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

pub use deadline::deadline;
pub(crate) use print::phrases;
pub use print::{Moment, print_duration, print_instant};

/// A minute in milliseconds.
pub const MINUTE_MS: i64 = 60_000;
/// An hour in milliseconds.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// A day of 24 hours in milliseconds.
pub const DAY_MS: i64 = 24 * HOUR_MS;
/// The furthest deadline: a leap year from now.
pub const FURTHEST_MS: i64 = 366 * DAY_MS;
/// Longer texts are no times.
const MAX_CHARS: usize = 120;

/// Why a text is no deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// It is not understood.
    #[error("no time that is understood")]
    Unknown,
    /// It names a day or an hour that does not exist, as 31 February or 25:00.
    #[error("there is no such day or hour")]
    NoSuchTime,
    /// It has passed already.
    #[error("{at_ms} has passed")]
    Past {
        /// The moment that was meant, in milliseconds since 1970.
        at_ms: i64,
    },
    /// It is more than a year ahead.
    #[error("more than a year ahead")]
    TooFar,
}

/// A time zone by its IANA name (`Europe/Moscow`), or as an offset from UTC (`UTC`, `+03:00`, `UTC+3`).
pub fn zone(name: &str) -> Option<TimeZone> {
    static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
    let name = name.trim();
    if name.eq_ignore_ascii_case("utc") || name.eq_ignore_ascii_case("gmt") {
        return Some(TimeZone::UTC);
    }
    DATABASE.get(name).ok().or_else(|| offset(name))
}

/// The milliseconds of a duration; a month counts as 30 days, a year as 365. `None` where it is not understood, or
/// too long for the count.
pub fn duration(text: &str) -> Option<i64> {
    span::parse(&lexer::lex(text)?)?.total_ms()
}

fn offset(name: &str) -> Option<TimeZone> {
    let rest = name
        .strip_prefix("UTC")
        .or_else(|| name.strip_prefix("utc"))
        .unwrap_or(name);
    let (sign, digits) = match rest.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-" | "−", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let plain = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(hours) || !plain(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    Some(TimeZone::fixed(
        jiff::tz::Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?,
    ))
}
