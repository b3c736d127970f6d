//! R12: supertags, and changes of the policy.

use secta_record::act::Supertag;
use serde_json::json;

use super::kit::*;
use crate::{
    Ask, Refusal,
    policy::{Fault, PolicyFaults, Trouble},
};

fn proposed(name: &str, definition: &str, synonyms: &[&str]) -> Ask {
    let supertag = Supertag {
        name: name.into(),
        definition: definition.into(),
        synonyms: synonyms.iter().map(|name| (*name).to_owned()).collect(),
    };
    Ask::ProposeSupertag {
        proposal: proposal(name),
        supertag,
    }
}

/// Where "Космос" with its synonym "вселенная" is accepted.
fn story() -> Story {
    let mut story = Story::of(2);
    story.when("t1", proposes("Космос", &["вселенная"]));
    story.when("t2", backs("Космос"));
    let kinds = story.when(ANN, backs("Космос"));
    assert_eq!(kinds, ["proposal_vote", "accept_proposal"]);
    story
}

#[test]
fn a_supertag_is_accepted_at_magic_and_not_before() {
    let mut story = Story::of(2);
    story.when("t1", proposes("Космос", &[]));
    assert_eq!(story.when("t2", backs("Космос")), ["proposal_vote"]);
    assert!(story.state.supertags().is_empty());
    let view = story
        .state
        .proposal(&proposal("Космос"), story.now_ms)
        .expect("a proposal");
    assert_eq!(
        (
            view.now.x,
            view.now.magic,
            view.now.threshold,
            view.now.votes
        ),
        (2, 2, 2, 1)
    );
    story.when(ANN, backs("Космос"));
    assert_eq!(story.state.supertags().len(), 1);
}

#[test]
fn a_supertag_lapses_after_14_days_and_may_be_proposed_again() {
    let mut story = Story::of(2);
    story.when("t1", proposes("Космос", &[]));
    assert_eq!(
        story.refused("t2", proposed("космос", "what belongs under this", &[])),
        Refusal::SupertagExists {
            name: "космос".into()
        }
    );
    assert!(story.pass(14 * DAY_MS - 1).is_empty());
    assert_eq!(kinds(&story.pass(1)), ["lapse_proposal"]);
    assert_eq!(story.refused(ANN, backs("Космос")), Refusal::ProposalClosed);
    story.when("t2", proposed("космос", "what belongs under this", &[]));
}

#[test]
fn the_trusted_propose_and_vote_and_not_for_their_own() {
    let mut story = Story::of(2);
    story.make_commenter("carl");
    assert!(matches!(
        story.refused("carl", proposes("x", &[])),
        Refusal::RankTooLow { .. }
    ));
    story.when("t1", proposes("Космос", &[]));
    assert_eq!(story.refused("t1", backs("Космос")), Refusal::OwnItem);
    assert!(matches!(
        story.refused("carl", backs("Космос")),
        Refusal::RankTooLow { .. }
    ));
    assert_eq!(story.refused("t2", backs("x")), Refusal::UnknownProposal);
    story.when("t2", backs("Космос"));
    assert_eq!(story.refused("t2", backs("Космос")), Refusal::AlreadyVoted);
    story.when(
        "t2",
        Ask::ProposalUnvote {
            proposal: proposal("Космос"),
        },
    );
    assert_eq!(story.when(ANN, backs("Космос")), ["proposal_vote"]);
}

#[test]
fn a_name_has_up_to_three_words() {
    let mut story = Story::of(2);
    let definition = "what belongs under this";
    story.when("t1", proposed("One two three", definition, &[]));
    let refusal = Refusal::SupertagWords { count: 4, max: 3 };
    assert_eq!(
        story.refused("t1", proposed("One two three four", definition, &[])),
        refusal
    );
    assert_eq!(
        story.refused("t1", proposed("x", definition, &["a b c d"])),
        refusal
    );
    let none = Refusal::SupertagWords { count: 0, max: 3 };
    assert_eq!(story.refused("t1", proposed(" # ", definition, &[])), none);
}

#[test]
fn a_definition_has_twenty_characters_and_not_nineteen() {
    let mut story = Story::of(2);
    let refusal = Refusal::DefinitionTooShort { count: 19, min: 20 };
    assert_eq!(
        story.refused("t1", proposed("x", &"d".repeat(19), &[])),
        refusal
    );
    story.when("t1", proposed("x", &"d".repeat(20), &[]));
}

#[test]
fn synonyms_resolve_whatever_their_case_and_yo() {
    let mut story = story();
    let tags = ["ВСЕЛЕННАЯ", "комёта", "Комета", "космос"];
    story.when("t1", tagged("p", &tags));
    assert_eq!(
        story.state.tags_of(&item("p")),
        (vec!["Космос"], vec!["комета"])
    );
    for tags in [vec!["Вселённая"], vec!["#космос", "КОМЕТА"]] {
        let found = story.state.posts_under(&tags, i64::MAX, 10);
        assert_eq!(found.len(), 1, "{tags:?}");
    }
    assert!(
        story
            .state
            .posts_under(&["космос", "луна"], i64::MAX, 10)
            .is_empty()
    );
    assert!(story.state.posts_under(&[], i64::MAX, 10).is_empty());
}

