//! Whether what was verified is what a running node has.

use std::{cmp::Ordering, collections::BTreeMap};

use secta_record::{Head, RecordId, hex};
use secta_rules::{
    Audit,
    audit::{Audited, Fault},
    dump::View,
};

use super::node::{Node, Told};

/// What the comparison came to, by community.
pub(super) type Agreements = BTreeMap<RecordId, Agreement>;

/// How a community compares with the node's.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The last record and the state are the same.
    Same,
    /// The node has more records; those before them are the same, and with them the state is.
    Ahead {
        /// How many more.
        records: u64,
    },
    /// The node has it, the export does not.
    OnlyThere {
        /// The name that the node gives it.
        name: Option<String>,
    },
    /// They differ.
    Differs(Difference),
}

/// What differs first.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// The node does not know the community.
    Unknown,
    /// The export itself is not whole: there is nothing to compare.
    NotWhole,
    /// The node lacks the last records.
    Behind {
        /// How many.
        records: u64,
    },
    /// The node has another history: not this record.
    OtherRecord {
        /// The record that it has not.
        head: Head,
    },
    /// The records that only the node has are wrong.
    Tail {
        /// The first fault among them.
        fault: Option<Box<Fault>>,
    },
    /// The records are the same, and the state is not.
    State {
        /// The first line that differs, where it could be seen: its number, ours, the node's.
        line: Option<(usize, String, String)>,
    },
}

/// Compares all communities with a node's. Records that only the node has are read into the audit.
///
/// # Errors
///
/// When the node does not answer.
pub(super) async fn compare(audit: &mut Audit, node: &Node) -> anyhow::Result<Agreements> {
    let mut told = node.communities().await?;
    let mut all = Agreements::new();
    let ours: Vec<RecordId> = audit.communities().keys().copied().collect();
    for id in ours {
        let agreement = match told.remove(&id) {
            Some(told) => one(audit, node, &told).await?,
            None => Agreement::Differs(Difference::Unknown),
        };
        all.insert(id, agreement);
    }
    let rest = told.into_iter();
    all.extend(rest.map(|(id, it)| (id, Agreement::OnlyThere { name: it.name })));
    Ok(all)
}

async fn one(audit: &mut Audit, node: &Node, told: &Told) -> anyhow::Result<Agreement> {
    let Some(ours) = whole(audit, &told.id) else {
        return Ok(Agreement::Differs(Difference::NotWhole));
    };
    let records = told.head.seq.abs_diff(ours.seq);
    let found = match ours.seq.cmp(&told.head.seq) {
        Ordering::Less => tail(audit, node, told, ours).await?,
        Ordering::Equal if ours.id == told.head.id => None,
        Ordering::Equal => Some(Difference::OtherRecord { head: ours }),
        Ordering::Greater => Some(behind(audit, told, ours, records)),
    };
    let found = match found {
        Some(found) => Some(found),
        None => state(audit, node, told).await?,
    };
    Ok(match found {
        Some(difference) => Agreement::Differs(difference),
        None if records > 0 => Agreement::Ahead { records },
        None => Agreement::Same,
    })
}

/// The last record of a community of which nothing is missing.
fn whole(audit: &Audit, id: &RecordId) -> Option<Head> {
    let audited = audit.communities().get(id)?;
    let replayed = audited.replayed()?;
    let whole = |chain: secta_rules::audit::ChainView| chain.head == chain.followed;
    audited.chains().all(whole).then_some(replayed)
}

/// Reads on where the node has more.
async fn tail(
    audit: &mut Audit,
    node: &Node,
    told: &Told,
    ours: Head,
) -> anyhow::Result<Option<Difference>> {
    let (before, lines) = (audit.fault_count(), audit.lines());
    if !node.pull(told, Some(ours.id), audit).await? {
        return Ok(Some(Difference::OtherRecord { head: ours }));
    }
    let reached = whole(audit, &told.id).map(|head| head.id);
    if audit.fault_count() == before && reached == Some(told.head.id) {
        return Ok(None);
    }
    let fault = audit.faults().into_iter().find(|fault| fault.line > lines);
    let fault = fault.map(Box::new);
    Ok(Some(Difference::Tail { fault }))
}

fn behind(audit: &Audit, told: &Told, ours: Head, records: u64) -> Difference {
    let audited = audit.communities().get(&told.id);
    let known = audited.and_then(|audited| audited.id_at(told.head.seq));
    match known == Some(told.head.id) {
        true => Difference::Behind { records },
        false => Difference::OtherRecord { head: ours },
    }
}

async fn state(audit: &Audit, node: &Node, told: &Told) -> anyhow::Result<Option<Difference>> {
    let Some(ours) = audit.communities().get(&told.id).map(Audited::state) else {
        return Ok(Some(Difference::Unknown));
    };
    if hex::encode(&ours.digest(View::Public)) == told.state {
        return Ok(None);
    }
    let theirs = node.state(told).await?;
    let line = theirs.and_then(|theirs| first_difference(&ours.dump(View::Public), &theirs));
    Ok(Some(Difference::State { line }))
}

/// The first line in which two texts differ, from 1, and both forms of it.
fn first_difference(ours: &str, theirs: &str) -> Option<(usize, String, String)> {
    let (mut ours, mut theirs) = (ours.lines(), theirs.lines());
    for number in 1.. {
        let (a, b) = (ours.next(), theirs.next());
        if a.is_none() && b.is_none() {
            return None;
        }
        if a != b {
            let text = |line: Option<&str>| line.unwrap_or_default().to_owned();
            return Some((number, text(a), text(b)));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_found() {
        let line = |ours, theirs| first_difference(ours, theirs).map(|(number, ..)| number);
        assert_eq!(line("a\nb\n", "a\nb\n"), None);
        assert_eq!(line("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(line("a\n", "a\nc\n"), Some(2));
        assert_eq!(line("a\n", ""), Some(1));
    }
}
