//! Every way to be in the wrong place is named.

use secta_record::{ChainFlaw, ChainId, Chains, Draft, Head, PublicKey, Verified};

use crate::making::{chain, draft, founding, next, signer};

/// Appends these records; the last one fails, and changes nothing.
fn fails<'a>(mut chains: Chains, records: impl IntoIterator<Item = &'a Verified>) -> ChainFlaw {
    let records: Vec<_> = records.into_iter().collect();
    let (last, others) = records.split_last().unwrap();
    others
        .iter()
        .for_each(|record| chains.append(record).unwrap());
    let before = chains.clone();
    let fault = chains.append(last).unwrap_err();
    assert_eq!((fault.id, fault.seq), (last.id(), last.envelope().seq));
    assert_eq!(*fault.chain, ChainId::of(last));
    assert_eq!(chains, before);
    fault.flaw
}

#[test]
fn a_whole_chain_is_taken_and_has_a_head() {
    let records = chain(1, 5);
    let mut chains = Chains::of(records[0].id());
    records
        .iter()
        .for_each(|record| chains.append(record).unwrap());
    let id = ChainId::of(&records[3]);
    assert_eq!(
        chains.head(&id),
        Some(Head {
            seq: 4,
            id: records[4].id()
        })
    );
    assert_eq!(
        chains.heads().collect::<Vec<_>>(),
        [(&id, Head::of(&records[4]))]
    );
    let ids: Vec<_> = records.iter().map(|record| record.id()).collect();
    assert_eq!(chains.get(&id).unwrap().ids(), ids);
}

#[test]
fn a_missing_record_is_named_by_its_number() {
    let records = chain(1, 4);
    let flaw = fails(Chains::any(), [&records[0], &records[1], &records[3]]);
    assert_eq!(flaw, ChainFlaw::Missing { expected: 2 });
    assert_eq!(
        fails(Chains::any(), [&records[1]]),
        ChainFlaw::Missing { expected: 0 }
    );
}

#[test]
fn a_replayed_record_is_named() {
    let records = chain(1, 3);
    for replayed in &records {
        let flaw = fails(Chains::any(), records.iter().chain([replayed]));
        assert_eq!(flaw, ChainFlaw::Repeated);
    }
}

#[test]
fn a_fork_is_named_with_the_record_that_was_there_first() {
    let records = chain(1, 3);
    let other = next(1, &records[0], 77);
    let known = records[1].id();
    assert_eq!(
        fails(Chains::any(), records.iter().chain([&other])),
        ChainFlaw::Fork { known }
    );
    let after = next(1, &other, 78);
    let flaw = fails(Chains::any(), [&records[0], &records[1], &after]);
    assert_eq!(
        flaw,
        ChainFlaw::WrongPrevious {
            expected: known,
            found: other.id()
        }
    );
}

#[test]
fn a_foreign_community_is_named() {
    let (ours, theirs) = (chain(1, 2), chain(2, 2));
    let flaw = fails(Chains::of(ours[0].id()), ours.iter().chain([&theirs[1]]));
    assert_eq!(flaw, ChainFlaw::ForeignCommunity(theirs[0].id()));
    let flaw = fails(Chains::of(ours[0].id()), [&theirs[0]]);
    assert_eq!(flaw, ChainFlaw::ForeignCommunity(theirs[0].id()));
}

#[test]
fn a_record_of_one_community_cannot_continue_anothers_chain() {
    let (ours, theirs) = (chain(1, 2), founding(2));
    let moved = Draft {
        community: Some(theirs.id()),
        ..draft(None, "vote", 2)
    };
    let moved = moved.sign(&signer(1), Some(Head::of(&ours[1]))).unwrap();
    assert_eq!(
        fails(Chains::any(), ours.iter().chain([&moved])),
        ChainFlaw::Missing { expected: 0 }
    );
}

#[test]
fn another_nodes_key_cannot_continue_a_chain() {
    let records = chain(1, 3);
    let intruder = next(2, &records[2], 3);
    assert_eq!(
        fails(Chains::any(), records.iter().chain([&intruder])),
        ChainFlaw::Missing { expected: 0 }
    );
    let only = Chains::any().only([signer(1).public()].into());
    let key: PublicKey = signer(2).public();
    assert_eq!(
        fails(only, records.iter().chain([&intruder])),
        ChainFlaw::UnknownNode(key)
    );
}

#[test]
fn nodes_and_logs_of_one_community_do_not_disturb_each_other() {
    let records = chain(1, 2);
    let community = Some(records[0].id());
    let wiki = Draft {
        log: "wiki".into(),
        ..draft(community, "page", 1)
    };
    let wiki = wiki.sign(&signer(1), None).unwrap();
    let other = draft(community, "vote", 2).sign(&signer(2), None).unwrap();
    let mut chains = Chains::of(records[0].id());
    for record in [&wiki, &records[0], &other, &records[1]] {
        chains.append(record).unwrap();
    }
    assert_eq!(chains.heads().count(), 3);
}

#[test]
fn a_chain_goes_on_from_its_head_alone() {
    let records = chain(1, 5);
    let resumed = || {
        let mut chains = Chains::any();
        chains.resume(ChainId::of(&records[0]), Head::of(&records[2]));
        chains
    };
    let mut chains = resumed();
    records[3..]
        .iter()
        .for_each(|record| chains.append(record).unwrap());
    assert_eq!(
        fails(resumed(), [&records[4]]),
        ChainFlaw::Missing { expected: 3 }
    );
    assert_eq!(fails(resumed(), [&records[2]]), ChainFlaw::Repeated);
    assert_eq!(
        fails(resumed(), [&records[1]]),
        ChainFlaw::Older { from: 2 }
    );
}
