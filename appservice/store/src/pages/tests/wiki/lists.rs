use super::{
    super::making::{Shelf, TOWN},
    shelf::{deleted, file, moved, named, text},
};
use crate::pages::WikiList;

#[test]
fn what_links_name_is_wanted_until_somebody_writes_it() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![
        text("Сад", 1, &[], "[[Лес]] [[Луг]] [[Сад]]"),
        text("Двор", 2, &[], "[[лес]] [[Пруд]] [[Сад]]"),
    ]);
    assert_eq!(shelf.list(WikiList::Wanted), ["Лес", "Луг", "Пруд"]);
    let wanted = shelf.page("Лес").expect("named");
    assert_eq!(
        (wanted.line.kind, wanted.line.linked, wanted.heads.len()),
        (None, 2, 0)
    );
    shelf.revise(vec![text("Двор", 3, &[2], "[[Пруд]]")]);
    assert_eq!(shelf.page("Лес").expect("named").line.linked, 1);
    shelf.revise(vec![
        text("Сад", 4, &[1], "пусто"),
        text("Луг", 5, &[], "зелено"),
    ]);
    assert!(shelf.page("Лес").is_none());
    assert_eq!(shelf.list(WikiList::Wanted), ["Пруд"]);
    assert_eq!(shelf.list(WikiList::Orphans), ["Двор", "Луг", "Сад"]);
    shelf.revise(vec![
        text("Сад", 6, &[4], "[[Луг]]"),
        moved("Двор", 7, &[3], "Сад"),
    ]);
    assert!(
        shelf.list(WikiList::Orphans).is_empty(),
        "a moved page leads somewhere"
    );
    assert!(shelf.list(WikiList::Wanted).is_empty());
}

#[test]
fn links_are_listed_where_they_lead() {
    let mut shelf = Shelf::new();
    let names = ["Ёж", "Аист", "Волк", "Бобр", "Гусь"];
    let pages = (1..).zip(names);
    shelf.revise(
        pages
            .map(|(number, name)| text(name, number, &[], "[[Лес]] [[Категория:Звери]]"))
            .collect(),
    );
    shelf.revise(vec![
        text("Лес", 9, &[], "[[Ёж]] [[Файл:дуб.png]]"),
        file("Файл:дуб.png", 10, &[]),
    ]);
    let sorted = ["Аист", "Бобр", "Волк", "Гусь", "Ёж"];
    assert_eq!(shelf.list(WikiList::Linking(named("Лес"))), sorted);
    assert_eq!(shelf.list(WikiList::In(named("Категория:Звери"))), sorted);
    assert_eq!(shelf.list(WikiList::Categories), ["Категория:Звери"]);
    assert_eq!(shelf.list(WikiList::Files), ["Файл:дуб.png"]);
    assert_eq!(
        shelf.list(WikiList::Linking(named("Файл:дуб.png"))),
        ["Лес"]
    );
    assert_eq!(
        shelf.page("Аист").expect("there").categories,
        ["Категория:Звери"]
    );
    assert_eq!(shelf.list(WikiList::Written).len(), 7);
    assert!(
        shelf
            .list(WikiList::Linking(named("Категория:Звери")))
            .is_empty()
    );
    shelf.revise(vec![deleted("Ёж", 11, &[1])]);
    assert_eq!(shelf.list(WikiList::Linking(named("Лес"))).len(), 4);
    assert_eq!(shelf.list(WikiList::Written).len(), 6);
}

#[test]
fn pages_are_known_one_by_one_and_by_how_they_look() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![text("Сад", 1, &[], "[[Лес]]")]);
    let pages = [named("Лес"), named("Поле"), named("Сад")];
    let known = shelf.pages.wiki_known(&TOWN, &pages).expect("read");
    let known: Vec<_> = known
        .into_iter()
        .map(|line| line.map(|line| (line.title, line.kind.is_some())))
        .collect();
    assert_eq!(
        known,
        [
            Some(("Лес".to_owned(), false)),
            None,
            Some(("Сад".to_owned(), true))
        ]
    );
    let nowhere = secta_record::RecordId([77; 32]);
    assert_eq!(
        shelf
            .pages
            .wiki_known(&nowhere, &pages)
            .expect("read")
            .len(),
        3
    );
    assert_eq!(
        shelf.pages.wiki_alike(&TOWN, "~сад").expect("read"),
        ["Сад"]
    );
    assert!(
        shelf
            .pages
            .wiki_alike(&TOWN, "~лес")
            .expect("read")
            .is_empty()
    );
}
