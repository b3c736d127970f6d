use std::sync::Arc;

use secta_record::{
    Signer,
    act::{AccountId, Content},
};
use secta_rules::{Ask, Command, State, What, dump::View};
use serde_json::json;

use super::{Communities, Community, Kept, Writing, item_of};
use crate::ids::{EventId, RoomId};

const NOW_MS: i64 = 1_780_315_200_000;

fn communities() -> Communities {
    Communities::new(Arc::new(Signer::from_secret(&[7; 32])))
}

fn ask(rules: &State, by: &str, ask: Ask) -> Vec<secta_rules::Fact> {
    let by = AccountId::new(by);
    rules
        .decide(&Command { by, ask }, NOW_MS)
        .expect("it is allowed")
}

fn founding() -> Vec<secta_rules::Fact> {
    let found = Ask::Found {
        name: "Поляна".to_owned(),
        founder: AccountId::new("@anna:t"),
        policy: json!({}),
    };
    ask(&State::new(), "@secta:t", found)
}

#[test]
fn what_is_enacted_is_signed_folded_and_read_again() {
    let mut live = communities();
    let mut writing = Writing::new(&live);
    let id = writing.found(founding(), None).expect("founded");
    let enacted = writing.end();
    live.take(&enacted).expect("lawful");

    let item = item_of(&id, &RoomId::new("!porch"), &EventId::new("$post"));
    let post = Ask::Post {
        item,
        tags: Vec::new(),
    };
    let mut facts = ask(live.get(&id).expect("the community"), "@anna:t", post);
    for fact in &mut facts {
        fact.fill(Content {
            text: "Здравствуйте".to_owned(),
            ..Content::default()
        });
    }
    let mut writing = Writing::new(&live);
    writing.enact(id, facts, None).expect("enacted");
    let more = writing.end();
    live.take(&more).expect("lawful");

    let all: Vec<_> = enacted.iter().chain(&more).collect();
    assert!(all.iter().zip(0..).all(|(one, place)| one.place == place));
    let mut community = Community::default();
    for one in &all {
        let kept = one.kept().expect("JSON");
        community.restore(one.place, &kept).expect("read");
    }
    let mut again = communities();
    again.add(id, community);
    let dump = |all: &Communities| all.get(&id).map(|rules| rules.dump(View::Whole));
    assert_eq!(dump(&again), dump(&live));
}

#[test]
fn words_that_may_be_taken_back_are_salted() {
    let live = communities();
    let mut writing = Writing::new(&live);
    let id = writing.found(founding(), None).expect("founded");
    let mut rules = communities();
    rules.take(&writing.end()).expect("lawful");
    let item = item_of(&id, &RoomId::new("!porch"), &EventId::new("$post"));
    let post = Ask::Post {
        item,
        tags: Vec::new(),
    };
    let mut facts = ask(rules.get(&id).expect("the community"), "@anna:t", post);
    facts
        .iter_mut()
        .for_each(|fact| fact.fill(Content::default()));
    let mut writing = Writing::new(&rules);
    writing.enact(id, facts, None).expect("enacted");
    let records = writing.end().into_iter().filter_map(|one| one.record);
    let salted = records.map(|record| {
        let salt = record
            .body()
            .is_some_and(|body| body.value().get("salt").is_some());
        (record.envelope().kind.clone(), salt)
    });
    let salted: Vec<_> = salted.collect();
    assert!(
        salted.contains(&("released_post".to_owned(), true)),
        "{salted:?}"
    );
    assert!(
        salted.contains(&("publish".to_owned(), false)),
        "{salted:?}"
    );
}

#[test]
fn records_follow_each_other() {
    let live = communities();
    let mut writing = Writing::new(&live);
    writing.found(founding(), None).expect("founded");
    let records: Vec<_> = writing
        .end()
        .into_iter()
        .filter_map(|one| one.record)
        .collect();
    for (before, after) in records.iter().zip(records.iter().skip(1)) {
        assert_eq!(after.envelope().previous, Some(before.id()));
    }
}

#[test]
fn a_community_begins_with_its_founding() {
    let live = communities();
    let mut facts = founding();
    facts.iter_mut().for_each(|fact| {
        fact.what = What::Quiet(secta_rules::Quiet::Unmute {
            account: AccountId::new("@anna:t"),
        });
    });
    assert!(Writing::new(&live).found(facts, None).is_err());
}

#[test]
fn a_stored_fact_that_is_damaged_is_named() {
    let kept = Kept::Quiet(b"{}".to_vec());
    assert!(Community::default().restore(0, &kept).is_err());
}
