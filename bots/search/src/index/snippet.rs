//! The part of a text in which the words that were asked for stand.

use crate::text::{Forms, split};

/// About how many characters a snippet has.
const LENGTH: usize = 160;

/// How many characters stand before the first word that was found.
const LEAD: usize = 30;

/// A piece of a snippet: a text, and whether it was asked for.
pub type Piece = (String, bool);

/// Cuts the best part out of a text. `None` where none of the words stands in it.
pub fn snippet(text: &str, forms: &mut Forms, asked: &[String]) -> Option<Vec<Piece>> {
    let found = found(text, forms, asked);
    let best = best(text, &found)?;
    let from = back(text, best, LEAD);
    let until = forth(text, from, LENGTH);
    let mut pieces = Vec::new();
    let mut at = from;
    for (begin, end) in found
        .into_iter()
        .filter(|(begin, end)| *begin >= from && *end <= until)
    {
        pieces.push((text[at..begin].to_owned(), false));
        pieces.push((text[begin..end].to_owned(), true));
        at = end;
    }
    pieces.push((text[at..until].to_owned(), false));
    if from > 0 {
        pieces.insert(0, ("…".to_owned(), false));
    }
    if until < text.len() {
        pieces.push(("…".to_owned(), false));
    }
    pieces.retain(|(text, _)| !text.is_empty());
    Some(pieces)
}

/// The beginning of a text.
pub fn beginning(text: &str) -> Vec<Piece> {
    let until = forth(text, 0, LENGTH);
    let mut pieces = vec![(text[..until].to_owned(), false)];
    if until < text.len() {
        pieces.push(("…".to_owned(), false));
    }
    pieces
}

/// Where the words that were asked for stand, in bytes.
fn found(text: &str, forms: &mut Forms, asked: &[String]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for word in split::words(text) {
        if forms.of(word.text).is_among(asked) {
            found.push((word.at, word.at + word.text.len()));
        }
    }
    found
}

/// The word from which on most of the others are near.
fn best(text: &str, found: &[(usize, usize)]) -> Option<usize> {
    let reach = |at: usize| forth(text, at, LENGTH - LEAD);
    let near = |index: usize, at: usize| {
        let until = reach(at);
        found[index..]
            .iter()
            .take_while(|(_, end)| *end <= until)
            .count()
    };
    let all = found.iter().enumerate().take(100);
    let best = all.max_by_key(|(index, (at, _))| (near(*index, *at), std::cmp::Reverse(*index)));
    best.map(|(_, (at, _))| *at)
}

/// So many characters before a place, at the beginning of a word.
fn back(text: &str, at: usize, characters: usize) -> usize {
    let mut before = text[..at].char_indices().rev().take(characters);
    let Some((from, _)) = before.by_ref().last() else {
        return 0;
    };
    if from == 0 {
        return 0;
    }
    let space = text[from..at].find(char::is_whitespace);
    space.map_or(from, |space| {
        let rest = &text[from + space..at];
        at - rest.trim_start().len()
    })
}

/// So many characters after a place, at the end of a word.
fn forth(text: &str, from: usize, characters: usize) -> usize {
    let rest = &text[from..];
    let Some((until, _)) = rest.char_indices().nth(characters) else {
        return text.len();
    };
    let space = rest[..until]
        .rfind(char::is_whitespace)
        .filter(|space| *space > until / 2);
    from + space.unwrap_or(until)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::text::lemmas::Dictionaries;

    fn forms() -> Forms {
        let lemmas = Dictionaries::bundled(|error| panic!("{error}"));
        Forms::new(Arc::new(lemmas))
    }

    fn cut(text: &str, asked: &[&str]) -> Option<Vec<Piece>> {
        let asked: Vec<String> = asked.iter().map(|word| (*word).to_owned()).collect();
        snippet(text, &mut forms(), &asked)
    }

    #[test]
    fn the_words_are_marked_in_every_form() {
        let pieces = cut("Липового мёда нет, но мёд будет", &["мед"]).expect("it is found");
        let marked: Vec<&str> = pieces
            .iter()
            .filter(|(_, hit)| *hit)
            .map(|(text, _)| text.as_str())
            .collect();
        assert_eq!(marked, ["мёда", "мёд"]);
        assert_eq!(
            pieces
                .iter()
                .map(|(text, _)| text.as_str())
                .collect::<String>(),
            "Липового мёда нет, но мёд будет"
        );
        assert_eq!(cut("ничего", &["мед"]), None);
    }

    #[test]
    fn a_long_text_is_cut_around_them() {
        let text = format!(
            "{}пчёлы и мёд{}",
            "слово ".repeat(100),
            " конец".repeat(100)
        );
        let pieces = cut(&text, &["мед", "пчела"]).expect("it is found");
        let all: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        assert!(all.starts_with('…') && all.ends_with('…'), "{all}");
        assert!(all.chars().count() <= LENGTH + 2, "{all}");
        assert!(pieces.contains(&("мёд".to_owned(), true)), "{all}");
    }

    #[test]
    fn a_text_without_spaces_is_cut_too() {
        let text = format!("{}\u{1F41D}{}", "…".repeat(300), "…".repeat(300));
        let pieces = cut(&text, &["\u{1F41D}"]).expect("it is found");
        assert!(pieces.contains(&("\u{1F41D}".to_owned(), true)));
        assert_eq!(beginning("мёд"), [("мёд".to_owned(), false)]);
    }
}
