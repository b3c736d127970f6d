//! The words of a text as tantivy takes them: every dictionary form of a word stands at the word's place.

use std::sync::Arc;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::text::{Forms, split};

/// The tokenizer's name.
pub(super) const WORDS: &str = "secta";

/// Makes the tokenizer known.
pub(super) fn register(index: &tantivy::Index, forms: &Forms) {
    let words = Words {
        forms: forms.clone(),
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
    forms: &'t Forms,
    token: &'t mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'t> = Stream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Stream<'t> {
        self.token.reset();
        Stream {
            words: Box::new(split::words(text).enumerate()),
            current: None,
            forms: &self.forms,
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
            let Some(forms) = self.forms.telling(word.text) else {
                continue;
            };
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
