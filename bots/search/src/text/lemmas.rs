//! From a word to its dictionary forms.
//!
//! A Russian word of the dictionary stands for every lemma that it may be a form of («стали»: «стать», «сталь»); one
//! that the dictionary lacks, and every English one, for its stem.

// A cache whose order nobody sees.
#![allow(clippy::disallowed_types)]

use std::{collections::HashMap, sync::Arc};

use frostem::{Algorithm, Stemmer};
use rumorph::{Dictionary, Source};

use super::split::fold;

/// How many words a cache holds before it is emptied.
const CACHE: usize = 60_000;

/// A word may be a form of no more lemmas than this.
const FORMS_MAX: usize = 3;

/// An analysis that is rarer than this is left out.
const RARE: f64 = 0.001;

/// From a folded word to its dictionary forms, never none.
pub trait Lemmas: Send + Sync {
    /// The forms, folded, the likeliest first.
    fn of(&self, word: &str) -> Vec<String>;

    /// The dictionary forms of known words that are one letter away from a folded word.
    fn near(&self, word: &str) -> Vec<String>;
}

/// The dictionary cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the Russian dictionary cannot be read: {0}")]
pub struct DictionaryError(#[from] rumorph::Error);

/// Russian by OpenCorpora's dictionary, English by stems.
pub struct Dictionaries {
    russian: Dictionary,
}

impl Dictionaries {
    /// Those of the program.
    ///
    /// # Errors
    ///
    /// A [`DictionaryError`], where the program was built without them.
    pub fn bundled() -> Result<Self, DictionaryError> {
        let russian = Dictionary::bundled()?;
        Ok(Self { russian })
    }

    fn russian(&self, word: &str) -> Vec<String> {
        let mut forms = Vec::new();
        let analyses = self.russian.analyze(word);
        let known = analyses.iter().filter(|one| one.source != Source::Guess);
        for analysis in known.filter(|one| one.prob >= RARE) {
            let lemma = fold(&analysis.lemma);
            if forms.len() < FORMS_MAX && !forms.contains(&lemma) {
                forms.push(lemma);
            }
        }
        if forms.is_empty() {
            forms.push(stem(Algorithm::Russian, word));
        }
        forms
    }
}

impl Lemmas for Dictionaries {
    fn of(&self, word: &str) -> Vec<String> {
        if word.chars().any(is_cyrillic) {
            self.russian(word)
        } else if word.chars().all(|c| c.is_ascii_alphabetic()) {
            vec![stem(Algorithm::English, word)]
        } else {
            vec![word.to_owned()]
        }
    }

    fn near(&self, word: &str) -> Vec<String> {
        if !word.chars().all(is_cyrillic) {
            return Vec::new();
        }
        let mut forms: Vec<String> = Vec::new();
        for other in one_letter_away(word) {
            let analyses = self.russian.analyze(&other);
            let known = analyses
                .iter()
                .filter(|one| one.source == Source::Dictionary);
            forms.extend(known.map(|one| fold(&one.lemma)));
        }
        forms.sort();
        forms.dedup();
        forms
    }
}

/// Words that differ by one letter that is wrong, missing, too many, or changed places with the next one.
fn one_letter_away(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let with = |letters: Vec<char>| letters.into_iter().collect::<String>();
    let mut others = Vec::new();
    for at in 0..=letters.len() {
        for letter in 'а'..='я' {
            let mut longer = letters.clone();
            longer.insert(at, letter);
            others.push(with(longer));
            if at < letters.len() {
                let mut changed = letters.clone();
                changed[at] = letter;
                others.push(with(changed));
            }
        }
        if at < letters.len() {
            let mut shorter = letters.clone();
            shorter.remove(at);
            others.push(with(shorter));
        }
        if at + 1 < letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(at, at + 1);
            others.push(with(swapped));
        }
    }
    others
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4FF}')
}

fn stem(algorithm: Algorithm, word: &str) -> String {
    Stemmer::new(algorithm).stem(word).into_owned()
}

/// [`Lemmas`] with a cache: words repeat.
#[derive(Clone)]
pub struct Forms {
    lemmas: Arc<dyn Lemmas>,
    cache: HashMap<Box<str>, Arc<[String]>>,
}

impl Forms {
    /// With an empty cache.
    pub fn new(lemmas: Arc<dyn Lemmas>) -> Self {
        Self {
            lemmas,
            cache: HashMap::new(),
        }
    }

    /// The dictionary forms of a word as it is written.
    pub fn of(&mut self, word: &str) -> Arc<[String]> {
        if let Some(forms) = self.cache.get(word) {
            return Arc::clone(forms);
        }
        let forms: Arc<[String]> = self.lemmas.of(&fold(word)).into();
        if self.cache.len() >= CACHE {
            self.cache.clear();
        }
        self.cache.insert(word.into(), Arc::clone(&forms));
        forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(word: &str) -> Vec<String> {
        let lemmas = Dictionaries::bundled().expect("the dictionary is in the program");
        Forms::new(Arc::new(lemmas)).of(word).to_vec()
    }

    #[test]
    fn russian_words_stand_for_their_lemmas() {
        assert_eq!(forms("меда"), ["мед"]);
        assert_eq!(forms("МЁДОМ"), ["мед"]);
        assert!(
            forms("людей").contains(&"человек".to_owned()),
            "{:?}",
            forms("людей")
        );
        let steel = forms("стали");
        assert!(
            steel.contains(&"стать".to_owned()) && steel.contains(&"сталь".to_owned()),
            "{steel:?}"
        );
    }

    #[test]
    fn unknown_words_stand_for_their_stems() {
        assert_eq!(forms("вайбкодингом"), forms("вайбкодинга"));
        assert_eq!(forms("votes"), forms("vote"));
        assert_eq!(forms("x86"), ["x86"]);
        assert_eq!(forms("🎉"), ["🎉"]);
    }

    #[test]
    fn a_wrong_letter_leads_to_known_words() {
        let lemmas = Dictionaries::bundled().expect("the dictionary is in the program");
        for (wrong, right) in [
            ("голосавание", "голосование"),
            ("пчила", "пчела"),
            ("сабаками", "собака"),
            ("пчлеа", "пчела"),
        ] {
            assert!(lemmas.near(wrong).contains(&right.to_owned()), "{wrong}");
        }
        assert!(lemmas.near("hello").is_empty());
    }
}
