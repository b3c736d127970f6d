//! Many members who do all sorts of things at random: nothing is parked, and everything happens again the same way.

use secta_bot_kit::{EventId, RoomId, when::HOUR_MS};

use super::world::World;
use crate::memory::Role;

/// Numbers without any order, the same ones every time.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }

    pub(super) fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }
}

const PEOPLE: [&str; 7] = [
    "anna",
    "boris",
    "clara",
    "dora",
    "egor",
    "eve",
    "@zoe:elsewhere.org",
];
const KEYS: [&str; 7] = ["👍", "💡", "👎", "🔇", "🚫", "👍🏿", "🎉"];
const WORDS: [&str; 12] = [
    "!пост Думаю о #яблоки",
    "!почему",
    "!отозвать",
    "!апелляция Простите меня",
    "!пригласить @eve:home",
    "!супертег Сад | Всё о садах, огородах и яблонях",
    "!комментарий Согласен с этим",
    "!пост",
    "просто слова, и не так уж мало",
    "!ранг",
    "!дела",
    "!лента яблоки",
];

/// Some agree on one of the council's messages, and argue.
fn together(world: &mut World, dice: &mut Dice, topics: &[EventId]) {
    let topic = dice.of(topics);
    let (council, key) = (world.room(Role::Council), dice.of(&KEYS));
    for who in &PEOPLE[..1 + dice.below(PEOPLE.len())] {
        world.story.reacts(&council, who, &topic, key);
        world
            .story
            .says_in_thread(&council, who, &topic, "довод, в котором много букв");
    }
}

fn step(
    world: &mut World,
    dice: &mut Dice,
    events: &mut Vec<(RoomId, EventId, &'static str)>,
    topics: &mut Vec<EventId>,
) {
    let who = dice.of(&PEOPLE);
    let porch = world.member(who).porch;
    let mut rooms: Vec<RoomId> = [Role::Stream, Role::Twilight, Role::Council]
        .into_iter()
        .map(|role| world.room(role))
        .collect();
    rooms.extend(porch);
    let room = dice.of(&rooms);
    let target = dice.of(events);
    if !topics.is_empty() && dice.below(4) == 0 {
        together(world, dice, topics);
        return;
    }
    let event = match dice.below(10) {
        0..=3 => world
            .story
            .reacts(&target.0, who, &target.1, dice.of(&KEYS)),
        4 => world.story.redacts(&target.0, target.2, &target.1),
        5 => world.story.says(&room, who, dice.of(&WORDS)),
        6 => world.story.replies(&room, who, &target.1, dice.of(&WORDS)),
        7 => world
            .story
            .says_in_thread(&target.0, who, &target.1, "довод, в котором много букв"),
        8 => world
            .story
            .edits(&target.0, target.2, &target.1, "!пост Исправлено"),
        _ => {
            world.story.advance(dice.below(12) as i64 * HOUR_MS);
            world.story.says(&room, who, dice.of(&WORDS))
        }
    };
    events.push((room, event, who));
    for sent in world.story.sent() {
        if sent.room == world.room(Role::Council) && sent.thread().is_none() {
            topics.push(sent.id.clone());
        }
        events.push((sent.room, sent.id, who));
    }
}

#[test]
fn whatever_members_do_nothing_is_parked_and_all_happens_again_the_same_way() {
    for seed in 1..=2 {
        let mut world = World::with_trusted(&["boris", "clara", "dora"]);
        world.comes("egor");
        world.comes("eve");
        let mut dice = Dice(seed);
        let mut events = vec![(world.room(Role::Stream), EventId::new("$none"), "anna")];
        let mut topics = Vec::new();
        for _ in 0..120 {
            step(&mut world, &mut dice, &mut events, &mut topics);
            topics.drain(..topics.len().saturating_sub(4));
            events.drain(..events.len().saturating_sub(60));
        }
        world.story.check();
    }
}
