//! What holds whatever is done.

use proptest::prelude::*;
use secta_record::act::{Measure, Opinion, Rank, Supertag};
use serde_json::json;

use super::kit::*;
use crate::{Ask, Command, dump::View, state::State};

/// Members of these tales: the first is the founder, the next four are trusted, one is a commenter, the rest ghosts.
const CAST: [&str; 9] = [ANN, "t1", "t2", "t3", "t4", "carl", "g1", "g2", "g3"];
const GHOSTS: [&str; 3] = ["g1", "g2", "g3"];
const THINGS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// Something that somebody does, and how long after the last.
#[derive(Clone, Debug)]
struct Step {
    by: &'static str,
    ask: Ask,
    after_ms: i64,
}

fn opinion() -> impl Strategy<Value = Opinion> {
    prop_oneof![
        Just(Opinion::Support),
        Just(Opinion::Useful),
        Just(Opinion::Oppose)
    ]
}

fn measure() -> impl Strategy<Value = Measure> {
    prop_oneof![Just(Measure::Silence), Just(Measure::Exclude)]
}

fn thing() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => prop::sample::select(&THINGS[..]), 1 => Just("first")]
}

fn ask() -> impl Strategy<Value = Ask> {
    prop_oneof![
        4 => thing().prop_map(posts),
        4 => (thing(), thing()).prop_map(|(a, b)| comments(a, b)),
        16 => (thing(), opinion()).prop_map(|(a, opinion)| votes(a, opinion)),
        3 => thing().prop_map(unvotes),
        1 => thing().prop_map(withdraws),
        1 => thing().prop_map(|a| Ask::Edit { item: item(a), tags: vec![a.to_owned()] }),
        8 => (thing(), measure()).prop_map(|(a, measure)| moderates(a, measure)),
        1 => (thing(), measure()).prop_map(|(a, measure)| argues(a, measure, None)),
        1 => thing().prop_map(|a| Ask::Argue { case: case(a), argument: TEN.into() }),
        1 => (thing(), measure())
            .prop_map(|(a, measure)| Ask::Unmoderate { case: case(a), measure }),
        1 => prop::sample::select(&CAST[..]).prop_map(invites),
        2 => thing().prop_map(appeals),
        3 => (thing(), any::<bool>())
            .prop_map(|(a, in_favour)| Ask::AppealVote { appeal: appeal(a), in_favour }),
        1 => thing().prop_map(|a| Ask::AppealUnvote { appeal: appeal(a) }),
        1 => thing().prop_map(|name| {
            let (name, definition) = (name.to_owned(), "what belongs under this".to_owned());
            let supertag = Supertag { name: name.clone(), definition, synonyms: vec![] };
            Ask::ProposeSupertag { proposal: proposal(&name), supertag }
        }),
        1 => (thing(), 1..9_i64).prop_map(|(a, days)| {
            let policy = json!({ "activity_window_ms": days * 5 * DAY_MS });
            Ask::ProposePolicy { proposal: proposal(a), policy }
        }),
        2 => (thing(), prop::sample::select(&CAST[..])).prop_map(|(a, by)| enters(a, by)),
        1 => thing().prop_map(unenters),
        3 => thing().prop_map(backs),
        1 => thing().prop_map(|a| Ask::ProposalUnvote { proposal: proposal(a) }),
    ]
}

fn after() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 0..HOUR_MS, 2 => 0..DAY_MS, 1 => 0..(40 * DAY_MS), 1 => -HOUR_MS..0]
}

fn steps(cast: &'static [&'static str], length: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (prop::sample::select(cast), ask(), after()).prop_map(|(by, ask, after_ms)| Step {
        by,
        ask,
        after_ms,
    });
    prop::collection::vec(step, 1..length)
}

fn story() -> Story {
    let mut story = Story::of(4);
    story.make_commenter("carl");
    story
}

