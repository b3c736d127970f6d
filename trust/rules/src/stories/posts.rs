//! R2, R3, R4: the founder, posts, becoming trusted.

use secta_record::act::{Act, Measure, Opinion, Rank, Rule};
use serde_json::json;

use super::kit::*;
use crate::{Refusal, fact::What};

#[test]
fn the_founders_first_post_needs_no_vote() {
    let mut story = Story::new(json!({}));
    assert_eq!(story.rank(ANN), Rank::Ghost);
    let kinds = story.when(ANN, posts("first"));
    assert_eq!(kinds, ["released_post", "publish", "promote"]);
    assert_eq!(story.rank(ANN), Rank::Trusted);
    let view = story
        .state
        .item(&item("first"), story.now_ms)
        .expect("an item");
    let why = view.published.expect("a decision").why;
    assert_eq!(
        (why.rule, why.x, why.magic, why.threshold, why.votes),
        (Rule::R2, 0, 0, 0, 0)
    );
}

#[test]
fn the_founders_second_post_is_like_anyones() {
    let mut story = Story::of(0);
    assert_eq!(story.when(ANN, posts("second")), ["post"]);
    assert_eq!(story.state.invitations(&account(ANN)), 0);
}

#[test]
fn a_stranger_does_not_come_before_the_founder() {
    let mut story = Story::new(json!({}));
    assert_eq!(story.when("ghost", posts("p")), ["~submit"]);
    assert_eq!(story.numbers("p"), (0, 1, 1, 0));
    story.when(ANN, posts("first"));
    assert_eq!(story.rank("ghost"), Rank::Ghost);
}

#[test]
fn a_trusted_members_post_goes_to_the_stream() {
    let mut story = Story::of(1);
    assert_eq!(story.when("t1", posts("p")), ["post"]);
}

#[test]
fn a_ghosts_post_waits_and_leaves_no_public_trace() {
    let mut story = Story::of(1);
    assert_eq!(story.when("ghost", posts("p")), ["~submit"]);
}

#[test]
fn a_commenters_post_waits_and_shows_presence_alone() {
    let mut story = Story::of(1);
    story.make_commenter("carl");
    assert_eq!(story.when("carl", posts("p")), ["~submit", "presence"]);
}

#[test]
fn five_items_wait_and_not_six() {
    let mut story = Story::of(1);
    for n in 0..5 {
        story.when("ghost", posts(&format!("p{n}")));
    }
    let refusal = Refusal::TooManyPending { waiting: 5, max: 5 };
    assert_eq!(story.refused("ghost", posts("p5")), refusal);
    assert_eq!(story.refused("ghost", comments("c", "first")), refusal);
    story.when("ghost", withdraws("p0"));
    story.when("ghost", comments("c", "first"));
}

#[test]
fn one_vote_less_than_magic_publishes_nothing() {
    let mut story = Story::of(9);
    story.when("ghost", posts("p"));
    for voter in ["t1", "t2", "t3"] {
        assert_eq!(story.when(voter, supports("p")), ["~vote", "presence"]);
    }
    assert_eq!(story.numbers("p"), (10, 4, 4, 3));
    assert_eq!(story.rank("ghost"), Rank::Ghost);
}

#[test]
fn magic_votes_publish_and_make_trusted() {
    let mut story = Story::of(9);
    story.when("ghost", posts("p"));
    let posted_ms = story.now_ms;
    for voter in ["t1", "t2", "t3"] {
        story.pass(1000);
        story.when(voter, supports("p"));
    }
    story.pass(1000);
    let facts = story
        .ask("t4", votes("p", Opinion::Useful))
        .expect("a vote");
    let expected = [
        "~vote",
        "presence",
        "released_post",
        "vote",
        "vote",
        "vote",
        "vote",
        "publish",
        "promote",
    ];
    assert_eq!(kinds(&facts), expected);
    let times: Vec<i64> = facts
        .iter()
        .skip(2)
        .map(|fact| fact.time_ms - posted_ms)
        .collect();
    assert_eq!(times, [0, 1000, 2000, 3000, 4000, 4000, 4000]);
    assert_eq!(story.rank("ghost"), Rank::Trusted);
    let What::Public(Act::Promote(promote)) = &facts.last().expect("facts").what else {
        panic!("a promotion");
    };
    let why = promote.why;
    assert_eq!(
        (why.rule, why.x, why.magic, why.votes, why.policy),
        (Rule::R4, 10, 4, 4, 1)
    );
}

