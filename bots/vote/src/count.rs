//! Counting by the rules of [MSC3381](https://github.com/matrix-org/matrix-spec-proposals/pull/3381), purely.
//!
//! - A voter's last answer by time of sending counts, even where it is spoiled; of two sent at the same time, the one
//!   that the journal took later.
//! - An answer sent after the end was never given. So was one that is redacted: it is not handed in here at all.
//! - An answer that names an unknown option is spoiled, wherever in its list; so are an empty and a malformed one.
//! - Of too many options the first ones count; one named twice counts once.

use std::collections::BTreeMap;

use secta_bot_kit::UserId;
use serde::{Deserialize, Serialize};

/// The most options that a poll has (MSC3381 cuts off the rest).
pub const OPTIONS_MAX: usize = 20;

/// One answer to a poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Who gave it.
    pub voter: UserId,
    /// When it was sent; never later than it arrived.
    pub sent_ms: i64,
    /// Its row in the journal.
    pub seq: i64,
    /// What was chosen.
    pub picks: Picks,
}

/// The options that an answer names, by number from 1 and in its order; none where it is spoiled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Picks(Vec<u8>);

/// What is needed of a poll to count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How many options it has.
    pub options: usize,
    /// How many of them a voter may choose.
    pub choices: usize,
    /// The last moment at which an answer may have been sent.
    pub end_ms: i64,
}

/// A poll, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Votes by option.
    pub votes: Vec<u32>,
    /// Voters whose answer counts.
    pub voters: u32,
    /// Voters whose last answer is spoiled.
    pub spoiled: u32,
}

impl Picks {
    /// Reads the answer ids of a response; `None` where their list is missing or malformed.
    pub fn read(answers: Option<&[String]>) -> Self {
        let read: Option<Vec<u8>> = answers
            .unwrap_or_default()
            .iter()
            .map(|id| option_number(id))
            .collect();
        let Some(numbers) = read else {
            return Self::default();
        };
        // Behind the first ones only what is named matters, not its order: a list of thousands stays short.
        let (first, rest) = numbers.split_at(numbers.len().min(OPTIONS_MAX));
        let mut picks = first.to_vec();
        for number in rest {
            if !picks.contains(number) {
                picks.push(*number);
            }
        }
        Self(picks)
    }

    /// The options that count, from 0; none where the answer is spoiled.
    fn counted(&self, terms: &Terms) -> Vec<usize> {
        if self
            .0
            .iter()
            .any(|number| usize::from(*number) > terms.options)
        {
            return Vec::new();
        }
        let mut counted: Vec<usize> = Vec::new();
        for number in self.0.iter().take(terms.choices) {
            let option = usize::from(*number).saturating_sub(1);
            if !counted.contains(&option) {
                counted.push(option);
            }
        }
        counted
    }
}

/// The id that an option has in the poll's event.
pub fn option_id(option: usize) -> String {
    (option + 1).to_string()
}

fn option_number(id: &str) -> Option<u8> {
    (1..=OPTIONS_MAX)
        .find(|number| number.to_string() == id)
        .and_then(|number| u8::try_from(number).ok())
}

/// Counts a poll. The order in which the answers are handed in does not matter.
pub fn tally<'a>(terms: &Terms, answers: impl IntoIterator<Item = &'a Answer>) -> Tally {
    let mut last: BTreeMap<&UserId, &Answer> = BTreeMap::new();
    for answer in answers
        .into_iter()
        .filter(|answer| answer.sent_ms <= terms.end_ms)
    {
        let standing = last.entry(&answer.voter).or_insert(answer);
        if (standing.sent_ms, standing.seq) < (answer.sent_ms, answer.seq) {
            *standing = answer;
        }
    }
    let mut tally = Tally {
        votes: vec![0; terms.options],
        ..Tally::default()
    };
    for answer in last.values() {
        let counted = answer.picks.counted(terms);
        if counted.is_empty() {
            tally.spoiled += 1;
        } else {
            tally.voters += 1;
        }
        for option in counted {
            if let Some(votes) = tally.votes.get_mut(option) {
                *votes += 1;
            }
        }
    }
    tally
}

impl Tally {
    /// The options with the most votes; none where nobody voted.
    pub fn leaders(&self) -> Vec<usize> {
        let most = self.votes.iter().copied().max().unwrap_or_default();
        (0..self.votes.len())
            .filter(|option| most > 0 && self.votes[*option] == most)
            .collect()
    }

    /// The share of the voters who chose an option, in whole percent, rounded.
    pub fn percent(&self, option: usize) -> u32 {
        let votes = self.votes.get(option).copied().unwrap_or_default();
        if self.voters == 0 {
            0
        } else {
            (votes * 200 + self.voters) / (self.voters * 2)
        }
    }
}

/// How many must vote for the result to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quorum {
    /// So many people.
    People(u32),
    /// So many percent of those who are in the room at the end.
    Percent(u32),
}

impl Quorum {
    /// How many voters it needs among `people`.
    pub fn needed(self, people: u32) -> u32 {
        match self {
            Self::People(needed) => needed,
            Self::Percent(percent) => {
                u32::try_from((u64::from(people) * u64::from(percent)).div_ceil(100))
                    .unwrap_or(u32::MAX)
            }
        }
    }
}
