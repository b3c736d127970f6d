//! The words that an index knows by number: texts lie in it as numbers, one to three bytes for a word.
//!
//! Tagged dense codes over words without their spaces (Moura, Navarro, Ziviani, Baeza-Yates: "Fast and flexible word
//! searching on compressed text", 2000): what is used often is learnt early and has a short number. A word is learnt
//! when a third person uses it. What fewer have said stands letter by letter in their messages, and goes with them:
//! nothing that one person lets slip, however often, outlives its deletion here.
//!
//! The numbers stand in a file of the index's folder that only grows; a commit says how many of them it needs.

// Looked up by hash; the order is never seen.
#![allow(clippy::disallowed_types)]

use std::{
    borrow::Cow,
    fs::{File, OpenOptions},
    hash::BuildHasher,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use super::IndexError;
use crate::text::split::is_letter;

/// The file's name in the index's folder.
const NAME: &str = "lexicon";

/// The longest piece that is learnt, in bytes.
const LENGTH_MAX: usize = 60;

/// How many pieces are remembered that one or two have used.
const RARE_MAX: usize = 220_000;

/// How many short pieces are found at once: a power of two.
const NEAR: usize = 16_384;

/// The codes of one byte are below this.
const ONE: u8 = 160;

/// The first bytes of the codes of two bytes are below this.
const TWO: u8 = 224;

/// The first bytes of the codes of three bytes are below this.
const THREE: u8 = 251;

/// What follows is written in small Russian letters: their number in one byte, then a byte for each.
const RUSSIAN: u8 = 251;

/// The next word begins with a capital letter.
const CAPITAL: u8 = 252;

/// The next word is in capital letters.
const CAPITALS: u8 = 253;

/// What follows is written letter by letter: its length in one byte, then its bytes.
const LETTERS: u8 = 254;

/// The next word stands at the one before it without a space.
const JOINED: u8 = 255;

/// How many numbers have one byte, one or two, at most three.
const ONES: u32 = ONE as u32;
const TWOS: u32 = ONES + ((TWO - ONE) as u32) * 256;
const THREES: u32 = TWOS + ((THREE - TWO) as u32) * 65_536;

/// The words of an index, by number.
pub(super) struct Lexicon {
    path: PathBuf,
    known: RwLock<Words>,
}

#[derive(Default)]
struct Words {
    /// All of them, one behind the other, each behind its length in one byte.
    pieces: Vec<u8>,
    /// Where each begins.
    begins: Vec<u32>,
    /// By hash: each piece's number, and where it begins.
    numbers: HashTable<(u32, u32)>,
    /// Short pieces with their numbers, each at the place that its hash gives it, where a later one takes its place: what
    /// is said all the time is found without a look at the table and at the piece. Empty until something is encoded.
    near: Box<[Near]>,
    /// Who has used what is not among them, by hashes: up to two people.
    rare: HashMap<u64, [u32; 2]>,
    hasher: DefaultHashBuilder,
    /// What a word is in small letters, while it is looked up.
    small: String,
    /// How many are on the disk, and how many bytes of the file that is.
    written: (usize, u64),
}

/// A short piece and its number.
#[derive(Clone, Copy, Default)]
struct Near {
    number: u32,
    length: u8,
    text: [u8; 27],
}

impl Near {
    fn is(&self, piece: &str) -> bool {
        self.text.get(..usize::from(self.length)) == Some(piece.as_bytes())
    }

    fn put(&mut self, piece: &str, number: u32) {
        if let Some(text) = self.text.get_mut(..piece.len()) {
            text.copy_from_slice(piece.as_bytes());
            // No longer than the text.
            (self.number, self.length) = (number, piece.len() as u8);
        }
    }
}

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    AsItIs,
    Capital,
    Capitals,
}

