//! What is asked: words as often as they are used, and phrases that somebody wrote.

use secta_bot_search::text::{
    split::{self, fold},
    stop,
};

use super::{corpus::Corpus, dice::Dice};

/// Words that are to be there, in any order; or as a phrase.
pub struct Question {
    pub words: Vec<String>,
    pub is_phrase: bool,
}

impl Question {
    /// The n-th question to a corpus: one word in half of the cases, else two or three, or two neighbours.
    pub fn of(corpus: &Corpus, n: usize) -> Self {
        let mut dice = Dice::of(3, n as u64);
        let count = match dice.below(10) {
            0..5 => 1,
            5..8 => 2,
            8 => 3,
            _ => return phrase(corpus, &mut dice),
        };
        Self {
            words: (0..count).map(|_| word(corpus, &mut dice)).collect(),
            is_phrase: false,
        }
    }

    /// As it is typed.
    pub fn typed(&self) -> String {
        let words = self.words.join(" ");
        if self.is_phrase {
            format!("«{words}»")
        } else {
            words
        }
    }
}

fn word(corpus: &Corpus, dice: &mut Dice) -> String {
    loop {
        let word = corpus.words.word(dice);
        if is_asked(word) {
            return word.to_owned();
        }
    }
}

fn phrase(corpus: &Corpus, dice: &mut Dice) -> Question {
    loop {
        let message = corpus.message(dice.below(corpus.count));
        let words: Vec<&str> = split::words(&message.body).map(|word| word.text).collect();
        let pairs: Vec<&[&str]> = words
            .windows(2)
            .filter(|pair| pair.iter().all(|word| is_asked(word)))
            .collect();
        if !pairs.is_empty() {
            let words = dice.one_of(&pairs).iter().map(|word| fold(word));
            return Question {
                words: words.collect(),
                is_phrase: true,
            };
        }
    }
}

fn is_asked(word: &str) -> bool {
    let letters = word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
    letters && !stop::is_stop(&fold(word))
}
