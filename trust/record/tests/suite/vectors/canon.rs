//! `canonical.json`: texts that are canonical, and texts that are not, with the byte that is wrong.

use secta_record::canonical::{read, write};
use serde_json::{Value, json};

use super::{pretty, same_as_file, text};

const GOOD: [&str; 8] = [
    r#"{}"#,
    r#"{"a":[true,false,null,0,-1],"b":{"":""}}"#,
    r#"{"max":9007199254740991,"min":-9007199254740991}"#,
    "{\"\\r\":1,\"1\":2,\"\":3,\"ö\":4,\"€\":5,\"😀\":6,\"\u{fb33}\":7}",
    r#"{"control":"\u0000\u0001\u001f\b\t\n\f\r"}"#,
    r#"{"plain":"/'<&>"}"#,
    r#"{"quoted":"\"\\"}"#,
    "{\"e\u{301}\":\"decomposed\",\"\u{e9}\":\"composed\"}",
];

const BAD: [&str; 20] = [
    "",
    "{} ",
    r#"{"a": 1}"#,
    r#"{"b":1,"a":2}"#,
    r#"{"a":1,"a":1}"#,
    "{\"\u{fb33}\":1,\"😀\":2}",
    r#"{"a":1,}"#,
    r#"{"a":1"#,
    r#"["\u0041"]"#,
    r#"["\u000a"]"#,
    r#"["\u001F"]"#,
    r#"["\/"]"#,
    r#"["\ud83d\ude00"]"#,
    r#"["\ud800"]"#,
    "[\"\t\"]",
    "[1.0]",
    "[1e2]",
    "[-0]",
    "[01]",
    "[9007199254740992]",
];

fn sorted(text: &str) -> String {
    let value: Value = serde_json::from_str(text).unwrap();
    write(&value).unwrap()
}

fn bad(text: &str) -> Value {
    let fault = read(text.as_bytes()).unwrap_err();
    json!({"text": text, "at": fault.at, "problem": fault.flaw.to_string()})
}

#[test]
fn canonical_texts_are_those_of_the_file() {
    let good: Vec<_> = GOOD.iter().map(|text| sorted(text)).collect();
    let vectors = json!({"canonical": good, "refused": BAD.map(bad)});
    same_as_file("vectors/canonical.json", &pretty(&vectors));
}

#[test]
fn the_file_says_what_is_canonical() {
    let vectors: Value =
        serde_json::from_str(include_str!("../../../vectors/canonical.json")).unwrap();
    for good in vectors["canonical"].as_array().unwrap() {
        assert!(read(good.as_str().unwrap().as_bytes()).is_ok(), "{good}");
    }
    for bad in vectors["refused"].as_array().unwrap() {
        assert!(read(text(bad, "text").as_bytes()).is_err(), "{bad}");
    }
}
