//! R11: appeals.

use secta_record::act::{Measure, Rank, Rule};

use super::kit::*;
use crate::{
    Ask, Refusal,
    query::{ItemStatus, Standing},
};

const WEEK: i64 = 7 * DAY_MS;

fn votes_on(name: &str, in_favour: bool) -> Ask {
    Ask::AppealVote {
        appeal: appeal(name),
        in_favour,
    }
}

/// Where t1 is excluded by t2 … t5 for "p".
fn excluded() -> Story {
    let mut story = Story::of(8);
    story.when("t1", posts("p"));
    for voter in ["t2", "t3", "t4", "t5"] {
        story.when(voter, moderates("p", Measure::Exclude));
    }
    assert_eq!(standing(&story), Standing::Excluded);
    story
}

fn standing(story: &Story) -> Standing {
    story.state.standing(&account("t1"), story.now_ms)
}

fn decided(story: &mut Story, pro: &[&str], contra: &[&str]) -> bool {
    story.when("t1", appeals("a"));
    pro.iter()
        .for_each(|voter| drop(story.when(voter, votes_on("a", true))));
    contra
        .iter()
        .for_each(|voter| drop(story.when(voter, votes_on("a", false))));
    assert!(story.pass(WEEK - 1).is_empty());
    assert_eq!(kinds(&story.pass(1)), ["decide_appeal"]);
    let view = story
        .state
        .appeal(&appeal("a"), story.now_ms)
        .expect("an appeal");
    assert!(view.decided);
    assert_eq!(view.verdict.why.rule, Rule::R11);
    view.verdict.upheld
}

#[test]
fn an_appeal_is_upheld_by_magic_votes_that_are_more_than_those_against() {
    let mut story = excluded();
    assert!(decided(&mut story, &["t6", "t7", "t8"], &["t2", "t3"]));
    assert_eq!(standing(&story), Standing::Active);
    assert_eq!(story.rank("t1"), Rank::Trusted);
    story.when("t1", posts("q"));
}

#[test]
fn an_appeal_with_as_many_against_is_refused() {
    let mut story = excluded();
    assert!(!decided(
        &mut story,
        &["t6", "t7", "t8"],
        &["t2", "t3", "t4"]
    ));
    assert_eq!(standing(&story), Standing::Excluded);
}

#[test]
fn an_appeal_below_magic_is_refused_though_nobody_is_against() {
    let mut story = excluded();
    // Seven of the others have a positive index: magic is three.
    assert!(!decided(&mut story, &["t6", "t7"], &[]));
}

#[test]
fn an_upheld_appeal_shows_the_hidden_item_again_and_takes_the_strike_back() {
    let mut story = Story::of(3);
    story.when("t1", posts("p"));
    story.when("t2", moderates("p", Measure::Silence));
    story.when("t3", moderates("p", Measure::Silence));
    for voter in [ANN, "t2", "t3"] {
        story.when(voter, moderates("p", Measure::Exclude));
    }
    assert!(decided(&mut story, &["t2", "t3"], &[]));
    let view = story.state.item(&item("p"), story.now_ms).expect("an item");
    assert!(matches!(view.status, ItemStatus::Published { .. }));
    let view = story
        .state
        .account(&account("t1"), story.now_ms)
        .expect("t1");
    assert_eq!((view.standing, view.strikes), (Standing::Active, 0));
    assert_eq!(
        story.refused("t2", moderates("p", Measure::Silence)),
        Refusal::CaseExists
    );
    let again = Ask::Moderate {
        item: item("p"),
        case: case("again"),
        measure: Measure::Silence,
        argument: Some(TEN.into()),
    };
    assert_eq!(story.refused("t2", again), Refusal::CaseOverturned);
}

#[test]
fn the_muted_may_appeal_and_those_without_trouble_may_not() {
    let mut story = Story::of(3);
    story.when("t1", posts("p"));
    assert_eq!(story.refused("t1", appeals("a")), Refusal::NothingToAppeal);
    story.when("t2", moderates("p", Measure::Silence));
    story.when("t3", moderates("p", Measure::Silence));
    assert_eq!(story.when("t1", appeals("a")), ["appeal"]);
    assert_eq!(
        story.state.open_appeal_of(&account("t1")),
        Some(appeal("a"))
    );
}

#[test]
fn one_appeal_is_open_at_a_time() {
    let mut story = excluded();
    story.when("t1", appeals("a"));
    assert_eq!(story.refused("t1", appeals("b")), Refusal::AppealOpen);
    assert_eq!(story.refused("t2", appeals("b")), Refusal::NothingToAppeal);
}

