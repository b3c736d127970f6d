use std::sync::LazyLock;

use crate::when::{HOUR_MS, MINUTE_MS};
use proptest::prelude::*;
use secta_rules::Policy;
use serde_json::{Map, Value, json};

use super::*;
use crate::words::check_part;

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(&[]));

fn other() -> Policy {
    let mut policy = Policy {
        twilight_ms: 26 * HOUR_MS + 30 * MINUTE_MS,
        ladder: vec![1, 1, 7],
        quest: QuestStep::ALL.to_vec(),
        announce_joins: false,
        principles: "Не шуметь.\nДелиться | поровну: всем".to_owned(),
        exclude_share: "2/3".parse().expect("a share"),
        ..Policy::default()
    };
    policy.reactions.support = "❤️".to_owned();
    policy
}

/// The policy that is read of how another is shown.
fn shown_and_read(words: &Words, lang: Lang, policy: &Policy) -> Policy {
    let speech = Speech { words, lang };
    let fields = policy.shown().into_iter().map(|(field, shown)| {
        let name = speech.name(field).plain;
        assert_eq!(of_name(words, &name), Some(field), "{name}");
        (
            field.to_owned(),
            read(words, field, &speech.value(&shown).plain),
        )
    });
    Policy::parse(&Value::Object(fields.collect())).expect("a policy")
}

#[test]
fn the_phrases_are_complete_and_used() {
    check_part(
        "policy",
        phrases,
        &[include_str!("mod.rs"), include_str!("speech.rs")],
    );
}

#[test]
fn what_is_shown_can_be_written_in_both_languages() {
    let bare = Policy {
        quest: vec![],
        ..Policy::default()
    };
    for policy in [Policy::default(), other(), bare] {
        for lang in Lang::ALL {
            assert_eq!(shown_and_read(&WORDS, lang, &policy), policy);
        }
    }
}

#[test]
fn every_field_has_names_of_its_own() {
    let policy = Policy::default();
    for (field, _) in policy.shown() {
        assert!(NAMES.iter().any(|(name, _)| *name == field), "{field}");
        assert_eq!(of_name(&WORDS, field), Some(field));
    }
    let mut names: Vec<String> = Lang::ALL
        .into_iter()
        .flat_map(|lang| NAMES.map(|(_, id)| fold(&WORDS.text(lang, id, &args![]).plain)))
        .collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn each_field_of_nonsense_is_told_what_it_can_be() {
    let nonsense: Map<String, Value> = NAMES
        .iter()
        .map(|(field, _)| ((*field).to_owned(), json!(null)))
        .chain([
            ("сроки дела".to_owned(), json!("1")),
            ("x".to_owned(), json!("1")),
        ])
        .collect();
    let faults = Policy::parse(&Value::Object(nonsense)).expect_err("nonsense");
    let ru = Speech {
        words: &WORDS,
        lang: Lang::Ru,
    };
    let told = ru.faults(&faults).plain;
    assert_eq!(told.lines().count(), NAMES.len() + 2, "{told}");
    for part in [
        "записей в Сумерках: целое число от 1 до 100",
        "срок в Сумерках: срок от 1 час до 30 дней",
        "Может быть, срок дела?",
        "x: такого поля нет",
        "1/1000",
        "4000",
        "3650",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

proptest! {
    #[test]
    fn whatever_is_written_is_taken_or_refused(index in 0..NAMES.len(), text in ".{0,40}") {
        let field = NAMES[index].0;
        let value = read(&WORDS, field, text.trim());
        let _ = Policy::parse(&json!({ field: value }));
    }
}
