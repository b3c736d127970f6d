use secta_bot_kit::UserId;
use secta_record::{
    RecordId,
    act::{PageId, RevisionId},
};

use super::{NOW_MS, anna, register};
use crate::accounts::{
    Register,
    drafts::{DRAFTS_MAX, Draft, Heading, Place},
};

fn place(page: u8) -> Place {
    Place {
        community: RecordId([1; 32]),
        page: PageId([page; 32]),
    }
}

fn draft(page: u8, kept_ms: i64) -> Draft {
    Draft {
        heading: Heading {
            place: place(page),
            title: format!("Страница {page}"),
            kept_ms,
        },
        text: "Песок\n\nи вода\0".to_owned(),
        comment: "начало".to_owned(),
        parents: vec![RevisionId([7; 32]), RevisionId([8; 32])],
        section: Some(2),
    }
}

fn keeps(register: &Register, draft: &Draft) -> Option<Draft> {
    register.keep_draft(&anna(), draft).expect("kept")
}

fn found(register: &Register, page: u8) -> Option<Draft> {
    register.draft(&anna(), &place(page)).expect("an answer")
}

fn pages(register: &Register) -> Vec<u8> {
    let all = register.drafts(&anna()).expect("an answer");
    all.iter().map(|one| one.place.page.0[0]).collect()
}

#[test]
fn a_draft_is_kept_as_it_was_typed_and_a_newer_one_stands_in_its_place() {
    let (folder, register) = register();
    assert_eq!(keeps(&register, &draft(1, NOW_MS)), None);
    assert_eq!(found(&register, 1), Some(draft(1, NOW_MS)));
    let newer = Draft {
        text: String::new(),
        parents: Vec::new(),
        section: None,
        ..draft(1, NOW_MS + 1)
    };
    assert_eq!(keeps(&register, &newer), None);
    drop(register);
    let again = Register::open(&folder.path().join("accounts.sqlite")).expect("again");
    assert_eq!(found(&again, 1), Some(newer));
    assert_eq!(pages(&again), [1]);
}

#[test]
fn a_draft_is_nobody_elses_and_of_one_community() {
    let (_folder, register) = register();
    keeps(&register, &draft(1, NOW_MS));
    let boris = UserId::new("@boris:home");
    let theirs = register.draft(&boris, &place(1)).expect("an answer");
    assert_eq!(theirs, None);
    assert!(register.drafts(&boris).expect("an answer").is_empty());
    let dropped = register.drop_draft(&boris, &place(1), NOW_MS);
    assert_eq!(dropped.expect("an answer"), None);
    let elsewhere = Place {
        community: RecordId([2; 32]),
        ..place(1)
    };
    let other = register.draft(&anna(), &elsewhere).expect("an answer");
    assert_eq!(other, None);
    assert_eq!(found(&register, 1), Some(draft(1, NOW_MS)));
}

#[test]
fn a_draft_that_was_kept_since_is_not_let_go_of() {
    let (_folder, register) = register();
    keeps(&register, &draft(1, NOW_MS));
    keeps(&register, &draft(1, NOW_MS + 1));
    let drop = |kept_ms| {
        let dropped = register.drop_draft(&anna(), &place(1), kept_ms);
        dropped.expect("an answer")
    };
    assert_eq!(drop(NOW_MS), None);
    assert_eq!(drop(NOW_MS + 1), Some(draft(1, NOW_MS + 1)));
    assert_eq!(drop(NOW_MS + 1), None);
    assert_eq!(found(&register, 1), None);
}

#[test]
fn of_too_many_drafts_the_oldest_goes_and_never_the_one_just_kept() {
    let (_folder, register) = register();
    let most = u8::try_from(DRAFTS_MAX).expect("a few");
    for page in 0..most {
        let kept = keeps(&register, &draft(page, NOW_MS + i64::from(page)));
        assert_eq!(kept, None, "{page}");
    }
    let others = UserId::new("@boris:home");
    register
        .keep_draft(&others, &draft(1, NOW_MS - 1))
        .expect("kept");
    assert_eq!(
        keeps(&register, &draft(3, NOW_MS + 60)),
        None,
        "its own place"
    );
    // The clock goes back.
    let gone = keeps(&register, &draft(most, NOW_MS - 5));
    assert_eq!(gone, Some(draft(0, NOW_MS)));
    assert_eq!(pages(&register).len(), usize::from(most));
    let newest = pages(&register)[0];
    assert_eq!(newest, 3);
    assert!(found(&register, most).is_some());
    assert!(
        register
            .draft(&others, &place(1))
            .expect("an answer")
            .is_some()
    );
}
