//! What somebody might try.

use secta_record::act::{Measure, Opinion, Rank};

use super::kit::*;
use crate::{Ask, Refusal};

#[test]
fn sock_puppets_made_in_one_minute_have_no_vote() {
    let mut story = Story::of(3);
    story.when("p0", posts("p"));
    for n in 1..50 {
        let name = format!("p{n}");
        story.when(&name, posts(&format!("of {n}")));
        for ask in [
            supports("p"),
            supports("first"),
            moderates("first", Measure::Exclude),
        ] {
            assert!(matches!(
                story.refused(&name, ask),
                Refusal::RankTooLow { .. }
            ));
        }
        assert_eq!(
            story.refused(&name, invites("p0")).rule(),
            secta_record::act::Rule::R7
        );
    }
    assert_eq!(story.rank("p0"), Rank::Ghost);
    assert_eq!(story.numbers("p"), (4, 2, 2, 0));
}

#[test]
fn one_reaction_added_and_removed_a_hundred_times_is_one_vote() {
    let mut story = Story::of(9);
    story.when("ghost", posts("p"));
    story.when("t1", posts("q"));
    let before = story.state.index(&account("t1"));
    for _ in 0..100 {
        for name in ["p", "q"] {
            story.when("t2", supports(name));
            story.when("t2", unvotes(name));
        }
    }
    story.when("t2", supports("p"));
    story.when("t2", supports("q"));
    assert_eq!(story.numbers("p").3, 1);
    assert_eq!(story.numbers("q").3, 1);
    assert_eq!(story.state.index(&account("t1")), before + 1);
}

#[test]
fn arguments_of_markup_space_and_marks_are_empty() {
    let mut story = Story::of(2);
    story.when("t1", posts("p"));
    for (argument, count) in [
        ("<b></b><i>no</i><br/>", 2),
        ("          a          ", 1),
        (
            "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
            1,
        ),
        (
            "\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}",
            0,
        ),
        ("", 0),
    ] {
        let ask = argues("p", Measure::Silence, Some(argument));
        let refusal = Refusal::ArgumentTooShort { count, min: 10 };
        assert_eq!(story.refused("t2", ask), refusal, "{argument}");
    }
    assert!(story.state.open_cases(story.now_ms).is_empty());
}

#[test]
fn two_posts_that_reach_the_number_at_once_are_two_promotions() {
    let mut story = Story::of(3);
    story.when("a", posts("pa"));
    story.when("b", posts("pb"));
    story.when("t1", supports("pa"));
    story.when("t1", supports("pb"));
    assert!(story.when("t2", supports("pa")).contains(&"promote"));
    // One more trusted member, and the number may have grown: the second post is counted anew.
    let (x, magic, _, votes) = story.numbers("pb");
    assert_eq!((x, magic, votes), (5, 3, 1));
    story.when("t2", supports("pb"));
    assert_eq!(story.rank("b"), Rank::Ghost);
    story.when("t3", supports("pb"));
    assert_eq!(story.rank("b"), Rank::Trusted);
}

#[test]
fn two_posts_of_one_author_that_reach_the_number_promote_once() {
    let mut story = Story::of(0);
    story.when("a", posts("p1"));
    story.when("a", posts("p2"));
    let kinds = story.when(ANN, supports("p1"));
    assert_eq!(kinds.iter().filter(|kind| **kind == "promote").count(), 1);
    let kinds = story.when(ANN, supports("p2"));
    assert!(!kinds.contains(&"promote"));
}

#[test]
fn leaving_and_coming_back_changes_nothing() {
    // Leaving a room is no act: rank, limits, mutes and strikes are the account's.
    let mut story = Story::of(3);
    for n in 0..5 {
        story.when("ghost", posts(&format!("p{n}")));
    }
    story.when("t1", moderates("p0", Measure::Silence));
    story.when("t2", moderates("p0", Measure::Silence));
    story.when("t3", moderates("p0", Measure::Silence));
    assert!(matches!(
        story.refused("ghost", posts("p9")),
        Refusal::Muted { .. }
    ));
    story.pass(2 * DAY_MS);
    story.when("ghost", posts("p9"));
    let view = story
        .state
        .account(&account("ghost"), story.now_ms)
        .expect("a view");
    assert_eq!((view.strikes, view.rank), (1, Rank::Ghost));
}

