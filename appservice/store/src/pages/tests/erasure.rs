use secta_record::act::Content;

use super::making::{Shelf, TOWN, comment, item, media, post, stood, words};
use crate::pages::{Batch, Edited, ItemStanding, Order, Stood, Words};

const SECRET: &str = "незабудка-7f3a";

/// Short enough for its page, and long enough for pages of its own.
fn texts() -> [String; 2] {
    [
        SECRET.to_owned(),
        format!("{SECRET} {}", "слово ".repeat(3_000)),
    ]
}

fn secret(text: &str) -> Words {
    let mut secret = words(text, &["тегсекрет"]);
    secret.content.media.push(media("mxc://x/secretpicture"));
    secret
}

fn around(shelf: &mut Shelf) {
    for number in 100..140 {
        let text = format!("другое {}", "другое слово ".repeat(usize::from(number)));
        shelf.add(vec![post(number, words(&text, &["другое"]))]);
    }
}

fn is_gone(shelf: &Shelf) {
    for trace in [SECRET, "тегсекрет", "secretpicture", "портрет"] {
        assert!(!shelf.holds(trace), "{trace}");
    }
    assert!(shelf.holds("другое слово"));
}

#[test]
fn words_that_are_taken_back_leave_the_file_and_its_log() {
    for text in texts() {
        let mut shelf = Shelf::new();
        around(&mut shelf);
        shelf.add(vec![post(1, secret(&text))]);
        shelf.add(vec![comment(2, (1, 1), words("ответ", &[]))]);
        assert!(shelf.holds(SECRET));
        shelf.stand(vec![stood(1, ItemStanding::Withdrawn)]);
        is_gone(&shelf);
        let found = shelf.pages.items(&TOWN, &[item(1)]).expect("read");
        assert_eq!(found[0].standing, ItemStanding::Withdrawn);
        assert_eq!((found[0].content.as_ref(), found[0].comments), (None, 1));
        assert!(found[0].tags.is_empty());
        assert!(
            shelf
                .pages
                .shown("mxc://x/secretpicture")
                .expect("read")
                .is_none()
        );
    }
}

#[test]
fn an_edit_and_what_was_before_it_are_taken_back_together() {
    for text in texts() {
        let mut shelf = Shelf::new();
        around(&mut shelf);
        shelf.add(vec![post(1, secret(&text))]);
        let batch = shelf.batch();
        let edited = Edited {
            item: item(1),
            record: secta_record::RecordId([8; 32]),
            time_ms: 50,
            content: Some(Content {
                text: format!("{text}, иначе"),
                ..Content::default()
            }),
        };
        let edits = vec![edited];
        shelf
            .pages
            .write(&Batch { edits, ..batch })
            .expect("written");
        shelf.stand(vec![stood(1, ItemStanding::Withdrawn)]);
        is_gone(&shelf);
    }
}

#[test]
fn hidden_words_are_gone_until_they_are_shown_again() {
    let mut shelf = Shelf::new();
    around(&mut shelf);
    shelf.add(vec![post(1, secret(SECRET))]);
    let before = shelf.pages.dump().expect("read");
    shelf.stand(vec![stood(1, ItemStanding::Hidden)]);
    is_gone(&shelf);
    let words = Some(secret(SECRET));
    let again = Stood {
        words,
        ..stood(1, ItemStanding::Published)
    };
    shelf.stand(vec![again]);
    let mut after = shelf.pages.dump().expect("read");
    assert_eq!(after.len(), before.len());
    after.retain(|line| !before.contains(line));
    assert!(
        after.iter().all(|line| line.starts_with("community")),
        "{after:?}"
    );
}

#[test]
fn a_log_that_somebody_reads_is_emptied_as_soon_as_they_are_done() {
    let mut shelf = Shelf::new();
    around(&mut shelf);
    shelf.add(vec![post(1, secret(SECRET))]);
    let path = shelf.path();
    let other = crate::pages::Pages::open(&path, super::making::TAG, super::making::scribe())
        .expect("a view");
    let reader = other.readers.take().expect("a reader");
    let seen = reader.unchecked_transaction().expect("begun");
    let count = |text: &str| -> i64 { seen.query_row(text, [], |row| row.get(0)).expect("read") };
    count("SELECT count(*) FROM words");
    shelf.stand(vec![stood(1, ItemStanding::Withdrawn)]);
    assert!(!shelf.pages.wipe().expect("tried"));
    assert!(shelf.holds(SECRET));
    drop(seen);
    assert!(shelf.pages.wipe().expect("wiped"));
    is_gone(&shelf);
    let page = shelf.pages.listed(&TOWN, &Order::Newest, None, 100);
    assert_eq!(page.expect("read").items.len(), 40);
}
