use super::*;
use crate::{
    EntryId, SealFault, SpaceId,
    entry::{Body, Entry, EntryFault, Unsigned},
    ledger::LedgerFault,
    space::{SpaceFault, Taken, Trouble},
};

fn words(village: &Village, by: u8, under: EntryId) -> Unsigned {
    Unsigned {
        space: village.seen_by(1).id(),
        epoch: under,
        previous: village.seen_by(1).ledger().last_of(&key(by).id()),
        body: Body::Words(vec![7; 600]),
    }
}

fn taken(village: &Village, entry: &[u8]) -> Result<Taken, SpaceFault> {
    village.seen_by(1).take(entry)
}

fn current(village: &Village) -> EntryId {
    village.seen_by(1).ledger().current_id()
}

#[test]
fn strangers_write_nothing() {
    let village = Village::new();
    let entry = words(&village, 9, current(&village))
        .sign(&key(9))
        .expect("signed");
    let author = key(9).id();
    let fault = SpaceFault::Ledger(LedgerFault::Stranger { author });
    assert_eq!(taken(&village, &entry), Err(fault));
}

#[test]
fn the_removed_write_nothing_under_no_epoch_and_begin_none() {
    let mut village = Village::new();
    village.regroups(1, &adding(2, "Борис"));
    let with_him = current(&village);
    let boris = village.seen_by(2);
    let comeback = boris
        .regroup(&adding(3, "Вера"), &seed(9))
        .expect("an epoch");
    village.regroups(1, &removing(2));
    let author = key(2).id();
    let removed = SpaceFault::Ledger(LedgerFault::Removed { author });
    let back_dated = words(&village, 2, with_him).sign(&key(2)).expect("signed");
    assert_eq!(taken(&village, &back_dated), Err(removed.clone()));
    assert_eq!(taken(&village, &comeback), Err(removed));
    let now = words(&village, 2, current(&village))
        .sign(&key(2))
        .expect("signed");
    let stranger = SpaceFault::Ledger(LedgerFault::Stranger { author });
    assert_eq!(taken(&village, &now), Err(stranger));
}

#[test]
fn what_was_written_in_one_space_is_nothing_in_another() {
    let mut village = Village::new();
    let entry = village.writes(1, &text("А", "слово"));
    let founding = Founding {
        name: "Другая".to_owned(),
        founder: "Анна".to_owned(),
    };
    let founding = founding.entry(&key(1), &seed(77)).expect("founded");
    let mut other = Space::begin(key(1), &founding).expect("a space");
    let fault = LedgerFault::OtherSpace(village.seen_by(1).id());
    assert_eq!(other.take(&entry), Err(fault.into()));
    assert!(
        other.take(&village.log[0]).is_err(),
        "nor is it founded twice"
    );
    // Nor where its space and epoch are written over: then its signature is not right.
    let mut moved = entry.clone();
    moved[5..37].copy_from_slice(&other.id().0);
    moved[37..69].copy_from_slice(&other.ledger().current_id().0);
    let author = key(1).id();
    assert_eq!(
        other.take(&moved),
        Err(EntryFault::Forged { author }.into())
    );
}

#[test]
fn words_that_another_has_sealed_do_not_open_under_ones_own_name() {
    let mut village = Village::new();
    village.regroups(1, &adding(2, "Борис"));
    let entry = village.writes(1, &text("А", "слово"));
    let Body::Words(sealed) = Entry::read(&entry).expect("an entry").body else {
        panic!("words");
    };
    let stolen = Unsigned {
        body: Body::Words(sealed),
        ..words(&village, 2, current(&village))
    };
    village.log.push(stolen.sign(&key(2)).expect("signed"));
    let space = village.seen_by(1);
    let [Trouble::Sealed(_, SealFault)] = space.troubles() else {
        panic!("{:?}", space.troubles());
    };
    assert_eq!(texts(&space), ["слово"]);
}

#[test]
fn an_entry_is_neither_repeated_nor_left_out_unnoticed() {
    let mut village = Village::new();
    let first = village.writes(1, &text("А", "раз"));
    let second = village.writes(1, &text("А", "два"));
    let id = |entry: &[u8]| Entry::read(entry).expect("an entry").id;
    let mut space = Space::begin(key(1), &village.log[0]).expect("a space");
    assert_eq!(space.take(&second), Ok(Taken::Aside(id(&first))));
    assert_eq!(space.take(&second), Ok(Taken::Aside(id(&first))));
    assert_eq!(space.missing().collect::<Vec<_>>(), [(id(&first), 1)]);
    assert_eq!(space.take(&first), Ok(Taken::New));
    assert_eq!(texts(&space), ["раз", "два"]);
    // Another that follows the first of the two.
    let author = key(1).id();
    let again = Unsigned {
        previous: id(&first),
        ..words(&village, 1, current(&village))
    };
    let again = again.sign(&key(1)).expect("signed");
    let fault = LedgerFault::OutOfTurn { author };
    assert_eq!(space.take(&again), Err(fault.into()));
}

