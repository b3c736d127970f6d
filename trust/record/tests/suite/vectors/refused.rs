//! `refused.json`: exports with one thing wrong, the line that it is in, and what it is.

use secta_record::{
    ChainFlaw, Chains, Draft, Head, Problem, RecordError, StreamFault, Verified, Whose,
    verify_stream,
};
use secta_record::{LineError, write_line};
use serde_json::{Value, json};

use super::{good, pretty, same_as_file, text};
use crate::making::{body, forged, signer};

/// What is wrong, in a word that other programs can use.
fn code(fault: &StreamFault) -> &'static str {
    match &fault.problem {
        Problem::Io(_) => "unreadable",
        Problem::CutShort => "cut_short",
        Problem::Line(LineError::Record(RecordError::OtherBody { .. })) => "other_body",
        Problem::Line(_) => "form",
        Problem::Forged(forged) => match forged.whose {
            Whose::Node => "node_signature",
            Whose::Author => "author_signature",
        },
        Problem::Chain(fault) => match fault.flaw {
            ChainFlaw::Missing { .. } => "missing",
            ChainFlaw::Repeated => "repeated",
            ChainFlaw::Fork { .. } => "fork",
            ChainFlaw::Older { .. } => "older",
            ChainFlaw::WrongPrevious { .. } => "wrong_previous",
            ChainFlaw::ForeignCommunity(_) => "foreign_community",
            ChainFlaw::UnknownNode(_) => "unknown_node",
            ChainFlaw::RepeatedStatement => "repeated_statement",
        },
    }
}

/// Lines with one of them changed.
fn changed(lines: &[String], number: usize, from: &str, to: &str) -> Vec<String> {
    let mut lines = lines.to_vec();
    let changed = lines[number].replacen(from, to, 1);
    assert_ne!(changed, lines[number], "{from}");
    lines[number] = changed;
    lines
}

/// A record of its own after `head`, by whichever node.
fn other(community: &Verified, node: u8, head: Option<Head>) -> Placed {
    let draft = Draft {
        author: "@boris:example.org".into(),
        ..Draft::new(Some(community.id()), "presence", body(json!({})))
    };
    Placed(draft, node, head)
}

/// A draft, its node and the record that it follows.
struct Placed(Draft, u8, Option<Head>);

impl Placed {
    fn line(self) -> String {
        write_line(&self.0.sign(&signer(self.1), self.2).unwrap())
    }
}

fn broken_lines(lines: &[String]) -> Vec<(&'static str, Vec<String>)> {
    vec![
        (
            "a flipped byte in an envelope",
            changed(lines, 1, "1700000060000", "1700000060001"),
        ),
        (
            "a flipped byte in a body",
            changed(lines, 1, "support", "oppose_"),
        ),
        (
            "a flipped byte in a signature",
            changed(lines, 1, "\"signature\":\"", "\"signature\":\"0"),
        ),
        ("another signature", another_signature(lines)),
        ("white space", changed(lines, 1, "\"seq\":1", "\"seq\": 1")),
        (
            "a key that stands twice",
            changed(lines, 1, "\"seq\":1", "\"seq\":1,\"seq\":1"),
        ),
        (
            "keys out of order",
            changed(lines, 1, "\"version\":1", "\"version\":1,\"a\":1"),
        ),
        (
            "another version",
            changed(lines, 1, "\"version\":1", "\"version\":2"),
        ),
        (
            "upper-case hexadecimal",
            changed(lines, 1, "[\"abababab", "[\"ABababab"),
        ),
        (
            "a kind that is no name",
            changed(lines, 1, "\"kind\":\"vote\"", "\"kind\":\"Vote\""),
        ),
        ("a fraction", changed(lines, 1, "\"seq\":1", "\"seq\":1.0")),
        (
            "a field that is missing",
            changed(lines, 1, "\"seq\":1,", ""),
        ),
        ("an author's signature of something else", forged_author()),
    ]
}

fn another_signature(lines: &[String]) -> Vec<String> {
    let (_, founding) = good::records().swap_remove(0);
    let (_, vote) = good::records().swap_remove(1);
    let (own, foreign) = (
        vote.signature().to_string(),
        founding.signature().to_string(),
    );
    changed(lines, 1, &own, &foreign)
}

