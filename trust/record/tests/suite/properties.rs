//! What holds of every record.

use proptest::{collection::vec, option, prelude::*};
use secta_record::{
    Body, Chains, Draft, Evidence, Head, Record, Reference, Signature, canonical, read_line,
    verify, verify_all, verify_stream, write_line,
};
use serde_json::{Map, Value};

use crate::making::{chain, export, signer};

fn integer() -> impl Strategy<Value = Value> {
    (-canonical::MAX_INTEGER..=canonical::MAX_INTEGER).prop_map(Value::from)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z\"\\\\/\u{0}-\u{1f}]{0,9}",
        vec(any::<char>(), 0..9).prop_map(String::from_iter)
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        integer(),
        text().prop_map(Value::from)
    ];
    plain.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            object_of(inner).prop_map(Value::Object),
        ]
    })
}

fn object_of(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    vec((text(), inner), 0..6).prop_map(Map::from_iter)
}

prop_compose! {
    fn evidence()(room in "\\PC{1,50}", event_id in "\\PC{1,50}", origin in "\\PC{1,50}") -> Evidence {
        Evidence { room, event_id, origin, extra: Map::new() }
    }
}

prop_compose! {
    fn draft()(
        kind in "[a-z_]{1,32}", name in text(), time_ms in 0..=canonical::MAX_INTEGER.unsigned_abs(),
        references in proptest::collection::btree_set(any::<[u8; 32]>(), 0..5), evidence in option::of(evidence()),
        body in object_of(value()), later in option::of(value()),
    ) -> Draft {
        Draft {
            author: format!("@{name}:example.org"),
            time_ms,
            references: references.into_iter().map(Reference).collect(),
            evidence,
            extra: later.map(|later| ("later".to_owned(), later)).into_iter().collect(),
            ..Draft::new(None, &kind, Body::new(Value::Object(body)).unwrap())
        }
    }
}

/// Whether the libraries agree that these bytes are canonical, without the strict reader.
fn is_canonical(text: &str) -> bool {
    let value: Option<Value> = serde_json::from_str(text).ok();
    value.is_some_and(|value| canonical::write(&value).is_ok_and(|written| written == text))
}

proptest! {
    #[test]
    fn what_is_written_is_read_and_written_again(value in value()) {
        let text = canonical::write(&value).unwrap();
        let read = canonical::read(text.as_bytes()).unwrap();
        prop_assert_eq!(canonical::write(&read).unwrap(), text);
        prop_assert_eq!(read, value);
    }

    #[test]
    fn the_strict_reader_takes_exactly_what_the_libraries_would_write(
        value in value(), edits in vec((any::<prop::sample::Index>(), "[\\[\\]{}\":,0-9a-z.eE+\\\\ \n-]"), 0..3),
    ) {
        let mut text: Vec<char> = canonical::write(&value).unwrap().chars().collect();
        for (at, letter) in edits {
            let at = at.index(text.len());
            text[at] = letter.chars().next().unwrap();
        }
        let text = String::from_iter(text);
        prop_assert_eq!(canonical::read(text.as_bytes()).is_ok(), is_canonical(&text), "{}", text);
    }

    #[test]
    fn a_record_comes_back_from_its_line(draft in draft(), by_author: bool) {
        let draft = if by_author { draft.signed_by_author(&signer(9)).unwrap() } else { draft };
        let record = draft.clone().sign(&signer(1), None).unwrap();
        let read = read_line(write_line(&record).as_bytes()).unwrap();
        prop_assert_eq!(&read, &*record);
        prop_assert_eq!(read.envelope().extra.clone(), draft.extra.clone());
        prop_assert_eq!(verify(read).unwrap(), record.clone());
        prop_assert_eq!(draft.sign(&signer(1), None).unwrap(), record);
    }
}

proptest! {
    // Every case signs a chain.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn together_and_alone_come_to_one_verdict(wrong in vec(prop::bool::weighted(0.1), 12), bit in 0..512_usize) {
        let records = chain(1, 12).into_iter().zip(&wrong).map(|(record, wrong)| {
            let mut signature = record.signature();
            signature.0[bit / 8] ^= u8::from(*wrong) << (bit % 8);
            with_signature(&record, signature)
        });
        let records: Vec<_> = records.collect();
        let together = verify_all(records.clone());
        let alone: Vec<_> = records.into_iter().map(verify).collect();
        prop_assert_eq!(&together, &alone);
        let refused: Vec<_> = alone.iter().map(Result::is_err).collect();
        prop_assert_eq!(refused, wrong);
    }

    #[test]
    fn any_change_of_an_export_is_found_in_its_line(at: prop::sample::Index, change in 1..=255_u8) {
        let mut text = export(&chain(1, 4)).into_bytes();
        let at = at.index(text.len());
        let line = 1 + text[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        text[at] ^= change;
        let fault = verify_stream(&*text, &mut Chains::any(), drop).unwrap_err();
        prop_assert_eq!(fault.line, line);
    }

    #[test]
    fn only_the_order_they_were_signed_in_is_taken(order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let records = chain(1, 6);
        let text = export(order.iter().map(|number| &records[*number]));
        let outcome = verify_stream(text.as_bytes(), &mut Chains::any(), drop);
        prop_assert_eq!(outcome.is_ok(), order.is_sorted());
    }

    #[test]
    fn a_record_is_named_by_what_is_signed_alone(draft in draft()) {
        let record = draft.clone().sign(&signer(1), None).unwrap();
        prop_assert_eq!(with_signature(&record, Signature([0; 64])).id(), record.id());
        let text = ["secta/record/1\n", record.text()].concat();
        prop_assert_eq!(record.id().0, *blake3::hash(text.as_bytes()).as_bytes());
        let next = Draft { community: Some(record.id()), ..draft };
        prop_assert_ne!(next.sign(&signer(1), Some(Head::of(&record))).unwrap().id(), record.id());
    }
}

fn with_signature(record: &Record, signature: Signature) -> Record {
    Record::read(record.text(), signature, record.body().cloned()).unwrap()
}
