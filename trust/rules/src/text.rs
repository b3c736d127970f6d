//! Counting and folding what members write.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How many characters a reader sees: markup, space around, marks on letters and invisible characters don't count, and
/// a run of spaces counts as one.
pub fn visible_characters(text: &str) -> u32 {
    let bare = without_markup(text);
    let mut count = 0_u32;
    let mut space = false;
    for c in bare.nfc() {
        if c.is_whitespace() {
            space = count > 0;
        } else if !is_invisible(c) {
            count = count.saturating_add(1 + u32::from(space));
            space = false;
        }
    }
    count
}

/// One spelling for names and tags: case, `ё`, underscores, hyphens and runs of spaces don't matter.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkc()
        .filter(|c| c.is_whitespace() || !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ё' { 'е' } else { c })
        .map(|c| if c == '_' || c == '-' { ' ' } else { c })
        .collect();
    let plain = plain.trim().trim_start_matches('#');
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without what looks like HTML tags.
fn without_markup(text: &str) -> String {
    let mut rest = text;
    let mut bare = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once('<') {
        bare.push_str(before);
        let tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match after.split_once('>') {
            Some((_, behind)) if tag => rest = behind,
            Some(_) | None => {
                bare.push('<');
                rest = after;
            }
        }
    }
    bare.push_str(rest);
    bare
}

fn is_invisible(c: char) -> bool {
    c.is_control() || is_combining_mark(c) || is_format(c)
}

/// Characters of no width, and those that are drawn as nothing.
fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_single_spaces_count() {
        assert_eq!(visible_characters("he is rude"), 10);
        assert_eq!(visible_characters("грубый тон"), 10);
        assert_eq!(visible_characters(""), 0);
    }

    #[test]
    fn space_around_and_runs_of_it_do_not() {
        assert_eq!(visible_characters("  \n a \t\u{a0}  b \u{2003}"), 3);
        assert_eq!(visible_characters("          "), 0);
    }

    #[test]
    fn marks_and_invisible_characters_do_not() {
        assert_eq!(visible_characters("a\u{301}\u{302}\u{303}"), 1);
        assert_eq!(
            visible_characters("\u{200b}\u{200d}\u{2060}\u{feff}x\u{3164}"),
            1
        );
        assert_eq!(visible_characters("x\u{0}\u{1b}\u{e0061}"), 1);
    }

    #[test]
    fn markup_does_not() {
        assert_eq!(
            visible_characters("<b><i>no</i></b><br/><!-- 12345678 -->"),
            2
        );
        assert_eq!(visible_characters("2 < 3 > 1"), 9);
        assert_eq!(visible_characters("a <3 b"), 6);
    }

    #[test]
    fn names_have_one_spelling() {
        for other in [
            "#Тёмная_материя",
            " темная  МАТЕРИЯ ",
            "тёмная-мат\u{200b}ерия",
        ] {
            assert_eq!(fold(other), "темная материя");
        }
        assert_eq!(fold("  "), "");
        assert_eq!(fold("é"), fold("e\u{301}").as_str());
    }
}
