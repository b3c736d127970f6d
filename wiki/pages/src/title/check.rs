//! What may stand in a title.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_script::{Script, UnicodeScript};

use super::MAX_LETTERS;

/// Why a text is no title.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TitleFault {
    /// Nothing is left of it.
    #[error("a title is empty")]
    Empty,
    /// It is too long.
    #[error("a title has {letters} letters; at most {MAX_LETTERS} are allowed")]
    Long {
        /// How many letters it has.
        letters: usize,
    },
    /// A character that has a meaning in links or addresses.
    #[error("a title contains {character:?}")]
    Character {
        /// The character.
        character: char,
    },
    /// A control character or one that nobody sees.
    #[error("a title contains an invisible character, U+{:04X}", u32::from(*.character))]
    Invisible {
        /// The character.
        character: char,
    },
    /// A part between slashes that names no page.
    #[error("a title has a part {part:?} between slashes")]
    Part {
        /// The part.
        part: String,
    },
    /// A word in letters of two alphabets.
    #[error("a word mixes alphabets: {word:?}")]
    Mixed {
        /// The word.
        word: String,
    },
    /// A page's name that begins with the prefix of another namespace.
    #[error("a page's name begins with the prefix of another namespace")]
    Prefix,
}

/// Characters that links and addresses use.
const KEPT: &str = "[]|#<>{}\\^";

/// Ranges of characters without a picture: formats, fillers, directions, selectors.
const INVISIBLE: [(char, char); 21] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffc}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

fn is_invisible(character: char) -> bool {
    let among = |(first, last): &(char, char)| (*first..=*last).contains(&character);
    character.is_control() || INVISIBLE.iter().any(among)
}

/// A text with single spaces in one form of Unicode.
pub(super) fn tidied(text: &str) -> Result<String, TitleFault> {
    if let Some(character) = text.chars().find(|character| is_invisible(*character)) {
        return Err(TitleFault::Invisible { character });
    }
    Ok(single_spaces(
        &text.replace('_', " ").nfc().collect::<String>(),
    ))
}

/// Every run of white space as one space, none at the ends.
pub(super) fn single_spaces(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}

/// Whether a tidied name is one.
pub(super) fn check(name: &str) -> Result<(), TitleFault> {
    if name.is_empty() {
        return Err(TitleFault::Empty);
    }
    let letters = name.chars().count();
    if letters > MAX_LETTERS {
        return Err(TitleFault::Long { letters });
    }
    if let Some(character) = name.chars().find(|character| KEPT.contains(*character)) {
        return Err(TitleFault::Character { character });
    }
    segments(name)?;
    words(name)
}

/// Whether every part between slashes names something.
pub(super) fn segments(name: &str) -> Result<(), TitleFault> {
    match name
        .split('/')
        .find(|part| matches!(part.trim(), "" | "." | ".."))
    {
        Some(_) if name.is_empty() => Err(TitleFault::Empty),
        Some(part) => Err(TitleFault::Part {
            part: part.to_owned(),
        }),
        None => Ok(()),
    }
}

/// Whether no word mixes alphabets.
fn words(name: &str) -> Result<(), TitleFault> {
    let between = |character: char| !character.is_alphanumeric() && !is_combining_mark(character);
    match name.split(between).find(|word| alphabets(word).len() > 1) {
        Some(word) => Err(TitleFault::Mixed {
            word: word.to_owned(),
        }),
        None => Ok(()),
    }
}

/// Which of the alphabets that look alike a text has letters of.
pub(super) fn alphabets(text: &str) -> BTreeSet<&'static str> {
    text.chars()
        .filter_map(|character| match character.script() {
            script @ (Script::Latin | Script::Cyrillic | Script::Greek) => Some(script.full_name()),
            // Other alphabets are not ours to name.
            _ => None,
        })
        .collect()
}
