//! The policy: every number that the rules leave to the community.

mod fields;
mod quest;
mod reactions;
mod read;
mod share;

#[cfg(test)]
mod tests;

pub use fields::{Number, Shown, Unit, numbers};
pub use quest::QuestStep;
pub use reactions::{Meaning, Reactions, plain_key};
pub use read::{Fault, LADDER_MAX, PRINCIPLES_MAX, PolicyFaults, RUNG_MAX, Trouble};
pub use share::{DENOMINATOR_MAX, Share};

use secta_record::act::Rank;
use serde::{Deserialize, Serialize};

/// A minute in milliseconds.
pub const MINUTE_MS: i64 = 60_000;
/// An hour in milliseconds.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// A day in milliseconds.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// A community's numbers. They are read with [`Policy::parse`], which refuses nonsense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// How long an act makes its author count (R1).
    pub activity_window_ms: i64,
    /// What x is multiplied with under the root of the magic number (R1).
    pub magic_factor: u32,
    /// The most items of one account that wait at a time (R3).
    pub pending_max: u32,
    /// The part of the magic number at which a comment is published, rounded up (R5).
    pub publish_share: Share,
    /// How long an item waits (R6).
    pub twilight_ms: i64,
    /// How long a vote can be taken back (R8).
    pub vote_withdraw_ms: i64,
    /// The visible characters that an argument has at least (R8).
    pub argument_min: u32,
    /// The reactions that are votes (R8).
    pub reactions: Reactions,
    /// The least votes that silence (R10).
    pub silence_min: u32,
    /// How long somebody is muted for the first time by exactly the magic number of votes (R10).
    pub mute_ms: i64,
    /// What that is multiplied with at each strike (R10).
    pub ladder: Vec<u32>,
    /// The part of x that excludes, rounded up (R10).
    pub exclude_share: Share,
    /// The least votes that exclude (R10).
    pub exclude_min: u32,
    /// How long a case is open (R10).
    pub case_ms: i64,
    /// How long after a refusal the next appeal may come (R11).
    pub appeal_gap_ms: i64,
    /// How long an appeal is voted on (R11).
    pub appeal_ms: i64,
    /// How many trusted members have a positive index before they alone vote on appeals (R11).
    pub appeal_voters_min: u32,
    /// How long a proposal is open (R12).
    pub proposal_ms: i64,
    /// The most words of a supertag (R12).
    pub supertag_words: u32,
    /// The visible characters that a supertag's definition has at least (R12).
    pub definition_min: u32,
    /// The most supertags of a post (R12).
    pub supertags_max: u32,
    /// How many votes enter a message into the chronicle; 0 for the magic number (R16).
    pub chronicle_votes: u32,
    /// The rank at which pages of the wiki are changed (R17).
    pub wiki_edit: Rank,
    /// The rank at which somebody says who changes a page (R17).
    pub wiki_protect: Rank,
    /// The part of x that more votes than must want another policy.
    pub policy_share: Share,
    /// The steps of the onboarding quest, in order.
    pub quest: Vec<QuestStep>,
    /// Whether the stream is told of those who have joined.
    pub announce_joins: bool,
    /// What a newcomer is asked to accept; empty for the program's own words.
    pub principles: String,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            activity_window_ms: 30 * DAY_MS,
            magic_factor: 2,
            pending_max: 5,
            publish_share: Share::new(1, 2),
            twilight_ms: 48 * HOUR_MS,
            vote_withdraw_ms: 24 * HOUR_MS,
            argument_min: 10,
            reactions: Reactions::default(),
            silence_min: 2,
            mute_ms: 24 * HOUR_MS,
            ladder: vec![1, 3, 10, 30, 90, 365],
            exclude_share: Share::new(1, 3),
            exclude_min: 3,
            case_ms: 14 * DAY_MS,
            appeal_gap_ms: 30 * DAY_MS,
            appeal_ms: 7 * DAY_MS,
            appeal_voters_min: 3,
            proposal_ms: 14 * DAY_MS,
            supertag_words: 3,
            definition_min: 20,
            supertags_max: 3,
            chronicle_votes: 0,
            wiki_edit: Rank::Commenter,
            wiki_protect: Rank::Trusted,
            policy_share: Share::new(1, 2),
            quest: QuestStep::default_quest(),
            announce_joins: true,
            principles: String::new(),
        }
    }
}

impl Policy {
    /// What an account's next mute is multiplied with, after so many strikes (R10): the ladder's last step holds on.
    pub fn rung(&self, strikes: u32) -> u32 {
        let step = usize::try_from(strikes).unwrap_or(usize::MAX);
        let rung = self.ladder.get(step).or(self.ladder.last());
        rung.copied().unwrap_or(1)
    }
}
