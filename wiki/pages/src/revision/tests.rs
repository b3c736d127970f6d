use super::*;

fn revision(change: Change) -> Revision {
    let title = Title::parse("Дюна").expect("a title");
    Revision {
        id: RevisionId([1; 32]),
        page: title.page_id(),
        parents: vec![RevisionId([2; 32])],
        author: "@a:b".to_owned(),
        time_ms: 0,
        body: Some(Body {
            title,
            comment: "я".repeat(MAX_COMMENT_LETTERS),
            change,
        }),
    }
}

#[test]
fn a_revision_within_its_limits_is_one() {
    let text = "a".repeat(MAX_TEXT_BYTES);
    assert_eq!(revision(Change::Text(text)).check(), Ok(()));
    let mut hidden = revision(Change::Deleted);
    hidden.body = None;
    assert_eq!(hidden.check(), Ok(()));
}

#[test]
fn what_is_beyond_a_limit_is_refused_with_the_limit() {
    let bytes = MAX_TEXT_BYTES + 1;
    let long = revision(Change::Text("a".repeat(bytes)));
    assert_eq!(long.check(), Err(RevisionFault::Text { bytes }));

    let mut chatty = revision(Change::Deleted);
    chatty.body.as_mut().expect("a body").comment.push('!');
    assert_eq!(chatty.check(), Err(RevisionFault::Comment { letters: 201 }));

    let mut merging = revision(Change::Deleted);
    merging.parents = (2..65).map(|n| RevisionId([n; 32])).collect();
    assert_eq!(merging.check(), Err(RevisionFault::Parents { count: 63 }));
}

#[test]
fn a_revision_names_each_parent_once_and_never_itself() {
    let parent = RevisionId([2; 32]);
    let mut twice = revision(Change::Deleted);
    twice.parents.push(parent);
    assert_eq!(twice.check(), Err(RevisionFault::Repeated { parent }));
    twice.parents = vec![twice.id];
    let parent = twice.id;
    assert_eq!(twice.check(), Err(RevisionFault::Repeated { parent }));
}

#[test]
fn a_title_is_of_the_revisions_page_and_a_move_leads_away() {
    let mut other = revision(Change::Deleted);
    other.page = PageId([0; 32]);
    assert!(matches!(other.check(), Err(RevisionFault::Title { .. })));

    let to = Title::parse("дюна").expect("a title");
    let moved = revision(Change::Moved(to));
    let page = moved.page;
    assert_eq!(moved.check(), Err(RevisionFault::Moved { page }));
}
