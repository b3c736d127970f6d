//! R16: what is voted into the chronicle, and what is taken out of it.

use serde_json::json;

use super::kit::*;
use crate::{
    Ask, Refusal,
    fact::What,
    state::{Entry, Matter},
};
use secta_record::act::{Act, Content, Rule, Said};

fn entry(story: &Story, name: &str) -> Entry {
    let view = story.state.proposal(&proposal(name), story.now_ms);
    match view.expect("a proposal").matter {
        Matter::Entry(entry) => entry.clone(),
        other => panic!("{other:?}"),
    }
}

fn numbers(story: &Story, name: &str) -> (Rule, u32, u32, u32) {
    let view = story.state.proposal(&proposal(name), story.now_ms);
    let why = view.expect("a proposal").now;
    (why.rule, why.x, why.threshold, why.votes)
}

const ENTERED: [&str; 3] = ["proposal_vote", "accept_proposal", "enter"];

#[test]
fn a_message_is_entered_at_magic_and_not_before() {
    let mut story = Story::of(4);
    let kinds = story.when("t1", enters("words", "ghost"));
    assert_eq!(
        kinds,
        ["propose_entry", "proposal_vote"],
        "proposing is a vote"
    );
    assert_eq!(numbers(&story, "words"), (Rule::R16, 5, 3, 1));
    assert_eq!(story.when("t2", backs("words")), ["proposal_vote"]);
    assert_eq!(entry(&story, "words").number, None);
    assert_eq!(story.when("t3", backs("words")), ENTERED);
    assert_eq!(entry(&story, "words").number, Some(1));
    assert_eq!(story.refused("t4", backs("words")), Refusal::ProposalClosed);
}

#[test]
fn entries_are_numbered_in_the_order_in_which_they_come_in() {
    let mut story = Story::of(1);
    for (number, name) in ["one", "two", "three"].into_iter().enumerate() {
        story.when(ANN, enters(name, "ghost"));
        story.when("t1", backs(name));
        let number = u64::try_from(number).expect("small") + 1;
        assert_eq!(entry(&story, name).number, Some(number));
    }
    assert_eq!(story.state.entries(), 3);
}

#[test]
fn the_author_neither_votes_nor_is_counted() {
    let mut story = Story::of(4);
    let kinds = story.when("t1", enters("own", "t1"));
    assert_eq!(kinds, ["propose_entry"], "proposing one's own is no vote");
    assert_eq!(numbers(&story, "own"), (Rule::R16, 4, 2, 0));
    assert_eq!(story.refused("t1", backs("own")), Refusal::OwnItem);
    story.when("t2", enters("others", "t1"));
    assert_eq!(story.refused("t1", backs("others")), Refusal::OwnItem);
    story.when("t3", backs("others"));
    assert_eq!(entry(&story, "others").number, Some(1));
}

#[test]
fn the_trusted_propose_and_vote() {
    let mut story = Story::of(4);
    story.make_commenter("carl");
    for name in ["carl", "ghost"] {
        let refusal = story.refused(name, enters("words", "t1"));
        assert!(matches!(refusal, Refusal::RankTooLow { .. }), "{refusal}");
    }
    story.when("t1", enters("words", "ghost"));
    let refusal = story.refused("carl", backs("words"));
    let rule = Rule::R16;
    assert!(
        matches!(refusal, Refusal::RankTooLow { rule: of, .. } if of == rule),
        "{refusal}"
    );
}

#[test]
fn one_who_is_alone_enters_what_others_say_and_not_their_own() {
    let mut story = Story::of(0);
    let kinds = story.when(ANN, enters("words", "ghost"));
    assert_eq!(kinds, ["propose_entry", ENTERED[0], ENTERED[1], ENTERED[2]]);
    assert_eq!(story.when(ANN, enters("own", ANN)), ["propose_entry"]);
}

#[test]
fn the_policy_may_ask_for_its_own_number() {
    let policy = json!({ "chronicle_votes": 4 });
    let mut story = Story::new(policy);
    story.when(ANN, posts("first"));
    (1..=4).for_each(|n| story.make_trusted(&format!("t{n}")));
    story.when("t1", enters("words", "ghost"));
    story.when("t2", backs("words"));
    assert_eq!(
        story.when("t3", backs("words")),
        ["proposal_vote"],
        "three are magic"
    );
    assert_eq!(story.when("t4", backs("words")), ENTERED);
}

#[test]
fn a_vote_is_taken_back_before_it_has_its_effect() {
    let mut story = Story::of(4);
    let unback = || Ask::ProposalUnvote {
        proposal: proposal("words"),
    };
    story.when("t1", enters("words", "ghost"));
    story.when("t1", unback());
    assert_eq!(numbers(&story, "words").3, 0);
    for name in ["t1", "t2", "t3"] {
        story.when(name, backs("words"));
    }
    assert_eq!(story.refused("t1", unback()), Refusal::ProposalClosed);
}

