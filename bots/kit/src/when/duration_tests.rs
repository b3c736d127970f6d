use super::{DAY_MS, HOUR_MS, MINUTE_MS, duration};

const WEEK_MS: i64 = 7 * DAY_MS;

#[track_caller]
fn is(texts: &[&str], ms: i64) {
    for text in texts {
        assert_eq!(duration(text), Some(ms), "{text:?}");
    }
}

#[test]
fn hours_are_read_in_both_languages() {
    is(
        &[
            "час",
            "1 час",
            "один час",
            "1ч",
            "hour",
            "an hour",
            "one hour",
            "1h",
            "ЧАС",
            " час ",
        ],
        HOUR_MS,
    );
    is(
        &[
            "2 часа",
            "два часа",
            "2ч",
            "2 ч.",
            "пару часов",
            "2 hours",
            "2h",
            "a couple of hours",
        ],
        2 * HOUR_MS,
    );
    is(
        &[
            "24 часа",
            "24h",
            "двадцать четыре часа",
            "twenty-four hours",
        ],
        DAY_MS,
    );
}

#[test]
fn halves_are_read() {
    is(
        &[
            "полчаса",
            "пол часа",
            "half an hour",
            "half hour",
            "a half hour",
            "0,5 ч",
            "30м",
        ],
        30 * MINUTE_MS,
    );
    is(
        &[
            "полтора часа",
            "1,5 часа",
            "1.5 часа",
            "1.5h",
            "час и 30 минут",
            "an hour and a half",
        ],
        90 * MINUTE_MS,
    );
    is(&["полдня", "half a day"], 12 * HOUR_MS);
    is(&["1.05 часа"], 63 * MINUTE_MS);
}

#[test]
fn minutes_and_seconds_are_read() {
    is(
        &[
            "30 мин",
            "30 минут",
            "30м",
            "30 min",
            "30m",
            "тридцать минут",
            "30 minutes",
        ],
        30 * MINUTE_MS,
    );
    is(
        &[
            "90m",
            "1h30m",
            "1ч30м",
            "1 ч 30 мин",
            "1 hour, 30 minutes",
            "1 час и 30 минут",
        ],
        90 * MINUTE_MS,
    );
    is(&["45 сек", "45s", "45 секунд"], 45_000);
    is(&["минута", "минуту", "минутку", "1 min"], MINUTE_MS);
}

#[test]
fn days_weeks_months_and_years_are_read() {
    is(&["сутки", "день", "1 день", "1д", "a day", "1d"], DAY_MS);
    is(
        &["1д 2ч", "1d2h", "сутки и 2 часа", "1 day and 2 hours"],
        DAY_MS + 2 * HOUR_MS,
    );
    is(&["трое суток", "3 дня", "3 дн.", "three days"], 3 * DAY_MS);
    is(&["неделя", "неделю", "1 нед", "a week", "1w"], WEEK_MS);
    is(&["две недели", "2 weeks"], 2 * WEEK_MS);
    is(&["месяц", "month"], 30 * DAY_MS);
    is(&["год", "a year", "12 месяцев"], 365 * DAY_MS);
}

#[test]
fn yo_is_ye_and_hidden_marks_do_not_matter() {
    is(
        &[
            "ЧЕТЫРЕ ЧАСА",
            "Четыре часа",
            "четырё часа",
            "четыре\u{308} часа",
        ],
        4 * HOUR_MS,
    );
    is(
        &["2\u{200b} часа", "\u{202e}2 часа", "２ часа"],
        2 * HOUR_MS,
    );
}

#[test]
fn what_is_no_duration_is_none() {
    let none = [
        "",
        " ",
        "2",
        "часы",
        "2 часика два",
        "скоро",
        "usersfoo",
        "2 час а",
        "-2 часа",
        "2 часа -",
        "час.часа:",
        "м",
        "h",
        "2 2 часа",
        "1e9 h",
        "∞ часов",
        "٣ часа",
        "2 часа!x",
        "и",
        "час и",
        "18:00",
        "завтра",
        "\u{0}",
        "🕐",
    ];
    for text in none {
        assert_eq!(duration(text), None, "{text:?}");
    }
    assert_eq!(duration(&"9".repeat(200)), None);
    assert_eq!(duration(&"час ".repeat(100)), None);
}

#[test]
fn a_length_beyond_the_count_does_not_overflow() {
    for text in [
        "99999999999999999999 лет",
        "999999999999 лет",
        "999999999999 years 999999999999 h",
        "999999999999 часов",
    ] {
        assert!(
            duration(text).is_none_or(|ms| ms > 366 * DAY_MS),
            "{text:?}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,40}") {
        let _ = duration(&text);
    }

    #[test]
    fn hours_and_minutes_add_up(hours in 0_i64..1000, minutes in 0_i64..1000) {
        let ms = hours * HOUR_MS + minutes * MINUTE_MS;
        proptest::prop_assert_eq!(duration(&format!("{hours} ч {minutes} мин")), Some(ms));
        proptest::prop_assert_eq!(duration(&format!("{hours}h{minutes}m")), Some(ms));
    }
}
