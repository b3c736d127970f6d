//! Durations: what is by the calendar kept apart from what is by the clock.

use super::{
    lexer::Token,
    lexicon::{Unit, half_unit, unit},
    number::whole,
};

/// A length of time: «через месяц» lands on the same day of the next month, «через 30 дней» on the thirtieth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    /// Calendar months.
    pub(super) months: i64,
    /// Calendar days.
    pub(super) days: i64,
    /// Milliseconds by the clock.
    pub(super) ms: i64,
}

impl Span {
    /// All of it in milliseconds; `None` where it is too long for the count.
    pub(super) fn total_ms(self) -> Option<i64> {
        let months = Unit::Months(12).ms().checked_mul(self.months / 12)?;
        let rest = Unit::Months(self.months % 12).ms();
        let days = Unit::Days(1).ms().checked_mul(self.days)?;
        months
            .checked_add(rest)?
            .checked_add(days)?
            .checked_add(self.ms)
    }

    /// Adds so many thousandths of a unit.
    fn add(&mut self, thousandths: i64, unit: Unit) {
        let count = thousandths / 1000;
        match unit {
            Unit::Days(days) if thousandths % 1000 == 0 => {
                self.days = self.days.saturating_add(count.saturating_mul(days));
            }
            Unit::Months(months) if thousandths % 1000 == 0 => {
                self.months = self.months.saturating_add(count.saturating_mul(months));
            }
            Unit::Exact(_) | Unit::Days(_) | Unit::Months(_) => {
                let part = unit.ms() / 1000 * (thousandths % 1000);
                self.ms = self
                    .ms
                    .saturating_add(unit.ms().saturating_mul(count))
                    .saturating_add(part);
            }
        }
    }
}

/// The span that all the tokens are; `None` where they are anything else.
pub(super) fn parse(tokens: &[Token]) -> Option<Span> {
    let mut span = Span::default();
    let mut rest = tokens;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (thousandths, unit, taken) = term(rest)?;
        span.add(thousandths, unit);
        rest = &rest[taken..];
        if let [Token::Word(and), tail @ ..] = rest
            && matches!(and.as_str(), "и" | "and")
        {
            rest = after_and(&mut span, unit, tail)?;
        }
    }
    Some(span)
}

/// After «и»: the next term, or "a half" of the unit before.
fn after_and<'a>(span: &mut Span, unit: Unit, tail: &'a [Token]) -> Option<&'a [Token]> {
    let is_half = |word: &str| matches!(word, "half" | "пол" | "половина");
    match tail {
        [Token::Word(a), Token::Word(half), rest @ ..]
            if a == "a" && is_half(half) && half_ends(rest) =>
        {
            span.add(500, unit);
            Some(rest)
        }
        [] => None,
        _ => Some(tail),
    }
}

/// Whether "a half" stands for itself: "an hour and a half", not "and a half hour".
fn half_ends(rest: &[Token]) -> bool {
    !matches!(rest, [Token::Word(word), ..] if unit(word).is_some())
}

/// One number with its unit: thousandths, the unit, the tokens taken.
fn term(tokens: &[Token]) -> Option<(i64, Unit, usize)> {
    match tokens {
        [Token::Number(n), Token::Word(word), ..] => Some((*n, unit(word)?, 2)),
        // «1.5 часа» with a space: lexed as a day and month.
        [Token::Dotted(_, _, n), Token::Word(word), ..] => Some((*n, unit(word)?, 2)),
        [Token::Word(first), rest @ ..] => word_term(first, rest),
        _ => None,
    }
}

fn word_term(first: &str, rest: &[Token]) -> Option<(i64, Unit, usize)> {
    let word = |at: usize| match rest.get(at) {
        Some(Token::Word(word)) => word.as_str(),
        _ => "",
    };
    if let Some(half) = half_unit(first) {
        return Some((500, half, 1));
    }
    match first {
        "полтора" | "полторы" => return Some((1500, unit(word(0))?, 2)),
        "half" if matches!(word(0), "a" | "an") => return Some((500, unit(word(1))?, 3)),
        "half" | "пол" => return Some((500, unit(word(0))?, 2)),
        "a" if word(0) == "half" => return Some((500, unit(word(1))?, 3)),
        "a" if word(0) == "couple" && word(1) == "of" => return Some((2000, unit(word(2))?, 4)),
        "a" if word(0) == "couple" => return Some((2000, unit(word(1))?, 3)),
        _ => {}
    }
    if let Some(tens) = whole(first) {
        if let Some(ones) = whole(word(0)).filter(|ones| tens >= 20 && *ones < 10) {
            return Some(((tens + ones) * 1000, unit(word(1))?, 3));
        }
        return Some((tens * 1000, unit(word(0))?, 2));
    }
    // A unit alone is one: «час», «сутки», «неделя»; a letter alone is nothing.
    (first.chars().count() > 2)
        .then(|| unit(first))
        .flatten()
        .map(|unit| (1000, unit, 1))
}
