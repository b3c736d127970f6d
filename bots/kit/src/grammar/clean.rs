use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How many combining marks one letter keeps.
const MARKS_MAX: usize = 4;

/// Makes a text safe to read and to show: no control, bidirectional or invisible characters (line ends and tabs
/// stay, a zero-width joiner stays within an emoji), no towers of combining marks; every line end is `\n`.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut before = ' ';
    let mut marks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => '\n',
            '\u{200d}'
                if is_pictograph(before) && chars.peek().copied().is_some_and(is_pictograph) =>
            {
                c
            }
            c if is_invisible(c) => continue,
            c => c,
        };
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if marks <= MARKS_MAX {
            clean.push(c);
        }
        before = c;
    }
    clean
}

/// The form in which names are compared: NFKC, lower case, `ё` as `е`, single spaces.
pub fn fold(text: &str) -> String {
    let plain: Option<String> = text.chars().map(fold_plain).collect();
    let folded = plain.unwrap_or_else(|| fold_any(text));
    let mut words = folded.split_whitespace();
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| text + " " + word)
}

fn fold_any(text: &str) -> String {
    text.nfkc()
        .filter(|c| !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .nfc()
        .map(|c| if c == 'ё' { 'е' } else { c })
        .collect()
}

/// Most letters are Russian or English: they need no tables.
fn fold_plain(c: char) -> Option<char> {
    match c {
        'а'..='я' | ' '..='@' | '['..='~' | '\n' | '\t' => Some(c),
        'А'..='Я' => char::from_u32(u32::from(c) + 0x20),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        'ё' | 'Ё' => Some('е'),
        _ => None,
    }
}

/// Combining marks; the letters that are met most need no tables.
fn is_mark(c: char) -> bool {
    !matches!(c, '\0'..'\u{300}' | 'Ѐ'..='ҁ') && is_combining_mark(c)
}

/// Characters that show nothing, or turn around what stands beside them.
pub(crate) fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Emoji, their variation selector and skin tones: what a zero-width joiner may join.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_no_tables_comes_out_as_by_the_tables() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_mark(c), is_combining_mark(c), "{c:?}");
            if let Some(plain) = fold_plain(c) {
                assert_eq!(plain.to_string(), fold_any(&c.to_string()), "{c:?}");
            }
        }
    }
}
