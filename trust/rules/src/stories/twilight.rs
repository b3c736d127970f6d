//! R6: 48 hours.

use secta_record::act::Opinion;

use super::kit::*;
use crate::{
    Ask, Refusal,
    fact::{DropCause, Quiet, What},
    query::ItemStatus,
};

const TWILIGHT: i64 = 48 * HOUR_MS;

#[test]
fn what_is_not_published_within_48_hours_is_gone() {
    let mut story = Story::of(2);
    story.when("ghost", posts("p"));
    let until_ms = story.now_ms + TWILIGHT;
    let view = story.state.item(&item("p"), story.now_ms).expect("an item");
    assert_eq!(view.status, ItemStatus::Waiting { until_ms });
    assert_eq!(story.state.next_due_ms(), Some(until_ms));
    assert!(story.pass(TWILIGHT - 1).is_empty());
    let facts = story.pass(1);
    let dropped = Quiet::Drop {
        item: item("p"),
        cause: DropCause::Expired,
    };
    assert_eq!(
        facts.iter().map(|fact| &fact.what).collect::<Vec<_>>(),
        [&What::Quiet(dropped)]
    );
    assert_eq!(story.state.item(&item("p"), story.now_ms), None);
    assert_eq!(story.state.next_due_ms(), None);
}

#[test]
fn the_last_millisecond_still_publishes() {
    let mut story = Story::of(1);
    story.when("ghost", posts("p"));
    story.when("t1", supports("p"));
    story.pass(TWILIGHT - 1);
    assert!(story.when(ANN, supports("p")).contains(&"publish"));
}

#[test]
fn a_vote_that_comes_with_the_end_is_too_late_even_before_the_timer() {
    let mut story = Story::of(1);
    story.when("ghost", posts("p"));
    let ended_ms = story.now_ms + TWILIGHT;
    story.now_ms = ended_ms;
    assert_eq!(
        story.refused(ANN, supports("p")),
        Refusal::ItemExpired { ended_ms }
    );
    let edit = Ask::Edit {
        item: item("p"),
        tags: vec![],
    };
    assert_eq!(
        story.refused("ghost", edit),
        Refusal::ItemExpired { ended_ms }
    );
}

#[test]
fn what_was_not_published_never_enters_the_record() {
    let mut story = Story::of(2);
    story.when("ghost", posts("p"));
    story.when("t1", votes("p", Opinion::Oppose));
    story.when("t1", unvotes("p"));
    story.when("t2", supports("p"));
    story.pass(TWILIGHT);
    for fact in story.public() {
        let act = fact.act().expect("public");
        assert!(!names(act, "p"), "{act:?}");
    }
}

#[test]
fn an_item_that_was_gone_may_come_again() {
    let mut story = Story::of(2);
    story.when("ghost", posts("p"));
    story.when("t1", supports("p"));
    story.pass(TWILIGHT);
    story.when("ghost", posts("p"));
    assert_eq!(story.numbers("p").3, 0);
}

#[test]
fn ten_thousand_items_expire_one_by_one() {
    let mut story = Story::of(1);
    for n in 0..2_000 {
        let name = format!("g{n}");
        for k in 0..5 {
            story.when(&name, posts(&format!("{n} {k}")));
        }
    }
    assert_eq!(story.state.waiting().len(), 10_000);
    assert_eq!(story.pass(TWILIGHT).len(), 10_000);
    assert!(story.state.waiting().is_empty());
}

#[test]
fn an_edit_of_what_waits_voids_its_votes_and_says_how_many() {
    let mut story = Story::of(3);
    story.when("ghost", posts("p"));
    story.when("t1", supports("p"));
    let edit = Ask::Edit {
        item: item("p"),
        tags: vec!["tea".into()],
    };
    let facts = story.ask("ghost", edit).expect("an edit");
    let What::Quiet(Quiet::Edit { void, .. }) = &facts[0].what else {
        panic!("{facts:?}")
    };
    assert_eq!((facts.len(), *void), (1, 1));
    assert_eq!(story.numbers("p").3, 0);
    story.when("t2", supports("p"));
    let kinds = story.when("t1", supports("p"));
    assert_eq!(
        kinds[2..],
        ["released_post", "vote", "vote", "publish", "promote"]
    );
    assert_eq!(story.state.tags_of(&item("p")).1, ["tea"]);
}

#[test]
fn an_edit_does_not_make_an_item_wait_longer() {
    let mut story = Story::of(3);
    story.when("ghost", posts("p"));
    story.pass(TWILIGHT - 1);
    story.when(
        "ghost",
        Ask::Edit {
            item: item("p"),
            tags: vec![],
        },
    );
    assert_eq!(story.pass(1).len(), 1);
}

#[test]
fn the_trusted_alone_vote_on_what_waits() {
    let mut story = Story::of(1);
    story.make_commenter("carl");
    story.when("ghost", posts("p"));
    for voter in ["carl", "ghost2"] {
        let refusal = story.refused(voter, supports("p"));
        assert!(matches!(refusal, Refusal::RankTooLow { .. }), "{refusal}");
    }
}
