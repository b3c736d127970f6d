//! What is an envelope and what is not.

use serde_json::{Value, json};

use super::*;

fn value() -> Value {
    let (a, b) = ("a".repeat(64), "b".repeat(64));
    json!({
        "version": 1, "community": a, "log": "community", "kind": "vote", "time_ms": 5, "author": "@anna:example.org",
        "node": b, "seq": 1, "previous": a, "references": [b, a], "body": a,
        "evidence": {"room": "!room", "event_id": "$event", "origin": "example.org", "later": 1},
        "later": {"kept": true}
    })
}

fn refused(change: impl FnOnce(&mut Value)) -> EnvelopeError {
    let mut value = value();
    change(&mut value);
    Envelope::from_value(value).unwrap_err()
}

fn wrong_field(field: &str, content: Value) -> &'static str {
    match refused(|value| value[field] = content) {
        EnvelopeError::Wrong { field, .. } => field,
        other => panic!("{other}"),
    }
}

#[test]
fn an_envelope_comes_back_with_fields_of_later_versions() {
    let envelope = Envelope::from_value(value()).unwrap();
    assert_eq!(envelope.to_value(), value());
    assert_eq!(envelope.extra["later"], json!({"kept": true}));
}

#[test]
fn every_field_but_the_optional_ones_is_needed() {
    let optional = ["evidence", "later"];
    let fields: Vec<_> = value().as_object().unwrap().keys().cloned().collect();
    for field in fields
        .iter()
        .filter(|field| !optional.contains(&field.as_str()))
    {
        let error = refused(|value| drop(value.as_object_mut().unwrap().remove(field)));
        assert!(
            matches!(error, EnvelopeError::Missing(name) if name == field),
            "{field}: {error}"
        );
    }
}

#[test]
fn a_field_of_a_wrong_type_is_named() {
    let fields: Vec<_> = value().as_object().unwrap().keys().cloned().collect();
    for field in fields.iter().filter(|field| *field != "later") {
        assert_eq!(wrong_field(field, json!(true)), field);
    }
}

#[test]
fn another_version_is_refused() {
    assert_eq!(
        refused(|value| value["version"] = json!(2)),
        EnvelopeError::Version(2)
    );
}

#[test]
fn names_are_short_and_plain() {
    for wrong in ["", "Vote", "vote1", "голос", "vote ", &"a".repeat(33)] {
        assert_eq!(wrong_field("kind", json!(wrong)), "kind");
        assert_eq!(wrong_field("log", json!(wrong)), "log");
    }
}

#[test]
fn authors_are_matrix_users() {
    for wrong in [
        "",
        "anna",
        "@anna",
        "anna:example.org",
        &format!("@{}:a", "a".repeat(253)),
    ] {
        assert_eq!(wrong_field("author", json!(wrong)), "author");
    }
    let hostile = "@\u{202e}\u{0}\u{300}💥:\u{fffd}";
    let mut value = value();
    value["author"] = json!(hostile);
    assert_eq!(Envelope::from_value(value).unwrap().author, hostile);
}

#[test]
fn references_are_few_and_distinct() {
    let ids = |count: usize| (0..count).map(|n| format!("{n:064x}")).collect::<Vec<_>>();
    assert_eq!(wrong_field("references", json!(ids(65))), "references");
    let mut twice = ids(2);
    twice.push(twice[0].clone());
    assert_eq!(wrong_field("references", json!(twice)), "references");
    let mut value = value();
    value["references"] = json!(ids(64));
    assert!(Envelope::from_value(value).is_ok());
}

#[test]
fn only_the_first_record_has_none_before_it() {
    assert_eq!(wrong_field("previous", Value::Null), "previous");
    assert_eq!(wrong_field("seq", json!(0)), "previous");
}

#[test]
fn only_the_first_record_of_the_communitys_log_founds_one() {
    assert_eq!(wrong_field("community", Value::Null), "community");
    let mut founding = value();
    founding["community"] = Value::Null;
    founding["previous"] = Value::Null;
    founding["seq"] = json!(0);
    assert!(Envelope::from_value(founding.clone()).is_ok());
    founding["log"] = json!("wiki");
    assert!(Envelope::from_value(founding).is_err());
}

#[test]
fn an_authors_signature_needs_the_authors_key() {
    let signature = json!("c".repeat(128));
    assert_eq!(wrong_field("author_signature", signature), "author_key");
}

#[test]
fn integers_stay_within_what_every_reader_keeps() {
    for wrong in [json!(9_007_199_254_740_992_u64), json!(-1), json!(0.5)] {
        assert_eq!(wrong_field("time_ms", wrong.clone()), "time_ms");
        assert_eq!(wrong_field("seq", wrong), "seq");
    }
}

#[test]
fn a_known_field_cannot_hide_among_the_others() {
    let mut envelope = Envelope::from_value(value()).unwrap();
    envelope.extra.insert("kind".into(), json!("promote"));
    assert!(envelope.check().is_err());
}