#[test]
fn opposition_does_not_keep_a_post_from_magic_and_does_not_help() {
    let mut story = Story::of(4);
    story.when("ghost", posts("p"));
    for voter in ["t1", "t2"] {
        story.when(voter, votes("p", Opinion::Oppose));
    }
    story.when("t3", supports("p"));
    assert_eq!(story.numbers("p"), (5, 3, 3, 1));
    story.when("t4", supports("p"));
    assert!(story.when(ANN, supports("p")).contains(&"publish"));
    let votes = story.state.votes(&item("p"));
    assert_eq!(
        votes
            .iter()
            .filter(|vote| vote.opinion == Opinion::Oppose)
            .count(),
        2
    );
}

#[test]
fn changing_ones_mind_is_not_a_second_voter() {
    let mut story = Story::of(1);
    story.when("ghost", posts("p"));
    assert_eq!(story.numbers("p").2, 2);
    story.when("t1", supports("p"));
    assert_eq!(
        story.when("t1", votes("p", Opinion::Useful)),
        ["~vote", "presence"]
    );
    assert_eq!(story.numbers("p").3, 1);
}

#[test]
fn a_commenter_becomes_trusted_by_a_post() {
    let mut story = Story::of(1);
    story.make_commenter("carl");
    story.make_trusted("carl");
}

#[test]
fn a_trusted_authors_post_earns_one_invitation_and_no_second() {
    let mut story = Story::of(4);
    story.when("t1", posts("p"));
    story.when("t2", supports("p"));
    assert_eq!(story.when("t3", supports("p")), ["vote", "grant"]);
    assert_eq!(story.state.invitations(&account("t1")), 1);
    assert_eq!(story.when("t4", supports("p")), ["vote"]);
    assert_eq!(story.when(ANN, supports("p")), ["vote"]);
    assert_eq!(story.state.invitations(&account("t1")), 1);
}

#[test]
fn every_post_of_a_trusted_author_can_earn_one() {
    let mut story = Story::of(1);
    for post in ["p", "q"] {
        story.when("t1", posts(post));
        assert_eq!(story.when(ANN, supports(post)), ["vote", "grant"]);
    }
    assert_eq!(story.state.invitations(&account("t1")), 2);
}

#[test]
fn one_vote_less_than_magic_earns_no_invitation() {
    let mut story = Story::of(4);
    story.when("t1", posts("p"));
    assert_eq!(story.when("t2", supports("p")), ["vote"]);
    assert_eq!(story.numbers("p"), (4, 2, 2, 1));
    assert_eq!(story.when("t3", votes("p", Opinion::Oppose)), ["vote"]);
    assert_eq!(story.state.invitations(&account("t1")), 0);
}

#[test]
fn the_post_that_made_its_author_trusted_earns_nothing_more() {
    let mut story = Story::of(3);
    story.when("ghost", posts("p"));
    story.when("t1", supports("p"));
    assert!(story.when("t2", supports("p")).contains(&"promote"));
    assert_eq!(story.when("t3", supports("p")), ["vote"]);
    assert_eq!(story.when(ANN, supports("p")), ["vote"]);
    assert_eq!(story.state.invitations(&account("ghost")), 0);
}

#[test]
fn what_still_waits_of_a_new_trusted_member_waits_on_and_earns_an_invitation() {
    let mut story = Story::of(1);
    story.when("ghost", posts("p"));
    story.when("ghost", posts("q"));
    story.when("t1", supports("p"));
    story.when(ANN, supports("p"));
    assert_eq!(story.rank("ghost"), Rank::Trusted);
    assert_eq!(story.state.waiting(), [item("q")]);
    story.when("t1", supports("q"));
    let kinds = story.when(ANN, supports("q"));
    assert_eq!(
        kinds[2..],
        ["released_post", "vote", "vote", "publish", "grant"]
    );
}

#[test]
fn the_posts_of_the_excluded_earn_nothing() {
    let mut story = Story::of(5);
    story.when("t1", posts("p"));
    for voter in ["t2", "t3", "t4"] {
        story.when(voter, moderates("p", Measure::Exclude));
    }
    for voter in ["t2", "t3", "t4", "t5"] {
        assert_eq!(story.when(voter, supports("p")), ["vote"]);
    }
    assert_eq!(story.state.invitations(&account("t1")), 0);
}

#[test]
fn nothing_happens_before_the_founding_and_it_happens_once() {
    let state = crate::State::new();
    let command = crate::Command {
        by: account(ANN),
        ask: posts("p"),
    };
    assert_eq!(state.decide(&command, 0), Err(Refusal::NotFounded));
    let mut story = Story::of(0);
    let again = crate::Ask::Found {
        name: "x".into(),
        founder: account("t1"),
        policy: json!({}),
    };
    assert_eq!(story.refused("t1", again), Refusal::AlreadyFounded);
}
