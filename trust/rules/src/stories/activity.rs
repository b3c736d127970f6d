//! R1: the magic number and who counts.

use secta_record::act::{Measure, Opinion};
use serde_json::json;

use super::kit::*;

const WINDOW: i64 = 30 * DAY_MS;

#[test]
fn x_of_a_waiting_item_is_the_other_trusted_members() {
    let mut story = Story::of(9);
    story.when("ghost", posts("p"));
    assert_eq!(story.numbers("p"), (10, 4, 4, 0));
}

#[test]
fn commenters_do_not_raise_what_the_trusted_alone_vote_on() {
    let mut story = Story::of(3);
    (0..6).for_each(|n| story.make_commenter(&format!("c{n}")));
    story.when("ghost", posts("p"));
    assert_eq!(story.numbers("p"), (4, 2, 2, 0));
}

#[test]
fn commenters_count_for_what_stands_in_the_stream() {
    let mut story = Story::of(3);
    (0..6).for_each(|n| story.make_commenter(&format!("c{n}")));
    story.when("t1", posts("p"));
    assert_eq!(story.numbers("p"), (9, 4, 4, 0));
}

#[test]
fn the_author_is_not_counted() {
    let mut story = Story::of(2);
    story.when("t1", posts("p"));
    assert_eq!(story.numbers("p").0, 2);
}

#[test]
fn ghosts_never_count() {
    let mut story = Story::of(2);
    for n in 0..20 {
        story.when(&format!("g{n}"), posts(&format!("p{n}")));
    }
    assert_eq!(story.numbers("p0").0, 3);
}

#[test]
fn the_window_ends_to_the_millisecond() {
    let mut story = Story::of(1);
    let last_ms = story.now_ms;
    story.when("ghost", posts("early"));
    story.pass(WINDOW - 1);
    assert_eq!(story.now_ms, last_ms + WINDOW - 1);
    story.when("ghost", posts("p"));
    assert_eq!(story.numbers("p").0, 2);
    story.pass(1);
    assert_eq!(story.numbers("p").0, 0);
}

#[test]
fn a_quiet_month_does_not_open_the_door() {
    let mut story = Story::of(2);
    story.pass(WINDOW * 3);
    story.when("ghost", posts("p"));
    assert_eq!(story.numbers("p"), (0, 1, 1, 0));
    assert_eq!(story.state.waiting(), [item("p")]);
}

#[test]
fn whoever_comes_back_to_vote_counts_from_that_vote_on() {
    let mut story = Story::of(7);
    story.pass(WINDOW);
    story.when("ghost", posts("p"));
    assert_eq!(story.numbers("p").0, 0);
    let kinds = story.when("t1", votes("p", Opinion::Oppose));
    assert_eq!(kinds, ["~vote", "presence"]);
    assert_eq!(story.numbers("p").0, 1);
    // The second voter is the second who counts: two would be needed of x = 2, and one is there.
    assert_eq!(story.when("t2", supports("p")), ["~vote", "presence"]);
    assert_eq!(story.numbers("p"), (2, 2, 2, 1));
}

#[test]
fn an_act_in_the_twilight_counts_by_the_presence_beside_it() {
    let mut story = Story::of(4);
    story.pass(WINDOW - 1);
    story.when("ghost", posts("p"));
    story.when("t1", votes("p", Opinion::Oppose));
    story.pass(1);
    assert_eq!(story.numbers("p").0, 1);
}

#[test]
fn taking_a_vote_back_is_no_act_that_counts() {
    let mut story = Story::of(4);
    story.when("t1", posts("p"));
    story.when("t2", votes("p", Opinion::Oppose));
    let voted_ms = story.now_ms;
    story.pass(HOUR_MS);
    story.when("t2", unvotes("p"));
    let view = story
        .state
        .account(&account("t2"), story.now_ms)
        .expect("t2");
    assert_eq!(view.active_ms, Some(voted_ms));
}

#[test]
fn the_excluded_never_count() {
    let mut story = Story::of(5);
    story.when("t1", posts("p"));
    for voter in ["t2", "t3", "t4"] {
        story.when(voter, moderates("p", Measure::Exclude));
    }
    story.when("ghost", posts("q"));
    assert_eq!(story.numbers("q").0, 5);
}

#[test]
fn a_longer_window_brings_back_those_who_had_left_it() {
    let mut story = Story::of(3);
    story.pass(WINDOW);
    story.when("t1", posts("p"));
    assert_eq!(story.numbers("p").0, 0);
    let policy = json!({ "activity_window_ms": 40 * DAY_MS });
    story.when(
        "t1",
        crate::Ask::ProposePolicy {
            proposal: proposal("w"),
            policy,
        },
    );
    assert_eq!(
        story.when("t2", backs("w")),
        ["proposal_vote", "accept_proposal"]
    );
    assert_eq!(story.numbers("p").0, 3);
}
