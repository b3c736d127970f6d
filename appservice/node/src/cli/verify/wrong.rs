//! What is wrong, and what differs from a node's, in words.

use secta_record::{ChainFlaw, Whose};
use secta_rules::audit::{Fault, Flaw};

use super::{
    agree::{Agreement, Agreements, Difference},
    report::Report,
};
use crate::cli::telling::Telling;

/// Names a fault, indented by so many steps.
pub(super) fn tell_fault(fault: &Fault, depth: usize, out: &mut Telling) {
    let what = flaw(&fault.flaw, out);
    let told = [("line", fault.line.to_string()), ("what", what)];
    out.line(depth, "verify-fault", &told);
    if let Some(place) = &fault.place {
        let told = [
            ("seq", place.seq.to_string()),
            ("log", place.chain.log.clone()),
            ("community", place.chain.community.to_string()),
        ];
        out.line(depth + 2, "verify-fault-place", &told);
    }
    if let Some(id) = &fault.id {
        out.line(depth + 2, "verify-fault-record", &[("id", id.to_string())]);
    }
}

/// The name of a flaw, for programs.
pub(super) fn kind(flaw: &Flaw) -> &'static str {
    match flaw {
        Flaw::CutShort => "cut_short",
        Flaw::Line(_) => "no_record",
        Flaw::Forged(_) => "signature",
        Flaw::UnknownCommunity => "unknown_community",
        Flaw::ForeignNode { .. } => "foreign_node",
        Flaw::Missing { .. } => "missing",
        Flaw::Reordered { .. } => "reordered",
        Flaw::Chain(ChainFlaw::Repeated) => "repeated",
        Flaw::Chain(_) => "chain",
        Flaw::Malformed(_) => "body",
        Flaw::Unlawful(_) => "unlawful",
    }
}

fn flaw(flaw: &Flaw, out: &Telling) -> String {
    let reason =
        |id, reason: &dyn std::fmt::Display| out.word(id, &[("reason", reason.to_string())]);
    match flaw {
        Flaw::CutShort => out.word("verify-flaw-cut-short", &[]),
        Flaw::Line(error) => reason("verify-flaw-line", error),
        Flaw::Forged(Whose::Node) => out.word("verify-flaw-node", &[]),
        Flaw::Forged(Whose::Author) => out.word("verify-flaw-author", &[]),
        Flaw::UnknownCommunity => out.word("verify-flaw-unknown", &[]),
        Flaw::ForeignNode { expected } => reason("verify-flaw-foreign", expected),
        Flaw::Missing { from, to } => {
            let told = [("from", from.to_string()), ("to", to.to_string())];
            out.word("verify-flaw-missing", &told)
        }
        Flaw::Reordered { expected } => reason("verify-flaw-reordered", expected),
        Flaw::Chain(ChainFlaw::Repeated) => out.word("verify-flaw-repeated", &[]),
        Flaw::Chain(flaw) => reason("verify-flaw-chain", flaw),
        Flaw::Malformed(fault) => reason("verify-flaw-body", fault),
        Flaw::Unlawful(unlawful) => reason("verify-flaw-unlawful", unlawful),
    }
}

/// Tells how the communities compare with a node's.
pub(super) fn tell_agreements(report: &Report, agreements: &Agreements, out: &mut Telling) {
    for (id, agreement) in agreements {
        let ours = report.communities.iter().find(|it| it.id == *id);
        let name = match agreement {
            Agreement::OnlyThere { name } => name.clone(),
            Agreement::Same | Agreement::Ahead { .. } | Agreement::Differs(_) => {
                ours.and_then(|it| it.name.clone())
            }
        };
        let mut told = vec![
            ("name", name.unwrap_or_default()),
            ("community", id.to_string()),
        ];
        let phrase = match agreement {
            Agreement::Same => "verify-node-same",
            Agreement::Ahead { records } => {
                told.push(("records", records.to_string()));
                "verify-node-ahead"
            }
            Agreement::OnlyThere { .. } => "verify-node-only",
            Agreement::Differs(difference) => differs(difference, &mut told),
        };
        out.line(0, phrase, &told);
        if let Agreement::Differs(difference) = agreement {
            tell_details(difference, out);
        }
    }
}

/// The phrase of a difference; adds its arguments.
fn differs(difference: &Difference, told: &mut Vec<(&'static str, String)>) -> &'static str {
    match difference {
        Difference::Unknown => "verify-node-unknown",
        Difference::NotWhole => "verify-node-not-whole",
        Difference::Behind { records } => {
            told.push(("records", records.to_string()));
            "verify-node-behind"
        }
        Difference::OtherRecord { head } => {
            told.push(("seq", head.seq.to_string()));
            told.push(("id", head.id.to_string()));
            "verify-node-other-record"
        }
        Difference::Tail { .. } => "verify-node-tail",
        Difference::State { .. } => "verify-node-state",
    }
}

fn tell_details(difference: &Difference, out: &mut Telling) {
    match difference {
        Difference::Tail { fault: Some(fault) } => tell_fault(fault, 1, out),
        Difference::State {
            line: Some((number, ours, theirs)),
        } => {
            let told = [
                ("number", number.to_string()),
                ("ours", ours.clone()),
                ("theirs", theirs.clone()),
            ];
            out.line(1, "verify-node-line", &told);
        }
        Difference::Tail { fault: None }
        | Difference::State { line: None }
        | Difference::Unknown
        | Difference::NotWhole
        | Difference::Behind { .. }
        | Difference::OtherRecord { .. } => {}
    }
}
