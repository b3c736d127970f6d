use std::collections::BTreeMap;

use super::{Ledger, LedgerFault, Standing};
use crate::{
    Seed,
    entry::Entry,
    key::MemberKey,
    space::{Founding, Regrouping, Space},
};

fn key(n: u8) -> MemberKey {
    MemberKey::from_secret(&[n; 32]).expect("a key")
}

/// A founding, an epoch with a second member, words of theirs.
fn log() -> [Entry; 3] {
    let founding = Founding {
        name: "Сад".to_owned(),
        founder: "Анна".to_owned(),
    };
    let founding = founding.entry(&key(1), &Seed([1; 32])).expect("founded");
    let mut anna = Space::begin(key(1), &founding).expect("a space");
    let adding = Regrouping {
        added: vec![(key(2).member(), "Борис".to_owned())],
        ..Regrouping::default()
    };
    let epoch = anna.regroup(&adding, &Seed([2; 32])).expect("an epoch");
    anna.take(&epoch).expect("taken");
    let mut boris = Space::begin(key(2), &founding).expect("a space");
    boris.take(&epoch).expect("taken");
    let words = boris.entry(b"words", &Seed([3; 32])).expect("words");
    [founding, epoch, words].map(|bytes| Entry::read(&bytes).expect("an entry"))
}

#[test]
fn whoever_has_no_key_judges_as_members_do() {
    let [founding, epoch, words] = log();
    let mut ledger = Ledger::begin(&founding).expect("a ledger");
    let early = ledger.judge(&words);
    assert!(matches!(early, Err(LedgerFault::Missing { missing, .. }) if missing == epoch.id));
    for entry in [&epoch, &words] {
        assert_eq!(ledger.append(entry), Ok(Standing::Next));
        assert_eq!(ledger.append(entry), Ok(Standing::Known));
    }
    assert_eq!(ledger.current_id(), epoch.id);
    assert_eq!(ledger.len(), 3);
}

#[test]
fn a_ledger_that_is_resumed_from_its_epochs_goes_on_as_before() {
    let [founding, epoch, words] = log();
    let last = BTreeMap::from([(founding.author, epoch.id)]);
    let resumed = Ledger::resume(&[founding.clone(), epoch.clone()], last).expect("resumed");
    assert_eq!(resumed.judge(&words), Ok(Standing::Next));
    assert_eq!(resumed.judge(&epoch), Ok(Standing::Known));
    assert_eq!(resumed.current_id(), epoch.id);
    let none = Ledger::resume(&[], BTreeMap::new());
    assert_eq!(none, Err(LedgerFault::NoBeginning));
    let none = Ledger::resume(&[epoch], BTreeMap::new());
    assert_eq!(none, Err(LedgerFault::NoBeginning));
}
