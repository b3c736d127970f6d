//! The words that times are made of, all their cases and abbreviations.

use super::{DAY_MS, HOUR_MS, MINUTE_MS};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Milliseconds by the clock.
    Exact(i64),
    /// Days by the calendar.
    Days(i64),
    /// Months by the calendar.
    Months(i64),
}

impl Unit {
    /// How long it is about, in milliseconds.
    pub(super) fn ms(self) -> i64 {
        match self {
            Self::Exact(ms) => ms,
            Self::Days(days) => days * DAY_MS,
            Self::Months(months) => months / 12 * 365 * DAY_MS + months % 12 * 30 * DAY_MS,
        }
    }
}

/// A unit by any of its forms.
pub(super) fn unit(word: &str) -> Option<Unit> {
    let unit = match word {
        "с" | "сек" | "секунда" | "секунду" | "секунды" | "секунд" | "s" | "sec" | "secs"
        | "second" | "seconds" => Unit::Exact(1000),
        "м" | "мин" | "минута" | "минуту" | "минуты" | "минут" | "минутку" | "m" | "min"
        | "mins" | "minute" | "minutes" => Unit::Exact(MINUTE_MS),
        "ч" | "час" | "часа" | "часов" | "часик" | "h" | "hr" | "hrs" | "hour" | "hours" => {
            Unit::Exact(HOUR_MS)
        }
        "д" | "дн" | "день" | "дня" | "дней" | "сут" | "сутки" | "суток" | "d" | "day" | "days" => {
            Unit::Days(1)
        }
        "н" | "нед" | "неделя" | "неделю" | "недели" | "недель" | "w" | "wk" | "week" | "weeks" => {
            Unit::Days(7)
        }
        "мес" | "месяц" | "месяца" | "месяцев" | "mo" | "month" | "months" => {
            Unit::Months(1)
        }
        "г" | "год" | "года" | "лет" | "y" | "yr" | "year" | "years" => Unit::Months(12),
        _ => return None,
    };
    Some(unit)
}

/// Half a unit written as one word: «полчаса», «полдня».
pub(super) fn half_unit(word: &str) -> Option<Unit> {
    let rest = word.strip_prefix("пол")?;
    matches!(
        rest,
        "часа" | "минуты" | "дня" | "недели" | "месяца" | "года" | "часика"
    )
    .then(|| {
        unit(if rest == "часика" {
            "часа"
        } else {
            rest
        })
    })
    .flatten()
}

/// A month, 1 to 12, by its name in the nominative or genitive, or abbreviated.
pub(super) fn month(word: &str) -> Option<u32> {
    const RUSSIAN: [&str; 12] = [
        "январ",
        "феврал",
        "март",
        "апрел",
        "ма",
        "июн",
        "июл",
        "август",
        "сентябр",
        "октябр",
        "ноябр",
        "декабр",
    ];
    const SHORT: [&str; 12] = [
        "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    ];
    const ENGLISH: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let named = |at: usize| {
        let ending = word.strip_prefix(RUSSIAN[at]);
        ending.is_some_and(|ending| {
            matches!(ending, "ь" | "я" | "а" | "й" | "е" | "ю" | "у")
                || (ending.is_empty() && at != 4)
        }) || word == SHORT[at]
            || word == ENGLISH[at]
            || (word == &ENGLISH[at][..3])
            || (at == 8 && matches!(word, "сент" | "sept"))
    };
    (0..12)
        .find(|at| named(*at))
        .and_then(|at| u32::try_from(at + 1).ok())
}

/// A day of the week, 1 (Monday) to 7, by its name in any case, or abbreviated.
pub(super) fn weekday(word: &str) -> Option<i64> {
    let day = match word {
        "пн" | "понедельник" | "понедельника" | "понедельнику" | "mon" | "monday" => {
            1
        }
        "вт" | "вторник" | "вторника" | "вторнику" | "tue" | "tues" | "tuesday" => {
            2
        }
        "ср" | "среда" | "среду" | "среды" | "среде" | "wed" | "wednesday" => {
            3
        }
        "чт" | "четверг" | "четверга" | "четвергу" | "thu" | "thur" | "thurs" | "thursday" => {
            4
        }
        "пт" | "пятница" | "пятницу" | "пятницы" | "пятнице" | "fri" | "friday" => {
            5
        }
        "сб" | "суббота" | "субботу" | "субботы" | "субботе" | "sat" | "saturday" => {
            6
        }
        "вс" | "воскресенье" | "воскресенья" | "воскресенью" | "sun" | "sunday" => {
            7
        }
        _ => return None,
    };
    Some(day)
}

/// A day counted from today.
pub(super) fn relative_day(word: &str) -> Option<i64> {
    let days = match word {
        "позавчера" => -2,
        "вчера" | "yesterday" => -1,
        "сегодня" | "today" => 0,
        "завтра" | "tomorrow" => 1,
        "послезавтра" => 2,
        _ => return None,
    };
    Some(days)
}

/// A part of the day that an hour belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// After midnight: «ночи», «утра», am.
    Before,
    /// After noon: «дня», «вечера», pm.
    After,
    /// «Ночи»: 12 is midnight, 1 to 5 are before noon, 9 to 11 after it.
    Night,
}

/// The part of the day by its word.
pub(super) fn half(word: &str) -> Option<Half> {
    match word {
        "утра" | "am" => Some(Half::Before),
        "дня" | "вечера" | "pm" => Some(Half::After),
        "ночи" => Some(Half::Night),
        _ => None,
    }
}

/// An hour that has a name.
pub(super) fn named_hour(word: &str) -> Option<u32> {
    match word {
        "полдень" | "полудня" | "полудню" | "noon" | "midday" => Some(12),
        "полночь" | "полуночи" | "midnight" => Some(24),
        _ => None,
    }
}

/// A word that a time follows and that says nothing else.
pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "в" | "во"
            | "к"
            | "ко"
            | "до"
            | "на"
            | "at"
            | "on"
            | "by"
            | "until"
            | "till"
            | "before"
            | "the"
    )
}
