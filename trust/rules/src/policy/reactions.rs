//! The reactions that are votes (R8).

use secta_record::act::{Measure, Opinion};
use serde::{Deserialize, Serialize};

/// What a reaction says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// An opinion of the item.
    Opinion(Opinion),
    /// A moderation vote.
    Measure(Measure),
    /// A vote for an entry of the chronicle (R16).
    Chronicle,
}

/// The six keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reactions {
    /// Supports.
    pub support: String,
    /// Finds useful.
    pub useful: String,
    /// Opposes.
    pub oppose: String,
    /// Wants to silence.
    pub silence: String,
    /// Wants to exclude.
    pub exclude: String,
    /// Wants it in the chronicle (R16).
    #[serde(default = "scroll")]
    pub chronicle: String,
}

/// The key of the chronicle.
fn scroll() -> String {
    "📜".to_owned()
}

impl Default for Reactions {
    fn default() -> Self {
        let key = str::to_owned;
        Self {
            support: key("👍"),
            useful: key("💡"),
            oppose: key("👎"),
            silence: key("🔇"),
            exclude: key("🚫"),
            chronicle: scroll(),
        }
    }
}

impl Reactions {
    /// The keys with their names in a policy and what they mean.
    pub fn all(&self) -> [(&'static str, &str, Meaning); 6] {
        let opinion = Meaning::Opinion;
        let measure = Meaning::Measure;
        [
            ("support", &self.support, opinion(Opinion::Support)),
            ("useful", &self.useful, opinion(Opinion::Useful)),
            ("oppose", &self.oppose, opinion(Opinion::Oppose)),
            ("silence", &self.silence, measure(Measure::Silence)),
            ("exclude", &self.exclude, measure(Measure::Exclude)),
            ("chronicle", &self.chronicle, Meaning::Chronicle),
        ]
    }

    /// What a reaction's key means, if it is a vote; skin tones and variation selectors don't matter.
    pub fn meaning(&self, key: &str) -> Option<Meaning> {
        let key = plain_key(key);
        let mut all = self.all().into_iter();
        let found = all.find(|(_, ours, _)| plain_key(ours) == key);
        found.map(|(_, _, meaning)| meaning)
    }

    pub(super) fn set(&mut self, name: &str, key: String) -> bool {
        let place = match name {
            "support" => &mut self.support,
            "useful" => &mut self.useful,
            "oppose" => &mut self.oppose,
            "silence" => &mut self.silence,
            "exclude" => &mut self.exclude,
            "chronicle" => &mut self.chronicle,
            _ => return false,
        };
        *place = key;
        true
    }

    /// Whether no key is empty, long, or the same as another.
    pub(super) fn are_distinct(&self) -> bool {
        let mut keys: Vec<String> = self
            .all()
            .iter()
            .map(|(_, key, _)| plain_key(key))
            .collect();
        let sane = keys.iter().all(|key| (1..=64).contains(&key.len()));
        keys.sort_unstable();
        keys.dedup();
        sane && keys.len() == 6
    }
}

/// A reaction's key without skin tones, variation selectors and space around.
pub fn plain_key(key: &str) -> String {
    let tone_or_variation =
        |c: &char| matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
    key.trim()
        .chars()
        .filter(|c| !tone_or_variation(c))
        .collect()
}
