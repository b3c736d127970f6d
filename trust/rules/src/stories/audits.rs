//! R13: what is wrong with an export is named, with its line.

use std::sync::LazyLock;

use proptest::prelude::*;
use secta_record::{
    Body, ChainFlaw, Draft, Head, RecordId, Reference, Signer, Verified,
    act::{Act, ActFault, Content, Grant},
    read_line, write_line,
};
use serde_json::json;

use super::{kit::*, record::story};
use crate::{
    Audit, Fact, Unlawful,
    audit::{Audited, Fault, Flaw},
    dump::View,
};

/// A log of records of one node.
struct Log {
    node: Signer,
    community: Option<RecordId>,
    head: Option<Head>,
    lines: Vec<String>,
}

impl Log {
    fn new(node: u8) -> Self {
        let node = Signer::from_secret(&[node; 32]);
        Self {
            node,
            community: None,
            head: None,
            lines: Vec::new(),
        }
    }

    fn of(story: &Story) -> Self {
        let mut log = Self::new(1);
        for fact in story.public() {
            log.take(fact);
        }
        log
    }

    fn take(&mut self, mut fact: Fact) {
        fact.fill(Content {
            text: "words".into(),
            ..Content::default()
        });
        let act = fact.act().expect("public");
        let references = act.references().into_iter().map(Reference);
        let body = Body::new(act.to_body().expect("a body")).unwrap();
        self.sign(Draft {
            author: fact.author.as_str().to_owned(),
            time_ms: fact.time_ms as u64,
            references: references.collect(),
            ..Draft::new(self.community, act.kind(), body)
        });
    }

    fn sign(&mut self, draft: Draft) -> Verified {
        let record = draft.sign(&self.node, self.head).unwrap();
        self.community.get_or_insert(record.id());
        self.head = Some(Head::of(&record));
        self.lines.push(write_line(&record));
        record
    }
}

fn audit(lines: &[String]) -> Audit {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    bytes(text.as_bytes())
}

fn bytes(export: &[u8]) -> Audit {
    let mut audit = Audit::default();
    audit.read(export).expect("bytes can be read");
    audit
}

fn only(audit: &Audit) -> &Audited {
    assert_eq!(audit.communities().len(), 1);
    audit.communities().values().next().expect("one")
}

fn dump(audit: &Audit) -> String {
    only(audit).state().dump(View::Public)
}

/// The faults, by line.
fn flaws(audit: &Audit) -> Vec<(u64, Flaw)> {
    let faults = audit.faults();
    assert_eq!(faults.len() as u64, audit.fault_count());
    faults.into_iter().map(|it| (it.line, it.flaw)).collect()
}

fn lines() -> Vec<String> {
    static LINES: LazyLock<Vec<String>> = LazyLock::new(|| Log::of(&story()).lines);
    LINES.clone()
}

/// The community after the first so many lines.
fn prefix(lines: &[String], count: usize) -> String {
    dump(&audit(&lines[..count]))
}

#[test]
fn a_whole_export_has_no_fault_and_gives_the_state() {
    let story = story();
    let log = Log::of(&story);
    let audit = audit(&log.lines);
    assert_eq!(flaws(&audit), []);
    assert_eq!(dump(&audit), story.state.dump(View::Public));
    let found = only(&audit);
    assert_eq!((found.replayed(), found.withheld()), (log.head, 0));
    assert_eq!(found.kinds().values().sum::<u64>(), audit.lines());
    let chains: Vec<_> = found.chains().collect();
    assert_eq!(chains.len(), 1);
    assert_eq!((chains[0].head, chains[0].followed), (log.head, log.head));
    assert_eq!(chains[0].records, audit.lines());
}

#[test]
fn an_export_may_be_read_in_pieces() {
    let lines = lines();
    let mut pieces = Audit::default();
    for piece in lines.chunks(7) {
        let text: String = piece.iter().map(|line| format!("{line}\n")).collect();
        pieces.read(text.as_bytes()).unwrap();
    }
    assert_eq!(dump(&pieces), prefix(&lines, lines.len()));
    pieces.read(&b"{}\n"[..]).unwrap();
    assert_eq!(pieces.faults()[0].line, lines.len() as u64 + 1);
}

