//! R10: cases that silence.

use secta_record::act::{Measure, Rank, Rule};
use serde_json::json;

use super::kit::*;
use crate::{Ask, Refusal, query::Standing};

const SILENCE: Measure = Measure::Silence;

/// Where t1 has posted "p" and so many others are trusted beside Ann.
fn story(others: usize) -> Story {
    let mut story = Story::of(others + 1);
    story.when("t1", posts("p"));
    story
}

fn muted_until(story: &Story, name: &str) -> i64 {
    match story.state.standing(&account(name), story.now_ms) {
        Standing::Muted { until_ms } => until_ms,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_moderation_vote_opens_a_case_and_the_second_does_not() {
    let mut story = story(9);
    assert_eq!(
        story.when("t2", moderates("p", SILENCE)),
        ["open_case", "silence_vote"]
    );
    assert_eq!(story.state.open_case_of(&item("p")), Some(case("p")));
    assert_eq!(story.when("t3", moderates("p", SILENCE)), ["silence_vote"]);
    let view = story.state.case(&case("p"), story.now_ms).expect("a case");
    assert_eq!(view.silence, [account("t2"), account("t3")]);
    assert_eq!(
        (view.account, view.opened_by),
        (account("t1"), account("t2"))
    );
}

#[test]
fn a_vote_without_an_argument_opens_the_case_and_waits_for_one() {
    let mut story = story(9);
    let bare = argues("p", SILENCE, None);
    assert_eq!(story.when("t2", bare.clone()), ["open_case", "~intend"]);
    assert_eq!(story.state.unargued(&case("p"), &account("t2")), [SILENCE]);
    let refusal = Refusal::AlreadyModerated { measure: SILENCE };
    assert_eq!(story.refused("t2", bare), refusal);
    let short = Ask::Argue {
        case: case("p"),
        argument: "is a rude".into(),
    };
    assert_eq!(
        story.refused("t2", short),
        Refusal::ArgumentTooShort { count: 9, min: 10 }
    );
    let long = || Ask::Argue {
        case: case("p"),
        argument: TEN.into(),
    };
    assert_eq!(story.refused("t3", long()), Refusal::NothingToArgue);
    assert_eq!(story.when("t2", long()), ["silence_vote"]);
    assert_eq!(story.refused("t2", long()), Refusal::NothingToArgue);
}

#[test]
fn one_argument_serves_both_measures() {
    let mut story = story(9);
    story.when("t2", argues("p", SILENCE, None));
    story.when("t2", argues("p", Measure::Exclude, None));
    let argue = Ask::Argue {
        case: case("p"),
        argument: TEN.into(),
    };
    assert_eq!(story.when("t2", argue), ["silence_vote", "exclude_vote"]);
}

#[test]
fn a_vote_that_waits_for_its_argument_can_be_taken_back() {
    let mut story = story(9);
    story.when("t2", argues("p", SILENCE, None));
    let back = Ask::Unmoderate {
        case: case("p"),
        measure: SILENCE,
    };
    assert_eq!(story.when("t2", back.clone()), ["~unintend"]);
    assert_eq!(story.refused("t2", back), Refusal::NoSuchVote);
}

#[test]
fn silence_takes_the_magic_number() {
    let mut story = story(9);
    for voter in ["t2", "t3", "t4"] {
        assert_ne!(
            story.when(voter, moderates("p", SILENCE)).last(),
            Some(&"silence")
        );
    }
    assert_eq!(
        story.state.standing(&account("t1"), story.now_ms),
        Standing::Active
    );
    assert_eq!(
        story.when("t5", moderates("p", SILENCE)),
        ["silence_vote", "silence"]
    );
    let until_ms = story.now_ms + 24 * HOUR_MS;
    assert_eq!(muted_until(&story, "t1"), until_ms);
    let why = story
        .state
        .case(&case("p"), 0)
        .and_then(|case| case.silenced)
        .expect("numbers");
    assert_eq!(
        (why.rule, why.x, why.magic, why.threshold, why.votes),
        (Rule::R10, 10, 4, 4, 4)
    );
}

#[test]
fn silence_takes_two_votes_even_where_magic_is_one() {
    let mut story = story(0);
    assert_eq!(
        story.when(ANN, moderates("p", SILENCE)),
        ["open_case", "silence_vote"]
    );
    let view = story.state.case(&case("p"), story.now_ms).expect("a case");
    assert_eq!((view.silence_now.magic, view.silence_now.threshold), (1, 2));
    assert_eq!(
        story.state.standing(&account("t1"), story.now_ms),
        Standing::Active
    );
}

#[test]
fn more_votes_mute_for_longer() {
    let mut story = story(9);
    for voter in ["t2", "t3", "t4", "t5"] {
        story.when(voter, moderates("p", SILENCE));
    }
    let since_ms = story.now_ms;
    story.pass(HOUR_MS);
    assert_eq!(
        story.when("t6", moderates("p", SILENCE)),
        ["silence_vote", "silence"]
    );
    assert_eq!(muted_until(&story, "t1"), since_ms + 24 * HOUR_MS * 5 / 4);
    let view = story
        .state
        .account(&account("t1"), story.now_ms)
        .expect("t1");
    assert_eq!(view.strikes, 1);
}

#[test]
fn every_strike_climbs_the_ladder() {
    let mut story = story(2);
    let days = [1, 3, 10, 30, 90, 365, 365];
    for (n, days) in days.into_iter().enumerate() {
        let post = format!("p{n}");
        story.when("t1", posts(&post));
        story.when("t2", moderates(&post, SILENCE));
        story.when("t3", moderates(&post, SILENCE));
        let view = story
            .state
            .case(&case(&post), story.now_ms)
            .expect("a case");
        let why = view.silenced.expect("numbers");
        let mute_ms = 24 * HOUR_MS * days * i64::from(why.votes) / i64::from(why.magic);
        assert_eq!(
            muted_until(&story, "t1"),
            story.now_ms + mute_ms,
            "strike {n}"
        );
        story.pass(mute_ms);
    }
}

#[test]
fn the_muted_write_nothing_and_still_vote() {
    let mut story = story(2);
    story.when("t2", posts("q"));
    story.when("t2", moderates("p", SILENCE));
    story.when("t3", moderates("p", SILENCE));
    let until_ms = muted_until(&story, "t1");
    let muted = Refusal::Muted { until_ms };
    assert_eq!(story.refused("t1", posts("r")), muted);
    assert_eq!(story.refused("t1", comments("r", "first")), muted);
    assert_eq!(story.refused("t1", proposes("Tea", &[])), muted);
    story.when("t1", supports("q"));
    story.pass(until_ms - story.now_ms - 1);
    assert_eq!(story.refused("t1", posts("r")), muted);
    assert_eq!(kinds(&story.pass(1)), ["~unmute"]);
    story.when("t1", posts("r"));
}

#[test]
fn a_silenced_item_is_hidden_and_keeps_its_tally() {
    let mut story = story(2);
    story.when("t2", supports("p"));
    story.when("t2", moderates("p", SILENCE));
    story.when("t3", moderates("p", SILENCE));
    let view = story.state.item(&item("p"), story.now_ms).expect("an item");
    assert_eq!(view.status, crate::query::ItemStatus::Hidden);
    assert_eq!(view.tally.support, 1);
    assert_eq!(story.refused("t1", comments("c", "p")).rule(), Rule::R10);
}

#[test]
fn a_waiting_item_is_silenced_by_its_id_alone() {
    let mut story = Story::of(2);
    story.when("ghost", posts("p"));
    story.when("t1", moderates("p", SILENCE));
    let kinds = story.when("t2", moderates("p", SILENCE));
    assert_eq!(kinds, ["silence_vote", "silence", "~drop"]);
    assert_eq!(story.state.item(&item("p"), story.now_ms), None);
    assert!(matches!(
        story.refused("ghost", posts("q")),
        Refusal::Muted { .. }
    ));
    assert_eq!(story.rank("ghost"), Rank::Ghost);
}

#[test]
fn a_case_outlives_the_48_hours_of_its_item() {
    let mut story = Story::of(2);
    story.when("ghost", posts("p"));
    story.when("t1", moderates("p", SILENCE));
    story.pass(48 * HOUR_MS);
    assert_eq!(
        story.when("t2", moderates("p", SILENCE)),
        ["silence_vote", "silence"]
    );
}

#[test]
fn a_case_that_reaches_nothing_closes_after_14_days() {
    let mut story = story(9);
    story.when("t2", moderates("p", SILENCE));
    assert!(story.pass(14 * DAY_MS - 1).is_empty());
    story.when("t3", moderates("p", SILENCE));
    assert_eq!(kinds(&story.pass(1)), ["close_case"]);
    assert!(story.state.open_cases(story.now_ms).is_empty());
    let back = Ask::Unmoderate {
        case: case("p"),
        measure: SILENCE,
    };
    assert_eq!(story.refused("t3", back), Refusal::CaseClosed);
}

#[test]
fn after_a_closed_case_another_may_be_opened() {
    let mut story = story(9);
    story.when("t2", moderates("p", SILENCE));
    story.pass(14 * DAY_MS);
    assert_eq!(
        story.refused("t2", moderates("p", SILENCE)),
        Refusal::CaseExists
    );
    let another = Ask::Moderate {
        item: item("p"),
        case: case("p again"),
        measure: SILENCE,
        argument: Some(TEN.into()),
    };
    assert_eq!(story.when("t2", another), ["open_case", "silence_vote"]);
    let view = story
        .state
        .case(&case("p again"), story.now_ms)
        .expect("a case");
    assert_eq!(view.silence.len(), 1);
}

#[test]
fn a_moderation_vote_is_taken_back_within_a_day_and_not_after_its_effect() {
    let mut story = story(9);
    let back = Ask::Unmoderate {
        case: case("p"),
        measure: SILENCE,
    };
    for voter in ["t2", "t3", "t4"] {
        story.when(voter, moderates("p", SILENCE));
    }
    assert_eq!(story.when("t2", back.clone()), ["unmoderate"]);
    assert_eq!(story.when("t5", moderates("p", SILENCE)), ["silence_vote"]);
    story.when("t6", moderates("p", SILENCE));
    assert_eq!(story.refused("t5", back.clone()), Refusal::VoteTookEffect);
    story.when("t7", moderates("p", Measure::Exclude));
    let ended_ms = story.now_ms + DAY_MS;
    story.pass(DAY_MS);
    let late = Ask::Unmoderate {
        case: case("p"),
        measure: Measure::Exclude,
    };
    assert_eq!(
        story.refused("t7", late),
        Refusal::TooLateToWithdraw { ended_ms }
    );
}

#[test]
fn a_case_is_judged_by_the_policy_that_it_was_opened_under() {
    let mut story = story(3);
    story.when("t2", moderates("p", SILENCE));
    let policy = json!({ "silence_min": 5, "mute_ms": 48 * HOUR_MS });
    story.when(
        "t2",
        Ask::ProposePolicy {
            proposal: proposal("strict"),
            policy,
        },
    );
    story.when("t3", backs("strict"));
    story.when("t4", backs("strict"));
    assert_eq!(
        story.when(ANN, backs("strict")),
        ["proposal_vote", "accept_proposal"]
    );
    assert_eq!(story.state.policy_version(), 2);
    story.when("t3", moderates("p", SILENCE));
    let view = story.state.case(&case("p"), story.now_ms).expect("a case");
    let why = view.silenced.expect("numbers");
    assert_eq!((why.policy, why.threshold), (1, 2));
    assert_eq!(muted_until(&story, "t1"), story.now_ms + 24 * HOUR_MS);
}

#[test]
fn every_step_stands_in_the_moderation_log() {
    let mut story = story(2);
    story.when("t2", moderates("p", SILENCE));
    story.when("t3", moderates("p", SILENCE));
    story.pass(14 * DAY_MS);
    let log = story.state.moderation_log();
    assert_eq!(log.len(), 3);
    assert!(log.iter().all(|line| line.account == account("t1")));
}
