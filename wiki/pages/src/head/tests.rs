use super::*;
use crate::{
    revision::{Attachment, Body, MAX_TEXT_BYTES},
    title::Title,
};

fn id(number: u8) -> RevisionId {
    RevisionId([number; 32])
}

fn title(text: &str) -> Title {
    Title::parse(text).expect("a title")
}

fn text(text: &str) -> Change {
    Change::Text(text.to_owned())
}

fn moved(to: &str) -> Change {
    Change::Moved(title(to))
}

fn file(content: u8, description: &str) -> Change {
    Change::File(Attachment {
        name: "a.png".to_owned(),
        content_type: "image/png".to_owned(),
        bytes: 1,
        blake3: [content; 32],
        text: description.to_owned(),
    })
}

/// A history of one page, with numbers for ids and times.
fn given<const N: usize>(revisions: [(u8, &[u8], Change); N]) -> History {
    let mut history = History::default();
    for (number, parents, change) in revisions {
        let title = title("Дюна");
        history.insert(Revision {
            id: id(number),
            page: title.page_id(),
            parents: parents.iter().copied().map(id).collect(),
            author: format!("@{number}:b"),
            time_ms: i64::from(number),
            body: Some(Body {
                title,
                comment: String::new(),
                change,
            }),
        });
    }
    history
}

fn shown(history: &History) -> Head {
    head(history, &title("Дюна").page_id()).expect("a head")
}

#[test]
fn a_page_without_revisions_has_no_head() {
    assert_eq!(head(&History::default(), &title("Дюна").page_id()), None);
}

#[test]
fn two_branches_are_merged() {
    let history = given([
        (1, &[], text("a\nb\nc\n")),
        (2, &[1], text("A\nb\nc\n")),
        (3, &[1], text("a\nb\nC\n")),
    ]);
    let head = shown(&history);
    assert_eq!(head.change, Some(text("A\nb\nC\n")));
    assert_eq!(head.parents, [id(2), id(3)]);
    assert_eq!((head.conflicts, head.contested), (0, false));
    assert_eq!(
        (head.latest, head.time_ms, &*head.author),
        (id(3), 3, "@3:b")
    );
}

#[test]
fn texts_that_conflict_stand_between_marks_and_side_by_side() {
    let history = given([
        (1, &[], text("a\nb\n")),
        (2, &[1], text("a\nmine\n")),
        (3, &[1], text("a\ntheirs\n")),
    ]);
    let head = shown(&history);
    let marked = "a\n<<<<<<< 020202020202\nmine\n=======\ntheirs\n>>>>>>> 030303030303\n";
    assert_eq!(head.change, Some(text(marked)));
    assert_eq!((head.conflicts, head.contested), (1, false));

    let view = resolve(&history, &title("Дюна").page_id());
    assert_eq!(view.heads.len(), 2);
    let [clash] = &view.clashes[..] else {
        panic!("{view:?}")
    };
    assert_eq!((&*clash.ours.text, clash.ours.line), ("mine\n", 2));
    assert_eq!((&*clash.base, &*clash.theirs.text), ("b\n", "theirs\n"));
    assert_eq!(clash.ours.by[0].author, "@2:b");
    assert_eq!(clash.theirs.by[0].time_ms, 3);
}

#[test]
fn a_revision_made_from_all_heads_settles_them() {
    let history = given([
        (1, &[], text("a")),
        (2, &[1], text("b")),
        (3, &[1], text("c")),
        (4, &[2, 3], text("d")),
    ]);
    let head = shown(&history);
    assert_eq!(head.change, Some(text("d")));
    assert_eq!((head.parents, head.conflicts), (vec![id(4)], 0));
}

#[test]
fn two_beginnings_are_merged_with_nothing() {
    let history = given([(1, &[], text("a\n")), (2, &[], text("a\n"))]);
    assert_eq!(shown(&history).change, Some(text("a\n")));
    let history = given([(1, &[], text("a\n")), (2, &[], text("b\n"))]);
    assert_eq!(shown(&history).conflicts, 1);
}

#[test]
fn an_edit_wins_over_a_deletion_and_a_deletion_over_nothing_new() {
    let edits = |one: Change, other: Change| {
        shown(&given([
            (1, &[], text("a")),
            (2, &[1], one),
            (3, &[1], other),
        ]))
    };
    let head = edits(text("b"), Change::Deleted);
    assert_eq!((head.change, head.contested), (Some(text("b")), false));
    let head = edits(Change::Deleted, text("b"));
    assert_eq!((head.change, head.contested), (Some(text("b")), false));
    let head = edits(Change::Deleted, text("a"));
    assert_eq!(head.change, Some(Change::Deleted));
    assert_eq!(head.parents, [id(2), id(3)]);
}

