//! R5: comments.

use secta_record::act::{Opinion, Rank, Rule};

use super::kit::*;
use crate::{Ask, Refusal};

#[test]
fn commenters_and_trusted_comment_at_once() {
    let mut story = Story::of(1);
    story.make_commenter("carl");
    assert_eq!(story.when("carl", comments("a", "first")), ["comment"]);
    assert_eq!(story.when("t1", comments("b", "first")), ["comment"]);
}

#[test]
fn a_ghosts_comment_waits() {
    let mut story = Story::of(1);
    assert_eq!(story.when("ghost", comments("c", "first")), ["~submit"]);
    assert_eq!(story.numbers("c"), (2, 2, 1, 0));
}

#[test]
fn the_publish_index_is_half_of_magic_rounded_up_and_at_least_one() {
    for (trusted, magic, index) in [(0, 1, 1), (1, 2, 1), (4, 3, 2), (9, 4, 2), (12, 5, 3)] {
        let mut story = Story::of(trusted);
        story.when("ghost", comments("c", "first"));
        let (_, magic_now, threshold, _) = story.numbers("c");
        assert_eq!((magic_now, threshold), (magic, index));
    }
}

#[test]
fn a_comment_is_published_when_its_index_reaches_the_number() {
    let mut story = Story::of(9);
    story.when("ghost", comments("c", "first"));
    assert_eq!(story.when("t1", supports("c")), ["~vote", "presence"]);
    let kinds = story.when("t2", votes("c", Opinion::Useful));
    assert_eq!(kinds[2..], ["released_comment", "vote", "vote", "publish"]);
    assert_eq!(story.rank("ghost"), Rank::Ghost);
    let view = story.state.item(&item("c"), story.now_ms).expect("an item");
    let why = view.published.expect("a decision").why;
    assert_eq!(
        (why.rule, why.magic, why.threshold, why.votes),
        (Rule::R5, 4, 2, 2)
    );
}

#[test]
fn opposition_lowers_a_comments_index() {
    let mut story = Story::of(9);
    story.when("ghost", comments("c", "first"));
    story.when("t1", votes("c", Opinion::Oppose));
    story.when("t2", supports("c"));
    assert_eq!(story.when("t3", supports("c")), ["~vote", "presence"]);
    assert!(story.when("t4", supports("c")).contains(&"publish"));
}

#[test]
fn opposition_taken_back_publishes_too() {
    let mut story = Story::of(9);
    story.when("ghost", comments("c", "first"));
    story.when("t1", votes("c", Opinion::Oppose));
    story.when("t2", supports("c"));
    story.when("t3", supports("c"));
    let kinds = story.when("t1", unvotes("c"));
    assert_eq!(
        kinds,
        ["~unvote", "released_comment", "vote", "vote", "publish"]
    );
}

#[test]
fn magic_useful_votes_make_a_commenter() {
    let mut story = Story::of(4);
    story.when("ghost", comments("c", "first"));
    story.when("t1", votes("c", Opinion::Useful));
    assert!(
        story
            .when("t2", votes("c", Opinion::Useful))
            .contains(&"publish")
    );
    assert_eq!(story.numbers("c"), (5, 3, 3, 2));
    assert_eq!(story.rank("ghost"), Rank::Ghost);
    assert_eq!(
        story.when("t3", votes("c", Opinion::Useful)),
        ["vote", "promote"]
    );
    assert_eq!(story.rank("ghost"), Rank::Commenter);
}

#[test]
fn support_makes_no_commenter() {
    let mut story = Story::of(4);
    story.when("ghost", comments("c", "first"));
    for voter in ["t1", "t2", "t3", "t4", ANN] {
        story.when(voter, supports("c"));
    }
    assert_eq!(story.rank("ghost"), Rank::Ghost);
    // What was counted as positive may still become useful, and no less than that.
    assert_eq!(
        story.refused("t1", votes("c", Opinion::Oppose)),
        Refusal::VoteTookEffect
    );
    story.when("t1", votes("c", Opinion::Useful));
    story.when("t2", votes("c", Opinion::Useful));
    assert_eq!(
        story.when("t3", votes("c", Opinion::Useful)),
        ["vote", "promote"]
    );
    assert_eq!(story.refused("t3", supports("c")), Refusal::VoteTookEffect);
}

#[test]
fn where_one_vote_is_magic_it_publishes_and_makes_a_commenter() {
    let mut story = Story::of(0);
    story.when("ghost", comments("c", "first"));
    let kinds = story.when(ANN, votes("c", Opinion::Useful));
    assert_eq!(
        kinds[2..],
        ["released_comment", "vote", "publish", "promote"]
    );
}

#[test]
fn a_comment_stands_in_a_public_posts_thread_and_nowhere_else() {
    let mut story = Story::of(1);
    story.when("ghost", posts("waiting"));
    story.when("t1", comments("c", "first"));
    story.when("t1", posts("other"));
    assert_eq!(
        story.refused("t1", comments("d", "nowhere")),
        Refusal::UnknownItem
    );
    assert_eq!(
        story.refused("t1", comments("d", "waiting")),
        Refusal::UnknownItem
    );
    assert_eq!(story.refused("t1", comments("d", "c")), Refusal::NotAPost);
    let elsewhere = Ask::Comment {
        item: item("d"),
        root: item("other"),
        parent: item("c"),
    };
    assert_eq!(story.refused("t1", elsewhere), Refusal::NotInThread);
    let answer = Ask::Comment {
        item: item("d"),
        root: item("first"),
        parent: item("c"),
    };
    assert_eq!(story.when("t1", answer), ["comment"]);
}

#[test]
fn a_waiting_comment_is_not_published_under_a_post_that_is_gone() {
    let mut story = Story::of(1);
    story.when("t1", posts("p"));
    story.when("ghost", comments("c", "p"));
    story.when("t1", withdraws("p"));
    assert_eq!(story.when(ANN, supports("c")), ["~vote", "presence"]);
    assert_eq!(
        story.refused("t1", comments("d", "p")),
        Refusal::ItemWithdrawn
    );
}
