//! HTML as a row of tags and texts, by html5ever's tokenizer, without a tree that the input could make deep.

use std::cell::RefCell;

use html5ever::{
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{Tag, TagKind, Token as Raw, TokenSink, TokenSinkResult, Tokenizer},
};

/// A tag or a text.
#[derive(Debug)]
pub(super) enum Token {
    Open(Tag),
    Close(String),
    Text(String),
}

#[derive(Default)]
struct Sink(RefCell<Vec<Token>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Raw, _line: u64) -> TokenSinkResult<()> {
        let mut tokens = self.0.borrow_mut();
        match token {
            Raw::TagToken(tag) if tag.kind == TagKind::StartTag => tokens.push(Token::Open(tag)),
            Raw::TagToken(tag) => tokens.push(Token::Close(tag.name.to_string())),
            Raw::CharacterTokens(text) => match tokens.last_mut() {
                Some(Token::Text(before)) => before.push_str(&text),
                _ => tokens.push(Token::Text(text.to_string())),
            },
            Raw::DoctypeToken(_)
            | Raw::CommentToken(_)
            | Raw::NullCharacterToken
            | Raw::EOFToken
            | Raw::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// The tags and texts of HTML.
pub(super) fn read(html: &str) -> Vec<Token> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Sink::default(), Default::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.take()
}
