use proptest::prelude::*;
use secta_bot_kit::UserId;

use crate::count::{Answer, OPTIONS_MAX, Picks, Quorum, Tally, Terms, option_id, tally};

const THREE: Terms = Terms {
    options: 3,
    choices: 1,
    end_ms: 100,
};

fn answer(voter: &str, sent_ms: i64, seq: i64, ids: &[&str]) -> Answer {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    Answer {
        voter: UserId::new(format!("@{voter}:t")),
        sent_ms,
        seq,
        picks: Picks::read(Some(&ids)),
    }
}

fn votes(terms: Terms, answers: &[Answer]) -> Vec<u32> {
    tally(&terms, answers).votes
}

#[test]
fn the_last_answer_of_each_voter_counts() {
    let answers = [
        answer("a", 10, 1, &["1"]),
        answer("a", 20, 2, &["2"]),
        answer("b", 15, 3, &["1"]),
    ];
    assert_eq!(votes(THREE, &answers), [1, 1, 0]);
}

#[test]
fn last_means_sent_last_not_arrived_last() {
    assert_eq!(
        votes(
            THREE,
            &[answer("a", 20, 1, &["2"]), answer("a", 10, 2, &["1"])]
        ),
        [0, 1, 0]
    );
}

#[test]
fn of_two_sent_at_once_the_later_in_the_journal_counts() {
    assert_eq!(
        votes(
            THREE,
            &[answer("a", 20, 2, &["2"]), answer("a", 20, 1, &["1"])]
        ),
        [0, 1, 0]
    );
}

#[test]
fn an_answer_sent_at_the_end_counts_and_one_after_it_was_never_given() {
    assert_eq!(votes(THREE, &[answer("a", 100, 1, &["1"])]), [1, 0, 0]);
    assert_eq!(
        votes(
            THREE,
            &[answer("a", 99, 1, &["2"]), answer("a", 101, 2, &["1"])]
        ),
        [0, 1, 0]
    );
}

#[test]
fn a_spoiled_last_answer_takes_the_vote_away() {
    for spoiled in [
        &["4"][..],
        &[],
        &["1", "foo"],
        &["01"],
        &["+1"],
        &["0"],
        &["-1"],
        &["1 "],
        &["１"],
        &[""],
    ] {
        let tally = tally(
            &THREE,
            &[answer("a", 10, 1, &["1"]), answer("a", 20, 2, spoiled)],
        );
        assert_eq!(
            tally,
            Tally {
                votes: vec![0; 3],
                voters: 0,
                spoiled: 1
            },
            "{spoiled:?}"
        );
    }
    assert_eq!(Picks::read(None), Picks::default());
}

#[test]
fn too_many_selections_are_cut_to_the_first() {
    let two = Terms {
        choices: 2,
        ..THREE
    };
    assert_eq!(votes(THREE, &[answer("a", 1, 1, &["3", "1"])]), [0, 0, 1]);
    assert_eq!(
        votes(two, &[answer("a", 1, 1, &["3", "1", "2"])]),
        [1, 0, 1]
    );
    assert_eq!(votes(two, &[answer("a", 1, 1, &["3", "1"])]), [1, 0, 1]);
    assert_eq!(
        votes(two, &[answer("a", 1, 1, &["3", "3", "1"])]),
        [0, 0, 1],
        "one of the two is a repetition"
    );
}

#[test]
fn an_unknown_option_behind_the_cut_spoils_too() {
    assert_eq!(votes(THREE, &[answer("a", 1, 1, &["1", "4"])]), [0, 0, 0]);
    let mut long = vec!["1"; 1000];
    assert_eq!(votes(THREE, &[answer("a", 1, 1, &long)]), [1, 0, 0]);
    long.push("20");
    assert_eq!(votes(THREE, &[answer("a", 1, 1, &long)]), [0, 0, 0]);
}

