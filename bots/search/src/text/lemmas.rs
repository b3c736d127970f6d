//! From a word to its dictionary forms.
//!
//! A Russian word of the dictionary stands for every lemma that it may be a form of («стали»: «стать», «сталь»); one
//! that the dictionary lacks, and every English one, for its stem.

// A cache whose order nobody sees.
#![allow(clippy::disallowed_types)]

use std::{
    hash::BuildHasher,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use hashbrown::{DefaultHashBuilder, HashTable};

use frostem::{Algorithm, Stemmer};
use rumorph::{Dictionary, Source};

use super::{
    split::{fold, folded, words},
    stop,
};

/// How many words a cache holds.
const CACHE: usize = 400_000;

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
    hasher: DefaultHashBuilder,
    /// What was frequent for threads that have ended.
    left: Arc<Mutex<Vec<Places>>>,
}

/// The words that a thread meets all the time: looked up without waiting for others.
pub struct Frequent {
    forms: Forms,
    /// A word stands at the place that its hash gives it; one that comes later takes it over.
    places: Places,
    /// The word that was found last.
    found: Found,
}

type Places = Box<[Place]>;

/// A [`Known`] that is short, with its hash: what is read together lies in one line of the processor's cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Place {
    hash: u64,
    length: u8,
    text: [u8; 55],
}

enum Found {
    Nothing,
    At(usize),
    Long(Known),
}

/// How many words are [`Frequent`]: a power of two.
const FREQUENT: usize = 65_536;

/// A part of the cache: what was asked for lately, and before that. A word that is asked for again stays.
#[derive(Default)]
struct Shard {
    young: HashTable<(u64, Known)>,
    old: HashTable<(u64, Known)>,
}

/// A folded word and its dictionary forms: `-` for one that is everywhere, else `+`; the word; each form in a line of
/// its own. They stand together, for they are read together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known(Arc<str>);

impl Known {
    fn new(word: &str, lemmas: &dyn Lemmas) -> Self {
        let mut text = if stop::is_stop(word) { "-" } else { "+" }.to_owned();
        text.push_str(word);
        for form in lemmas.of(word) {
            text.push('\n');
            text.push_str(&form);
        }
        Self(text.into())
    }

    fn is(&self, word: &str) -> bool {
        is_known(self.0.as_bytes(), word)
    }

    /// Whether it is everywhere ([`stop`]).
    pub fn is_stop(&self) -> bool {
        self.0.starts_with('-')
    }

    /// Its dictionary forms, the likeliest first.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.0.split('\n').skip(1)
    }

    /// The same, to keep.
    pub fn to_vec(&self) -> Vec<String> {
        self.forms().map(str::to_owned).collect()
    }

    /// Whether one of its dictionary forms is among others.
    pub fn is_among(&self, others: &[String]) -> bool {
        self.forms()
            .any(|form| others.iter().any(|other| other == form))
    }
}

/// Whether a [`Known`] is a word's.
fn is_known(text: &[u8], word: &str) -> bool {
    let rest = text
        .get(1..)
        .and_then(|text| text.strip_prefix(word.as_bytes()));
    rest.is_some_and(|rest| rest.starts_with(b"\n"))
}

impl Forms {
    /// With an empty cache.
    pub fn new(lemmas: Arc<dyn Lemmas>) -> Self {
        Self {
            lemmas,
            shards: Arc::new(std::array::from_fn(|_| Mutex::default())),
            hasher: DefaultHashBuilder::default(),
            left: Arc::default(),
        }
    }

    /// A word as it is written, with its dictionary forms.
    pub fn of(&self, word: &str) -> Known {
        let word = folded(word);
        self.known(&word, self.hasher.hash_one(word.as_ref()))
    }

    /// The words of a text, each in its dictionary forms: none for a word that is everywhere ([`stop`]).
    pub fn of_text(&self, text: &str) -> Vec<Arc<[String]>> {
        let forms = words(text).map(|word| {
            let known = self.of(word.text);
            match known.is_stop() {
                true => Arc::default(),
                false => known.to_vec().into(),
            }
        });
        forms.collect()
    }

    fn left(&self) -> MutexGuard<'_, Vec<Places>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, word: &str, hash: u64) -> Known {
        // Not the bits by which a table puts its entries in order.
        let shard = &self.shards[(hash >> 40) as usize % SHARDS];
        let lock = || shard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(word, hash) {
            return known;
        }
        // Looked up while others go on.
        let known = Known::new(word, self.lemmas.as_ref());
        lock().put(hash, known.clone());
        known
    }
}

impl Place {
    const EMPTY: Self = Self {
        hash: 0,
        length: 0,
        text: [0; 55],
    };

    fn text(&self) -> &[u8] {
        &self.text[..usize::from(self.length)]
    }

    /// Puts a word here; one that is too long does not fit.
    fn put(&mut self, hash: u64, known: &Known) -> bool {
        let Some(text) = self.text.get_mut(..known.0.len()) else {
            return false;
        };
        text.copy_from_slice(known.0.as_bytes());
        // No longer than the place.
        (self.hash, self.length) = (hash, known.0.len() as u8);
        true
    }
}

impl Frequent {
    /// Those that another thread has left behind, if one did.
    pub fn new(forms: Forms) -> Self {
        let left = forms.left().pop();
        Self {
            places: left.unwrap_or_else(|| vec![Place::EMPTY; FREQUENT].into()),
            forms,
            found: Found::Nothing,
        }
    }

    /// Forgets which word was looked up last.
    pub fn forget(&mut self) {
        self.found = Found::Nothing;
    }

    /// Looks a word up, as it is written.
    pub fn find(&mut self, word: &str) {
        let word = folded(word);
        let hash = self.forms.hasher.hash_one(word.as_ref());
        let at = hash as usize % FREQUENT;
        let place = &mut self.places[at];
        self.found = Found::At(at);
        if place.hash != hash || !is_known(place.text(), &word) {
            let known = self.forms.known(&word, hash);
            if !place.put(hash, &known) {
                self.found = Found::Long(known);
            }
        }
    }

    /// A dictionary form of the word that was looked up last, by its number from 0; none of one that is everywhere
    /// ([`stop`]).
    pub fn form(&self, number: usize) -> Option<&str> {
        let text = match &self.found {
            Found::Nothing => return None,
            Found::At(place) => self.places[*place].text(),
            Found::Long(known) => known.0.as_bytes(),
        };
        let told = text.strip_prefix(b"+")?;
        let form = told.split(|byte| *byte == b'\n').nth(number + 1)?;
        std::str::from_utf8(form).ok()
    }
}

impl Drop for Frequent {
    fn drop(&mut self) {
        let places = std::mem::take(&mut self.places);
        self.forms.left().push(places);
    }
}

impl Shard {
    fn get(&mut self, word: &str, hash: u64) -> Option<Known> {
        let is_it = |(_, known): &(u64, Known)| known.is(word);
        if let Some((_, known)) = self.young.find(hash, is_it) {
            return Some(known.clone());
        }
        let ((_, known), _) = self.old.find_entry(hash, is_it).ok()?.remove();
        self.put(hash, known.clone());
        Some(known)
    }

    fn put(&mut self, hash: u64, known: Known) {
        if self.young.len() >= CACHE / SHARDS / 2 {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
        self.young
            .insert_unique(hash, (hash, known), |(hash, _)| *hash);
    }
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