#[test]
fn a_synonym_cannot_be_taken_twice() {
    let mut story = story();
    let refusal = Refusal::SupertagExists {
        name: "вселенная".into(),
    };
    assert_eq!(story.refused("t1", proposes("Вселённая", &[])), refusal);
    assert_eq!(
        story.refused("t1", proposes("Мир", &["Вселенная"])),
        refusal
    );
}

#[test]
fn a_post_carries_three_supertags_and_not_four() {
    let mut story = Story::of(1);
    for name in ["A", "B", "C", "D"] {
        story.when("t1", proposes(name, &[]));
        story.when(ANN, backs(name));
    }
    let refusal = Refusal::TooManySupertags { count: 4, max: 3 };
    assert_eq!(
        story.refused("t1", tagged("p", &["a", "b", "c", "d"])),
        refusal
    );
    story.when("t1", tagged("p", &["a", "b", "c", "x", "y", "z", "A"]));
    assert_eq!(story.state.tags_of(&item("p")).0.len(), 3);
}

#[test]
fn a_waiting_posts_tags_are_found_after_publication_alone() {
    let mut story = story();
    story.when("ghost", tagged("p", &["космос"]));
    assert!(
        story
            .state
            .posts_under(&["космос"], i64::MAX, 10)
            .is_empty()
    );
    for voter in ["t1", "t2"] {
        story.when(voter, supports("p"));
    }
    let found = story.state.posts_under(&["космос"], i64::MAX, 10);
    assert_eq!(found.len(), 1);
    assert!(
        story
            .state
            .posts_under(&["космос"], found[0].published_ms, 10)
            .is_empty()
    );
}

#[test]
fn a_policy_takes_more_than_half() {
    let mut story = Story::of(9);
    // x = 9: magic 4, more than half 5.
    let policy = json!({ "pending_max": 7 });
    story.when(
        "t1",
        Ask::ProposePolicy {
            proposal: proposal("seven"),
            policy,
        },
    );
    for voter in ["t2", "t3", "t4", "t5"] {
        assert_eq!(story.when(voter, backs("seven")), ["proposal_vote"]);
    }
    assert_eq!(
        (
            story.state.policy_version(),
            story.state.policy().pending_max
        ),
        (1, 5)
    );
    assert_eq!(
        story.when("t6", backs("seven")),
        ["proposal_vote", "accept_proposal"]
    );
    assert_eq!(
        (
            story.state.policy_version(),
            story.state.policy().pending_max
        ),
        (2, 7)
    );
    assert_eq!(
        story.state.policy_of(1).map(|policy| policy.pending_max),
        Some(5)
    );
    assert_eq!(story.state.policy_of(3), None);
}

#[test]
fn a_policy_takes_magic_where_that_is_more_than_half() {
    let mut story = Story::of(2);
    // x = 2: magic 2, more than half 2. With x = 1 both are 1.
    let policy = json!({ "pending_max": 7 });
    story.when(
        "t1",
        Ask::ProposePolicy {
            proposal: proposal("seven"),
            policy,
        },
    );
    assert_eq!(story.when("t2", backs("seven")), ["proposal_vote"]);
    assert_eq!(
        story.when(ANN, backs("seven")),
        ["proposal_vote", "accept_proposal"]
    );
}

#[test]
fn nonsense_is_refused_with_every_field() {
    let mut story = Story::of(2);
    let policy = json!({ "pending_max": 0, "overlord": true });
    let ask = Ask::ProposePolicy {
        proposal: proposal("bad"),
        policy: policy.clone(),
    };
    let fault = |field: &str, trouble| Fault {
        field: field.into(),
        trouble,
    };
    let faults = vec![
        fault("overlord", Trouble::Unknown),
        fault("pending_max", Trouble::OutOfBounds { min: 1, max: 100 }),
    ];
    assert_eq!(
        story.refused("t1", ask),
        Refusal::BadPolicy(PolicyFaults(faults))
    );
    let same = Ask::ProposePolicy {
        proposal: proposal("same"),
        policy: json!({}),
    };
    assert_eq!(story.refused("t1", same), Refusal::SamePolicy);
}

#[test]
fn a_lone_founder_changes_no_policy() {
    let mut story = Story::of(0);
    let policy = json!({ "pending_max": 7 });
    story.when(
        ANN,
        Ask::ProposePolicy {
            proposal: proposal("seven"),
            policy,
        },
    );
    assert_eq!(story.refused(ANN, backs("seven")), Refusal::OwnItem);
}

#[test]
fn proposals_side_by_side_do_not_undo_one_another() {
    let mut story = Story::of(2);
    for (name, policy) in [
        ("seven", json!({ "pending_max": 7 })),
        ("four", json!({ "silence_min": 4 })),
        ("six", json!({ "pending_max": 6 })),
    ] {
        let proposal = proposal(name);
        story.when("t1", Ask::ProposePolicy { proposal, policy });
    }
    for name in ["seven", "four", "six"] {
        story.when("t2", backs(name));
        let with = story.state.policy_with(&proposal(name));
        story.when(ANN, backs(name));
        assert_eq!(with.as_ref(), Some(story.state.policy()), "{name}");
    }
    let policy = story.state.policy();
    assert_eq!((policy.pending_max, policy.silence_min), (6, 4));
    assert_eq!(story.state.policy_version(), 4);
    assert_eq!(story.state.policy_with(&proposal("none")), None);
}
