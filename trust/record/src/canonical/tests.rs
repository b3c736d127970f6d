//! The strict reader and the writer against each other.

use serde_json::json;

use super::*;

fn flaw(text: &str) -> (usize, Flaw) {
    let fault = read(text.as_bytes()).expect_err(text);
    (fault.at, fault.flaw)
}

#[test]
fn what_was_written_is_read() {
    let value = json!({
        "€": "\u{20ac}$\u{f}\nA'\u{42}\"\\\"/", "\r": [true, false, null], "1": {}, "😀": [], "ö": -9007199254740991_i64,
        "\u{fb33}": 9007199254740991_i64, "\u{80}": "\u{7f}\u{2028}", "": 0
    });
    let text = write(&value).unwrap();
    assert_eq!(read(text.as_bytes()).unwrap(), value);
}

#[test]
fn keys_stand_in_the_order_of_utf16() {
    let text = write(&json!({"\u{fb33}": 1, "😀": 2, "a": 3})).unwrap();
    assert_eq!(text, "{\"a\":3,\"😀\":2,\"\u{fb33}\":1}");
}

#[test]
fn every_departure_is_named_with_its_place() {
    assert_eq!(flaw("{\"a\": 1}"), (5, Flaw::Space));
    assert_eq!(flaw("{\"b\":1,\"a\":2}"), (7, Flaw::KeyOrder("a".into())));
    assert_eq!(
        flaw("{\"a\":1,\"a\":2}"),
        (7, Flaw::DuplicateKey("a".into()))
    );
    assert_eq!(flaw("[1,2"), (4, Flaw::Ends));
    assert_eq!(flaw("1 "), (1, Flaw::Trailing));
    assert_eq!(flaw("[1,]"), (3, Flaw::Unexpected(b']')));
    assert_eq!(flaw("\"\\u0041\""), (1, Flaw::Escape));
    assert_eq!(flaw("\"\\u000a\""), (1, Flaw::Escape));
    assert_eq!(flaw("\"\\/\""), (1, Flaw::Escape));
    assert_eq!(flaw("\"\\u001F\""), (1, Flaw::Escape));
    assert_eq!(flaw("\"\\ud83d\\ude00\""), (1, Flaw::Escape));
    assert_eq!(flaw("\"a\n\""), (2, Flaw::Control));
    assert_eq!(flaw("\"abc"), (4, Flaw::Ends));
    assert_eq!(flaw("\u{feff}1"), (0, Flaw::Unexpected(0xef)));
}

#[test]
fn only_integers_in_their_shortest_form_are_numbers() {
    for wrong in ["1.0", "1e3", "-0", "01", "-", "--1", "1-1", "0.5", "-01"] {
        assert_eq!(flaw(wrong).1, Flaw::Number, "{wrong}");
    }
    for wrong in [
        "9007199254740992",
        "-9007199254740992",
        "99999999999999999999",
    ] {
        assert_eq!(flaw(wrong).1, Flaw::TooLarge, "{wrong}");
    }
    for right in ["0", "-1", "9007199254740991", "-9007199254740991"] {
        assert!(read(right.as_bytes()).is_ok(), "{right}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    let fault = read(b"\"a\xff\"").unwrap_err();
    assert_eq!((fault.at, fault.flaw), (2, Flaw::NotUtf8));
}

#[test]
fn depth_has_a_limit_on_both_sides() {
    let nest = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read(nest(MAX_DEPTH).as_bytes()).is_ok());
    assert_eq!(flaw(&nest(MAX_DEPTH + 1)), (MAX_DEPTH, Flaw::TooDeep));
    assert_eq!(flaw(&"[".repeat(1_000_000)).1, Flaw::TooDeep);
    let deep: serde_json::Value = serde_json::from_str(&nest(MAX_DEPTH + 1)).unwrap();
    assert_eq!(write(&deep), Err(Unwritable::TooDeep));
}

#[test]
fn numbers_that_others_would_round_are_not_written() {
    for wrong in [
        json!(1.5),
        json!(9_007_199_254_740_992_u64),
        json!(u64::MAX),
        json!(i64::MIN),
    ] {
        assert!(
            matches!(write(&wrong), Err(Unwritable::Number(_))),
            "{wrong}"
        );
    }
}
