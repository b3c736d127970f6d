use super::{
    super::{
        making::{Shelf, TAG, TOWN},
        scribe,
    },
    shelf::{VILLAGE, deleted, file, moved, text, withheld},
};
use crate::pages::{Batch, Pages, SoughtRow, tests::making};

/// What is looked for: words, in quotes where they stand together, behind a minus where they must not be there.
fn asked(words: &str) -> Vec<SoughtRow> {
    let parts = words.split(", ");
    let asked = parts.map(|part| SoughtRow {
        words: scribe::words(part),
        not: part.starts_with('-'),
    });
    asked.collect()
}

impl Shelf {
    fn finds(&self, words: &str) -> Vec<String> {
        finds(&self.pages, words)
    }
}

fn finds(pages: &Pages, words: &str) -> Vec<String> {
    let found = pages
        .wiki_found(&TOWN, &asked(words), (0, 10))
        .expect("read");
    assert_eq!(found.total, found.pages.len());
    found.pages.into_iter().map(|page| page.title).collect()
}

#[test]
fn pages_are_found_by_words_phrases_and_without_what_must_not_be() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![
        text("Чай", 1, &[], "Пьют горячим и сладким"),
        text("Кофе", 2, &[], "Пьют сладким, горячим его не все"),
        text("Ножи", 3, &[], "Из стали"),
        file("Файл:кружка.png", 4, &[]),
    ]);
    assert_eq!(shelf.finds("пьют, -кофе"), ["Чай"]);
    assert_eq!(shelf.finds("горячим и сладким"), ["Чай"]);
    assert_eq!(shelf.finds("сладким горячим"), ["Кофе"]);
    assert_eq!(shelf.finds("пьют, -сладким горячим"), ["Чай"]);
    assert_eq!(shelf.finds("стать"), ["Ножи"]);
    assert_eq!(shelf.finds("сталь"), ["Ножи"]);
    assert_eq!(shelf.finds("память"), ["Файл:кружка.png"]);
    assert_eq!(shelf.finds("пьют, сталь"), [""; 0]);
    for nothing in ["", "и", "-пьют", "\" OR *"] {
        assert_eq!(shelf.finds(nothing), [""; 0], "{nothing}");
    }
}

#[test]
fn a_word_of_the_title_counts_more_than_many_of_a_text() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![
        text("Лес", 1, &[], "чай, чай, чай и дым костра"),
        text("Чай", 2, &[], "Пьют его, когда есть дым костра"),
        text("Луг", 3, &[], "Здесь нет ничего"),
    ]);
    assert_eq!(shelf.finds("чай"), ["Чай", "Лес"]);
    let second = shelf.pages.wiki_found(&TOWN, &asked("чай"), (1, 5));
    let second = second.expect("read");
    assert_eq!((second.total, second.pages.len()), (2, 1));
    assert_eq!(second.pages[0].text, "чай, чай, чай и дым костра");
}

#[test]
fn a_page_is_found_by_what_it_shows_now() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![text("Чай", 1, &[], "Пьют")]);
    shelf.revise(vec![text("Чай", 2, &[1], "Льют")]);
    assert_eq!(
        (shelf.finds("пьют"), shelf.finds("льют")),
        (vec![], vec!["Чай".to_owned()])
    );
    // Written apart: both stand, until somebody settles it.
    shelf.revise(vec![text("Чай", 3, &[1], "Греют")]);
    assert_eq!(shelf.finds("льют, греют"), ["Чай"]);
    shelf.revise(vec![text("Чай", 4, &[2, 3], "Греют")]);
    assert_eq!(shelf.finds("льют"), [""; 0]);
    shelf.revise(vec![
        moved("Чай", 5, &[4], "Чаепитие"),
        text("Чаепитие", 6, &[4], "Греют"),
    ]);
    assert_eq!(
        (shelf.finds("чай"), shelf.finds("греют")),
        (vec![], vec!["Чаепитие".to_owned()])
    );
    shelf.revise(vec![deleted("Чаепитие", 7, &[6])]);
    assert_eq!(shelf.finds("греют"), [""; 0]);
    shelf.revise(vec![text("Чаепитие", 8, &[7], "Снова")]);
    assert_eq!(shelf.finds("чаепитие, снова"), ["Чаепитие"]);
}

