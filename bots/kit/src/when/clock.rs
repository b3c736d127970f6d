//! From a day and an hour, as they were written, to the moment.

use jiff::{
    Zoned,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use super::{WhenError, lexicon::Half};

/// A day as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// Counted from today.
    Relative(i64),
    /// A day of the week, 1 to 7; of the following week where `next`.
    Weekday {
        /// Monday is 1.
        day: i64,
        /// «В следующую пятницу».
        next: bool,
    },
    /// A date; without a year, the nearest to come.
    Date {
        /// The year, two or four digits.
        year: Option<u32>,
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
    },
    /// A day that is known already.
    Known(Date),
}

/// An hour as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// 0 to 24.
    pub(super) hour: u32,
    /// 0 to 59.
    pub(super) minute: u32,
    /// 0 to 59.
    pub(super) second: u32,
}

impl Clock {
    /// A day without an hour ends with its last minute.
    const LAST: Self = Self {
        hour: 23,
        minute: 59,
        second: 0,
    };

    /// The hour in this part of the day.
    pub(super) fn in_half(self, half: Half) -> Result<Self, WhenError> {
        let hour = match (half, self.hour) {
            (_, 0 | 13..) => self.hour,
            (Half::Before, 12) => 0,
            (Half::Night, 12) => 24,
            (Half::After, 1..=11) | (Half::Night, 8..=11) => self.hour + 12,
            (Half::Before | Half::After | Half::Night, _) => self.hour,
        };
        if self.hour > 23 {
            return Err(WhenError::NoSuchTime);
        }
        Ok(Self { hour, ..self })
    }

    /// The moment on a day; 24:00 is the next day's beginning.
    fn on(self, date: Date) -> Result<DateTime, WhenError> {
        if (self.hour, self.minute, self.second) == (24, 0, 0) {
            return Ok(date
                .tomorrow()
                .map_err(|_| WhenError::TooFar)?
                .to_datetime(Time::midnight()));
        }
        let part = |n: u32| i8::try_from(n).map_err(|_| WhenError::NoSuchTime);
        let time = Time::new(part(self.hour)?, part(self.minute)?, part(self.second)?, 0);
        Ok(date.to_datetime(time.map_err(|_| WhenError::NoSuchTime)?))
    }
}

/// The moment that a day and an hour mean, seen from `now`: in milliseconds since 1970.
pub(super) fn moment(
    day: Option<Day>,
    clock: Option<Clock>,
    now: &Zoned,
) -> Result<i64, WhenError> {
    let zone = now.time_zone();
    let today = now.date();
    let now_ms = now.timestamp().as_millisecond();
    let at = clock.unwrap_or(Clock::LAST);
    let on = |date: Date| instant(at.on(date)?, zone);
    match day {
        None => {
            let first = on(today)?;
            if first > now_ms {
                Ok(first)
            } else {
                on(later(today, 1)?)
            }
        }
        Some(Day::Known(date)) => on(date),
        Some(Day::Relative(days)) => on(later(today, days)?),
        Some(Day::Weekday { day, next }) => {
            let ahead = day - i64::from(today.weekday().to_monday_one_offset());
            if next {
                return on(later(today, ahead + 7)?);
            }
            // Today's name means today only with an hour that is still to come.
            if ahead == 0 && clock.is_some() && on(today)? > now_ms {
                return on(today);
            }
            on(later(today, if ahead <= 0 { ahead + 7 } else { ahead })?)
        }
        Some(Day::Date {
            year: Some(year),
            month,
            day,
        }) => on(date(full_year(year), month, day)?),
        Some(Day::Date {
            year: None,
            month,
            day,
        }) => {
            let this_year = today.year().unsigned_abs().into();
            match date(this_year, month, day).and_then(on) {
                Ok(first) if first > now_ms => Ok(first),
                _ => on(date(this_year + 1, month, day)?),
            }
        }
    }
}

/// The day of a date with a year, to compare with a day of the week beside it.
pub(super) fn weekday_of(at_ms: i64, zone: &TimeZone) -> Option<i64> {
    let at = jiff::Timestamp::from_millisecond(at_ms).ok()?;
    Some(i64::from(
        zone.to_datetime(at).date().weekday().to_monday_one_offset(),
    ))
}

fn full_year(year: u32) -> u32 {
    if year < 100 { 2000 + year } else { year }
}

fn date(year: u32, month: u32, day: u32) -> Result<Date, WhenError> {
    let Ok(year) = i16::try_from(year) else {
        return Err(WhenError::TooFar);
    };
    if year > 9999 {
        return Err(WhenError::TooFar);
    }
    let part = |n: u32| i8::try_from(n).map_err(|_| WhenError::NoSuchTime);
    Date::new(year, part(month)?, part(day)?).map_err(|_| WhenError::NoSuchTime)
}

fn later(date: Date, days: i64) -> Result<Date, WhenError> {
    date.checked_add(jiff::Span::new().days(days))
        .map_err(|_| WhenError::TooFar)
}

/// A skipped hour is taken as the one after the gap, a repeated one as the first.
fn instant(at: DateTime, zone: &TimeZone) -> Result<i64, WhenError> {
    let zoned = zone
        .to_ambiguous_zoned(at)
        .compatible()
        .map_err(|_| WhenError::TooFar)?;
    Ok(zoned.timestamp().as_millisecond())
}
