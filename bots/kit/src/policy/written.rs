use crate::{when::duration, words::Words};
use secta_rules::policy::{Policy, Reactions, Shown};
use serde_json::{Map, Value, json};

use super::{NO, NO_QUEST, RANKS, STEPS, USUAL, YES, is};

/// What is written for a field, as a policy has it. What is not understood stays a text, which the rules refuse.
pub fn read(words: &Words, field: &str, text: &str) -> Value {
    let usual = Policy::default();
    let fields = usual.shown();
    let shown = fields.iter().find(|(name, _)| *name == field);
    let read = shown.and_then(|(_, shown)| match shown {
        Shown::Count(_) => text.parse::<i64>().ok().map(Value::from),
        Shown::Milliseconds(_) => duration(text).map(Value::from),
        Shown::Share(_) => None,
        Shown::Ladder(_) => rungs(text),
        Shown::Reactions(_) => reactions(text),
        Shown::Quest(_) => steps(words, text),
        Shown::Rank(_) => {
            let named = RANKS.iter().find(|(_, id)| is(words, text, id));
            named.map(|(rank, _)| json!(rank))
        }
        Shown::Flag(_) if is(words, text, YES) => Some(Value::Bool(true)),
        Shown::Flag(_) => is(words, text, NO).then_some(Value::Bool(false)),
        Shown::Text(_) => is(words, text, USUAL).then(|| json!("")),
    });
    read.unwrap_or_else(|| json!(text))
}

fn rungs(text: &str) -> Option<Value> {
    let rungs = text.split([',', ' ', ';']).filter(|rung| !rung.is_empty());
    let rungs: Option<Vec<u32>> = rungs.map(|rung| rung.parse().ok()).collect();
    rungs.map(|rungs| json!(rungs))
}

fn reactions(text: &str) -> Option<Value> {
    let keys: Vec<&str> = text.split_whitespace().collect();
    let usual = Reactions::default();
    let named = usual.all().map(|(name, _, _)| name);
    let pairs = named.iter().zip(&keys);
    let fields: Map<String, Value> = pairs
        .map(|(name, key)| ((*name).to_owned(), json!(key)))
        .collect();
    (keys.len() == named.len()).then_some(Value::Object(fields))
}

fn steps(words: &Words, text: &str) -> Option<Value> {
    if is(words, text, NO_QUEST) || is(words, text, NO) {
        return Some(json!([]));
    }
    let step = |typed: &str| {
        let named = STEPS.iter().find(|(_, id)| is(words, typed, id));
        named.map(|(step, _)| step.name())
    };
    // One more than there are is too many already.
    let typed = text.split(',').take(STEPS.len() + 1);
    let steps: Option<Vec<&str>> = typed.map(step).collect();
    steps.map(|steps| json!(steps))
}
