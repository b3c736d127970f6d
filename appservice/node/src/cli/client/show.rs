//! What members wrote, for a terminal: wrapped, and with nothing in it that a terminal would obey.

use secta_bot_kit::grammar::clean;
use secta_site::api::types::{Account, Item};

use crate::{cli::telling::date, phrases::say};

/// The width of lines where the terminal does not say one, in characters.
const WIDTH: usize = 80;
/// How far branches are moved in at the most.
const DEEPEST: usize = 8;

/// A text in lines of the terminal's width, moved in.
pub(in crate::cli) fn wrapped(text: &str, depth: usize) -> String {
    let indent = "  ".repeat(depth.min(DEEPEST));
    let width = width().saturating_sub(indent.len()).max(20);
    let mut shown = String::new();
    for line in visible(text).lines() {
        for line in folded(line, width) {
            shown.push_str(format!("{indent}{line}").trim_end());
            shown.push('\n');
        }
    }
    shown
}

/// A text on one line.
pub(in crate::cli) fn line(text: &str) -> String {
    let visible = visible(text);
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with what would move the cursor or change the terminal made visible; its line ends stay.
pub(in crate::cli) fn visible(text: &str) -> String {
    let shown = clean(text).chars().map(shown).collect::<String>();
    shown.replace('\t', "    ")
}

fn shown(c: char) -> char {
    if c.is_control() && !matches!(c, '\n' | '\t') {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

/// A line, parted at its spaces; words that are longer than a line are cut.
fn folded(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in line.split(' ') {
        let mut letters: Vec<char> = word.chars().collect();
        if length > 0 && length + 1 + letters.len() > width {
            lines.push(String::new());
            length = 0;
        }
        while letters.len() > width {
            let rest = letters.split_off(width);
            let full: String = letters.iter().collect();
            match lines.last_mut().filter(|last| last.is_empty()) {
                Some(last) => *last = full,
                None => lines.push(full),
            }
            lines.push(String::new());
            letters = rest;
        }
        if let Some(last) = lines.last_mut() {
            if length > 0 {
                last.push(' ');
                length += 1;
            }
            last.extend(&letters);
            length += letters.len();
        }
    }
    lines
}

fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok();
    let columns = columns.and_then(|columns| columns.parse::<usize>().ok());
    columns.map_or(WIDTH, |columns| columns.clamp(40, 200))
}

/// Somebody's name and id.
pub(super) fn who(account: &Account) -> String {
    let id = line(&account.id);
    match &account.name {
        Some(name) => format!("{} ({id})", line(name)),
        None => id,
    }
}

/// An item with its head.
pub(super) fn item(item: &Item, depth: usize, lang: secta_bot_kit::Lang) -> String {
    let mut text = wrapped(
        &format!("{} · {}", who(&item.author), date(item.time_ms)),
        depth,
    );
    match &item.words {
        Some(words) => {
            text.push_str(&wrapped(&words.text, depth));
            for file in &words.files {
                let file = format!("[{}] {}", line(&file.name), line(&file.url));
                text.push_str(&wrapped(&file, depth));
            }
        }
        None => text.push_str(&wrapped(&say(lang, "client-no-words", &[]), depth)),
    }
    let (support, useful) = (item.support.to_string(), item.useful.to_string());
    let (oppose, comments) = (item.oppose.to_string(), item.comments.to_string());
    let tally = [
        ("support", support.as_str()),
        ("useful", &useful),
        ("oppose", &oppose),
        ("comments", &comments),
        ("id", &item.id),
    ];
    let phrase = match item.root {
        None => "client-tally-post",
        Some(_) => "client-tally-comment",
    };
    text.push_str(&wrapped(&say(lang, phrase, &tally), depth));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        for hostile in [
            "\u{1b}[31mкрасное\u{1b}[0m",
            "\u{9b}2J",
            "\u{1b}]0;title\u{7}",
            "a\rb\u{8}c\u{202e}d",
            "\u{0}\u{7f}",
        ] {
            let text = format!("{}{}", wrapped(hostile, 1), line(hostile));
            let obeyed = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!text.contains(obeyed), "{text:?}");
        }
    }

    #[test]
    fn lines_are_parted_at_spaces_and_long_words_are_cut() {
        assert_eq!(folded("раз два три", 7), ["раз два", "три"]);
        assert_eq!(folded("абвгдежз и", 5), ["абвгд", "ежз и"]);
        assert_eq!(folded("и абвгдежз", 5), ["и", "абвгд", "ежз"]);
        assert_eq!(folded("", 5), [""]);
    }
}