#[test]
fn words_of_an_epoch_that_never_came_wait() {
    let mut village = Village::new();
    let epoch = village.regroups(1, &adding(2, "Борис"));
    let words = village.writes(2, &text("А", "слово"));
    let id = Entry::read(&epoch).expect("an epoch").id;
    let mut space = Space::begin(key(1), &village.log[0]).expect("a space");
    assert_eq!(space.take(&words), Ok(Taken::Aside(id)));
    assert_eq!((space.missing().count(), texts(&space).len()), (1, 0));
    assert_eq!(space.take(&epoch), Ok(Taken::New));
    assert_eq!((space.missing().count(), texts(&space).len()), (0, 1));
}

#[test]
fn an_epoch_whose_key_was_wrapped_for_others_is_named() {
    let mut village = Village::new();
    let entry = village.seen_by(1).regroup(&adding(2, "Борис"), &seed(9));
    let entry = Entry::read(&entry.expect("an epoch")).expect("an epoch");
    let Body::Epoch(honest) = entry.body else {
        panic!("an epoch");
    };
    // Boris is named as a member, but the key is wrapped for Anna alone.
    let alone = crate::wrap::wrap(&[3; 32], &[member(1)]).expect("wrapped");
    let lying = crate::entry::Roster {
        wrapped: alone,
        ..honest
    };
    let unsigned = Unsigned {
        body: Body::Epoch(lying),
        ..words(&village, 1, current(&village))
    };
    village.log.push(unsigned.sign(&key(1)).expect("signed"));
    let boris = village.seen_by(2);
    let told = boris.troubles().iter().map(ToString::to_string);
    let told: Vec<String> = told.collect();
    assert!(told[0].contains("wrapped for others"), "{told:?}");
    // And Anna has one that is not what everybody was promised.
    let anna = village.seen_by(1);
    let told: Vec<String> = anna.troubles().iter().map(ToString::to_string).collect();
    assert!(told[0].contains("not the key of this epoch"), "{told:?}");
}

#[test]
fn an_epoch_skips_no_number() {
    let village = Village::new();
    let entry = village.seen_by(1).regroup(&adding(2, "Борис"), &seed(9));
    let Body::Epoch(roster) = Entry::read(&entry.expect("one")).expect("one").body else {
        panic!("an epoch");
    };
    let unsigned = Unsigned {
        body: Body::Epoch(crate::entry::Roster {
            number: 7,
            ..roster
        }),
        ..words(&village, 1, current(&village))
    };
    let entry = unsigned.sign(&key(1)).expect("signed");
    let fault = LedgerFault::Number {
        number: 7,
        before: 0,
    };
    assert_eq!(taken(&village, &entry), Err(fault.into()));
}

#[test]
fn a_space_begins_with_its_founding_alone() {
    let mut village = Village::new();
    let entry = village.writes(1, &text("А", "слово"));
    let fault = Space::begin(key(1), &entry).err();
    assert_eq!(fault, Some(LedgerFault::NoBeginning.into()));
    let Body::Founded(roster) = Entry::read(&village.log[0]).expect("one").body else {
        panic!("a founding");
    };
    let within = Unsigned {
        space: SpaceId([1; 32]),
        epoch: EntryId::NONE,
        previous: EntryId::NONE,
        body: Body::Founded(roster),
    };
    let within = within.sign(&key(1)).expect("signed");
    assert_eq!(Entry::read(&within), Err(EntryFault::Malformed));
}

#[test]
fn what_is_too_large_is_neither_written_nor_read() {
    let village = Village::new();
    let plain = vec![b'x'; crate::MAX_ENTRY_BYTES];
    let fault = village.seen_by(1).entry(&plain, &seed(9)).err();
    assert!(matches!(
        fault,
        Some(SpaceFault::Entry(EntryFault::Large { .. }))
    ));
    let large = vec![0; crate::MAX_ENTRY_BYTES + 1];
    assert!(matches!(Entry::read(&large), Err(EntryFault::Large { .. })));
}