fn forged_author() -> Vec<String> {
    let (_, founding) = good::records().swap_remove(0);
    let Placed(draft, node, head) = other(&founding, good::NODE, Some(Head::of(&founding)));
    let signed = draft.signed_by_author(&signer(good::AUTHOR)).unwrap();
    let later = Draft {
        time_ms: 1,
        ..signed
    };
    vec![
        write_line(&founding),
        write_line(&forged(later, node, head)),
    ]
}

fn broken_chains(records: &[Verified], lines: &[String]) -> Vec<(&'static str, Vec<String>)> {
    let order = |order: &[usize]| order.iter().map(|number| lines[*number].clone()).collect();
    let with = |before: &[usize], line: String| {
        let mut lines: Vec<String> = order(before);
        lines.push(line);
        lines
    };
    let founding = &records[0];
    let follows =
        |node, number: usize| other(founding, node, Some(Head::of(&records[number]))).line();
    let elsewhere = other(&records[1], good::NODE, Some(Head::of(&records[1]))).line();
    let skewed = Head {
        seq: 1,
        id: founding.id(),
    };
    vec![
        ("a missing record", order(&[0, 1, 3])),
        ("records out of order", order(&[0, 2, 1])),
        ("a replayed record", order(&[0, 1, 2, 1])),
        ("a fork", with(&[0, 1], follows(good::NODE, 0))),
        (
            "another record before it",
            with(&[0, 1], other(founding, good::NODE, Some(skewed)).line()),
        ),
        ("another node's key", with(&[0, 1], follows(9, 1))),
        ("a foreign community", with(&[0, 1], elsewhere)),
        (
            "an author's statement recorded twice",
            repeated_statement(records, lines),
        ),
    ]
}

fn repeated_statement(records: &[Verified], lines: &[String]) -> Vec<String> {
    let statement = records[3].envelope();
    let draft = Draft {
        author: statement.author.clone(),
        time_ms: statement.time_ms,
        author_key: statement.author_key,
        author_signature: statement.author_signature,
        references: statement.references.clone(),
        ..Draft::new(
            statement.community,
            &statement.kind,
            records[3].body().unwrap().clone(),
        )
    };
    let mut lines = lines[..4].to_vec();
    lines.push(Placed(draft, good::NODE, Some(Head::of(&records[3]))).line());
    lines
}

fn fault(community: &Value, lines: &[String]) -> StreamFault {
    let export: String = lines.iter().map(|line| line.clone() + "\n").collect();
    let mut chains = Chains::of(community.as_str().unwrap().parse().unwrap());
    verify_stream(export.as_bytes(), &mut chains, drop).unwrap_err()
}

#[test]
fn refusals_are_those_of_the_file() {
    let records: Vec<_> = good::records()
        .into_iter()
        .map(|(_, record)| record)
        .collect();
    let lines: Vec<_> = records.iter().map(|record| write_line(record)).collect();
    let community = json!(records[0].id().to_string());
    let cases = [broken_lines(&lines), broken_chains(&records, &lines)].concat();
    let vector = |(name, lines): &(&str, Vec<String>)| {
        let fault = fault(&community, lines);
        json!({"name": name, "lines": lines, "line": fault.line, "code": code(&fault), "problem": fault.to_string()})
    };
    let cases: Vec<_> = cases.iter().map(vector).collect();
    let vectors = json!({"community": community, "refused": cases});
    same_as_file("vectors/refused.json", &pretty(&vectors));
}

#[test]
fn every_refusal_of_the_file_is_one() {
    let vectors: Value =
        serde_json::from_str(include_str!("../../../vectors/refused.json")).unwrap();
    for vector in vectors["refused"].as_array().unwrap() {
        let lines: Vec<String> = serde_json::from_value(vector["lines"].clone()).unwrap();
        let fault = fault(&vectors["community"], &lines);
        assert_eq!(
            (fault.line, code(&fault)),
            (vector["line"].as_u64().unwrap(), text(vector, "code"))
        );
    }
}
