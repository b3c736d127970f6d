use jiff::{Timestamp, tz::TimeZone};

use super::{DAY_MS, HOUR_MS, MINUTE_MS, WhenError, deadline, zone};

/// A Friday noon in Moscow.
const NOW: &str = "2026-11-20T12:00:00+03:00";

fn ms(at: &str) -> i64 {
    at.parse::<Timestamp>()
        .expect("a timestamp of this test")
        .as_millisecond()
}

fn moscow() -> TimeZone {
    zone("Europe/Moscow").expect("Moscow is in the database")
}

fn read(text: &str) -> Result<i64, WhenError> {
    deadline(text, ms(NOW), &moscow())
}

#[track_caller]
fn is(texts: &[&str], at: &str) {
    for text in texts {
        assert_eq!(read(text), Ok(ms(&format!("{at}:00+03:00"))), "{text:?}");
    }
}

#[test]
fn lengths_count_from_now() {
    is(
        &[
            "через полчаса",
            "полчаса",
            "in half an hour",
            "30m",
            "на 30 минут",
            "через 30 мин.",
        ],
        "2026-11-20T12:30",
    );
    is(
        &["через час", "час", "in an hour", "1h"],
        "2026-11-20T13:00",
    );
    is(
        &["сутки", "через сутки", "24 часа", "in a day"],
        "2026-11-21T12:00",
    );
    is(&["через неделю", "неделя", "in 7 days"], "2026-11-27T12:00");
    is(&["через месяц", "in a month"], "2026-12-20T12:00");
    is(
        &["через 2 дня в 18:00", "in 2 days at 6pm"],
        "2026-11-22T18:00",
    );
}

#[test]
fn hours_are_today_or_tomorrow() {
    is(
        &[
            "18:00",
            "в 18:00",
            "в 18.00",
            "до 18:00",
            "сегодня в 18:00",
            "today 18:00",
            "6pm",
            "at 6 pm",
            "6 p.m.",
            "в 6 вечера",
            "до 18ч",
        ],
        "2026-11-20T18:00",
    );
    is(
        &[
            "9:00",
            "в 9",
            "в 9 утра",
            "завтра в 9",
            "завтра 9:00",
            "tomorrow at 9",
            "9am",
            "в 9 часов утра",
            "завтра к 9",
        ],
        "2026-11-21T09:00",
    );
    is(&["12:00", "в полдень", "noon"], "2026-11-21T12:00");
    is(
        &[
            "24:00",
            "полночь",
            "до полуночи",
            "midnight",
            "в 12 ночи",
            "12am",
            "0:00",
        ],
        "2026-11-21T00:00",
    );
    is(&["в 2 часа дня"], "2026-11-20T14:00");
    is(&["18:00 мск", "15:00 utc"], "2026-11-20T18:00");
}

#[test]
fn days_are_read_in_both_languages() {
    is(
        &[
            "завтра 18:00",
            "завтра, в 18:00",
            "ЗАВТРА В 18.00",
            "tomorrow 6pm",
            "tomorrow at 18:00",
            "в 18:00 завтра",
        ],
        "2026-11-21T18:00",
    );
    is(
        &[
            "послезавтра в 10",
            "the day after tomorrow at 10",
            "day after tomorrow 10am",
        ],
        "2026-11-22T10:00",
    );
    is(&["сегодня", "today"], "2026-11-20T23:59");
    is(&["завтра", "tomorrow", "до завтра"], "2026-11-21T23:59");
}

#[test]
fn weekdays_are_the_nearest_to_come() {
    is(
        &[
            "в понедельник 10:00",
            "пн 10:00",
            "к понедельнику, 10:00",
            "mon 10:00",
            "on Monday at 10am",
        ],
        "2026-11-23T10:00",
    );
    is(
        &["fri 18:00", "в пятницу в 18:00", "пт 18:00"],
        "2026-11-20T18:00",
    );
    is(&["fri 9:00", "в пятницу в 9"], "2026-11-27T09:00");
    is(&["в понедельник в 10.10"], "2026-11-23T10:10");
    is(
        &["в пятницу", "до пятницы", "friday", "в эту пятницу"],
        "2026-11-27T23:59",
    );
    is(&["в воскресенье", "вс", "sunday"], "2026-11-22T23:59");
    is(
        &["в следующую среду в 10", "next wednesday 10:00"],
        "2026-11-25T10:00",
    );
    is(&["в следующее воскресенье"], "2026-11-29T23:59");
}

#[test]
fn dates_are_read_in_both_languages() {
    is(
        &[
            "25.12",
            "до 25.12",
            "25.12.2026",
            "25.12.26",
            "25.12.2026 г.",
            "25 декабря",
            "25-го декабря",
            "Dec 25",
            "25th of December",
        ],
        "2026-12-25T23:59",
    );
    is(
        &[
            "25 декабря 2026 20:00",
            "25.12.2026 20:00",
            "25.12 20:00",
            "25.12 в 20.00",
            "2026-12-25 20:00",
            "2026-12-25T20:00",
            "25 декабря 2026 года в 20:00",
            "December 25th, 2026 8pm",
            "в пятницу 25.12 в 20:00",
            "Friday, 25 December, 8pm",
        ],
        "2026-12-25T20:00",
    );
    is(&["1 марта", "01.03", "march 1"], "2027-03-01T23:59");
    is(&["9 мая 10:00", "9 May 10:00"], "2027-05-09T10:00");
}