#[test]
fn a_quorum_is_met_exactly_at_its_edge() {
    for (quorum, people, needed) in [
        (Quorum::People(5), 100, 5),
        (Quorum::Percent(50), 10, 5),
        (Quorum::Percent(50), 11, 6),
        (Quorum::Percent(100), 7, 7),
        (Quorum::Percent(1), 1, 1),
        (Quorum::Percent(33), 0, 0),
        (Quorum::Percent(100), u32::MAX, u32::MAX),
    ] {
        assert_eq!(quorum.needed(people), needed, "{quorum:?} of {people}");
    }
}

#[test]
fn leaders_are_all_with_the_most_votes_and_none_without_votes() {
    let with = |votes: &[u32]| {
        Tally {
            votes: votes.to_vec(),
            voters: 4,
            spoiled: 0,
        }
        .leaders()
    };
    assert_eq!(with(&[1, 3, 0]), [1]);
    assert_eq!(with(&[2, 0, 2]), [0, 2]);
    assert_eq!(with(&[0, 0, 0]), Vec::<usize>::new());
}

#[test]
fn percents_are_rounded() {
    let tally = Tally {
        votes: vec![1, 2, 0],
        voters: 3,
        spoiled: 0,
    };
    assert_eq!(
        [
            tally.percent(0),
            tally.percent(1),
            tally.percent(2),
            tally.percent(9)
        ],
        [33, 67, 0, 0]
    );
    assert_eq!(
        Tally {
            votes: vec![0],
            voters: 0,
            spoiled: 0
        }
        .percent(0),
        0
    );
}

#[test]
fn ids_and_numbers_go_together() {
    for option in 0..OPTIONS_MAX {
        let all = Terms {
            options: OPTIONS_MAX,
            choices: 1,
            end_ms: 0,
        };
        let counted = votes(all, &[answer("a", 0, 1, &[&option_id(option)])]);
        assert_eq!(counted.iter().position(|votes| *votes == 1), Some(option));
    }
}

fn answers() -> impl Strategy<Value = Vec<Answer>> {
    let ids = prop::collection::vec(
        prop_oneof![8 => "[1-4]", 1 => "[0-9]{1,2}", 1 => "\\PC{0,3}"],
        0..5,
    );
    let one = ("[a-e]", 0_i64..120, ids);
    prop::collection::vec(one, 0..24).prop_map(|list| {
        let numbered = list.into_iter().zip(1_i64..);
        numbered
            .map(|((voter, sent_ms, ids), seq)| Answer {
                voter: UserId::new(format!("@{voter}:t")),
                sent_ms,
                seq,
                picks: Picks::read(Some(&ids)),
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_answers_does_not_matter(list in answers(), choices in 1_usize..4, turn in 0_usize..24) {
        let terms = Terms { choices, ..THREE };
        let mut other = list.clone();
        other.rotate_left(if list.is_empty() { 0 } else { turn % list.len() });
        prop_assert_eq!(tally(&terms, &list), tally(&terms, other.iter().rev()));
    }

    #[test]
    fn an_answer_handed_in_twice_counts_once(list in answers()) {
        let twice: Vec<Answer> = list.iter().chain(&list).cloned().collect();
        prop_assert_eq!(tally(&THREE, &list), tally(&THREE, &twice));
    }

    #[test]
    fn no_one_has_more_votes_than_voters(list in answers(), choices in 1_usize..4) {
        let terms = Terms { choices, ..THREE };
        let tally = tally(&terms, &list);
        prop_assert!(tally.votes.iter().all(|votes| *votes <= tally.voters));
        prop_assert!(tally.votes.iter().sum::<u32>() <= tally.voters * u32::try_from(choices).unwrap_or(u32::MAX));
        prop_assert!((0..3).all(|option| tally.percent(option) <= 100));
    }

    #[test]
    fn late_answers_change_nothing(list in answers()) {
        let in_time: Vec<Answer> = list.iter().filter(|answer| answer.sent_ms <= 100).cloned().collect();
        prop_assert_eq!(tally(&THREE, &list), tally(&THREE, &in_time));
    }
}
