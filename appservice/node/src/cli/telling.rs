//! Lines for people, in the operator's language.

use secta_bot_kit::Lang;

use crate::phrases::say;

/// Lines that are being written.
pub(in crate::cli) struct Telling {
    lang: Lang,
    text: String,
}

impl Telling {
    pub(in crate::cli) fn new(lang: Lang) -> Self {
        let text = String::new();
        Self { lang, text }
    }

    pub(in crate::cli) fn end(self) -> String {
        self.text
    }

    /// A phrase. Its arguments come from strangers: what would move the terminal's cursor is made visible.
    pub(in crate::cli) fn word(&self, id: &str, args: &[(&str, String)]) -> String {
        let args: Vec<(&str, String)> = args
            .iter()
            .map(|(name, value)| (*name, visible(value)))
            .collect();
        let args: Vec<(&str, &str)> = args
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        say(self.lang, id, &args)
    }

    /// A line of its own, indented by so many steps.
    pub(in crate::cli) fn line(&mut self, depth: usize, id: &str, args: &[(&str, String)]) {
        let line = self.word(id, args);
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(&line);
        self.text.push('\n');
    }
}

/// The text on one line, with what would move the cursor or turn the line around made visible.
fn visible(text: &str) -> String {
    let moves = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| {
            if moves(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}

/// A moment, to the second.
pub(in crate::cli) fn date(time_ms: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(time_ms);
    time.map_or_else(|_| time_ms.to_string(), |time| format!("{time:.0}"))
}
