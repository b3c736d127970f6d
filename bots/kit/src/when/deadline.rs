//! Deadlines: a length of time from now, or a day, an hour, or both.

use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::{
    FURTHEST_MS, WhenError,
    clock::{Clock, Day, moment, weekday_of},
    lexer::{Token, lex},
    lexicon::{Unit, half, is_preposition, month, named_hour, relative_day, unit, weekday},
    span::{self, Span},
};

/// The moment that a text means, in milliseconds since 1970, seen from `now_ms` in `zone`.
///
/// A length («2 часа», with or without «через») counts from now. An hour alone is today's, or tomorrow's where it
/// has passed. A day alone is its last minute, 23:59. A date without a year is the nearest to come. An hour that
/// summer time skips or repeats is taken as RFC 5545 does.
///
/// # Errors
///
/// [`WhenError`]: not understood, no such day or hour, passed, or more than a year ahead.
pub fn deadline(text: &str, now_ms: i64, zone: &TimeZone) -> Result<i64, WhenError> {
    let tokens = lex(text).ok_or(WhenError::Unknown)?;
    let now = Timestamp::from_millisecond(now_ms)
        .map_err(|_| WhenError::Unknown)?
        .to_zoned(zone.clone());
    let at_ms = read(&tokens, &now)?;
    if at_ms <= now_ms {
        return Err(WhenError::Past { at_ms });
    }
    if at_ms - now_ms > FURTHEST_MS {
        return Err(WhenError::TooFar);
    }
    Ok(at_ms)
}

fn read(tokens: &[Token], now: &Zoned) -> Result<i64, WhenError> {
    let tail = match tokens {
        [Token::Word(word), tail @ ..]
            if matches!(
                word.as_str(),
                "через" | "in" | "за" | "на" | "for" | "within"
            ) =>
        {
            tail
        }
        _ => tokens,
    };
    if let Some(span) = span::parse(tail) {
        return Ok(after(now, span)?.timestamp().as_millisecond());
    }
    let mut reader = Reader {
        rest: tokens,
        ..Reader::default()
    };
    if tail.len() < tokens.len()
        && let Some((date, rest)) = day_after(tail, now)?
    {
        reader.day = Some(date);
        reader.rest = rest;
    }
    reader.read_all()?;
    reader.moment(now)
}

/// «Через 2 дня в 18:00»: whole days from now, then an hour.
fn day_after<'a>(tail: &'a [Token], now: &Zoned) -> Result<Option<(Day, &'a [Token])>, WhenError> {
    let at = tail.iter().position(
        |token| matches!(token, Token::Word(word) if matches!(word.as_str(), "в" | "at")),
    );
    let Some((head, rest)) = at.and_then(|at| tail.split_at_checked(at)) else {
        return Ok(None);
    };
    match span::parse(head) {
        Some(span) if span.ms == 0 => Ok(Some((Day::Known(after(now, span)?.date()), rest))),
        _ => Ok(None),
    }
}

fn after(now: &Zoned, span: Span) -> Result<Zoned, WhenError> {
    let calendar = jiff::Span::new()
        .try_months(span.months)
        .and_then(|calendar| calendar.try_days(span.days));
    let exact = jiff::Span::new().try_milliseconds(span.ms);
    let (Ok(calendar), Ok(exact)) = (calendar, exact) else {
        return Err(WhenError::TooFar);
    };
    now.checked_add(calendar)
        .and_then(|day| day.checked_add(exact))
        .map_err(|_| WhenError::TooFar)
}

/// What has been read so far, and what is left.
#[derive(Default)]
struct Reader<'a> {
    rest: &'a [Token],
    day: Option<Day>,
    /// A day of the week beside a date.
    weekday: Option<i64>,
    clock: Option<Clock>,
    zone: Option<TimeZone>,
    /// Whether a bare number would be an hour: after «в», or after a day.
    hour_next: bool,
    /// Whether a preposition came just before.
    preposition: bool,
}