#[test]
fn of_two_moves_the_later_shows_and_the_other_stays_a_head() {
    let history = given([
        (1, &[], text("a")),
        (2, &[1], moved("Один")),
        (3, &[1], moved("Два")),
    ]);
    let head = shown(&history);
    assert_eq!(head.change, Some(moved("Два")));
    assert_eq!((head.parents, head.others), (vec![id(3)], vec![id(2)]));
    assert!(head.contested);
}

#[test]
fn what_is_written_shows_beside_a_move() {
    for (one, other) in [(text("b"), moved("Один")), (moved("Один"), text("b"))] {
        let head = shown(&given([
            (1, &[], text("a")),
            (2, &[1], one),
            (3, &[1], other),
        ]));
        assert_eq!(head.change, Some(text("b")));
        assert!(head.contested);
    }
}

#[test]
fn of_two_files_the_later_shows_and_descriptions_are_merged() {
    let contest = given([
        (1, &[], file(1, "a\n")),
        (2, &[1], file(2, "a\n")),
        (3, &[1], file(3, "a\n")),
    ]);
    let head = shown(&contest);
    assert_eq!(head.change, Some(file(3, "a\n")));
    assert_eq!((head.contested, head.others), (true, vec![id(2)]));
    let described = given([
        (1, &[], file(1, "a\n\n\nb\n")),
        (2, &[1], file(2, "a\n\n\nb\n")),
        (3, &[1], file(1, "a\n\n\nB\n")),
    ]);
    let head = shown(&described);
    assert_eq!(
        (head.change, head.contested),
        (Some(file(2, "a\n\n\nB\n")), false)
    );
}

#[test]
fn hidden_revisions_are_stood_for_by_their_nearest_ancestors() {
    let mut history = given([
        (1, &[], text("a\nb\nc\n")),
        (2, &[1], text("a\nhidden\nc\n")),
        (3, &[2], text("A\nhidden\nc\n")),
        (4, &[2], text("a\nhidden\nC\n")),
    ]);
    assert!(history.set_body(&id(4), None));
    assert_eq!(shown(&history).change, Some(text("A\nhidden\nc\n")));
    assert_eq!(shown(&history).parents, [id(3), id(4)]);
    assert!(history.set_body(&id(3), None));
    assert!(history.set_body(&id(2), None));
    assert_eq!(shown(&history).change, Some(text("a\nb\nc\n")));
    assert!(history.set_body(&id(1), None));
    assert_eq!(
        (shown(&history).change, shown(&history).title),
        (None, None)
    );
}

#[test]
fn bases_of_a_crisscross_are_merged() {
    let history = given([
        (1, &[], text("1\n2\n3\n4\n5\n")),
        (2, &[1], text("one\n2\n3\n4\n5\n")),
        (3, &[1], text("1\n2\n3\n4\nfive\n")),
        (4, &[2, 3], text("one\n2\n3\n4\nfive\n")),
        (5, &[2, 3], text("one\n2\nthree\n4\nfive\n")),
        (6, &[4], text("uno\n2\n3\n4\nfive\n")),
    ]);
    let head = shown(&history);
    assert_eq!(head.change, Some(text("uno\n2\nthree\n4\nfive\n")));
    assert_eq!(head.conflicts, 0);
}

#[test]
fn what_would_grow_too_long_stays_a_head() {
    let long = |letter: &str| text(&format!("{}\n", letter.repeat(MAX_TEXT_BYTES * 2 / 3)));
    let history = given([
        (1, &[], long("a")),
        (2, &[1], long("b")),
        (3, &[1], long("c")),
    ]);
    let head = shown(&history);
    assert_eq!(head.change, Some(long("b")));
    assert_eq!((head.contested, head.others), (true, vec![id(3)]));
}

#[test]
fn of_many_heads_the_next_edit_takes_as_many_as_it_may() {
    let mut history = given([(200, &[], text("a"))]);
    for number in 1..=100 {
        let title = title("Дюна");
        history.insert(Revision {
            id: id(number),
            page: title.page_id(),
            parents: vec![id(200)],
            author: "@a:b".to_owned(),
            time_ms: 0,
            body: Some(Body {
                title,
                comment: String::new(),
                change: text("b"),
            }),
        });
    }
    let head = shown(&history);
    assert_eq!(head.change, Some(text("b")));
    assert_eq!((head.parents.len(), head.others.len()), (MAX_PARENTS, 38));
    assert!(!head.contested);
}
