//! R13, R14: whoever has the record recomputes every decision.

use secta_record::act::{Act, Measure, Why};

use super::kit::*;
use crate::{Fact, Unlawful, fact::What, state::State};

/// A story with every decision that bears numbers.
pub(super) fn story() -> Story {
    let mut story = Story::of(6);
    story.make_commenter("carl");
    story.when("t1", posts("p"));
    for voter in ["t2", "t3", "t4", "t5"] {
        story.when(voter, supports("p"));
    }
    for voter in ["t2", "t3", "t4", "t5"] {
        story.when(voter, moderates("p", Measure::Silence));
    }
    for voter in ["t2", "t3", "t4"] {
        story.when(voter, moderates("p", Measure::Exclude));
    }
    story.when("t1", appeals("a"));
    story.when("t2", proposes("Космос", &[]));
    for voter in ["t3", "t4", "t5"] {
        story.when(voter, backs("Космос"));
    }
    story.when("t2", proposes("Луна", &[]));
    story.when("t6", posts("q"));
    story.when("t2", moderates("q", Measure::Silence));
    story.pass(15 * DAY_MS);
    story
}

fn why(act: &mut Act) -> Option<&mut Why> {
    match act {
        Act::Publish(act) => Some(&mut act.why),
        Act::Promote(act) => Some(&mut act.why),
        Act::Grant(act) => Some(&mut act.why),
        Act::Silence(act) => Some(&mut act.why),
        Act::Exclude(act) => Some(&mut act.why),
        Act::DecideAppeal(act) => Some(&mut act.why),
        Act::AcceptProposal(act) => Some(&mut act.why),
        Act::LapseProposal(act) => Some(&mut act.why),
        _ => None,
    }
}

/// The place of the first fault in a record.
fn fault(facts: &[Fact]) -> Option<(usize, Unlawful)> {
    State::replay(facts).err()
}

fn changed(fact: &Fact, change: impl Fn(&mut Why)) -> Option<Fact> {
    let mut fact = fact.clone();
    let What::Public(act) = &mut fact.what else {
        return None;
    };
    change(why(act)?);
    Some(fact)
}

type Change = fn(&mut Why);

#[test]
fn a_changed_number_of_any_decision_is_found_and_named() {
    let story = story();
    let facts = story.public();
    let mut kinds = Vec::new();
    for (place, fact) in facts.iter().enumerate() {
        let changes: [(&str, Change); 5] = [
            ("x", |why| why.x += 1),
            ("magic", |why| why.magic += 1),
            ("threshold", |why| why.threshold -= 1),
            ("votes", |why| why.votes += 1),
            ("policy", |why| why.policy += 1),
        ];
        for (number, change) in changes {
            let Some(wrong) = changed(fact, |why| {
                if why.threshold > 0 || number != "threshold" {
                    change(why)
                }
            }) else {
                continue;
            };
            if wrong == *fact {
                continue;
            }
            let mut record = facts.clone();
            record[place] = wrong;
            match fault(&record) {
                Some((found, Unlawful::Differs { what, .. })) => {
                    assert_eq!((found, what), (place, number), "{fact:?}");
                }
                other => panic!("{number} of {fact:?}: {other:?}"),
            }
            kinds.push(kind(fact));
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    let expected = [
        "accept_proposal",
        "decide_appeal",
        "exclude",
        "grant",
        "lapse_proposal",
        "promote",
        "publish",
        "silence",
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn a_vote_that_is_missing_undoes_the_decision() {
    let story = story();
    let facts = story.public();
    let grant = facts
        .iter()
        .position(|fact| kind(fact) == "grant")
        .expect("a grant");
    let mut record = facts.clone();
    record.remove(grant - 1);
    let (found, unlawful) = fault(&record).expect("a fault");
    assert_eq!(found, grant - 1);
    assert!(matches!(unlawful, Unlawful::Differs { .. }), "{unlawful}");
}

#[test]
fn a_decision_made_twice_has_no_cause() {
    let story = story();
    let facts = story.public();
    for (place, fact) in facts.iter().enumerate() {
        let decision = matches!(
            kind(fact),
            "publish" | "promote" | "grant" | "exclude" | "accept_proposal"
        );
        if !decision {
            continue;
        }
        let mut record = facts.clone();
        record.insert(place, fact.clone());
        let (found, unlawful) = fault(&record).expect("a fault");
        assert_eq!(found, place + 1);
        assert!(matches!(unlawful, Unlawful::NoCause { .. }), "{unlawful}");
    }
}

#[test]
fn a_decision_before_its_time_is_found() {
    let story = story();
    let mut facts = story.public();
    let place = facts
        .iter()
        .position(|fact| kind(fact) == "close_case")
        .expect("a close");
    facts[place].time_ms = facts[place - 1].time_ms;
    facts.truncate(place + 1);
    let case = story.state.open_cases(0);
    assert!(case.is_empty());
    let (found, unlawful) = fault(&facts).expect("a fault");
    assert_eq!(found, place);
    assert!(
        matches!(
            unlawful,
            Unlawful::TooEarly { .. } | Unlawful::NoCause { .. }
        ),
        "{unlawful}"
    );
}

#[test]
fn an_act_from_before_the_last_one_is_found() {
    let story = story();
    let mut facts = story.public();
    let last = facts.len() - 1;
    facts[last].time_ms = 0;
    let (found, unlawful) = fault(&facts).expect("a fault");
    assert_eq!(found, last);
    assert!(
        matches!(unlawful, Unlawful::BackInTime { .. }),
        "{unlawful}"
    );
}

#[test]
fn the_record_decides_the_same_when_every_body_that_may_be_erased_is() {
    let story = story();
    let erased: Vec<Fact> = story.public().into_iter().map(without_words).collect();
    let state = State::replay(&erased).expect("it replays");
    for account in ["t1", "t2", "carl", ANN].map(account) {
        let view = |state: &State| state.account(&account, story.now_ms);
        assert_eq!(view(&state), view(&story.state));
    }
    assert_eq!(state.moderation_log(), story.state.moderation_log());
}

fn without_words(mut fact: Fact) -> Fact {
    if let What::Public(act) = &mut fact.what
        && let Ok(Some(bare)) = Act::from_parts(act.kind(), &act.references(), None)
    {
        *act = bare;
    }
    fact
}

#[test]
fn a_refused_fact_changes_nothing() {
    let mut story = story();
    let before = story.state.dump(crate::dump::View::Whole);
    for fact in story.facts.clone() {
        let _ = story
            .state
            .apply(&fact)
            .expect_err("what was, is not again");
        if kind(&fact) == "released_post" {
            break;
        }
    }
    assert_eq!(story.state.dump(crate::dump::View::Whole), before);
}
