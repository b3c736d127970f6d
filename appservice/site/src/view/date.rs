//! Days and hours, in the site's zone.

use jiff::{Timestamp, Zoned};
use secta_bot_kit::{Lang, args};

use crate::site::Site;

const RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A moment as pages show it.
#[derive(Clone, Debug, Default)]
pub(crate) struct When {
    /// For machines: RFC 3339 in UTC.
    pub machine: String,
    /// The day, with its year.
    pub day: String,
    /// The hour and minute.
    pub hour: String,
}

fn zoned(site: &Site, at_ms: i64) -> Zoned {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(site.settings.zone.clone())
}

/// A moment.
pub(crate) fn when(site: &Site, lang: Lang, at_ms: i64) -> When {
    let at = zoned(site, at_ms);
    let month = usize::try_from(at.month().saturating_sub(1)).unwrap_or(0) % 12;
    let (day, year) = (at.day(), at.year());
    let day = match lang {
        Lang::Ru => format!("{day} {} {year}", RU[month]),
        Lang::En => format!("{day} {} {year}", EN[month]),
    };
    When {
        machine: rfc3339(at_ms),
        day,
        hour: format!("{:02}:{:02}", at.hour(), at.minute()),
    }
}

/// A day of a chart: days since 1970-01-01, UTC.
pub(crate) fn short_day(lang: Lang, day: i32) -> String {
    let at = Timestamp::from_second(i64::from(day) * 86_400).unwrap_or(Timestamp::UNIX_EPOCH);
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    let month = usize::try_from(at.month().saturating_sub(1)).unwrap_or(0) % 12;
    match lang {
        Lang::Ru => format!("{} {}", at.day(), RU[month]),
        Lang::En => format!("{} {}", at.day(), EN[month]),
    }
}

/// A moment for machines.
pub(crate) fn rfc3339(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A moment as RSS wants it.
pub(crate) fn rfc2822(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    jiff::fmt::rfc2822::to_string(&at.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default()
}

/// The day and hour in one.
pub(crate) fn moment(site: &Site, lang: Lang, at_ms: i64) -> String {
    let when = when(site, lang, at_ms);
    let args = args!["day" => when.day, "hour" => when.hour];
    site.words.text(lang, "site-moment", &args).plain
}
