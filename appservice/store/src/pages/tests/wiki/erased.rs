use super::{
    super::making::{Shelf, TOWN},
    shelf::{file, moved, named, revision, says, text},
};
use crate::pages::{ChangeRow, KindRow};

const SECRET: &str = "незабудка-7f3a";

#[test]
fn words_that_are_taken_back_leave_the_file_its_log_and_what_was_merged_of_them() {
    for length in [1, 3_000] {
        let mut shelf = Shelf::new();
        let secret = format!("{SECRET} [[{SECRET}-лес]] {}", "слово ".repeat(length));
        shelf.revise(vec![
            text("Чай", 1, &[], "Пьют"),
            text("Чай", 2, &[1], "Льют"),
        ]);
        let mut own = text("Чай", 3, &[1], &secret);
        own.row.body.as_mut().expect("words").comment = SECRET.to_owned();
        shelf.revise(vec![own, text(&format!("{SECRET}-сад"), 4, &[], "другое")]);
        assert!(shelf.holds(SECRET) && shelf.page("Чай").expect("there").conflicts == 1);
        shelf.hide(3);
        shelf.hide(4);
        assert!(!shelf.holds(SECRET));
        assert!(shelf.holds("Льют"));
        let history = shelf
            .pages
            .wiki_history(&TOWN, &named("Чай"), None, 9)
            .expect("read");
        assert_eq!(
            (
                history[0].kind,
                history[0].title.as_deref(),
                history[0].comment.as_str()
            ),
            (KindRow::Hidden, None, "")
        );
        assert_eq!(history.len(), 3);
    }
}

#[test]
fn the_nearest_words_before_stand_for_those_that_are_gone() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![
        text("Чай", 1, &[], "Раз [[Лес]]"),
        text("Чай", 2, &[1], "Два [[Луг]]"),
    ]);
    shelf.hide(2);
    let page = shelf.page("Чай").expect("there");
    assert_eq!(shelf.reads("Чай").expect("a text"), "Раз [[Лес]]");
    assert_eq!((page.heads, page.revisions), (vec![revision(2)], 2));
    assert!(shelf.page("Луг").is_none() && shelf.page("Лес").is_some());
    shelf.hide(1);
    assert!(shelf.page("Чай").is_none(), "no title of it may be shown");
    assert_eq!(shelf.history("Чай").len(), 2);
    assert!(shelf.page("Лес").is_none());
}

#[test]
fn a_page_that_was_moved_shows_what_is_left_of_the_one_before() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![
        text("Чай", 1, &[], "Раз"),
        moved("Чай", 2, &[1], "Чаепитие"),
        text("Чаепитие", 3, &[1], "Раз"),
    ]);
    shelf.hide(3);
    let page = shelf
        .page("Чаепитие")
        .expect("its title stands in what was moved");
    assert_eq!(page.change, Some(ChangeRow::Text("Раз".to_owned())));
}

#[test]
fn a_file_is_shown_as_long_as_a_revision_shows_it() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![
        file("Файл:чашка.png", 1, &[]),
        file("Файл:чашка.png", 2, &[1]),
    ]);
    let shows = |shelf: &Shelf, number| shelf.pages.wiki_shows(&[number; 32]).expect("read");
    assert!(shows(&shelf, 1) && shows(&shelf, 2) && !shows(&shelf, 3));
    assert_eq!(
        shelf
            .pages
            .wiki_files(&TOWN, &[revision(1), revision(9)])
            .expect("read"),
        [[1; 32]]
    );
    shelf.hide(1);
    assert!(!shows(&shelf, 1) && shows(&shelf, 2));
}

#[test]
fn a_size_is_told_beside_what_was_there_before() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![
        text("Чай", 1, &[], "12345"),
        text("Чай", 2, &[1], "123"),
        text("Чай", 3, &[2], "1234567"),
        says("Чай", 4, &[3], ChangeRow::Deleted),
    ]);
    shelf.hide(2);
    let history = shelf
        .pages
        .wiki_history(&TOWN, &named("Чай"), None, 9)
        .expect("read");
    let sizes: Vec<_> = history
        .iter()
        .map(|row| (row.bytes, row.bytes_before))
        .collect();
    assert_eq!(sizes, [(0, 7), (7, 5), (0, 5), (5, 0)]);
}
