use super::{
    super::making::{Shelf, TOWN},
    shelf::{VILLAGE, named, revision, text, withheld},
};
use crate::pages::{Batch, WikiList};

#[test]
fn pages_of_the_commons_are_every_communitys() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![
        text("Общее:Устав", 1, &[], "Раз"),
        text("Сад", 2, &[], "[[Общее:Устав]]"),
    ]);
    shelf.revise_in(
        VILLAGE,
        vec![
            text("Общее:Устав", 3, &[1], "Два [[Сад]]"),
            text("Сад", 4, &[], "Другой"),
        ],
    );
    for community in [TOWN, VILLAGE] {
        let page = shelf
            .pages
            .wiki_page(&community, &named("Общее:Устав"))
            .expect("read")
            .expect("there");
        assert_eq!((page.heads, page.line.linked), (vec![revision(3)], 1));
        let history = shelf
            .pages
            .wiki_history(&community, &named("Общее:Устав"), None, 9)
            .expect("read");
        assert_eq!(history.len(), 2);
        let garden = shelf
            .pages
            .wiki_page(&community, &named("Сад"))
            .expect("read")
            .expect("there");
        assert_eq!(
            (garden.revisions, garden.line.linked),
            (1, 1),
            "linked from the commons"
        );
    }
    assert_eq!(shelf.reads("Сад").expect("a text"), "[[Общее:Устав]]");
    assert_eq!(shelf.list(WikiList::Written), ["Сад", "Общее:Устав"]);
    assert_eq!(shelf.list(WikiList::Linking(named("Общее:Устав"))), ["Сад"]);
    assert_eq!(shelf.list(WikiList::Linking(named("Сад"))), ["Общее:Устав"]);
    assert!(shelf.list(WikiList::Orphans).is_empty());
}

#[test]
fn a_revision_of_the_commons_waits_for_another_communitys() {
    let mut shelf = Shelf::new();
    shelf.revise_in(VILLAGE, vec![text("Общее:Устав", 3, &[1], "Два")]);
    assert!(shelf.page("Общее:Устав").is_none());
    shelf.revise(vec![text("Общее:Устав", 1, &[], "Раз")]);
    assert_eq!(shelf.reads("Общее:Устав").expect("a text"), "Два");
    shelf.revise_in(VILLAGE, vec![text("Сад", 5, &[2], "Чужое не узнать")]);
    shelf.revise(vec![text("Сад", 2, &[], "Своё")]);
    let theirs = shelf
        .pages
        .wiki_page(&VILLAGE, &named("Сад"))
        .expect("read");
    assert!(theirs.is_none(), "another community's page is no parent");
}

#[test]
fn whose_words_are_gone_finds_its_place_in_the_commons_when_the_page_is_named() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![withheld(text("Общее:Устав", 1, &[], ""))]);
    shelf.revise_in(VILLAGE, vec![withheld(text("Общее:Устав", 2, &[1], ""))]);
    shelf.revise(vec![text("Общее:Устав", 3, &[2], "Снова")]);
    assert_eq!(shelf.reads("Общее:Устав").expect("a text"), "Снова");
    assert_eq!(shelf.history("Общее:Устав"), [3, 2, 1].map(revision));
    assert_eq!(
        shelf.page("Общее:Устав").expect("there").heads,
        [revision(3)]
    );
}

#[test]
fn what_changes_the_commons_is_a_new_version_of_all_communities() {
    let mut shelf = Shelf::new();
    for community in [TOWN, VILLAGE] {
        let batch = Batch {
            community,
            ..shelf.batch()
        };
        shelf.pages.write(&batch).expect("written");
    }
    let version = |shelf: &Shelf| {
        shelf
            .pages
            .community(&TOWN)
            .expect("read")
            .expect("there")
            .version
    };
    let before = version(&shelf);
    shelf.revise_in(VILLAGE, vec![text("Сад", 1, &[], "Раз")]);
    assert_eq!(version(&shelf), before);
    shelf.revise_in(VILLAGE, vec![text("Общее:Устав", 2, &[], "Раз")]);
    assert!(version(&shelf) > before);
}

#[test]
fn a_community_that_is_forgotten_leaves_the_commons_to_the_others() {
    let mut shelf = Shelf::new();
    shelf.revise(vec![
        text("Общее:Устав", 1, &[], "Раз"),
        text("Сад", 2, &[], "[[Лес]]"),
    ]);
    let own = vec![
        text("Общее:Устав", 3, &[1], "Два"),
        text("Общее:Порядок", 4, &[], "[[Общее:Устав]] [[Сад]]"),
    ];
    shelf.revise_in(VILLAGE, own.clone());
    let before = shelf.wiki_dump();
    shelf.pages.forget(&TOWN).expect("forgotten");
    let mut alone = Shelf::new();
    alone.revise_in(VILLAGE, own);
    assert_eq!(shelf.wiki_dump(), alone.wiki_dump());
    shelf.revise(vec![
        text("Общее:Устав", 1, &[], "Раз"),
        text("Сад", 2, &[], "[[Лес]]"),
    ]);
    assert_eq!(shelf.wiki_dump(), before);
}
