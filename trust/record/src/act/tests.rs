use serde_json::json;

use super::*;

fn item(n: u8) -> ItemId {
    ItemId([n; 32])
}

fn content(text: &str) -> Option<Content> {
    Some(Content {
        text: text.into(),
        ..Content::default()
    })
}

fn post() -> Post {
    Post {
        item: item(1),
        content: content("hello"),
        supertags: vec!["Космос".into()],
        tags: vec!["комета".into()],
    }
}

fn comment(parent: u8) -> Comment {
    Comment {
        item: item(2),
        root: item(1),
        parent: item(parent),
        content: content("indeed"),
    }
}

fn why() -> Why {
    Why {
        rule: Rule::R4,
        x: 10,
        magic: 4,
        threshold: 4,
        votes: 4,
        policy: 1,
    }
}

fn some_of_every_shape() -> Vec<Act> {
    let case = CaseId([7; 32]);
    let vote = ModerationVote {
        case,
        argument: Some("this is spam".into()),
    };
    vec![
        Act::Post(post()),
        Act::ReleasedPost(post()),
        Act::Comment(comment(1)),
        Act::ReleasedComment(comment(3)),
        Act::SilenceVote(vote.clone()),
        Act::ExcludeVote(vote),
        Act::Presence(Presence {}),
        Act::Vote(Vote {
            item: item(1),
            opinion: Opinion::Useful,
        }),
        Act::Publish(Publish {
            item: item(1),
            why: why(),
        }),
        Act::ProposeEntry(ProposeEntry {
            proposal: ProposalId([8; 32]),
            author: AccountId::new("@a:x"),
            item: Some(item(1)),
        }),
        Act::Enter(Enter {
            proposal: ProposalId([8; 32]),
            said: Some(Said {
                author: AccountId::new("@a:x"),
                time_ms: 7,
                content: content("so it was").unwrap_or_default(),
            }),
        }),
        Act::WithdrawEntry(WithdrawEntry {
            proposal: ProposalId([8; 32]),
        }),
        Act::Revise(Revise {
            revision: RevisionId([9; 32]),
            page: PageId([10; 32]),
            parents: vec![RevisionId([11; 32]), RevisionId([12; 32])],
            title: Some("Сад".into()),
            comment: "watered".into(),
            change: Some(PageChange::Text("# Apples".into())),
        }),
        Act::Revise(Revise {
            revision: RevisionId([13; 32]),
            page: PageId([10; 32]),
            parents: Vec::new(),
            title: Some("Сад".into()),
            comment: String::new(),
            change: Some(PageChange::Deleted),
        }),
        Act::Protect(Protect {
            page: PageId([10; 32]),
            rank: Some(Rank::Trusted),
        }),
        Act::HideRevision(HideRevision {
            revision: RevisionId([9; 32]),
        }),
        Act::Profile(Profile {
            display_name: Some("Мира".into()),
            ..Profile::default()
        }),
        Act::Wallet(Wallet {
            currency: Some(Currency::Xmr),
            address: None,
        }),
    ]
}

#[test]
fn an_act_comes_back_from_its_parts() {
    for act in some_of_every_shape() {
        let body = act.to_body();
        assert!(body.is_some(), "{act:?}");
        let again = Act::from_parts(act.kind(), &act.references(), body.as_ref());
        assert_eq!(again, Ok(Some(act)));
    }
}

#[test]
fn an_act_comes_back_from_its_serde_form() {
    for act in some_of_every_shape() {
        let text = serde_json::to_string(&act).expect("JSON");
        assert_eq!(serde_json::from_str::<Act>(&text).expect("an act"), act);
    }
}

#[test]
fn an_unknown_kind_is_nothing_and_no_error() {
    let known = Act::from_parts("levitate", &[], Some(&json!({ "height": 3 })));
    assert_eq!(known, Ok(None));
}

#[test]
fn what_the_rules_need_outlives_an_erased_body() {
    let bare = |act: &Act| Act::from_parts(act.kind(), &act.references(), None);
    let Ok(Some(Act::ReleasedComment(erased))) = bare(&Act::ReleasedComment(comment(3))) else {
        panic!("a released comment");
    };
    let (item, root, parent) = (erased.item, erased.root, erased.parent);
    assert_eq!(
        (item, root, parent),
        (self::item(2), self::item(1), self::item(3))
    );
    let Ok(Some(Act::Comment(erased))) = bare(&Act::Comment(comment(1))) else {
        panic!("a comment");
    };
    assert_eq!(erased.parent, erased.root);
    assert_eq!(Act::Comment(erased).to_body(), None);
}

#[test]
fn a_vote_cannot_stand_without_its_body() {
    let fault = Act::from_parts("vote", &[[1; 32]], None);
    assert_eq!(
        fault,
        Err(ActFault::NoBody {
            kind: "vote".into()
        })
    );
}

#[test]
fn references_must_be_those_of_the_body() {
    let act = Act::Post(post());
    let fault = Act::from_parts("post", &[[9; 32]], act.to_body().as_ref());
    assert_eq!(
        fault,
        Err(ActFault::References {
            kind: "post".into()
        })
    );
}

#[test]
fn a_malformed_body_is_a_fault_that_says_why() {
    let fault = Act::from_parts(
        "vote",
        &[],
        Some(&json!({ "item": "x", "opinion": "love" })),
    );
    let Err(ActFault::Malformed { kind, reason }) = fault else {
        panic!("{fault:?}");
    };
    assert_eq!(kind, "vote");
    assert!(reason.contains("hexadecimal"), "{reason}");
}

#[test]
fn kinds_are_short_lower_case_and_distinct() {
    let mut kinds = KINDS.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), KINDS.len());
    for kind in kinds {
        assert!(kind.len() <= 32 && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
    }
}
