//! From a word to its dictionary forms.
//!
//! A Russian word of the dictionary stands for every lemma that it may be a form of («стали»: «стать», «сталь»); one
//! that the dictionary lacks, and every English one, for its stem.

// A cache whose order nobody sees.
#![allow(clippy::disallowed_types)]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use frostem::{Algorithm, Stemmer};
use rumorph::{Dictionary, Source};

use super::{
    split::{fold, words},
    stop,
};

/// How many words a cache holds.
const CACHE: usize = 100_000;

/// How many parts it has, so that threads need not wait for each other.
const SHARDS: usize = 64;

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
///
/// To read the dictionary is to look at all of its twenty megabytes, which proves that none of them is damaged: it is
/// done when a Russian word is first looked up, and whoever never needs one never holds them in memory.
pub struct Dictionaries {
    russian: OnceLock<Option<Dictionary>>,
    missed: fn(&DictionaryError),
}

impl Dictionaries {
    /// Those of the program. Where it was built without one, `missed` is told once, and Russian words stand for their
    /// stems too.
    pub fn bundled(missed: fn(&DictionaryError)) -> Self {
        Self {
            russian: OnceLock::new(),
            missed,
        }
    }

    /// Whether the dictionary was needed until now.
    pub fn is_read(&self) -> bool {
        self.russian.get().is_some()
    }

    fn dictionary(&self) -> Option<&Dictionary> {
        let read = || match Dictionary::bundled() {
            Ok(dictionary) => Some(dictionary),
            Err(error) => {
                (self.missed)(&error.into());
                None
            }
        };
        self.russian.get_or_init(read).as_ref()
    }

    fn russian(&self, word: &str) -> Vec<String> {
        let Some(dictionary) = self.dictionary() else {
            return vec![stem(Algorithm::Russian, word)];
        };
        // Most words that are missed in the cache are none of the dictionary's: to guess is dear, and not believed.
        if word.chars().all(|c| matches!(c, 'а'..='я')) && !dictionary.is_known(word) {
            return vec![stem(Algorithm::Russian, word)];
        }
        let mut forms = Vec::new();
        let analyses = dictionary.analyze(word);
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
        let dictionary = word.chars().all(is_cyrillic).then(|| self.dictionary());
        let Some(dictionary) = dictionary.flatten() else {
            return Vec::new();
        };
        let mut forms: Vec<String> = Vec::new();
        let others = one_letter_away(word).into_iter();
        for other in others.filter(|other| dictionary.is_known(other)) {
            let analyses = dictionary.analyze(&other);
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

/// [`Lemmas`] with a cache: words repeat. Its clones share it.
#[derive(Clone)]
pub struct Forms {
    lemmas: Arc<dyn Lemmas>,
    shards: Arc<[Mutex<Shard>; SHARDS]>,
}

/// A part of the cache: what was asked for lately, and before that. A word that is asked for again stays.
#[derive(Default)]
struct Shard {
    young: HashMap<Box<str>, Known>,
    old: HashMap<Box<str>, Known>,
}

/// What is known of a word.
#[derive(Clone)]
struct Known {
    forms: Arc<[String]>,
    is_stop: bool,
}

impl Forms {
    /// With an empty cache.
    pub fn new(lemmas: Arc<dyn Lemmas>) -> Self {
        Self {
            lemmas,
            shards: Arc::new(std::array::from_fn(|_| Mutex::default())),
        }
    }

    /// The dictionary forms of a word as it is written.
    pub fn of(&self, word: &str) -> Arc<[String]> {
        self.known(word, |known| Arc::clone(&known.forms))
    }

    /// The same; `None` for a word that is everywhere ([`stop`]).
    pub fn telling(&self, word: &str) -> Option<Arc<[String]>> {
        self.known(word, |known| {
            (!known.is_stop).then(|| Arc::clone(&known.forms))
        })
    }

    /// The words of a text, each as [`Forms::telling`] tells it: none for a word that is everywhere.
    pub fn of_text(&self, text: &str) -> Vec<Arc<[String]>> {
        let words = words(text).map(|word| self.telling(word.text).unwrap_or_default());
        words.collect()
    }

    fn known<T>(&self, word: &str, tell: impl Fn(&Known) -> T) -> T {
        let shard = &self.shards[shard_of(word)];
        let lock = || shard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(told) = lock().tell(word, &tell) {
            return told;
        }
        // Looked up while others go on.
        let folded = fold(word);
        let known = Known {
            is_stop: stop::is_stop(&folded),
            forms: self.lemmas.of(&folded).into(),
        };
        let told = tell(&known);
        lock().put(word.into(), known);
        told
    }
}

impl Shard {
    fn tell<T>(&mut self, word: &str, tell: impl Fn(&Known) -> T) -> Option<T> {
        if let Some(known) = self.young.get(word) {
            return Some(tell(known));
        }
        let (word, known) = self.old.remove_entry(word)?;
        let told = tell(&known);
        self.put(word, known);
        Some(told)
    }

    fn put(&mut self, word: Box<str>, known: Known) {
        if self.young.len() >= CACHE / SHARDS / 2 {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
        self.young.insert(word, known);
    }
}

fn shard_of(word: &str) -> usize {
    let bytes = word.bytes();
    bytes.fold(0, |sum: usize, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    }) % SHARDS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionaries() -> Dictionaries {
        Dictionaries::bundled(|error| panic!("{error}"))
    }

    fn forms(word: &str) -> Vec<String> {
        Forms::new(Arc::new(dictionaries())).of(word).to_vec()
    }

    #[test]
    fn the_dictionary_is_read_when_a_russian_word_is_first_looked_up() {
        let lemmas = dictionaries();
        assert_eq!(lemmas.of("honey"), ["honey"]);
        assert_eq!(lemmas.of("42"), ["42"]);
        assert!(lemmas.near("honey").is_empty());
        assert!(!lemmas.is_read());
        assert_eq!(lemmas.of("меда"), ["мед"]);
        assert!(lemmas.is_read());
    }

    #[test]
    fn without_a_dictionary_words_stand_for_their_stems() {
        let lemmas = Dictionaries {
            russian: OnceLock::from(None),
            missed: |error| panic!("{error}"),
        };
        assert_eq!(lemmas.of("пчелами"), lemmas.of("пчелам"));
        assert!(lemmas.near("пчила").is_empty());
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
        let lemmas = dictionaries();
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
