//! Whatever newcomers do, and whichever bot hears of it first: one sign at most, and not a word without a cause.

use proptest::prelude::*;
use secta_bot_kit::EventId;
use serde_json::json;

use super::world::World;

const PEOPLE: [&str; 3] = ["boris", "eve", "@zoe:elsewhere.org"];

const WORDS: [&str; 14] = [
    "!квест",
    "!принимаю",
    "!дальше",
    "!пропустить",
    "!квест пропустить",
    "!профиль Садовник",
    "!пост Пост",
    "!комментарий Да",
    "!язык en",
    "!quest",
    "просто слова",
    "!за @boris:home",
    "!вступить Поляна",
    "!исключить @eve:home",
];

const STEPS: [&str; 6] = [
    "accept_principles",
    "read_post",
    "introduce",
    "first_post",
    "choose_language",
    "first_comment",
];

const KEYS: [&str; 3] = ["✅", "👍", "👎"];

#[derive(Clone, Debug)]
enum Deed {
    Says(usize, usize, bool),
    Reacts(usize, usize, usize),
    Leaves(usize),
    Comes(usize),
    Redacts(usize, usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = 0..PEOPLE.len();
    prop_oneof![
        6 => (who.clone(), 0..WORDS.len(), prop::bool::weighted(0.8))
            .prop_map(|(who, words, here)| Deed::Says(who, words, here)),
        3 => (who.clone(), 0..6_usize, 0..KEYS.len())
            .prop_map(|(who, to, key)| Deed::Reacts(who, to, key)),
        1 => who.clone().prop_map(Deed::Leaves),
        1 => who.clone().prop_map(Deed::Comes),
        1 => (who, 0..6_usize).prop_map(|(who, what)| Deed::Redacts(who, what)),
    ]
}

/// What the quest's bot may say at most on one deed: a word in the porch, and one in the stream.
const WORDS_MAX: usize = 2;

fn does(world: &mut World, deed: &Deed, seen: &[EventId]) {
    let nth = |n: &usize| seen.iter().rev().nth(*n).cloned();
    match deed {
        Deed::Says(who, words, true) => {
            world.in_porch(PEOPLE[*who], WORDS[*words]);
        }
        Deed::Says(who, words, false) => {
            let direct = world.story.direct(PEOPLE[*who]);
            world.story.says(&direct, PEOPLE[*who], WORDS[*words]);
        }
        Deed::Reacts(who, to, key) => {
            let porch = world.porch(PEOPLE[*who]);
            let to = nth(to).unwrap_or_else(|| EventId::new("$none"));
            world.story.reacts(&porch, PEOPLE[*who], &to, KEYS[*key]);
        }
        Deed::Leaves(who) => {
            let porch = world.porch(PEOPLE[*who]);
            world.story.leaves(&porch, PEOPLE[*who]);
        }
        Deed::Comes(who) => {
            let porch = world.porch(PEOPLE[*who]);
            world.story.joins(&porch, PEOPLE[*who]);
        }
        Deed::Redacts(who, what) => {
            let porch = world.porch(PEOPLE[*who]);
            let what = nth(what).unwrap_or_else(|| EventId::new("$none"));
            world.story.redacts(&porch, PEOPLE[*who], &what);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn there_are_never_two_signs_nor_words_without_a_cause(
        deeds in prop::collection::vec(deed(), 1..60),
        steps in 1..=STEPS.len(),
        first: bool,
    ) {
        let policy = json!({ "quest": &STEPS[..steps] });
        let mut world = World::of(policy, json!({}), first);
        world.anna_posts();
        for who in PEOPLE {
            world.comes(who);
        }
        let mut seen: Vec<EventId> = world.said().into_iter().map(|sent| sent.id).collect();
        for deed in &deeds {
            world.story.advance(60_000);
            does(&mut world, deed, &seen);
            let said = world.said();
            prop_assert!(said.len() <= WORDS_MAX, "{deed:?}: {said:#?}");
            let leaves = matches!(deed, Deed::Leaves(_));
            prop_assert!(!leaves || said.is_empty(), "{deed:?}: {said:#?}");
            seen.extend(said.into_iter().map(|sent| sent.id));
        }
        let mut signs = world.signs();
        let all = signs.len();
        signs.sort();
        signs.dedup();
        prop_assert_eq!(signs.len(), all, "a second sign");
        world.story.check();
    }
}
