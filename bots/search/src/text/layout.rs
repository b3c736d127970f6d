//! Words typed with the other keyboard: `ghbdtn` is «привет», «руддщ» is `hello`.

/// The keys of the two layouts, by their place on the keyboard.
const EN: &str = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>";
const RU: &str = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ";

/// The text as the same keys give it in the other layout; `None` where it has letters of both, or of neither.
pub fn other(text: &str) -> Option<String> {
    let latin = text.chars().any(|c| c.is_ascii_alphabetic());
    let cyrillic = text.chars().any(|c| RU.contains(c));
    let (from, to) = match (latin, cyrillic) {
        (true, false) => (EN, RU),
        (false, true) => (RU, EN),
        (true, true) | (false, false) => return None,
    };
    let key = |c: char| from.chars().zip(to.chars()).find(|(key, _)| *key == c);
    Some(
        text.chars()
            .map(|c| key(c).map_or(c, |(_, other)| other))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_keys_give_the_other_word() {
        assert_eq!(other("ghbdtn").as_deref(), Some("привет"));
        assert_eq!(other("k.,jdm").as_deref(), Some("любовь"));
        assert_eq!(other("руддщ").as_deref(), Some("hello"));
        assert_eq!(other("Ghbdtn vbh").as_deref(), Some("Привет мир"));
    }

    #[test]
    fn a_text_of_both_or_neither_stays() {
        assert_eq!(other("привет hello"), None);
        assert_eq!(other("12 + 3"), None);
    }

    #[test]
    fn both_layouts_have_the_same_keys() {
        assert_eq!(EN.chars().count(), RU.chars().count());
    }
}
