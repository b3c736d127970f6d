//! PostgreSQL's texts hold everything but U+0000, and a room's id, an event's id or a value's name may hold it when
//! somebody wants us to stumble. It is written as two characters there.

use std::borrow::Cow;

const ESCAPE: char = '\u{10fffe}';
const NUL: char = '0';
const ITSELF: char = '1';

/// A text without U+0000 that stands for this one.
pub fn hide(text: &str) -> Cow<'_, str> {
    if !text.contains(['\0', ESCAPE]) {
        return Cow::Borrowed(text);
    }
    let mut hidden = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\0' => hidden.extend([ESCAPE, NUL]),
            ESCAPE => hidden.extend([ESCAPE, ITSELF]),
            other => hidden.push(other),
        }
    }
    Cow::Owned(hidden)
}

/// The text that was hidden.
pub fn show(text: String) -> String {
    if !text.contains(ESCAPE) {
        return text;
    }
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == ESCAPE {
            shown.push(if characters.next() == Some(NUL) {
                '\0'
            } else {
                ESCAPE
            });
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{hide, show};

    #[test]
    fn what_is_hidden_comes_back() {
        for text in [
            "",
            "plain",
            "\0",
            "a\0\0b",
            "\u{10fffe}0",
            "\u{10fffe}\0\u{10fffe}",
        ] {
            let hidden = hide(text).into_owned();
            assert!(!hidden.contains('\0'));
            assert_eq!(show(hidden), text);
        }
    }
}
