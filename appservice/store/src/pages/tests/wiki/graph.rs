use proptest::prelude::*;

use super::{
    super::making::{Shelf, TOWN},
    shelf::{deleted, file, moved, named, revision, text, withheld},
};
use crate::pages::{ChangeRow, KindRow, NewRevision, WikiList, graph};

/// Pages that are written apart, merged, moved, deleted and filed.
fn life() -> Vec<NewRevision> {
    vec![
        text("Чай", 1, &[], "Пьют с [[Варенье]]м"),
        text("Чай", 2, &[1], "Пьют с [[Мёд]]ом"),
        text(
            "Чай",
            3,
            &[1],
            "Пьют с [[варенье]]м и [[Мёд]]ом [[Категория:Напитки]]",
        ),
        text("Чай", 4, &[2, 3], "Пьют со всем [[Категория:Напитки]]"),
        moved("Чай", 5, &[4], "Чаепитие"),
        text("Чаепитие", 6, &[4], "Пьют со всем [[Файл:чашка.png]]"),
        text("Чаепитие", 7, &[6], "Пьют [[Общее:Правила]]"),
        text("Чаепитие", 8, &[6], "Льют"),
        text(
            "Общее:Правила",
            9,
            &[],
            "См. [[Чаепитие]] и [[Общее:Порядок]]",
        ),
        deleted("Кофе", 10, &[]),
        file("Файл:чашка.png", 11, &[]),
        file("Файл:чашка.png", 12, &[11]),
        text("кофе", 13, &[10], "Бодрит [[Чай]]"),
    ]
}

#[test]
fn a_page_says_what_its_only_head_says() {
    let mut shelf = Shelf::new();
    shelf.revise(life());
    let page = shelf.page("Чаепитие").expect("there");
    assert_eq!(
        (page.conflicts, page.heads),
        (1, vec![revision(7), revision(8)])
    );
    assert_eq!(page.revisions, 7, "with those from before it was moved");
    assert_eq!(
        shelf.reads("Чаепитие").expect("a text"),
        "Пьют [[Общее:Правила]]\nЛьют"
    );
    let moved = shelf.page("чай").expect("there");
    assert_eq!(moved.change, Some(ChangeRow::Moved("Чаепитие".to_owned())));
    assert_eq!(moved.line.moved_to.as_deref(), Some("Чаепитие"));
    let coffee = shelf.page("Кофе").expect("there");
    assert_eq!(
        (coffee.line.title.as_str(), coffee.line.kind),
        ("кофе", Some(KindRow::Text))
    );
    let cup = shelf.page("Файл:чашка.png").expect("there");
    assert_eq!(cup.line.file.expect("a file").blake3, [12; 32]);
    assert_eq!(shelf.list(WikiList::Contested), ["Чаепитие"]);
}

#[test]
fn a_history_follows_the_page_to_where_it_was_moved_from() {
    let mut shelf = Shelf::new();
    shelf.revise(life());
    let expected = [8, 7, 6, 4, 3, 2, 1].map(revision);
    assert_eq!(shelf.history("Чаепитие"), expected);
    assert_eq!(shelf.history("Чай"), [5, 4, 3, 2, 1].map(revision));
    let second = shelf
        .pages
        .wiki_history(&TOWN, &named("Чаепитие"), Some((7_000, revision(7))), 2);
    let second = second.expect("read");
    assert_eq!(second[0].row.id, revision(6));
    let sizes: Vec<_> = second
        .iter()
        .map(|row| (row.bytes, row.bytes_before))
        .collect();
    assert_eq!(sizes, [(50, 60), (60, 88)]);
    assert_eq!(second[1].row.parents, [revision(2), revision(3)]);
}

#[test]
fn what_follows_something_unknown_is_shown_nowhere_until_that_comes() {
    let mut shelf = Shelf::new();
    let [one, two, three] = [
        text("Чай", 1, &[], "раз"),
        text("Чай", 2, &[1], "два [[Лес]]"),
        text("Чай", 3, &[2], "три [[Луг]]"),
    ];
    shelf.revise(vec![three, two]);
    assert!(shelf.page("Чай").is_none() && shelf.page("Лес").is_none());
    assert!(shelf.history("Чай").is_empty() && shelf.list(WikiList::Written).is_empty());
    assert!(
        shelf
            .pages
            .wiki_recent(&TOWN, None, 9)
            .expect("read")
            .is_empty()
    );
    assert!(
        shelf
            .pages
            .wiki_revisions(&TOWN, &[revision(3)])
            .expect("read")
            .is_empty()
    );
    shelf.revise(vec![one]);
    assert_eq!(shelf.reads("Чай").expect("a text"), "три [[Луг]]");
    assert_eq!(shelf.history("Чай").len(), 3);
    assert_eq!(shelf.list(WikiList::Wanted), ["Луг"]);
}