#[test]
fn a_proposal_lapses_after_14_days() {
    let mut story = Story::of(4);
    story.when("t1", enters("words", "ghost"));
    assert_eq!(
        story
            .state
            .lapsed(&proposal("words"), story.now_ms + 14 * DAY_MS - 1),
        None
    );
    let fact = story
        .state
        .lapsed(&proposal("words"), story.now_ms + 14 * DAY_MS);
    assert_eq!(fact.as_ref().map(kind), Some("lapse_proposal"));
    assert!(story.pass(14 * DAY_MS - 1).is_empty());
    assert_eq!(kinds(&story.pass(1)), ["lapse_proposal"]);
    assert_eq!(story.state.lapsed(&proposal("words"), story.now_ms), None);
    assert_eq!(story.refused("t2", backs("words")), Refusal::ProposalClosed);
    assert_eq!(
        story.refused("ghost", unenters("words")),
        Refusal::ProposalClosed
    );
}

#[test]
fn a_post_is_entered_under_its_authors_name_and_while_it_can_be_seen() {
    let mut story = Story::of(2);
    let of = |name: &str, author: &str, of: &str| Ask::ProposeEntry {
        proposal: proposal(name),
        author: account(author),
        item: Some(item(of)),
    };
    assert_eq!(
        story.refused("t1", of("a", "t2", "first")),
        Refusal::UnknownItem
    );
    assert_eq!(
        story.refused("t1", of("a", ANN, "none")),
        Refusal::UnknownItem
    );
    story.when("ghost", posts("waits"));
    assert_eq!(
        story.refused("t1", of("a", "ghost", "waits")),
        Refusal::UnknownItem
    );
    story.when("t1", of("a", ANN, "first"));
    story.when(ANN, withdraws("first"));
    assert_eq!(
        story.refused("t1", of("b", ANN, "first")),
        Refusal::ItemWithdrawn
    );
}

#[test]
fn an_author_takes_back_what_is_theirs_at_any_time() {
    let mut story = Story::of(1);
    story.when(ANN, enters("in", "ghost"));
    story.when("t1", backs("in"));
    for name in [ANN, "t1", SERVICE] {
        assert_eq!(story.refused(name, unenters("in")), Refusal::NotOwnItem);
    }
    story.pass(100 * DAY_MS);
    assert_eq!(story.when("ghost", unenters("in")), ["withdraw_entry"]);
    assert_eq!(
        story.refused("ghost", unenters("in")),
        Refusal::ItemWithdrawn
    );
    let entry = entry(&story, "in");
    assert_eq!(
        (entry.number, entry.withdrawn),
        (Some(1), true),
        "its number stays"
    );
}

#[test]
fn an_open_proposal_ends_when_its_message_goes() {
    for by in ["ghost", SERVICE] {
        let mut story = Story::of(4);
        story.when(ANN, enters("words", "ghost"));
        assert_eq!(story.refused("t1", unenters("words")), Refusal::NotOwnItem);
        assert_eq!(story.when(by, unenters("words")), ["withdraw_entry"]);
        assert_eq!(story.refused("t1", backs("words")), Refusal::ProposalClosed);
        assert!(
            story.pass(20 * DAY_MS).is_empty(),
            "nothing is left to lapse"
        );
        assert_eq!(story.state.entries(), 0);
    }
}

#[test]
fn what_is_no_entry_is_not_taken_back_as_one() {
    let mut story = Story::of(2);
    story.when("t1", proposes("Космос", &[]));
    assert_eq!(
        story.refused("t1", unenters("Космос")),
        Refusal::UnknownProposal
    );
    assert_eq!(
        story.refused("t1", unenters("none")),
        Refusal::UnknownProposal
    );
}

/// A record that says something else than what was voted on.
#[test]
fn an_entry_needs_its_vote_and_its_author() {
    let mut story = Story::of(1);
    story.when(ANN, enters("words", "ghost"));
    let mut facts = story
        .state
        .decide(
            &crate::Command {
                by: account("t1"),
                ask: backs("words"),
            },
            story.now_ms,
        )
        .expect("allowed");
    let mut enter = facts.pop().expect("the entry");
    let mut state = story.state.clone();
    assert!(state.apply(&enter).is_err(), "nobody has voted it in");
    for fact in &facts {
        state.apply(fact).expect("lawful");
    }
    let What::Public(Act::Enter(entry)) = &mut enter.what else {
        panic!("{enter:?}");
    };
    let said = |author| Said {
        author: account(author),
        time_ms: 1,
        content: Content::default(),
    };
    entry.said = Some(said("t1"));
    let other = enter.clone();
    assert!(state.apply(&other).is_err(), "another name under the words");
    if let What::Public(Act::Enter(entry)) = &mut enter.what {
        entry.said = Some(said("ghost"));
    }
    state.apply(&enter).expect("lawful");
    assert!(state.apply(&enter).is_err(), "entered twice");
}
