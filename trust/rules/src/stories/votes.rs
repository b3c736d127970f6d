//! R8, R9: votes and the support index.

use secta_record::act::{Measure, Opinion, Rank, Rule};

use super::kit::*;
use crate::{Ask, Refusal, state::Tally};

fn tally(story: &Story, name: &str) -> Tally {
    story.state.tally(&item(name)).expect("an item")
}

#[test]
fn the_last_opinion_given_holds() {
    let mut story = Story::of(9);
    story.when("t1", posts("p"));
    story.when("t2", supports("p"));
    story.when("t2", votes("p", Opinion::Oppose));
    assert_eq!(
        tally(&story, "p"),
        Tally {
            support: 0,
            useful: 0,
            oppose: 1
        }
    );
    let same = Refusal::SameOpinion {
        opinion: Opinion::Oppose,
    };
    assert_eq!(story.refused("t2", votes("p", Opinion::Oppose)), same);
}

#[test]
fn nobody_votes_on_their_own() {
    let mut story = Story::of(2);
    story.when("t1", posts("p"));
    story.make_commenter("carl");
    story.when("carl", comments("c", "p"));
    assert_eq!(story.refused("t1", supports("p")), Refusal::OwnItem);
    assert_eq!(story.refused("carl", supports("c")), Refusal::OwnItem);
    assert_eq!(
        story.refused("t1", moderates("p", Measure::Silence)),
        Refusal::OwnItem
    );
}

#[test]
fn ghosts_do_not_vote() {
    let mut story = Story::of(2);
    let refusal = Refusal::RankTooLow {
        rule: Rule::R8,
        rank: Rank::Ghost,
        needed: Rank::Commenter,
    };
    assert_eq!(story.refused("ghost", supports("first")), refusal);
}

#[test]
fn commenters_vote_in_the_stream_and_do_not_moderate() {
    let mut story = Story::of(2);
    story.make_commenter("carl");
    story.when("carl", supports("first"));
    let refusal = Refusal::RankTooLow {
        rule: Rule::R8,
        rank: Rank::Commenter,
        needed: Rank::Trusted,
    };
    assert_eq!(
        story.refused("carl", moderates("first", Measure::Silence)),
        refusal
    );
}

#[test]
fn a_vote_is_withdrawn_within_a_day_and_not_after() {
    let mut story = Story::of(9);
    story.when("t1", posts("p"));
    story.when("t2", supports("p"));
    story.when("t3", supports("p"));
    let ended_ms = story.now_ms + 24 * HOUR_MS;
    story.pass(24 * HOUR_MS - 1);
    assert_eq!(story.when("t2", unvotes("p")), ["unvote"]);
    story.pass(1);
    assert_eq!(
        story.refused("t3", unvotes("p")),
        Refusal::TooLateToWithdraw { ended_ms }
    );
}

#[test]
fn changing_an_opinion_does_not_give_another_day() {
    let mut story = Story::of(9);
    story.when("t1", posts("p"));
    story.when("t2", supports("p"));
    let ended_ms = story.now_ms + 24 * HOUR_MS;
    story.pass(24 * HOUR_MS);
    story.when("t2", votes("p", Opinion::Oppose));
    assert_eq!(
        story.refused("t2", unvotes("p")),
        Refusal::TooLateToWithdraw { ended_ms }
    );
}

#[test]
fn a_vote_that_had_its_effect_stays_as_it_is() {
    let mut story = Story::of(3);
    story.when("t1", posts("p"));
    story.when("t2", supports("p"));
    story.when("t3", supports("p"));
    assert_eq!(story.refused("t2", unvotes("p")), Refusal::VoteTookEffect);
    let change = votes("p", Opinion::Oppose);
    assert_eq!(story.refused("t2", change), Refusal::VoteTookEffect);
    story.when(ANN, supports("p"));
    story.when(ANN, unvotes("p"));
}