#[test]
fn a_withdrawn_candidate_takes_its_votes_with_it() {
    let mut story = Story::of(3);
    story.when("ghost", posts("p"));
    story.when("t1", supports("p"));
    story.when("ghost", withdraws("p"));
    story.when("ghost", posts("p"));
    assert_eq!(story.numbers("p").3, 0);
}

#[test]
fn a_clock_that_steps_back_revives_nothing() {
    let mut story = Story::of(2);
    story.when("ghost", posts("p"));
    story.pass(48 * HOUR_MS);
    story.now_ms -= HOUR_MS;
    assert_eq!(story.refused("t1", supports("p")), Refusal::UnknownItem);
    assert!(story.state.due(story.now_ms).is_empty());
    story.when("t1", posts("q"));
    story.when("t2", supports("q"));
    let view = story.state.votes(&item("q"));
    assert_eq!(view[0].since_ms, story.now_ms + HOUR_MS);
    story.check();
}

#[test]
fn a_clock_that_steps_back_lengthens_no_vote_and_doubles_none() {
    let mut story = Story::of(9);
    story.when("t1", posts("p"));
    story.when("t2", supports("p"));
    story.pass(DAY_MS);
    story.when("t3", supports("p"));
    story.now_ms -= HOUR_MS;
    assert!(matches!(
        story.refused("t2", unvotes("p")),
        Refusal::TooLateToWithdraw { .. }
    ));
    assert!(matches!(
        story.refused("t3", supports("p")),
        Refusal::SameOpinion { .. }
    ));
}

#[test]
fn a_muted_author_cannot_rewrite_what_is_judged() {
    let mut story = Story::of(3);
    story.when("t1", posts("p"));
    story.when("t1", posts("q"));
    story.when("t2", moderates("p", Measure::Silence));
    story.when("t3", moderates("p", Measure::Silence));
    let edit = Ask::Edit {
        item: item("q"),
        tags: vec![],
    };
    assert!(matches!(story.refused("t1", edit), Refusal::Muted { .. }));
}

#[test]
fn withdrawing_an_item_does_not_end_its_case() {
    let mut story = Story::of(3);
    story.when("t1", posts("p"));
    story.when("t2", moderates("p", Measure::Silence));
    story.when("t1", withdraws("p"));
    assert_eq!(
        story.when("t3", moderates("p", Measure::Silence)),
        ["silence_vote", "silence"]
    );
}

#[test]
fn a_waiting_item_that_is_withdrawn_keeps_its_case() {
    let mut story = Story::of(3);
    story.when("ghost", posts("p"));
    story.when("t2", moderates("p", Measure::Silence));
    story.when("ghost", withdraws("p"));
    story.when("t3", moderates("p", Measure::Silence));
    assert!(matches!(
        story.refused("ghost", posts("q")),
        Refusal::Muted { .. }
    ));
}

#[test]
fn opposing_many_items_is_one_opposer() {
    let mut story = Story::of(3);
    let before = story.state.index(&account("t1"));
    for n in 0..10 {
        let post = format!("p{n}");
        story.when("t1", posts(&post));
        story.when("t2", votes(&post, Opinion::Oppose));
    }
    // One opposer, who is a supporter still.
    assert_eq!(story.state.index(&account("t1")), before - 1);
}

#[test]
fn names_of_accounts_and_ids_are_mere_data() {
    let mut story = Story::of(1);
    for name in [
        "",
        "@",
        "\u{202e}nna",
        &"x".repeat(100_000),
        "a\0b",
        "ann:x@",
    ] {
        story.when(name, posts(&format!("of {name}")));
    }
    assert_eq!(story.state.waiting().len(), 6);
}
