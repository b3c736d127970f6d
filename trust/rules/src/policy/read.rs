//! Reading a policy: nonsense is refused, and every bad field is named at once.

use std::fmt;

use secta_record::act::Rank;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Number, Policy, QuestStep, Share, fields::numbers};

/// The most steps of the ladder.
pub const LADDER_MAX: usize = 20;
/// The most that a step multiplies with.
pub const RUNG_MAX: u64 = 3650;
/// The most characters of the principles.
pub const PRINCIPLES_MAX: usize = 4000;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// No field has this name.
    Unknown,
    /// The value is of another type.
    WrongType,
    /// The number is out of bounds.
    OutOfBounds {
        /// The least that is sane.
        min: i64,
        /// The most that is sane.
        max: i64,
    },
    /// The value is not a part like `1/3`.
    NotAShare,
    /// The ladder is empty, too long, falls, or has a step out of bounds.
    BadLadder,
    /// Reactions are empty, too long, or the same.
    BadReactions,
    /// A step of the quest is unknown or stands there twice.
    BadQuest,
    /// No rank has this name.
    NotARank,
    /// The text is too long.
    TooLong {
        /// The most characters.
        max: usize,
    },
}

/// A bad field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Its name.
    pub field: String,
    /// What is wrong with it.
    pub trouble: Trouble,
}

/// Every bad field of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub struct PolicyFaults(pub Vec<Fault>);

impl fmt::Display for PolicyFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bad policy:")?;
        let mut faults = self.0.iter();
        faults.try_for_each(|fault| write!(f, " {}: {:?};", fault.field, fault.trouble))
    }
}

impl Policy {
    /// Reads a policy; what is left out has the default.
    ///
    /// # Errors
    ///
    /// [`PolicyFaults`] with every field that is unknown, of the wrong type or out of its bounds.
    pub fn parse(value: &Value) -> Result<Self, PolicyFaults> {
        let mut policy = Self::default();
        let mut faults = Vec::new();
        let Some(fields) = value.as_object() else {
            let field = String::new();
            let trouble = Trouble::WrongType;
            return Err(PolicyFaults(vec![Fault { field, trouble }]));
        };
        for (field, value) in fields {
            if let Err(trouble) = set(&mut policy, field, value) {
                let field = field.clone();
                faults.push(Fault { field, trouble });
            }
        }
        if faults.is_empty() {
            Ok(policy)
        } else {
            Err(PolicyFaults(faults))
        }
    }

    /// The policy as [`Policy::parse`] reads it, every field written out.
    pub fn to_value(&self) -> Value {
        // A plain struct with text for keys: there is nothing that could fail.
        serde_json::to_value(self).unwrap_or_default()
    }
}

fn set(policy: &mut Policy, field: &str, value: &Value) -> Result<(), Trouble> {
    match field {
        "publish_share" => policy.publish_share = share(value)?,
        "exclude_share" => policy.exclude_share = share(value)?,
        "policy_share" => policy.policy_share = share(value)?,
        "ladder" => policy.ladder = ladder(value)?,
        "reactions" => reactions(policy, value)?,
        "quest" => policy.quest = quest(value)?,
        "wiki_edit" => policy.wiki_edit = rank(value)?,
        "wiki_protect" => policy.wiki_protect = rank(value)?,
        "announce_joins" => policy.announce_joins = value.as_bool().ok_or(Trouble::WrongType)?,
        "principles" => policy.principles = principles(value)?,
        _ => {
            let mut all = numbers().iter();
            let number = all.find(|number| number.name == field);
            (number.ok_or(Trouble::Unknown)?.set)(policy, whole(number, value)?);
        }
    }
    Ok(())
}

fn whole(number: Option<&Number>, value: &Value) -> Result<i64, Trouble> {
    let number = number.ok_or(Trouble::Unknown)?;
    let (min, max) = (number.min, number.max);
    if !value.is_number() {
        return Err(Trouble::WrongType);
    }
    let whole = value.as_i64().filter(|whole| (min..=max).contains(whole));
    whole.ok_or(Trouble::OutOfBounds { min, max })
}

fn share(value: &Value) -> Result<Share, Trouble> {
    let text = value.as_str().ok_or(Trouble::WrongType)?;
    text.parse().map_err(|_| Trouble::NotAShare)
}

fn rank(value: &Value) -> Result<Rank, Trouble> {
    Rank::deserialize(value).map_err(|_| Trouble::NotARank)
}

fn ladder(value: &Value) -> Result<Vec<u32>, Trouble> {
    let steps = value.as_array().ok_or(Trouble::WrongType)?;
    let rung = |step: &Value| step.as_u64().filter(|rung| (1..=RUNG_MAX).contains(rung));
    let rungs: Option<Vec<u32>> = steps
        .iter()
        .map(|step| rung(step).and_then(|rung| u32::try_from(rung).ok()))
        .collect();
    let sane = |rungs: &Vec<u32>| (1..=LADDER_MAX).contains(&rungs.len()) && rungs.is_sorted();
    rungs.filter(sane).ok_or(Trouble::BadLadder)
}

fn reactions(policy: &mut Policy, value: &Value) -> Result<(), Trouble> {
    let keys = value.as_object().ok_or(Trouble::WrongType)?;
    for (name, key) in keys {
        let key = key.as_str().ok_or(Trouble::BadReactions)?;
        if !policy.reactions.set(name, key.to_owned()) {
            return Err(Trouble::BadReactions);
        }
    }
    let distinct = policy.reactions.are_distinct();
    distinct.then_some(()).ok_or(Trouble::BadReactions)
}

fn quest(value: &Value) -> Result<Vec<QuestStep>, Trouble> {
    let names = value.as_array().ok_or(Trouble::WrongType)?;
    let mut steps = Vec::new();
    for name in names {
        let name = name.as_str().ok_or(Trouble::BadQuest)?;
        let step = QuestStep::ALL.into_iter().find(|step| step.name() == name);
        let step = step.filter(|step| !steps.contains(step));
        steps.push(step.ok_or(Trouble::BadQuest)?);
    }
    Ok(steps)
}

fn principles(value: &Value) -> Result<String, Trouble> {
    let text = value.as_str().ok_or(Trouble::WrongType)?;
    if text.chars().count() > PRINCIPLES_MAX {
        return Err(Trouble::TooLong {
            max: PRINCIPLES_MAX,
        });
    }
    Ok(text.to_owned())
}
