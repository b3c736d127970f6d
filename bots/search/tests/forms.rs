//! Forms of the same word find each other. The pairs were written down before anything was measured; those that fail
//! stay in the list.

use std::{collections::BTreeSet, sync::Arc};

use jiff::tz::TimeZone;
use secta_bot_kit::{EventId, RoomId, UserId};
use secta_bot_search::{
    ask::{Ask, Asker},
    index::{Class, Doc, Index, Kind, Reading, search::Page},
    rights::{Readable, Span},
    text::lemmas::Dictionaries,
};

const PAIRS: &str = include_str!("forms.tsv");

/// What must be found, in hundredths.
const RECALL: usize = 97;

/// What is asked, and what stands in the text.
fn pairs() -> Vec<(&'static str, &'static str)> {
    let lines = PAIRS.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split_once('\t').expect("two forms"))
        .collect()
}

fn message(n: usize, body: &str) -> Doc {
    Doc {
        event: EventId::new(format!("${n}")),
        room: RoomId::new("!square:home"),
        class: Class::Shared,
        order: 1,
        author: UserId::new("@anna:home"),
        sent_ms: 1_795_262_400_000,
        edited_ms: 1_795_262_400_000,
        edit: None,
        thread: None,
        kind: Kind::Message,
        body: body.to_owned(),
        file: None,
    }
}

/// Whether a question leads to a message, without a word of it being corrected.
fn is_found(index: &Index, question: &str, n: usize) -> bool {
    let asker = Asker {
        now_ms: 1_795_262_400_000,
        zone: &TimeZone::UTC,
        server: "home",
    };
    let Ok(ask) = Ask::read(question, &asker) else {
        return false;
    };
    let mut readable = Readable::default();
    readable.add(&RoomId::new("!square:home"), Class::Shared, Span::ALL);
    let page = Page {
        skip: 0,
        take: 50,
        now_ms: asker.now_ms,
    };
    let found = index.search(&ask, &readable, page).expect("it is searched");
    let event = EventId::new(format!("${n}"));
    found.reading == Reading::Asked && found.hits.iter().any(|hit| hit.doc.event == event)
}

#[test]
fn the_list_of_word_forms_is_long_and_without_repetition() {
    let pairs = pairs();
    assert!(pairs.len() >= 300, "{}", pairs.len());
    let distinct: BTreeSet<_> = pairs.iter().collect();
    assert_eq!(distinct.len(), pairs.len());
    for (asked, stands) in pairs {
        assert_ne!(asked, stands);
    }
}

#[test]
fn recall_of_word_forms() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lemmas = Dictionaries::bundled(|error| panic!("{error}"));
    let index = Index::open(folder.path(), Arc::new(lemmas)).expect("an index");
    let mut writer = index.writer(1).expect("a writer");
    let pairs = pairs();
    for (n, (_, stands)) in pairs.iter().enumerate() {
        writer.add(message(n, stands)).expect("it is added");
    }
    writer.commit("tag", 1).expect("it is committed");
    let missed: Vec<_> = pairs
        .iter()
        .enumerate()
        .filter(|(n, (asked, _))| !is_found(&index, asked, *n))
        .map(|(_, pair)| pair)
        .collect();
    let found = pairs.len() - missed.len();
    eprintln!("{found} of {} are found; not: {missed:?}", pairs.len());
    assert!(found * 100 >= RECALL * pairs.len(), "not found: {missed:?}");
}
