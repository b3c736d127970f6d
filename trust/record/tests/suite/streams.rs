//! Exports: what is wrong with one is named with its line.

use std::ops::ControlFlow;

use secta_record::{
    ChainFlaw, Chains, LineError, Problem, StreamFault, Verified, Whose, examine_stream,
    lines::MAX_LINE_BYTES, read_line, verify_stream, write_line,
};

use crate::making::{chain, export};

/// Verifies an export; gives what was taken before the fault.
fn taken(export: &[u8]) -> (Vec<Verified>, Option<StreamFault>) {
    let mut records = Vec::new();
    let outcome = verify_stream(export, &mut Chains::any(), |record| records.push(record));
    if let Ok(count) = outcome {
        assert_eq!(count, records.len() as u64);
    }
    (records, outcome.err())
}

fn fault(export: &[u8]) -> (u64, Problem) {
    let fault = taken(export).1.expect("a fault");
    (fault.line, fault.problem)
}

#[test]
fn a_whole_export_is_taken_in_order() {
    let records = chain(1, 20);
    let (taken, fault) = taken(export(&records).as_bytes());
    assert_eq!(taken, records);
    assert!(fault.is_none());
}

#[test]
fn an_empty_export_holds_nothing() {
    assert!(matches!(taken(b""), (records, None) if records.is_empty()));
}

#[test]
fn records_before_the_fault_are_taken_and_the_line_is_right_across_groups() {
    let records = chain(1, 1100);
    for missing in [3, 1023, 1024, 1025] {
        let kept = records
            .iter()
            .enumerate()
            .filter(|(number, _)| *number != missing);
        let (taken, fault) = taken(export(kept.map(|(_, record)| record)).as_bytes());
        assert_eq!(taken.len(), missing);
        assert_eq!(fault.unwrap().line, missing as u64 + 1);
    }
    let mut lines: Vec<_> = records
        .iter()
        .map(|record| write_line(record) + "\n")
        .collect();
    lines[1050] = lines[1050].replace("1700000001050", "1700000001051");
    let (taken, fault) = taken(lines.concat().as_bytes());
    assert_eq!((taken.len(), fault.unwrap().line), (1050, 1051));
}

#[test]
fn the_first_fault_is_the_one_that_is_named() {
    let mut lines: Vec<_> = chain(1, 9)
        .iter()
        .map(|record| write_line(record) + "\n")
        .collect();
    lines[6] = "{}\n".into();
    lines[4] = lines[4].replace("vote", "note");
    let (line, problem) = fault(lines.concat().as_bytes());
    assert!(
        matches!(problem, Problem::Forged(ref forged) if forged.whose == Whose::Node),
        "{problem}"
    );
    assert_eq!(line, 5);
}

#[test]
fn reordered_and_replayed_lines_are_named() {
    let records = chain(1, 6);
    let order = |order: [usize; 6]| export(order.map(|number| &records[number]));
    let flaw = |text: String| match fault(text.as_bytes()) {
        (line, Problem::Chain(fault)) => (line, fault.flaw),
        (line, other) => panic!("line {line}: {other}"),
    };
    assert_eq!(
        flaw(order([0, 1, 3, 2, 4, 5])),
        (3, ChainFlaw::Missing { expected: 2 })
    );
    assert_eq!(flaw(order([0, 1, 2, 1, 3, 4])), (4, ChainFlaw::Repeated));
}

#[test]
fn every_byte_of_an_export_counts() {
    let text = export(&chain(1, 2)).into_bytes();
    for (at, byte) in text.iter().enumerate() {
        let mut changed = text.clone();
        changed[at] = byte ^ 1 << (at % 8);
        let line = 1 + text[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        assert_eq!(fault(&changed).0, line, "byte {at}");
    }
}

#[test]
fn an_export_that_is_cut_off_inside_a_line_is_told() {
    let text = export(&chain(1, 2));
    for short in 1..200 {
        let (line, problem) = fault(&text.as_bytes()[..text.len() - short]);
        assert!(matches!(problem, Problem::CutShort), "{problem}");
        assert_eq!(line, 2);
    }
}

#[test]
fn lines_have_one_form() {
    let line = write_line(&chain(1, 1)[0]);
    let wrong = [
        String::new(),
        format!("{line}\r"),
        format!(" {line}"),
        line.replacen("{\"body\":", "{\"about\":1,\"body\":", 1),
        line.replacen(":{", ": {", 1),
        line.replacen("\"body\":{\"number\":0}", "\"body\":0", 1),
        line.replacen("\"body\":{\"number\":0}", "\"body\":{\"number\":00}", 1),
        line.replacen(
            "\"body\":{\"number\":0}",
            "\"body\":{\"number\":0,\"number\":0}",
            1,
        ),
    ];
    for wrong in wrong {
        assert_ne!(wrong, line);
        assert!(read_line(wrong.as_bytes()).is_err(), "{wrong}");
        assert_eq!(fault(format!("{wrong}\n").as_bytes()).0, 1);
    }
}

#[test]
fn a_line_without_end_is_not_read_into_memory() {
    let endless = std::io::BufReader::new(std::io::repeat(b'x'));
    let fault = verify_stream(endless, &mut Chains::any(), drop).unwrap_err();
    assert!(
        fault.to_string().contains(&MAX_LINE_BYTES.to_string()),
        "{fault}"
    );
}

#[test]
fn a_withheld_body_breaks_nothing_and_can_be_given_back() {
    let records = chain(1, 3);
    let withheld = records[1].clone().into_record().without_body();
    let line = write_line(&withheld);
    assert!(line.starts_with("{\"body\":null,"));
    let text = [
        write_line(&records[0]),
        line,
        write_line(&records[2]),
        String::new(),
    ]
    .join("\n");
    let (taken, fault) = taken(text.as_bytes());
    assert!(fault.is_none());
    assert_eq!((taken[1].id(), taken[1].body()), (records[1].id(), None));
    let body = records[1].body().unwrap().clone();
    assert_eq!(withheld.clone().with_body(body).unwrap(), *records[1]);
    let other = records[2].body().unwrap().clone();
    assert!(withheld.with_body(other).is_err());
}

#[test]
fn every_line_is_examined_whatever_stands_before_it() {
    let mut lines: Vec<_> = chain(1, 6)
        .iter()
        .map(|record| write_line(record) + "\n")
        .collect();
    lines[1] = "{}\n".into();
    lines[3] = lines[3].replace("vote", "note");
    lines.insert(4, "x".repeat(3 * MAX_LINE_BYTES) + "\n");
    let text = lines.concat();
    let mut verdicts = Vec::new();
    let broken = examine_stream(&text.as_bytes()[..text.len() - 1], |line, verdict| {
        verdicts.push((line, verdict));
        ControlFlow::<()>::Continue(())
    });
    assert!(broken.is_none());
    let numbers: Vec<u64> = verdicts.iter().map(|(line, _)| *line).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
    let wrong: Vec<_> = verdicts
        .into_iter()
        .filter_map(|(line, verdict)| Some((line, verdict.err()?)))
        .collect();
    assert!(
        matches!(
            wrong.as_slice(),
            [
                (2, Problem::Line(LineError::Fault(_))),
                (4, Problem::Forged(_)),
                (5, Problem::Line(LineError::TooLong)),
                (7, Problem::CutShort),
            ]
        ),
        "{wrong:?}"
    );
}