#[test]
fn what_has_passed_is_named() {
    for (text, at) in [
        ("сегодня 9:00", "2026-11-20T09:00:00+03:00"),
        ("вчера", "2026-11-19T23:59:00+03:00"),
        ("yesterday 18:00", "2026-11-19T18:00:00+03:00"),
        ("25.12.2020", "2020-12-25T23:59:00+03:00"),
        ("2026-11-20 12:00", NOW),
        ("0 минут", NOW),
    ] {
        assert_eq!(
            read(text),
            Err(WhenError::Past { at_ms: ms(at) }),
            "{text:?}"
        );
    }
}

#[test]
fn more_than_a_year_ahead_is_too_far() {
    for text in [
        "31.12.9999",
        "9999-12-31 23:59",
        "25.12.99999",
        "2 года",
        "через 400 дней",
        "99999999999 лет",
        "1 января 3000",
        "in 9999999999999999999 days",
    ] {
        assert_eq!(read(text), Err(WhenError::TooFar), "{text:?}");
    }
    assert!(read("через 366 дней").is_ok());
    assert_eq!(read("через 366 дней 1 сек"), Err(WhenError::TooFar));
}

#[test]
fn days_and_hours_that_do_not_exist_are_said_so() {
    for text in [
        "31.02",
        "30 февраля",
        "25:00",
        "24:30",
        "завтра в 25",
        "2026-13-01",
        "00.00.2027",
        "18:75",
        "в субботу 25.12.2026",
    ] {
        assert_eq!(read(text), Err(WhenError::NoSuchTime), "{text:?}");
    }
}

#[test]
fn what_is_no_time_is_unknown() {
    for text in [
        "",
        "когда-нибудь",
        "9",
        "25",
        "в",
        "завтра завтра",
        "завтра 18:00 19:00",
        "25.12.2026 26.12.2026",
        "tomorrowfoo",
        "завтракать",
        "-5 минут",
        "через -5 минут",
        "через",
        "через пятницу",
        "в следующую",
        "18:00:00:00",
        "1.2.3.4",
        "🕐",
        "\u{0}",
        "12/25",
        "завтра\u{0}18:00",
    ] {
        assert_eq!(read(text), Err(WhenError::Unknown), "{text:?}");
    }
    assert_eq!(read(&"завтра ".repeat(1000)), Err(WhenError::Unknown));
}

#[test]
fn an_hour_that_summer_time_skips_or_repeats_is_taken_as_rfc_5545_does() {
    let berlin = zone("Europe/Berlin").expect("Berlin is in the database");
    let spring = ms("2027-03-27T12:00:00+01:00");
    assert_eq!(
        deadline("завтра 2:30", spring, &berlin),
        Ok(ms("2027-03-28T03:30:00+02:00"))
    );
    assert_eq!(
        deadline("через 1 день", spring, &berlin),
        Ok(spring + 23 * HOUR_MS)
    );
    assert_eq!(
        deadline("через 24 часа", spring, &berlin),
        Ok(spring + DAY_MS)
    );
    let autumn = ms("2027-10-30T12:00:00+02:00");
    assert_eq!(
        deadline("завтра 2:30", autumn, &berlin),
        Ok(ms("2027-10-31T02:30:00+02:00"))
    );
}

#[test]
fn zones_are_names_or_offsets() {
    for name in [
        "UTC",
        "Europe/Moscow",
        "Asia/Yekaterinburg",
        "+03:00",
        "UTC+3",
        "-3",
        "UTC-03:30",
    ] {
        assert!(zone(name).is_some(), "{name}");
    }
    for name in [
        "",
        "Moscow",
        "UTC+99",
        "+3:99",
        "+",
        "+3:0:0",
        "Europe/Атлантида",
        "+-3",
    ] {
        assert!(zone(name).is_none(), "{name}");
    }
    let west = zone("UTC-3").expect("an offset");
    assert_eq!(
        deadline("18:00", ms(NOW), &west),
        Ok(ms("2026-11-20T18:00:00-03:00"))
    );
}

#[test]
fn a_leap_day_without_a_year_is_looked_for_within_a_year() {
    assert_eq!(read("29.02"), Err(WhenError::NoSuchTime));
    let later = ms("2027-06-01T12:00:00+03:00");
    assert_eq!(
        deadline("29.02", later, &moscow()),
        Ok(ms("2028-02-29T23:59:00+03:00"))
    );
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,40}", now in proptest::prelude::any::<i64>()) {
        let _ = deadline(&text, now, &moscow());
    }

    #[test]
    fn a_deadline_is_ahead_and_within_a_year(text in "(завтра |в пятницу |через |до |25\\.|)[0-9]{1,3}(:[0-5][0-9]| часа| дней| мая|)") {
        if let Ok(at) = read(&text) {
            proptest::prop_assert!(at > ms(NOW) && at - ms(NOW) <= 366 * DAY_MS + MINUTE_MS);
        }
    }
}
