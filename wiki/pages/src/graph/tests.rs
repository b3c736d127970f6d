use super::*;

fn id(number: u8) -> RevisionId {
    RevisionId([number; 32])
}

const PAGE: PageId = PageId([1; 32]);
const OTHER: PageId = PageId([2; 32]);

fn revision(number: u8, parents: &[u8]) -> Revision {
    Revision {
        id: id(number),
        page: PAGE,
        parents: parents.iter().copied().map(id).collect(),
        author: "@a:b".to_owned(),
        time_ms: i64::from(number),
        body: None,
    }
}

fn history(revisions: &[(u8, &[u8])]) -> History {
    let mut history = History::default();
    for (number, parents) in revisions {
        history.insert(revision(*number, parents));
    }
    history
}

fn numbers(ids: &[RevisionId]) -> Vec<u8> {
    ids.iter().map(|id| id.0[0]).collect()
}

#[test]
fn a_chain_without_its_beginning_waits_and_is_linked_with_it() {
    let mut history = History::default();
    assert_eq!(history.insert(revision(3, &[2])), Inserted::Aside);
    assert_eq!(history.insert(revision(4, &[3, 1])), Inserted::Aside);
    assert_eq!(history.insert(revision(4, &[3, 1])), Inserted::Known);
    assert_eq!(history.awaited().collect::<Vec<_>>(), [id(1), id(2)]);
    assert_eq!(history.heads(&PAGE), []);
    assert_eq!(
        history.insert(revision(2, &[])),
        Inserted::Linked(vec![id(2), id(3)])
    );
    assert_eq!(history.heads(&PAGE), [id(3)]);
    assert_eq!(
        history.insert(revision(1, &[])),
        Inserted::Linked(vec![id(1), id(4)])
    );
    assert_eq!(history.heads(&PAGE), [id(4)]);
    assert_eq!(history.aside().count(), 0);
    assert_eq!(history.insert(revision(1, &[])), Inserted::Known);
}

#[test]
fn a_revision_that_names_itself_waits_forever() {
    let mut history = history(&[(1, &[1]), (2, &[3]), (3, &[2])]);
    assert_eq!(history.aside().count(), 3);
    assert_eq!(
        history.insert(revision(4, &[])),
        Inserted::Linked(vec![id(4)])
    );
}

#[test]
fn heads_are_by_time_and_a_child_on_another_page_takes_none_away() {
    let mut history = history(&[(1, &[]), (3, &[1]), (2, &[1])]);
    let moved = Revision {
        page: OTHER,
        ..revision(4, &[2, 3])
    };
    history.insert(moved);
    assert_eq!(numbers(&history.heads(&PAGE)), [2, 3]);
    assert_eq!(numbers(&history.heads(&OTHER)), [4]);
    assert_eq!(numbers(&history.ancestors(&id(4))), [1, 2, 3]);
    let log: Vec<_> = history
        .log(&OTHER)
        .iter()
        .map(|revision| revision.id)
        .collect();
    assert_eq!(numbers(&log), [4, 3, 2, 1]);
}

#[test]
fn ancestors_of_a_crisscross_have_two_best() {
    let history = history(&[(1, &[]), (2, &[1]), (3, &[1]), (4, &[2, 3]), (5, &[3, 2])]);
    assert_eq!(
        numbers(&history.best_common_ancestors(&[id(4)], &[id(5)])),
        [2, 3]
    );
    assert_eq!(
        numbers(&history.best_common_ancestors(&[id(4)], &[id(2)])),
        [2]
    );
    assert_eq!(
        numbers(&history.best_common_ancestors(&[id(2), id(3)], &[id(5)])),
        [2, 3]
    );
    assert!(history.is_ancestor(&id(1), &id(5)));
    assert!(!history.is_ancestor(&id(4), &id(5)));
    assert!(!history.is_ancestor(&id(4), &id(4)));
}

#[test]
fn a_parent_never_stands_before_its_child_in_the_log_whatever_the_clocks_said() {
    let mut history = history(&[(9, &[]), (2, &[9]), (5, &[9])]);
    history.insert(revision(3, &[2]));
    let log: Vec<_> = history
        .log(&PAGE)
        .iter()
        .map(|revision| revision.id)
        .collect();
    assert_eq!(numbers(&log), [5, 3, 2, 9]);
}
