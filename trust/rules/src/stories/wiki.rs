//! R17: who changes pages of the wiki, who protects them, and what an author takes back.

use secta_record::act::{MAX_PARENTS, Measure, Rank, Rule};
use serde_json::json;

use super::kit::*;
use crate::Refusal;

/// Four trusted beside the founder, and a commenter.
fn village() -> Story {
    let mut story = Story::of(4);
    story.make_commenter("carl");
    story
}

fn needs(rank: Rank, needed: Rank) -> Refusal {
    let rule = Rule::R17;
    Refusal::RankTooLow { rule, rank, needed }
}

#[test]
fn a_commenter_changes_pages_and_a_ghost_does_not() {
    let mut story = village();
    assert_eq!(story.when("carl", revises("Garden", "a", &[])), ["revise"]);
    let refusal = story.refused("ghost", revises("Garden", "b", &["a"]));
    assert_eq!(refusal, needs(Rank::Ghost, Rank::Commenter));
    assert_eq!(story.state.page(&page("Garden")).heads, [revision("a")]);
}

#[test]
fn the_policy_says_which_rank_changes_pages() {
    let mut open = Story::new(json!({ "wiki_edit": "ghost" }));
    assert_eq!(open.when("ghost", revises("Garden", "a", &[])), ["revise"]);
    let mut shut = Story::new(json!({ "wiki_edit": "trusted" }));
    shut.when(ANN, posts("first"));
    shut.make_commenter("carl");
    let refusal = shut.refused("carl", revises("Garden", "a", &[]));
    assert_eq!(refusal, needs(Rank::Commenter, Rank::Trusted));
}

#[test]
fn what_is_changed_apart_stands_side_by_side_until_somebody_follows_both() {
    let mut story = village();
    story.when("carl", revises("Garden", "a", &[]));
    story.when("t1", revises("Garden", "b", &["a"]));
    story.when("t2", revises("Garden", "c", &["a"]));
    let mut both = vec![revision("b"), revision("c")];
    both.sort();
    assert_eq!(story.state.page(&page("Garden")).heads, both);
    story.when("carl", revises("Garden", "d", &["b", "c"]));
    assert_eq!(story.state.page(&page("Garden")).heads, [revision("d")]);
}

#[test]
fn a_revision_is_made_once_and_follows_each_of_a_few_others_once() {
    let mut story = village();
    story.when("carl", revises("Garden", "a", &[]));
    let refusal = story.refused("t1", revises("Lawn", "a", &[]));
    assert_eq!(refusal, Refusal::RevisionExists);
    let max = u32::try_from(MAX_PARENTS).expect("small");
    let names: Vec<String> = (0..=MAX_PARENTS).map(|n| format!("p{n}")).collect();
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    for parents in [&["a", "a"][..], &["b"], &all] {
        let refusal = story.refused("t1", revises("Garden", "b", parents));
        assert_eq!(refusal, Refusal::BadParents { max });
    }
    let most = all.get(1..).expect("some");
    assert_eq!(story.when("t1", revises("Garden", "b", most)), ["revise"]);
}

#[test]
fn a_protected_page_asks_its_own_rank() {
    let mut story = village();
    story.when("carl", revises("Garden", "a", &[]));
    let trusted = Some(Rank::Trusted);
    let refusal = story.refused("carl", protects("Garden", trusted));
    assert_eq!(refusal, needs(Rank::Commenter, Rank::Trusted));
    let refusal = story.refused("t1", protects("Lawn", trusted));
    assert_eq!(refusal, Refusal::UnknownPage);
    assert_eq!(story.when("t1", protects("Garden", trusted)), ["protect"]);
    let refusal = story.refused("t1", protects("Garden", trusted));
    assert_eq!(refusal, Refusal::SameProtection);
    let refusal = story.refused("carl", revises("Garden", "b", &["a"]));
    assert_eq!(refusal, needs(Rank::Commenter, Rank::Trusted));
    story.when("t2", revises("Garden", "b", &["a"]));
    story.when("t3", protects("Garden", None));
    story.when("carl", revises("Garden", "c", &["b"]));
}

#[test]
fn an_author_takes_back_what_a_revision_says_and_nobody_elses() {
    let mut story = village();
    story.when("carl", revises("Garden", "a", &[]));
    assert_eq!(story.refused("t1", hides("a")), Refusal::NotOwnItem);
    assert_eq!(story.refused("t1", hides("b")), Refusal::UnknownRevision);
    assert_eq!(story.when("carl", hides("a")), ["hide_revision"]);
    assert_eq!(story.refused("carl", hides("a")), Refusal::RevisionHidden);
    assert_eq!(story.state.page(&page("Garden")).heads, [revision("a")]);
}

#[test]
fn the_muted_change_nothing_and_take_back_their_own() {
    let mut story = village();
    story.when("carl", comments("words", "first"));
    story.when("carl", revises("Garden", "a", &[]));
    for judge in ["t1", "t2", "t3"] {
        story.when(judge, moderates("words", Measure::Silence));
    }
    let refusal = story.refused("carl", revises("Garden", "b", &["a"]));
    assert!(matches!(refusal, Refusal::Muted { .. }), "{refusal}");
    assert_eq!(story.when("carl", hides("a")), ["hide_revision"]);
}

#[test]
fn changing_a_page_does_not_make_one_count() {
    let mut story = village();
    story.pass(story.now_ms + 31 * DAY_MS);
    let (before, _) = story.state.magic_today(story.now_ms);
    story.when("t1", revises("Garden", "a", &[]));
    let (after, _) = story.state.magic_today(story.now_ms);
    assert_eq!((before, after), (0, 0));
}