impl Lexicon {
    /// The words of a folder's index.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(IndexError::Folder(path, error)),
        };
        let mut known = Words::default();
        let mut rest = bytes.as_slice();
        // After a crash the end may be anything: no commit needs it.
        while let Some((piece, behind)) = read_letters(rest)
            && piece.len() <= LENGTH_MAX
        {
            known.add(&piece);
            rest = behind;
        }
        known.written = (known.begins.len(), (bytes.len() - rest.len()) as u64);
        Ok(Self {
            path,
            known: RwLock::new(known),
        })
    }

    /// How many words are known.
    pub fn len(&self) -> usize {
        self.read().begins.len()
    }

    /// Forgets all words but so many.
    pub fn cut(&self, count: usize) {
        let mut known = self.write();
        if count >= known.begins.len() {
            return;
        }
        let mut kept = Words::default();
        for number in 0..count {
            kept.add(known.piece(number as u32).unwrap_or_default());
        }
        kept.written = (kept.begins.len(), kept.letters(0).len() as u64);
        *known = kept;
    }

    /// Makes the words that are known durable.
    ///
    /// # Errors
    ///
    /// When the disk says no: it may be tried again.
    pub fn save(&self) -> Result<(), IndexError> {
        let mut known = self.write();
        let (count, at) = known.written;
        if count == known.begins.len() {
            return Ok(());
        }
        let bytes = known.letters(count);
        self.append(&bytes, at)
            .map_err(|error| IndexError::Folder(self.path.clone(), error))?;
        known.written = (known.begins.len(), at + bytes.len() as u64);
        Ok(())
    }

    fn append(&self, bytes: &[u8], at: u64) -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        let file = options
            .create(true)
            .truncate(false)
            .write(true)
            .open(&self.path)?;
        file.set_len(at)?;
        file.write_all_at(bytes, at)?;
        file.sync_data()?;
        // The name of a file that is new is in its folder.
        match self.path.parent().filter(|_| at == 0) {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }

    /// A text in numbers; what its author says for the third person is learnt.
    pub fn encode(&self, text: &str, author: &str) -> Vec<u8> {
        let mut known = self.write();
        let author = known.hasher.hash_one(author) as u32 | 1;
        let mut code = Vec::with_capacity(text.len() / 4);
        let mut pieces = pieces(text).peekable();
        let (mut after_word, mut spaced) = (false, false);
        while let Some(piece) = pieces.next() {
            if piece == " " && after_word && pieces.peek().is_some() {
                spaced = true;
                continue;
            }
            let is_word = starts_word(piece);
            if is_word && after_word && !spaced {
                code.push(JOINED);
            }
            known.encode(piece, is_word, author, &mut code);
            (after_word, spaced) = (is_word, false);
        }
        code
    }

    /// The text of a code; `None` where it is none of this index.
    pub fn decode(&self, code: &[u8]) -> Option<String> {
        let known = self.read();
        let mut text = String::with_capacity(code.len() * 6);
        let mut rest = code;
        let mut after_word = false;
        while let Some(first) = rest.first() {
            let joined = *first == JOINED;
            let spelt = rest.get(usize::from(joined)..)?;
            let (case, spelt) = match spelt.split_first()? {
                (&CAPITAL, spelt) => (Case::Capital, spelt),
                (&CAPITALS, spelt) => (Case::Capitals, spelt),
                _ => (Case::AsItIs, spelt),
            };
            let (piece, behind) = known.decode(spelt)?;
            let piece = piece.as_ref();
            let is_word = starts_word(piece);
            if is_word && after_word && !joined {
                text.push(' ');
            }
            match case {
                Case::AsItIs => text.push_str(piece),
                Case::Capital | Case::Capitals => text.extend(cased(piece, case)),
            }
            after_word = is_word;
            rest = behind;
        }
        Some(text)
    }

    fn read(&self) -> RwLockReadGuard<'_, Words> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Words> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Words {
    fn piece(&self, number: u32) -> Option<&str> {
        let begin = self.begins.get(number as usize)?;
        std::str::from_utf8(piece_at(&self.pieces, *begin)).ok()
    }

    /// Those from a number on, as they stand in the file.
    fn letters(&self, from: usize) -> Vec<u8> {
        let mut letters = Vec::new();
        for number in from..self.begins.len() {
            put_letters(self.piece(number as u32).unwrap_or_default(), &mut letters);
        }
        letters
    }

    fn find(&mut self, piece: &str) -> Option<u32> {
        if self.near.is_empty() {
            self.near = vec![Near::default(); NEAR].into();
        }
        let hash = self.hasher.hash_one(piece);
        let near = &mut self.near[hash as usize % NEAR];
        if near.is(piece) {
            return Some(near.number);
        }
        let is_it = |(_, begin): &(u32, u32)| piece_at(&self.pieces, *begin) == piece.as_bytes();
        let (number, _) = *self.numbers.find(hash, is_it)?;
        near.put(piece, number);
        Some(number)
    }

    fn add(&mut self, piece: &str) {
        let entry = (self.begins.len() as u32, self.pieces.len() as u32);
        self.begins.push(entry.1);
        // No longer than LENGTH_MAX.
        self.pieces.push(piece.len() as u8);
        self.pieces.extend_from_slice(piece.as_bytes());
        let Self { pieces, hasher, .. } = self;
        // A string is hashed as its bytes and an end.
        let hash_of = |(_, begin): &(u32, u32)| {
            let piece = std::str::from_utf8(piece_at(pieces, *begin));
            hasher.hash_one(piece.unwrap_or_default())
        };
        let hash = hash_of(&entry);
        self.numbers.insert_unique(hash, entry, hash_of);
    }

    fn encode(&mut self, piece: &str, is_word: bool, author: u32, code: &mut Vec<u8>) {
        let mut small = std::mem::take(&mut self.small);
        let case = if is_word {
            case(piece, &mut small)
        } else {
            Case::AsItIs
        };
        let plain = if case == Case::AsItIs { piece } else { &small };
        match self.find(plain).or_else(|| self.learn(plain, author)) {
            Some(number) => {
                match case {
                    Case::AsItIs => {}
                    Case::Capital => code.push(CAPITAL),
                    Case::Capitals => code.push(CAPITALS),
                }
                put_number(number, code);
            }
            None => put_letters(piece, code),
        }
        self.small = small;
    }

    /// The number of a piece that a third person uses now.
    fn learn(&mut self, piece: &str, author: u32) -> Option<u32> {
        let full =
            self.begins.len() >= THREES as usize || self.pieces.len() > (u32::MAX / 2) as usize;
        if piece.len() > LENGTH_MAX || full {
            return None;
        }
        if self.rare.len() >= RARE_MAX {
            self.rare.clear();
        }
        let hash = self.hasher.hash_one(piece);
        let by = self.rare.entry(hash).or_default();
        match by {
            [first, second] if *first == author || *second == author => None,
            [0, _] => {
                *by = [author, 0];
                None
            }
            [first, 0] => {
                *by = [*first, author];
                None
            }
            _ => {
                self.rare.remove(&hash);
                self.add(piece);
                Some(self.begins.len() as u32 - 1)
            }
        }
    }

    /// The first piece of a code, and what is behind it.
    fn decode<'c>(&'c self, code: &'c [u8]) -> Option<(Cow<'c, str>, &'c [u8])> {
        let (first, rest) = code.split_first()?;
        let (number, rest) = match *first {
            one @ 0..ONE => (u32::from(one), rest),
            two @ ONE..TWO => {
                let (next, rest) = rest.split_first()?;
                let number = u32::from(two - ONE) << 8 | u32::from(*next);
                (ONES + number, rest)
            }
            three @ TWO..THREE => {
                let (next, rest) = rest.split_first_chunk::<2>()?;
                let number = u32::from(three - TWO) << 16 | u32::from(u16::from_be_bytes(*next));
                (TWOS + number, rest)
            }
            THREE.. => return read_letters(code),
        };
        Some((self.piece(number)?.into(), rest))
    }
}

