//! R15: withdrawal; and edits of what is published.

use secta_record::act::{Measure, Rank};

use super::kit::*;
use crate::{
    Ask, Refusal,
    fact::{DropCause, Quiet, What},
    query::ItemStatus,
};

#[test]
fn what_an_item_has_caused_stays_caused() {
    let mut story = Story::of(1);
    story.when("ghost", posts("p"));
    story.when("t1", supports("p"));
    story.when(ANN, supports("p"));
    let index = story.state.index(&account("ghost"));
    assert_eq!(story.when("ghost", withdraws("p")), ["withdraw"]);
    assert_eq!(story.rank("ghost"), Rank::Trusted);
    assert_eq!(story.state.index(&account("ghost")), index);
    let view = story.state.item(&item("p"), story.now_ms).expect("an item");
    assert_eq!(view.status, ItemStatus::Withdrawn);
    assert_eq!(view.tally.support, 2);
}

#[test]
fn a_waiting_item_is_withdrawn_without_a_public_trace() {
    let mut story = Story::of(1);
    story.when("ghost", posts("p"));
    let facts = story.ask("ghost", withdraws("p")).expect("a withdrawal");
    let dropped = Quiet::Drop {
        item: item("p"),
        cause: DropCause::Withdrawn,
    };
    assert_eq!(facts[0].what, What::Quiet(dropped));
    assert_eq!(story.refused(ANN, supports("p")), Refusal::UnknownItem);
}

#[test]
fn an_author_withdraws_their_own_and_once() {
    let mut story = Story::of(1);
    story.when("t1", posts("p"));
    story.when("ghost", posts("q"));
    assert_eq!(story.refused(ANN, withdraws("p")), Refusal::NotOwnItem);
    assert_eq!(story.refused(ANN, withdraws("q")), Refusal::NotOwnItem);
    assert_eq!(
        story.refused(ANN, withdraws("nowhere")),
        Refusal::UnknownItem
    );
    story.when("t1", withdraws("p"));
    assert_eq!(story.refused("t1", withdraws("p")), Refusal::ItemWithdrawn);
}

#[test]
fn the_muted_and_the_excluded_can_still_withdraw() {
    let mut story = Story::of(5);
    story.when("t1", posts("p"));
    story.when("t1", posts("q"));
    for voter in ["t2", "t3", "t4"] {
        story.when(voter, moderates("p", Measure::Exclude));
    }
    assert_eq!(story.when("t1", withdraws("q")), ["withdraw"]);
}

#[test]
fn an_edit_after_publication_keeps_what_was_voted_on() {
    let mut story = Story::of(3);
    story.when("t1", tagged("p", &["tea"]));
    story.when("t2", supports("p"));
    let edit = || Ask::Edit {
        item: item("p"),
        tags: vec!["coffee".into()],
    };
    assert_eq!(story.refused("t2", edit()), Refusal::NotOwnItem);
    assert_eq!(story.when("t1", edit()), ["edit"]);
    let view = story.state.item(&item("p"), story.now_ms).expect("an item");
    assert_eq!(
        (view.tally.support, view.edited_ms),
        (1, Some(story.now_ms))
    );
    assert_eq!(story.state.tags_of(&item("p")).1, ["tea"]);
    assert_eq!(story.when("t3", supports("p")), ["vote", "grant"]);
}

#[test]
fn a_withdrawn_post_is_found_under_no_tag() {
    let mut story = Story::of(1);
    story.when("t1", tagged("p", &["Чёрный_чай"]));
    let found = story.state.posts_under(&["черный чай"], i64::MAX, 10);
    assert_eq!(found.len(), 1);
    story.when("t1", withdraws("p"));
    assert!(
        story
            .state
            .posts_under(&["черный чай"], i64::MAX, 10)
            .is_empty()
    );
}

#[test]
fn an_id_is_used_once() {
    let mut story = Story::of(1);
    story.when("ghost", posts("p"));
    assert_eq!(story.refused("t1", posts("p")), Refusal::ItemExists);
    assert_eq!(story.refused("t1", posts("first")), Refusal::ItemExists);
    assert_eq!(
        story.refused("t1", comments("p", "first")),
        Refusal::ItemExists
    );
}

#[test]
fn words_are_the_shells_to_fill_in() {
    let mut story = Story::of(1);
    let mut facts = story.ask("t1", posts("p")).expect("a post");
    assert_eq!(facts[0].lacks_content(), Some(item("p")));
    let words = secta_record::act::Content {
        text: "tea".into(),
        ..Default::default()
    };
    facts[0].fill(words);
    assert_eq!(facts[0].lacks_content(), None);
    let vote = story.ask(ANN, supports("p")).expect("a vote");
    assert!(vote.iter().all(|fact| fact.lacks_content().is_none()));
}
