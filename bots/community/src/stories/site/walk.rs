//! Forms of all kinds at random, among what is done in the rooms: nothing is parked, and all happens again the same way.

use secta_bot_kit::{UserId, web::Deed, when::HOUR_MS};
use secta_record::act::{AppealId, CaseId, ItemId, Measure, Opinion, ProposalId};

use super::{World, comment, edit, post};
use crate::{memory::Role, stories::walk::Dice};

const PEOPLE: [&str; 7] = [
    "anna",
    "boris",
    "clara",
    "dora",
    "eve",
    "@_secta_w_masha:home",
    "@_secta_w_petya:home",
];
const OPINIONS: [Opinion; 3] = [Opinion::Support, Opinion::Useful, Opinion::Oppose];

fn deed(world: &World, dice: &mut Dice, items: &[ItemId]) -> Deed {
    let now_ms = world.story.now_ms();
    let rules = world.rules();
    let item = dice.of(items);
    let measure = dice.of(&[Measure::Silence, Measure::Exclude]);
    let case = rules.open_cases(now_ms).first().map(|case| case.case);
    let appeal = rules.open_appeals(now_ms).first().map(|one| one.appeal);
    let proposal = rules.open_proposals(now_ms).first().map(|one| one.proposal);
    match dice.below(18) {
        0 | 1 => post("Думаю о #яблоки"),
        2 | 3 => comment(item, "И **я**"),
        4 => edit(item, "Исправлено"),
        5 => Deed::Withdraw { item },
        6..=8 => Deed::Vote {
            item,
            opinion: dice.of(&OPINIONS),
        },
        9 => Deed::Unvote { item },
        10 | 11 => Deed::Moderate {
            item,
            measure,
            argument: "довод, в котором много букв".to_owned(),
        },
        12 => Deed::Unmoderate {
            case: case.unwrap_or(CaseId([0; 32])),
            measure,
        },
        13 => Deed::Appeal {
            text: "Простите меня".to_owned(),
        },
        14 => Deed::AppealVote {
            appeal: appeal.unwrap_or(AppealId([0; 32])),
            in_favour: dice.of(&[Some(true), Some(false), None]),
        },
        15 => Deed::ProposeSupertag {
            name: "Сад".to_owned(),
            definition: "Всё о садах, огородах и яблонях".to_owned(),
            synonyms: Vec::new(),
        },
        16 => Deed::ProposalVote {
            proposal: proposal.unwrap_or(ProposalId([0; 32])),
            given: dice.below(3) > 0,
        },
        _ => Deed::Invite {
            account: UserId::new(world.account(dice.of(&PEOPLE)).as_str()),
        },
    }
}

fn step(world: &mut World, dice: &mut Dice, n: usize, items: &mut Vec<ItemId>) {
    let who = dice.of(&PEOPLE);
    let deed = deed(world, dice, items);
    let answer = world.sends(who, &format!("form-{n}"), deed);
    assert!(!answer.plain.is_empty());
    items.extend(answer.item);
    items.drain(..items.len().saturating_sub(8));
    let twilight = world.room(Role::Twilight);
    for sent in world.story.sent() {
        if sent.room == twilight && dice.below(3) == 0 {
            world.story.reacts(&twilight, "anna", &sent.id, "👍");
        }
    }
    world.story.advance(dice.below(5) as i64 * HOUR_MS);
}

#[test]
fn whatever_forms_are_sent_nothing_is_parked_and_all_happens_again_the_same_way() {
    for seed in 1..=3 {
        let mut world = World::with_trusted(&["boris", "clara", "dora"]);
        let mut dice = Dice(seed);
        let mut items = vec![ItemId([1; 32])];
        for n in 0..150 {
            step(&mut world, &mut dice, n, &mut items);
        }
        world.story.check();
    }
}
