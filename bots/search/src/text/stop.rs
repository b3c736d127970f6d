//! Words that are everywhere: they are neither indexed nor asked for, but keep their place in phrases.

const STOP: &[&str] = &[
    "а",
    "без",
    "бы",
    "был",
    "была",
    "были",
    "было",
    "быть",
    "в",
    "вам",
    "вас",
    "во",
    "вот",
    "вы",
    "да",
    "для",
    "до",
    "его",
    "ее",
    "если",
    "есть",
    "еще",
    "же",
    "за",
    "и",
    "из",
    "или",
    "им",
    "их",
    "к",
    "как",
    "ко",
    "когда",
    "кто",
    "ли",
    "либо",
    "мне",
    "мы",
    "на",
    "над",
    "не",
    "нет",
    "них",
    "но",
    "ну",
    "о",
    "об",
    "он",
    "она",
    "они",
    "оно",
    "от",
    "по",
    "под",
    "при",
    "с",
    "со",
    "так",
    "то",
    "тоже",
    "тот",
    "ты",
    "у",
    "уже",
    "чем",
    "что",
    "чтобы",
    "это",
    "я",
    "a",
    "an",
    "and",
    "are",
    "as",
    "at",
    "be",
    "but",
    "by",
    "for",
    "if",
    "in",
    "into",
    "is",
    "it",
    "no",
    "not",
    "of",
    "on",
    "or",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "to",
    "was",
    "will",
    "with",
];

/// Whether a folded word is one of them.
pub fn is_stop(word: &str) -> bool {
    // The longest have five letters of two bytes.
    word.len() <= 10 && STOP.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::split::fold;

    #[test]
    fn they_are_written_as_words_are_compared() {
        for word in STOP {
            assert_eq!(*word, fold(word));
            assert!(is_stop(word), "{word}");
        }
        assert!(!is_stop("мед"));
    }
}