/// The bytes of the piece that begins at a place.
fn piece_at(pieces: &[u8], begin: u32) -> &[u8] {
    let piece = pieces.get(begin as usize..).and_then(<[u8]>::split_first);
    let piece = piece.and_then(|(length, rest)| rest.get(..usize::from(*length)));
    piece.unwrap_or_default()
}

fn put_number(number: u32, code: &mut Vec<u8>) {
    if number < ONES {
        code.push(number as u8);
    } else if number < TWOS {
        let [.., high, low] = (number - ONES).to_be_bytes();
        code.extend([ONE + high, low]);
    } else {
        let [_, high, middle, low] = (number - TWOS).to_be_bytes();
        code.extend([TWO + high, middle, low]);
    }
}

/// Writes a piece letter by letter. Lengths have one byte, for pieces are short ([`pieces`]).
fn put_letters(piece: &str, code: &mut Vec<u8>) {
    let at = code.len();
    code.extend([RUSSIAN, (piece.len() / 2) as u8]);
    for letter in piece.chars() {
        // From а to я.
        match u32::from(letter).checked_sub(u32::from('а')) {
            Some(number @ 0..32) => code.push(number as u8),
            Some(_) | None => {
                code.truncate(at);
                code.extend([LETTERS, piece.len() as u8]);
                code.extend_from_slice(piece.as_bytes());
                return;
            }
        }
    }
}

