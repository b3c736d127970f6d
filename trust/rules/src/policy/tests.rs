use serde_json::json;

use super::{fields::ORDER, *};

fn faults(value: serde_json::Value) -> Vec<(String, Trouble)> {
    let PolicyFaults(faults) = Policy::parse(&value).expect_err("nonsense");
    faults
        .into_iter()
        .map(|fault| (fault.field, fault.trouble))
        .collect()
}

#[test]
fn an_empty_policy_is_the_default() {
    assert_eq!(Policy::parse(&json!({})), Ok(Policy::default()));
}

#[test]
fn a_policy_comes_back_from_its_value() {
    let policy = Policy {
        pending_max: 7,
        ladder: vec![1, 2],
        ..Policy::default()
    };
    assert_eq!(Policy::parse(&policy.to_value()), Ok(policy));
}

#[test]
fn every_bad_field_is_named_at_once() {
    let bad = json!({
        "pending_max": 0,
        "twilight_ms": "long",
        "exclude_share": "4/3",
        "ladder": [3, 1],
        "quest": ["levitate"],
        "reactions": { "support": "👎" },
        "announce_joins": 1,
        "overlord": "@root:here",
        "argument_min": 10,
    });
    let named: Vec<String> = faults(bad).into_iter().map(|(field, _)| field).collect();
    let mut expected = vec![
        "announce_joins",
        "exclude_share",
        "ladder",
        "overlord",
        "pending_max",
        "quest",
        "reactions",
        "twilight_ms",
    ];
    expected.sort_unstable();
    assert_eq!(named, expected);
}

#[test]
fn numbers_are_taken_up_to_their_bounds_and_not_beyond() {
    for number in numbers() {
        let (name, min, max) = (number.name, number.min, number.max);
        for good in [min, max] {
            assert!(
                Policy::parse(&json!({ name: good })).is_ok(),
                "{name} {good}"
            );
        }
        for bad in [min - 1, max + 1] {
            let trouble = Trouble::OutOfBounds { min, max };
            assert_eq!(faults(json!({ name: bad })), [(name.to_owned(), trouble)]);
        }
        for wrong in [json!("x"), json!(null), json!([])] {
            let trouble = Trouble::WrongType;
            assert_eq!(faults(json!({ name: wrong })), [(name.to_owned(), trouble)]);
        }
    }
}

#[test]
fn the_defaults_are_within_the_bounds() {
    for number in numbers() {
        let value = (number.get)(&Policy::default());
        assert!(
            (number.min..=number.max).contains(&value),
            "{}",
            number.name
        );
    }
    assert!(Reactions::default().are_distinct());
}

#[test]
fn fractions_and_a_list_instead_of_a_policy_are_refused() {
    assert_eq!(faults(json!([])), [(String::new(), Trouble::WrongType)]);
    assert_eq!(faults(json!({ "pending_max": 2.5 })).len(), 1);
}

#[test]
fn every_field_is_shown_once() {
    let policy = Policy::default();
    let written = policy.to_value();
    let mut fields: Vec<&str> = written
        .as_object()
        .expect("fields")
        .keys()
        .map(String::as_str)
        .collect();
    let mut order = ORDER.to_vec();
    fields.sort_unstable();
    order.sort_unstable();
    assert_eq!(order, fields);
    assert_eq!(policy.shown().len(), ORDER.len());
}

#[test]
fn a_change_is_shown_from_what_to_what() {
    let other = Policy {
        silence_min: 4,
        ..Policy::default()
    };
    let policy = Policy::default();
    let changes = policy.changes(&other);
    assert_eq!(changes, [("silence_min", Shown::Count(2), Shown::Count(4))]);
}

#[test]
fn an_amendment_touches_its_own_fields_alone() {
    let from = Policy::default();
    let mut to = from.clone();
    to.silence_min = 4;
    to.reactions.support = "🎉".to_owned();
    let mut now = from.clone();
    now.silence_min = 3;
    now.pending_max = 7;
    let amended = now.amended(&from, &to);
    assert_eq!((amended.silence_min, amended.pending_max), (4, 7));
    assert_eq!(amended.reactions, to.reactions);
    assert_eq!(now.amended(&from, &from), now);
}

#[test]
fn skin_tones_and_variation_selectors_do_not_matter() {
    let reactions = Reactions::default();
    let support = reactions.meaning("👍");
    assert!(support.is_some());
    assert_eq!(reactions.meaning("👍🏿"), support);
    assert_eq!(reactions.meaning("👍\u{fe0f}"), support);
    assert_eq!(reactions.meaning("🎉"), None);
    assert_eq!(reactions.meaning(""), None);
}

#[test]
fn shares_round_up_and_know_more_than() {
    let third: Share = "1/3".parse().expect("a share");
    assert_eq!(
        [0, 1, 3, 4, 100].map(|x| third.ceil_of(x)),
        [0, 1, 1, 2, 34]
    );
    let half: Share = "1/2".parse().expect("a share");
    assert_eq!([0, 1, 2, 3].map(|x| half.more_than(x)), [1, 1, 2, 2]);
    for wrong in ["0/1", "2/1", "1/0", "1", "-1/2", "1/1001", "x/y"] {
        assert!(wrong.parse::<Share>().is_err(), "{wrong}");
    }
}

#[test]
fn the_ladder_holds_its_last_step() {
    let policy = Policy::default();
    let rungs = [0, 1, 2, 3, 4, 5, 6, 1000].map(|strikes| policy.rung(strikes));
    assert_eq!(rungs, [1, 3, 10, 30, 90, 365, 365, 365]);
}
