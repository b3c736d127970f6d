//! Anchors: what follows `#` in the address of a heading.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What the ids of headings begin with: nothing else on a page may.
pub(super) const PREFIX: &str = "h-";

/// The longest anchor, in letters.
const MAX_LETTERS: usize = 80;

/// The anchor of the first heading with this text.
pub(super) fn anchor(heading: &str) -> String {
    let mut anchor = String::from(PREFIX);
    let letters = heading.nfc().flat_map(char::to_lowercase);
    for letter in letters.take(MAX_LETTERS) {
        match letter {
            c if c.is_alphanumeric() || is_combining_mark(c) || c == '_' => anchor.push(c),
            c if (c.is_whitespace() || c == '-') && !anchor.ends_with('-') => anchor.push('-'),
            // Punctuation is left out.
            _ => {}
        }
    }
    while anchor.len() > PREFIX.len() && anchor.ends_with('-') {
        anchor.pop();
    }
    if anchor == PREFIX {
        anchor.push_str("section");
    }
    anchor
}

/// Anchors that were given, so that none is given twice.
#[derive(Default)]
pub(super) struct Anchors(BTreeMap<String, usize>);

impl Anchors {
    /// An anchor for the next heading of a page.
    pub fn next(&mut self, heading: &str) -> String {
        let first = anchor(heading);
        let mut number = self.0.get(&first).copied().unwrap_or(0);
        loop {
            number += 1;
            let anchor = match number {
                1 => first.clone(),
                number => format!("{first}-{number}"),
            };
            if number == 1 || !self.0.contains_key(&anchor) {
                self.0.insert(first, number);
                self.0.entry(anchor.clone()).or_insert(1);
                return anchor;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_readable_and_never_given_twice() {
        let mut anchors = Anchors::default();
        for (heading, anchor) in [
            ("Жизнь и смерть!", "h-жизнь-и-смерть"),
            ("Жизнь и смерть", "h-жизнь-и-смерть-2"),
            ("Жизнь и смерть 2", "h-жизнь-и-смерть-2-2"),
            ("Жизнь -- и  смерть", "h-жизнь-и-смерть-3"),
            ("!?", "h-section"),
            ("", "h-section-2"),
            ("Ёлка «x»_y", "h-ёлка-x_y"),
        ] {
            assert_eq!(anchors.next(heading), anchor, "{heading}");
        }
    }
}
