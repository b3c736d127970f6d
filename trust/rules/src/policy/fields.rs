//! The policy's fields by name, in the order of the rules.

use secta_record::act::Rank;

use super::{DAY_MS, HOUR_MS, MINUTE_MS, Policy, QuestStep, Reactions, Share};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Milliseconds.
    Milliseconds,
}

/// A field that is a whole number, with its bounds.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// The field's name.
    pub name: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// The least that is sane.
    pub min: i64,
    /// The most that is sane.
    pub max: i64,
    pub(super) get: fn(&Policy) -> i64,
    pub(super) set: fn(&mut Policy, i64),
}

/// A number within its bounds as its field has it; the bounds of what is counted are far below the clamp.
macro_rules! number {
    (Milliseconds $number:ident) => {
        $number
    };
    (Count $number:ident) => {
        u32::try_from($number).unwrap_or(u32::MAX)
    };
}

macro_rules! numbers {
    ($($name:ident $unit:ident $min:expr, $max:expr;)*) => {
        const NUMBERS: &[Number] = &[$(Number {
            name: stringify!($name),
            unit: Unit::$unit,
            min: $min,
            max: $max,
            get: |policy| i64::from(policy.$name),
            set: |policy, number| policy.$name = number!($unit number),
        }),*];
    };
}

numbers! {
    activity_window_ms Milliseconds DAY_MS, 365 * DAY_MS;
    magic_factor Count 1, 50;
    pending_max Count 1, 100;
    twilight_ms Milliseconds HOUR_MS, 30 * DAY_MS;
    vote_withdraw_ms Milliseconds MINUTE_MS, 30 * DAY_MS;
    argument_min Count 1, 1000;
    silence_min Count 2, 100;
    mute_ms Milliseconds HOUR_MS, 30 * DAY_MS;
    exclude_min Count 2, 100;
    case_ms Milliseconds DAY_MS, 90 * DAY_MS;
    appeal_gap_ms Milliseconds DAY_MS, 365 * DAY_MS;
    appeal_ms Milliseconds DAY_MS, 60 * DAY_MS;
    appeal_voters_min Count 1, 100;
    proposal_ms Milliseconds DAY_MS, 90 * DAY_MS;
    supertag_words Count 1, 10;
    definition_min Count 1, 1000;
    supertags_max Count 1, 10;
    chronicle_votes Count 0, 1000;
}

/// Every field that is a whole number.
pub fn numbers() -> &'static [Number] {
    NUMBERS
}

/// A field's value, to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown<'a> {
    /// So many.
    Count(i64),
    /// So long.
    Milliseconds(i64),
    /// A part.
    Share(Share),
    /// Factors, step by step.
    Ladder(&'a [u32]),
    /// The votes' reactions.
    Reactions(&'a Reactions),
    /// The quest's steps.
    Quest(&'a [QuestStep]),
    /// A rank.
    Rank(Rank),
    /// Yes or no.
    Flag(bool),
    /// Words.
    Text(&'a str),
}

/// The names of all fields, in the order of the rules.
pub(super) const ORDER: [&str; 28] = [
    "activity_window_ms",
    "magic_factor",
    "pending_max",
    "publish_share",
    "twilight_ms",
    "reactions",
    "argument_min",
    "vote_withdraw_ms",
    "silence_min",
    "mute_ms",
    "ladder",
    "exclude_share",
    "exclude_min",
    "case_ms",
    "appeal_ms",
    "appeal_voters_min",
    "appeal_gap_ms",
    "proposal_ms",
    "supertag_words",
    "definition_min",
    "supertags_max",
    "policy_share",
    "chronicle_votes",
    "wiki_edit",
    "wiki_protect",
    "quest",
    "announce_joins",
    "principles",
];

impl Policy {
    /// Every field with its value, in the order of the rules.
    pub fn shown(&self) -> Vec<(&'static str, Shown<'_>)> {
        let shown = |name| self.show(name).map(|shown| (name, shown));
        ORDER.into_iter().filter_map(shown).collect()
    }

    /// The fields in which another policy differs: name, here, there.
    pub fn changes<'a>(&'a self, other: &'a Self) -> Vec<(&'static str, Shown<'a>, Shown<'a>)> {
        let pairs = self.shown().into_iter().zip(other.shown());
        pairs
            .filter(|((_, here), (_, there))| here != there)
            .map(|((name, here), (_, there))| (name, here, there))
            .collect()
    }

    /// This policy, but with the value that `to` has in every field in which it differs from `from`.
    pub fn amended(&self, from: &Self, to: &Self) -> Self {
        let (mut fields, from, to_value) = (self.to_value(), from.to_value(), to.to_value());
        for name in ORDER {
            if from[name] != to_value[name] {
                fields[name] = to_value[name].clone();
            }
        }
        // The fields are sane each by itself.
        Self::parse(&fields).unwrap_or_else(|_| to.clone())
    }

    fn show(&self, name: &str) -> Option<Shown<'_>> {
        Some(match name {
            "publish_share" => Shown::Share(self.publish_share),
            "exclude_share" => Shown::Share(self.exclude_share),
            "policy_share" => Shown::Share(self.policy_share),
            "ladder" => Shown::Ladder(&self.ladder),
            "reactions" => Shown::Reactions(&self.reactions),
            "quest" => Shown::Quest(&self.quest),
            "wiki_edit" => Shown::Rank(self.wiki_edit),
            "wiki_protect" => Shown::Rank(self.wiki_protect),
            "announce_joins" => Shown::Flag(self.announce_joins),
            "principles" => Shown::Text(&self.principles),
            _ => {
                let number = NUMBERS.iter().find(|number| number.name == name)?;
                let value = (number.get)(self);
                match number.unit {
                    Unit::Count => Shown::Count(value),
                    Unit::Milliseconds => Shown::Milliseconds(value),
                }
            }
        })
    }
}
