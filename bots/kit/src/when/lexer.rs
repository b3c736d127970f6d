//! From a text to tokens: whole words in lower case with «е» for «ё», numbers, and the forms that only times have.

use unicode_normalization::UnicodeNormalization;

use super::MAX_CHARS;

/// A piece of a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A whole word.
    Word(String),
    /// A number, in thousandths.
    Number(i64),
    /// `18:00` or `18:00:30`; not checked yet.
    Clock(u32, u32, u32),
    /// `25.12`: a day and month, or an hour and minutes, or a decimal number, given in thousandths.
    Dotted(u32, u32, i64),
    /// `25.12.2026`: day, month, year.
    Date(u32, u32, u32),
    /// `2026-12-25`: year, month, day.
    Iso(u32, u32, u32),
}

/// The tokens of a text; `None` where it holds what no time holds.
pub(super) fn lex(text: &str) -> Option<Vec<Token>> {
    if text.chars().count() > MAX_CHARS {
        return None;
    }
    let text: String = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_invisible(*c))
        .collect();
    let text = text
        .replace('ё', "е")
        .replace("p.m.", "pm")
        .replace("a.m.", "am");
    let mut tokens = Vec::new();
    for chunk in text.split(|c: char| c.is_whitespace() || c == ';') {
        let chunk = chunk.trim_matches([',', '.', '!', '?']);
        if !chunk.is_empty() {
            lex_chunk(chunk, &mut tokens)?;
        }
    }
    Some(tokens)
}

/// Marks that a text carries unseen: writing direction, joiners.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

fn lex_chunk(chunk: &str, tokens: &mut Vec<Token>) -> Option<()> {
    if let Some((day, clock)) = chunk.split_once(['t', 'т'])
        && let (Some(day), Some(clock)) = (iso(day), clock_time(clock))
    {
        tokens.extend([day, clock]);
        return Some(());
    }
    if let Some(token) = iso(chunk) {
        tokens.push(token);
        return Some(());
    }
    let mut rest = chunk;
    while let Some(first) = rest.chars().next() {
        let taken = if first.is_ascii_digit() {
            number(rest, tokens)?
        } else if first.is_alphabetic() {
            word(rest, tokens)
        } else if matches!(first, ',' | '.' | '-' | '–' | '\'' | '’') && rest.len() < chunk.len()
        {
            first.len_utf8()
        } else {
            return None;
        };
        rest = &rest[taken..];
    }
    Some(())
}

fn word(rest: &str, tokens: &mut Vec<Token>) -> usize {
    let end = rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len());
    tokens.push(Token::Word(rest[..end].to_owned()));
    end
}

/// Takes the digits at the start, with the dots, colons and commas that stand between digits.
fn number(rest: &str, tokens: &mut Vec<Token>) -> Option<usize> {
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end)
        || (end > 0 && matches!(bytes.get(end), Some(b':' | b'.' | b',')) && digit(end + 1))
    {
        end += 1;
    }
    let text = &rest[..end];
    // Before a unit, `1.5` is one and a half; alone it is a day and a month.
    let before_unit = rest[end..].chars().next().is_some_and(char::is_alphabetic);
    let token = if text.contains(':') {
        clock_time(text)?
    } else if text.contains('.') && !before_unit {
        dotted(text)?
    } else {
        Token::Number(thousandths(text)?)
    };
    tokens.push(token);
    Some(end)
}

fn clock_time(text: &str) -> Option<Token> {
    let parts: Vec<u32> = text
        .split(':')
        .map(|part| small(part, 2))
        .collect::<Option<_>>()?;
    match parts[..] {
        [hour, minute] => Some(Token::Clock(hour, minute, 0)),
        [hour, minute, second] => Some(Token::Clock(hour, minute, second)),
        _ => None,
    }
}

fn dotted(text: &str) -> Option<Token> {
    let parts: Vec<u32> = text
        .split('.')
        .map(|part| small(part, 9))
        .collect::<Option<_>>()?;
    match parts[..] {
        [first, second] => Some(Token::Dotted(first, second, thousandths(text)?)),
        [day, month, year] => Some(Token::Date(day, month, year)),
        _ => None,
    }
}

fn iso(text: &str) -> Option<Token> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() < 4 {
        return None;
    }
    Some(Token::Iso(
        small(year, 9)?,
        small(month, 2)?,
        small(day, 2)?,
    ))
}

fn small(text: &str, digits: usize) -> Option<u32> {
    let plain =
        !text.is_empty() && text.len() <= digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A decimal number with a dot or a comma, in thousandths; finer digits are dropped.
fn thousandths(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if fraction.contains(['.', ',']) {
        return None;
    }
    let whole = if whole.len() > 12 {
        1_000_000_000_000
    } else {
        whole.parse::<i64>().ok()?
    };
    let mut parts = 0;
    for place in 0..3 {
        let digit = fraction
            .as_bytes()
            .get(place)
            .map_or(0, |byte| i64::from(byte - b'0'));
        parts = parts * 10 + digit;
    }
    Some(whole * 1000 + parts)
}