#[test]
fn every_flipped_byte_is_named_with_its_line() {
    let text = Log::of(&Story::of(0)).lines[..2].join("\n") + "\n";
    for (at, byte) in text.bytes().enumerate() {
        let mut flipped = text.clone().into_bytes();
        flipped[at] = byte ^ 1 << (at % 8);
        let ended = text.bytes().take(at).filter(|byte| *byte == b'\n');
        let line = 1 + ended.count() as u64;
        let found = flaws(&bytes(&flipped));
        let named = found.first().map(|(line, _)| *line);
        assert_eq!(named, Some(line), "byte {at}: {found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_flipped_bit_of_a_long_export_stops_the_replay_before_it(place in 0.0..1.0, bit in 0..8_u32) {
        let lines = lines();
        let mut text = (lines.join("\n") + "\n").into_bytes();
        let at = (place * text.len() as f64) as usize;
        let before = text[..at].iter().filter(|byte| **byte == b'\n').count();
        text[at] ^= 1 << bit;
        let audit = bytes(&text);
        prop_assert_eq!(audit.faults()[0].line, before as u64 + 1);
        if before > 0 {
            prop_assert_eq!(dump(&audit), prefix(&lines, before));
        }
    }
}

#[test]
fn what_is_missing_is_named_from_and_to() {
    let lines = lines();
    for (from, to) in [(1, 1), (4, 6), (9, 30)] {
        let kept = [&lines[..from], &lines[to + 1..]].concat();
        let audit = audit(&kept);
        let missing = Flaw::Missing {
            from: from as u64,
            to: to as u64,
        };
        assert_eq!(flaws(&audit), [(from as u64 + 1, missing)]);
        assert_eq!(dump(&audit), prefix(&lines, from));
        let found = only(&audit);
        assert_eq!(found.replayed().map(|head| head.seq), Some(from as u64 - 1));
        let last = found.chains().next().and_then(|chain| chain.head);
        assert_eq!(last.map(|head| head.seq), Some(lines.len() as u64 - 1));
    }
}

#[test]
fn without_the_founding_record_nothing_is_replayed() {
    let lines = lines();
    let audit = audit(&lines[1..]);
    let missing = Flaw::Missing { from: 0, to: 0 };
    assert_eq!(flaws(&audit), [(1, Flaw::UnknownCommunity), (1, missing)]);
    let found = only(&audit);
    assert_eq!((found.state().name(), found.node()), (None, None));
}

#[test]
fn what_is_out_of_order_is_named_and_not_missed() {
    let mut lines = lines();
    let before = prefix(&lines, 5);
    lines.swap(5, 6);
    let audit = audit(&lines);
    assert_eq!(flaws(&audit), [(7, Flaw::Reordered { expected: 7 })]);
    assert_eq!(dump(&audit), before);
    lines.insert(20, lines[6].clone());
    lines.remove(2);
    let repeated = Flaw::Chain(ChainFlaw::Repeated);
    let missing = Flaw::Missing { from: 2, to: 2 };
    let reordered = Flaw::Reordered { expected: 7 };
    let expected = [(3, missing), (6, reordered), (20, repeated)];
    assert_eq!(flaws(&self::audit(&lines)), expected);
}

#[test]
fn what_is_repeated_is_named_and_counts_once() {
    let lines = lines();
    let whole = prefix(&lines, lines.len());
    for (again, at) in [(0, 1), (3, 4), (3, 20), (8, lines.len())] {
        let mut replayed = lines.clone();
        replayed.insert(at, lines[again].clone());
        let audit = audit(&replayed);
        let repeated = Flaw::Chain(ChainFlaw::Repeated);
        assert_eq!(flaws(&audit), [(at as u64 + 1, repeated)]);
        assert_eq!(dump(&audit), whole);
        assert_eq!(
            only(&audit).chains().next().unwrap().records,
            lines.len() as u64
        );
    }
}

#[test]
fn an_act_that_the_rules_do_not_justify_is_named_and_changes_nothing() {
    let story = Story::of(2);
    let mut log = Log::of(&story);
    let mut facts = story.public();
    let whole = prefix(&log.lines, log.lines.len());
    let Some(Act::Publish(publish)) = facts.iter().find_map(|fact| match fact.act() {
        Some(act @ Act::Publish(_)) => Some(act.clone()),
        _ => None,
    }) else {
        panic!("something was published");
    };
    let grant = Act::Grant(Grant {
        account: account("t1"),
        item: publish.item,
        why: publish.why,
    });
    log.take(Fact::public(story.now_ms, &account(SERVICE), grant));
    log.take(facts.pop().expect("a fact"));
    let audit = audit(&log.lines);
    let found = flaws(&audit);
    let unlawful = |flaw: &Flaw| matches!(flaw, Flaw::Unlawful(_));
    let last = log.lines.len() as u64;
    let named: Vec<_> = found
        .iter()
        .map(|(line, it)| (*line, unlawful(it)))
        .collect();
    assert_eq!(named, [(last - 1, true), (last, true)], "{found:?}");
    assert_eq!(dump(&audit), whole);
    assert_eq!(only(&audit).replayed(), log.head);
}

#[test]
fn an_act_of_the_past_is_unlawful() {
    let story = Story::of(1);
    let mut log = Log::of(&story);
    let mut late = story.public().pop().expect("a fact");
    late.time_ms = 5;
    log.take(late);
    let found = flaws(&audit(&log.lines));
    assert!(
        matches!(
            found.as_slice(),
            [(_, Flaw::Unlawful(Unlawful::BackInTime { time_ms: 5, .. }))]
        ),
        "{found:?}"
    );
}

#[test]
fn records_of_an_unknown_community_are_named_once() {
    let mut lines = lines();
    let mut other = Log::new(2);
    other.community = Some(RecordId([9; 32]));
    for kind in ["vote", "post"] {
        let body = Body::new(json!({})).unwrap();
        let author = "@x:x".to_owned();
        other.sign(Draft {
            author,
            ..Draft::new(other.community, kind, body)
        });
    }
    let count = lines.len() as u64;
    lines.extend(other.lines);
    let audit = audit(&lines);
    assert_eq!(flaws(&audit), [(count + 1, Flaw::UnknownCommunity)]);
    let stranger = &audit.communities()[&RecordId([9; 32])];
    assert_eq!((stranger.node(), stranger.replayed()), (None, None));
    let place = audit.faults()[0].place.clone().expect("a place");
    assert_eq!((place.chain.community, place.seq), (RecordId([9; 32]), 0));
}

#[test]
fn another_node_writes_nothing_into_the_log_of_the_rules() {
    let story = Story::of(1);
    let log = Log::of(&story);
    let mut foreign = Log::new(2);
    foreign.community = log.community;
    foreign.take(story.public().pop().expect("a fact"));
    let lines = [log.lines.clone(), foreign.lines].concat();
    let audit = audit(&lines);
    let expected = log.node.public();
    assert_eq!(
        flaws(&audit),
        [(lines.len() as u64, Flaw::ForeignNode { expected })]
    );
    assert_eq!(dump(&audit), prefix(&log.lines, log.lines.len()));
}

#[test]
fn a_fork_and_a_broken_link_are_named() {
    let story = Story::of(2);
    let log = Log::of(&story);
    let mut other = Log::of(&story);
    other.lines.truncate(4);
    let last = read_line(other.lines[3].as_bytes()).unwrap();
    other.head = Some(Head::of(&last));
    for fact in story.public().into_iter().skip(4).take(2) {
        let time_ms = fact.time_ms + 1;
        other.take(Fact { time_ms, ..fact });
    }
    let mut forked = log.lines.clone();
    forked.insert(6, other.lines[4].clone());
    let known = read_line(log.lines[4].as_bytes()).unwrap().id();
    let fork = Flaw::Chain(ChainFlaw::Fork { known });
    assert_eq!(flaws(&audit(&forked)), [(7, fork)]);
    let mut broken = log.lines[..6].to_vec();
    broken[5] = other.lines[5].clone();
    let found = flaws(&audit(&broken));
    assert!(
        matches!(
            found.as_slice(),
            [(6, Flaw::Chain(ChainFlaw::WrongPrevious { .. }))]
        ),
        "{found:?}"
    );
    assert_eq!(dump(&audit(&broken)), prefix(&log.lines, 5));
}

#[test]
fn a_body_that_is_not_of_its_kind_is_named_and_an_unknown_kind_is_kept() {
    let mut log = Log::of(&Story::of(1));
    let whole = prefix(&log.lines, log.lines.len());
    for kind in ["hymn", "vote"] {
        let body = Body::new(json!({ "sung": true })).unwrap();
        let author = "@ann:x".to_owned();
        log.sign(Draft {
            author,
            ..Draft::new(log.community, kind, body)
        });
    }
    let audit = audit(&log.lines);
    let found = flaws(&audit);
    let malformed = |flaw: &Flaw| matches!(flaw, Flaw::Malformed(ActFault::Malformed { kind, .. }) if kind == "vote");
    assert!(found.len() == 1 && malformed(&found[0].1), "{found:?}");
    assert_eq!(only(&audit).kinds()["hymn"], 1);
    assert_eq!(dump(&audit), whole);
}

#[test]
fn a_withheld_body_is_no_fault() {
    let lines = lines();
    let withhold = |line: &String| {
        let record = read_line(line.as_bytes()).unwrap();
        match record.envelope().kind.as_str() {
            "post" | "released_post" | "comment" | "released_comment" | "silence_vote" => {
                write_line(&record.without_body())
            }
            _ => line.clone(),
        }
    };
    let withheld: Vec<String> = lines.iter().map(withhold).collect();
    let audit = audit(&withheld);
    assert_eq!(flaws(&audit), []);
    assert_eq!(dump(&audit), prefix(&lines, lines.len()));
    assert!(only(&audit).withheld() > 10);
}

#[test]
fn an_export_that_is_cut_short_is_told() {
    let text = lines().join("\n");
    let found = flaws(&bytes(text.as_bytes()));
    assert!(
        matches!(found.as_slice(), [(_, Flaw::CutShort)]),
        "{found:?}"
    );
}

#[test]
fn of_very_many_faults_a_thousand_are_named_and_all_counted() {
    let audit = bytes("{}\n".repeat(1_500).as_bytes());
    assert_eq!((audit.faults().len(), audit.fault_count()), (1_000, 1_500));
    let Fault { line, id, .. } = &audit.faults()[0];
    assert_eq!((*line, *id), (1, None));
}
