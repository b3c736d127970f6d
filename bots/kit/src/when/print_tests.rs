use super::{DAY_MS, HOUR_MS, MINUTE_MS, Moment, print_duration, print_instant, zone};
use crate::{
    lang::Lang,
    words::{Words, check_when},
};

fn said(ms: i64) -> [String; 2] {
    let words = Words::new(&[]);
    Lang::ALL.map(|lang| print_duration(&words, lang, ms).plain)
}

#[test]
fn the_phrases_are_complete_and_used() {
    check_when(&[include_str!("print.rs")]);
}

#[test]
fn durations_are_told_in_two_units_at_most() {
    assert_eq!(said(30 * MINUTE_MS), ["30 минут", "30 minutes"]);
    assert_eq!(said(DAY_MS), ["1 день", "1 day"]);
    assert_eq!(
        said(2 * DAY_MS + 3 * HOUR_MS + MINUTE_MS),
        ["2 дня 3 часа", "2 days 3 hours"]
    );
    assert_eq!(said(21 * DAY_MS + MINUTE_MS), ["21 день", "21 days"]);
    assert_eq!(said(61_000), ["1 минута 1 секунда", "1 minute 1 second"]);
    assert_eq!(said(5), ["0 секунд", "0 seconds"]);
    assert_eq!(said(-5), ["0 секунд", "0 seconds"]);
}

#[test]
fn moments_are_told_by_the_day_and_the_zone() {
    let words = Words::new(&[]);
    let moscow = zone("Europe/Moscow").expect("Moscow is in the database");
    let ms = |at: &str| {
        at.parse::<jiff::Timestamp>()
            .expect("a timestamp")
            .as_millisecond()
    };
    for (at, ru, en) in [
        (
            "2026-11-20T18:00:00+03:00",
            "сегодня в 18:00 (UTC+3)",
            "today at 18:00 (UTC+3)",
        ),
        (
            "2026-11-21T09:05:00+03:00",
            "завтра в 9:05 (UTC+3)",
            "tomorrow at 9:05 (UTC+3)",
        ),
        (
            "2026-11-19T00:00:00+03:00",
            "вчера в 0:00 (UTC+3)",
            "yesterday at 0:00 (UTC+3)",
        ),
        (
            "2026-12-25T20:00:00+03:00",
            "25 декабря в 20:00 (UTC+3)",
            "25 December at 20:00 (UTC+3)",
        ),
        (
            "2027-01-01T00:00:00+03:00",
            "1 января 2027 года в 0:00 (UTC+3)",
            "1 January 2027 at 0:00 (UTC+3)",
        ),
    ] {
        let moment = Moment {
            at_ms: ms(at),
            now_ms: ms("2026-11-20T12:00:00+03:00"),
            zone: &moscow,
        };
        let said = Lang::ALL.map(|lang| print_instant(&words, lang, moment).plain);
        assert_eq!(said, [ru, en]);
    }
}