impl Reader<'_> {
    fn read_all(&mut self) -> Result<(), WhenError> {
        while let [first, ..] = self.rest {
            let preposition = std::mem::take(&mut self.preposition);
            match first {
                Token::Word(word) => self.word(word)?,
                Token::Number(n) => self.number(*n)?,
                Token::Clock(hour, minute, second) => {
                    self.take(1);
                    self.clock(Clock {
                        hour: *hour,
                        minute: *minute,
                        second: *second,
                    })?;
                }
                Token::Dotted(first, second, _) => self.dotted(*first, *second, preposition)?,
                Token::Date(day, month, year) | Token::Iso(year, month, day) => {
                    self.take(1);
                    self.date(*day, *month, Some(*year))?;
                }
            }
        }
        Ok(())
    }

    fn moment(self, now: &Zoned) -> Result<i64, WhenError> {
        if self.day.is_none() && self.clock.is_none() {
            return Err(WhenError::Unknown);
        }
        let now = self
            .zone
            .map_or_else(|| now.clone(), |zone| now.with_time_zone(zone));
        let at_ms = moment(self.day, self.clock, &now)?;
        match self.weekday {
            Some(day) if weekday_of(at_ms, now.time_zone()) != Some(day) => {
                Err(WhenError::NoSuchTime)
            }
            _ => Ok(at_ms),
        }
    }

    fn take(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// The word that stands `at` tokens ahead; empty where there is none.
    fn peek(&self, at: usize) -> &str {
        match self.rest.get(at) {
            Some(Token::Word(word)) => word,
            _ => "",
        }
    }

    fn peek_number(&self, at: usize) -> Option<u32> {
        match self.rest.get(at) {
            Some(Token::Number(n)) if n % 1000 == 0 => u32::try_from(n / 1000).ok(),
            _ => None,
        }
    }

    fn word(&mut self, word: &str) -> Result<(), WhenError> {
        if word == "day" && self.peek(1) == "after" && self.peek(2) == "tomorrow" {
            self.take(3);
            return self.day(Day::Relative(2));
        }
        if matches!(
            word,
            "next" | "следующий" | "следующую" | "следующее" | "следующей" | "следующего"
        ) {
            let day = weekday(self.peek(1)).ok_or(WhenError::Unknown)?;
            self.take(2);
            return self.day(Day::Weekday { day, next: true });
        }
        if let Some(month) = month(word)
            && let Some(day) = self.peek_number(1)
        {
            self.take(2);
            self.skip(is_ordinal);
            let year = self.year();
            return self.date(day, month, year);
        }
        self.take(1);
        if let Some(days) = relative_day(word) {
            return self.day(Day::Relative(days));
        }
        if let Some(day) = weekday(word) {
            return self.day(Day::Weekday { day, next: false });
        }
        if let Some(hour) = named_hour(word) {
            return self.clock(Clock {
                hour,
                minute: 0,
                second: 0,
            });
        }
        if let Some(zone) = named_zone(word) {
            self.zone = Some(zone);
            return Ok(());
        }
        if is_preposition(word) && !self.rest.is_empty() {
            self.hour_next = true;
            self.preposition = true;
            return Ok(());
        }
        let filler = matches!(
            word,
            "эту" | "этот" | "это" | "эта" | "this" | "числа" | "года" | "г"
        );
        if filler {
            Ok(())
        } else {
            Err(WhenError::Unknown)
        }
    }

    fn number(&mut self, thousandths: i64) -> Result<(), WhenError> {
        let n = u32::try_from(thousandths / 1000).map_err(|_| WhenError::Unknown)?;
        if thousandths % 1000 != 0 {
            return Err(WhenError::Unknown);
        }
        self.take(1);
        let ordinal = is_ordinal(self.peek(0));
        self.skip(is_ordinal);
        self.skip(|word| word == "of");
        if let Some(month) = month(self.peek(0)) {
            self.take(1);
            let year = self.year();
            return self.date(n, month, year);
        }
        let hours = unit(self.peek(0)) == Some(Unit::Exact(super::HOUR_MS));
        if ordinal || !(hours || self.hour_next || half(self.peek(0)).is_some()) {
            return Err(WhenError::Unknown);
        }
        self.skip(|word| unit(word) == Some(Unit::Exact(super::HOUR_MS)));
        self.clock(Clock {
            hour: n,
            minute: 0,
            second: 0,
        })
    }

    /// A day and a month; after a day, or where they are none, an hour and minutes: «завтра 10.10», «в 18.00».
    fn dotted(&mut self, first: u32, second: u32, preposition: bool) -> Result<(), WhenError> {
        self.take(1);
        let day_open = match self.day {
            None => true,
            Some(Day::Weekday { .. }) => !preposition,
            Some(Day::Relative(_) | Day::Date { .. } | Day::Known(_)) => false,
        };
        let is_date = day_open && (1..=31).contains(&first) && (1..=12).contains(&second);
        if is_date {
            return self.date(first, second, None);
        }
        if first > 24 || second > 59 {
            return Err(WhenError::NoSuchTime);
        }
        self.clock(Clock {
            hour: first,
            minute: second,
            second: 0,
        })
    }

    /// The year after a month, with its «года».
    fn year(&mut self) -> Option<u32> {
        let year = self.peek_number(0).filter(|year| *year >= 1000)?;
        self.take(1);
        self.skip(|word| matches!(word, "г" | "года" | "год"));
        Some(year)
    }

    fn skip(&mut self, is: impl Fn(&str) -> bool) {
        if is(self.peek(0)) {
            self.take(1);
        }
    }

    fn date(&mut self, day: u32, month: u32, year: Option<u32>) -> Result<(), WhenError> {
        if let Some(Day::Weekday { day, next: false }) = self.day {
            self.weekday = Some(day);
            self.day = None;
        }
        self.day(Day::Date { year, month, day })
    }

    fn day(&mut self, day: Day) -> Result<(), WhenError> {
        self.hour_next = true;
        match (self.day, day) {
            (None, _) => self.day = Some(day),
            (Some(Day::Date { .. } | Day::Relative(_)), Day::Weekday { day, next: false })
                if self.weekday.is_none() =>
            {
                self.weekday = Some(day);
            }
            (Some(_), _) => return Err(WhenError::Unknown),
        }
        Ok(())
    }

    fn clock(&mut self, clock: Clock) -> Result<(), WhenError> {
        if self.clock.is_some() {
            return Err(WhenError::Unknown);
        }
        self.clock = Some(match half(self.peek(0)) {
            Some(half) => {
                self.take(1);
                clock.in_half(half)?
            }
            None => clock,
        });
        Ok(())
    }
}

fn is_ordinal(word: &str) -> bool {
    matches!(word, "го" | "е" | "ого" | "му" | "th" | "st" | "nd" | "rd")
}

fn named_zone(word: &str) -> Option<TimeZone> {
    match word {
        "мск" | "msk" => super::zone("Europe/Moscow"),
        "utc" | "gmt" => Some(TimeZone::UTC),
        _ => None,
    }
}
