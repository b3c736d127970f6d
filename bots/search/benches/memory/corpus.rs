//! The messages, each by its number alone: nobody has to hold them.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use secta_bot_kit::{EventId, RoomId, UserId};
use secta_bot_search::index::{Class, Doc, Kind};

use super::{
    dice::Dice,
    vocabulary::{self, Vocabulary},
};

/// The rooms, and how many of them the reader is in.
const ROOMS: usize = 50;
const READ: usize = 40;
const AUTHORS: usize = 2_000;
/// 2023-11-21; three years long.
const START_MS: i64 = 1_700_524_800_000;
const LENGTH_MS: i64 = 3 * 365 * 86_400_000;

pub struct Corpus {
    pub words: Vocabulary,
    rooms: Vec<RoomId>,
    pub count: usize,
}

impl Corpus {
    pub fn new(count: usize) -> Self {
        let room = |n: usize| RoomId::new(format!("!{}:town.example", &hash("room", n)[..18]));
        Self {
            words: Vocabulary::new(),
            rooms: (0..ROOMS).map(room).collect(),
            count,
        }
    }

    /// The rooms that the reader is in.
    pub fn read(&self) -> &[RoomId] {
        &self.rooms[..READ]
    }

    /// When the last of them is sent, in milliseconds since 1970.
    pub fn end_ms(&self) -> i64 {
        START_MS + LENGTH_MS
    }

    /// The n-th message.
    pub fn message(&self, n: usize) -> Doc {
        let mut dice = Dice::of(2, n as u64);
        let (kind, length) = match dice.below(100) {
            0..70 => (Kind::Message, dice.between(2, 20)),
            70..95 => (Kind::Comment, dice.between(20, 60)),
            _ => (Kind::Post, dice.between(100, 400)),
        };
        let body = self.body(length, &mut dice);
        // About ten comments stand under one root.
        let thread = (kind == Kind::Comment).then(|| n.saturating_sub(dice.below(300)) / 40 * 40);
        // A few write most of it.
        let author = dice.below(AUTHORS) * dice.below(AUTHORS) / AUTHORS;
        let sent_ms = START_MS + LENGTH_MS * n as i64 / self.count.max(1) as i64;
        Doc {
            event: event(n),
            room: self.rooms[dice.below(ROOMS)].clone(),
            class: Class::Shared,
            order: n as i64 + 1,
            author: UserId::new(format!("@member{author:04}:town.example")),
            sent_ms,
            edited_ms: sent_ms,
            edit: None,
            thread: thread.map(event),
            kind,
            body,
            file: None,
        }
    }

    fn body(&self, length: usize, dice: &mut Dice) -> String {
        let mut body = String::with_capacity(length * 14);
        let mut begins = dice.per_mille(600);
        for n in 0..length {
            if n > 0 {
                body.push(' ');
            }
            if dice.per_mille(25) {
                body.push_str(&vocabulary::other(dice));
                continue;
            }
            push(&mut body, self.words.word(dice), begins);
            begins = false;
            match dice.below(100) {
                0..8 => body.push(','),
                8..14 => {
                    body.push(dice.one_of(&['.', '.', '?', '!']));
                    begins = true;
                }
                _ => (),
            }
        }
        if dice.per_mille(20) {
            let path = dice.next();
            body.push_str(&format!(" https://town.example/{path:x}"));
        }
        body
    }
}

/// Writes a word, at the beginning of a sentence with a capital letter.
fn push(body: &mut String, word: &str, begins: bool) {
    let mut letters = word.chars();
    match letters.next().filter(|_| begins) {
        Some(first) => body.extend(first.to_uppercase()),
        None => letters = word.chars(),
    }
    body.push_str(letters.as_str());
}

fn event(n: usize) -> EventId {
    EventId::new(format!("${}", hash("event", n)))
}

fn hash(kind: &str, n: usize) -> String {
    let hash = blake3::hash(format!("{kind}{n}").as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(hash.as_bytes())
}
