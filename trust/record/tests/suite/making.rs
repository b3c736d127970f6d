//! Records to test with.

use ed25519_dalek::{Signer as _, SigningKey};
use secta_record::{
    Body, Draft, Head, Record, RecordId, Signature, Signer, Verified, canonical, write_line,
};
use serde_json::{Value, json};

/// A node or an author by number.
pub fn signer(number: u8) -> Signer {
    Signer::from_secret(&[number; 32])
}

/// A body.
pub fn body(value: Value) -> Body {
    Body::new(value).unwrap()
}

/// An act of Anna's.
pub fn draft(community: Option<RecordId>, kind: &str, number: u64) -> Draft {
    Draft {
        author: "@anna:example.org".into(),
        time_ms: 1_700_000_000_000 + number,
        ..Draft::new(community, kind, body(json!({ "number": number })))
    }
}

/// The record that founds a community, by this node.
pub fn founding(node: u8) -> Verified {
    draft(None, "found", 0).sign(&signer(node), None).unwrap()
}

/// The record after another of the same node's log.
pub fn next(node: u8, last: &Verified, number: u64) -> Verified {
    let draft = draft(Some(last.community()), "vote", number);
    draft.sign(&signer(node), Some(Head::of(last))).unwrap()
}

/// A chain of this many records, the founding one first.
pub fn chain(node: u8, length: u64) -> Vec<Verified> {
    let mut records = vec![founding(node)];
    for number in 1..length {
        records.push(next(node, records.last().unwrap(), number));
    }
    records
}

/// Records as an export.
pub fn export<'a>(records: impl IntoIterator<Item = &'a Verified>) -> String {
    let lines = records.into_iter().map(|record| write_line(record) + "\n");
    lines.collect()
}

/// A draft as a dishonest node records it: its author's signature is not looked at.
pub fn forged(draft: Draft, node: u8, head: Option<Head>) -> Record {
    let author = [
        draft.author_key.unwrap().to_string(),
        draft.author_signature.unwrap().to_string(),
    ];
    let plain = Draft {
        author_key: None,
        author_signature: None,
        ..draft
    };
    let record = plain.sign(&signer(node), head).unwrap();
    let mut envelope = record.envelope().to_value();
    let [key, signature] = author.map(Value::from);
    (envelope["author_key"], envelope["author_signature"]) = (key, signature);
    let text = canonical::write(&envelope).unwrap();
    let signed =
        SigningKey::from_bytes(&[node; 32]).sign(format!("secta/record/1\n{text}").as_bytes());
    Record::read(&text, Signature(signed.to_bytes()), record.body().cloned()).unwrap()
}