#[test]
fn what_is_taken_back_is_not_found_and_leaves_the_file() {
    for around in [0, 200] {
        let mut shelf = Shelf::new();
        shelf.revise(vec![text("Чай", 1, &[], "Пьют")]);
        for number in 0..around {
            let said = (0..number).map(|word| format!("незаб{word}от{number} "));
            let said: String = said.collect();
            shelf.revise(vec![text(
                &format!("Луг {number}"),
                number + 20,
                &[],
                &said,
            )]);
        }
        shelf.revise(vec![text("Чай", 2, &[1], "Пьют с незабудкойдома")]);
        shelf.revise(vec![text("Тайный подснежникдома", 3, &[], "другое")]);
        assert_eq!(shelf.finds("незабудкойдома"), ["Чай"]);
        assert!(shelf.holds("незабудкойдома") && shelf.holds("подснежникдома"));
        shelf.hide(2);
        shelf.hide(3);
        assert_eq!(shelf.finds("незабудкойдома"), [""; 0]);
        assert_eq!(shelf.finds("пьют"), ["Чай"]);
        for trace in ["незабудкойдома", "подснежникдома"] {
            assert!(!shelf.holds(trace), "{trace} among {around}");
        }
    }
}

#[test]
fn a_community_finds_its_own_pages_and_those_of_the_commons() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![text("Чай", 1, &[], "Пьют")]);
    let theirs = [
        text("Кофе", 2, &[], "Пьют"),
        text("Общее:Вода", 3, &[], "Пьют"),
    ];
    shelf.revise_in(VILLAGE, theirs.into());
    assert_eq!(shelf.finds("пьют"), ["Чай", "Общее:Вода"]);
    shelf.pages.forget(&VILLAGE).expect("forgotten");
    assert_eq!(shelf.finds("пьют"), ["Чай"]);
    assert!(!shelf.holds("кофе") && !shelf.holds("вода"));
}

#[test]
fn a_view_finds_the_same_whatever_came_first() {
    let all = [
        text("Чай", 1, &[], "Пьют"),
        text("Чай", 2, &[1], "Льют"),
        text("Чай", 3, &[1], "Греют"),
        moved("Чай", 4, &[2, 3], "Чаепитие"),
        text("Чаепитие", 5, &[2], "Льют и греют"),
        text("Общее:Вода", 6, &[], "Общая"),
    ];
    let mut one = Shelf::new();
    one.revise(all.to_vec());
    one.hide(5);
    let mut other = Shelf::new();
    for (index, new) in all.into_iter().enumerate().rev() {
        let new = if index == 4 { withheld(new) } else { new };
        other.revise(vec![new]);
    }
    assert_eq!(one.wiki_dump(), other.wiki_dump());
    assert!(
        one.wiki_dump()
            .iter()
            .any(|line| line.starts_with("wiki words"))
    );
    assert_eq!(one.finds("льют"), other.finds("льют"));
}

#[test]
fn a_view_of_an_older_form_is_made_anew_and_finds_again() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![text("Чай", 1, &[], "Пьют")]);
    let path = shelf.path();
    shelf
        .pages
        .writer()
        .pragma_update(None, "user_version", 2)
        .expect("written");
    drop(shelf.pages);
    let anew = Pages::open(&path, TAG, making::scribe()).expect("a view");
    assert_eq!(finds(&anew, "пьют"), [""; 0]);
    let batch = Batch {
        revisions: vec![text("Чай", 1, &[], "Пьют")],
        ..Batch::new(TOWN, Default::default())
    };
    anew.write(&batch).expect("written");
    assert_eq!(finds(&anew, "пьют"), ["Чай"]);
}