#[test]
fn votes_that_published_stay_too() {
    let mut story = Story::of(4);
    story.when("ghost", posts("p"));
    story.when("t1", votes("p", Opinion::Oppose));
    for voter in ["t2", "t3", "t4"] {
        story.when(voter, supports("p"));
    }
    assert_eq!(story.refused("t2", unvotes("p")), Refusal::VoteTookEffect);
    // A post is published by its positive votes; the others had no part in it.
    assert_eq!(story.when("t1", unvotes("p")), ["unvote"]);
}

#[test]
fn removing_a_reaction_that_no_longer_holds_changes_nothing() {
    let mut story = Story::of(4);
    story.when("t1", posts("p"));
    story.when("t2", supports("p"));
    story.when("t2", votes("p", Opinion::Useful));
    let old = Ask::Unvote {
        item: item("p"),
        opinion: Some(Opinion::Support),
    };
    assert_eq!(story.refused("t2", old), Refusal::NoSuchVote);
    assert_eq!(tally(&story, "p").useful, 1);
}

#[test]
fn there_is_no_vote_on_what_is_unknown_hidden_or_withdrawn() {
    let mut story = Story::of(3);
    assert_eq!(
        story.refused("t1", supports("nowhere")),
        Refusal::UnknownItem
    );
    assert_eq!(story.refused("t1", unvotes("first")), Refusal::NoSuchVote);
    story.when("t1", posts("p"));
    story.when("t1", withdraws("p"));
    assert_eq!(story.refused("t2", supports("p")), Refusal::ItemWithdrawn);
    story.when("t1", posts("q"));
    story.when("t2", moderates("q", Measure::Silence));
    story.when("t3", moderates("q", Measure::Silence));
    assert_eq!(story.refused("t2", supports("q")), Refusal::ItemHidden);
}

#[test]
fn the_index_counts_distinct_supporters_less_distinct_opposers() {
    let mut story = Story::of(9);
    let before = story.state.index(&account("t9"));
    story.when("t9", posts("p"));
    story.when("t9", posts("q"));
    let index = |story: &Story| story.state.index(&account("t9")) - before;
    story.make_commenter("carl");
    story.make_commenter("dora");
    story.when("carl", supports("p"));
    story.when("carl", supports("q"));
    assert_eq!(index(&story), 1);
    story.when("dora", votes("p", Opinion::Oppose));
    story.when("dora", votes("q", Opinion::Oppose));
    assert_eq!(index(&story), 0);
    story.when("dora", unvotes("q"));
    assert_eq!(index(&story), 0);
    story.when("dora", unvotes("p"));
    assert_eq!(index(&story), 1);
    story.when("dora", votes("p", Opinion::Useful));
    assert_eq!(index(&story), 1);
    story.when("carl", votes("p", Opinion::Oppose));
    assert_eq!(index(&story), 0);
}

#[test]
fn votes_in_the_twilight_change_no_index_before_publication() {
    let mut story = Story::of(3);
    story.when("ghost", posts("p"));
    story.when("t1", supports("p"));
    assert_eq!(story.state.index(&account("ghost")), 0);
    story.when("t2", supports("p"));
    assert_eq!(story.state.index(&account("ghost")), 2);
}

#[test]
fn support_and_opposition_of_comments_change_the_index_and_no_rank() {
    let mut story = Story::of(4);
    story.make_commenter("carl");
    let before = story.state.index(&account("carl"));
    story.when("carl", comments("c", "first"));
    for voter in ["t1", "t2", "t3", "t4", ANN] {
        assert_eq!(story.when(voter, supports("c")), ["vote"]);
    }
    assert_eq!(story.rank("carl"), Rank::Commenter);
    assert_eq!(story.state.index(&account("carl")), before + 5);
}

#[test]
fn an_argument_has_ten_characters_and_not_nine() {
    let mut story = Story::of(2);
    story.when("t1", posts("p"));
    let nine = argues("p", Measure::Silence, Some("is a rude"));
    let refusal = Refusal::ArgumentTooShort { count: 9, min: 10 };
    assert_eq!(story.refused("t2", nine), refusal);
    assert_eq!(
        story.when("t2", moderates("p", Measure::Silence)),
        ["open_case", "silence_vote"]
    );
}