/// Lets the steps happen; what is refused doesn't.
fn play(story: &mut Story, steps: &[Step]) {
    for step in steps {
        if step.after_ms < 0 {
            story.now_ms += step.after_ms;
        } else {
            story.pass(step.after_ms);
        }
        let _ = story.ask(step.by, step.ask.clone());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// The check at a story's end: the record alone gives the public state, and a stored state is the same state.
    #[test]
    fn replay_equals_live(steps in steps(&CAST, 120)) {
        let mut story = story();
        play(&mut story, &steps);
        story.check();
    }

    #[test]
    fn no_acts_of_ghosts_change_a_rank(steps in steps(&GHOSTS, 80)) {
        let mut story = story();
        let before: Vec<Rank> = CAST.iter().map(|name| story.rank(name)).collect();
        play(&mut story, &steps);
        let after: Vec<Rank> = CAST.iter().map(|name| story.rank(name)).collect();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn asking_twice_changes_nothing_twice(steps in steps(&CAST, 60)) {
        let (mut once, mut twice) = (story(), story());
        for step in &steps {
            play(&mut once, std::slice::from_ref(step));
            play(&mut twice, std::slice::from_ref(step));
            let again = matches!(step.ask, Ask::Vote { .. } | Ask::Moderate { .. } | Ask::AppealVote { .. } | Ask::ProposalVote { .. });
            if again {
                let _ = twice.ask(step.by, step.ask.clone());
            }
        }
        prop_assert_eq!(once.state.dump(View::Whole), twice.state.dump(View::Whole));
    }

    #[test]
    fn the_order_of_independent_votes_does_not_matter(
        ballots in prop::collection::btree_map((1..9_usize, prop::sample::select(&["p", "q", "r"][..])), opinion(), 1..20),
        seed in any::<u64>(),
    ) {
        let given: Vec<_> = ballots.into_iter().collect();
        let mut shuffled = given.clone();
        shuffled.sort_by_key(|((voter, post), _)| blake3::hash(format!("{seed} {voter} {post}").as_bytes()).to_string());
        let end = |ballots: &[((usize, &'static str), Opinion)]| {
            let mut story = Story::of(9);
            for post in ["p", "q", "r"] {
                story.when("t9", posts(post));
            }
            for ((voter, post), opinion) in ballots {
                story.when(&format!("t{voter}"), votes(post, *opinion));
            }
            let tallies = ["p", "q", "r"].map(|post| story.state.tally(&item(post)));
            let author = story.state.account(&account("t9"), story.now_ms);
            (tallies, author)
        };
        prop_assert_eq!(end(&given), end(&shuffled));
    }

    #[test]
    fn withdrawn_is_never_given(before in steps(&CAST, 30), opinion in opinion(), name in thing(), voter in prop::sample::select(&CAST[..])) {
        let mut story = story();
        play(&mut story, &before);
        let view = |state: &State, now_ms| {
            let people = CAST.map(|name| state.account(&account(name), now_ms).map(|mut view| {
                // That the voter was there is known: only what was said is taken back.
                view.active_ms = None;
                view
            }));
            (people, state.tally(&item(name)), state.opinion(&item(name), &account(voter)))
        };
        let had = story.state.opinion(&item(name), &account(voter)).is_some();
        let was = view(&story.state, story.now_ms);
        let given = story.ask(voter, votes(name, opinion));
        let effect = given.as_ref().is_ok_and(|facts| facts.iter().any(|fact| matches!(kind(fact), "publish" | "promote" | "grant")));
        if !had && given.is_ok() && !effect {
            let back = story.ask(voter, unvotes(name)).expect("in time");
            if kinds(&back).len() == 1 {
                prop_assert_eq!(view(&story.state, story.now_ms), was);
            }
        }
    }

    #[test]
    fn a_refusal_and_a_question_change_nothing(steps in steps(&CAST, 40)) {
        let mut story = story();
        play(&mut story, &steps);
        let before = story.state.digest(View::Whole);
        for step in &steps {
            let command = Command { by: account(step.by), ask: step.ask.clone() };
            let _ = story.state.decide(&command, story.now_ms);
        }
        let _ = (story.state.open_cases(story.now_ms), story.state.invitation_tree());
        prop_assert_eq!(story.state.digest(View::Whole), before);
    }
}