fn russian(number: u8) -> char {
    char::from_u32(u32::from('а') + u32::from(number)).unwrap_or_default()
}

/// Reads what [`put_letters`] wrote, and what is behind it.
fn read_letters(code: &[u8]) -> Option<(Cow<'_, str>, &[u8])> {
    let (kind, rest) = code.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (letters, rest) = rest.split_at_checked(usize::from(*length))?;
    let piece = match *kind {
        LETTERS => std::str::from_utf8(letters).ok()?.into(),
        RUSSIAN => letters.iter().map(|letter| russian(*letter)).collect(),
        _ => return None,
    };
    Some((piece, rest))
}

/// A text in words and what stands between them, in parts of at most 255 bytes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let is_word = is_letter(first);
        let end = rest
            .char_indices()
            .find(|(at, c)| is_letter(*c) != is_word || at + c.len_utf8() > 255)
            .map_or(rest.len(), |(at, _)| at);
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        Some(piece)
    })
}

fn starts_word(piece: &str) -> bool {
    piece.chars().next().is_some_and(is_letter)
}

/// How a word is written; where it has a capital letter, it is put in small ones.
fn case(word: &str, small: &mut String) -> Case {
    let mut letters = word.chars();
    // Most words begin with one of these: they need no tables.
    let is_small = |c: char| matches!(c, 'а'..='я' | 'a'..='z');
    if !letters
        .next()
        .is_some_and(|c| !is_small(c) && c.is_uppercase())
    {
        return Case::AsItIs;
    }
    small.clear();
    small.extend(word.chars().flat_map(char::to_lowercase));
    let case = if letters.clone().all(|c| !c.is_uppercase()) {
        Case::Capital
    } else if letters.all(|c| !c.is_lowercase()) {
        Case::Capitals
    } else {
        return Case::AsItIs;
    };
    let same = cased(small, case).eq(word.chars());
    if same { case } else { Case::AsItIs }
}

