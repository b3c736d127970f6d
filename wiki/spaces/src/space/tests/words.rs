use proptest::prelude::*;

use super::*;
use crate::{
    EntryId,
    entry::Entry,
    plain,
    space::{SpaceFault, Taken},
};

#[test]
fn members_read_what_members_write_and_nobody_else_does() {
    let mut village = Village::new();
    village.regroups(1, &adding(2, "Борис"));
    village.writes(1, &text("Рецепт", "Две ложки чая"));
    village.writes(2, &text("Общее:Рецепт", "И одна мёда"));
    for n in [1, 2] {
        let space = village.seen_by(n);
        assert_eq!(texts(&space), ["Две ложки чая", "И одна мёда"]);
        assert_eq!(space.name(), Some("Тайный сад"));
        assert_eq!(space.name_of(&key(2).id()), Some("Борис"));
        assert!(space.troubles().is_empty());
        let authors: Vec<&str> = space.revisions().iter().map(|it| &*it.author).collect();
        assert_eq!(authors, [key(1).id().to_string(), key(2).id().to_string()]);
    }
    let stranger = village.seen_by(3);
    assert_eq!((texts(&stranger).len(), stranger.unread()), (0, 2));
    assert_eq!((stranger.name(), stranger.is_member()), (None, false));
    let log = village.log.concat();
    for word in ["Рецепт", "ложки", "Тайный", "Анна", "Борис"] {
        let found = log.windows(word.len()).any(|part| part == word.as_bytes());
        assert!(!found, "{word} stands in the log");
    }
}

#[test]
fn a_draft_waits_sealed_and_keeps_its_name_when_an_epoch_begins_before_it_is_sent() {
    let mut village = Village::new();
    village.regroups(1, &adding(2, "Борис"));
    let written = text("Рецепт", "Две ложки чая");
    let before = village.seen_by(1);
    let draft = before.draft(&written, &seed(200)).expect("a draft");
    assert!(!draft.windows(8).any(|part| part == "ложк".as_bytes()));
    village.regroups(2, &adding(3, "Вера"));
    let now = village.seen_by(1);
    let plain = now.open_draft(&draft).expect("opened");
    let name = before.revision_id(&plain).expect("a name");
    let entry = now.entry(&plain, &seed(201)).expect("an entry");
    village.log.push(entry);
    let vera = village.seen_by(3);
    assert!(vera.has(&name));
    assert_eq!(texts(&vera), ["Две ложки чая"]);
    let fault = village.seen_by(2).open_draft(&draft).err();
    assert!(
        matches!(fault, Some(SpaceFault::Seal(_))),
        "another's draft"
    );
    let elsewhere = Village::new().seen_by(1).open_draft(&draft).err();
    assert!(matches!(elsewhere, Some(SpaceFault::Seal(_))));
}

#[test]
fn what_is_sent_twice_is_read_once() {
    let mut village = Village::new();
    let written = text("Рецепт", "Две ложки чая");
    village.writes(1, &written);
    village.writes(1, &written);
    let space = village.seen_by(1);
    assert_eq!((texts(&space).len(), space.ledger().len()), (1, 3));
    let mut again = village.seen_by(1);
    for entry in &village.log {
        assert_eq!(again.take(entry), Ok(Taken::Known));
    }
}

#[test]
fn words_that_are_no_revision_are_named_and_stop_nothing() {
    let mut village = Village::new();
    let space = village.seen_by(1);
    let entry = space
        .entry(b"{\"no\":\"revision\"}", &seed(9))
        .expect("sealed");
    village.log.push(entry);
    village.writes(1, &text("Рецепт", "Две ложки чая"));
    let space = village.seen_by(1);
    assert_eq!((space.troubles().len(), texts(&space).len()), (1, 1));
}

#[test]
fn a_revision_comes_back_from_its_bytes_whatever_it_does() {
    let file = secta_wiki::revision::Attachment {
        name: "a.png".to_owned(),
        content_type: "image/png".to_owned(),
        bytes: 3,
        blake3: [7; 32],
        text: "Вид".to_owned(),
    };
    let moved = "Другая".parse().expect("a title");
    for change in [
        Change::Text(String::new()),
        Change::Deleted,
        Change::Moved(moved),
        Change::File(file),
    ] {
        let mut written = text("Файл:a.png", "");
        written.body.change = change;
        written.body.comment = "зачем".to_owned();
        written.parents = vec![secta_wiki::RevisionId([1; 32])];
        let bytes = written.to_bytes(key(1).id()).expect("bytes");
        let revision = plain::revision(&bytes, key(1).id()).expect("a revision");
        assert_eq!(revision.body, Some(written.body));
        assert_eq!(revision.parents, written.parents);
        let other = plain::revision(&bytes, key(2).id()).expect("a revision");
        assert_ne!(revision.id, other.id, "a name is its author's");
    }
}

/// A log with several authors, epochs among the words.
fn long() -> Village {
    let mut village = Village::new();
    village.writes(1, &text("А", "один"));
    village.regroups(1, &adding(2, "Борис"));
    village.writes(2, &text("А", "два"));
    village.regroups(2, &adding(3, "Вера"));
    village.writes(3, &text("Б", "три"));
    village.regroups(1, &removing(2));
    village.writes(3, &text("В", "четыре"));
    village.writes(1, &text("В", "пять"));
    village
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn entries_that_come_late_wait_for_those_before_them(at in 1_usize..8) {
        let village = long();
        let mut space = Space::begin(key(1), &village.log[0]).expect("a space");
        let (late, id) = (&village.log[at], Entry::read(&village.log[at]).expect("one").id);
        for entry in village.log[1..].iter().filter(|entry| *entry != late) {
            let _ = space.take(entry);
        }
        // Whatever follows it waits for it, and is named as waiting; where nothing follows, nothing waits.
        let waits: Vec<EntryId> = space.missing().map(|(id, _)| id).collect();
        prop_assert!(waits.is_empty() || waits.contains(&id));
        space.take(late).expect("taken");
        prop_assert_eq!(space.missing().count(), 0);
        let mut found = texts(&space);
        found.sort_unstable();
        prop_assert_eq!(found, ["два", "один", "пять", "три", "четыре"]);
    }

    #[test]
    fn a_flipped_byte_anywhere_is_noticed(at: prop::sample::Index, which in 0_usize..9, bit in 0_u8..8) {
        let village = long();
        let mut entry = village.log[which].clone();
        let at = at.index(entry.len());
        entry[at] ^= 1 << bit;
        prop_assert!(Entry::read(&entry).is_err());
        let mut space = village.seen_by(1);
        let before = space.ledger().clone();
        prop_assert!(space.take(&entry).is_err());
        prop_assert_eq!(space.ledger(), &before);
    }

    #[test]
    fn what_is_no_entry_never_panics(bytes: Vec<u8>, cut: prop::sample::Index) {
        prop_assert!(Entry::read(&bytes).is_err());
        let whole = &long().log[3];
        prop_assert!(Entry::read(&whole[..cut.index(whole.len())]).is_err());
    }
}
