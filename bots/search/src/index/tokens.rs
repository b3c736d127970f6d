//! The words of a text as tantivy takes them: every dictionary form of a word stands at the word's place.

use std::iter::Enumerate;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::text::{Forms, lemmas::Frequent, split};

/// The tokenizer's name.
pub(super) const WORDS: &str = "secta";

/// Makes the tokenizer known.
pub(super) fn register(index: &tantivy::Index, forms: &Forms) {
    let words = Words::new(forms.clone());
    index
        .tokenizers()
        .register(WORDS, TextAnalyzer::builder(words).build());
}

struct Words {
    /// Made when the first text comes: most copies of a tokenizer only stand for others.
    frequent: Option<Frequent>,
    forms: Forms,
    token: Token,
}

impl Words {
    fn new(forms: Forms) -> Self {
        Self {
            frequent: None,
            forms,
            token: Token::default(),
        }
    }
}

/// Whoever gets a tokenizer of his own has his own frequent words.
impl Clone for Words {
    fn clone(&self) -> Self {
        Self::new(self.forms.clone())
    }
}

struct Stream<'t> {
    /// The words, each with its number.
    words: Enumerate<split::Words<'t>>,
    frequent: &'t mut Frequent,
    token: &'t mut Token,
    /// How many forms were told of the word that is being told.
    told: usize,
}

impl Tokenizer for Words {
    type TokenStream<'t> = Stream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Stream<'t> {
        self.token.reset();
        let frequent = self
            .frequent
            .get_or_insert_with(|| Frequent::new(self.forms.clone()));
        frequent.forget();
        Stream {
            words: split::words(text).enumerate(),
            frequent,
            token: &mut self.token,
            told: 0,
        }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(form) = self.frequent.form(self.told) {
                self.token.text.clear();
                self.token.text.push_str(form);
                self.told += 1;
                return true;
            }
            let Some((position, word)) = self.words.next() else {
                return false;
            };
            self.token.position = position;
            self.token.offset_from = word.at;
            self.token.offset_to = word.at + word.text.len();
            self.frequent.find(word.text);
            self.told = 0;
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