/// A word in small letters as it is written.
fn cased(small: &str, case: Case) -> impl Iterator<Item = char> {
    let upper = move |at: usize| match case {
        Case::AsItIs => false,
        Case::Capital => at == 0,
        Case::Capitals => true,
    };
    small.chars().enumerate().flat_map(move |(at, c)| {
        let (large, small) = if upper(at) {
            (Some(c.to_uppercase()), None)
        } else {
            (None, Some(c))
        };
        large.into_iter().flatten().chain(small)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lexicon() -> (tempfile::TempDir, Lexicon) {
        let folder = tempfile::tempdir().expect("a folder");
        let lexicon = Lexicon::open(folder.path()).expect("a lexicon");
        (folder, lexicon)
    }

    #[test]
    fn what_three_people_have_said_is_learnt() {
        let (_folder, lexicon) = lexicon();
        for author in ["@anna:home", "@anna:home", "@boris:home", "@anna:home"] {
            let code = lexicon.encode("пароль", author);
            assert_eq!(code.len(), 8, "spelt");
            assert_eq!(lexicon.decode(&code).as_deref(), Some("пароль"));
        }
        assert_eq!(lexicon.len(), 0);
        assert_eq!(lexicon.encode("пароль", "@vera:home"), [0]);
        assert_eq!(
            lexicon.encode("Пароль пароль ПАРОЛЬ", "@anna:home"),
            [CAPITAL, 0, 0, CAPITALS, 0]
        );
        assert_eq!(
            lexicon.decode(&[CAPITAL, 0, 0, CAPITALS, 0]).as_deref(),
            Some("Пароль пароль ПАРОЛЬ")
        );
        assert_eq!(lexicon.decode(&[1]), None);
        assert_eq!(lexicon.decode(&[LETTERS, 9, 1]), None);
        assert_eq!(lexicon.decode(&[JOINED]), None);
    }

    #[test]
    fn numbers_of_every_length_are_read_again() {
        let (_folder, lexicon) = lexicon();
        let words: Vec<String> = (0..TWOS + 300).map(|n| format!("w{n}")).collect();
        for word in &words {
            lexicon.write().add(word);
        }
        let text = words.join(" ");
        let code = lexicon.encode(&text, "@anna:home");
        assert_eq!(code.len(), (ONES + 2 * (TWOS - ONES) + 3 * 300) as usize);
        assert_eq!(lexicon.decode(&code), Some(text));
    }

    #[test]
    fn what_is_saved_is_there_again() {
        let (folder, lexicon) = lexicon();
        let learn = |lexicon: &Lexicon, text: &str| {
            for author in ["@anna:home", "@boris:home", "@vera:home"] {
                lexicon.encode(text, author);
            }
        };
        learn(&lexicon, "мёд, чай");
        lexicon.save().expect("it is saved");
        learn(&lexicon, "соль");
        assert_eq!(lexicon.len(), 4);
        let path = folder.path().join(NAME);
        let mut bytes = std::fs::read(&path).expect("a file");
        bytes.extend([RUSSIAN, 255].iter().chain(&[40; 255]));
        std::fs::write(&path, bytes).expect("it is written");
        let again = Lexicon::open(folder.path()).expect("a lexicon");
        assert_eq!(again.len(), 3);
        assert_eq!(again.decode(&[0, 1, 2]).as_deref(), Some("мёд, чай"));
        again.cut(1);
        learn(&again, "хлеб");
        again.save().expect("it is saved");
        again.save().expect("nothing is left to be saved");
        let last = Lexicon::open(folder.path()).expect("a lexicon");
        assert_eq!(last.decode(&[0, 1]).as_deref(), Some("мёд хлеб"));
        assert_eq!(last.len(), 2);
    }

    proptest! {
        #[test]
        fn every_text_is_read_again(
            texts in prop::collection::vec("([a-cA-Cа-вА-В ,.İßŉ]|\\PC|[\r\n\t ]){0,40}", 1..20),
            long in "[aа]{0,600}( {0,600})[.]{0,300}",
        ) {
            let (_folder, lexicon) = lexicon();
            for author in ["@a:h", "@b:h", "@c:h", "@d:h"] {
                for text in texts.iter().chain([&long]) {
                    let again = lexicon.decode(&lexicon.encode(text, author));
                    prop_assert_eq!(again.as_ref(), Some(text));
                }
            }
        }
    }
}