#[test]
fn the_next_appeal_comes_30_days_after_a_refusal_and_not_before() {
    let mut story = excluded();
    assert!(!decided(&mut story, &[], &[]));
    let from_ms = story.now_ms + 30 * DAY_MS;
    story.pass(30 * DAY_MS - 1);
    assert_eq!(
        story.refused("t1", appeals("b")),
        Refusal::AppealTooSoon { from_ms }
    );
    story.pass(1);
    assert_eq!(story.refused("t1", appeals("a")), Refusal::AppealExists);
    assert_eq!(story.when("t1", appeals("b")), ["appeal"]);
}

#[test]
fn an_appeal_says_something() {
    let mut story = excluded();
    let empty = Ask::Appeal {
        appeal: appeal("a"),
        text: " \u{200b}\n<br>".into(),
    };
    assert_eq!(story.refused("t1", empty), Refusal::AppealEmpty);
}

#[test]
fn the_trusted_vote_and_the_last_vote_holds() {
    let mut story = excluded();
    story.make_commenter("carl");
    story.when("t1", appeals("a"));
    assert!(matches!(
        story.refused("carl", votes_on("a", true)),
        Refusal::RankTooLow { .. }
    ));
    assert_eq!(story.refused("t1", votes_on("a", true)), Refusal::Excluded);
    story.when("t6", votes_on("a", true));
    assert_eq!(
        story.refused("t6", votes_on("a", true)),
        Refusal::AlreadyVoted
    );
    story.when("t6", votes_on("a", false));
    let view = story
        .state
        .appeal(&appeal("a"), story.now_ms)
        .expect("an appeal");
    assert_eq!((view.in_favour.len(), view.against.len()), (0, 1));
    story.when(
        "t6",
        Ask::AppealUnvote {
            appeal: appeal("a"),
        },
    );
    let view = story
        .state
        .appeal(&appeal("a"), story.now_ms)
        .expect("an appeal");
    assert!(view.against.is_empty());
}

#[test]
fn those_with_a_positive_index_alone_vote_once_there_are_three() {
    let mut story = Story::of(6);
    // Everybody who became trusted has supporters; only Ann has none.
    assert_eq!(story.state.index(&account(ANN)), 0);
    story.when("t1", posts("p"));
    for voter in ["t2", "t3", "t4"] {
        story.when(voter, moderates("p", Measure::Exclude));
    }
    story.when("t1", appeals("a"));
    let refusal = Refusal::IndexTooLow {
        index: 0,
        positive: 5,
    };
    assert_eq!(story.refused(ANN, votes_on("a", true)), refusal);
    story.when("t5", votes_on("a", true));
    let view = story
        .state
        .appeal(&appeal("a"), story.now_ms)
        .expect("an appeal");
    assert_eq!(view.verdict.why.x, 5);
}

#[test]
fn all_the_trusted_vote_while_fewer_than_three_have_one() {
    let mut story = Story::of(2);
    story.when("t1", posts("p"));
    story.when("t2", moderates("p", Measure::Silence));
    story.when(ANN, moderates("p", Measure::Silence));
    story.when("t1", appeals("a"));
    story.when(ANN, votes_on("a", true));
    let view = story
        .state
        .appeal(&appeal("a"), story.now_ms)
        .expect("an appeal");
    assert_eq!(view.verdict.why.x, 2);
}

#[test]
fn a_vote_after_seven_days_is_too_late() {
    let mut story = excluded();
    story.when("t1", appeals("a"));
    story.now_ms += WEEK;
    assert_eq!(
        story.refused("t6", votes_on("a", true)),
        Refusal::AppealClosed
    );
    assert_eq!(
        story.refused("t6", votes_on("b", true)),
        Refusal::UnknownAppeal
    );
}

#[test]
fn two_appeals_that_end_together_are_decided_one_after_the_other() {
    let mut story = Story::of(9);
    for name in ["t1", "t2"] {
        story.when(name, posts(name));
        for voter in ["t3", "t4", "t5", "t6"] {
            story.when(voter, moderates(name, Measure::Exclude));
        }
    }
    for name in ["t1", "t2"] {
        story.when(name, appeals(name));
        for voter in ["t3", "t4", "t5", "t6"] {
            story.when(voter, votes_on(name, true));
        }
    }
    assert_eq!(kinds(&story.pass(WEEK)), ["decide_appeal", "decide_appeal"]);
    assert_eq!(standing(&story), Standing::Active);
}
