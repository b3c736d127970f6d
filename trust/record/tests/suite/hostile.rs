//! Bytes that mean no good.

use proptest::{collection::vec, prelude::*};
use secta_record::{Body, Draft, DraftError, RecordError, envelope::MAX_ENVELOPE_BYTES};
use serde_json::json;

use crate::{
    fuzz,
    making::{body, chain, draft, export, signer},
};

/// What the fuzzer starts from.
const CORPUS: [&str; 4] = [
    include_str!("../../fuzz/corpus/record/founding.jsonl"),
    include_str!("../../fuzz/corpus/record/chain.jsonl"),
    include_str!("../../fuzz/corpus/record/author.jsonl"),
    include_str!("../../fuzz/corpus/record/withheld.jsonl"),
];

#[test]
fn the_fuzzers_corpus_does_no_harm() {
    for seed in CORPUS {
        fuzz::run(seed.as_bytes());
        seed.lines().for_each(|line| fuzz::run(line.as_bytes()));
    }
}

#[test]
fn deep_and_long_texts_do_no_harm() {
    let nested = |open: &str, count| open.repeat(count);
    for text in [
        nested("[", 300_000),
        nested("{\"a\":", 100_000),
        nested("\"", 300_000),
        nested("9", 300_000),
    ] {
        fuzz::run(text.as_bytes());
        fuzz::run(format!("{{\"body\":{text}").as_bytes());
    }
}

#[test]
fn hostile_unicode_is_data() {
    let texts = [
        "\u{0}",
        "\u{202e}\u{2066}",
        "\u{feff}",
        "\u{fffe}\u{ffff}",
        "e\u{301}\u{301}",
        "\u{10ffff}",
        "👨‍👩‍👧‍👦\u{fe0f}",
    ];
    for text in texts {
        let draft = Draft {
            author: format!("@{text}:{text}"),
            ..draft(None, "found", 0)
        };
        let record = Draft {
            body: body(json!({text: text})),
            ..draft
        }
        .sign(&signer(1), None)
        .unwrap();
        fuzz::run(export([&record]).as_bytes());
        assert_eq!(record.body().unwrap().value()[text], text);
    }
}

#[test]
fn texts_that_look_alike_are_not_alike() {
    let composed = Body::new(json!({"t": "é"})).unwrap();
    let decomposed = Body::new(json!({"t": "e\u{301}"})).unwrap();
    assert_ne!(composed.hash(), decomposed.hash());
}

#[test]
fn an_envelope_that_is_too_long_cannot_be_signed() {
    let long = |length: usize| {
        let extra = [("later".to_owned(), json!("x".repeat(length)))]
            .into_iter()
            .collect();
        Draft {
            extra,
            ..draft(None, "found", 0)
        }
        .sign(&signer(1), None)
    };
    let frame = long(0).unwrap().text().len();
    assert_eq!(
        long(MAX_ENVELOPE_BYTES - frame).unwrap().text().len(),
        MAX_ENVELOPE_BYTES
    );
    let too_long = RecordError::TooLong(MAX_ENVELOPE_BYTES + 1);
    assert_eq!(
        long(MAX_ENVELOPE_BYTES - frame + 1),
        Err(DraftError::Record(too_long))
    );
}

proptest! {
    #[test]
    fn any_bytes_do_no_harm(bytes in vec(any::<u8>(), 0..300)) {
        fuzz::run(&bytes);
    }

    #[test]
    fn any_text_of_json_does_no_harm(text in "[\\[\\]{}\":,0-9a-f\\\\untrelsb. \n-]{0,60}") {
        fuzz::run(text.as_bytes());
    }
}

proptest! {
    // Every case signs a chain.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn broken_exports_do_no_harm(edits in vec((any::<prop::sample::Index>(), any::<u8>()), 1..5), cut: prop::sample::Index) {
        let mut bytes = export(&chain(1, 2)).into_bytes();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        fuzz::run(&bytes);
        fuzz::run(&bytes[..cut.index(bytes.len())]);
    }
}
