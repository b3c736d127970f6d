use std::fs;

use super::making::{Shelf, TAG, TOWN, item, post, words};
use crate::pages::{FORM, Order, Pages};

fn posts(pages: &Pages) -> usize {
    let page = pages.listed(&TOWN, &Order::Newest, None, 10);
    page.expect("read").items.len()
}

#[test]
fn a_view_is_there_again_after_it_was_closed() {
    let mut shelf = Shelf::new();
    shelf.add(vec![post(1, words("Чай", &[]))]);
    let (path, before) = (shelf.path(), shelf.pages.dump().expect("read"));
    drop(shelf.pages);
    let again = Pages::open(&path, TAG, super::making::scribe()).expect("a view");
    assert_eq!(again.dump().expect("read"), before);
    let row = again.community(&TOWN).expect("read").expect("there");
    assert_eq!((row.reached.place, row.version), (1, 1));
}

#[test]
fn a_view_of_another_database_or_form_is_made_anew() {
    for spoil in ["another tag", "another form"] {
        let mut shelf = Shelf::new();
        shelf.add(vec![post(1, words("Чай", &[]))]);
        let path = shelf.path();
        if spoil == "another form" {
            let conn = shelf.pages.writer();
            conn.pragma_update(None, "user_version", FORM + 1)
                .expect("written");
        }
        drop(shelf.pages);
        let tag = if spoil == "another tag" {
            "deadbeef"
        } else {
            TAG
        };
        let again = Pages::open(&path, tag, super::making::scribe()).expect("a view");
        assert_eq!(posts(&again), 0, "{spoil}");
        drop(again);
        let again = Pages::open(&path, tag, super::making::scribe()).expect("a view");
        assert!(again.dump().expect("read").is_empty());
    }
}

#[test]
fn a_view_that_is_no_database_or_half_of_one_is_made_anew() {
    for half in [false, true] {
        let mut shelf = Shelf::new();
        let long = "слово ".repeat(2_000);
        shelf.add(
            (0..20)
                .map(|number| post(number, words(&long, &[])))
                .collect(),
        );
        let path = shelf.path();
        drop(shelf.pages);
        let bytes = fs::read(&path).expect("a file");
        let spoiled = if half {
            &bytes[..100]
        } else {
            &b"nonsense, and more of it".repeat(9)[..]
        };
        fs::write(&path, spoiled).expect("written");
        let again = Pages::open(&path, TAG, super::making::scribe()).expect("a view");
        assert_eq!(posts(&again), 0);
    }
}

#[test]
fn what_is_damaged_inside_is_told_as_damage() {
    let mut shelf = Shelf::new();
    shelf.add(
        (0..200)
            .map(|number| post(number, words("Чай", &["a"])))
            .collect(),
    );
    let path = shelf.path();
    drop(shelf.pages);
    let mut bytes = fs::read(&path).expect("a file");
    for byte in &mut bytes[8_192..] {
        *byte = 0x5a;
    }
    fs::write(&path, bytes).expect("written");
    let Ok(pages) = Pages::open(&path, TAG, super::making::scribe()) else {
        panic!("it is made anew, or opened");
    };
    if let Err(error) = pages.items(&TOWN, &[item(1)]) {
        assert!(error.is_damage(), "{error}");
    }
}

#[test]
fn a_reader_sees_what_was_there_when_it_began_and_holds_nobody_up() {
    let mut shelf = Shelf::new();
    shelf.add(vec![post(1, words("Чай", &[]))]);
    let path = shelf.path();
    let reading = Pages::open(&path, TAG, super::making::scribe()).expect("a view");
    let reader = reading.readers.take().expect("a reader");
    let seen = reader.unchecked_transaction().expect("begun");
    let count = || -> i64 {
        seen.query_row("SELECT count(*) FROM items", [], |row| row.get(0))
            .expect("read")
    };
    assert_eq!(count(), 1);
    shelf.add(vec![post(2, words("Кофе", &[]))]);
    assert_eq!(count(), 1);
    assert_eq!(posts(&shelf.pages), 2);
}

#[test]
fn a_community_is_forgotten_whole() {
    let mut shelf = Shelf::new();
    shelf.add(vec![post(1, words("Чай", &["a"]))]);
    shelf.pages.forget(&TOWN).expect("forgotten");
    assert!(shelf.pages.dump().expect("read").is_empty());
    assert!(!shelf.holds("Чай"));
}
