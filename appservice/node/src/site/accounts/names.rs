//! The names of accounts that are made on the site: nobody's looks like another's.

use secta_bot_kit::grammar::clean;
use secta_rules::text::visible_characters;
use secta_site::ports::unfit::{CHARACTERS, LENGTH, TAKEN};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_security::confusable_detection::skeleton;

/// How many characters a name has.
const VISIBLE: std::ops::RangeInclusive<u32> = 2..=40;
/// The longest name that is looked at, in bytes.
const BYTES_MAX: usize = 500;
/// The longest part of an account's id that tells its name.
const SLUG_MAX: usize = 20;

/// Names that would be taken for the service's own.
const KEPT: [&str; 10] = [
    "secta",
    "секта",
    "bot",
    "бот",
    "admin",
    "админ",
    "administrator",
    "администратор",
    "moderator",
    "модератор",
];

/// Letters that look like Latin ones in one of their cases, and digits like letters.
const LOOKS: [(char, char); 34] = [
    ('а', 'a'),
    ('в', 'b'),
    ('ь', 'b'),
    ('с', 'c'),
    ('е', 'e'),
    ('н', 'h'),
    ('і', 'l'),
    ('ј', 'j'),
    ('к', 'k'),
    ('м', 'm'),
    ('п', 'n'),
    ('о', 'o'),
    ('р', 'p'),
    ('г', 'r'),
    ('ѕ', 's'),
    ('т', 't'),
    ('и', 'u'),
    ('у', 'y'),
    ('х', 'x'),
    ('з', '3'),
    ('i', 'l'),
    ('ı', 'l'),
    ('1', 'l'),
    ('0', 'o'),
    ('α', 'a'),
    ('β', 'b'),
    ('ε', 'e'),
    ('η', 'h'),
    ('ι', 'l'),
    ('κ', 'k'),
    ('ν', 'n'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('τ', 't'),
];

/// Russian letters in Latin.
const LATIN: [(char, &str); 33] = [
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ё', "e"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
    ('й', "y"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "h"),
    ('ц', "ts"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "sch"),
    ('ъ', ""),
    ('ы', "y"),
    ('ь', ""),
    ('э', "e"),
    ('ю', "yu"),
    ('я', "ya"),
];

/// A name that does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// As it is shown.
    pub shown: String,
    /// As it is compared.
    pub folded: String,
}

impl Name {
    /// A name as it was typed.
    ///
    /// # Errors
    ///
    /// The phrase of the site that says why it does not do.
    pub(super) fn read(typed: &str) -> Result<Self, &'static str> {
        if typed.len() > BYTES_MAX {
            return Err(LENGTH);
        }
        let typed: String = typed.trim().nfc().collect();
        if clean(&typed) != typed || !typed.chars().all(is_fit) {
            return Err(CHARACTERS);
        }
        let shown = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if !VISIBLE.contains(&visible_characters(&shown)) {
            return Err(LENGTH);
        }
        let folded = fold(&shown);
        if folded.is_empty() || !shown.chars().any(char::is_alphabetic) {
            return Err(CHARACTERS);
        }
        if KEPT.iter().any(|kept| fold(kept) == folded) {
            return Err(TAKEN);
        }
        Ok(Self { shown, folded })
    }

    /// What of it may stand in a Matrix id.
    pub(super) fn slug(&self) -> String {
        let lower = self.shown.chars().flat_map(char::to_lowercase);
        let mut slug = String::new();
        for c in lower {
            match LATIN.iter().find(|(letter, _)| *letter == c) {
                Some((_, latin)) => slug.push_str(latin),
                None if c.is_ascii_alphanumeric() => slug.push(c),
                None => {}
            }
        }
        slug.chars().take(SLUG_MAX).collect()
    }
}

/// Letters, marks on them, digits, and little between them.
fn is_fit(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, ' ' | '-' | '_' | '.' | '\'' | '’')
}

/// One form for all names that look alike: without case, marks and what stands between letters.
fn fold(name: &str) -> String {
    let letters = name.nfkd().filter(|c| !is_combining_mark(*c));
    let lower = letters.flat_map(char::to_lowercase);
    let alike: String = lower.map(look).collect();
    let alike = skeleton(&alike).flat_map(char::to_lowercase).map(look);
    let alike: String = alike.filter(|c| c.is_alphanumeric()).collect();
    alike.replace("rn", "m").replace("vv", "w")
}

fn look(c: char) -> char {
    let known = LOOKS.iter().find(|(letter, _)| *letter == c);
    known.map_or(c, |(_, look)| *look)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(name: &str) -> String {
        Name::read(name).expect("a name").folded
    }

    #[test]
    fn names_that_look_alike_are_one() {
        for (one, other) in [
            ("Маша", "маша"),
            ("МАША", "MAША"),
            ("Вера", "Bepa"),
            ("НАТА", "HATA"),
            ("Семён", "Семен"),
            ("Ann Lee", "ann_lee"),
            ("Ilya", "llya"),
            ("Cornell", "Comell"),
            ("Ｍａｓｈａ", "Masha"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        assert_ne!(folded("Маша"), folded("Даша"));
    }

    #[test]
    fn what_is_no_name_is_told_why() {
        for (typed, why) in [
            ("", LENGTH),
            (" я ", LENGTH),
            ("a\u{301}", LENGTH),
            (&*"я".repeat(41), LENGTH),
            (&*"я".repeat(4000), LENGTH),
            ("Ма\u{202e}ша", CHARACTERS),
            ("Ма\u{200b}ша", CHARACTERS),
            ("Ма\nша", CHARACTERS),
            ("<b>Маша</b>", CHARACTERS),
            ("@masha:home", CHARACTERS),
            ("Маша ✓", CHARACTERS),
            ("12345", CHARACTERS),
            ("Бот", TAKEN),
            ("SECTA", TAKEN),
            ("аdmin", TAKEN),
        ] {
            assert_eq!(Name::read(typed).expect_err(typed), why, "{typed}");
        }
        assert_eq!(
            Name::read("  Мария   Ивановна ").expect("fit").shown,
            "Мария Ивановна"
        );
        assert!(Name::read(&"я".repeat(40)).is_ok());
    }

    #[test]
    fn ids_tell_names() {
        let slug = |name: &str| Name::read(name).expect("a name").slug();
        assert_eq!(slug("Мария Ёжикова"), "mariyaezhikova");
        assert_eq!(slug("Ann-Lee 7"), "annlee7");
        assert_eq!(slug("李小龙"), "");
    }
}
