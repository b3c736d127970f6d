//! Where words begin and end.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// The longest word that is indexed, in bytes as written; a longer one is data, not a word.
pub const WORD_MAX: usize = 128;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// As it is written.
    pub text: &'t str,
    /// Where it begins in the text, in bytes.
    pub at: usize,
}

/// The words of a text: runs of letters and digits, and each emoji or sign of its kind for itself. Marks that are
/// written above or below a letter belong to it.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// See [`words`].
#[derive(Clone, Debug)]
pub struct Words<'t> {
    text: &'t str,
    /// How far it is told.
    at: usize,
}

impl<'t> Words<'t> {
    /// Passes over what belongs to a word.
    fn pass(&mut self, belongs: fn(char) -> bool) {
        let rest = self.text[self.at..].chars();
        self.at += rest
            .take_while(|c| belongs(*c))
            .map(char::len_utf8)
            .sum::<usize>();
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        loop {
            let at = self.at;
            let first = self.text[at..].chars().next()?;
            self.at += first.len_utf8();
            let mut end = self.at;
            if is_letter(first) {
                self.pass(belongs);
                end = self.at;
            } else if is_picture(first) {
                // Skin tones, joiners and variation selectors change a picture, they make no other.
                self.pass(is_modifier);
            } else {
                continue;
            }
            if end - at <= WORD_MAX {
                return Some(Word {
                    text: &self.text[at..end],
                    at,
                });
            }
        }
    }
}

/// A word as it is compared: lower case, one form of every letter, `е` for `ё`, without accents.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    if let Some(russian) = word.chars().map(fold_russian).collect() {
        return russian;
    }
    let marked = word.nfkd().filter(|c| !is_accent(*c));
    let composed: String = marked.nfc().flat_map(char::to_lowercase).collect();
    composed.replace('ё', "е")
}

/// The same; a word that reads so already, as most do, is not copied.
pub fn folded(word: &str) -> Cow<'_, str> {
    let is_folded = |c: char| matches!(c, 'а'..='я' | 'a'..='z' | '0'..='9');
    if word.chars().all(is_folded) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(fold(word))
    }
}

/// Most letters are Russian ones: they need no tables.
fn fold_russian(letter: char) -> Option<char> {
    match letter {
        'а'..='я' => Some(letter),
        'А'..='Я' => char::from_u32(u32::from(letter) + 0x20),
        'ё' | 'Ё' => Some('е'),
        _ => None,
    }
}

/// Accents (U+0300, U+0301) go, the breve of `й` and the dots of `ё` stay until letters are put together again.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}')
}

fn belongs(c: char) -> bool {
    is_letter(c) || is_mark(c)
}

/// Letters and digits; the Russian ones are told without tables.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, 'А'..='я' | 'a'..='z') || c.is_alphanumeric()
}

fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0483..=0x0487 | 0x1DC0..=0x1DFF)
}

fn is_modifier(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0x1F3FB..=0x1F3FF)
}

/// Pictures: symbols of the blocks that emoji stand in.
fn is_picture(c: char) -> bool {
    matches!(u32::from(c), 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x1F000..=0x1FAFF) && !is_modifier(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(
            split("Мёд, чай-2 и foo_bar::baz()"),
            ["Мёд", "чай", "2", "и", "foo", "bar", "baz"]
        );
        assert_eq!(split("— … !?"), Vec::<&str>::new());
        let found: Vec<usize> = words("а бв").map(|word| word.at).collect();
        assert_eq!(found, [0, 3]);
    }

    #[test]
    fn every_picture_is_a_word() {
        assert_eq!(split("ура🎉🎉"), ["ура", "🎉", "🎉"]);
        assert_eq!(split("👍🏽 ❤️"), ["👍", "❤"]);
    }

    #[test]
    fn what_is_no_word_is_left_out() {
        let long = "я".repeat(WORD_MAX);
        assert_eq!(split(&format!("до {long} после")), ["до", "после"]);
    }

    #[test]
    fn folding_makes_one_of_what_reads_the_same() {
        assert_eq!(fold("МЁД"), "мед");
        assert_eq!(fold("Йод"), "йод");
        assert_eq!(fold("ЁЛКАА\u{301}"), "елкаа");
        for letter in 'Ѐ'..='ӿ' {
            let tables: String = letter.nfkc().flat_map(char::to_lowercase).collect();
            let tables = tables.replace('ё', "е");
            let is_russian = matches!(letter, 'А'..='я' | 'ё' | 'Ё');
            assert!(
                !is_russian || fold(&letter.to_string()) == tables,
                "{letter}"
            );
            assert_eq!(folded(&letter.to_string()), fold(&letter.to_string()));
        }
        assert_eq!(fold("за\u{301}мок"), "замок");
        assert_eq!(fold("ﬁn"), "fin");
        assert_eq!(folded("Foo42"), "foo42");
        assert_eq!(fold("И\u{306}"), "й");
    }
}
