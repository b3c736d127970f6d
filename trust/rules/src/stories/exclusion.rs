//! R10: cases that exclude.

use secta_record::act::{Measure, Rank};

use super::kit::*;
use crate::{
    Refusal,
    fact::{DropCause, Quiet, What},
    query::Standing,
};

const EXCLUDE: Measure = Measure::Exclude;

fn standing(story: &Story, name: &str) -> Standing {
    story.state.standing(&account(name), story.now_ms)
}

/// Lets so many of the trusted vote to exclude t1 for "p"; says whether that happened.
fn excluded_by(trusted: usize, voters: usize) -> bool {
    let mut story = Story::of(trusted);
    story.when("t1", posts("p"));
    for n in 2..2 + voters {
        story.when(&format!("t{n}"), moderates("p", EXCLUDE));
    }
    standing(&story, "t1") == Standing::Excluded
}

#[test]
fn exclusion_takes_three_votes_at_least() {
    assert!(!excluded_by(3, 2));
    assert!(excluded_by(4, 3));
}

#[test]
fn exclusion_takes_the_magic_number() {
    // x = 10: magic 4, a third 4. x = 8: magic 4, a third 3.
    assert!(!excluded_by(8, 3));
    assert!(excluded_by(8, 4));
}

#[test]
fn exclusion_takes_a_third_rounded_up() {
    // x = 25: magic 7, a third 9.
    assert!(!excluded_by(25, 8));
    assert!(excluded_by(25, 9));
}

#[test]
fn the_excluded_do_nothing_any_more() {
    let mut story = Story::of(5);
    story.when("t1", posts("p"));
    story.when("t2", posts("q"));
    for voter in ["t2", "t3"] {
        story.when(voter, moderates("p", EXCLUDE));
    }
    assert_eq!(
        story.when("t4", moderates("p", EXCLUDE)),
        ["exclude_vote", "exclude"]
    );
    assert_eq!(story.refused("t1", posts("r")), Refusal::Excluded);
    assert_eq!(
        story.refused("t1", comments("r", "first")),
        Refusal::Excluded
    );
    assert_eq!(story.refused("t1", supports("q")), Refusal::Excluded);
    assert_eq!(
        story.refused("t1", moderates("q", EXCLUDE)),
        Refusal::Excluded
    );
    assert_eq!(story.refused("t1", invites("ghost")), Refusal::Excluded);
    assert_eq!(story.rank("t1"), Rank::Trusted);
}

#[test]
fn what_waits_of_the_excluded_is_gone() {
    let mut story = Story::of(4);
    story.when("ghost", posts("p"));
    story.when("ghost", comments("q", "first"));
    for voter in ["t1", "t2"] {
        story.when(voter, moderates("p", EXCLUDE));
    }
    let facts = story.ask("t3", moderates("p", EXCLUDE)).expect("a vote");
    let dropped = facts.iter().filter(|fact| {
        matches!(
            fact.what,
            What::Quiet(Quiet::Drop {
                cause: DropCause::Excluded,
                ..
            })
        )
    });
    assert_eq!(dropped.count(), 2);
    assert!(story.state.waiting().is_empty());
}

#[test]
fn exclusion_closes_the_case_and_no_other_is_opened() {
    let mut story = Story::of(5);
    story.when("t1", posts("p"));
    story.when("t1", posts("q"));
    story.when("t2", moderates("q", Measure::Silence));
    for voter in ["t2", "t3", "t4"] {
        story.when(voter, moderates("p", EXCLUDE));
    }
    assert_eq!(
        story.refused("t5", moderates("p", EXCLUDE)),
        Refusal::AlreadyExcluded
    );
    assert_eq!(
        story.refused("t5", moderates("q", EXCLUDE)),
        Refusal::AlreadyExcluded
    );
    // What else they wrote can still be hidden.
    story.when("t3", moderates("q", Measure::Silence));
    assert_eq!(
        story.when("t4", moderates("q", Measure::Silence)).last(),
        Some(&"silence")
    );
    assert_eq!(standing(&story, "t1"), Standing::Excluded);
}

#[test]
fn the_end_of_a_mute_lets_no_excluded_in() {
    let mut story = Story::of(4);
    story.when("t1", posts("p"));
    for voter in ["t2", "t3", "t4"] {
        story.when(voter, moderates("p", Measure::Silence));
    }
    for voter in ["t2", "t3", "t4"] {
        story.when(voter, moderates("p", EXCLUDE));
    }
    assert!(story.pass(30 * DAY_MS).is_empty());
    assert_eq!(standing(&story, "t1"), Standing::Excluded);
}
