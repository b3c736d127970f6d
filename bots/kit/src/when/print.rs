//! Durations and moments as people read them.

use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::{
    args,
    lang::Lang,
    words::{Text, Words},
};

/// A moment, and from where it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The moment, in milliseconds since 1970.
    pub at_ms: i64,
    /// The present, in milliseconds since 1970.
    pub now_ms: i64,
    /// The zone to tell it in.
    pub zone: &'a TimeZone,
}

/// The phrases of this module.
pub(crate) fn phrases(lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => include_str!("ru.ftl"),
        Lang::En => include_str!("en.ftl"),
    }
}

/// «2 дня 3 часа», "30 minutes": the largest unit and the one below it, rounded down.
pub fn print_duration(words: &Words, lang: Lang, ms: i64) -> Text {
    const UNITS: [(&str, i64); 4] = [
        ("when-days", DAY_MS),
        ("when-hours", HOUR_MS),
        ("when-minutes", MINUTE_MS),
        ("when-seconds", 1000),
    ];
    let ms = ms.max(0);
    let largest = UNITS.iter().position(|(_, unit)| ms >= *unit).unwrap_or(3);
    let (id, unit) = UNITS[largest];
    let first = words.text(lang, id, &args!["n" => ms / unit]);
    match UNITS.get(largest + 1) {
        Some((id, below)) if ms % unit >= *below => {
            let second = words.text(lang, id, &args!["n" => ms % unit / below]);
            words.text(
                lang,
                "when-two",
                &args!["first" => first, "second" => second],
            )
        }
        Some(_) | None => first,
    }
}

/// «Завтра в 18:00 (UTC+3)», "25 December at 20:00 (UTC)"; the year where it is another one.
pub fn print_instant(words: &Words, lang: Lang, moment: Moment<'_>) -> Text {
    let (Some(at), Some(now)) = (zoned(moment.at_ms, &moment), zoned(moment.now_ms, &moment))
    else {
        return Text::default();
    };
    let base = args![
        "time" => format!("{}:{:02}", at.hour(), at.minute()),
        "zone" => offset_name(&at),
    ];
    let day = |days: i64| now.date().checked_add(jiff::Span::new().days(days)).ok();
    let date = Some(at.date());
    for (id, days) in [
        ("when-today", 0),
        ("when-tomorrow", 1),
        ("when-yesterday", -1),
    ] {
        if day(days) == date {
            return words.text(lang, id, &base);
        }
    }
    let dated = base
        .with("day", i32::from(at.day()))
        .with("month", i32::from(at.month()));
    if at.year() == now.year() {
        return words.text(lang, "when-date", &dated);
    }
    // As words: a number would be written with a group separator in some languages.
    let year = at.year().to_string();
    words.text(lang, "when-date-year", &dated.with("year", year))
}

fn zoned(ms: i64, moment: &Moment<'_>) -> Option<Zoned> {
    Some(
        Timestamp::from_millisecond(ms)
            .ok()?
            .to_zoned(moment.zone.clone()),
    )
}

fn offset_name(at: &Zoned) -> String {
    let seconds = at.offset().seconds();
    let sign = if seconds < 0 { '−' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() % 3600 / 60);
    match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}
