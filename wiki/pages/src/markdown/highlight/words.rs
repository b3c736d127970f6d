//! Languages of words: nearly all.

use super::{Class, Painted, languages::Language};

/// Paints code of a language.
pub(super) fn paint(code: &str, language: &Language, painted: &mut Painted) {
    let mut at = 0;
    while let Some(first) = code[at..].chars().next() {
        let rest = &code[at..];
        let (class, length) = comment(rest, language)
            .or_else(|| string(rest, first, language))
            .or_else(|| number(rest, first))
            .or_else(|| word(rest, first, language))
            .unwrap_or((Class::Plain, first.len_utf8()));
        painted.push(class, &rest[..length]);
        at += length;
    }
}

fn comment(rest: &str, language: &Language) -> Option<(Class, usize)> {
    for (open, close) in language.blocks {
        if let Some(inner) = rest.strip_prefix(open) {
            let end = inner.find(close);
            let length = end.map_or(rest.len(), |at| open.len() + at + close.len());
            return Some((Class::Comment, length));
        }
    }
    let line = language.lines.iter().any(|open| rest.starts_with(open));
    line.then(|| (Class::Comment, line_length(rest)))
}

fn line_length(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

fn string(rest: &str, first: char, language: &Language) -> Option<(Class, usize)> {
    if let Some(long) = language.long.iter().find(|long| rest.starts_with(**long)) {
        let end = rest[long.len()..].find(long);
        let length = end.map_or(rest.len(), |at| at + 2 * long.len());
        return Some((Class::String, length));
    }
    if language.letters && first == '\'' {
        return letter(rest).map(|length| (Class::String, length));
    }
    language
        .quotes
        .contains(first)
        .then(|| (Class::String, quoted(rest, first)))
}

/// A text in quotes, to the end of its line at most; in backquotes over lines.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' if quote != '`' && !escaped => return at,
            '\\' if !escaped => escaped = true,
            c if c == quote && !escaped => return at + 1,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// One letter in quotes: `'a'`, `'\n'`; a lifetime is none.
fn letter(rest: &str) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    let (_, first) = letters.next()?;
    if first == '\\' {
        let end = rest.char_indices().skip(3).take(10);
        return end
            .take_while(|(_, c)| *c != '\n')
            .find(|(_, c)| *c == '\'')
            .map(|(at, _)| at + 1);
    }
    let (at, last) = letters.next()?;
    (last == '\'').then_some(at + 1)
}

fn number(rest: &str, first: char) -> Option<(Class, usize)> {
    if !first.is_ascii_digit() {
        return None;
    }
    let mut end = rest.len();
    let mut before = ' ';
    for (at, c) in rest.char_indices() {
        let exponent = matches!(c, '+' | '-') && matches!(before, 'e' | 'E');
        let point = c == '.' && rest[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        if !(c.is_ascii_alphanumeric() || c == '_' || exponent || point) {
            end = at;
            break;
        }
        before = c;
    }
    Some((Class::Number, end))
}

fn word(rest: &str, first: char, language: &Language) -> Option<(Class, usize)> {
    let within = |c: char| c.is_alphanumeric() || c == '_' || language.within.contains(c);
    if !(first.is_alphabetic() || first == '_' || language.before.contains(first)) {
        return None;
    }
    let after = first.len_utf8();
    let end = rest[after..]
        .find(|c: char| !within(c))
        .map_or(rest.len(), |at| after + at);
    Some((class(&rest[..end], &rest[end..], language), end))
}

fn class(word: &str, after: &str, language: &Language) -> Class {
    let known = |list: &str| match language.any_case {
        true => has(list, &word.to_lowercase()),
        false => has(list, word),
    };
    if known(language.keywords) {
        return Class::Keyword;
    }
    if known(language.constants) {
        return Class::Number;
    }
    if known(language.types) {
        return Class::Type;
    }
    if language.keys && (after.starts_with([':', '=']) || after.starts_with(" =")) {
        return Class::Name;
    }
    if after.starts_with('(') || after.starts_with("!(") {
        return Class::Function;
    }
    match language.capitals && word.starts_with(char::is_uppercase) {
        true => Class::Type,
        false => Class::Plain,
    }
}

/// Whether a word is one of a list of words between spaces.
fn has(list: &str, word: &str) -> bool {
    word.len() < 20 && list.split_ascii_whitespace().any(|known| known == word)
}
