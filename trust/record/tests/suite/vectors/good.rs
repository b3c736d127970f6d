//! `records.json`: records that are right, with everything that is computed on the way.

use ed25519_dalek::{Verifier as _, VerifyingKey};
use secta_record::{
    Chains, Draft, Evidence, Head, Reference, Verified, author, hex, verify_stream, write_line,
};
use serde_json::{Map, Value, json};

use super::{pretty, same_as_file, text};
use crate::making::{body, signer};

/// The node's secret key is 32 bytes of this, the author's of the next.
pub const NODE: u8 = 1;
pub const AUTHOR: u8 = 2;

fn act(community: Option<&Verified>, kind: &str, time_ms: u64, content: Value) -> Draft {
    Draft {
        author: "@анна:example.org".into(),
        time_ms,
        ..Draft::new(community.map(|record| record.id()), kind, body(content))
    }
}

fn founding() -> Verified {
    let content = json!({"name": "Поляна", "founder": "@анна:example.org", "policy": {}});
    let draft = act(None, "found", 1_700_000_000_000, content);
    draft.sign(&signer(NODE), None).unwrap()
}

fn vote(founding: &Verified) -> Draft {
    let item = Reference([0xab; 32]);
    let content = json!({"item": item.to_string(), "opinion": "support"});
    Draft {
        references: vec![item],
        ..act(Some(founding), "vote", 1_700_000_060_000, content)
    }
}

fn post(founding: &Verified) -> Draft {
    let content =
        json!({"item": "ab".repeat(32), "text": "«Привет» \u{202e}\u{0}😀\n", "tags": ["a", "ё"]});
    let evidence = Evidence {
        room: "!room:example.org".into(),
        event_id: "$event".into(),
        origin: "example.org".into(),
        extra: Map::new(),
    };
    Draft {
        references: vec![Reference([0xab; 32]), founding.id().into()],
        evidence: Some(evidence),
        ..act(Some(founding), "post", 1_700_000_030_000, content)
    }
}

fn later(founding: &Verified) -> Draft {
    let extra = [("later".to_owned(), json!({"kept": [1, null]}))];
    Draft {
        extra: extra.into_iter().collect(),
        ..act(
            Some(founding),
            "something_new",
            1_700_000_090_000,
            json!({}),
        )
    }
}

/// The records of the file, one chain, by name.
pub fn records() -> Vec<(&'static str, Verified)> {
    let founding = founding();
    let drafts = [
        ("a vote", vote(&founding)),
        (
            "a post with evidence, references and hostile text",
            post(&founding),
        ),
        (
            "an act that its author signed",
            vote(&founding).signed_by_author(&signer(AUTHOR)).unwrap(),
        ),
        ("a kind and a field of a later version", later(&founding)),
    ];
    let mut records = vec![("the founding record", founding)];
    for (name, draft) in drafts {
        let head = records.last().map(|(_, record)| Head::of(record));
        records.push((name, draft.sign(&signer(NODE), head).unwrap()));
    }
    records
}

fn vector(name: &str, record: &Verified) -> Value {
    let signed_by_author = record.envelope().author_signature.is_some();
    let statement = author::statement(record.envelope()).unwrap();
    json!({
        "name": name,
        "body": record.body().unwrap().text(),
        "body_hash": record.envelope().body.to_string(),
        "envelope": record.text(),
        "id": record.id().to_string(),
        "signature": record.signature().to_string(),
        "statement": signed_by_author.then(|| String::from_utf8(statement).unwrap()),
        "line": write_line(record),
    })
}

#[test]
fn records_are_those_of_the_file() {
    let vectors: Vec<_> = records()
        .iter()
        .map(|(name, record)| vector(name, record))
        .collect();
    let secrets = json!({"node_secret": hex::encode(&[NODE; 32]), "author_secret": hex::encode(&[AUTHOR; 32])});
    let vectors = json!({"keys": secrets, "records": vectors});
    same_as_file("vectors/records.json", &pretty(&vectors));
}

#[test]
fn the_fuzzers_corpus_is_made_of_them() {
    let records = records();
    let lines: Vec<_> = records
        .iter()
        .map(|(_, record)| write_line(record) + "\n")
        .collect();
    let withheld = write_line(&records[0].1.clone().into_record().without_body());
    same_as_file("fuzz/corpus/record/founding.jsonl", lines[0].trim_end());
    same_as_file("fuzz/corpus/record/chain.jsonl", &lines.concat());
    same_as_file("fuzz/corpus/record/author.jsonl", lines[3].trim_end());
    same_as_file("fuzz/corpus/record/withheld.jsonl", &withheld);
}

#[test]
fn the_file_verifies_as_an_export() {
    let vectors: Value =
        serde_json::from_str(include_str!("../../../vectors/records.json")).unwrap();
    let lines = vectors["records"].as_array().unwrap().iter();
    let export: String = lines
        .map(|vector| text(vector, "line").to_owned() + "\n")
        .collect();
    let count = verify_stream(export.as_bytes(), &mut Chains::any(), drop).unwrap();
    assert_eq!(count, 5);
}

/// What `docs/record.md` tells to do, step by step, with nothing of this crate but hexadecimal.
#[test]
fn the_file_can_be_checked_by_hand() {
    let vectors: Value =
        serde_json::from_str(include_str!("../../../vectors/records.json")).unwrap();
    for vector in vectors["records"].as_array().unwrap() {
        let envelope: Value = serde_json::from_str(text(vector, "envelope")).unwrap();
        let signed = format!("secta/record/1\n{}", text(vector, "envelope"));
        assert_eq!(
            text(vector, "id"),
            blake3::hash(signed.as_bytes()).to_hex().as_str()
        );
        let body_hash = blake3::hash(text(vector, "body").as_bytes());
        assert_eq!(text(&envelope, "body"), body_hash.to_hex().as_str());
        signed_by(text(&envelope, "node"), &signed, text(vector, "signature"));
        if let Some(statement) = vector["statement"].as_str() {
            signed_by(
                text(&envelope, "author_key"),
                statement,
                text(&envelope, "author_signature"),
            );
        }
    }
}

fn signed_by(key: &str, message: &str, signature: &str) {
    let key = VerifyingKey::from_bytes(&hex::decode(key).unwrap()).unwrap();
    let signature = ed25519_dalek::Signature::from_bytes(&hex::decode(signature).unwrap());
    key.verify(message.as_bytes(), &signature).unwrap();
}

#[test]
fn the_document_shows_the_second_vector() {
    let document = include_str!("../../../../../docs/record.md");
    let (_, vote) = records().swap_remove(1);
    let shown = [
        vote.body().unwrap().text().to_owned(),
        vote.envelope().body.to_string(),
        vote.text().to_owned(),
        vote.id().to_string(),
        vote.signature().to_string(),
    ];
    for part in shown {
        assert!(document.contains(&part), "docs/record.md lacks {part}");
    }
}
