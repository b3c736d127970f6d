//! Colours of code: words, strings, numbers and comments of the languages that people paste, as classes.
//!
//! One pass over the text with no expression that could be made slow: whoever writes the code does not decide how long
//! it takes. Classes: `k` keyword, `n` number or constant, `s` string, `c` comment, `t` type, `f` function, `m` name of
//! a key, tag or attribute.

mod languages;
mod markup;
mod words;

#[cfg(test)]
mod tests;

use super::render::escape;

/// The style sheet of coloured code, light and dark.
pub const CODE_CSS: &str = include_str!("code.css");

/// More code than this is not coloured.
const MAX_BYTES: usize = 20 * 1024;

/// Code as HTML, if its language is known and it is not too long.
pub(super) fn html(code: &str, language: &str) -> Option<String> {
    if code.len() > MAX_BYTES {
        return None;
    }
    let mut painted = Painted::default();
    match languages::find(&language.to_lowercase())? {
        languages::Kind::Words(language) => words::paint(code, language, &mut painted),
        languages::Kind::Markup => markup::paint(code, &mut painted),
        languages::Kind::Diff => diff(code, &mut painted),
    }
    Some(painted.finish())
}

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Plain,
    Keyword,
    Number,
    String,
    Comment,
    Type,
    Function,
    Name,
}

impl Class {
    fn letter(self) -> Option<char> {
        match self {
            Self::Plain => None,
            Self::Keyword => Some('k'),
            Self::Number => Some('n'),
            Self::String => Some('s'),
            Self::Comment => Some('c'),
            Self::Type => Some('t'),
            Self::Function => Some('f'),
            Self::Name => Some('m'),
        }
    }
}

/// Code with its colours; pieces of one colour that follow each other are one.
#[derive(Default)]
struct Painted {
    html: String,
    class: Option<char>,
}

impl Painted {
    fn push(&mut self, class: Class, text: &str) {
        let letter = class.letter();
        let blank = text.trim().is_empty();
        if letter != self.class && !blank {
            self.close();
            if let Some(letter) = letter {
                self.html.push_str(&format!("<span class=\"{letter}\">"));
            }
            self.class = letter;
        }
        self.html.push_str(&escape(text));
    }

    fn close(&mut self) {
        if self.class.take().is_some() {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

/// Lines that were added, taken away, or tell where.
fn diff(code: &str, painted: &mut Painted) {
    for line in code.split_inclusive('\n') {
        let class = match line.chars().next() {
            Some('+') => Class::String,
            Some('-') => Class::Keyword,
            Some('@') => Class::Name,
            Some(_) | None => Class::Plain,
        };
        painted.push(class, line);
    }
}
