//! Days and months that have been: `2026-11-20`, `20.11`, `вчера`, `ноябрь`, `2025`.

use jiff::{
    Span, Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};

use crate::text::split::fold;

const MONTHS: [&[&str]; 12] = [
    &["январь", "января", "january", "jan"],
    &["февраль", "февраля", "february", "feb"],
    &["март", "марта", "march", "mar"],
    &["апрель", "апреля", "april", "apr"],
    &["май", "мая", "may"],
    &["июнь", "июня", "june", "jun"],
    &["июль", "июля", "july", "jul"],
    &["август", "августа", "august", "aug"],
    &["сентябрь", "сентября", "september", "sep"],
    &["октябрь", "октября", "october", "oct"],
    &["ноябрь", "ноября", "november", "nov"],
    &["декабрь", "декабря", "december", "dec"],
];

/// When a day, month or year begins and the next one begins, in milliseconds since 1970; `None` for what is none.
/// A day without a year, and a month, are the last ones that have begun.
pub fn read(text: &str, now_ms: i64, zone: &TimeZone) -> Option<(i64, i64)> {
    let today = Timestamp::from_millisecond(now_ms)
        .ok()?
        .to_zoned(zone.clone())
        .date();
    let (from, span) = stretch(&fold(text.trim()), today)?;
    let begin = |day: Date| {
        Some(
            day.to_zoned(zone.clone())
                .ok()?
                .timestamp()
                .as_millisecond(),
        )
    };
    Some((begin(from)?, begin(from.checked_add(span).ok()?)?))
}

fn stretch(text: &str, today: Date) -> Option<(Date, Span)> {
    let (day, month, year) = (
        Span::new().days(1),
        Span::new().months(1),
        Span::new().years(1),
    );
    match text {
        "сегодня" | "today" => return Some((today, day)),
        "вчера" | "yesterday" => return Some((today.yesterday().ok()?, day)),
        "позавчера" => return Some((today.checked_sub(Span::new().days(2)).ok()?, day)),
        "неделя" | "неделю" | "week" => {
            return Some((
                today.checked_sub(Span::new().weeks(1)).ok()?,
                Span::new().weeks(1),
            ));
        }
        "месяц" | "month" => return Some((today.checked_sub(month).ok()?, month)),
        "год" | "year" => return Some((today.checked_sub(year).ok()?, year)),
        _ => {}
    }
    if let Some(number) = MONTHS.iter().position(|names| names.contains(&text)) {
        let first = date(today.year(), 1, 1)
            .with()
            .month(i8::try_from(number + 1).ok()?)
            .build()
            .ok()?;
        return Some((begun(first, today)?, month));
    }
    let numbers = |by: char| -> Option<Vec<i16>> { text.split(by).map(number).collect() };
    if let Some(numbers) = numbers('-') {
        return match numbers[..] {
            [y @ 1970..=9998] => Some((Date::new(y, 1, 1).ok()?, year)),
            [y, m] => Some((Date::new(y, small(m)?, 1).ok()?, month)),
            [y, m, d] => Some((Date::new(y, small(m)?, small(d)?).ok()?, day)),
            _ => None,
        };
    }
    match numbers('.')?[..] {
        [d, m] => {
            let this = Date::new(today.year(), small(m)?, small(d)?).ok()?;
            Some((begun(this, today)?, day))
        }
        [d, m, y] => Some((
            Date::new(if y < 100 { 2000 + y } else { y }, small(m)?, small(d)?).ok()?,
            day,
        )),
        _ => None,
    }
}

/// The day of this year, or of the last one where it has not begun.
fn begun(day: Date, today: Date) -> Option<Date> {
    if day <= today {
        return Some(day);
    }
    day.checked_sub(Span::new().years(1)).ok()
}

fn number(text: &str) -> Option<i16> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

fn small(number: i16) -> Option<i8> {
    i8::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Option<(String, String)> {
        let now = date(2026, 11, 21)
            .at(12, 0, 0, 0)
            .to_zoned(TimeZone::UTC)
            .expect("a time");
        let (from, until) = read(text, now.timestamp().as_millisecond(), &TimeZone::UTC)?;
        let day = |ms| {
            Timestamp::from_millisecond(ms)
                .expect("a time")
                .to_zoned(TimeZone::UTC)
                .date()
                .to_string()
        };
        Some((day(from), day(until)))
    }

    #[test]
    fn days_months_and_years_are_read() {
        for (text, from, until) in [
            ("2026-11-20", "2026-11-20", "2026-11-21"),
            ("20.11.2025", "2025-11-20", "2025-11-21"),
            ("20.11.25", "2025-11-20", "2025-11-21"),
            ("20.11", "2026-11-20", "2026-11-21"),
            ("25.12", "2025-12-25", "2025-12-26"),
            ("вчера", "2026-11-20", "2026-11-21"),
            ("Today", "2026-11-21", "2026-11-22"),
            ("неделя", "2026-11-14", "2026-11-21"),
            ("Ноябрь", "2026-11-01", "2026-12-01"),
            ("декабря", "2025-12-01", "2026-01-01"),
            ("2026-02", "2026-02-01", "2026-03-01"),
            ("2025", "2025-01-01", "2026-01-01"),
        ] {
            assert_eq!(
                days(text),
                Some((from.to_owned(), until.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "никогда",
            "2026-13-01",
            "31.02",
            "99999",
            "1",
            "1.2.3.4",
            "-5",
            "2026-",
            "२०२६",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
