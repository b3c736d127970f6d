//! The words of a text as tantivy takes them: every dictionary form of a word stands at the word's place.

use std::sync::Arc;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::text::{Forms, Lemmas, split, stop};

/// The tokenizer's name.
pub(super) const WORDS: &str = "secta";

/// Makes the tokenizer known.
pub(super) fn register(index: &tantivy::Index, lemmas: &Arc<dyn Lemmas>) {
    let words = Words {
        forms: Forms::new(Arc::clone(lemmas)),
        token: Token::default(),
    };
    index
        .tokenizers()
        .register(WORDS, TextAnalyzer::builder(words).build());
}

#[derive(Clone)]
struct Words {
    forms: Forms,
    token: Token,
}

struct Stream<'t> {
    words: Box<dyn Iterator<Item = (usize, split::Word<'t>)> + 't>,
    /// The forms of the word that is being told, and how many were told.
    current: Option<(Arc<[String]>, usize)>,
    forms: &'t mut Forms,
    token: &'t mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'t> = Stream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Stream<'t> {
        self.token.reset();
        Stream {
            words: Box::new(split::words(text).enumerate()),
            current: None,
            forms: &mut self.forms,
            token: &mut self.token,
        }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some((forms, told)) = &mut self.current
                && let Some(form) = forms.get(*told)
            {
                *told += 1;
                self.token.text.clear();
                self.token.text.push_str(form);
                return true;
            }
            let Some((position, word)) = self.words.next() else {
                return false;
            };
            self.current = None;
            let forms = self.forms.of(word.text);
            if is_stop(word.text) {
                continue;
            }
            self.token.position = position;
            self.token.offset_from = word.at;
            self.token.offset_to = word.at + word.text.len();
            self.current = Some((forms, 0));
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

fn is_stop(word: &str) -> bool {
    // The longest has ten bytes, in small letters or capitals.
    word.len() <= 10 && stop::is_stop(&split::fold(word))
}