#[test]
fn what_the_heads_stand_on_is_read_to_its_beginning_and_merged_from_where_they_meet() {
    let mut shelf = Shelf::new();
    let mut chain = vec![text("Чай", 1, &[], "0")];
    chain.extend((2..50).map(|number| text("Чай", number, &[number - 1], "ещё")));
    chain.push(withheld(text("Чай", 50, &[49], "")));
    chain.push(text("Чай", 51, &[50], "слева"));
    chain.push(text("Чай", 52, &[50], "справа"));
    shelf.revise(chain);
    let page = named("Чай");
    let graph = shelf.pages.wiki_graph(&TOWN, &page).expect("read");
    let ids: Vec<_> = graph.iter().map(|row| row.id).collect();
    assert_eq!(ids, (1..=52).map(revision).collect::<Vec<_>>());
    assert!(graph[49].body.is_none() && graph[0].body.is_some());
    let reader = shelf.pages.readers.take().expect("a reader");
    let sql = "SELECT n FROM wiki_pages WHERE page = ?1";
    let n = reader.query_row(sql, [&page.0[..]], |row| row.get(0));
    let merged = graph::graph(&reader, n.expect("there")).expect("read");
    let ids: Vec<_> = merged.iter().map(|row| row.id).collect();
    assert_eq!(ids, [49, 50, 51, 52].map(revision));
    assert!(merged[0].parents.is_empty());
}

#[test]
fn recent_changes_are_of_all_pages_the_newest_first() {
    let mut shelf = Shelf::new();
    shelf.revise(life());
    let recent = shelf.pages.wiki_recent(&TOWN, None, 3).expect("read");
    let ids: Vec<_> = recent.iter().map(|row| row.row.id).collect();
    assert_eq!(ids, [13, 12, 11].map(revision));
    assert_eq!(
        (recent[0].comment.as_str(), recent[1].kind),
        ("правка 13", KindRow::File)
    );
    let after = Some((10_000, revision(10)));
    let recent = shelf.pages.wiki_recent(&TOWN, after, 100).expect("read");
    assert_eq!((recent.len(), recent[0].row.id), (9, revision(9)));
    let found = shelf
        .pages
        .wiki_revisions(&TOWN, &[revision(2), revision(99), revision(1)]);
    let found = found.expect("read");
    let body = found[1].row.body.as_ref().expect("its words");
    assert_eq!(
        (found.len(), body.change.text()),
        (2, Some("Пьют с [[Варенье]]м"))
    );
}

fn anew(revisions: &[NewRevision]) -> Vec<String> {
    let mut shelf = Shelf::new();
    shelf.revise(revisions.to_vec());
    shelf.wiki_dump()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_comes_first_the_pages_are_the_same(
        order in Just((0..13).collect::<Vec<usize>>()).prop_shuffle(),
        slice in 1..5_usize,
    ) {
        let all = life();
        let mut shelf = Shelf::new();
        for part in order.chunks(slice) {
            shelf.revise(part.iter().map(|at| all[*at].clone()).collect());
        }
        prop_assert_eq!(shelf.wiki_dump(), anew(&all));
    }

    #[test]
    fn what_is_taken_back_leaves_the_pages_as_if_it_had_come_without_words(
        hidden in proptest::collection::btree_set(1..14_u8, 0..8),
    ) {
        let all = life();
        let mut shelf = Shelf::new();
        shelf.revise(all.clone());
        for number in &hidden {
            shelf.hide(*number);
        }
        let is_hidden = |new: &NewRevision| hidden.contains(&new.row.id.0[0]);
        let bare = all.into_iter().map(|new| if is_hidden(&new) { withheld(new) } else { new });
        prop_assert_eq!(shelf.wiki_dump(), anew(&bare.collect::<Vec<_>>()));
    }
}
